/** Runs of a program and of its twin, in virtual time for what must be exact and in real time for what is claimed. */
import { realClock, VirtualClock, type Clock } from "./clock.js";
import type { COMPILED, Form, LoadedCase } from "./load.js";
import { Model } from "./model.js";

export interface Observed {
  /** The value, or `{ error }` with the message of what was thrown. */
  outcome: unknown;
  /** Sorted. */
  calls: string[];
  totalMs: number;
  tookMs: number;
  inFlight: number;
}

/** One run in virtual time: exact, and independent of the machine. */
export async function runVirtually(one: LoadedCase, form: Form | "twin", input = 0, seed = 0): Promise<Observed> {
  const clock = new VirtualClock();
  return observe(one, form, input, seed, clock, (running) => clock.run(running));
}

/** One run that takes the time it takes. */
export async function runReally(one: LoadedCase, form: Form | "twin"): Promise<Observed> {
  return observe(one, form, 0, 0, realClock, (running) => running);
}

async function observe(
  one: LoadedCase,
  form: Form | "twin",
  input: number,
  seed: number,
  clock: Clock,
  wait: <T>(running: Promise<T>) => Promise<T>,
): Promise<Observed> {
  const model = new Model(clock, one.answers, seed);
  const run = one.start(form, model);
  // A run that changes its arguments must not change those of the next one.
  const args = structuredClone(one.inputs[input] as unknown[]);
  const started = clock.now();
  const running = run(...args).then(
    (value) => ({ value, args }),
    (error: unknown) => ({ error: error instanceof Error ? error.message : error, args }),
  );
  const outcome = await wait(running);
  const tookMs = clock.now() - started;
  return { outcome, calls: [...model.calls].sort(), totalMs: model.totalMs, tookMs, inFlight: model.inFlight };
}

/** The compiled program may take this many times as long as the code by hand. */
export const LIMIT = 1.02;

export interface Times {
  name: string;
  calls: number;
  sequentialMs: number;
  twinMs: number;
  compiledMs: number;
  ratio: number;
  rounds: number;
}

const MIN_ROUNDS = 3;
const MAX_ROUNDS = 8;
/** Beyond it, more rounds cannot help: no noise is that large. */
const HOPELESS = 1.25;

/**
 * Real times. Twin and compiled program run in turns, never at once, and who goes first changes. Of each the best
 * time counts, because noise only ever adds to it. Rounds end early once the ratio is within the limit: more of
 * them could only bring both times closer to their floor.
 */
async function measure(one: LoadedCase, form: (typeof COMPILED)[number]): Promise<Times> {
  // Once in no time, so that both are warm.
  await runVirtually(one, "twin");
  await runVirtually(one, form);
  const sequential = await runReally(one, "sequential");
  const best = { twin: Number.POSITIVE_INFINITY, compiled: Number.POSITIVE_INFINITY };
  let ratio = Number.POSITIVE_INFINITY;
  let rounds = 0;
  while (rounds < MAX_ROUNDS) {
    const order = rounds % 2 === 0 ? (["compiled", "twin"] as const) : (["twin", "compiled"] as const);
    for (const who of order) {
      const { tookMs } = await runReally(one, who === "twin" ? "twin" : form);
      best[who] = Math.min(best[who], tookMs);
    }
    rounds++;
    ratio = best.compiled / best.twin;
    if (rounds >= MIN_ROUNDS && ratio <= LIMIT) break;
    if (rounds >= 2 && ratio > HOPELESS) break;
  }
  const { name } = one;
  const calls = sequential.calls.length;
  return { name, calls, sequentialMs: sequential.tookMs, twinMs: best.twin, compiledMs: best.compiled, ratio, rounds };
}

/** Programs that are measured at once: each sleeps nearly all of its time, so that they hardly meet. */
const LANES = 5;

export async function measureAll(
  cases: readonly LoadedCase[],
  form: (typeof COMPILED)[number] = "loaded",
): Promise<Times[]> {
  const times: Times[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < cases.length) {
      const index = next++;
      times[index] = await measure(cases[index] as LoadedCase, form);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return times;
}

export function tableOf(times: readonly Times[]): string {
  const rows = times.map((t) => [
    t.name,
    String(t.calls),
    t.sequentialMs.toFixed(0),
    t.twinMs.toFixed(1),
    t.compiledMs.toFixed(1),
    `${t.ratio.toFixed(3)}${t.ratio > LIMIT ? " !" : "  "}`,
    `${(t.sequentialMs / t.compiledMs).toFixed(2)}×`,
    `${(t.sequentialMs / t.twinMs).toFixed(2)}×`,
  ]);
  const head = ["program", "calls", "one by one ms", "by hand ms", "compiled ms", "ratio  ", "speed-up", "by hand"];
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => (row[i] as string).length)));
  const line = (row: readonly string[]): string =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] as number) : cell.padStart(widths[i] as number))).join("  ");
  const close = times.filter((t) => t.ratio <= LIMIT).length;
  return [line(head), ...rows.map(line), `${close} of ${times.length} within ${LIMIT} × by hand`].join("\n");
}
