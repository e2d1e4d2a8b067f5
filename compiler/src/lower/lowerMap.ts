/**
 * `items.map((item) => …module calls…)`: one region per element, all started at once; each element of the
 * result is a value of its own, so that a map over a map is a pipeline.
 */
import type { CallExpression, Expression, Node } from "oxc-parser";
import { kindOf } from "../analyze/kinds.js";
import { containsLaunch } from "../analyze/launches.js";
import { isLenientMap } from "../analyze/structured.js";
import { mayWriteIn, type Operand, type Variable } from "../ir.js";
import { PLT2004 } from "../messages.generated.js";
import { isFunction, keyName, peel, type AnyFunction } from "../syntax/walk.js";
import { assignedIn } from "./captures.js";
import { lowerSettled } from "./lowerLaunch.js";
import { bindPattern } from "./lowerPattern.js";
import { lowerFunctionBody } from "./lowerStatement.js";
import { define, newBlock, Unsupported, type Cursor, type State } from "./state.js";

export type MapCallback = { fn: AnyFunction } | { module: Expression };

/** The callback of a `.map` that makes module calls. */
export function mapCallback(node: CallExpression, state: State): MapCallback | undefined {
  if (node.callee.type !== "MemberExpression" || node.optional || node.callee.optional) return undefined;
  if (keyName(node.callee.property, node.callee.computed) !== "map") return undefined;
  const first = node.arguments[0];
  if (!first || first.type === "SpreadElement") return undefined;
  const callback = peel(first);
  if (isFunction(callback)) {
    return containsLaunch(callback, state.ctx.launches) || isLenientMap(node, state.ctx) ? { fn: callback } : undefined;
  }
  return undefined;
}

/** The list of `Promise.all(list)`. */
export function promiseAllList(node: Expression, state: State): Expression | undefined {
  const call = peel(node);
  if (call.type !== "CallExpression" || call.arguments.length !== 1) return undefined;
  const { callee } = call;
  if (callee.type !== "MemberExpression" || callee.object.type !== "Identifier" || callee.object.name !== "Promise")
    return undefined;
  if (keyName(callee.property, callee.computed) !== "all" || state.ctx.file.bindings.bindingOf(callee.object))
    return undefined;
  const list = call.arguments[0];
  if (!list || list.type === "SpreadElement") return undefined;
  const inner = peel(list);
  if (inner.type === "CallExpression") return mapCallback(inner, state) ? list : undefined;
  if (inner.type !== "ArrayExpression") return undefined;
  // Elements must be module calls or plain values: other promises keep their own timing.
  const known = inner.elements.every(
    (e) =>
      e !== null &&
      e.type !== "SpreadElement" &&
      (state.ctx.launches.has(peel(e)) || kindOf(e, state.ctx).type === "string"),
  );
  return known ? list : undefined;
}

export function lowerMap(
  state: State,
  at: Cursor,
  node: CallExpression,
  callback: MapCallback,
  joined: boolean,
  hint?: string,
): Operand {
  if (!("fn" in callback) || node.callee.type !== "MemberExpression")
    throw sequential(node, "the callback is not written in place");
  const { fn } = callback;
  if (node.arguments.length > 1) throw sequential(node, "it has a `this` argument");
  if (fn.generator || (fn.async && !joined))
    throw sequential(node, "its callback returns promises that nothing joins here");
  if (assignedIn(state, fn).length > 0) throw sequential(node, "its callback assigns a variable of the method");
  if (fn.type !== "ArrowFunctionExpression" && usesThis(fn))
    throw sequential(node, "its callback has a `this` of its own");

  const items = lowerSettled(state, at, node.callee.object);
  const launchSite = state.site(mapSite(state, node));
  const cursor: Cursor = { block: newBlock(), env: at.env.fork() };
  const params = fn.params as Node[];
  if (params.length > 3 || params.some((p) => p.type === "RestElement" || p.type === "AssignmentPattern")) {
    throw sequential(node, "its callback takes unusual parameters");
  }
  const take = (param: Node | undefined, plain: boolean): Variable | undefined => {
    if (param === undefined) return undefined;
    const variable = state.variable(param.type === "Identifier" ? param.name : undefined, plain);
    bindPattern(state, cursor, param, { variable });
    return variable;
  };
  const item = take(params[0], false) ?? state.variable(undefined);
  const index = take(params[1], true);
  const list = take(params[2], false);
  lowerFunctionBody(state, cursor, fn);
  if (mayWriteIn(cursor.block)) throw sequential(node, "its callback may change objects");
  return define(state, at, node, { kind: "map", site: launchSite, items, item, index, list, body: cursor.block }, hint);
}

function sequential(node: Node, reason: string): Unsupported {
  return new Unsupported(node, PLT2004({ method: ".map", reason }));
}

function usesThis(fn: AnyFunction): boolean {
  return JSON.stringify(fn.body, (key, value) => (key === "parent" ? undefined : value)).includes('"ThisExpression"');
}

const sites = new WeakMap<CallExpression, Parameters<State["site"]>[0]>();

/** A map takes a number among the call sites of its method. */
function mapSite(_state: State, node: CallExpression): Parameters<State["site"]>[0] {
  let site = sites.get(node);
  if (!site) {
    site = {
      node,
      kind: "module",
      callee: node.callee,
      name: "map",
      certain: true,
      className: undefined,
      alias: undefined,
    };
    sites.set(node, site);
  }
  return site;
}
