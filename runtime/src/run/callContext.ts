/**
 * The call that is running right now: a plain variable, set while a leaf's `forward` runs up to its first
 * `await`. No AsyncLocalStorage on this path.
 */
import { PlaitError } from "../errors.js";
import type { Module } from "../module/module.js";
import type { Call } from "./call.js";
import type { CallContext, Dispatch } from "./types.js";

/** What a leaf of plait itself needs beyond the public context. */
export interface CurrentCall extends CallContext {
  readonly module: Module;
  readonly rank: number;
  readonly runNumber: number;
  readonly priority: number;
  readonly dispatch: Dispatch;
}

let current: Call | undefined;

/** Runs `body` with `call` as the current call. */
export function withCall<T>(call: Call, body: () => T): T {
  const outer = current;
  current = call;
  try {
    return body();
  } finally {
    current = outer;
  }
}

export function peekCall(): Call | undefined {
  return current;
}

/** @throws PlaitError PLT1016 outside a call, or after the first `await` of one. */
export function currentCall(): CurrentCall {
  if (current) return current;
  throw new PlaitError(
    "PLT1016",
    "no module call is running here. Read callContext() at the start of forward(), before its first await; to run a module, bind it to endpoints and call what bind() returns.",
  );
}

/**
 * Signal, deadline, slot and idempotency key of the module call that is running. Valid at the start of a
 * leaf's `forward`, before its first `await`; keep the result for later.
 *
 * @throws PlaitError PLT1016 anywhere else.
 */
export function callContext(): CallContext {
  return currentCall();
}
