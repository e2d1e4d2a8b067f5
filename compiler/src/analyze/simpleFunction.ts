/**
 * Functions in variables that do nothing but compute an expression of what they are given. A call of one is the
 * expression itself, where single parts of an argument come in their own time.
 *
 *   const show = ({ title, tags }) => `${title} (${tags.length})`;
 *   show({ title: q, tags: this.list(q) })       `${q} (${tags.length})`, which waits for no element of the list
 */
import type { ArrowFunctionExpression, Expression, Node } from "oxc-parser";
import { declaredIn } from "../syntax/bindings.js";
import { Kept } from "../syntax/kept.js";
import { isFunction, peel, walk } from "../syntax/walk.js";
import { effectsOf } from "./effects.js";
import { containsLaunch } from "./launches.js";
import type { MethodContext } from "./methodContext.js";

export interface SimpleFunction {
  fn: ArrowFunctionExpression;
  /** The expression that it gives. */
  body: Expression;
}

const known = new Kept<ArrowFunctionExpression, SimpleFunction | "other">();

/** The function that `node` calls, if it is such a one. */
export function simpleFunctionOf(node: Node, ctx: MethodContext): SimpleFunction | undefined {
  if (node.type !== "CallExpression" || node.optional || node.callee.type !== "Identifier") return undefined;
  if (ctx.launches.has(node) || node.arguments.some((argument) => argument.type === "SpreadElement")) return undefined;
  const binding = ctx.file.bindings.bindingOf(node.callee);
  if (binding?.kind !== "const" || !binding.init || !declaredIn(binding, ctx.fn)) return undefined;
  const fn = peel(binding.init);
  if (fn.type !== "ArrowFunctionExpression") return undefined;
  let found = known.get(fn);
  if (!found) known.set(fn, (found = simple(fn, ctx) ?? "other"));
  return found === "other" ? undefined : found;
}

function simple(fn: ArrowFunctionExpression, ctx: MethodContext): SimpleFunction | undefined {
  if (!fn.expression || fn.async || containsLaunch(fn, ctx.launches)) return undefined;
  if (fn.params.some(({ type }) => type === "RestElement" || type === "TSParameterProperty")) return undefined;
  let isSimple = true;
  walk(fn, (node) => {
    if (node === fn) return true;
    // `this` may be another one where it is called, and so may what another function does.
    if (isFunction(node) || node.type === "ThisExpression" || node.type === "Super" || node.type === "AwaitExpression")
      isSimple = false;
    const callee = node.type === "CallExpression" ? peel(node.callee) : undefined;
    const called = callee?.type === "Identifier" ? ctx.file.bindings.bindingOf(callee) : undefined;
    if (called && declaredIn(called, ctx.fn)) isSimple = false;
    return isSimple;
  });
  const body = fn.body as Expression;
  const { bindings } = ctx.file;
  const outside = bindings.in(fn.start, fn.end).filter(({ binding }) => !binding || !declaredIn(binding, ctx.fn));
  const names = new Set(outside.map(({ name }) => name));
  // A name may mean something else where the function is called.
  for (const binding of bindings.declared.values())
    if (names.has(binding.name) && declaredIn(binding, ctx.fn)) return undefined;
  if (!isSimple || [...fn.params, body].some((part) => effectsOf(part, ctx).effect)) return undefined;
  return { fn, body };
}
