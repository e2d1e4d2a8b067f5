/** What the HTTP simulator needs to know about a wire protocol. */
import type { LLMRequest, LLMResponse } from "../providers/types.js";
import type { FaultKind } from "./options.js";

export type WireName = "openai" | "anthropic";

/** A request that does not have the shape of the protocol. */
export class BadRequest extends Error {
  override readonly name = "BadRequest";
}

/** One server-sent event; without a name, only its data is written. */
export interface SseEvent {
  readonly event?: string;
  readonly data: unknown;
}

export interface StreamFrames {
  /** What comes before the text. */
  readonly opening: readonly SseEvent[];
  text(piece: string): SseEvent;
  /** Tool calls, finish reason, usage and the terminal marker. */
  readonly closing: readonly SseEvent[];
}

export interface Wire {
  readonly name: WireName;
  /** @throws BadRequest */
  read(body: Record<string, unknown>): LLMRequest;
  /** The body of a finished answer. */
  body(id: string, response: LLMResponse, createdMs: number): unknown;
  frames(id: string, response: LLMResponse, createdMs: number, includeUsage: boolean): StreamFrames;
  /** Headers that real servers send with every answer. */
  headers(id: string, wallMs: number): Record<string, string>;
  error(status: number, message: string, id: string): unknown;
}

export const STATUS_OF_FAULT: Readonly<Partial<Record<FaultKind, number>>> = { "429": 429, "500": 500, "529": 529 };

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The fields that both protocols have in common. */
export function readCommon(body: Record<string, unknown>): LLMRequest {
  const { model, messages, temperature, stream } = body;
  if (typeof model !== "string" || model === "") throw new BadRequest("model: field required");
  if (!Array.isArray(messages) || messages.length === 0)
    throw new BadRequest("messages: must be a list with at least one message");
  if (stream !== undefined && typeof stream !== "boolean") throw new BadRequest("stream: must be a boolean");
  const request: LLMRequest = { alias: "", model, messages: [] };
  if (typeof temperature === "number") request.temperature = temperature;
  return request;
}
