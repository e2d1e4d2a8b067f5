/**
 * The passes over a lowered method, in their order. Each keeps what the method means; two of them do what the user
 * has declared to be as good: `static deterministic` and `speculate`.
 */
import type { MethodIr } from "../ir.js";
import type { State } from "../lower/state.js";
import { forwardValues } from "./forwardValues.js";
import { mergeExits } from "./mergeExits.js";
import { plainLiterals } from "./plainLiterals.js";
import { removeDead } from "./removeDead.js";
import { shareCalls } from "./shareCalls.js";
import { speculate } from "./speculate.js";

export function transform(ir: MethodIr, state: State): void {
  mergeExits(ir, state);
  forwardValues(ir, state);
  removeDead(ir, state);
  // What only the second call needed is needed by nobody any more.
  if (shareCalls(ir, state)) removeDead(ir, state);
  speculate(ir, state);
  plainLiterals(ir, state);
}
