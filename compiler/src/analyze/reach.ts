/**
 * The code that runs when a piece of code does, as far as the text tells: functions, methods, accessors, what is made,
 * modules that are called. Of what is called on objects of which nothing is known, whatever goes by that name; of a
 * function that somebody was given, whatever somebody is given.
 *
 *   class Peek extends Module { constructor(readonly count: () => number) {…}  forward(q) { return ask(q, this.count()) } }
 *   peek = new Peek(() => this.n)          the call of `this.count` reads `n`
 */
import type { Expression, Node } from "oxc-parser";
import { Kept } from "../syntax/kept.js";
import { type AnyFunction, isFunction, keyName, codeOf, peel } from "../syntax/walk.js";
import { analyseCalls } from "./analyseCalls.js";
import { isOf, methodOf, overridesOf, targetOf, type Target } from "./callTarget.js";
import { classOfName, type ClassInfo } from "./classes.js";
import { neighbourOf } from "./importedClasses.js";
import { classAround, functionOf } from "./kinds.js";
import { calleesOf } from "./launchWrites.js";
import { signatureOf } from "./librarySignature.js";
import type { FileAnalysis } from "./methodContext.js";

export interface Code {
  node: Node;
  /** The file that it stands in. */
  home: FileAnalysis;
}

/** How many files are looked at. */
const MOST_FILES = 60;

/** What `entries` run, themselves among it. `around`: a file whose imports are looked at; `without` is not gone into. */
export function reachedFrom(entries: readonly Code[], around: FileAnalysis, without?: Node): Code[] {
  const found = new Map<Node, Code>();
  const open = [...entries];
  for (const code of open) {
    if (found.has(code.node) || code.node === without) continue;
    found.set(code.node, code);
    open.push(...calledIn(code, around));
  }
  return [...found.values()];
}

/** What calls of modules come to in a file and those that it imports; `own`: in the file alone. */
export function moduleCode(analysis: FileAnalysis, own = false): Code[] {
  return [...analysis.classes.values()].flatMap((info) => {
    const forward = info.isModule && !(own && info.foreign) ? info.methods.get("forward") : undefined;
    if (info.home) analyseCalls(info.home);
    return forward ? [{ node: forward.fn, home: info.home ?? analysis }] : [];
  });
}

/** By what is known of the file, which grows while it is analysed. */
const kept = new Kept<FileAnalysis["launches"], { size: number; of: Map<Node, Map<FileAnalysis, Code[]>> }>();

function calledIn(code: Code, around: FileAnalysis): readonly Code[] {
  const { launches } = code.home;
  let known = kept.get(launches);
  if (known?.size !== launches.size) kept.set(launches, (known = { size: launches.size, of: new Map() }));
  let byFile = known.of.get(code.node);
  if (!byFile) known.of.set(code.node, (byFile = new Map()));
  let found = byFile.get(around);
  if (!found) byFile.set(around, (found = findCalled(code, around)));
  return found;
}

function findCalled({ node, home }: Code, around: FileAnalysis): Code[] {
  const found: Code[] = [];
  const addTargets = (targets: readonly Target[]): void => {
    for (const target of targets) {
      if (target.home) analyseCalls(target.home);
      found.push({ node: target.fn, home: target.home ?? home });
    }
  };
  const named = (name: string, kind: keyof Members): void => {
    found.push(...(membersNear(home, around)[kind].get(name) ?? []));
  };
  const called = (callee: Expression, isLibrary: boolean): void => {
    const targets = methodsNamed(callee, home);
    addTargets(targets);
    if (home !== around) found.push(...overridesIn(around, targets));
    // What a field holds may be assigned from outside.
    const isFixed = targets.some(({ info, fn }) => !info || !isInField(info, fn));
    if (isFixed) return;
    if (!isLibrary && callee.type === "MemberExpression") {
      const name = keyName(callee.property, callee.computed);
      const before = found.length;
      if (name !== undefined) named(name, "methods");
      if (found.length === before) named("", "given");
    } else if (!isLibrary && callee.type === "Identifier") {
      const binding = home.file.bindings.bindingOf(callee);
      if (binding?.owner && !functionOf(binding)) named("", "given");
    }
  };
  for (const inner of codeOf(
    node,
    "CallExpression",
    "TaggedTemplateExpression",
    "NewExpression",
    "MemberExpression",
    "Identifier",
  )) {
    if (inner.type === "CallExpression") {
      const launch = home.launches.get(inner);
      if (launch) addTargets(calleesOf(launch, home));
      if (!launch || (launch.kind === "module" && !launch.certain))
        called(peel(inner.callee), signatureOf(inner, home) !== undefined);
    } else if (inner.type === "TaggedTemplateExpression") called(peel(inner.tag), false);
    else if (inner.type === "NewExpression") found.push(...madeBy(peel(inner.callee), home));
    else if (inner.type === "MemberExpression") {
      const name = keyName(inner.property, inner.computed);
      if (name !== undefined) named(name, "accessors");
      if (name !== undefined && inner.object.type === "ThisExpression") addTargets(methodsNamed(inner, home));
    } else {
      const binding = home.file.bindings.bindingOf(inner);
      const fn = binding && !binding.owner ? functionOf(binding) : undefined;
      if (fn) found.push({ node: fn, home });
      else if (binding?.source)
        addTargets([targetOf({ callee: inner as Expression }, home)].filter((one) => one !== undefined));
    }
  }
  return found;
}

/** The methods that a member may be, of `this` those of classes that derive from its own. */
function methodsNamed(callee: Expression, home: FileAnalysis): Target[] {
  const name = callee.type === "MemberExpression" ? keyName(callee.property, callee.computed) : undefined;
  const info =
    callee.type === "MemberExpression" && peel(callee.object).type === "ThisExpression"
      ? classAround(home, callee)
      : undefined;
  if (info && name !== undefined) {
    const own = methodOf(info, name, "methods", home);
    const all = [...(own ? [own] : []), ...overridesOf(info, name, home)];
    if (all.length > 0) return all;
  }
  const target = targetOf({ callee }, home);
  if (!target) return [];
  const overrides = target.info && name !== undefined ? overridesOf(target.info, name, home) : [];
  return [target, ...overrides];
}

/** What classes of a file have in the place of methods of another file. */
function overridesIn(around: FileAnalysis, targets: readonly Target[]): Code[] {
  return targets.flatMap(({ info, fn }) => {
    const name = info && [...info.methods.values()].find((method) => method.fn === fn)?.name;
    if (!info || name === undefined) return [];
    return [...around.classes.values()].flatMap((other) => {
      const method = other.foreign || other.node === info.node ? undefined : other.methods.get(name);
      return method && isOf(other, info, around) ? [{ node: method.fn, home: around }] : [];
    });
  });
}

const isInField = ({ methods }: ClassInfo, fn: AnyFunction): boolean =>
  [...methods.values()].some((method) => method.fn === fn && method.inField);

/** What runs when an object of a class is made. */
function madeBy(callee: Expression, home: FileAnalysis): Code[] {
  const info: ClassInfo | undefined = classOfName(home.file, home.classes, callee);
  if (!info) return [];
  const at = info.home ?? home;
  const made = info.members.filter(({ kind }) => kind === "constructor").map(({ fn }): Node => fn);
  for (const element of info.node.body.body)
    if (element.type === "PropertyDefinition" && !element.static && element.value && !isFunction(peel(element.value)))
      made.push(element.value);
  return made.map((node) => ({ node, home: at }));
}

/** Functions of a file by the names that they go by in objects. */
interface Members {
  methods: Map<string, Node[]>;
  accessors: Map<string, Node[]>;
  /** Those that somebody is given, or that are put into something: all under one name, which is empty. */
  given: Map<string, Node[]>;
}

interface Near extends Record<keyof Members, Map<string, Code[]>> {
  /** How many they are: more are found while files that import each other are analysed. */
  files: number;
}

const nearby = new Kept<FileAnalysis["file"], Map<FileAnalysis["file"], Near>>();

/** Of two files and those that they import. */
function membersNear(home: FileAnalysis, around: FileAnalysis): Near {
  let known = nearby.get(home.file);
  if (!known) nearby.set(home.file, (known = new Map()));
  const [ofHome, ofAround] = [filesNear(home), filesNear(around)];
  const files = ofHome.length + ofAround.length;
  let found = known.get(around.file);
  if (found?.files === files) return found;
  known.set(around.file, (found = { files, methods: new Map(), accessors: new Map(), given: new Map() }));
  for (const file of new Set([home, ...ofHome, ...ofAround])) {
    const own = membersOf(file);
    for (const kind of ["methods", "accessors", "given"] as const)
      for (const [name, fns] of own[kind]) {
        const code = fns.map((node) => ({ node, home: file }));
        const list = found[kind].get(name);
        if (list) list.push(...code);
        else found[kind].set(name, code);
      }
  }
  return found;
}

const members = new Kept<FileAnalysis["file"], Members>();

function membersOf(analysis: FileAnalysis): Members {
  const known = members.get(analysis.file);
  if (known) return known;
  const found: Members = { methods: new Map(), accessors: new Map(), given: new Map() };
  members.set(analysis.file, found);
  const add = (kind: keyof Members, name: string | undefined, fn: Node): void => {
    if (name === undefined) return;
    const list = found[kind].get(name);
    if (list) list.push(fn);
    else found[kind].set(name, [fn]);
  };
  const give = (value: Node): void => {
    const given = givenFunction(value, analysis);
    if (given) add("given", "", given);
  };
  for (const node of codeOf(
    analysis.file.program,
    "MethodDefinition",
    "Property",
    "PropertyDefinition",
    "AssignmentExpression",
    "ArrayExpression",
    "NewExpression",
    "CallExpression",
  )) {
    if (node.type === "MethodDefinition" || node.type === "Property") {
      const name = keyName(node.key, node.computed);
      const isAccessor = node.kind === "get" || node.kind === "set";
      const value = node.value && peel(node.value as Expression);
      if (value && isFunction(value)) add(isAccessor ? "accessors" : "methods", name, value);
      if (node.type === "Property" && value) give(value);
    } else if (node.type === "PropertyDefinition") {
      const value = node.value && peel(node.value);
      if (value && isFunction(value)) add("methods", keyName(node.key, node.computed), value);
    } else if (node.type === "AssignmentExpression") {
      if (node.left.type !== "MemberExpression") continue;
      const value = peel(node.right);
      if (isFunction(value)) add("methods", keyName(node.left.property, node.left.computed), value);
      give(node.right);
    } else if (node.type === "ArrayExpression") node.elements.forEach((element) => element && give(element));
    else if (node.type === "NewExpression" || (node.type === "CallExpression" && !signatureOf(node, analysis)))
      node.arguments.forEach(give);
  }
  return found;
}

/** The function that a value is: written there, by its name, a method, a method that is bound. */
function givenFunction(value: Node, analysis: FileAnalysis): Node | undefined {
  if (value.type === "SpreadElement") return undefined;
  const inner = peel(value as Expression);
  if (isFunction(inner)) return inner;
  if (inner.type === "Identifier") {
    const binding = analysis.file.bindings.bindingOf(inner);
    return binding && functionOf(binding);
  }
  if (inner.type === "CallExpression" && inner.callee.type === "MemberExpression")
    return keyName(inner.callee.property, inner.callee.computed) === "bind"
      ? givenFunction(inner.callee.object, analysis)
      : undefined;
  const info = inner.type === "MemberExpression" ? classAround(analysis, inner) : undefined;
  if (!info || inner.type !== "MemberExpression" || inner.object.type !== "ThisExpression") return undefined;
  return info.methods.get(keyName(inner.property, inner.computed) ?? "")?.fn;
}

const near = new Kept<FileAnalysis["file"], FileAnalysis[]>();

/** A file and those that it imports, also through others. */
export function filesNear(analysis: FileAnalysis): readonly FileAnalysis[] {
  let found = near.get(analysis.file);
  if (found) return found;
  found = [analysis];
  near.set(analysis.file, found);
  for (const { file } of found) {
    for (const statement of file.program.body) {
      const source = "source" in statement ? statement.source : undefined;
      const next = source && found.length < MOST_FILES ? neighbourOf(file, source.value) : undefined;
      if (next && !found.includes(next)) {
        analyseCalls(next);
        found.push(next);
      }
    }
  }
  return found;
}
