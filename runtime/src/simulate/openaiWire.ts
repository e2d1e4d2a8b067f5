/** Chat completions, as api.openai.com and compatible servers speak them. */
import type { ContentPart, LLMRequest, LLMResponse, Message, ToolCall, ToolDefinition } from "../providers/types.js";
import { BadRequest, isRecord, readCommon, type StreamFrames, type Wire } from "./wire.js";

const ROLES: Readonly<Record<string, Message["role"]>> = {
  system: "system",
  developer: "system",
  user: "user",
  assistant: "assistant",
  tool: "tool",
};

export const openaiWire: Wire = {
  name: "openai",

  read(body): LLMRequest {
    const request = readCommon(body);
    request.messages = (body["messages"] as unknown[]).map(readMessage);
    const maxTokens = body["max_completion_tokens"] ?? body["max_tokens"];
    if (typeof maxTokens === "number") request.maxTokens = maxTokens;
    const { stop, seed, tools, response_format: format } = body;
    if (typeof stop === "string") request.stop = [stop];
    else if (Array.isArray(stop)) request.stop = stop.filter((each): each is string => typeof each === "string");
    if (typeof seed === "number") request.seed = seed;
    if (Array.isArray(tools)) request.tools = tools.map(readTool);
    if (isRecord(format) && isRecord(format["json_schema"]) && isRecord(format["json_schema"]["schema"]))
      request.outputSchema = format["json_schema"]["schema"];
    return request;
  },

  body(id, response, createdMs) {
    const { text, toolCalls } = response;
    return {
      id: `chatcmpl-${id}`,
      object: "chat.completion",
      created: Math.floor(createdMs / 1000),
      model: response.model,
      choices: [
        {
          index: 0,
          message: {
            role: "assistant",
            content: toolCalls ? null : text,
            refusal: null,
            ...(toolCalls ? { tool_calls: toolCalls.map(writeCall) } : {}),
          },
          logprobs: null,
          finish_reason: response.finishReason,
        },
      ],
      usage: writeUsage(response),
      system_fingerprint: "fp_simulated",
    };
  },

  frames(id, response, createdMs, includeUsage): StreamFrames {
    const chunk = (choices: unknown[], usage: unknown = null): { data: unknown } => ({
      data: {
        id: `chatcmpl-${id}`,
        object: "chat.completion.chunk",
        created: Math.floor(createdMs / 1000),
        model: response.model,
        system_fingerprint: "fp_simulated",
        choices,
        ...(includeUsage ? { usage } : {}),
      },
    });
    const delta = (content: unknown, finish: string | null = null): { data: unknown } =>
      chunk([{ index: 0, delta: content, logprobs: null, finish_reason: finish }]);
    const calls = (response.toolCalls ?? []).map((call, index) =>
      delta({ tool_calls: [{ index, ...writeCall(call) }] }),
    );
    return {
      opening: [delta({ role: "assistant", content: "", refusal: null })],
      text: (piece) => delta({ content: piece }),
      closing: [
        ...calls,
        delta({}, response.finishReason),
        ...(includeUsage ? [chunk([], writeUsage(response))] : []),
        { data: "[DONE]" },
      ],
    };
  },

  headers: (id) => ({
    "x-request-id": `req_${id}`,
    "openai-processing-ms": "1",
    "x-ratelimit-limit-requests": "10000",
    "x-ratelimit-remaining-requests": "9999",
    "x-ratelimit-reset-requests": "6ms",
    "x-ratelimit-limit-tokens": "1000000",
    "x-ratelimit-remaining-tokens": "999000",
    "x-ratelimit-reset-tokens": "60ms",
  }),

  error(status, message) {
    const type = status === 429 ? "requests" : status >= 500 ? "server_error" : "invalid_request_error";
    return { error: { message, type, param: null, code: status === 429 ? "rate_limit_exceeded" : null } };
  },
};

function readMessage(given: unknown, index: number): Message {
  const at = `messages[${index}]`;
  if (!isRecord(given)) throw new BadRequest(`${at}: must be an object`);
  const role =
    typeof given["role"] === "string" && Object.hasOwn(ROLES, given["role"]) ? ROLES[given["role"]] : undefined;
  if (!role) throw new BadRequest(`${at}.role: must be one of ${Object.keys(ROLES).join(", ")}`);
  const message: Message = { role, content: readContent(given["content"], at) };
  if (role === "tool" && typeof given["tool_call_id"] === "string") message.toolCallId = given["tool_call_id"];
  if (Array.isArray(given["tool_calls"])) message.toolCalls = given["tool_calls"].map(readCall);
  return message;
}

function readContent(content: unknown, at: string): Message["content"] {
  if (content === null || content === undefined) return "";
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) throw new BadRequest(`${at}.content: must be a text or a list of parts`);
  return content.map((part: unknown): ContentPart => {
    if (isRecord(part) && part["type"] === "text" && typeof part["text"] === "string")
      return { type: "text", text: part["text"] };
    if (isRecord(part) && part["type"] === "image_url" && isRecord(part["image_url"]))
      return { type: "image", url: String(part["image_url"]["url"]) };
    throw new BadRequest(`${at}.content: unknown part`);
  });
}

function readTool(tool: unknown): ToolDefinition {
  const given = isRecord(tool) && isRecord(tool["function"]) ? tool["function"] : undefined;
  if (!given || typeof given["name"] !== "string")
    throw new BadRequest("tools: every tool needs a function with a name");
  const { name, description, parameters } = given;
  return {
    name,
    parameters: isRecord(parameters) ? parameters : { type: "object", properties: {} },
    ...(typeof description === "string" ? { description } : {}),
  };
}

function readCall(call: unknown): ToolCall {
  const given = isRecord(call) && isRecord(call["function"]) ? call["function"] : {};
  const id = isRecord(call) ? String(call["id"]) : "";
  return { id, name: String(given["name"]), arguments: String(given["arguments"]) };
}

function writeCall({ id, name, arguments: json }: ToolCall): object {
  return { id, type: "function", function: { name, arguments: json } };
}

function writeUsage({ usage }: LLMResponse): unknown {
  return {
    prompt_tokens: usage.inputTokens,
    completion_tokens: usage.outputTokens,
    total_tokens: usage.inputTokens + usage.outputTokens,
    prompt_tokens_details: { cached_tokens: usage.cachedTokens, audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0 },
  };
}
