/**
 * Members of modules that something changes while the pipeline runs: whoever reads one reads it in its turn.
 *
 *   this.asked += 1      changes `asked` of its class, of the classes that it derives from, and of those that derive from it
 *   this.log.push(x)     changes the object in `log`
 *   this.child.n = 1     changes `n` of what `child` is
 */
import type { Class, Expression, Node } from "oxc-parser";
import { Kept } from "../syntax/kept.js";
import { keyName, peel } from "../syntax/walk.js";
import { analyseCalls } from "./analyseCalls.js";
import { classBehind } from "./callTarget.js";
import { PLAIT_LEAVES, classOfName, type ClassInfo, type MethodInfo } from "./classes.js";
import { classAround, kindOf } from "./kinds.js";
import type { FileAnalysis } from "./methodContext.js";

type Member = Extract<Node, { type: "MemberExpression" }>;

/** Where each member is changed first, by class. */
const changes = new Kept<Class, Map<string, Node>>();

/** A member of a module is changed, or the object in it. */
export function noteChange(object: Expression, name: string | undefined, node: Node, analysis: FileAnalysis): void {
  if (name === undefined) return;
  for (const info of classesOf(object, analysis)) {
    let names = changes.get(info.node);
    if (!names) changes.set(info.node, (names = new Map()));
    if (!names.has(name)) names.set(name, node);
  }
}

/** Where something changes the member that is read, if anything does. */
export function changeOf(member: Member, analysis: FileAnalysis): Node | undefined {
  return changeOfNamed(member.object, keyName(member.property, member.computed), analysis);
}

/** As `changeOf`, of the member `name` of an object; without a name, of any. */
export function changeOfNamed(object: Expression, name: string | undefined, analysis: FileAnalysis): Node | undefined {
  for (const info of classesOf(object, analysis)) {
    for (const relative of family(info, analysis)) {
      const names = changes.get(relative.node);
      const found = name === undefined ? names?.values().next().value : names?.get(name);
      if (found) return found;
    }
  }
  return undefined;
}

/** The getter that reading a member runs. */
export function getterOf({ object, property, computed }: Member, analysis: FileAnalysis): MethodInfo | undefined {
  const name = keyName(property, computed);
  return name === undefined ? undefined : getterOfNamed(object, name, analysis);
}

export function getterOfNamed(object: Expression, name: string, analysis: FileAnalysis): MethodInfo | undefined {
  for (const info of classesOf(object, analysis)) {
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
function classesOf(object: Expression, analysis: FileAnalysis): ClassInfo[] {
  if (isThis(object, analysis)) {
    const info = classAround(analysis, object);
    return info ? [info] : [];
  }
  // `Main.asked`, which static methods read as `this.asked`.
  const named = object.type === "Identifier" ? classOfName(analysis.file, analysis.classes, object) : undefined;
  if (named) return [named];
  const kind = kindOf(object, analysis);
  if (kind.type !== "module" && kind.type !== "unknown") return [];
  const className = kind.type === "module" ? kind.className : undefined;
  if (className !== undefined && PLAIT_LEAVES.has(className) && !analysis.classes.has(className)) return [];
  // With a checker, classes of other files are not in the table.
  const known =
    className === undefined ? undefined : (analysis.classes.get(className) ?? classBehind(className, analysis));
  if (known?.home) analyseCalls(known.home); // finds what it changes
  return known ? [known] : [...analysis.classes.values()].filter((info) => info.isModule);
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
  for (let next: ClassInfo | undefined = info; next && !line.includes(next);) {
    line.push(next);
    if (next.home && next.home !== home) {
      home = next.home;
      analyseCalls(home); // finds what it changes
    }
    const { superClass }: Class = next.node;
    next = superClass ? classOfName(home.file, home.classes, peel(superClass)) : undefined;
  }
  return line;
}
