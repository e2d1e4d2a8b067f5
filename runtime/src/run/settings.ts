/** The settings of `p.with(…)`, checked where they are given: a misspelt or unknown one is an error, never ignored. */
import type { Env } from "../env.js";
import { PlaitError } from "../errors.js";
import type { RunEvent } from "./types.js";

export interface RunSettings {
  /** Aborting it stops the run, or the whole batch or stream; the promise rejects with its reason once all has stopped. */
  signal?: AbortSignal | undefined;
  /** When a run must have ended: milliseconds from its start, or a point in time. Default: never. */
  deadline?: number | Date | undefined;
  /**
   * Most runs of one batch or stream at the same time, at least 1; Infinity for all at once. Default: four
   * times the calls that the endpoints admit at once, at most 10,000, and 256 where they have no limit.
   */
  maxConcurrent?: number | undefined;
  /** Calls of runs with a higher priority go first where endpoints are busy. Default 0. */
  priority?: number | undefined;
  /** Name of the run in idempotency keys and traces; in a batch or stream, item 3 of `nightly` is `nightly/3`. Default: random. */
  runId?: string | undefined;
  /** Told after each run that has ended: how many have, and of how many where that is known. */
  onProgress?: ((done: number, total: number | undefined) => void) | undefined;
  /** Told what happens in every run, in the order in which it happens. */
  onEvent?: ((event: RunEvent) => void) | undefined;
}

export interface StreamSettings extends RunSettings {
  /** Results in input order instead of the order in which runs end. Default false. */
  preserveOrder?: boolean | undefined;
}

type Check = [wanted: string, fits: (value: unknown) => boolean];

const isFunction = (value: unknown): boolean => typeof value === "function";

const CHECKS: Record<keyof StreamSettings, Check> = {
  signal: ["an AbortSignal", (value) => value instanceof AbortSignal],
  deadline: [
    "a number of milliseconds above 0, or a valid Date",
    (value) => (value instanceof Date ? !Number.isNaN(value.getTime()) : typeof value === "number" && value > 0),
  ],
  maxConcurrent: [
    "a whole number from 1, or Infinity",
    (value) => value === Number.POSITIVE_INFINITY || (Number.isSafeInteger(value) && (value as number) >= 1),
  ],
  priority: ["a finite number", Number.isFinite],
  runId: ["a text that is not empty", (value) => typeof value === "string" && value !== ""],
  onProgress: ["a function", isFunction],
  onEvent: ["a function", isFunction],
  preserveOrder: ["true or false", (value) => typeof value === "boolean"],
};

/**
 * `outer` with what `inner` sets. A setting that is undefined is not set.
 *
 * @throws PlaitError PLT1049 naming every setting that is unknown here or has a wrong value.
 */
export function mergeSettings<S extends StreamSettings>(
  outer: RunSettings,
  inner: S | undefined,
  where: "with" | "batch" | "stream",
): S {
  const merged: Record<string, unknown> = { ...outer };
  const problems: string[] = [];
  for (const [name, value] of Object.entries(inner ?? {})) {
    const check = Object.hasOwn(CHECKS, name) ? CHECKS[name as keyof StreamSettings] : undefined;
    if (!check) problems.push(`"${name}" is no setting; there are ${Object.keys(CHECKS).join(", ")}`);
    else if (name === "preserveOrder" && where !== "stream")
      problems.push(`"preserveOrder" is a setting of stream(); batch() always keeps the order`);
    else if (value === undefined) continue;
    else if (!check[1](value)) problems.push(`"${name}" must be ${check[0]}`);
    else merged[name] = value;
  }
  if (problems.length > 0) throw new PlaitError("PLT1049", `${where}(): ${problems.join("; ")}.`);
  return merged as S;
}

/** The deadline of a run that starts now, in `env.now()` milliseconds. */
export function deadlineAt(deadline: RunSettings["deadline"], env: Env): number | undefined {
  if (deadline === undefined) return undefined;
  return env.now() + (typeof deadline === "number" ? deadline : deadline.getTime() - env.wallNow());
}

const RUNS_PER_ADMITTED_CALL = 4;
const MOST_RUNS = 10_000;
const RUNS_WITHOUT_LIMIT = 256;

/** How many runs of a batch or stream live at once, where no setting says so. */
export function defaultConcurrency(admits: number): number {
  if (!Number.isFinite(admits)) return RUNS_WITHOUT_LIMIT;
  return Math.max(1, Math.min(MOST_RUNS, RUNS_PER_ADMITTED_CALL * admits));
}
