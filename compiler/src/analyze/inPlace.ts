/** Functions in a method that run where they stand, and not at another time. */
import type { CallExpression, Node } from "oxc-parser";
import { keyName, peel, type AnyFunction } from "../syntax/walk.js";
import { globalName } from "./freshShape.js";
import { ARRAY_CALLBACKS, kindOf } from "./kinds.js";
import { containsLaunch } from "./launches.js";
import { signatureOf } from "./librarySignature.js";
import type { FileAnalysis } from "./methodContext.js";
import { MethodTree } from "./methodTree.js";
import { isCalled } from "./signatures.js";

/** Functions in `fn` that run where they stand: each time a callback, or at once and only then. */
export function inPlaceFunctions(
  fn: AnyFunction,
  analysis: FileAnalysis,
): ReadonlyMap<AnyFunction, "callback" | "once"> {
  return inPlaceIn(new MethodTree(fn), analysis);
}

export function inPlaceIn(tree: MethodTree, analysis: FileAnalysis): Map<AnyFunction, "callback" | "once"> {
  const found = new Map<AnyFunction, "callback" | "once">();
  for (const fn of tree.functions) {
    const outer = tree.wrapped(fn);
    const call = tree.parent(outer);
    // One with a name may call itself.
    if (call?.type !== "CallExpression" || fn.generator || (fn.type !== "ArrowFunctionExpression" && fn.id)) continue;
    if (call.callee === outer && !fn.async) found.set(fn, "once");
    if (
      !calledAtOnce(call, outer, analysis) &&
      !(containsLaunch(fn, analysis.launches) && isOverElements(call, outer, analysis))
    )
      continue;
    if (fn.async) {
      // await Promise.all(list.map(async …)), which stands for one after another.
      const join = tree.parent(tree.wrapped(call));
      const joined =
        join?.type === "CallExpression" && join.arguments.length === 1 && globalName(join, analysis) === "Promise.all";
      if (methodOf(call) !== "map" || !joined || tree.parent(tree.wrapped(join))?.type !== "AwaitExpression") continue;
    }
    found.set(fn, "callback");
  }
  return found;
}

/** Whether what is called calls `argument` before it returns, and never later. */
export function calledAtOnce(call: CallExpression, argument: Node, analysis: FileAnalysis): boolean {
  const index = call.arguments.findIndex((given) => given === argument);
  const args = index === -1 ? undefined : signatureOf(call, analysis)?.args;
  return isCalled(args?.[Math.min(index, args.length - 1)]);
}

/** Whether a callback that makes module calls is compiled as one that gets elements, whatever the list is. */
function isOverElements(call: CallExpression, callback: Node, analysis: FileAnalysis): boolean {
  const callee = peel(call.callee);
  if (call.arguments[0] !== callback || callee.type !== "MemberExpression") return false;
  const { type } = kindOf(callee.object, analysis);
  return ARRAY_CALLBACKS.has(methodOf(call) ?? "") && (type === "unknown" || type === "module");
}

function methodOf(call: CallExpression): string | undefined {
  const callee = peel(call.callee);
  return callee.type === "MemberExpression" ? keyName(callee.property, callee.computed) : undefined;
}
