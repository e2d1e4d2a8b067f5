/**
 * A change of a list or object inside of one of the method's own, as a text of its own: it waits for that list alone.
 *
 *   state.inner.list.sort()   →  $1', value = on [$1 = state.inner.list] { $1 = $1.slice(); $1.sort() }
 */
import type { Expression, Node } from "oxc-parser";
import type { Operand } from "../ir.js";
import { peel } from "../syntax/walk.js";
import { copyOf, freeReferences, textOf, type Hole } from "./captures.js";
import { addChange, type Change } from "./lowerChanging.js";
import { nameOf, ownPlace, replaceAt, valueAt } from "./placeAt.js";
import type { Cursor, State } from "./state.js";

export function lowerOwnChange(state: State, at: Cursor, change: Change, holes: readonly Hole[]): Operand | undefined {
  const { node, changed } = change;
  const object = changedObject(node);
  const [binding, another] = changed;
  const own = binding && state.ctx.privates.get(binding);
  const place = object && ownPlace(state, object);
  if (!object || another || !own?.paths.has(node) || place?.binding !== binding || !place || place.path.length === 0)
    return undefined;
  // What else is there of it is read while it changes.
  if (freeReferences(state, node, [...holes, { node: object }]).some((r) => r.binding === binding)) return undefined;
  const part = state.variable(undefined, true);
  const value = valueAt(state, at, object, place);
  const { inputs, code } = textOf(state, at, node, [...holes, { node: object, value: { variable: part } }]);
  const copies = [copyOf(part.name, place.owned)];
  const after = state.variable(nameOf(place));
  const text = { inputs: [...inputs, { name: part.name, value }], copies, code };
  const result = addChange(state, at, change, text, [part.name], [after]);
  replaceAt(state, at, node, place, { variable: after });
  return result;
}

/** What a method call or a `delete` is done to. */
function changedObject(node: Expression): Node | undefined {
  const target =
    node.type === "CallExpression"
      ? peel(node.callee)
      : node.type === "UnaryExpression" && node.operator === "delete"
        ? peel(node.argument)
        : undefined;
  return target?.type === "MemberExpression" ? target.object : undefined;
}
