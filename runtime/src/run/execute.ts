/** Runs a module to its end: opens the root scope, joins everything, returns the value or throws the first error in program order. */
import type { Module } from "../module/module.js";
import type { Dispatch, RunEvent } from "./types.js";

export interface ExecuteOptions {
  dispatch: Dispatch;
  signal?: AbortSignal | undefined;
  /** Monotonic time, as `env.now()`, after which the run rejects with a DeadlineError. */
  deadline?: number | undefined;
  /** How long an aborted leaf may take to settle before it is detached and reported. Default 1000. */
  graceMs?: number | undefined;
  /** Most iterations of one map in flight. Default: 4 × what the endpoints admit. */
  window?: number | undefined;
  priority?: number | undefined;
  runId?: string | undefined;
  onEvent?: ((event: RunEvent) => void) | undefined;
}

export declare function execute(
  module: Module,
  args: readonly unknown[],
  options: ExecuteOptions,
): Promise<unknown>;
