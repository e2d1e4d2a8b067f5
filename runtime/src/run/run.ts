/** One run of a module: what all its calls share. */
import { PlaitError } from "../errors.js";
import type { Module } from "../module/module.js";
import { Frame } from "./slot.js";
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
  /** Leaf calls started so far. */
  calls = 0;
  /** Why the whole run was cancelled, once it was. */
  cancelReason: { error: unknown } | undefined = undefined;
  /** What is run. */
  readonly module: Module;
  /** Modules by whether they may change what modules share; see sharedOrder.ts. */
  readonly writers = new Map<unknown, boolean>();
  /** The outermost frame. */
  readonly root = new Frame(undefined);

  constructor(module: Module, options: ExecuteOptions) {
    this.module = module;
    this.options = options;
    const { env, admits } = options.dispatch;
    this.id =
      options.runId ?? `${Math.floor(env.wallNow()).toString(36)}-${Math.floor(env.random() * 2 ** 48).toString(36)}`;
    this.graceMs = options.graceMs ?? DEFAULT_GRACE_MS;
    // Where nothing is admitted, nothing is asked for either: leaves of the user's own have no limit.
    const ahead = admits > 0 ? WINDOW_PER_ADMITTED * admits : WIDEST_WINDOW;
    this.window = Math.max(1, options.window ?? Math.min(WIDEST_WINDOW, ahead));
  }

  get env() {
    return this.options.dispatch.env;
  }

  /** What a call that is stopped is told. */
  get stopReason(): unknown {
    return this.cancelReason ? this.cancelReason.error : notWanted();
  }

  /** An observer that throws ends the run with what it threw. */
  emit(event: RunEvent): void {
    try {
      this.options.onEvent?.(event);
    } catch (error) {
      this.cancel(error);
    }
  }

  /** Stops everything and joins it; the run then rejects with `error`. */
  cancel(error: unknown): void {
    if (this.cancelReason) return;
    this.cancelReason = { error };
    this.root.cancel();
  }

  /**
   * The promise of a call that code as written makes when it has been stopped. It takes a turn of the event
   * loop to reject: a loop that tries again whatever fails must not keep everything else from running.
   */
  refuse(): Promise<never> {
    const refused = new Promise<never>((_, reject) => {
      this.env.setTimer(() => reject(this.stopReason), 1);
    });
    refused.catch(() => {});
    return refused;
  }
}
