/**
 * A change of a list or object inside of one of the method's own, as a text of its own: it waits for that list alone.
 *
 *   state.inner.list.sort()   →  $1', value = on [$1 = state.inner.list] { $1 = $1.slice(); $1.sort() }
 */
import type { Expression, Node } from "oxc-parser";
import type { Effects } from "../analyze/foundEffects.js";
import { placeOf } from "../analyze/owned.js";
import type { Operand } from "../ir.js";
import type { Binding } from "../syntax/bindings.js";
import { peel } from "../syntax/walk.js";
import { copyOf, freeReferences, textOf, type Hole } from "./captures.js";
import { afterWrites, remarkPlace, wroteObjects } from "./order.js";
import { nameOf, replaceAt, valueAt } from "./placeAt.js";
import type { Cursor, State } from "./state.js";

export function lowerOwnChange(
  state: State,
  at: Cursor,
  node: Expression,
  holes: readonly Hole[],
  changed: readonly Binding[],
  effects: Effects,
  hint?: string,
): Operand | undefined {
  const object = changedObject(node);
  const [binding, another] = changed;
  const own = binding && state.ctx.privates.get(binding);
  const place = object && placeOf(object, (name) => state.ctx.privates.get(name)?.owned, state.ctx);
  if (!object || another || !own?.paths.has(node) || place?.binding !== binding || !place || place.path.length === 0)
    return undefined;
  // What else is there of it is read while it changes.
  if (freeReferences(state, node, [...holes, { node: object }]).some((r) => r.binding === binding)) return undefined;
  const part = state.variable(undefined, true);
  const value = valueAt(state, at, object, place);
  const text = textOf(state, at.env, node, [...holes, { node: object, value: { variable: part } }]);
  const inputs = [...text.inputs, { name: part.name, value }];
  const { effect, writes, reads } = effects;
  if (!effect && reads) inputs.push(...afterWrites(state, at.env, node));
  remarkPlace(state, effects, node);
  const result = `${state.scopeName}value`;
  const out = state.variable(hint);
  const after = state.variable(nameOf(place));
  at.block.ops.push({
    kind: "statements",
    node,
    out: undefined,
    inputs,
    code: [copyOf(part.name, place.owned), `const ${result} = (`, ...text.code, ");"],
    effect,
    writes,
    names: [result, part.name],
    outs: [out, after],
  });
  if (writes) wroteObjects(state, at, { variable: out }, node);
  replaceAt(state, at, node, place, { variable: after });
  return { variable: out };
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
