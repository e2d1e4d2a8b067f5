/** Runs a module to its end: opens the root scope, joins everything, returns the value or throws the first error in program order. */
import { PlaitError } from "../errors.js";
import type { Module } from "../module/module.js";
import type { CurrentCall } from "./callContext.js";
import { whenSettled } from "./future.js";
import { findCompiled } from "./protocol.js";
import { Run } from "./run.js";
import { Scope } from "./scope.js";
import type { Dispatch, RunEvent } from "./types.js";

export interface ExecuteOptions {
  dispatch: Dispatch;
  signal?: AbortSignal | undefined;
  /** Monotonic time, as `env.now()`, after which the run rejects with PLT1021. */
  deadline?: number | undefined;
  /** How long an aborted leaf may take to settle before it is detached and reported. Default 1000. */
  graceMs?: number | undefined;
  /** Most iterations of one map in flight. Default: 4 × what the endpoints admit, at most 10,000. */
  window?: number | undefined;
  priority?: number | undefined;
  runId?: string | undefined;
  onEvent?: ((event: RunEvent) => void) | undefined;
  /** Stands around every leaf call: `invoke` runs its forward. A replay returns what it recorded instead. */
  perform?: ((call: CurrentCall, invoke: () => unknown) => unknown) | undefined;
}

/** Resolves to what `module.forward(...args)` returns; nothing it started is left when the promise settles. */
export async function execute(module: Module, args: readonly unknown[], options: ExecuteOptions): Promise<unknown> {
  const { signal, deadline } = options;
  signal?.throwIfAborted();
  const run = new Run(module, options);
  const { root } = run;
  const late = (): PlaitError =>
    new PlaitError("PLT1021", `${module.constructor.name}: the deadline of the run has passed`);
  if (deadline !== undefined && deadline <= run.env.now()) throw late();
  const onAbort = (): void => run.cancel(signal?.reason);
  signal?.addEventListener("abort", onAbort, { once: true });
  const timer =
    deadline === undefined ? undefined : run.env.setTimer(() => run.cancel(late()), deadline - run.env.now());

  run.emit({ type: "run-start", run: run.number, atMs: run.env.now(), module: module.constructor.name });
  const ended = await new Promise<{ value: unknown } | { error: unknown }>((resolve) => {
    let result: unknown;
    root.onSettled = ({ failed, error }) => {
      signal?.removeEventListener("abort", onAbort);
      timer?.cancel();
      if (run.cancelReason) resolve(run.cancelReason);
      else if (failed) resolve({ error });
      else whenSettled(result, (value) => resolve({ value }));
    };
    const found = findCompiled(module, "forward");
    const scope = new Scope(run, root, "", found?.sites ?? [], 0);
    if (found && !root.dead) {
      try {
        result = scope.returned(found.method.apply(module, [scope, ...args]));
      } catch (error) {
        if (!root.dead) root.add().fail(error);
      }
    } else result = scope.call(0, module, args);
    root.close();
  });
  const about = { type: "run-end", run: run.number, atMs: run.env.now() } as const;
  run.emit("error" in ended ? { ...about, outcome: "error", error: ended.error } : { ...about, outcome: "ok" });
  if (run.cancelReason) throw run.cancelReason.error; // by now also what the observer of that threw
  if ("error" in ended) throw ended.error;
  return ended.value;
}
