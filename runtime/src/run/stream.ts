/**
 * `p.stream(inputs)`: results as runs end, or in input order. Nothing starts before the first result is asked
 * for, and a consumer that is slow slows the runs down: at most twice the concurrency is alive or waiting to
 * be taken. Breaking out of the loop aborts the rest and waits for it.
 */
import { Pool, sizeOf, type Source } from "./pool.js";
import { notWanted } from "./run.js";

export type StreamResult<I, O> =
  | { index: number; input: I; ok: true; output: O }
  | { index: number; input: I; ok: false; error: unknown };

export interface StreamOptions {
  limit: number;
  signal: AbortSignal | undefined;
  preserveOrder: boolean;
  onProgress: ((done: number, total: number | undefined) => void) | undefined;
  run(input: unknown, index: number, signal: AbortSignal): Promise<unknown>;
}

type Result = StreamResult<unknown, unknown>;
interface Waiter {
  resolve(step: IteratorResult<Result, undefined>): void;
  reject(error: unknown): void;
}

const AHEAD = 2;

export class ResultStream implements AsyncIterableIterator<Result, undefined> {
  readonly #pool: Pool<unknown>;
  readonly #order: boolean;
  /** Results that nobody has taken, by input index in the order in which they came. */
  readonly #ready = new Map<number, Result>();
  readonly #waiters: Waiter[] = [];
  #alive = 0;
  #taken = 0;
  #started = false;
  #ended = false; // the pool is done
  #closed = false; // the consumer has left, or has been told the end

  constructor(inputs: Source<unknown>, options: StreamOptions) {
    this.#order = options.preserveOrder;
    const total = sizeOf(inputs);
    let done = 0;
    this.#pool = new Pool({
      inputs,
      limit: options.limit,
      signal: options.signal,
      run: (input, index, signal) => {
        this.#alive++;
        return options.run(input, index, signal);
      },
      hasRoom: () => this.#alive + this.#ready.size < AHEAD * options.limit,
      settled: (index, input, outcome) => {
        this.#alive--;
        // A run that the signal stopped is no result: the stream itself ends with the reason.
        if (this.#closed || (!outcome.ok && options.signal?.aborted)) return;
        this.#ready.set(index, { index, input, ...outcome });
        this.#deliver();
        options.onProgress?.(++done, total);
      },
    });
  }

  next(): Promise<IteratorResult<Result, undefined>> {
    if (!this.#started && !this.#closed) {
      this.#started = true;
      void this.#pool.done.then(() => {
        this.#ended = true;
        this.#deliver();
      });
      this.#pool.start();
    }
    return new Promise((resolve, reject) => {
      this.#waiters.push({ resolve, reject });
      this.#deliver();
      this.#pump();
    });
  }

  /** Aborts what runs and waits until it has stopped. */
  async return(): Promise<IteratorReturnResult<undefined>> {
    const before = this.#pool.crash;
    this.#closed = true;
    this.#ready.clear();
    this.#deliver();
    if (this.#started) {
      this.#pool.stopAfter(-1, notWanted());
      await this.#pool.done;
      const { crash } = this.#pool;
      if (crash && crash !== before) throw crash.error; // the source failed to close
    }
    return { done: true, value: undefined };
  }

  async throw(error: unknown): Promise<never> {
    await this.return();
    throw error;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #pump(): void {
    if (this.#started && !this.#ended && !this.#closed) this.#pool.pump();
  }

  #take(): Result | undefined {
    const index: number | undefined = this.#order ? this.#taken : this.#ready.keys().next().value;
    const result = index === undefined ? undefined : this.#ready.get(index);
    if (!result) return undefined;
    this.#ready.delete(result.index);
    this.#taken++;
    return result;
  }

  /** Gives results to those who wait, and the end when there are no more. */
  #deliver(): void {
    while (this.#waiters.length > 0) {
      const result = this.#closed ? undefined : this.#take();
      if (!result && !this.#ended && !this.#closed) return;
      const waiter = this.#waiters.shift() as Waiter;
      if (result) waiter.resolve({ done: false, value: result });
      else if (!this.#closed && this.#pool.crash) {
        this.#closed = true;
        waiter.reject(this.#pool.crash.error);
      } else {
        this.#closed = true;
        waiter.resolve({ done: true, value: undefined });
      }
    }
  }
}
