/** `p.batch(inputs)`: all results in input order, or the error of the first input that failed. */
import { Pool, sizeOf, type Source } from "./pool.js";

export interface BatchOptions {
  limit: number;
  signal: AbortSignal | undefined;
  onProgress: ((done: number, total: number | undefined) => void) | undefined;
  run(input: unknown, index: number, signal: AbortSignal): Promise<unknown>;
}

/**
 * When an input fails, those after it are aborted and those before it finish, because they may fail too and
 * come first; the promise rejects once nothing is running any more.
 */
export async function runBatch(inputs: Source<unknown>, options: BatchOptions): Promise<unknown[]> {
  const results: unknown[] = [];
  const total = sizeOf(inputs);
  let done = 0;
  let first: { index: number; error: unknown } | undefined;
  const pool = new Pool<unknown>({
    inputs,
    limit: options.limit,
    signal: options.signal,
    run: options.run,
    settled(index, _input, outcome) {
      if (outcome.ok) {
        results[index] = outcome.output;
        options.onProgress?.(++done, total);
      } else if (!first || index < first.index) {
        first = { index, error: outcome.error };
        pool.stopAfter(index);
      }
    },
  });
  pool.start();
  await pool.done;
  if (first) throw first.error;
  if (pool.crash) throw pool.crash.error;
  return results;
}
