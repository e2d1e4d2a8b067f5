/**
 * What a Map or Set of the method's own holds, where it is gone over. It is changed in place, and the texts that read
 * or change it are in a chain: what takes its elements apart from a text, maybe later, has to be in that chain, too.
 *
 *   if (this.fits(doc)) this.keep(...seen)   →   [$1, seen'] = on [seen] { $value = [...seen] }
 */
import type { Expression } from "oxc-parser";
import { effectsOf } from "../analyze/effects.js";
import type { Operand } from "../ir.js";
import { peel } from "../syntax/walk.js";
import { changedIn, textOf } from "./captures.js";
import { lowerChanging } from "./lowerChanging.js";
import { needsAwait } from "./needsAwait.js";
import type { Cursor, State } from "./state.js";

/** Its elements as a list of their own; undefined where an expression reads no such object, or a text reads it anyway. */
export function iteratedInTurn(state: State, at: Cursor, expression: Expression): Operand | undefined {
  const node = peel(expression);
  if (needsAwait(state, node)) return undefined;
  const changed = changedIn(state, node, at.env);
  if (!changed.some((binding) => state.ctx.privates.get(binding)?.kind === "chained")) return undefined;
  const effects = effectsOf(node, state.ctx, new Set());
  const { inputs, code } = textOf(state, at, node, []);
  const change = { node, changed, effects, hint: undefined, discard: false };
  return lowerChanging(state, at, change, { inputs, code: ["[...", ...code, "]"] });
}
