/**
 * What a round of a loop or callback is about, taken apart in its turn: an earlier round may have changed it.
 *
 *     for (const { n } of rows) { other.n = this.ask(n) }      other may be the next row
 */
import type { Expression, Node } from "oxc-parser";
import { libraryTypeOf } from "../analyze/libraryTypes.js";
import { untouchable } from "../analyze/stable.js";
import type { Operand } from "../ir.js";
import { keyName, peel } from "../syntax/walk.js";
import { behindWrites } from "./order.js";
import type { Cursor, State } from "./state.js";

/** `list`: what it is an element of; `writes`: the rounds may change objects. */
export function elementInTurn(
  state: State,
  at: Cursor,
  pattern: Node,
  item: Operand,
  list: Expression | undefined,
  writes: boolean,
): Operand {
  const { heap } = at.env;
  if (!writes || !heap || pattern.type === "Identifier") return item;
  if (list && (untouchable(list, state.ctx) || hasFreshElements(state, pattern, list))) return item;
  return behindWrites(state, at, pattern, item, heap);
}

/** Whether a pattern only looks at elements that nobody else holds: `for (const [key, value] of Object.entries(o))`. */
function hasFreshElements({ ctx }: State, pattern: Node, list: Expression): boolean {
  const parts =
    pattern.type === "ArrayPattern"
      ? pattern.elements
      : pattern.type === "ObjectPattern"
        ? pattern.properties.map((p) => (p.type === "Property" ? p.value : p.argument))
        : [];
  if (!parts.every((part) => part === null || part.type === "Identifier")) return false;
  const inner = peel(list);
  if (inner.type === "ArrayExpression")
    return inner.elements.every((e) => e?.type === "ArrayExpression" || e?.type === "ObjectExpression");
  if (pattern.type !== "ArrayPattern") return false;
  if (libraryTypeOf(inner, ctx) === "Map") return true;
  const callee = inner.type === "CallExpression" ? peel(inner.callee) : undefined;
  if (callee?.type !== "MemberExpression" || keyName(callee.property, callee.computed) !== "entries") return false;
  const object = peel(callee.object);
  if (object.type === "Identifier" && object.name === "Object" && !ctx.file.bindings.bindingOf(object)) return true;
  const type = libraryTypeOf(object, ctx);
  return type === "Array" || type === "Map";
}
