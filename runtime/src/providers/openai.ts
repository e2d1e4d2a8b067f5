/**
 * Chat completions through the official OpenAI SDK: api.openai.com, and every server that speaks its
 * protocol (Ollama, vLLM, SGLang, llama.cpp, …). The SDK's own retries and timeouts are off.
 */
import OpenAI from "openai";
import { emptyAnswer } from "./emptyAnswer.js";
import { badAnswer, ErrorMapper, NO_TIMEOUT_MS, withPath, type HostedSettings } from "./hosted.js";
import { closeObjects, isStrict } from "./outputSchema.js";
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

type Body = Omit<OpenAI.ChatCompletionCreateParamsNonStreaming, "stream">;
type MessageParam = OpenAI.ChatCompletionMessageParam;
type Choice = { finishReason: string | null; text: string; refusal: string; toolCalls: readonly ToolCall[] };

export class OpenAIClient implements LLMClient {
  readonly #sdk: OpenAI;
  readonly #errors: ErrorMapper;
  readonly #official: boolean;

  constructor(settings: HostedSettings) {
    const { baseUrl, key, headers } = settings;
    this.#errors = new ErrorMapper(settings);
    this.#official = baseUrl === undefined || new URL(baseUrl).hostname === "api.openai.com";
    this.#sdk = new OpenAI({
      apiKey: key.reveal(),
      adminAPIKey: null,
      baseURL: withPath(baseUrl ?? "https://api.openai.com/v1", "/v1"),
      // Who pays at OpenAI is nobody else's business.
      ...(this.#official ? {} : { organization: null, project: null }),
      defaultHeaders: headers,
      maxRetries: 0,
      timeout: NO_TIMEOUT_MS,
      logLevel: "off",
    });
  }

  async complete(request: LLMRequest, { signal }: { signal: AbortSignal }): Promise<LLMResponse> {
    try {
      const answer = await this.#sdk.chat.completions.create({ ...this.#body(request), stream: false }, { signal });
      return readCompletion(answer, request);
    } catch (error) {
      throw this.#errors.map(error, signal);
    }
  }

  async *stream(request: LLMRequest, { signal }: { signal: AbortSignal }): AsyncGenerator<LLMChunk, void, undefined> {
    try {
      const chunks = await this.#sdk.chat.completions.create(
        { ...this.#body(request), stream: true, stream_options: { include_usage: true } },
        { signal },
      );
      const choice: Choice & { toolCalls: ToolCall[] } = { finishReason: null, text: "", refusal: "", toolCalls: [] };
      let model = request.model;
      let usage: Usage | undefined;
      for await (const chunk of chunks) {
        model = chunk.model || model;
        if (chunk.usage) usage = readUsage(chunk.usage);
        const part = chunk.choices?.[0];
        if (!part) continue;
        choice.finishReason = part.finish_reason ?? choice.finishReason;
        choice.refusal += part.delta?.refusal ?? "";
        for (const delta of part.delta?.tool_calls ?? []) addToolDelta(choice.toolCalls, delta);
        const text = part.delta?.content ?? "";
        if (text === "") continue;
        choice.text += text;
        yield { type: "text", text };
      }
      signal.throwIfAborted(); // the SDK ends an aborted stream as if it were complete
      yield { type: "done", response: respond(choice, usage ?? NO_USAGE, model) };
    } catch (error) {
      throw this.#errors.map(error, signal);
    }
  }

  #body(request: LLMRequest): Body {
    const { model, temperature, maxTokens, stop, seed, tools, outputSchema, providerOptions } = request;
    const body: Body = { model, messages: writeMessages(request) };
    if (temperature !== undefined) body.temperature = temperature;
    // Newer models refuse the old name, and other servers do not know the new one.
    if (maxTokens !== undefined) body[this.#official ? "max_completion_tokens" : "max_tokens"] = maxTokens;
    if (stop && stop.length > 0) body.stop = [...stop];
    if (seed !== undefined) body.seed = seed;
    if (tools && tools.length > 0)
      body.tools = tools.map(({ name, description, parameters }) => ({
        type: "function",
        function: { name, parameters, ...(description === undefined ? {} : { description }) },
      }));
    if (outputSchema) {
      const schema = closeObjects(outputSchema);
      body.response_format = {
        type: "json_schema",
        json_schema: { name: "answer", schema, ...(isStrict(schema) ? { strict: true } : {}) },
      };
    }
    return { ...body, ...providerOptions };
  }
}

const NO_USAGE: Usage = { inputTokens: 0, outputTokens: 0, cachedTokens: 0 };

function writeMessages({ system, messages }: LLMRequest): MessageParam[] {
  const first: MessageParam[] = system === undefined || system === "" ? [] : [{ role: "system", content: system }];
  return [...first, ...messages.map(writeMessage)];
}

function writeMessage({ role, content, toolCallId, toolCalls }: Message): MessageParam {
  switch (role) {
    case "system":
      return { role, content: textOf(content) };
    case "tool":
      return { role, content: textOf(content), tool_call_id: toolCallId ?? "" };
    case "user":
      return { role, content: typeof content === "string" ? content : content.map(writePart) };
    case "assistant": {
      const text = textOf(content);
      if (!toolCalls || toolCalls.length === 0) return { role, content: text };
      return {
        role,
        content: text === "" ? null : text,
        tool_calls: toolCalls.map((call) => ({
          id: call.id,
          type: "function",
          function: { name: call.name, arguments: call.arguments },
        })),
      };
    }
  }
}

function writePart(part: ContentPart): OpenAI.ChatCompletionContentPart {
  return part.type === "text" ? { type: "text", text: part.text } : { type: "image_url", image_url: { url: part.url } };
}

/** The text of a content; images have no place outside user messages. */
function textOf(content: Message["content"]): string {
  if (typeof content === "string") return content;
  return content.map((part) => (part.type === "text" ? part.text : "")).join("");
}

/** Reads an answer that may come from any server, so every field may be missing. */
function readCompletion(answer: OpenAI.ChatCompletion, request: LLMRequest): LLMResponse {
  if (typeof answer !== "object" || answer === null) throw badAnswer("the answer is not a JSON object");
  const { error } = answer as { error?: { message?: unknown } };
  if (error) throw badAnswer(`the answer has status 200 and an error: ${String(error.message ?? error)}`);
  const first = answer.choices?.[0];
  if (!first?.message) throw badAnswer("the answer has no choices");
  const { message, finish_reason } = first;
  const toolCalls = (message.tool_calls ?? []).flatMap((call) =>
    call.type === "custom" ? [] : [{ id: call.id, name: call.function.name, arguments: call.function.arguments }],
  );
  return respond(
    { finishReason: finish_reason, text: message.content ?? "", refusal: message.refusal ?? "", toolCalls },
    answer.usage ? readUsage(answer.usage) : NO_USAGE,
    answer.model || request.model,
  );
}

function respond({ finishReason, text, refusal, toolCalls }: Choice, usage: Usage, model: string): LLMResponse {
  if (finishReason === null || finishReason === undefined)
    throw badAnswer("the answer ends without a finish reason: it was cut off");
  if (refusal !== "" && text === "") return { text: refusal, finishReason: "content_filter", usage, model };
  const finish = toolCalls.length > 0 && finishReason === "stop" ? "tool_calls" : readFinish(finishReason);
  if (text === "" && toolCalls.length === 0 && finish !== "content_filter") throw emptyAnswer(finish, usage);
  const response: LLMResponse = { text, finishReason: finish, usage, model };
  return toolCalls.length > 0 ? { ...response, toolCalls } : response;
}

function readFinish(reason: string): FinishReason {
  switch (reason) {
    case "stop":
    case "length":
    case "tool_calls":
    case "content_filter":
      return reason;
    case "function_call":
      return "tool_calls";
    default:
      return "other";
  }
}

function readUsage(usage: OpenAI.CompletionUsage): Usage {
  return {
    inputTokens: usage.prompt_tokens ?? 0,
    outputTokens: usage.completion_tokens ?? 0,
    cachedTokens: usage.prompt_tokens_details?.cached_tokens ?? 0,
  };
}

type ToolDelta = OpenAI.ChatCompletionChunk.Choice.Delta.ToolCall;

function addToolDelta(calls: ToolCall[], { index, id, function: part }: ToolDelta): void {
  const call = (calls[index] ??= { id: "", name: "", arguments: "" });
  call.id ||= id ?? "";
  call.name += part?.name ?? "";
  call.arguments += part?.arguments ?? "";
}
