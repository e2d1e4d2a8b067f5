/**
 * Functions of a method that make module calls. Called by name, one takes the variables that it shares with the
 * method behind its arguments, and gives those that it assigns; as a value, it can be called by any compiled code.
 *
 *   const ask = (q) => { n += 1; return this.llm(q) };     closure ask (q, n) { … exit 0 [r, n'] }
 *   const a = ask("x");                                    [a, n'] = enter ask ["x", n]
 */
import type { CallExpression, Expression, Function as FunctionNode, Node, Statement } from "oxc-parser";
import { containsLaunch, type Launch } from "../analyze/launches.js";
import { isCalledOnly, localCallsIn, localFunction, sharedBy } from "../analyze/localFunctions.js";
import { declaredIn, type Binding } from "../syntax/bindings.js";
import type { Op, Operand, Variable } from "../ir.js";
import { PLT2006, PLT2010 } from "../messages.generated.js";
import { isFunction, peel, walk, type AnyFunction } from "../syntax/walk.js";
import {
  assignedAt,
  changedIn,
  changesAfter,
  freeReferences,
  mayWriteObjects,
  sameOperand,
  UNDEFINED,
} from "./captures.js";
import { valuesOf, takeAll, type Flow, type Shared } from "./flow.js";
import { lowerExpression, unsupported } from "./lowerExpression.js";
import { lowerParams } from "./lowerMethod.js";
import { lowerFunctionBody, RETURNS } from "./lowerStatement.js";
import { lowerWritten } from "./lowerWritten.js";
import { settle } from "./lowerLaunch.js";
import { parameterLike } from "../analyze/patternState.js";
import { bindPattern } from "./lowerPattern.js";
import { wroteObjects } from "./order.js";
import { assign, define, NeedsHeap, newBlock, perform, Unsupported, type Cursor, type State } from "./state.js";

/**
 * `function f() {}`: at the start of its block, before `first`, where what it uses is there and stays as it is
 * from then on; else where it stands.
 */
export function lowerFunctionDeclaration(
  state: State,
  at: Cursor,
  declaration: FunctionNode,
  first?: { start: number },
): void {
  if (!declaration.id || !declaration.body) return;
  const { ctx } = state;
  const binding = ctx.file.bindings.declared.get(declaration.id.start);
  if (!binding) return;
  const calls = containsLaunch(declaration, ctx.launches);
  // The rest of a block may be lowered on its own, behind what may leave.
  if (calls ? at.env.made.has(declaration) : at.env.values.has(binding)) return;
  // Who calls it by name hands it what it uses.
  const calledOnly = calls && isCalledOnly(declaration, ctx);
  if (first && !calledOnly) {
    const range = { start: first.start, end: declaration.end };
    const ready = [...captured(state, declaration)].every(
      (b) => b === binding || (at.env.values.has(b) && !changesAfter(state, b, range)),
    );
    if (!ready) return;
  }
  if (first && calledOnly && !isReady(at, declaration, ctx)) return;
  if (!calls) {
    lowerWritten(state, at, declaration, [], RETURNS, false);
    return;
  }
  lowerClosure(state, at, declaration, binding.name, calledOnly, binding);
}

/** Those that wait for a variable that holds a function which they call, once it does. */
export function lowerWaitingFunctions(state: State, at: Cursor, steps: readonly Node[], first: Node): void {
  for (const step of steps)
    if (step.type === "FunctionDeclaration" && isCalledOnly(step, state.ctx))
      lowerFunctionDeclaration(state, at, step, first);
}

/** Whether all functions in variables that it may call are there: their names have to mean something where it is made. */
function isReady(at: Cursor, declaration: FunctionNode, ctx: State["ctx"]): boolean {
  const reached = new Set<AnyFunction>([declaration]);
  for (const fn of reached) for (const called of localCallsIn(ctx, fn)) reached.add(called);
  const all = [...reached];
  const isInside = (fn: AnyFunction): boolean =>
    all.some((outer) => outer !== fn && outer.start <= fn.start && fn.end <= outer.end);
  return all.every((fn) => fn.type === "FunctionDeclaration" || at.env.made.has(fn) || isInside(fn));
}

/** The variables that a function reads or assigns, itself or through the functions that it calls by name. */
function captured(state: State, fn: AnyFunction): Set<Binding> {
  const free = freeReferences(state, fn).flatMap(({ binding }) => (binding ? [binding] : []));
  const handed = localCallsIn(state.ctx, fn).flatMap((called) => sharedBy(state.ctx, called).takes);
  return new Set([...free, ...handed.filter((binding) => !declaredIn(binding, fn))]);
}

/** Names of functions that are only called stand for them in all of their block: they may call each other. */
export function predeclare(state: State, at: Cursor, statement: Statement): void {
  const { ctx } = state;
  const declare = (id: Node, fn: AnyFunction | undefined): void => {
    const binding = ctx.file.bindings.declared.get(id.start);
    if (!binding || !fn || at.env.values.has(binding) || !isCalledOnly(fn, ctx)) return;
    at.env.values.set(binding, { variable: state.variable(binding.name, true) });
  };
  if (statement.type === "FunctionDeclaration" && statement.id) declare(statement.id, statement);
  if (statement.type !== "VariableDeclaration" || statement.kind !== "const") return;
  for (const { id, init } of statement.declarations) if (init) declare(id, calledOnlyFunction(state, init));
}

/** Adds a function that makes module calls; its name stands for it from here on. */
export function lowerClosure(
  state: State,
  at: Cursor,
  fn: AnyFunction,
  name: string | undefined,
  calledOnly: boolean,
  binding?: Binding,
): Operand {
  try {
    return lower(state, at, fn, name, calledOnly, binding);
  } catch (error) {
    // Who calls it has to know what it is: it cannot be one thing here and another there.
    if (error instanceof Unsupported) throw new Unsupported(error.node, error.remark, "method");
    throw error;
  }
}

function lower(
  state: State,
  at: Cursor,
  fn: AnyFunction,
  name: string | undefined,
  calledOnly: boolean,
  binding: Binding | undefined,
): Operand {
  if (!isArrow(fn) && usesThis(fn)) throw unsupported(state, fn);
  if (fn.generator) throw unsupported(state, fn);
  const before = binding && at.env.values.get(binding);
  const out = before && "variable" in before ? before.variable : state.variable(name, calledOnly);
  if (binding) at.env.values.set(binding, { variable: out });
  at.env.made.add(fn);
  const outer = state.attempts;
  state.attempts = [];
  const inner: Cursor = { block: newBlock(), env: at.env.fork() };
  if (binding) inner.env.values.set(binding, { variable: out });
  let op: Op;
  if (calledOnly) {
    const { given, taken } = sharing(state, fn);
    // A parameter's default may read them.
    const shared = takeAll(state, taken, inner, state.ctx.fn.body as Node).map((variable) => ({
      variable,
      rest: false,
    }));
    const params = lowerParams(state, inner, fn);
    if (params.some((param) => param.rest) && (taken.bindings.length > 0 || taken.heap)) throw unsupported(state, fn);
    const gives = given.bindings.length > 0 || given.heap;
    const end = (last: Cursor, value: Operand): void => {
      last.block.result = { kind: "exit", exit: 0, values: [value, ...valuesOf(given, last)] };
    };
    const flow: Flow = gives
      ? { ...RETURNS, fall: (last) => end(last, UNDEFINED), leave: (last, _, value) => end(last, value ?? UNDEFINED) }
      : RETURNS;
    lowerFunctionBody(state, inner, fn, flow);
    op = { kind: "closure", node: fn, out, params: [...params, ...shared], body: inner.block, asValue: false };
  } else {
    for (const b of captured(state, fn)) {
      if (b !== binding && (changesAfter(state, b, fn) || !at.env.values.has(b)))
        throw new Unsupported(fn, PLT2010({ variable: b.name }), "method", assignedAt(b));
    }
    // Objects that it reads may have been written to by the time it is called.
    if (state.writesObjects)
      wroteObjects(
        state,
        inner,
        define(state, inner, fn, { kind: "effect", inputs: [], code: ["undefined"], writes: false }),
        state.ctx.fn.body as Node,
      );
    const params = lowerParams(state, inner, fn);
    lowerFunctionBody(state, inner, fn);
    op = { kind: "closure", node: fn, out, params, body: inner.block, asValue: true };
  }
  state.attempts = outer;
  at.block.ops.push(op);
  return { variable: out };
}

/** What a function takes and gives besides its arguments and its result. */
function sharing(state: State, fn: AnyFunction): { taken: Shared; given: Shared } {
  const { takes, gives } = sharedBy(state.ctx, fn);
  const heap = givesHeap(state, fn);
  if (!state.givesHeap.has(fn)) state.givesHeap.set(fn, heap);
  return { taken: { bindings: takes, heap: state.writesObjects }, given: { bindings: gives, heap } };
}

const givesHeap = (state: State, fn: AnyFunction): boolean =>
  state.writesObjects && mayWriteObjects(state, fn.body as Node);

/** Whether lowering has shown that a function writes to objects, after it was taken for one that does not. */
export function mistookFunctions(state: State): boolean {
  return [...state.givesHeap].some(([fn, gave]) => gave !== givesHeap(state, fn));
}

/** A call of such a function by its name. */
export function lowerEnter(state: State, at: Cursor, launch: Launch, hint?: string): Operand {
  const { node } = launch;
  const fn = localFunction(launch, state.ctx);
  const binding = state.ctx.file.bindings.bindingOf(launch.callee);
  if (!fn || !binding) throw unsupported(state, node);
  if (node.arguments.some((argument) => argument.type === "SpreadElement")) throw unsupported(state, node);
  const { taken, given } = sharing(state, fn);
  const own = fn.params.length;
  const arguments_ = node.arguments as Expression[];
  const values = arguments_.map((argument) => lowerExpression(state, at, argument));
  const args = arguments_.map((argument, i) =>
    settle(state, at, argument, values[i] as Operand, arguments_.slice(i + 1)),
  );
  if (taken.bindings.length > 0 || taken.heap) {
    args.length = Math.min(args.length, own);
    while (args.length < own) args.push(UNDEFINED);
    for (const b of taken.bindings) {
      if (!at.env.values.has(b)) throw new Unsupported(node, PLT2006({ name: b.name }), "method");
    }
    args.push(...valuesOf(taken, at));
  }
  const site = state.site(launch);
  const variable = calleeVariable(state, at, binding);
  if (given.bindings.length === 0 && !given.heap)
    return define(state, at, node, { kind: "enter", site, fn: variable, args, outs: [] }, hint);
  // A handler has to see what the function had assigned when it failed.
  if (state.attempts.some((attempt) => attempt.bindings.some((b) => given.bindings.includes(b))))
    throw new Unsupported(node, PLT2006({ name: binding.name }), "try");
  const outs = [state.variable(hint), ...given.bindings.map((b) => state.variable(b.name))];
  if (given.heap) outs.push(state.variable(undefined));
  perform(state, at, node, { kind: "enter", site, fn: variable, args, outs });
  given.bindings.forEach((b, i) => assign(state, at, b, { variable: outs[i + 1] as Variable }));
  if (given.heap) wroteObjects(state, at, { variable: outs.at(-1) as Variable }, node);
  return { variable: outs[0] as Variable };
}

/** `(() => …)()`: the function's body in the place of the call. */
export function lowerImmediate(
  state: State,
  at: Cursor,
  node: CallExpression,
  fn: AnyFunction,
  hint?: string,
): Operand {
  if (fn.generator || (!isArrow(fn) && usesThis(fn)) || node.arguments.some((a) => a.type === "SpreadElement"))
    throw unsupported(state, node);
  const args = (node.arguments as Expression[]).map((argument) => lowerExpression(state, at, argument));
  return lowerInPlace(state, at, node, fn, hint, args);
}

/** The body of a function as a part of what is around it. Without `args`, its parameters have their values already. */
export function lowerInPlace(
  state: State,
  at: Cursor,
  node: CallExpression,
  fn: AnyFunction,
  hint?: string,
  args?: readonly Operand[],
): Operand {
  const inner: Cursor = { block: newBlock(), env: at.env.fork() };
  const body = fn.body as Node;
  const heap = mayWriteObjects(state, body) || state.withHeap.has(node);
  const shared: Shared = { bindings: changedIn(state, body, at.env), heap };
  const before = at.env.heap;
  if (args)
    fn.params.forEach((param, i) => {
      if (param.type === "RestElement" || param.type === "AssignmentPattern") throw unsupported(state, node);
      bindPattern(state, inner, param as Node, args[i] ?? UNDEFINED, parameterLike(param as Node, state.ctx));
    });
  const end = (last: Cursor, value: Operand | undefined): void => {
    if (!heap && !sameOperand(last.env.heap, before)) throw new NeedsHeap(node);
    last.block.result = { kind: "exit", exit: 0, values: [value ?? UNDEFINED, ...valuesOf(shared, last)] };
  };
  lowerFunctionBody(state, inner, fn, {
    ...RETURNS,
    fall: (last) => end(last, undefined),
    leave: (last, _, value) => end(last, value),
  });
  const outs = [state.variable(hint), ...shared.bindings.map((b) => state.variable(b.name))];
  if (heap) outs.push(state.variable(undefined));
  perform(state, at, node, { kind: "block", body: inner.block, outs });
  shared.bindings.forEach((b, i) => assign(state, at, b, { variable: outs[i + 1] as Variable }, "merged"));
  if (heap) wroteObjects(state, at, { variable: outs.at(-1) as Variable }, body);
  return { variable: outs[0] as Variable };
}

function calleeVariable(state: State, at: Cursor, binding: Binding): Variable {
  const value = at.env.values.get(binding);
  if (value && "variable" in value) return value.variable;
  throw new Unsupported(state.ctx.fn, PLT2006({ name: binding.name }), "method");
}

const isArrow = (fn: AnyFunction): boolean => fn.type === "ArrowFunctionExpression";

/** Whether a function means its own `this`. */
export function usesThis(fn: AnyFunction): boolean {
  let found = false;
  walk(fn.body as Node, (node) => {
    if (found || (isFunction(node) && !isArrow(node))) return false;
    if (node.type === "ThisExpression" || node.type === "Super") found = true;
    return !found;
  });
  return found;
}

/** The function behind `const f = () => …` where it is only called. */
export function calledOnlyFunction(state: State, init: Expression): AnyFunction | undefined {
  const inner = peel(init);
  return isFunction(inner) && isCalledOnly(inner, state.ctx) ? inner : undefined;
}
