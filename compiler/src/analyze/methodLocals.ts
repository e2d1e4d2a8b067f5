/** What is known of the local objects of one method. */
import type { AnyFunction } from "../syntax/walk.js";
import { loopsIn } from "./loops.js";
import type { FileAnalysis, MethodContext } from "./methodContext.js";
import { outsideOfTries } from "./outsideOfTries.js";
import { ownLocals } from "./privates.js";

export function methodLocals(
  fn: AnyFunction,
  analysis: FileAnalysis,
): Required<Pick<MethodContext, "own" | "privates" | "loops">> {
  const all = ownLocals({ ...analysis, fn });
  const privates = outsideOfTries(all, fn);
  // What is changed and is no value changes like an object that others hold.
  const own = new Map([...all].filter(([binding, { writes }]) => writes.length === 0 || privates.has(binding)));
  return { own, privates, loops: loopsIn(fn) };
}
