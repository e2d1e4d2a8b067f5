/**
 * An `Env` whose time stands still until a test moves it, so that hours pass in milliseconds and a run
 * repeats from its seed. For tests only.
 */
import type { Env, Timer } from "../env.js";

interface VirtualTimer {
  readonly at: number;
  readonly order: number;
  readonly callback: () => void;
}

export interface VirtualEnvOptions {
  /** Seed of `random()`. Default: 1. */
  seed?: number;
  /** Environment variables. Default: none. */
  variables?: Readonly<Record<string, string>>;
  /** Wall-clock time at the start. Default: 2026-01-01 00:00 UTC. */
  wallStartMs?: number;
}

export class VirtualEnv implements Env {
  readonly #timers = new Set<VirtualTimer>();
  readonly #variables: Readonly<Record<string, string>>;
  #now = 0;
  #wall: number;
  #order = 0;
  #state: number;

  constructor({ seed = 1, variables = {}, wallStartMs = Date.UTC(2026, 0, 1) }: VirtualEnvOptions = {}) {
    this.#state = seed >>> 0;
    this.#variables = variables;
    this.#wall = wallStartMs;
  }

  now(): number {
    return this.#now;
  }

  wallNow(): number {
    return this.#wall + this.#now;
  }

  setTimer(callback: () => void, delayMs: number): Timer {
    const timer = { at: this.#now + Math.max(0, delayMs), order: this.#order++, callback };
    this.#timers.add(timer);
    return { cancel: () => void this.#timers.delete(timer) };
  }

  /** A Weyl sequence through an integer hash. */
  random(): number {
    this.#state = (this.#state + 0x9e3779b9) >>> 0;
    let x = this.#state;
    x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
    x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
    return ((x ^ (x >>> 15)) >>> 0) / 2 ** 32;
  }

  variable(name: string): string | undefined {
    return Object.hasOwn(this.#variables, name) ? this.#variables[name] : undefined;
  }

  /** Timers that are set and have not fired. A test of "nothing is left behind" expects 0. */
  get pendingTimers(): number {
    return this.#timers.size;
  }

  /** Moves the wall clock alone, as a user or a time server does. */
  stepWallClock(byMs: number): void {
    this.#wall += byMs;
  }

  /** Lets time pass: timers that come due fire in order, with everything that follows from each. */
  async advance(ms: number): Promise<void> {
    const until = this.#now + ms;
    await drainMicrotasks();
    for (;;) {
      const next = this.#next();
      if (!next || next.at > until) break;
      await this.#fire(next);
    }
    this.#now = until;
    await drainMicrotasks();
  }

  /** Fires timers until none is left. Fails after `maxTimers`, because something then re-arms for ever. */
  async runUntilIdle(maxTimers = 1_000_000): Promise<void> {
    await drainMicrotasks();
    for (let fired = 0; ; fired++) {
      const next = this.#next();
      if (!next) return;
      if (fired >= maxTimers) throw new Error(`still not idle after ${maxTimers} timers, at ${this.#now} ms`);
      await this.#fire(next);
    }
  }

  /**
   * Lets time pass until `work` settles, and returns its value. Gives real time to work that waits for
   * something outside (a module being loaded); fails when nothing happens any more.
   */
  async run<T>(work: Promise<T>): Promise<T> {
    let settled = false;
    const done = work.finally(() => (settled = true));
    done.catch(() => {});
    let idle = 0;
    await drainMicrotasks();
    while (!settled) {
      const next = this.#next();
      if (next) {
        idle = 0;
        await this.#fire(next);
      } else if (++idle > 2_000) throw new Error(`stuck at ${this.#now} ms: work is left, but no timer is set`);
      else await (idle < 50 ? drainMicrotasks() : new Promise((resolve) => setTimeout(resolve, 1)));
    }
    return done;
  }

  #next(): VirtualTimer | undefined {
    let next: VirtualTimer | undefined;
    for (const timer of this.#timers)
      if (!next || timer.at < next.at || (timer.at === next.at && timer.order < next.order)) next = timer;
    return next;
  }

  async #fire(timer: VirtualTimer): Promise<void> {
    this.#timers.delete(timer);
    this.#now = Math.max(this.#now, timer.at);
    timer.callback();
    await drainMicrotasks();
  }
}

/** Resolves when every microtask that is due, and every one that follows from it, has run. */
export function drainMicrotasks(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
