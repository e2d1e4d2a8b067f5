/** What plait asks of a language model and what it gets back, independent of any wire protocol. */

export interface TextPart {
  type: "text";
  text: string;
}
export interface ImagePart {
  type: "image";
  /** An https or data URL. */
  url: string;
}
export type ContentPart = TextPart | ImagePart;

export interface Message {
  role: "system" | "user" | "assistant" | "tool";
  content: string | readonly ContentPart[];
  /** For role "tool": the id of the call that this answers. */
  toolCallId?: string;
  /** For role "assistant": the tool calls that it made. */
  toolCalls?: readonly ToolCall[];
}

export interface ToolDefinition {
  name: string;
  description?: string;
  /** JSON Schema of the arguments. */
  parameters: Record<string, unknown>;
}
export interface ToolCall {
  id: string;
  name: string;
  /** The arguments as the model wrote them: JSON text. */
  arguments: string;
}

export interface LLMRequest {
  alias: string;
  model: string;
  system?: string;
  messages: readonly Message[];
  temperature?: number;
  maxTokens?: number;
  stop?: readonly string[];
  seed?: number;
  tools?: readonly ToolDefinition[];
  /** JSON Schema that the answer must fit, where the module declared `output`. */
  outputSchema?: Record<string, unknown>;
  /** Passed through to the provider untouched. */
  providerOptions?: Record<string, unknown>;
}

export type FinishReason = "stop" | "length" | "tool_calls" | "content_filter" | "other";

export interface Usage {
  inputTokens: number;
  outputTokens: number;
  cachedTokens: number;
}

export interface LLMResponse {
  text: string;
  finishReason: FinishReason;
  usage: Usage;
  model: string;
  toolCalls?: readonly ToolCall[];
}

/** A piece of a streamed answer: text as it comes, then one `done` with the whole response. */
export type LLMChunk = { type: "text"; text: string } | { type: "done"; response: LLMResponse };

/** Any object with `complete` serves as an endpoint's `client`. */
export interface LLMClient {
  /** Makes one attempt and never retries. Rejects with a `ProviderError` where it can classify the failure. */
  complete(request: LLMRequest, options: { signal: AbortSignal }): Promise<LLMResponse>;
  stream?(request: LLMRequest, options: { signal: AbortSignal }): AsyncIterable<LLMChunk>;
  close?(): Promise<void>;
}

/** What is known about a failed attempt. */
export interface ProviderErrorDetails {
  /** HTTP status, where there was an answer. */
  status?: number | undefined;
  /** Whether the same request may succeed later. */
  retryable: boolean;
  /** Whether the server limits the rate of requests (429). Default: false. */
  rateLimited?: boolean;
  /** Wait that the server asked for, in milliseconds. */
  retryAfterMs?: number | undefined;
  /** Tokens that the failed attempt is billed for, where the server said so. */
  usage?: Usage | undefined;
  cause?: unknown;
}

/** A failed attempt, classified. `retryAfterMs` is what the server asked for. */
export class ProviderError extends Error {
  override readonly name = "ProviderError";
  readonly status: number | undefined;
  readonly retryable: boolean;
  readonly rateLimited: boolean;
  readonly retryAfterMs: number | undefined;
  readonly usage: Usage | undefined;

  constructor(message: string, details: ProviderErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.status = details.status;
    this.retryable = details.retryable;
    this.rateLimited = details.rateLimited ?? false;
    this.retryAfterMs = details.retryAfterMs;
    this.usage = details.usage;
  }
}
