/**
 * The mock behind every call of a program and of its twin: an answer and a latency that are pure functions of
 * alias and prompt, so that nothing but the schedule can make two runs differ.
 */
import { ProviderError, type LLMClient, type LLMResponse, type Message } from "plait";
import type { Clock } from "./clock.js";

/** `pick(n)` is a number from 0 to n - 1 that belongs to the prompt. */
export type AnswerOf = (prompt: string, pick: (n: number) => number) => string;

/** Answers by alias. An alias that is not named answers with a text that no other prompt gives. */
export type Answers = Readonly<Record<string, AnswerOf>>;

export type Prompt = string | readonly Message[];

const FASTEST_MS = 20;
const SLOWEST_MS = 100;

export class Model {
  /** `alias: prompt` of each call, in the order in which they started. */
  readonly calls: string[] = [];
  /** Latencies of all calls together: the time without any overlap. */
  totalMs = 0;
  inFlight = 0;
  readonly #clock: Clock;
  readonly #answers: Answers;
  readonly #seed: number;

  /** Another seed gives other latencies, and never other answers. */
  constructor(clock: Clock, answers: Answers, seed: number) {
    this.#clock = clock;
    this.#answers = answers;
    this.#seed = seed;
  }

  /** One call: what a twin uses in place of a module. */
  async ask(alias: string, prompt: Prompt, signal?: AbortSignal): Promise<string> {
    const text = textOf(prompt);
    const key = `${alias}: ${text}`;
    const latencyMs = FASTEST_MS + (hash(`${this.#seed} ${key}`) % (SLOWEST_MS - FASTEST_MS + 1));
    this.calls.push(key);
    this.totalMs += latencyMs;
    this.inFlight++;
    try {
      await this.#clock.sleep(latencyMs, signal);
    } finally {
      this.inFlight--;
    }
    const answer = this.#answers[alias];
    return answer ? answer(text, (n) => hash(key) % n) : `${alias} ${hash(key).toString(36)}`;
  }

  /** The same as a function of one text, for leaves that are no language model. */
  service(name: string): (input: string) => Promise<string> {
    return (input) => this.ask(name, input);
  }

  /** The same as a client of an endpoint. */
  readonly client: LLMClient = {
    complete: async ({ alias, messages }, { signal }): Promise<LLMResponse> => ({
      text: await this.ask(alias, messages, signal),
      finishReason: "stop",
      usage: { inputTokens: 1, outputTokens: 1, cachedTokens: 0 },
      model: alias,
    }),
  };
}

/** An error that no endpoint tries again after. */
export function refusal(message: string): ProviderError {
  return new ProviderError(message, { retryable: false });
}

function textOf(prompt: Prompt): string {
  if (typeof prompt === "string") return prompt;
  const [first, second] = prompt;
  if (first?.role === "user" && !second) return contentOf(first);
  return prompt.map((message) => `<${message.role}> ${contentOf(message)}`).join("\n");
}

function contentOf({ content }: Message): string {
  return typeof content === "string" ? content : JSON.stringify(content);
}

/** FNV-1a over UTF-16 units, then mixed. */
export function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x21f0aaad);
  h = Math.imul(h ^ (h >>> 15), 0x735a2d97);
  return (h ^ (h >>> 15)) >>> 0;
}
