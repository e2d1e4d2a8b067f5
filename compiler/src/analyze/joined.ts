/**
 * What is awaited on the spot and stands for what runs there, one after another: `Promise.all` over a list, and a
 * function of the file that awaits nothing itself.
 */
import type { Expression, Node } from "oxc-parser";
import { Kept } from "../syntax/kept.js";
import { type AnyFunction, childrenOf, isFunction, keyName, nodesOf, peel } from "../syntax/walk.js";
import { addJoined } from "./calledEffects.js";
import { methodOfThis } from "./callTarget.js";
import { collect, gives, immutable, read } from "./effects.js";
import type { Found } from "./foundEffects.js";
import { globalName } from "./freshShape.js";
import { functionOf, kindOf } from "./kinds.js";
import { containsLaunch } from "./launches.js";
import type { FileAnalysis } from "./methodContext.js";

/** Adds what such an expression does; false where `awaited` is none. */
export function joined(awaited: Expression, analysis: FileAnalysis, effects: Found): boolean {
  if (joinedMap(awaited, analysis, effects) || joinedList(awaited, analysis, effects)) return true;
  const call = peel(awaited);
  const callee = call.type === "CallExpression" ? peel(call.callee) : undefined;
  const fn = callee && functionBehind(callee, analysis);
  if (!fn || !endsAtOnce(fn, analysis)) return false;
  collect(call, analysis, effects);
  return true;
}

/** The function of a name, or the method of `this.name`. */
function functionBehind(callee: Expression, analysis: FileAnalysis): AnyFunction | undefined {
  if (callee.type === "MemberExpression" && callee.object.type === "ThisExpression") {
    const method = methodOfThis(callee, keyName(callee.property, callee.computed), analysis);
    return method?.home ? undefined : method?.fn;
  }
  const binding = callee.type === "Identifier" ? analysis.file.bindings.bindingOf(callee) : undefined;
  return binding && functionOf(binding);
}

interface Awaited {
  /** Where the callees of calls stand that are awaited on the spot. */
  callees: Set<number>;
  /** The names of members that are read otherwise than to call them and await what that gives. */
  otherwise: Set<string>;
}

const awaited = new Kept<FileAnalysis["file"], Awaited>();

function awaitedIn(file: FileAnalysis["file"]): Awaited {
  const known = awaited.get(file);
  if (known) return known;
  const found: Awaited = { callees: new Set(), otherwise: new Set() };
  awaited.set(file, found);
  const members = new Set<Node>();
  const add = (key: Node, computed: boolean): void => {
    const name = keyName(key, computed);
    if (name !== undefined) found.otherwise.add(name);
  };
  for (const node of nodesOf(file.program, "AwaitExpression", "MemberExpression", "ObjectPattern")) {
    const call = node.type === "AwaitExpression" ? peel(node.argument) : undefined;
    if (call?.type === "CallExpression" && !call.optional) {
      const callee = peel(call.callee);
      found.callees.add(callee.start);
      members.add(callee);
    }
    if (node.type === "MemberExpression" && !members.has(node)) add(node.property, node.computed);
    if (node.type === "ObjectPattern")
      for (const property of node.properties) if (property.type === "Property") add(property.key, property.computed);
  }
  return found;
}

/** Whether an async function has done all that it does when it returns, and what it gives is awaited on the spot, wherever it is called. */
export function endsAtOnce(fn: AnyFunction, analysis: FileAnalysis): boolean {
  if (!fn.async || fn.generator || !fn.body || containsLaunch(fn, analysis.launches)) return false;
  if (awaits(fn) || !gives(fn, (given) => isSettled(given, analysis))) return false;
  const { callees, otherwise } = awaitedIn(analysis.file);
  const binding = bindingOf(fn, analysis);
  if (binding) return binding.references.every((reference) => callees.has(reference.start));
  for (const { methods } of analysis.classes.values())
    for (const method of methods.values()) if (method.fn === fn) return !otherwise.has(method.name);
  return false;
}

function bindingOf(fn: AnyFunction, { file }: FileAnalysis): ReturnType<typeof file.bindings.bindingOf> {
  for (const binding of file.bindings.declared.values()) if (functionOf(binding) === fn) return binding;
  return undefined;
}

function awaits(fn: AnyFunction): boolean {
  let found = false;
  const visit = (node: Node): void => {
    if (node.type === "AwaitExpression" || (node.type === "ForOfStatement" && node.await)) found = true;
    if (!found && !isFunction(node)) for (const child of childrenOf(node)) visit(child);
  };
  for (const child of childrenOf(fn as Node)) visit(child);
  return found;
}

/** A value that surely has no `then`. */
function isSettled(given: Expression, analysis: FileAnalysis): boolean {
  const node = peel(given);
  if (kindOf(node, analysis).type === "array") return true;
  if (node.type !== "ObjectExpression") return immutable(node, analysis);
  return node.properties.every(
    (property) => property.type === "Property" && !property.computed && keyName(property.key, false) !== "then",
  );
}

/** `await Promise.all([…])` of somebody else's business and of values, which runs nobody's code. */
function joinedList(awaited: Expression, analysis: FileAnalysis, effects: Found): boolean {
  const join = peel(awaited);
  const list = join.type === "CallExpression" && join.arguments.length === 1 ? join.arguments[0] : undefined;
  if (
    list?.type !== "ArrayExpression" ||
    join.type !== "CallExpression" ||
    globalName(join, analysis) !== "Promise.all"
  )
    return false;
  const elements = list.elements.map((element) => element && peel(element as Expression));
  if (!elements.every((element) => element && (effects.skip?.has(element) || isPrimitive(element, analysis))))
    return false;
  for (const element of elements) collect(element as Expression, analysis, effects);
  return true;
}

function isPrimitive(node: Expression, analysis: FileAnalysis): boolean {
  const { type } = kindOf(node, analysis);
  return type === "string" || type === "primitive";
}

/** `await Promise.all(list.map(async …))`, which stands for one after another. */
function joinedMap(awaited: Expression, analysis: FileAnalysis, effects: Found): boolean {
  const join = peel(awaited);
  if (join.type !== "CallExpression" || join.arguments.length !== 1) return false;
  if (!/^Promise\.all(Settled)?$/.test(globalName(join, analysis) ?? "")) return false;
  const list = peel(join.arguments[0] as Expression);
  if (list.type !== "CallExpression" || list.callee.type !== "MemberExpression") return false;
  const fn = list.arguments[0] && peel(list.arguments[0] as Expression);
  if (!fn || !isFunction(fn) || !fn.async || keyName(list.callee.property, list.callee.computed) !== "map")
    return false;
  if (kindOf(list.callee.object, analysis).type !== "array") return false;
  collect(list.callee.object, analysis, effects);
  for (const other of list.arguments.slice(1)) collect(other, analysis, effects);
  read(list.callee.object, analysis, effects);
  addJoined(fn, awaited, analysis, effects);
  return true;
}
