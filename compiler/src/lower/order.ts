/**
 * The order among writes to objects and what reads them: who waits, and, for remarks, where the write stands that
 * is waited for. Behind a region (a loop, a branch, a function that is called) that is the first write in it.
 */
import type { Expression, Node } from "oxc-parser";
import { moduleDeclarations } from "../analyze/declarations.js";
import { effectsOf } from "../analyze/effects.js";
import type { Effects } from "../analyze/foundEffects.js";
import { leafState } from "../analyze/leafState.js";
import { launchesIn, launchNodes, type Launch } from "../analyze/launches.js";
import { launchWrites } from "../analyze/launchWrites.js";
import { mayBePromise } from "../analyze/promises.js";
import { unknownCallBefore } from "../analyze/unknownCalls.js";
import type { MethodContext } from "../analyze/methodContext.js";
import { changeAround, remarkEffect, remarkOrder, remarkOrdered, remarkState } from "../check/remarks.js";
import type { Input, Operand } from "../ir.js";
import { sameOperand } from "./captures.js";
import { define, orderOnly, type Cursor, type Env, type State } from "./state.js";

/** From here on, who reads objects waits for `value`, which `node` writes. */
export function wroteObjects(state: State, at: Cursor, value: Operand, node: Node): void {
  at.env.heap = value;
  noteWriter(state, value, node);
}

/** A call of what may change objects: its value may be there before all that it changes is changed. */
export function wroteInCall(state: State, at: Cursor, call: Operand, node: Node): void {
  const before = at.env.heap;
  wroteObjects(state, at, define(state, at, node, { kind: "written", call, before }), node);
}

/**
 * A value that may be a promise, once it is settled. An async function that the compiler leaves as it is goes on
 * changing objects until then.
 */
export function awaited(
  state: State,
  at: Cursor,
  node: Node,
  value: Operand,
  source: Expression,
  hint?: string,
): Operand {
  const out = define(state, at, node, { kind: "await", value }, hint);
  if (mayBePromise(source, state.ctx)) wroteUntil(state, at, value, out, node);
  return out;
}

/** What `value` changes is changed when it has been awaited. */
export function wroteUntil(state: State, at: Cursor, value: Operand, out: Operand, node: Node): void {
  const { heap } = at.env;
  if (!heap) return;
  // An effect comes behind all that was written before it.
  const isChained = sameOperand(value, heap);
  wroteObjects(state, at, isChained ? out : define(state, at, node, { kind: "behind", value: out, after: heap }), node);
}

/** `heap` stands for what `node` writes. */
export function noteWriter(state: State, heap: Operand | undefined, node: Node): void {
  if (heap && "variable" in heap) state.writers.set(heap.variable, node);
}

/** What `reader` waits for, with a remark that says so. */
export function afterWrites(state: State, at: Cursor, reader: Node): Input[] {
  remarkReader(state, at.env, reader);
  const shared = afterUnknown(state, at, reader);
  return shared ? [...orderOnly(at.env), { name: "", value: shared, orderOnly: true }] : orderOnly(at.env);
}

function remarkReader(state: State, env: Env, reader: Node): void {
  const earlier = lastWriter(state, env);
  if (earlier) remarkOrder(reader, earlier, state.ctx);
}

/** There when no call before `reader` may change any more what modules share; undefined where it reads nothing of that. */
function afterUnknown(state: State, at: Cursor, reader: Node, until?: number): Operand | undefined {
  const earlier = unknownCallBefore(reader, state.ctx, until);
  if (!earlier) return undefined;
  remarkOrder(reader, earlier, state.ctx);
  return define(state, at, reader, { kind: "writers" });
}

/** A value that modules may share, once no call before it may change it any more; see `unknownCallBefore`. */
export function behindUnknown(state: State, at: Cursor, reader: Node, value: Operand, until?: number): Operand {
  const after = afterUnknown(state, at, reader, until);
  return after ? define(state, at, reader, { kind: "behind", value, after }) : value;
}

/** A value once everything has been written that is written before it is read here. */
export function behindWrites(state: State, at: Cursor, reader: Node, value: Operand, heap: Operand): Operand {
  remarkReader(state, at.env, reader);
  return define(state, at, reader, { kind: "behind", value, after: heap });
}

/** Where the last write to objects stands. */
export function lastWriter(state: State, env: Env): Node | undefined {
  const { heap } = env;
  const node = heap && "variable" in heap ? state.writers.get(heap.variable) : undefined;
  return node && writerIn(state, node);
}

/** The first thing in `node` that may change objects; `node` itself where that is not known. */
export function writerIn(state: State, node: Node): Node {
  const { ctx } = state;
  const skip = launchNodes(ctx.launches);
  const writers: Node[] = launchesIn(node, ctx.launches)
    .filter((launch) => !launch.certain || launchWrites(launch, ctx))
    .map((launch) => launch.node);
  const { writes, because, within } = effectsOf(node, ctx, skip);
  const isInside = within && within.start >= node.start && within.end <= node.end;
  if (writes && because) writers.push(changeAround(because === node && isInside ? within : because, node));
  return writers.sort((a, b) => a.start - b.start)[0] ?? node;
}

/** Why a text keeps its place; what only prints and follows nothing keeps it in vain. */
export function remarkPlace(state: State, effects: Effects, node: Node, used = false): void {
  if (effects.reason === "print" && !effects.writes && !followsCalls(state, node)) return;
  remarkEffect(effects, node, state.ctx, used);
}

/** Whether a module call may have been made before `node` is reached. */
function followsCalls({ ctx }: State, node: Node): boolean {
  const around = ctx.loops.filter((loop) => loop.start <= node.start && loop.end >= node.end);
  return launchesOf(ctx).some(
    (launch) =>
      launch.node.start < node.start || around.some((l) => launch.node.start >= l.start && launch.node.end <= l.end),
  );
}

function launchesOf({ fn, launches }: MethodContext): Launch[] {
  return [...launches.values()].filter(({ node }) => node.start >= fn.start && node.end <= fn.end);
}

/**
 * The callee of a module that is declared `static effects = "ordered"`: its calls are effects, so that each waits
 * until everything before it has succeeded.
 */
export function inTurn(state: State, at: Cursor, node: Node, callee: Operand): Operand {
  const turn = define(state, at, node, { kind: "effect", inputs: [], code: ["undefined"], writes: false });
  const named: Input[] =
    "variable" in callee && !callee.variable.plain ? [{ name: callee.variable.name, value: callee }] : [];
  const inputs = [...named, { name: "", value: turn, orderOnly: true }];
  return define(state, at, node, { kind: "on", inputs, code: "variable" in callee ? [callee.variable] : callee.code });
}

/** Whether the calls of a module keep their order, with a remark where there are calls before this one. */
export function keepsOrder(state: State, launch: Launch): boolean {
  const { text } = leafState(launch, state.ctx);
  if (text !== "") {
    remarkState(launch.node, text, state.ctx);
    return true;
  }
  if (!launch.certain || moduleDeclarations(launch, state.ctx).effects !== "ordered") return false;
  const before = launchesOf(state.ctx).filter(({ node }) => node.end <= launch.node.start);
  const [earlier] = before.sort((a, b) => b.node.start - a.node.start);
  if (earlier) remarkOrdered(launch, earlier, state.ctx);
  else if (followsCalls(state, launch.node)) remarkOrdered(launch, launch, state.ctx);
  return true;
}
