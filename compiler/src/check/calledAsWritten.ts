/**
 * Whether a function calls what it is given where nothing waits for it: because it is not compiled, or through an
 * array method, or because it passes it on to a function that does.
 *
 *   export const apply = (f, q) => f(q);            in a file without modules, which is not compiled
 *   const all = (f, list) => list.map(f);           the array method calls `f`
 */
import type { CallExpression, Node } from "oxc-parser";
import { analyseCalls } from "../analyze/analyseCalls.js";
import { parameterNamed } from "../analyze/calledParameter.js";
import { targetOf } from "../analyze/callTarget.js";
import { canBeCopied } from "../analyze/copiedFunctions.js";
import { launchingOf } from "../analyze/functionLaunches.js";
import { ARRAY_CALLBACKS, classAround, kindOf } from "../analyze/kinds.js";
import type { FileAnalysis } from "../analyze/methodContext.js";
import { isOfPipeline } from "../analyze/pipelineFiles.js";
import { keyName, peel, walk, type AnyFunction } from "../syntax/walk.js";

/** Whether the function that `call` runs does that with the argument at `index`. */
export function calledAsWritten(
  call: CallExpression,
  index: number,
  analysis: FileAnalysis,
  seen: ReadonlySet<Node> = new Set(),
): boolean {
  const target = targetOf(call, analysis) ?? ownMethod(call, analysis);
  if (!target?.fn.body || seen.has(target.fn)) return false;
  const { fn, home = analysis } = target;
  const byItself = home === analysis || isOfPipeline(home);
  // With a checker, the text of another file is no proof that it is not compiled, where it can know of modules.
  if (home !== analysis && byItself && analysis.file.host) return false;
  analyseCalls(home);
  const binding = parameterNamed(fn.params[index], home);
  if (!binding) return false;
  const isIt = (node: Node): boolean => home.file.bindings.bindingOf(peel(node as CallExpression)) === binding;
  const compiled = launchingOf(fn, home) !== undefined && (byItself || canBeCopied(fn, home));
  const isAwaited = (node: CallExpression): boolean => (byItself || compiled) && home.launches.has(node);
  let found = false;
  walk(fn.body as Node, (node) => {
    if (found || node.type !== "CallExpression") return !found;
    if (isIt(node.callee)) found = !compiled && !isAwaited(node);
    node.arguments.forEach((argument, i) => {
      if (!isIt(argument)) return;
      found ||=
        (i === 0 && !isAwaited(node) && isArrayMethod(node, home)) ||
        calledAsWritten(node, i, home, new Set([...seen, fn]));
    });
    return !found;
  });
  return found;
}

function isArrayMethod({ callee }: CallExpression, analysis: FileAnalysis): boolean {
  if (callee.type !== "MemberExpression" || kindOf(callee.object, analysis).type !== "array") return false;
  return ARRAY_CALLBACKS.has(keyName(callee.property, callee.computed) ?? "");
}

/** `this.name(…)`. */
function ownMethod(call: CallExpression, analysis: FileAnalysis): { fn: AnyFunction; home?: FileAnalysis } | undefined {
  const { callee } = call;
  if (callee.type !== "MemberExpression" || callee.object.type !== "ThisExpression") return undefined;
  const name = keyName(callee.property, callee.computed);
  const fn = name === undefined ? undefined : classAround(analysis, call)?.methods.get(name)?.fn;
  return fn && { fn };
}
