/** What happens when an instance is called by hand: `this.child(x)` outside compiled code. */
import type { Module } from "../module/module.js";
import { callerOf } from "./composite.js";
import { whenSettled } from "./future.js";
import { Scope } from "./scope.js";
import { Frame } from "./slot.js";

/**
 * Called by every module instance. Inside an uncompiled `async forward` it runs the child and returns a
 * promise; anywhere else it throws.
 *
 * @throws PlaitError PLT1015 inside a sync-looking forward that was not compiled, PLT1016 outside a run.
 */
export function callModule(module: Module, args: readonly unknown[]): unknown {
  const caller = callerOf(module);
  const { run } = caller;
  if (caller.over) return new Promise(() => {}); // nobody waits for what it left behind
  if (caller.aborted) return run.refuse();
  return new Promise((resolve, reject) => {
    const frame = new Frame(undefined);
    caller.frames.add(frame);
    let value: unknown;
    frame.onSettled = ({ failed, error }) => {
      caller.frames.delete(frame);
      if (frame.cancelled) {
        if (!caller.over) reject(run.stopReason);
      } else if (failed) reject(error);
      else whenSettled(value, resolve);
    };
    value = new Scope(run, frame, caller.childPath(), [], caller.rank).call(0, module, args);
    frame.close();
  });
}
