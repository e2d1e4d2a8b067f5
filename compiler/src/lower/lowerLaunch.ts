/**
 * Module calls, and the values that they read. A callee gets its arguments as soon as each is there; what an
 * earlier operation may still write to an argument is waited for.
 */
import type { Expression, Node } from "oxc-parser";
import { immutable } from "../analyze/effects.js";
import { stable, untouchable } from "../analyze/stable.js";
import { kindOf } from "../analyze/kinds.js";
import { PLAIT_LEAVES } from "../analyze/classes.js";
import { containsLaunch, type Launch } from "../analyze/launches.js";
import { isSharedVariable } from "../analyze/unknownCalls.js";
import { launchReads } from "../analyze/launchReads.js";
import { launchWrites } from "../analyze/launchWrites.js";
import { changeOf, isThis } from "../analyze/moduleState.js";
import { outsOf, type Code, type Op, type Operand } from "../ir.js";
import { PLT2009 } from "../messages.generated.js";
import { report, shortText } from "../syntax/file.js";
import { isFunction, keyName, peel } from "../syntax/walk.js";
import { sameOperand, textOf } from "./captures.js";
import { compute, lowerExpression, lowerItems, mustSplit, unsupported } from "./lowerExpression.js";
import { afterWrites, behindUnknown, behindWrites, inTurn, keepsOrder, wroteInCall } from "./order.js";
import { define, type Cursor, type State } from "./state.js";

export function lowerLaunch(state: State, at: Cursor, launch: Launch, hint?: string): Operand {
  if (launch.node.optional) throw unsupported(state, launch.node);
  if (launch.kind === "function" || isMethodOfValue(launch)) {
    const { callee, self } = lowerFunctionCallee(state, at, launch);
    return lowerLaunchOf(state, at, launch, callee, hint, self);
  }
  const callee = launch.kind === "method" ? undefined : lowerCallee(state, at, launch);
  return lowerLaunchOf(state, at, launch, callee, hint);
}

/** `tools.ask(x)` of an object that may hold a function that makes module calls: that gets the object as `this`. */
function isMethodOfValue({ kind, certain, callee }: Launch): boolean {
  if (kind !== "module" || certain || callee.type !== "MemberExpression") return false;
  // `this.name(…)` is looked up by its name.
  return callee.object.type !== "ThisExpression" || keyName(callee.property, callee.computed) === undefined;
}

/** The module that is called. Fields are read where the call stands; other callees are values like any. */
export function lowerCallee(state: State, at: Cursor, launch: Launch): Operand {
  const { callee } = launch;
  if (launch.kind === "super") return { code: [callee] };
  if (callee.type === "MemberExpression") {
    const name = keyName(callee.property, callee.computed);
    const isField = name !== undefined && !changeOf(callee, state.ctx);
    if (isField && callee.object.type === "ThisExpression") return { code: [callee] };
    if (isField && !callee.computed && isThis(callee.object, state.ctx)) return { code: [`this.${name}`] };
  }
  if (callee.type === "MemberExpression" && !mustSplit(state, callee) && isThisPath(state, callee))
    return { code: [callee] };
  return lowerExpression(state, at, callee);
}

/** What is called, and the `this` that it gets: names of the file stay as they are, an object is evaluated once. */
function lowerFunctionCallee(state: State, at: Cursor, launch: Launch): { callee: Operand; self: Operand | undefined } {
  const { callee } = launch;
  if (callee.type !== "MemberExpression") return { callee: lowerExpression(state, at, callee), self: undefined };
  if (callee.optional && !state.evaluated.has(peel(callee.object))) throw unsupported(state, callee);
  const object = peel(callee.object);
  const key = keyName(callee.property, callee.computed);
  const inPlace =
    object.type === "ThisExpression" ||
    isThisPath(state, callee) ||
    (object.type === "Identifier" && state.ctx.file.bindings.bindingOf(object)?.owner === undefined);
  if (inPlace && key !== undefined) return { callee: { code: [callee] }, self: { code: [callee.object] } };
  const self = lowerExpression(state, at, callee.object);
  const index = key === undefined ? lowerExpression(state, at, callee.property as Expression) : undefined;
  // What may have been written to just before is read in its turn; a private name is none that an object can be asked for.
  if ((at.env.heap && !stable(object, state.ctx)) || key?.startsWith("#")) {
    const member = callee.property;
    const code = ([value, of]: readonly Code[]): Code =>
      of
        ? [...(value ?? []), "[", ...of, "]"]
        : [...(value ?? []), ...(callee.computed ? ["[", member, "]"] : [".", member])];
    return { callee: compute(state, at, callee, index ? [self, index] : [self], code, undefined, "ordered"), self };
  }
  const found = index
    ? define(state, at, callee, { kind: "at", value: self, key: index })
    : define(state, at, callee, { kind: "get", value: self, key: key as string });
  return { callee: found, self };
}

/** `this.a.b`: reading it may throw only where a child is missing, which the call says as well. */
function isThisPath({ ctx }: State, node: Expression): boolean {
  return (
    node.type === "MemberExpression" &&
    !node.computed &&
    !node.optional &&
    node.object.type === "MemberExpression" &&
    node.object.object.type === "ThisExpression" &&
    !changeOf(node.object, ctx)
  );
}

export function lowerLaunchOf(
  state: State,
  at: Cursor,
  launch: Launch,
  callee: Operand | undefined,
  hint?: string,
  receiver?: Operand,
): Operand {
  const { node } = launch;
  const site = state.site(launch);
  // The callee reads its arguments when all of them have been evaluated: what a later one writes, it sees.
  const listed = node.arguments.some((a) => a.type === "SpreadElement");
  const { elements, spread } = lowerItems(state, at, node.arguments);
  const values = node.arguments.map((given, i) => {
    const argument = given.type === "SpreadElement" ? given.argument : given;
    const value = settle(state, at, argument, elements[i] as Operand, node.arguments.slice(i + 1));
    const last = node.arguments.at(-1) as Node;
    return given === last ? value : behindUnknown(state, at, argument, value, last.end);
  });
  const args = listed ? [define(state, at, node, { kind: "array", elements: values, spread })] : values;
  if (launch.kind === "method" || callee === undefined) {
    // A method waits for the list of its arguments.
    const list = onceWritten(state, at, launch, () =>
      args[0] && listed ? args[0] : define(state, at, node, { kind: "array", elements: values, spread: [] }),
    );
    const value = define(
      state,
      at,
      node,
      {
        kind: "invoke",
        site,
        name: launch.name as string,
        args: list ? [list] : args,
        certain: true,
        listed: listed || list !== undefined,
      },
      hint,
    );
    writesOf(state, at, launch, value);
    return value;
  }
  if (launch.kind === "super") {
    const self: Operand = { code: ["this"] };
    const base = onceWritten(state, at, launch, () => callee) ?? callee;
    const value = define(
      state,
      at,
      node,
      { kind: "call", site, callee: base, self, args, certain: true, listed },
      hint,
    );
    writesOf(state, at, launch, value);
    return value;
  }
  const { certain } = launch;
  const read = onceWritten(state, at, launch, () => callee) ?? callee;
  const called = keepsOrder(state, launch) ? inTurn(state, at, node, read) : read;
  if (!certain)
    report(state.ctx.file, launch.callee, PLT2009({ callee: shortText(state.ctx.file, launch.callee, 40) }));
  const own =
    !certain &&
    launch.kind === "module" &&
    launch.callee.type === "MemberExpression" &&
    launch.callee.object.type === "ThisExpression"
      ? keyName(launch.callee.property, launch.callee.computed)
      : undefined;
  const value =
    own !== undefined && !own.startsWith("#")
      ? define(state, at, node, { kind: "invoke", site, name: own, args, certain, listed }, hint)
      : define(state, at, node, { kind: "call", site, callee: called, self: receiver, args, certain, listed }, hint);
  if ("variable" in value && !isLeaf(launch, state)) state.partial.add(value.variable);
  // If it is no module after all, it is a function that may change objects.
  if (!certain) wroteInCall(state, at, value, node);
  else writesOf(state, at, launch, value);
  return value;
}

/** Whether what a call gives comes from one answer. */
function isLeaf({ kind, certain, className }: Launch, { ctx }: State): boolean {
  if (kind !== "module" || !certain || className === undefined) return false;
  const forward = ctx.classes.get(className)?.methods.get("forward")?.fn;
  return PLAIT_LEAVES.has(className) || (forward !== undefined && !containsLaunch(forward, ctx.launches));
}

/** What a call takes, once all is written that it may read beside what it is given. */
export function onceWritten(state: State, at: Cursor, launch: Launch, take: () => Operand): Operand | undefined {
  const { heap } = at.env;
  return heap && launchReads(launch, state.ctx) ? behindWrites(state, at, launch.node, take(), heap) : undefined;
}

/** A callee that changes objects is done, for those who read them, when everything in it is: not when its result is there. */
function writesOf(state: State, at: Cursor, launch: Launch, value: Operand): void {
  if (launchWrites(launch, state.ctx)) wroteInCall(state, at, value, launch.node);
}

/** Whether a name in `node` is in one of these, which may give away what it holds. */
function mentionsSame(node: Node, others: readonly Node[], { ctx }: State): boolean {
  const { bindings } = ctx.file;
  const named = new Set(bindings.in(node.start, node.end).map(({ binding }) => binding));
  return others.some(({ start, end }) => bindings.in(start, end).some(({ binding }) => binding && named.has(binding)));
}

/** A value that is read from here on, by a call that gets it or by whoever it is returned to: what is written to it before has been written. */
export function lowerSettled(state: State, at: Cursor, expression: Expression): Operand {
  const before = at.env.heap;
  const value = lowerExpression(state, at, expression);
  // A part of it may be given away by a later one.
  const mayGive = !sameOperand(at.env.heap, before) && !immutable(expression, state.ctx);
  return settle(state, at, expression, value, mayGive ? [expression] : []);
}

export function settle(
  state: State,
  at: Cursor,
  expression: Expression,
  read: Operand,
  /** What is evaluated before it is read. */
  later: readonly Node[] = [],
): Operand {
  const { heap } = at.env;
  const value = isSharedVariable(peel(expression), state.ctx) ? behindUnknown(state, at, expression, read) : read;
  if (
    !heap ||
    (untouchable(expression, state.ctx) && !mentionsSame(expression, later, state)) ||
    isFunction(peel(expression)) ||
    kindOf(expression, state.ctx).type === "module"
  )
    return value;
  if ("variable" in value) {
    if ("variable" in heap && value.variable === heap.variable) return value;
    const { ops } = at.block;
    const writes = (op: Op): boolean =>
      "variable" in heap && (op.out === heap.variable || outsOf(op).includes(heap.variable));
    const written = ops.findLastIndex(writes);
    // What a callee gives has been written by then, whatever else it still does.
    const last = ops[written];
    if (last?.kind === "written" && sameOperand(last.call, value)) return value;
    const made = ops.findLast((op, i) => i > written && op.out === value.variable);
    if (made?.kind === "effect" || made?.kind === "call" || made?.kind === "invoke") return value;
    // What has been computed in its turn has waited already.
    if (made?.kind === "on" && made.inputs.some((i) => sameOperand(i.value, heap))) return value;
    if (made?.kind === "behind" && sameOperand(made.after, heap)) return value;
    return behindWrites(state, at, expression, value, heap);
  }
  const order = afterWrites(state, at, expression);
  const { inputs, code } = textOf(state, at, expression, [{ node: expression, value }]);
  return define(state, at, expression, { kind: "on", inputs: [...inputs, ...order], code });
}
