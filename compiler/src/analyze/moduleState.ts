/**
 * Members of modules that something changes while the pipeline runs: whoever reads one reads it in its turn.
 *
 *   this.asked += 1      changes `asked` of its class, of the classes that it derives from, and of those that derive from it
 *   this.log.push(x)     changes the object in `log`
 *   this.child.n = 1     changes `n` of what `child` is
 */
import type { CallExpression, Class, Expression, NewExpression, Node } from "oxc-parser";
import type { ValueKind } from "../types.js";
import { Kept } from "../syntax/kept.js";
import { isFunction, keyName, nodesOf, peel } from "../syntax/walk.js";
import { analyseCalls } from "./analyseCalls.js";
import { baseOf, classBehind } from "./callTarget.js";
import { PLAIT_LEAVES, classOfName, type ClassInfo, type MethodInfo } from "./classes.js";
import { filesNear } from "./reach.js";
import { ANY, changedOfOthers } from "./touched.js";
import { ARRAY_CALLBACKS, classAround, kindOf } from "./kinds.js";
import type { FileAnalysis } from "./methodContext.js";

type Member = Extract<Node, { type: "MemberExpression" }>;

/** Where each member is changed first, by class. */
const changes = new Kept<Class, Map<string, Node>>();

/** A member of a module is changed, or the object in it. */
export function noteChange(object: Expression, name: string | undefined, node: Node, analysis: FileAnalysis): void {
  if (name !== undefined) noteIn(classesOf(object, analysis), name, node);
}

function noteIn(classes: readonly ClassInfo[], name: string, node: Node): void {
  for (const info of classes) {
    let names = changes.get(info.node);
    if (!names) changes.set(info.node, (names = new Map()));
    if (!names.has(name)) names.set(name, node);
  }
}

interface SomeChange {
  object: Expression;
  name: string;
  node: Node;
}

const open = new Kept<FileAnalysis["file"], SomeChange[]>();

/** A member of something is changed that may be a module: its kind is asked for when the changes of the file are known. */
export function noteChangeOfSome(
  object: Expression,
  name: string | undefined,
  node: Node,
  { file }: FileAnalysis,
): void {
  if (name === undefined) return;
  const known = open.get(file);
  if (known) known.push({ object, name, node });
  else open.set(file, [{ object, name, node }]);
}

function settle(analysis: FileAnalysis): void {
  const list = open.get(analysis.file);
  if (!list) return;
  open.delete(analysis.file);
  for (const { object, name, node } of list) {
    if (kindOf(object, analysis).type !== "object") continue;
    noteIn(
      classesOf(object, analysis).filter((info) => hasField(info, name, analysis)),
      name,
      node,
    );
  }
}

/** Where something changes the member that is read, if anything does. */
export function changeOf(member: Member, analysis: FileAnalysis): Node | undefined {
  return changeOfNamed(member.object, keyName(member.property, member.computed), analysis);
}

/** As `changeOf`, of the member `name` of an object; without a name, of any. */
export function changeOfNamed(object: Expression, name: string | undefined, analysis: FileAnalysis): Node | undefined {
  return changeIn(classesOf(object, analysis), name, analysis);
}

/** As `changeOfNamed`, of something of a kind. */
export function changeInKind(kind: ValueKind, name: string | undefined, analysis: FileAnalysis): Node | undefined {
  return changeIn(classesOfKind(kind, analysis), name, analysis);
}

function changeIn(classes: readonly ClassInfo[], name: string | undefined, analysis: FileAnalysis): Node | undefined {
  if (classes.length === 0) return undefined;
  settle(analysis);
  for (const info of classes) {
    for (const relative of family(info, analysis)) {
      const names = changes.get(relative.node);
      const found = name === undefined ? names?.values().next().value : (names?.get(name) ?? names?.get(ANY));
      if (found) return found;
    }
  }
  if (name === undefined) return undefined;
  const others = changedElsewhere(analysis);
  const change = others.get(name) ?? others.get(ANY);
  if (!change) return undefined;
  const handedOut = handedOn(analysis);
  return classes.some((info) => handedOut.includes(info) && hasField(info, name, analysis)) ? change : undefined;
}

const hasField = (info: ClassInfo, name: string, analysis: FileAnalysis): boolean =>
  lineOf(info, analysis).some(({ fields }) => fields.has(name));

/** Whether some module that a file knows, also through others, has a member of that name which something changes. */
export function isChangedSomewhere(name: string, analysis: FileAnalysis): boolean {
  return filesNear(analysis).some((home) => {
    settle(home);
    return [...home.classes.values()].some(({ node }) => {
      const names = changes.get(node);
      return names?.has(name) || names?.has(ANY);
    });
  });
}

/** The getter that reading a member runs. */
export function getterOf({ object, property, computed }: Member, analysis: FileAnalysis): MethodInfo | undefined {
  const name = keyName(property, computed);
  return name === undefined ? undefined : getterOfNamed(object, name, analysis);
}

export function getterOfNamed(object: Expression, name: string, analysis: FileAnalysis): MethodInfo | undefined {
  return getterIn(classesOf(object, analysis), name, analysis);
}

export function getterInKind(kind: ValueKind, name: string, analysis: FileAnalysis): MethodInfo | undefined {
  return getterIn(classesOfKind(kind, analysis), name, analysis);
}

function getterIn(classes: readonly ClassInfo[], name: string, analysis: FileAnalysis): MethodInfo | undefined {
  for (const info of classes) {
    for (const relative of family(info, analysis)) {
      const getter = relative.members.find((m) => m.name === name && m.kind === "get");
      if (getter) return getter;
    }
  }
  return undefined;
}

/** `this`, also under another name. */
export function isThis(node: Expression, { file }: FileAnalysis): boolean {
  const inner = peel(node);
  if (inner.type === "ThisExpression") return true;
  const binding = inner.type === "Identifier" ? file.bindings.bindingOf(inner) : undefined;
  return binding?.kind === "const" && binding.init !== undefined && peel(binding.init).type === "ThisExpression";
}

/** The classes that an object may be of, if it may be a module. */
function classesOf(object: Expression, analysis: FileAnalysis): readonly ClassInfo[] {
  if (isThis(object, analysis)) {
    const info = classAround(analysis, object);
    return info ? [info] : [];
  }
  // `Main.asked`, which static methods read as `this.asked`.
  const named = object.type === "Identifier" ? classOfName(analysis.file, analysis.classes, object) : undefined;
  return named ? [named] : classesOfKind(kindOf(object, analysis), analysis);
}

function classesOfKind(kind: ValueKind, analysis: FileAnalysis): readonly ClassInfo[] {
  // A type that says which members something has may be that of a module.
  if (kind.type === "object" && !kind.of && kind.members?.type.startsWith("TS")) return handedOn(analysis);
  if (kind.type !== "module" && (kind.type !== "unknown" || kind.json)) return [];
  const className = kind.type === "module" ? kind.className : undefined;
  if (className !== undefined && PLAIT_LEAVES.has(className) && !analysis.classes.has(className)) return [];
  // With a checker, classes of other files are not in the table.
  const known =
    className === undefined ? undefined : (analysis.classes.get(className) ?? classBehind(className, analysis));
  if (known?.home) analyseCalls(known.home); // finds what it changes
  return known ? [known] : [...analysis.classes.values()].filter((info) => info.isModule);
}

const elsewhere = new Kept<FileAnalysis["file"], Map<string, Node>>();

/** Names of members that functions of other files change, of what they are given. */
function changedElsewhere(analysis: FileAnalysis): ReadonlyMap<string, Node> {
  let found = elsewhere.get(analysis.file);
  if (found) return found;
  elsewhere.set(analysis.file, (found = new Map()));
  for (const home of filesNear(analysis))
    if (home !== analysis) for (const [name, node] of changedOfOthers(home)) found.set(name, node);
  return found;
}

const handed = new Kept<FileAnalysis["launches"], { size: number; classes: ClassInfo[] }>();

/** The classes of which a module is given to others, or is in one that is: `new Child(this)`, `[this].map(first)`. */
function handedOn(analysis: FileAnalysis): readonly ClassInfo[] {
  const { file, launches, classes } = analysis;
  const known = handed.get(launches);
  if (known?.size === launches.size) return known.classes;
  const found = new Set<ClassInfo>();
  handed.set(launches, { size: launches.size, classes: [] });
  const ofKind = (kind: ValueKind | undefined): ClassInfo | undefined =>
    kind?.type === "module" && kind.className !== undefined ? classes.get(kind.className) : undefined;
  const give = (value: Node): void => {
    if (value.type === "SpreadElement") return give(value.argument);
    if (value.type === "ArrayExpression") return value.elements.forEach((element) => element && give(element));
    if (value.type === "ObjectExpression")
      return value.properties.forEach((p) => give(p.type === "Property" ? p.value : p.argument));
    const inner = peel(value as Expression);
    const info = isThis(inner, analysis) ? classAround(analysis, inner) : ofKind(kindOf(inner, analysis));
    if (info?.isModule) found.add(info);
  };
  for (const node of nodesOf(
    file.program,
    "NewExpression",
    "CallExpression",
    "AssignmentExpression",
    "ArrayExpression",
  )) {
    if (node.type === "NewExpression" || node.type === "CallExpression")
      node.arguments.forEach((given, i) => {
        if (i !== 1 || !isThisOfCallback(node, analysis)) give(given);
      });
    else if (node.type === "AssignmentExpression") give(node.right);
    // `[this].map(first)`: the call is on the list.
    else
      for (const element of node.elements)
        if (element && element.type !== "SpreadElement" && isThis(element, analysis)) give(element);
  }
  for (const { fields, home } of found)
    for (const { value } of fields.values()) {
      const info = !home && value ? ofKind(kindOf(value, analysis)) : undefined;
      if (info?.isModule) found.add(info);
    }
  handed.set(launches, { size: launches.size, classes: [...found] });
  return [...found];
}

/** `list.map(function (x) { … }, this)`: what is written in the callback is found there. */
function isThisOfCallback(node: NewExpression | CallExpression, analysis: FileAnalysis): boolean {
  const { callee, arguments: given } = node;
  if (node.type !== "CallExpression" || callee.type !== "MemberExpression") return false;
  const name = keyName(callee.property, callee.computed) ?? "";
  const [callback] = given;
  if (!ARRAY_CALLBACKS.has(name) || name.startsWith("reduce") || !callback || !isFunction(callback)) return false;
  return kindOf(callee.object, analysis).type === "array";
}

const families = new Kept<FileAnalysis["classes"], Map<ClassInfo, ReadonlySet<ClassInfo>>>();

/** A class, those that it derives from, and those of the file that derive from it. */
function family(info: ClassInfo, analysis: FileAnalysis): ReadonlySet<ClassInfo> {
  let known = families.get(analysis.classes);
  if (!known) families.set(analysis.classes, (known = new Map()));
  let found = known.get(info);
  if (!found) {
    const below = [...analysis.classes.values()].filter((other) =>
      lineOf(other, analysis).some(({ node }) => node === info.node),
    );
    known.set(info, (found = new Set([...lineOf(info, analysis), ...below])));
  }
  return found;
}

/** A class and those that it derives from, as far as they are known. */
function lineOf(info: ClassInfo, analysis: FileAnalysis): ClassInfo[] {
  const line: ClassInfo[] = [];
  let home = analysis;
  for (let next: ClassInfo | undefined = info; next && !line.some(({ node }) => node === next?.node);) {
    line.push(next);
    if (next.home && next.home !== home) {
      home = next.home;
      analyseCalls(home); // finds what it changes
    }
    next = baseOf(next, home);
  }
  return line;
}
