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
  const own = ownLocals({ ...analysis, fn });
  return { own, privates: outsideOfTries(own, fn), loops: loopsIn(fn) };
}
