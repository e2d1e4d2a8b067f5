/**
 * What a user writes to say where the aliases of a pipeline go. Types and `defineResources` only: the
 * checks are in `validate.ts`, the work is in `dispatcher.ts`.
 */
import type { LLMClient } from "../providers/types.js";
import type { SimulateOptions } from "../simulate/options.js";
import { validateConfig } from "./validate.js";

/** Settings that every kind of endpoint has. Durations are in milliseconds. */
export interface EndpointLimits {
  /** Most calls in flight at once. Default: no limit. */
  readonly maxConcurrent?: number | undefined;
  /** Most requests per minute, retries included. Default: no limit. */
  readonly rpm?: number | undefined;
  /** Attempts after the first one. Default: 3. */
  readonly maxRetries?: number | undefined;
  /** Base of the exponential backoff with full jitter. Default: 500. */
  readonly retryDelayMs?: number | undefined;
  /** Longest time for one attempt. Default: 600,000. */
  readonly timeoutMs?: number | undefined;
  /** Price of 1,000,000 input tokens, in the currency that you want `cost()` in. */
  readonly inputCostPer1M?: number | undefined;
  /** Price of 1,000,000 output tokens, in the same currency. */
  readonly outputCostPer1M?: number | undefined;
}

/** A model behind HTTP, spoken to through the official SDK of its protocol. */
export interface HostedEndpoint extends EndpointLimits {
  /** `openai` also speaks to any OpenAI-compatible server at `baseUrl`. */
  readonly provider: "openai" | "anthropic" | "ollama";
  /** Name of the model as the provider knows it. */
  readonly model: string;
  /** Address of the API. Default: the provider's own; for ollama `http://127.0.0.1:11434/v1`. */
  readonly baseUrl?: string | undefined;
  /** Default: the environment variable `OPENAI_API_KEY` or `ANTHROPIC_API_KEY`. */
  readonly apiKey?: string | undefined;
  /** Sent with every request. Values are treated as secrets. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** A model that runs in this process and answers from the prompt, without network or key. */
export interface SimulatedEndpoint extends EndpointLimits {
  readonly provider: "simulated";
  /** Any name; it is repeated in answers and metrics. */
  readonly model: string;
  /** Seed, latency and faults. Default: no latency, no faults. */
  readonly simulate?: SimulateOptions | undefined;
}

/** An endpoint of your own: any object with `complete(request, { signal })`. */
export interface ClientEndpoint extends EndpointLimits {
  readonly client: LLMClient;
  /** Handed to the client in `request.model`. Default: the alias. */
  readonly model?: string | undefined;
  readonly provider?: undefined;
}

/** Where the calls of one alias go, and within which limits. */
export type EndpointConfig = HostedEndpoint | SimulatedEndpoint | ClientEndpoint;

/** What may stand behind one alias. */
export type EndpointList = EndpointConfig;

/** All that a pipeline needs to run: an endpoint for every alias. */
export interface ResourceConfig {
  readonly endpoints: Readonly<Record<string, EndpointConfig>>;
  /** Most calls in flight over all endpoints together. Default: no limit. */
  readonly maxTotalConcurrent?: number | undefined;
}

declare const LOADED: unique symbol;

/** Resources read from a file: valid, but with aliases that types do not know. */
export interface LoadedResources extends ResourceConfig {
  readonly [LOADED]: true;
}

/**
 * Declares endpoints in one place and keeps their literal types, so that `bind` can check the aliases.
 *
 * @throws PlaitError PLT1033 with every problem of the configuration.
 */
export function defineResources<const R extends ResourceConfig>(resources: R): R {
  validateConfig(resources);
  return resources;
}
