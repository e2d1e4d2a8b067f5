/**
 * Changes of a list that nobody else holds, by methods that move its elements and look at none: each gives another
 * list, in which every element is there in its own time.
 *
 *   out.push(this.a(q))           →  t = call this.a [q];  out' = push out [t]
 *   out.unshift(this.a(q))        →  t = call this.a [q];  out' = concat [t] [out]
 *   const next = queue.shift();   →  next = get queue 0;  queue' = slice queue [1]
 */
import type { CallExpression, Node } from "oxc-parser";
import type { Place } from "../analyze/owned.js";
import { isPartial } from "../analyze/structured.js";
import type { Operand } from "../ir.js";
import { keyName } from "../syntax/walk.js";
import { privateOf } from "./lowerAssignment.js";
import { lowerItems } from "./lowerExpression.js";
import { nameOf, replaceAt, valueAt } from "./placeAt.js";
import { define, type Cursor, type State } from "./state.js";

type Method = "push" | "unshift" | "pop" | "shift";

const isMethod = (name: string | undefined): name is Method => /^(?:push|pop|(?:un)?shift)$/.test(name ?? "");

/** The list that a call changes so, and the method. */
export function listChangeOf(state: State, node: CallExpression): { place: Place; method: Method } | undefined {
  const { callee } = node;
  if (callee.type !== "MemberExpression" || node.optional || callee.optional) return undefined;
  const method = keyName(callee.property, callee.computed);
  if (!isMethod(method)) return undefined;
  const place = privateOf(state, callee);
  if (place?.kind !== "list") return undefined;
  if (method === "push") return { place, method };
  // What is moved are the elements.
  if (place.owned.more) return undefined;
  const isMoved = method === "unshift" ? !node.arguments.some(isSpread) : node.arguments.length === 0;
  return isMoved && isPartial(callee.object, state.ctx) ? { place, method } : undefined;
}

const isSpread = ({ type }: Node): boolean => type === "SpreadElement";

export function lowerListChange(
  state: State,
  at: Cursor,
  node: CallExpression,
  hint?: string,
  discard = false,
): Operand {
  const { place, method } = listChangeOf(state, node) as { place: Place; method: Method };
  const items = lowerItems(state, at, node.arguments);
  const list = valueAt(state, at, node, place);
  const name = nameOf(place);
  const part = (from: number, to?: number): Operand =>
    define(state, at, node, { kind: "list", method: "slice", list, args: numbers(from, to) }, name);
  const become = (value: Operand): Operand => {
    replaceAt(state, at, node, place, value);
    return value;
  };
  const length = (of: Operand): Operand =>
    discard ? of : define(state, at, node, { kind: "get", value: of, key: "length" }, hint);
  switch (method) {
    case "push": {
      const { elements: values, spread } = items;
      return length(become(define(state, at, node, { kind: "push", list, values, spread }, name)));
    }
    case "unshift": {
      const front = define(state, at, node, { kind: "array", ...items });
      return length(
        become(define(state, at, node, { kind: "list", method: "concat", list: front, args: [list] }, name)),
      );
    }
    case "shift": {
      const first = discard ? list : define(state, at, node, { kind: "get", value: list, key: "0" }, hint);
      become(part(1));
      return first;
    }
    case "pop": {
      const end = (): Operand => define(state, at, node, { kind: "list", method: "at", list, args: numbers(-1) }, hint);
      const last = discard ? list : end();
      become(part(0, -1));
      return last;
    }
  }
}

const numbers = (...values: (number | undefined)[]): Operand[] =>
  values.flatMap((value) => (value === undefined ? [] : [{ code: [String(value)] }]));
