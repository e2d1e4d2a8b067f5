/** A client whose every call a test answers by hand or by a rule. For tests only. */
import type { Env } from "../env.js";
import type { LLMClient, LLMRequest, LLMResponse } from "../providers/types.js";
import type { CompletionJob } from "../run/types.js";

export function answer(text = "ok", inputTokens = 10, outputTokens = 5): LLMResponse {
  return { text, finishReason: "stop", usage: { inputTokens, outputTokens, cachedTokens: 0 }, model: "fake" };
}

/** A call of the dispatcher with everything that a test does not care about filled in. */
export function job(alias: string, text = "hello", more: Partial<CompletionJob> = {}): CompletionJob {
  return {
    alias,
    request: { messages: [{ role: "user", content: text }] },
    signal: new AbortController().signal,
    deadline: undefined,
    slot: "0",
    rank: 0,
    runNumber: 1,
    priority: 0,
    ...more,
  };
}

export interface SeenCall {
  readonly text: string;
  readonly model: string;
  readonly startedAt: number;
  endedAt: number | undefined;
  aborted: boolean;
}

/** Takes `rule`'s word for every attempt: milliseconds and then a response or an error. Stops when aborted. */
export class FakeClient implements LLMClient {
  readonly calls: SeenCall[] = [];
  inFlight = 0;
  peak = 0;
  closed = 0;
  readonly #env: Env;
  readonly #rule: (text: string, nth: number) => { ms: number; result: LLMResponse | Error };

  /** `nth` counts the attempts at the same text from 1. */
  constructor(env: Env, rule: (text: string, nth: number) => { ms: number; result: LLMResponse | Error }) {
    this.#env = env;
    this.#rule = rule;
  }

  complete(request: LLMRequest, { signal }: { signal: AbortSignal }): Promise<LLMResponse> {
    const text = request.messages.map(({ content }) => String(content)).join("");
    const { model } = request;
    const call: SeenCall = { text, model, startedAt: this.#env.now(), endedAt: undefined, aborted: false };
    this.calls.push(call);
    this.peak = Math.max(this.peak, ++this.inFlight);
    const nth = this.calls.filter((other) => other.text === text).length;
    const { ms, result } = this.#rule(text, nth);
    return new Promise((resolve, reject) => {
      const end = (settle: () => void): void => {
        timer.cancel();
        signal.removeEventListener("abort", abort);
        this.inFlight -= 1;
        call.endedAt = this.#env.now();
        settle();
      };
      const abort = (): void => {
        call.aborted = true;
        end(() => reject(signal.reason));
      };
      const timer = this.#env.setTimer(
        () => end(() => (result instanceof Error ? reject(result) : resolve(result))),
        ms,
      );
      signal.addEventListener("abort", abort);
    });
  }

  async close(): Promise<void> {
    this.closed += 1;
  }
}
