/**
 * Many runs from one source of inputs, with a bounded number alive: what batch and stream share. Inputs are
 * pulled only when there is room for their run. When the pool is done, no run is alive and the source is
 * closed.
 */
import { notWanted } from "./run.js";

export type Outcome = { ok: true; output: unknown } | { ok: false; error: unknown };
export type Source<I> = Iterable<I> | AsyncIterable<I>;

export interface PoolOptions<I> {
  inputs: Source<I>;
  /** Most runs alive. */
  limit: number;
  /** Aborts everything. */
  signal: AbortSignal | undefined;
  /** Starts the run of one input. */
  run(input: I, index: number, signal: AbortSignal): Promise<unknown>;
  /** Told of each run that has ended. What it throws ends the pool as `crash`. */
  settled(index: number, input: I, outcome: Outcome): void;
  /** False while the pool should start nothing new. */
  hasRoom?(): boolean;
}

/** The number of inputs, where the source knows it. */
export function sizeOf(inputs: Source<unknown>): number | undefined {
  if (Array.isArray(inputs)) return inputs.length;
  return inputs instanceof Set || inputs instanceof Map ? inputs.size : undefined;
}

export class Pool<I> {
  /** Resolves once nothing is alive and nothing more will start. Never rejects. */
  readonly done: Promise<void>;
  /** What ended the pool other than its runs: the source or `settled` threw, or the signal was aborted. */
  crash: { error: unknown } | undefined = undefined;
  readonly #options: PoolOptions<I>;
  readonly #live = new Map<number, AbortController>();
  #iterator: Iterator<I> | AsyncIterator<I> | undefined = undefined;
  readonly #isAsync: boolean;
  #next = 0;
  #pulling = false;
  #closing = false;
  #ended = false;
  #finish!: () => void;

  constructor(options: PoolOptions<I>) {
    this.#options = options;
    this.#isAsync = Symbol.asyncIterator in options.inputs;
    this.done = new Promise((resolve) => (this.#finish = resolve));
  }

  /** Begins to pull. Call it once. */
  start(): void {
    const { signal, inputs } = this.#options;
    if (signal?.aborted) this.#onAbort();
    else signal?.addEventListener("abort", this.#onAbort, { once: true });
    if (!this.#ended) {
      try {
        this.#iterator = Symbol.asyncIterator in inputs ? inputs[Symbol.asyncIterator]() : inputs[Symbol.iterator]();
      } catch (error) {
        this.#endWith(error);
      }
    }
    this.pump();
  }

  /** Starts what there is room for. */
  pump(): void {
    const { limit, hasRoom } = this.#options;
    while (!this.#ended && !this.#pulling && this.#live.size < limit && (hasRoom?.() ?? true)) {
      if (this.#isAsync) this.#pull();
      else {
        try {
          this.#accept((this.#iterator as Iterator<I>).next());
        } catch (error) {
          this.#endWith(error);
        }
      }
    }
    if (this.#ended && this.#live.size === 0 && !this.#closing) {
      this.#options.signal?.removeEventListener("abort", this.#onAbort);
      this.#finish();
    }
  }

  /** Pulls no more and aborts the runs after `index` in input order; those before go on. */
  stopAfter(index: number, reason: unknown = notWanted()): void {
    this.#close();
    for (const [i, controller] of this.#live) if (i > index) controller.abort(reason);
    this.pump();
  }

  readonly #onAbort = (): void => {
    const reason: unknown = this.#options.signal?.reason;
    this.crash ??= { error: reason };
    this.stopAfter(-1, reason);
  };

  #pull(): void {
    this.#pulling = true;
    const pulled = (step?: IteratorResult<I>, failure?: { error: unknown }): void => {
      this.#pulling = false;
      if (!this.#ended) {
        if (step) this.#accept(step);
        else this.#endWith(failure?.error);
      }
      this.pump();
    };
    try {
      Promise.resolve((this.#iterator as AsyncIterator<I>).next()).then(
        (step) => pulled(step),
        (error: unknown) => pulled(undefined, { error }),
      );
    } catch (error) {
      this.#pulling = false;
      this.#endWith(error);
    }
  }

  #accept(step: IteratorResult<I>): void {
    if (step.done) {
      this.#ended = true;
      return;
    }
    const input = step.value;
    const index = this.#next++;
    const controller = new AbortController();
    this.#live.set(index, controller);
    this.#options.run(input, index, controller.signal).then(
      (output) => this.#settle(index, input, { ok: true, output }),
      (error: unknown) => this.#settle(index, input, { ok: false, error }),
    );
  }

  #settle(index: number, input: I, outcome: Outcome): void {
    this.#live.delete(index);
    try {
      this.#options.settled(index, input, outcome);
    } catch (error) {
      this.crash ??= { error };
      this.stopAfter(-1, error);
    }
    this.pump();
  }

  /** The source failed: no more inputs, but the runs of those that it gave go on. */
  #endWith(error: unknown): void {
    this.#ended = true;
    this.crash ??= { error };
  }

  #close(): void {
    if (this.#ended) return;
    this.#ended = true;
    const iterator = this.#iterator;
    if (!iterator?.return) return;
    // A generator that is in the middle of making the next input runs `return` after that, maybe never: it is
    // told, but not waited for.
    const waitFor = !this.#pulling;
    if (waitFor) this.#closing = true;
    const closed = (): void => {
      if (!waitFor) return;
      this.#closing = false;
      this.pump();
    };
    const failed = (error: unknown): void => {
      if (waitFor) this.crash ??= { error };
      closed();
    };
    try {
      const result = iterator.return();
      if (this.#isAsync) Promise.resolve(result).then(closed, failed);
      else closed();
    } catch (error) {
      failed(error);
    }
  }
}
