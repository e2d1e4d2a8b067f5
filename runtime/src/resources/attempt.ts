/**
 * One attempt at a request: with a time limit, and with an end that does not depend on the client's good
 * manners. Cancelling signals the client at once and gives it a short time to stop, so that normally
 * nothing is left running when the attempt ends.
 */
import type { Env, Timer } from "../env.js";
import { ProviderError, type LLMClient, type LLMRequest, type LLMResponse } from "../providers/types.js";

/** How long a cancelled client may take to stop before the attempt ends without it. */
export const GRACE_MS = 1_000;

export interface Attempt {
  /** Rejects with the reason of `cancel`, once the client has stopped or its grace time is over. */
  readonly done: Promise<LLMResponse>;
  cancel(reason: unknown): void;
}

export function startAttempt(
  env: Env,
  open: () => Promise<LLMClient>,
  request: LLMRequest,
  timeoutMs: number,
): Attempt {
  const controller = new AbortController();
  const { signal } = controller;
  let stopped: { reason: unknown } | undefined;
  let settled = false;
  let grace: Timer | undefined;
  let resolve!: (response: LLMResponse) => void;
  let reject!: (reason: unknown) => void;
  const done = new Promise<LLMResponse>((onValue, onError) => {
    resolve = onValue;
    reject = onError;
  });

  const settle = (end: () => void): void => {
    if (settled) return;
    settled = true;
    limit.cancel();
    grace?.cancel();
    end();
  };
  const cancel = (reason: unknown): void => {
    if (stopped || settled) return;
    stopped = { reason };
    limit.cancel();
    grace = env.setTimer(() => settle(() => reject(reason)), GRACE_MS);
    controller.abort(reason);
  };
  const limit = env.setTimer(() => cancel(timeoutError(timeoutMs)), timeoutMs);

  const ask = async (): Promise<LLMResponse> => {
    const client = await open();
    signal.throwIfAborted();
    return checked(await client.complete(request, { signal }));
  };
  ask().then(
    (response) => settle(() => (stopped ? reject(stopped.reason) : resolve(response))),
    (error: unknown) => settle(() => reject(stopped ? stopped.reason : error)),
  );
  return { done, cancel };
}

function timeoutError(timeoutMs: number): ProviderError {
  return new ProviderError(`no answer within ${timeoutMs} ms (timeoutMs)`, { retryable: true });
}

/** A client that someone wrote may return anything. */
function checked(response: LLMResponse): LLMResponse {
  const { text, usage } = (response ?? {}) as Partial<LLMResponse>;
  const problem =
    typeof text !== "string"
      ? "no text"
      : typeof usage?.inputTokens !== "number" || typeof usage.outputTokens !== "number"
        ? "no usage: { inputTokens, outputTokens, cachedTokens }"
        : undefined;
  if (problem === undefined) return response;
  throw new ProviderError(`the client's complete() returned a response with ${problem}`, { retryable: false });
}
