/**
 * `Promise.all`, `allSettled`, `race` and `any` over module calls. Every module call is awaited in its place, so
 * that they are lists: of values, of outcomes, and the first that would have settled, which is the first.
 */
import type { CallExpression, Expression, Node } from "oxc-parser";
import { kindOf } from "../analyze/kinds.js";
import { isModuleCall } from "../analyze/namedCallback.js";
import type { Arm, Code, Operand } from "../ir.js";
import { isFunction, keyName, peel } from "../syntax/walk.js";
import { changedIn } from "./captures.js";
import { arrayCallback, lowerCallback, type ArrayCallback } from "./lowerCallback.js";
import { lowerExpression, unsupported } from "./lowerExpression.js";
import { needsAwait } from "./needsAwait.js";
import { lowerSettled } from "./lowerLaunch.js";
import { awaited } from "./order.js";
import { define, newBlock, perform, type Cursor, type State } from "./state.js";

const JOINS = new Set(["all", "allSettled", "race", "any"]);

/** The method and list of `Promise.all(list)`. */
export function promiseJoin(node: Expression, state: State): { method: string; list: Expression } | undefined {
  const call = peel(node);
  if (call.type !== "CallExpression" || call.arguments.length !== 1) return undefined;
  const { callee } = call;
  if (callee.type !== "MemberExpression" || callee.object.type !== "Identifier" || callee.object.name !== "Promise")
    return undefined;
  const method = keyName(callee.property, callee.computed);
  if (method === undefined || !JOINS.has(method) || state.ctx.file.bindings.bindingOf(callee.object)) return undefined;
  const list = call.arguments[0];
  return list && list.type !== "SpreadElement" ? { method, list } : undefined;
}

/** `awaited`: the promise is for nobody else. */
export function lowerPromise(
  state: State,
  at: Cursor,
  node: Expression,
  hint?: string,
  awaited = false,
): Operand | undefined {
  const join = promiseJoin(node, state);
  if (!join) return undefined;
  const list = peel(join.list);
  const isCallback =
    list.type === "CallExpression"
      ? (arrayCallback(list, state) ?? (awaited ? asyncCallback(list, state) : undefined))
      : undefined;
  const isList = list.type === "ArrayExpression" && elementsAreValues(state, list);
  if (join.method === "allSettled") {
    if (list.type === "CallExpression" && isCallback?.fn?.async)
      return lowerCallback(state, at, list, isCallback, "settled", hint);
    if (!isList) {
      if (needsAwait(state, node)) throw unsupported(state, node);
      return undefined;
    }
    const outcomes = (list.elements as Expression[]).map((element) => {
      if (changedIn(state, element, at.env).length > 0) throw unsupported(state, element);
      return settled(state, at, element, (body) => lowerExpression(state, body, element));
    });
    return define(state, at, node, { kind: "array", elements: outcomes, spread: [] }, hint);
  }
  const joins = join.method === "all";
  // Which of a promise and a call is the first hangs on how long the call has taken.
  if (!joins && !isList && list.type === "ArrayExpression" && needsAwait(state, list)) throw unsupported(state, node);
  const name = joins ? hint : undefined;
  const values =
    isCallback && list.type === "CallExpression"
      ? lowerCallback(state, at, list, isCallback, true, name)
      : isList
        ? define(
            state,
            at,
            list,
            { kind: "array", elements: lowerElements(state, at, list.elements), spread: [] },
            name,
          )
        : undefined;
  if (values === undefined || joins) return values;
  // Every call is awaited in its place, so that the first that settles is the first.
  return define(state, at, node, { kind: "get", value: values, key: "0" }, hint);
}

/** What is no module after all may give a promise, which is joined as well. */
function lowerElements(state: State, at: Cursor, elements: readonly (Node | null)[]): Operand[] {
  return (elements as readonly Expression[]).map((element) => {
    const value = lowerSettled(state, at, element);
    const launch = state.ctx.launches.get(peel(element));
    return launch && !launch.certain ? awaited(state, at, element, value, element) : value;
  });
}

/** Elements must be module calls or plain values: other promises keep their own timing. */
function elementsAreValues(state: State, list: Extract<Node, { type: "ArrayExpression" }>): boolean {
  return list.elements.every((element) => {
    if (element === null || element.type === "SpreadElement") return false;
    const inner = peel(element);
    if (state.ctx.launches.has(inner)) return true;
    if (isImmediateAsync(inner)) return false;
    const kind = kindOf(element, state.ctx).type;
    return kind === "string" || kind === "primitive";
  });
}

const isImmediateAsync = (node: Expression): boolean => node.type === "CallExpression" && isFunction(peel(node.callee));

/** `list.map(async …)` without module calls: its promises are for the one who joins them. */
function asyncCallback(list: CallExpression, state: State): ArrayCallback | undefined {
  const [first] = list.arguments;
  const { callee } = list;
  if (!first || callee.type !== "MemberExpression" || keyName(callee.property, callee.computed) !== "map")
    return undefined;
  const fn = peel(first as Expression);
  return isFunction(fn) && fn.async && !list.optional && !callee.optional && !isModuleCall(list, state.ctx.launches)
    ? { fn, callee: fn, method: "map" }
    : undefined;
}

/** `{ status: "fulfilled", value }`, or what it failed with. */
export function settled(state: State, at: Cursor, element: Node, valueOf: (body: Cursor) => Operand): Operand {
  const body: Cursor = { block: newBlock(), env: at.env.fork() };
  const value = valueOf(body);
  if (body.env.heap !== at.env.heap) throw unsupported(state, element);
  const member = (name: string, given: Operand): { key: Code; name: string; value: Operand } => ({
    key: [name],
    name,
    value: given,
  });
  const fulfilled = define(state, body, element, {
    kind: "object",
    members: [member("status", { code: ['"fulfilled"'] }), member("value", value)],
  });
  body.block.result = { kind: "exit", exit: 0, values: [fulfilled] };
  const inner: Cursor = { block: newBlock(), env: at.env.fork() };
  const error = state.variable(undefined);
  const rejected = define(state, inner, element, {
    kind: "object",
    members: [member("status", { code: ['"rejected"'] }), member("reason", { variable: error })],
  });
  inner.block.result = { kind: "exit", exit: 0, values: [rejected] };
  const before = state.variable(undefined);
  const record = state.variable(`${state.scopeName}try`, true);
  const handler: Arm = { params: [record, error, before], block: inner.block };
  const out = state.variable(undefined);
  perform(state, at, element, {
    kind: "try",
    values: [{ code: ["undefined"] }],
    record,
    body: body.block,
    handler,
    finalizer: undefined,
    outs: [out],
  });
  return { variable: out };
}
