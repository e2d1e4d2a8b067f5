/** Messages through the official Anthropic SDK, with its own retries and timeouts off. */
import Anthropic from "@anthropic-ai/sdk";
import { badAnswer, ErrorMapper, NO_TIMEOUT_MS, withPath, type HostedSettings } from "./hosted.js";
import { emptyAnswer } from "./emptyAnswer.js";
import { closeObjects } from "./outputSchema.js";
import type {
  ContentPart,
  FinishReason,
  LLMChunk,
  LLMClient,
  LLMRequest,
  LLMResponse,
  Message,
  ToolCall,
  Usage,
} from "./types.js";

/** The newest models take no temperature, and the SDK's types with them; all others still do. */
type Body = Omit<Anthropic.MessageCreateParamsNonStreaming, "stream"> & { temperature?: number };

const DEFAULT_MAX_TOKENS = 4_096; // the protocol demands a limit; every model takes this one

export class AnthropicClient implements LLMClient {
  readonly #sdk: Anthropic;
  readonly #errors: ErrorMapper;

  constructor(settings: HostedSettings) {
    const { baseUrl, key, headers } = settings;
    this.#errors = new ErrorMapper(settings);
    this.#sdk = new Anthropic({
      apiKey: key.reveal(),
      baseURL: withPath(baseUrl ?? "https://api.anthropic.com", ""),
      defaultHeaders: headers,
      maxRetries: 0,
      timeout: NO_TIMEOUT_MS,
      logLevel: "off",
    });
  }

  async complete(request: LLMRequest, { signal }: { signal: AbortSignal }): Promise<LLMResponse> {
    try {
      const answer = await this.#sdk.messages.create({ ...writeBody(request), stream: false }, { signal });
      return readMessage(answer, request);
    } catch (error) {
      throw this.#errors.map(error, signal);
    }
  }

  async *stream(request: LLMRequest, { signal }: { signal: AbortSignal }): AsyncGenerator<LLMChunk, void, undefined> {
    try {
      const events = await this.#sdk.messages.create({ ...writeBody(request), stream: true }, { signal });
      const toolCalls: ToolCall[] = [];
      let model = request.model;
      let usage = NO_USAGE;
      let stopReason: string | null = null;
      let text = "";
      let ended = false;
      for await (const event of events) {
        if (event.type === "message_start") {
          model = event.message.model || model;
          usage = readUsage(event.message.usage);
        } else if (event.type === "content_block_start" && event.content_block.type === "tool_use") {
          toolCalls.push({ id: event.content_block.id, name: event.content_block.name, arguments: "" });
        } else if (event.type === "content_block_delta" && event.delta.type === "input_json_delta") {
          const call = toolCalls.at(-1);
          if (call) call.arguments += event.delta.partial_json;
        } else if (event.type === "content_block_delta" && event.delta.type === "text_delta") {
          text += event.delta.text;
          if (event.delta.text !== "") yield { type: "text", text: event.delta.text };
        } else if (event.type === "message_delta") {
          stopReason = event.delta.stop_reason ?? stopReason;
          usage = { ...usage, outputTokens: event.usage?.output_tokens ?? usage.outputTokens };
        } else if (event.type === "message_stop") ended = true;
      }
      signal.throwIfAborted(); // the SDK ends an aborted stream as if it were complete
      if (!ended) throw badAnswer("the stream ends without message_stop: it was cut off");
      for (const call of toolCalls) call.arguments ||= "{}";
      yield { type: "done", response: respond(text, toolCalls, stopReason, usage, model) };
    } catch (error) {
      throw this.#errors.map(error, signal);
    }
  }
}

const NO_USAGE: Usage = { inputTokens: 0, outputTokens: 0, cachedTokens: 0 };

/** `seed` has no counterpart in this protocol and is left out. */
function writeBody({
  model,
  system,
  messages,
  temperature,
  maxTokens,
  stop,
  tools,
  outputSchema,
  providerOptions,
}: LLMRequest): Body {
  const body: Body = { model, max_tokens: maxTokens ?? DEFAULT_MAX_TOKENS, messages: writeMessages(messages) };
  const instructions = [system ?? "", ...messages.filter(({ role }) => role === "system").map(textOf)];
  const systemText = instructions.filter((text) => text !== "").join("\n\n");
  if (systemText !== "") body.system = systemText;
  if (temperature !== undefined) body.temperature = temperature;
  if (stop && stop.length > 0) body.stop_sequences = [...stop];
  if (tools && tools.length > 0)
    body.tools = tools.map(({ name, description, parameters }) => ({
      name,
      input_schema: { ...parameters, type: "object" },
      ...(description === undefined ? {} : { description }),
    }));
  if (outputSchema) body.output_config = { format: { type: "json_schema", schema: closeObjects(outputSchema) } };
  return { ...body, ...providerOptions };
}

/** Results of tools travel in user messages; those of one turn belong into the same message. */
function writeMessages(messages: readonly Message[]): Anthropic.MessageParam[] {
  const written: Anthropic.MessageParam[] = [];
  let results: Anthropic.ToolResultBlockParam[] | undefined;
  for (const message of messages) {
    const { role, content, toolCalls } = message;
    if (role === "system") continue;
    if (role === "tool") {
      if (!results) written.push({ role: "user", content: (results = []) });
      results.push({ type: "tool_result", tool_use_id: message.toolCallId ?? "", content: textOf(message) });
      continue;
    }
    results = undefined;
    if (role === "user")
      written.push({ role, content: typeof content === "string" ? content : content.map(writePart) });
    else {
      const text = textOf(message);
      const blocks: Anthropic.ContentBlockParam[] = text === "" ? [] : [{ type: "text", text }];
      for (const { id, name, arguments: json } of toolCalls ?? [])
        blocks.push({ type: "tool_use", id, name, input: parseArguments(json) });
      written.push({ role, content: blocks });
    }
  }
  return written;
}

function writePart(part: ContentPart): Anthropic.TextBlockParam | Anthropic.ImageBlockParam {
  if (part.type === "text") return { type: "text", text: part.text };
  const data = /^data:(image\/(?:png|jpeg|gif|webp));base64,/.exec(part.url.slice(0, 64));
  if (!data) return { type: "image", source: { type: "url", url: part.url } };
  const media_type = data[1] as "image/png" | "image/jpeg" | "image/gif" | "image/webp";
  return { type: "image", source: { type: "base64", media_type, data: part.url.slice(data[0].length) } };
}

function textOf({ content }: Message): string {
  if (typeof content === "string") return content;
  return content.map((part) => (part.type === "text" ? part.text : "")).join("");
}

/** A model's own arguments go back to it as JSON; text that is none goes back as it is. */
function parseArguments(json: string): unknown {
  try {
    const value: unknown = JSON.parse(json === "" ? "{}" : json);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : { value };
  } catch {
    return { text: json };
  }
}

function readMessage(answer: Anthropic.Message, request: LLMRequest): LLMResponse {
  if (typeof answer !== "object" || answer === null) throw badAnswer("the answer is not a JSON object");
  if (!Array.isArray(answer.content)) throw badAnswer("the answer has no content");
  let text = "";
  const toolCalls: ToolCall[] = [];
  for (const block of answer.content) {
    if (block.type === "text") text += block.text;
    else if (block.type === "tool_use")
      toolCalls.push({ id: block.id, name: block.name, arguments: JSON.stringify(block.input ?? {}) });
  }
  return respond(text, toolCalls, answer.stop_reason, readUsage(answer.usage), answer.model || request.model);
}

function respond(
  text: string,
  toolCalls: readonly ToolCall[],
  stopReason: string | null | undefined,
  usage: Usage,
  model: string,
): LLMResponse {
  if (stopReason === null || stopReason === undefined)
    throw badAnswer("the answer ends without a stop reason: it was cut off");
  const finishReason = readFinish(stopReason);
  if (text === "" && toolCalls.length === 0 && finishReason !== "content_filter")
    throw emptyAnswer(finishReason, usage);
  const response: LLMResponse = { text, finishReason, usage, model };
  return toolCalls.length > 0 ? { ...response, toolCalls } : response;
}

function readFinish(reason: string): FinishReason {
  switch (reason) {
    case "end_turn":
    case "stop_sequence":
      return "stop";
    case "max_tokens":
    case "model_context_window_exceeded":
      return "length";
    case "tool_use":
      return "tool_calls";
    case "refusal":
      return "content_filter";
    default:
      return "other";
  }
}

/** Anthropic counts what it read from and wrote to its cache beside `input_tokens`; here it is part of the input. */
function readUsage(usage: Anthropic.Usage | undefined): Usage {
  const cachedTokens = usage?.cache_read_input_tokens ?? 0;
  return {
    inputTokens: (usage?.input_tokens ?? 0) + cachedTokens + (usage?.cache_creation_input_tokens ?? 0),
    outputTokens: usage?.output_tokens ?? 0,
    cachedTokens,
  };
}
