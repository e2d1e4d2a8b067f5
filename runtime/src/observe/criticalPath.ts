/**
 * How long a run had to take: the same program once more, in virtual time, each call taking exactly as long
 * as it was measured to take and giving what it gave. What comes out is the longest chain of dependent calls,
 * without network, queues or scheduling overhead.
 */
import type { Env } from "../env.js";
import type { Module } from "../module/module.js";
import { execute } from "../run/execute.js";
import type { RunEvent } from "../run/types.js";

interface Measured {
  durationMs: number;
  end: Extract<RunEvent, { type: "call-end" }>;
}

/** Turns that promises take to settle a chain; user code between calls may await, too. */
const TURNS = 64;

/**
 * @param events all events of one finished run of `module` with `args`.
 * @returns milliseconds. The program's own code between the calls runs again, with its effects.
 */
export async function criticalPathMs(
  module: Module,
  args: readonly unknown[],
  events: readonly RunEvent[],
): Promise<number> {
  const started = new Map<string, number>();
  const calls = new Map<string, Measured>();
  for (const event of events) {
    if (event.type === "call-start") started.set(event.slot, event.atMs);
    if (event.type === "call-end")
      calls.set(event.slot, { durationMs: event.atMs - (started.get(event.slot) ?? event.atMs), end: event });
  }

  let now = 0;
  const waiting: { atMs: number; wake: () => void }[] = [];
  const at = (atMs: number, wake: () => void): { atMs: number; wake: () => void } => {
    const entry = { atMs, wake };
    waiting.push(entry);
    waiting.sort((a, b) => a.atMs - b.atMs);
    return entry;
  };
  const env: Env = {
    now: () => now,
    wallNow: () => now,
    random: () => 0.5,
    variable: () => undefined,
    setTimer(callback, delayMs) {
      const entry = at(now + delayMs, callback);
      return { cancel: () => void waiting.splice(waiting.indexOf(entry) >>> 0, 1) };
    },
  };

  let over = false;
  const run = execute(module, args, {
    dispatch: {
      admits: Number.POSITIVE_INFINITY,
      env,
      complete: () => Promise.reject(new Error("a replay makes no calls")),
    },
    perform(call) {
      const measured = calls.get(call.slot);
      if (!measured) throw new Error(`the run that is replayed made no call ${call.slot}`);
      return new Promise((resolve, reject) => {
        at(now + measured.durationMs, () => {
          if (measured.end.outcome === "ok") resolve(measured.end.value);
          else reject(measured.end.error);
        });
      });
    },
  }).then(
    () => {},
    () => {},
  );
  void run.then(() => (over = true));
  while (!over) {
    for (let turn = 0; turn < TURNS; turn++) await undefined;
    if (over) break;
    const next = waiting.shift();
    if (!next) break;
    now = Math.max(now, next.atMs);
    next.wake();
  }
  return now;
}
