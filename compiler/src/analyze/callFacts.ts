/**
 * What is found out about functions from the module calls of a file. It holds for the calls that are known when it is
 * asked for: more of them may come while the file is analysed, and then it is found out again.
 */
import { Kept } from "../syntax/kept.js";
import type { AnyFunction } from "../syntax/walk.js";
import type { FileAnalysis } from "./methodContext.js";

export class CallFacts<T> {
  readonly #kept = new Kept<FileAnalysis["launches"], { size: number; of: Map<AnyFunction, T> }>();

  /** `inCycle`: what is assumed of a function that is asked for while it is being looked at. */
  find(fn: AnyFunction, analysis: FileAnalysis, inCycle: T, look: () => T): T {
    const facts = this.#of(analysis);
    const known = facts.get(fn);
    if (known !== undefined) return known;
    facts.set(fn, inCycle);
    const found = look();
    facts.set(fn, found);
    return found;
  }

  #of({ launches }: FileAnalysis): Map<AnyFunction, T> {
    let found = this.#kept.get(launches);
    if (found?.size !== launches.size) this.#kept.set(launches, (found = { size: launches.size, of: new Map() }));
    return found.of;
  }
}
