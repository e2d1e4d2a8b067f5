/**
 * Whether a value may be a promise. What a module call gives never is one: it has been awaited. An async function that
 * the compiler leaves as it is gives one, and goes on changing objects until that is settled.
 *
 *   const add = async (q: string) => void kept.push(await later(q));
 *   const p = add(doc);            await p;        await Promise.all(docs.map((d) => add(d)));
 */
import type { Expression, Node } from "oxc-parser";
import { isFunction, peel, walk, type AnyFunction } from "../syntax/walk.js";
import { globalName } from "./freshShape.js";
import { kindOf } from "./kinds.js";
import type { FileAnalysis } from "./methodContext.js";

export function mayBePromise(value: Expression, analysis: FileAnalysis): boolean {
  const inner = peel(value);
  const launch = analysis.launches.get(inner);
  if (launch) return !launch.certain;
  if (inner.type === "AwaitExpression") return false;
  if (inner.type === "ConditionalExpression")
    return mayBePromise(inner.consequent, analysis) || mayBePromise(inner.alternate, analysis);
  if (inner.type === "CallExpression" && globalName(inner, analysis)?.startsWith("Promise.")) return true;
  const binding = inner.type === "Identifier" ? analysis.file.bindings.bindingOf(inner) : undefined;
  if (binding?.init && binding.init.end <= inner.start && binding.kind !== "param" && binding.writes.length === 0)
    return mayBePromise(binding.init, analysis);
  const kind = kindOf(inner, analysis);
  return kind.type === "promise" || (kind.type === "unknown" && !kind.json);
}

/** Whether a function may give a promise, beside the one that an async function gives. */
export function mayGivePromise(fn: AnyFunction, analysis: FileAnalysis): boolean {
  const { body } = fn;
  if (body && body.type !== "BlockStatement") return mayBePromise(body as Expression, analysis);
  let found = false;
  walk(body as Node, (node) => {
    if (node.type === "ReturnStatement" && node.argument) found ||= mayBePromise(node.argument, analysis);
    return !found && !isFunction(node);
  });
  return found;
}
