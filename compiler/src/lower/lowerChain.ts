/**
 * Optional chains. What stands before the first `?.` is evaluated like anything else; what stands behind it is left
 * out where there is nothing.
 *
 *   found?.concat(this.a(doc)).trim()
 *     →  $1 = is found Nullish;  if $1: undefined, else: $2 = call this.a [doc];  on [found, $2] found?.concat($2).trim()
 */
import type { CallExpression, Expression, Node } from "oxc-parser";
import { chainOf, isOptional, isPiece } from "../analyze/structured.js";
import type { Operand } from "../ir.js";
import { peel } from "../syntax/walk.js";
import { UNDEFINED } from "./captures.js";
import { isImmediate, isNullish, lowerExpression, lowerWhole, unsupported } from "./lowerExpression.js";
import { needsAwait } from "./needsAwait.js";
import { lowerCallee, lowerLaunchOf } from "./lowerLaunch.js";
import { afterLastWrite, lowerParts as lowerPartsOf, readMember } from "./lowerPiece.js";
import { merge } from "./merge.js";
import type { Cursor, State } from "./state.js";

type Chain = Extract<Expression, { type: "ChainExpression" }>;
type Step = Extract<Expression, { type: "MemberExpression" }> | CallExpression;

export function lowerChain(state: State, at: Cursor, node: Chain, hint?: string): Operand {
  const call = node.expression;
  const launch = state.ctx.launches.get(call);
  // this.maybe?.(x): called only where it is there.
  if (
    launch &&
    call.type === "CallExpression" &&
    call.optional &&
    launch.kind === "module" &&
    !isOptional(call.callee)
  ) {
    const callee = lowerCallee(state, at, launch);
    const test = isNullish(state, at, node, callee);
    return merge(state, at, node, test, [() => UNDEFINED, (no) => lowerLaunchOf(state, no, launch, callee)], hint);
  }
  if (isPiece(node, state.ctx)) return lowerLinks(state, at, node, hint);
  const steps = stepsOf(node);
  const first = steps.findIndex((step) => step.optional);
  if (first >= 0 && steps.slice(first).some((step) => waits(state, step)))
    return lowerBehind(state, at, node, steps, first, hint);
  // A module call at the root of the chain is made in any case; the rest is text after it.
  let inner: Node = node.expression;
  let around: Node = node;
  for (;;) {
    // A member that may be there before others. What is called needs its object.
    const isCalled = around.type === "CallExpression";
    if (!isCalled && isPiece(inner, state.ctx) && !isOptional(inner as Expression)) break;
    if (inner.type === "CallExpression" || inner.type === "MemberExpression") around = inner;
    if (inner.type === "CallExpression" && !state.ctx.launches.has(inner)) {
      if (isImmediate(state, inner) && !inner.optional) break;
      // `list.map(…)[0]?.title`: what is before every `?.` is made in any case.
      if (inner.arguments.some((a) => needsAwait(state, a))) break;
      inner = inner.callee;
    } else if (inner.type === "MemberExpression") {
      if (inner.computed && needsAwait(state, inner.property)) break;
      inner = inner.object;
    } else if (
      inner.type === "TSNonNullExpression" ||
      inner.type === "ParenthesizedExpression" ||
      inner.type === "TSAsExpression"
    ) {
      inner = inner.expression;
    } else break;
  }
  const root = inner as Expression;
  return lowerWhole(state, at, node, [{ node: root, value: lowerExpression(state, at, root) }], hint);
}

/** `a?.b.c`, where the members of `a` may be there one by one. */
function lowerLinks(state: State, at: Cursor, chain: Chain, hint?: string): Operand {
  const { root, links } = chainOf(chain, state.ctx);
  const last = links.at(-1) as Expression;
  const step = (i: number, inner: Cursor, value: Operand): Operand => {
    const link = links[i];
    if (!link)
      return peel(chain.expression) === last ? value : lowerWhole(state, inner, chain, [{ node: last, value }], hint);
    const read = (there: Cursor): Operand =>
      step(i + 1, there, readMember(state, there, link, afterLastWrite(state, there, link.object, value)));
    if (!link.optional) return read(inner);
    return merge(state, inner, chain, isNullish(state, inner, chain, value), [() => UNDEFINED, read]);
  };
  return step(0, at, lowerPartsOf(state, at, root));
}

/** Members and calls of a chain, from the inside out. */
function stepsOf(chain: Chain): Step[] {
  const steps: Step[] = [];
  let inner: Expression = peel(chain.expression);
  while (inner.type === "MemberExpression" || inner.type === "CallExpression") {
    steps.unshift(inner);
    inner = peel(inner.type === "MemberExpression" ? inner.object : inner.callee);
  }
  return steps;
}

/** Whether a step makes calls of its own. */
function waits(state: State, step: Step): boolean {
  if (step.type === "MemberExpression") return step.computed && needsAwait(state, step.property);
  return state.ctx.launches.has(step) || step.arguments.some((argument) => needsAwait(state, argument));
}

/** A chain from its step `i` on, the first with a `?.` of those that are left: calls are made behind it. */
function lowerBehind(
  state: State,
  at: Cursor,
  chain: Chain,
  steps: readonly Step[],
  i: number,
  hint?: string,
): Operand {
  const object = objectOf(state, steps[i]);
  if (!object) throw unsupported(state, chain);
  const value = lowerExpression(state, at, object);
  const next = steps.findIndex((step, j) => j > i && step.optional);
  const rest = (there: Cursor): Operand => {
    if (next < 0) return lowerExpression(state, there, chain.expression);
    if (steps.slice(next).some((step) => waits(state, step))) return lowerBehind(state, there, chain, steps, next);
    // Text: what is called keeps its object.
    const end = steps[next]?.type === "CallExpression" ? next - 2 : next - 1;
    const root = end < i ? object : (steps[end] as Step);
    return lowerWhole(state, there, chain, [{ node: root, value: lowerExpression(state, there, root) }]);
  };
  const behind = (there: Cursor): Operand => {
    state.evaluated.set(object, value);
    try {
      return rest(there);
    } finally {
      state.evaluated.delete(object);
    }
  };
  return merge(state, at, chain, isNullish(state, at, chain, value), [() => UNDEFINED, behind], hint);
}

/**
 * What is looked at before step `i`: an object, or a function that a name stands for. One that is a member is not
 * taken from the object that it is called on.
 */
function objectOf({ ctx }: State, step: Step | undefined): Expression | undefined {
  if (!step) return undefined;
  const object = peel(step.type === "MemberExpression" ? step.object : step.callee);
  if (step.type === "MemberExpression") return object.type === "Super" ? undefined : object;
  const binding = object.type === "Identifier" ? ctx.file.bindings.bindingOf(object) : undefined;
  return binding?.writes.length === 0 ? object : undefined;
}
