/**
 * Whether a function of another file reads members of modules that it is given and that something changes: its own
 * file may know nothing of these modules.
 *
 *     export const told = (m: { asked: number }) => `${m.asked} questions`;      told(this), and `this.asked += 1`
 */
import type { Expression } from "oxc-parser";
import { peel, type AnyFunction } from "../syntax/walk.js";
import { CallFacts } from "./callFacts.js";
import { immutable } from "./effects.js";
import { elementOf, kindOf } from "./kinds.js";
import type { FileAnalysis } from "./methodContext.js";
import { isChangedSomewhere } from "./moduleState.js";
import { reachedFrom } from "./reach.js";
import { touchesIn } from "./touched.js";

const known = new CallFacts<boolean>();

export function readsChanged(fn: AnyFunction, home: FileAnalysis, from: FileAnalysis): boolean {
  return known.find(fn, from, false, () =>
    reachedFrom([{ node: fn, home }], from)
      .flatMap(touchesIn)
      .some(
        ({ key, isChange }) =>
          !isChange && typeof key === "string" && key.startsWith(".") && isChangedSomewhere(key.slice(1), from),
      ),
  );
}

/** Whether there may be a module in a value. */
export function mayHoldModule(value: Expression, analysis: FileAnalysis): boolean {
  const inner = peel(value);
  if (immutable(inner, analysis)) return false;
  const kind = kindOf(inner, analysis);
  if (kind.type !== "array") return kind.type !== "function";
  const { type } = elementOf(kind);
  return type !== "string" && type !== "primitive";
}
