/**
 * An expression that assigns variables on its way, or changes objects of the method's own: what they are from then
 * on comes out of its text, with its value where somebody uses that.
 *
 *   t = total(n++, rows.sort())   →   [t, n', rows'] = { rows = rows.slice(); const $value = (total(n++, rows.sort())); }
 */
import type { Expression } from "oxc-parser";
import type { Effects } from "../analyze/foundEffects.js";
import type { Code, Input, Operand, Variable } from "../ir.js";
import type { Binding } from "../syntax/bindings.js";
import { sourceText } from "../syntax/file.js";
import { copiesOf, isSeenInTry, UNDEFINED } from "./captures.js";
import { unsupported } from "./lowerExpression.js";
import { afterWrites, remarkPlace, wroteObjects } from "./order.js";
import { assign, type Cursor, type State } from "./state.js";

export interface Change {
  node: Expression;
  changed: readonly Binding[];
  effects: Effects;
  hint: string | undefined;
  /** Nobody uses the value. */
  discard: boolean;
}

/** A text, with what it begins with. */
export interface ChangingText {
  inputs: Input[];
  copies: Code;
  code: Code;
}

export function lowerChanging(
  state: State,
  at: Cursor,
  change: Change,
  { inputs, code }: { inputs: Input[]; code: Code },
): Operand {
  const { node, changed } = change;
  if (isSeenInTry(state, changed) && mayThrowLate(state, node, changed)) throw unsupported(state, node, "try");
  const outs = changed.map((binding) => state.variable(binding.name));
  const names = changed.map((binding) => binding.name);
  const value = addChange(state, at, change, { inputs, copies: copiesOf(state, changed, node), code }, names, outs);
  changed.forEach((binding, i) => assign(state, at, binding, { variable: outs[i] as Variable }));
  return value;
}

/** Adds the text as an operation; what `names` are then comes out as `changedOuts`. */
export function addChange(
  state: State,
  at: Cursor,
  { node, effects, hint, discard }: Change,
  { inputs, copies, code }: ChangingText,
  changedNames: readonly string[],
  changedOuts: readonly Variable[],
): Operand {
  const { effect, writes, reads } = effects;
  const value = discard ? undefined : state.variable(hint);
  const result = `${state.scopeName}value`;
  if (!effect && reads) inputs.push(...afterWrites(state, at, node));
  remarkPlace(state, effects, node);
  const statement: Code = discard && isStatement(state, node) ? [...code, ";"] : ["(", ...code, ");"];
  const outs = [...(value ? [value] : []), ...changedOuts];
  at.block.ops.push({
    kind: "statements",
    node,
    out: undefined,
    inputs,
    code: [...copies, ...(value ? [`const ${result} = `] : []), ...statement],
    effect,
    writes,
    names: [...(value ? [result] : []), ...changedNames],
    outs,
  });
  if (writes) wroteObjects(state, at, { variable: outs[0] as Variable }, node);
  return value ? { variable: value } : UNDEFINED;
}

/** Whether something may throw after a variable was assigned or a list of the method's own was changed. */
function mayThrowLate({ ctx }: State, node: Expression, [binding, another]: readonly Binding[]): boolean {
  if (node.type === "AssignmentExpression" || node.type === "UpdateExpression") return false;
  // What a list is told to do to itself is done as a whole or not at all; what it is given has been evaluated by then.
  const own = binding && !another ? ctx.privates.get(binding) : undefined;
  const inside = own?.writes.filter((write) => write.start >= node.start && write.end <= node.end);
  return inside?.length !== 1 || inside[0] !== node;
}

/** Whether the text is a statement as it is, without parentheses. */
function isStatement(state: State, node: Expression): boolean {
  return /^(?!(?:async|class|function|let)\b)[\p{ID_Start}$_]/u.test(sourceText(state.ctx.file, node));
}
