/** The simulated model in this process: latency and faults by `Env` timers, no network and no key. */
import type { Env } from "../env.js";
import { Behaviour, piecesOf, retryAfterOf, type Fate } from "../simulate/behaviour.js";
import { simulateResponse } from "../simulate/model.js";
import type { SimulatedFault, SimulateOptions } from "../simulate/options.js";
import { ProviderError, type LLMChunk, type LLMClient, type LLMRequest, type LLMResponse } from "./types.js";

export class SimulatedClient implements LLMClient {
  readonly #behaviour: Behaviour;
  readonly #env: Env;

  constructor(options: SimulateOptions | undefined, env: Env) {
    this.#behaviour = new Behaviour(options);
    this.#env = env;
  }

  async complete(request: LLMRequest, { signal }: { signal: AbortSignal }): Promise<LLMResponse> {
    const fate = this.#behaviour.next(request);
    const response = simulateResponse(request, this.#behaviour.seed);
    await this.#begin(fate, signal);
    await this.#sleep(fate.msPerOutputToken * response.usage.outputTokens, signal);
    const { fault } = fate;
    if (fault) throw failure(fault);
    return response;
  }

  async *stream(request: LLMRequest, { signal }: { signal: AbortSignal }): AsyncGenerator<LLMChunk, void, undefined> {
    const fate = this.#behaviour.next(request);
    const response = simulateResponse(request, this.#behaviour.seed);
    await this.#begin(fate, signal);
    const { fault } = fate;
    if (fault && fault.kind !== "truncate") throw failure(fault);
    const pieces = [...piecesOf(response.text)];
    const end = fault ? Math.floor(pieces.length / 2) : pieces.length;
    for (const text of pieces.slice(0, end)) {
      await this.#sleep(fate.msPerOutputToken, signal);
      yield { type: "text", text };
    }
    if (fault) throw failure(fault);
    yield { type: "done", response };
  }

  async #begin({ latencyMs, fault }: Fate, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (fault?.kind === "hang") await untilAborted(signal);
    await this.#sleep(latencyMs, signal);
  }

  #sleep(ms: number, signal: AbortSignal): Promise<void> {
    if (!(ms > 0)) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const timer = this.#env.setTimer(() => {
        signal.removeEventListener("abort", abort);
        resolve();
      }, ms);
      const abort = (): void => {
        timer.cancel();
        reject(signal.reason);
      };
      signal.addEventListener("abort", abort, { once: true });
    });
  }
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

/** What the dispatcher would see if this fault had happened over HTTP. */
function failure(fault: SimulatedFault): ProviderError {
  const seconds = retryAfterOf(fault);
  const retryAfterMs = seconds === undefined ? undefined : seconds * 1000;
  switch (fault.kind) {
    case "429":
      return new ProviderError("429 simulated rate limit", {
        status: 429,
        retryable: true,
        rateLimited: true,
        retryAfterMs,
      });
    case "500":
      return new ProviderError("500 simulated server error", { status: 500, retryable: true, retryAfterMs });
    case "529":
      return new ProviderError("529 simulated overload", { status: 529, retryable: true, retryAfterMs });
    case "reset":
      return new ProviderError("simulated connection reset: ECONNRESET", { retryable: true });
    case "truncate":
      return new ProviderError("the answer was cut off (simulated)", { retryable: true });
    case "malformed":
      return new ProviderError("the answer is not JSON (simulated)", { retryable: true });
    case "empty":
      return new ProviderError("the answer is empty (simulated)", { retryable: true });
    case "hang":
      return new ProviderError("the simulated call was to hang", { retryable: true });
  }
}
