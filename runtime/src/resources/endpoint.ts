/** One endpoint with its limits, its queue, its counters and its client, which is opened when first needed. */
import type { Env } from "../env.js";
import { openClient } from "../providers/openClient.js";
import type { LLMClient, ProviderError } from "../providers/types.js";
import { apiKeyOf } from "./apiKey.js";
import type { EndpointConfig } from "./config.js";
import { Gate } from "./gate.js";
import { Lease } from "./lease.js";
import { AliasCounters, type AliasMetrics } from "./metrics.js";
import type { PendingCall } from "./pendingCall.js";
import { ReadyQueue } from "./readyQueue.js";
import type { Secret } from "./secret.js";
import { TokenBucket } from "./tokenBucket.js";

const HOST = {
  openai: "api.openai.com",
  anthropic: "api.anthropic.com",
  ollama: "127.0.0.1:11434",
} as const;

export class Endpoint {
  readonly alias: string;
  readonly model: string;
  /** Model and place, for messages: `gpt-4o-mini at api.openai.com`. */
  readonly label: string;
  readonly maxConcurrent: number;
  readonly maxRetries: number;
  readonly retryDelayMs: number;
  readonly timeoutMs: number;
  readonly queue = new ReadyQueue<PendingCall>();
  readonly counters = new AliasCounters();
  readonly gate: Gate;
  /** The failure that closed the gate for longer than calls are made to wait. */
  closedBy: ProviderError | undefined;
  // In private fields, because inspection must not show keys.
  readonly #config: EndpointConfig;
  readonly #key: Secret | undefined;
  readonly #env: Env;
  readonly #bucket: TokenBucket | undefined;
  #client: Promise<LLMClient> | undefined;

  /** @throws PlaitError PLT1032 when the endpoint needs an API key and there is none. */
  constructor(alias: string, config: EndpointConfig, env: Env) {
    this.alias = alias;
    this.model = config.model ?? alias;
    this.label = `${this.model} at ${placeOf(config)}`;
    this.maxConcurrent = config.maxConcurrent ?? Number.POSITIVE_INFINITY;
    this.maxRetries = config.maxRetries ?? 3;
    this.retryDelayMs = config.retryDelayMs ?? 500;
    this.timeoutMs = config.timeoutMs ?? 600_000;
    this.gate = new Gate(config.rpm !== undefined);
    this.#config = config;
    this.#env = env;
    this.#bucket = config.rpm === undefined ? undefined : new TokenBucket(config.rpm, env.now());
    this.#key =
      config.provider === undefined || config.provider === "simulated" ? undefined : apiKeyOf(alias, config, env);
  }

  /** The client, opened at the first call. A failure to open is not remembered. */
  readonly open = (): Promise<LLMClient> => {
    this.#client ??= openClient(this.#config, this.#key, this.#env).catch((error: unknown) => {
      this.#client = undefined;
      throw error;
    });
    return this.#client;
  };

  /** Milliseconds until a call may start: 0 now; Infinity when one has to end first. */
  waitMs(now: number): number {
    if (this.counters.inFlight >= this.maxConcurrent || !this.gate.hasRoom) return Number.POSITIVE_INFINITY;
    return Math.max(0, this.gate.until - now, this.#bucket?.waitMs(now) ?? 0);
  }

  /** Takes what one attempt needs. Call only when `waitMs` is 0, and in the same synchronous step. */
  acquire(now: number): Lease {
    const { counters, gate } = this;
    this.#bucket?.take(now);
    counters.inFlight += 1;
    counters.attempts += 1;
    const epoch = gate.enter();
    return new Lease(epoch, (succeeded) => {
      counters.inFlight -= 1;
      gate.leave(epoch, succeeded);
    });
  }

  /** Makes everyone wait until `until`, and then go out at pace. */
  slowDown(epoch: number, now: number, until: number): void {
    this.#bucket?.drain(now, until);
    this.gate.trip(epoch, until);
  }

  metrics(): AliasMetrics {
    return this.counters.read(this.#config);
  }

  async close(): Promise<void> {
    const client = await this.#client?.catch(() => undefined);
    await client?.close?.();
  }
}

function placeOf(config: EndpointConfig): string {
  if (config.provider === undefined) return "your own client";
  if (config.provider === "simulated") return "the simulator";
  return config.baseUrl === undefined ? HOST[config.provider] : new URL(config.baseUrl).host;
}
