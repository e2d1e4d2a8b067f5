/**
 * Assignments to patterns. Local names get their values one after another, as soon as those are there; what a list
 * is written with goes straight to them.
 *
 *   [x, y] = [y, this.a(x)]   →  t = call this.a [x];  x', y' = y, t
 */
import type { Expression, Node } from "oxc-parser";
import { takesState } from "../analyze/patternState.js";
import type { Operand } from "../ir.js";
import type { Binding } from "../syntax/bindings.js";
import { membersIn, namesIn } from "../syntax/patternNames.js";
import { peel, walk } from "../syntax/walk.js";
import { UNDEFINED } from "./captures.js";
import { keyOf, localOf, named, privateOf, putAt } from "./lowerAssignment.js";
import { comesApart, destructure, type Bind, type Inside } from "./lowerDestructuring.js";
import { lowerExpression, mustSplit, unsupported } from "./lowerExpression.js";
import { iteratedInTurn } from "./iteratedInTurn.js";
import { lowerSettled } from "./lowerLaunch.js";
import { assignPattern } from "./lowerPattern.js";
import { ownPlace } from "./placeAt.js";
import { assign, define, type Cursor, type State } from "./state.js";

type Assignment = Extract<Expression, { type: "AssignmentExpression" }>;

/** Whether all that a pattern assigns are local names, and nothing in it changes what is taken apart. */
export function isLocalPattern(state: State, at: Cursor, pattern: Node): boolean {
  if (pattern.type !== "ArrayPattern" && pattern.type !== "ObjectPattern") return false;
  return comesApart(state, pattern) && namesIn(pattern).every((name) => localOf(state, name, at) !== undefined);
}

/** `[b[0], x] = [x, b[0]]`: each value goes straight to a local name or into an object of the method's own. */
export function isGivenOneByOne(state: State, at: Cursor, node: Assignment): boolean {
  const pattern = node.left;
  if (node.operator !== "=" || pattern.type !== "ArrayPattern" || !itemsOf(node.right)) return false;
  return pattern.elements.every((element) => {
    if (!element) return true;
    const target = peel(element as Expression);
    if (target.type === "MemberExpression") return privateOf(state, target) !== undefined;
    return comesApart(state, element) && namesIn(element).every((name) => localOf(state, name, at) !== undefined);
  });
}

export function lowerPatternAssignment(
  state: State,
  at: Cursor,
  node: Assignment,
  pattern: Node,
  discard: boolean,
): Operand {
  const given = isGivenOneByOne(state, at, node) ? itemsOf(node.right) : undefined;
  if (given && pattern.type === "ArrayPattern") {
    const values = given.map((item, i) => {
      const target = pattern.elements[i];
      if (target && peel(target as Expression).type === "MemberExpression") return lowerExpression(state, at, item);
      if (target?.type !== "Identifier") return lowerSettled(state, at, item);
      return named(state, at, lowerExpression(state, at, item, target.name), node, target.name);
    });
    const value = discard ? UNDEFINED : define(state, at, node.right, { kind: "array", elements: values, spread: [] });
    pattern.elements.forEach((target, i) => {
      if (!target) return;
      if (target.type !== "RestElement") return take(state, at, target, values[i] ?? UNDEFINED, "element");
      const rest = define(state, at, target, { kind: "array", elements: values.slice(i), spread: [] });
      return take(state, at, target.argument, rest, "element");
    });
    return value;
  }
  // Text changes a copy of what is a value.
  if (changesOwn(state, pattern)) throw unsupported(state, node);
  const elements = pattern.type === "ArrayPattern" ? iteratedInTurn(state, at, node.right) : undefined;
  const value = elements ?? lowerSettled(state, at, node.right);
  const inTurn = takesState(pattern, { of: node.right }, state.ctx);
  lowerAssignedPattern(state, at, pattern, value, inTurn);
  return value;
}

/** Gives the names and members in `pattern` their values. */
export function lowerAssignedPattern(state: State, at: Cursor, pattern: Node, value: Operand, inTurn = false): void {
  const local = localOf(state, pattern, at);
  if (local) {
    assign(state, at, local, value);
    return;
  }
  const isPart = "variable" in value && !value.variable.plain;
  if (!inTurn && (isPart || mustSplit(state, pattern)) && isLocalPattern(state, at, pattern)) {
    take(state, at, pattern, value);
    return;
  }
  if (mustSplit(state, pattern)) throw unsupported(state, pattern);
  let others = inTurn;
  walk(pattern, (node) => {
    if (node.type === "MemberExpression") others = true;
    return !others;
  });
  assignPattern(state, at, pattern, value, others);
}

/** Whether a pattern puts something into an object of the method's own. */
function changesOwn(state: State, pattern: Node): boolean {
  return membersIn(pattern).some(({ object }) => ownPlace(state, object));
}

function take(state: State, at: Cursor, target: Node, value: Operand, place?: Inside): void {
  const member = peel(target as Expression);
  const own = privateOf(state, member);
  if (own && member.type === "MemberExpression") return putAt(state, at, member, own, keyOf(state, at, member), value);
  const bind: Bind = (inner, name, part) => assign(state, inner, localOf(state, name, inner) as Binding, part);
  destructure(state, at, target, value, bind, place);
}

/** The elements of a list that is written down, one by one. */
function itemsOf(right: Expression): Expression[] | undefined {
  const list = peel(right);
  if (list.type !== "ArrayExpression") return undefined;
  const items = list.elements.filter((e): e is Expression => e !== null && e.type !== "SpreadElement");
  return items.length === list.elements.length ? items : undefined;
}
