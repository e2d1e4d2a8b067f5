/**
 * Functions in variables that do nothing but compute an expression of what they are given. A call of one is the
 * expression itself, where single parts of an argument come in their own time.
 *
 *   const show = ({ title, tags }) => `${title} (${tags.length})`;
 *   show({ title: q, tags: this.list(q) })       `${q} (${tags.length})`, which waits for no element of the list
 */
import type { ArrowFunctionExpression, Node } from "oxc-parser";
import { declaredIn } from "../syntax/bindings.js";
import { Kept } from "../syntax/kept.js";
import { isFunction, peel, walk } from "../syntax/walk.js";
import { effectsOf } from "./effects.js";
import { containsLaunch } from "./launches.js";
import type { MethodContext } from "./methodContext.js";

const known = new Kept<ArrowFunctionExpression, boolean>();

/** The function that `node` calls, if it is such a one. */
export function simpleFunctionOf(node: Node, ctx: MethodContext): ArrowFunctionExpression | undefined {
  if (node.type !== "CallExpression" || node.optional || node.callee.type !== "Identifier") return undefined;
  if (ctx.launches.has(node) || node.arguments.some((argument) => argument.type === "SpreadElement")) return undefined;
  const binding = ctx.file.bindings.bindingOf(node.callee);
  if (binding?.kind !== "const" || !binding.init || !declaredIn(binding, ctx.fn)) return undefined;
  const fn = peel(binding.init);
  if (fn.type !== "ArrowFunctionExpression") return undefined;
  let found = known.get(fn);
  if (found === undefined) known.set(fn, (found = isSimple(fn, ctx)));
  return found ? fn : undefined;
}

function isSimple(fn: ArrowFunctionExpression, ctx: MethodContext): boolean {
  if (!fn.expression || fn.async || containsLaunch(fn, ctx.launches)) return false;
  if (fn.params.some(({ type }) => type === "RestElement" || type === "TSParameterProperty")) return false;
  let found = true;
  walk(fn, (node) => {
    if (node === fn) return true;
    // `this` may be another one where it is called, and so may what another function does.
    if (isFunction(node) || node.type === "ThisExpression" || node.type === "Super" || node.type === "AwaitExpression")
      found = false;
    const callee = node.type === "CallExpression" ? peel(node.callee) : undefined;
    const called = callee?.type === "Identifier" ? ctx.file.bindings.bindingOf(callee) : undefined;
    if (called && declaredIn(called, ctx.fn)) found = false;
    return found;
  });
  if (!found) return false;
  const { bindings } = ctx.file;
  const outside = bindings.in(fn.start, fn.end).filter(({ binding }) => !binding || !declaredIn(binding, ctx.fn));
  const names = new Set(outside.map(({ name }) => name));
  // A name may mean something else where the function is called.
  for (const binding of bindings.declared.values())
    if (names.has(binding.name) && declaredIn(binding, ctx.fn)) return false;
  return ![...fn.params, fn.body].some((part) => effectsOf(part, ctx).effect);
}
