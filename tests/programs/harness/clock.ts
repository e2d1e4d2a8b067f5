/**
 * Where the time of a mock call comes from. The real clock makes the comparison with hand-written code honest;
 * the virtual one makes it exact: time goes on only when nothing else is left to do.
 */
import { performance } from "node:perf_hooks";

export interface Clock {
  now(): number;
  /** Resolves `ms` later, or rejects with the signal's reason. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** `setTimeout` counts whole milliseconds and may be 2 ms late; the rest of the time is waited for in short turns. */
const COARSE_MS = 3;

export const realClock: Clock = {
  now: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      const until = performance.now() + ms;
      let ended = false;
      const turn = (): void => {
        if (ended) return;
        if (performance.now() < until) {
          setImmediate(turn);
          return;
        }
        ended = true;
        resolve();
      };
      const timer = setTimeout(turn, Math.max(0, ms - COARSE_MS));
      onAbort(signal, (reason) => {
        if (ended) return;
        ended = true;
        clearTimeout(timer);
        reject(reason);
      });
    }),
};

interface Sleeper {
  at: number;
  wake: () => void;
}

/** Turns of the event loop without a new call after which everyone is taken to be asleep. */
const IDLE_TURNS = 4;
const STUCK_TURNS = 20_000;

export class VirtualClock implements Clock {
  #now = 0;
  #changes = 0;
  #sleepers: Sleeper[] = [];

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    this.#changes++;
    return new Promise((resolve, reject) => {
      const sleeper: Sleeper = { at: this.#now + ms, wake: resolve };
      this.#sleepers.push(sleeper);
      onAbort(signal, (reason) => {
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
        reject(reason);
      });
    });
  }

  /** What the promise settles with. */
  async run<T>(promise: Promise<T>): Promise<T> {
    let settled = false;
    const mark = (): void => void (settled = true);
    promise.then(mark, mark);
    let turns = 0;
    while (!settled) {
      if (turns++ > STUCK_TURNS) throw new Error("nothing is left to wait for, and the run has not ended");
      if (!(await this.#quiet()) || settled) continue;
      const next = this.#sleepers.reduce<Sleeper | undefined>((a, b) => (a && a.at <= b.at ? a : b), undefined);
      if (!next) continue;
      turns = 0;
      this.#sleepers = this.#sleepers.filter((other) => other !== next);
      this.#now = next.at;
      next.wake();
    }
    return promise;
  }

  /** False when a call was made meanwhile. */
  async #quiet(): Promise<boolean> {
    const before = this.#changes;
    for (let i = 0; i < IDLE_TURNS; i++) {
      await new Promise((resolve) => setImmediate(resolve));
      if (this.#changes !== before) return false;
    }
    return true;
  }
}

function onAbort(signal: AbortSignal | undefined, act: (reason: unknown) => void): void {
  if (signal?.aborted) act(signal.reason);
  else signal?.addEventListener("abort", () => act(signal.reason), { once: true });
}
