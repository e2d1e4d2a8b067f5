/** Messages, as api.anthropic.com speaks them. */
import type {
  ContentPart,
  FinishReason,
  LLMRequest,
  LLMResponse,
  Message,
  ToolCall,
  ToolDefinition,
} from "../providers/types.js";
import { BadRequest, isRecord, readCommon, type StreamFrames, type Wire } from "./wire.js";

const ERROR_TYPE: Readonly<Record<number, string>> = {
  400: "invalid_request_error",
  401: "authentication_error",
  404: "not_found_error",
  413: "request_too_large",
  429: "rate_limit_error",
  529: "overloaded_error",
};
const STOP_REASON: Readonly<Record<FinishReason, string>> = {
  stop: "end_turn",
  length: "max_tokens",
  tool_calls: "tool_use",
  content_filter: "refusal",
  other: "end_turn",
};

export const anthropicWire: Wire = {
  name: "anthropic",

  read(body): LLMRequest {
    const request = readCommon(body);
    const { system, max_tokens: maxTokens, stop_sequences: stop, tools, output_config: output } = body;
    if (typeof maxTokens !== "number") throw new BadRequest("max_tokens: field required");
    request.maxTokens = maxTokens;
    const systemText =
      typeof system === "string" ? system : Array.isArray(system) ? system.map(blockText).join("\n") : "";
    if (systemText !== "") request.system = systemText;
    request.messages = (body["messages"] as unknown[]).flatMap(readMessage);
    if (Array.isArray(stop)) request.stop = stop.filter((each): each is string => typeof each === "string");
    if (Array.isArray(tools)) request.tools = tools.map(readTool);
    if (isRecord(output) && isRecord(output["format"]) && isRecord(output["format"]["schema"]))
      request.outputSchema = output["format"]["schema"];
    return request;
  },

  body(id, response) {
    const { text, toolCalls, finishReason, usage } = response;
    return {
      ...opening(id, response),
      content: [
        ...(text === "" && toolCalls ? [] : [{ type: "text", text, citations: null }]),
        ...(toolCalls ?? []).map((call) => ({ ...toolBlock(call), input: JSON.parse(call.arguments) as unknown })),
      ],
      stop_reason: STOP_REASON[finishReason],
      usage: { ...inputUsage(response), output_tokens: usage.outputTokens },
    };
  },

  frames(id, response): StreamFrames {
    const { text, toolCalls = [], finishReason, usage } = response;
    const named = (data: { type: string; [field: string]: unknown }): { event: string; data: unknown } => ({
      event: data.type,
      data,
    });
    const hasText = text !== "" || toolCalls.length === 0;
    const first = hasText ? 1 : 0;
    return {
      opening: [
        named({
          type: "message_start",
          message: { ...opening(id, response), usage: { ...inputUsage(response), output_tokens: 1 } },
        }),
        ...(hasText
          ? [
              named({
                type: "content_block_start",
                index: 0,
                content_block: { type: "text", text: "", citations: null },
              }),
            ]
          : []),
        named({ type: "ping" }),
      ],
      text: (piece) => named({ type: "content_block_delta", index: 0, delta: { type: "text_delta", text: piece } }),
      closing: [
        ...(hasText ? [named({ type: "content_block_stop", index: 0 })] : []),
        ...toolCalls.flatMap((call, place) => {
          const index = first + place;
          return [
            named({ type: "content_block_start", index, content_block: { ...toolBlock(call), input: {} } }),
            named({
              type: "content_block_delta",
              index,
              delta: { type: "input_json_delta", partial_json: call.arguments },
            }),
            named({ type: "content_block_stop", index }),
          ];
        }),
        named({
          type: "message_delta",
          delta: { stop_reason: STOP_REASON[finishReason], stop_sequence: null },
          usage: { output_tokens: usage.outputTokens },
        }),
        named({ type: "message_stop" }),
      ],
    };
  },

  headers: (id, wallMs) => ({
    "request-id": `req_${id}`,
    "anthropic-organization-id": "00000000-0000-4000-8000-000000000000",
    "anthropic-ratelimit-requests-limit": "4000",
    "anthropic-ratelimit-requests-remaining": "3999",
    "anthropic-ratelimit-requests-reset": new Date(wallMs + 1000).toISOString(),
    "anthropic-ratelimit-tokens-limit": "1000000",
    "anthropic-ratelimit-tokens-remaining": "999000",
    "anthropic-ratelimit-tokens-reset": new Date(wallMs + 1000).toISOString(),
  }),

  error: (status, message, id) => ({
    type: "error",
    error: { type: ERROR_TYPE[status] ?? "api_error", message },
    request_id: `req_${id}`,
  }),
};

function opening(id: string, { model }: LLMResponse): Record<string, unknown> {
  return {
    id: `msg_${id}`,
    type: "message",
    role: "assistant",
    model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
  };
}

function inputUsage({ usage }: LLMResponse): Record<string, unknown> {
  return {
    input_tokens: usage.inputTokens - usage.cachedTokens,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: usage.cachedTokens,
    service_tier: "standard",
  };
}

function toolBlock({ id, name }: ToolCall): { type: "tool_use"; id: string; name: string } {
  return { type: "tool_use", id: id.replace(/^call_/, "toolu_"), name };
}

/** One message may hold tool results and a text; here each is a message of its own. */
function readMessage(given: unknown, index: number): Message[] {
  const at = `messages.${index}`;
  if (!isRecord(given)) throw new BadRequest(`${at}: must be an object`);
  const { role, content } = given;
  if (role !== "user" && role !== "assistant") throw new BadRequest(`${at}.role: must be user or assistant`);
  if (typeof content === "string") return [{ role, content }];
  if (!Array.isArray(content)) throw new BadRequest(`${at}.content: must be a text or a list of blocks`);
  const results: Message[] = [];
  const parts: ContentPart[] = [];
  const toolCalls: ToolCall[] = [];
  for (const block of content as unknown[]) {
    if (!isRecord(block)) throw new BadRequest(`${at}.content: every block must be an object`);
    if (block["type"] === "text") parts.push({ type: "text", text: String(block["text"]) });
    else if (block["type"] === "image") parts.push({ type: "image", url: imageUrl(block["source"]) });
    else if (block["type"] === "tool_use")
      toolCalls.push({
        id: String(block["id"]),
        name: String(block["name"]),
        arguments: JSON.stringify(block["input"] ?? {}),
      });
    else if (block["type"] === "tool_result")
      results.push({ role: "tool", content: resultText(block["content"]), toolCallId: String(block["tool_use_id"]) });
    else throw new BadRequest(`${at}.content: unknown block type`);
  }
  if (parts.length === 0 && toolCalls.length === 0) return results;
  return [...results, { role, content: parts, ...(toolCalls.length > 0 ? { toolCalls } : {}) }];
}

function imageUrl(source: unknown): string {
  if (!isRecord(source)) return "";
  return source["type"] === "url"
    ? String(source["url"])
    : `data:${String(source["media_type"])};base64,${String(source["data"])}`;
}

function resultText(content: unknown): string {
  return typeof content === "string" ? content : Array.isArray(content) ? content.map(blockText).join("\n") : "";
}

function blockText(block: unknown): string {
  return isRecord(block) && typeof block["text"] === "string" ? block["text"] : "";
}

function readTool(tool: unknown): ToolDefinition {
  if (!isRecord(tool) || typeof tool["name"] !== "string") throw new BadRequest("tools: every tool needs a name");
  const { name, description, input_schema: schema } = tool;
  return {
    name,
    parameters: isRecord(schema) ? schema : { type: "object", properties: {} },
    ...(typeof description === "string" ? { description } : {}),
  };
}
