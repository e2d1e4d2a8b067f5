/**
 * Expressions that read or move single parts of a value: each part is there in its own time.
 *
 *   found.length        $.get(found, "length")        waits for how many there are
 *   found.slice(1)      $.list("slice", found, [1])
 *   { ...found, n }     $.merge([found, { n }])
 */
import type { ArrowFunctionExpression, CallExpression, Expression, Node } from "oxc-parser";
import { kindOf } from "../analyze/kinds.js";
import {
  entriesOfMap,
  isPartial,
  isPartialMap,
  isPiece,
  methodOfMap,
  moverOf,
  objectCall,
} from "../analyze/structured.js";
import { simpleFunctionOf } from "../analyze/simpleFunction.js";
import { stable } from "../analyze/stable.js";
import { isSharedVariable } from "../analyze/unknownCalls.js";
import type { Operand } from "../ir.js";
import { keyName, peel } from "../syntax/walk.js";
import { changedIn, freeReferences, isPlain, mayWriteObjects, sameOperand, UNDEFINED } from "./captures.js";
import { lowerExpression } from "./lowerExpression.js";
import { iteratedInTurn } from "./iteratedInTurn.js";
import { lowerSettled } from "./lowerLaunch.js";
import { bindParam } from "./lowerMethod.js";
import { refuseMissing } from "./lowerMissing.js";
import { behindUnknown, behindWrites } from "./order.js";
import { define, type Cursor, type State } from "./state.js";

type Member = Extract<Expression, { type: "MemberExpression" }>;

/** The parts of a value, as they are after the last write to it. */
export function lowerParts(state: State, at: Cursor, expression: Expression): Operand {
  return afterLastWrite(state, at, expression, lowerExpression(state, at, expression));
}

/** The value of an expression, as its parts are after the last write to it. */
export function afterLastWrite(state: State, at: Cursor, expression: Expression, read: Operand): Operand {
  const { heap } = at.env;
  const value = isSharedVariable(peel(expression), state.ctx) ? behindUnknown(state, at, expression, read) : read;
  if (!heap || isPlain(value) || sameOperand(value, heap) || stable(expression, state.ctx)) return value;
  return behindWrites(state, at, expression, value, heap);
}

/** Undefined where `node` is no such expression. */
export function lowerPiece(state: State, at: Cursor, node: Expression, hint?: string): Operand | undefined {
  if (!isPiece(node, state.ctx)) return undefined;
  if (node.type === "MemberExpression") return lowerMember(state, at, node, hint);
  if (node.type === "CallExpression") return lowerCall(state, at, node, hint);
  const entries = entriesOfMap(node, state.ctx);
  if (!entries) return undefined;
  const value = iteratedInTurn(state, at, entries) ?? pairsOf(state, at, entries, lowerParts(state, at, entries));
  return define(state, at, node, { kind: "members", what: "map", value }, hint);
}

function lowerMember(state: State, at: Cursor, node: Member, hint?: string): Operand {
  return readMember(state, at, node, lowerParts(state, at, node.object), hint);
}

/** A member of `value`, which is that of the object in `node`. */
export function readMember(state: State, at: Cursor, node: Member, value: Operand, hint?: string): Operand {
  const name = keyName(node.property, node.computed);
  if (name !== undefined) return define(state, at, node, { kind: "get", value, key: name }, hint);
  const before = at.env.heap;
  const key = lowerExpression(state, at, node.property as Expression);
  return define(state, at, node, { kind: "at", value: since(state, at, node.object, value, before), key }, hint);
}

/** What a function computes, in the place where it is called. */
function lowerSimple(
  state: State,
  at: Cursor,
  node: CallExpression,
  fn: ArrowFunctionExpression,
  hint?: string,
): Operand | undefined {
  const used = [node.callee, fn].flatMap((part) => freeReferences(state, part));
  const isThere = used.every(({ binding }) => binding && at.env.values.has(binding));
  if (!isThere || mayWriteObjects(state, node) || changedIn(state, fn, at.env).length > 0) return undefined;
  const args = (node.arguments as Expression[]).map((argument) => lowerParts(state, at, argument));
  const inner: Cursor = { block: at.block, env: at.env.fork() };
  fn.params.forEach((param, i) => {
    const given = args[i];
    if (given || param.type !== "AssignmentPattern") bindParam(state, inner, param as Node, given ?? UNDEFINED);
    else bindParam(state, inner, param.left, lowerExpression(state, inner, param.right));
  });
  return lowerExpression(state, inner, fn.body as Expression, hint);
}

function lowerCall(state: State, at: Cursor, node: CallExpression, hint?: string): Operand | undefined {
  const simple = simpleFunctionOf(node, state.ctx);
  if (simple) return lowerSimple(state, at, node, simple, hint);
  const what = objectCall(node, state.ctx);
  if (what) {
    const values = (node.arguments as Expression[]).map(
      (argument) =>
        (what === "fromEntries" ? iteratedInTurn(state, at, argument) : undefined) ?? lowerParts(state, at, argument),
    );
    if (what === "assign") return define(state, at, node, { kind: "merge", parts: values }, hint);
    if (what === "from") return define(state, at, node, { kind: "array", elements: values, spread: [0] }, hint);
    return define(state, at, node, { kind: "members", what, value: values[0] as Operand }, hint);
  }
  const method = moverOf(node, state.ctx) ?? methodOfMap(node, state.ctx);
  if (method === undefined) return undefined;
  const { object } = node.callee as Member;
  // `flat` looks into the lists that are in the list.
  const value = method === "flat" ? lowerSettled(state, at, object) : lowerParts(state, at, object);
  const before = at.env.heap;
  refuseMissing(state, at, node.callee as Member, node.arguments, value);
  const args = node.arguments.map((argument) => constant(argument) ?? lowerParts(state, at, argument as Expression));
  const list = since(state, at, object, value, before);
  return define(state, at, node, { kind: "list", method, list, args }, hint);
}

/** `-1`, which needs no operation of its own. */
function constant(node: Node): Operand | undefined {
  const inner = node.type === "UnaryExpression" && node.operator === "-" ? node.argument : node;
  return inner.type === "Literal" ? { code: [node] } : undefined;
}

/** What is gone over: of a Map that may be there in part, its entries one by one. */
export function pairsOf(state: State, at: Cursor, expression: Expression, value: Operand): Operand {
  if (!isPartialMap(expression, state.ctx)) return value;
  return define(state, at, expression, { kind: "members", what: "pairs", value });
}

/** `list.entries()` where it is walked over at once: pairs of index and element; a Map gives its own. */
export function lowerEntries(state: State, at: Cursor, expression: Expression): Operand | undefined {
  const node = peel(expression);
  if (isPartialMap(node, state.ctx)) return pairsOf(state, at, node, lowerParts(state, at, node));
  if (node.type !== "CallExpression" || node.optional || node.arguments.length > 0) return undefined;
  const { callee } = node;
  if (callee.type !== "MemberExpression" || callee.optional || keyName(callee.property, callee.computed) !== "entries")
    return undefined;
  if (kindOf(callee.object, state.ctx).type !== "array" || !isPartial(callee.object, state.ctx)) return undefined;
  const list = lowerParts(state, at, callee.object);
  return define(state, at, node, { kind: "list", method: "entries", list, args: [] });
}

/** What has been evaluated before others is read after them: they may have changed it. */
function since(state: State, at: Cursor, node: Node, value: Operand, before: Operand | undefined): Operand {
  const { heap } = at.env;
  if (!heap || sameOperand(heap, before) || sameOperand(value, heap) || isPlain(value)) return value;
  return define(state, at, node, { kind: "behind", value, after: heap });
}
