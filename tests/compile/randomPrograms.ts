/** A slice of what `npm run fuzz` does at length. On a failure it prints the seed and a small version of the program. */
import { expect } from "vitest";
import { fuzz, shrinkFailure } from "./fuzz.js";

/** Programs of the suite, half of them with a type checker. */
const PROGRAMS = 2000;
/** Smaller than those of `npm run fuzz`. */
const SIZE = 0.3;
/** A machine that is slower than that runs fewer. */
const MOST_MS = 120_000;

export async function expectRandomPrograms({ types }: { types: boolean }): Promise<void> {
  const started = Date.now();
  const seeds = Array.from({ length: PROGRAMS / 2 }, (_, i) => i + (types ? 1 : PROGRAMS / 2 + 1));
  // Each in one order of completion, which is another one for the next.
  const tally = await fuzz(seeds, { types, orders: 1, size: SIZE, stop: () => Date.now() - started > MOST_MS });
  const [first] = tally.failures;
  if (first) {
    const small = await shrinkFailure(first, { types, orders: 1, size: SIZE });
    expect.fail(
      `${tally.failures.length} programs fail; seed ${first.seed}:\n${first.detail}\n--- made small:\n${small}`,
    );
  }
  // What is slower than its bound has a remark that says why.
  expect(tally.unexplained).toEqual([]);
  const refused = Object.values(tally.refused).reduce((sum, count) => sum + count, 0);
  expect(refused).toBeLessThan(tally.programs / 2);
  expect(tally.runs).toBeGreaterThan((tally.programs - refused) * (5 / 3));
  // Most programs must run to their end, and calls must overlap, or the comparison says little.
  expect(tally.throwing / tally.runs).toBeLessThan(0.5);
  expect(tally.time / tally.sequentialTime).toBeLessThan(0.9);
}
