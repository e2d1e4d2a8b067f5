/**
 * What an array method is given to call: `list.map((q) => …)`, written in place, or by a name: `list.map(this.child)`,
 * `list.filter(ask)`, `Array.from(list, ask)`.
 */
import type { CallExpression, Expression } from "oxc-parser";
import { isFunction, keyName, peel, type AnyFunction } from "../syntax/walk.js";
import { ARRAY_CALLBACKS, kindOf } from "./kinds.js";
import type { FileAnalysis } from "./methodContext.js";

export interface NamedCallback {
  callee: Expression;
  /** The list surely is an array. */
  ofArray: boolean;
}

export function namedCallback(node: CallExpression, analysis: FileAnalysis): NamedCallback | undefined {
  const { callee, arguments: given } = node;
  if (callee.type !== "MemberExpression") return undefined;
  const name = keyName(callee.property, callee.computed);
  const from = name === "from" && isArrayFrom(node, analysis);
  if (!from && (name === undefined || !ARRAY_CALLBACKS.has(name))) return undefined;
  const first = given[from ? 1 : 0];
  const inner = first && first.type !== "SpreadElement" ? peel(first) : undefined;
  if (!inner || isFunction(inner) || inner.type === "Literal") return undefined;
  if (from) return { callee: inner, ofArray: true };
  if (callee.object.type === "Super") return undefined;
  const { type } = kindOf(callee.object, analysis);
  const listed = type === "array" || type === "unknown" || type === "module" || name === "forEach";
  return listed ? { callee: inner, ofArray: type === "array" } : undefined;
}

/** The function in `list.map((q) => …)`: it runs while the method does, if the list is an array. */
export function writtenCallback(call: CallExpression, { launches }: FileAnalysis): AnyFunction | undefined {
  const {
    callee,
    arguments: [first],
  } = call;
  if (isModuleCall(call, launches)) return undefined;
  const method = peel(callee);
  if (method.type !== "MemberExpression" || !first || first.type === "SpreadElement") return undefined;
  const fn = peel(first);
  return isFunction(fn) && ARRAY_CALLBACKS.has(keyName(method.property, method.computed) ?? "") ? fn : undefined;
}

/** `steps.map(f)` in a record of modules, one of which is named `map`. */
export function isModuleCall(call: CallExpression, launches: FileAnalysis["launches"]): boolean {
  const launch = launches.get(call);
  return launch !== undefined && launch.kind !== "callback";
}

/** `Array.from(items, callback)`. */
export function isArrayFrom({ callee, arguments: given }: CallExpression, analysis: FileAnalysis): boolean {
  return (
    callee.type === "MemberExpression" &&
    callee.object.type === "Identifier" &&
    callee.object.name === "Array" &&
    !analysis.file.bindings.bindingOf(callee.object) &&
    keyName(callee.property, callee.computed) === "from" &&
    given.length === 2 &&
    given.every((argument) => argument.type !== "SpreadElement")
  );
}
