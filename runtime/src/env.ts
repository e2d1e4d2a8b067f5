/**
 * The only door to clock, timers and random numbers. Everything in the runtime that needs one of
 * them takes an `Env`; tests pass a virtual one, so that a run repeats from its seed.
 */

/** A timer made by {@link Env.setTimer}; opaque to everyone but the environment that made it. */
export type Timer = { readonly cancel: () => void };

export interface Env {
  /** Monotonic time in milliseconds. Never goes back; its zero has no meaning. */
  now(): number;
  /** Wall-clock time in milliseconds since the Unix epoch, for labels and HTTP dates only. */
  wallNow(): number;
  /** Calls `callback` once after `delayMs` (any size; long delays do not overflow). */
  setTimer(callback: () => void, delayMs: number): Timer;
  /** Uniform in [0, 1). */
  random(): number;
  /** An environment variable, or undefined where the platform has none. */
  variable(name: string): string | undefined;
}

const MAX_DELAY_MS = 2 ** 31 - 1; // a longer setTimeout fires at once

export const realEnv: Env = {
  now: () => performance.now(),
  wallNow: () => Date.now(),
  setTimer(callback, delayMs) {
    const dueAt = performance.now() + delayMs;
    let handle: ReturnType<typeof setTimeout>;
    const arm = (): void => {
      const restMs = dueAt - performance.now();
      handle = restMs > MAX_DELAY_MS ? setTimeout(arm, MAX_DELAY_MS) : setTimeout(callback, restMs);
    };
    arm();
    return { cancel: () => clearTimeout(handle) };
  },
  random: () => Math.random(),
  variable: (name) => globalThis.process?.env?.[name],
};
