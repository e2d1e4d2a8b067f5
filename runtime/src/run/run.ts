/** One run of a module: what all its calls share. */
import { PlaitError } from "../errors.js";
import type { Frame } from "./slot.js";
import type { ExecuteOptions } from "./execute.js";
import type { RunEvent } from "./types.js";

let runs = 0;

const DEFAULT_GRACE_MS = 1000;
const WIDEST_WINDOW = 10_000;
const WINDOW_PER_ADMITTED = 4;

/** The reason that a leaf's signal carries when its result is not wanted any more. */
export function notWanted(): PlaitError {
  return new PlaitError("PLT1021", "the call was aborted: its result is not wanted any more");
}

export class Run {
  readonly number = ++runs;
  readonly id: string;
  readonly options: ExecuteOptions;
  readonly graceMs: number;
  /** Most iterations of one map in flight. */
  readonly window: number;
  /** Why the whole run was cancelled, once it was. */
  cancelReason: { error: unknown } | undefined = undefined;

  constructor(options: ExecuteOptions) {
    this.options = options;
    const { env, admits } = options.dispatch;
    this.id = options.runId ?? `${Math.floor(env.wallNow()).toString(36)}-${Math.floor(env.random() * 2 ** 48).toString(36)}`;
    this.graceMs = options.graceMs ?? DEFAULT_GRACE_MS;
    this.window = options.window ?? Math.max(1, Math.min(WIDEST_WINDOW, WINDOW_PER_ADMITTED * admits));
  }

  get env() {
    return this.options.dispatch.env;
  }

  emit(event: RunEvent): void {
    this.options.onEvent?.(event);
  }

  /** Stops everything and joins it; the run then rejects with `error`. */
  cancel(root: Frame, error: unknown): void {
    if (this.cancelReason) return;
    this.cancelReason = { error };
    root.cancel();
  }
}
