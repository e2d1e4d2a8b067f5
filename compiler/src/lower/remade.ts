/**
 * Functions without module calls that use variables which change after they were made. One that is only called, by
 * its name and where it lives, needs no variable that is shared with it: it is made again where it is called, with
 * what the variables are by then.
 *
 *   const told = (s) => s + last;  last = this.a(q);  told("x")    on [last'] (s) => s + last;  on [told'] told("x")
 */
import type { Node } from "oxc-parser";
import { inPlaceFunctions } from "../analyze/inPlace.js";
import { endsAtOnce } from "../analyze/joined.js";
import { functionOf } from "../analyze/kinds.js";
import { containsLaunch } from "../analyze/launches.js";
import type { MethodContext } from "../analyze/methodContext.js";
import type { Operand, Variable } from "../ir.js";
import { declaredIn, type Binding } from "../syntax/bindings.js";
import { Kept } from "../syntax/kept.js";
import { isFunction, peel, walk, type AnyFunction } from "../syntax/walk.js";
import { changesAfter, freeReferences, lookup, sameOperand, textOf } from "./captures.js";
import { define, type Cursor, type State } from "./state.js";

const known = new Kept<MethodContext, Map<Binding, AnyFunction>>();

/** The function that a name stands for, if it is one of these. */
export function remadeFunction(state: State, binding: Binding): AnyFunction | undefined {
  return remadeFunctions(state).get(binding);
}

/** Whether a function is one of these. */
export function isRemade(state: State, fn: Node): boolean {
  return [...remadeFunctions(state).values()].some((made) => made === fn);
}

function remadeFunctions(state: State): Map<Binding, AnyFunction> {
  const { ctx } = state;
  let found = known.get(ctx);
  if (found) return found;
  known.set(ctx, (found = new Map()));
  for (const binding of ctx.file.bindings.declared.values()) {
    const fn = binding.kind === "const" && declaredIn(binding, ctx.fn) ? functionOf(binding) : undefined;
    if (!fn || fn.generator || containsLaunch(fn, ctx.launches)) continue;
    if (fn.async && !endsAtOnce(fn, ctx)) continue;
    const used = freeReferences(state, fn);
    const changing = used.filter((r) => changesAfter(state, r.binding as Binding, fn));
    if (changing.length === 0 || used.some((r) => r.write || r.binding === binding)) continue;
    // What a function in it sees later is what the variable is by then.
    if (changing.some((r) => isKept(r, fn, ctx))) continue;
    // A list or object of the method's own is changed in place, which its users see in order.
    if (changing.some((r) => ctx.privates.has(r.binding as Binding))) continue;
    if (callsInPlace(binding, state) === binding.references.length) found.set(binding, fn);
  }
  return found;
}

/** Whether a reference stands in a function inside of `fn` that may be called later. */
function isKept(reference: { start: number }, fn: AnyFunction, ctx: MethodContext): boolean {
  const inPlace = inPlaceFunctions(fn, ctx);
  let kept = false;
  walk(fn as Node, (node) => {
    if (node !== fn && isFunction(node) && !inPlace.has(node))
      kept ||= node.start <= reference.start && reference.start < node.end;
    return !kept;
  });
  return kept;
}

/** How many calls of a function by its name stand where it lives, or in what runs in its place there. */
function callsInPlace(binding: Binding, { ctx }: State): number {
  const { owner } = binding;
  if (!owner?.body) return -1;
  const inPlace = inPlaceFunctions(owner, ctx);
  let calls = 0;
  walk(owner.body as Node, (node) => {
    if (isFunction(node) && !inPlace.has(node)) return false;
    if (node.type !== "CallExpression" || node.optional) return true;
    const callee = peel(node.callee);
    if (callee.type === "Identifier" && ctx.file.bindings.bindingOf(callee) === binding) calls++;
    return true;
  });
  return calls;
}

/** The variables that such a function uses, other than what never changes. */
export function changingIn(state: State, fn: AnyFunction): Binding[] {
  const bindings = freeReferences(state, fn).map((r) => r.binding as Binding);
  return [...new Set(bindings)].filter((binding) => binding.writes.length > 0);
}

/** What the name of such a function stands for here: it is made again where what it uses has changed. */
export function remakeFunction(state: State, at: Cursor, binding: Binding, fn: AnyFunction): Operand {
  const before = lookup(at.env, binding, fn);
  const used = changingIn(state, fn).map((b) => lookup(at.env, b, fn));
  const made = "variable" in before ? state.madeWith.get(before.variable) : undefined;
  if (made?.every((operand, i) => sameOperand(operand, used[i]))) return before;
  const { inputs, code } = textOf(state, at, fn as Node, []);
  const value = define(state, at, fn as Node, { kind: "on", inputs, code }, binding.name);
  state.madeWith.set((value as { variable: Variable }).variable, used);
  at.env.values.set(binding, value);
  return value;
}
