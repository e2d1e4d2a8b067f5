/**
 * `LLMInference`, the leaf that asks a language model. It knows an alias, not an endpoint: `bind` says which
 * endpoint serves the alias, and the resource layer owns limits, retries and metrics.
 */
import { PlaitError } from "../errors.js";
import type { LLMResponse, Message, ToolCall, ToolDefinition } from "../providers/types.js";
import { currentCall } from "../run/callContext.js";
import type { CompletionJob } from "../run/types.js";
import { ALIAS } from "./brand.js";
import { Module } from "./module.js";
import { isParameter, Parameter } from "./parameter.js";
import {
  describeIssues,
  isStandardSchema,
  jsonSchemaOf,
  readAnswer,
  type SchemaIssue,
  type StandardSchema,
} from "./standardSchema.js";

export interface LLMInferenceOptions<A extends string, O, T extends readonly ToolDefinition[]> {
  /** Name of the endpoint, as in `bind({ endpoints: { fast: … } })`. */
  alias: A;
  /** Instructions that come before every prompt. A Parameter can be trained and shared; an empty text is none. */
  systemPrompt?: string | Parameter | undefined;
  /** Default: the provider's. */
  temperature?: number | undefined;
  /** Most tokens of the answer. Default: the provider's. */
  maxTokens?: number | undefined;
  /** Texts at which the answer ends. */
  stop?: readonly string[] | undefined;
  seed?: number | undefined;
  /** A Standard Schema (zod, valibot, arktype): the call returns the value that it validates. */
  output?: StandardSchema<O> | undefined;
  /** Tools that the model may ask for: the call returns an `Answer`, whose `toolCalls` the program runs. */
  tools?: T | undefined;
  /** Passed to the provider as it is. */
  providerOptions?: Record<string, unknown> | undefined;
}

/** What a call with `tools` returns. */
export interface Answer<O = string> {
  /** The text of the answer; often empty when the model asks for tools. */
  text: string;
  /** What the model asks for, in its order. Answer each with a message of role "tool". */
  toolCalls: readonly ToolCall[];
  /** The answer as a message, to append to the conversation. */
  message: Message;
  /** The validated value, or without a schema the text; undefined when the model asks for tools. */
  output: O | undefined;
}

export class LLMInference<
  const A extends string = string,
  O = string,
  const T extends readonly ToolDefinition[] = readonly [],
> extends Module {
  readonly alias: A;
  /** A text given as a string is a parameter that training leaves alone. */
  readonly systemPrompt: Parameter | undefined;
  readonly temperature: number | undefined;
  readonly maxTokens: number | undefined;
  readonly stop: readonly string[] | undefined;
  readonly seed: number | undefined;
  readonly output: StandardSchema<O> | undefined;
  readonly tools: T | undefined;
  readonly providerOptions: Record<string, unknown> | undefined;

  /** @throws PlaitError PLT1044 when an option is not what its type says. */
  constructor(options: LLMInferenceOptions<A, O, T>) {
    super();
    checkOptions(options);
    const { systemPrompt } = options;
    this.alias = options.alias;
    this.systemPrompt =
      typeof systemPrompt === "string"
        ? systemPrompt === ""
          ? undefined
          : new Parameter(systemPrompt, { requiresGrad: false })
        : systemPrompt;
    this.temperature = options.temperature;
    this.maxTokens = options.maxTokens;
    this.stop = options.stop;
    this.seed = options.seed;
    this.output = options.output;
    this.tools = options.tools;
    this.providerOptions = options.providerOptions;
  }

  get [ALIAS](): A {
    return this.alias;
  }

  /**
   * Asks the endpoint behind the alias. A string is one user message; a list is a conversation.
   *
   * @throws PlaitError PLT1022 when the answer does not fit `output` after one repair, with the last answer
   * and its issues as `cause`; PLT1044 when the prompt is neither text nor a list of messages; and what the
   * resource layer throws when it gives up.
   */
  async forward(prompt: string | readonly Message[]): Promise<T extends readonly [] ? O : Answer<O>> {
    const call = currentCall(); // only before the first await
    const messages = messagesOf(prompt, this.alias);
    const schema = this.output;
    const ask = (conversation: readonly Message[]): Promise<LLMResponse> =>
      call.dispatch.complete({
        alias: this.alias,
        request: requestOf(this as never, conversation),
        signal: call.signal,
        deadline: call.deadline,
        slot: call.slot,
        rank: call.rank,
        runNumber: call.runNumber,
        priority: call.priority,
      });

    let response = await ask(messages);
    let output: unknown = response.text;
    if (schema && !response.toolCalls?.length) {
      let result = await readAnswer(schema, response.text);
      if (result.issues) {
        response = await ask([...messages, messageOf(response), repairOf(schema, result.issues)]);
        if (!response.toolCalls?.length) {
          result = await readAnswer(schema, response.text);
          if (result.issues) throw misfit(this.alias, response, result.issues);
        }
      }
      output = result.issues ? undefined : result.value;
    }
    if (!this.tools?.length) return output as never;
    const toolCalls = response.toolCalls ?? [];
    return {
      text: response.text,
      toolCalls,
      message: messageOf(response),
      output: toolCalls.length > 0 ? undefined : output,
    } satisfies Answer<unknown> as never;
  }
}

// Functions rather than private methods: a hidden member would make every pipeline look, to the types of
// bind(), as if it might hide aliases.

function requestOf(
  module: LLMInference<string, unknown, readonly ToolDefinition[]>,
  messages: readonly Message[],
): CompletionJob["request"] {
  const { systemPrompt, temperature, maxTokens, stop, seed, output, tools, providerOptions } = module;
  const outputSchema = output && jsonSchemaOf(output);
  const system = [
    systemPrompt?.value,
    output && "Answer with one JSON value and nothing else: no explanation, no code fence.",
  ]
    .filter(Boolean)
    .join("\n\n");
  return {
    messages,
    ...(system !== "" && { system }),
    ...(temperature !== undefined && { temperature }),
    ...(maxTokens !== undefined && { maxTokens }),
    ...(stop !== undefined && { stop }),
    ...(seed !== undefined && { seed }),
    ...(tools?.length && { tools }),
    ...(outputSchema && { outputSchema }),
    ...(providerOptions && { providerOptions }),
  };
}

function misfit(alias: string, response: LLMResponse, issues: readonly SchemaIssue[]): PlaitError {
  const cut = response.finishReason === "length" ? " The answer was cut off at its token limit: raise maxTokens." : "";
  return new PlaitError(
    "PLT1022",
    `the answer of LLMInference(${alias}) does not fit its output schema, also after one repair.${cut}\n${describeIssues(issues)}`,
    { cause: { answer: response.text, issues } },
  );
}

function messagesOf(prompt: unknown, alias: string): readonly Message[] {
  if (typeof prompt === "string") return [{ role: "user", content: prompt }];
  if (isParameter(prompt)) return [{ role: "user", content: prompt.value }];
  if (Array.isArray(prompt)) return prompt as readonly Message[];
  throw new PlaitError(
    "PLT1044",
    `LLMInference(${alias}) takes a text or a list of messages, not ${prompt === null ? "null" : typeof prompt}. Turn a value into text first, for example with JSON.stringify.`,
  );
}

function messageOf(response: LLMResponse): Message {
  const { text, toolCalls } = response;
  return { role: "assistant", content: text, ...(toolCalls?.length && { toolCalls }) };
}

function repairOf(schema: StandardSchema, issues: readonly SchemaIssue[]): Message {
  const json = jsonSchemaOf(schema); // once more in words, for endpoints without structured output
  return {
    role: "user",
    content: [
      `That answer does not fit:\n${describeIssues(issues)}`,
      ...(json ? [`It must fit this JSON Schema:\n${JSON.stringify(json)}`] : []),
      "Answer again with the corrected JSON value and nothing else.",
    ].join("\n"),
  };
}

function checkOptions(options: LLMInferenceOptions<string, unknown, readonly ToolDefinition[]>): void {
  const { alias, systemPrompt, output, tools } = options ?? {};
  const problem = (text: string): PlaitError =>
    new PlaitError(
      "PLT1044",
      `new LLMInference(${typeof alias === "string" ? `{ alias: ${JSON.stringify(alias)} }` : "…"}): ${text}`,
    );
  if (typeof alias !== "string" || alias === "") {
    throw problem('"alias" must name an endpoint, for example { alias: "fast" }.');
  }
  if (systemPrompt !== undefined && typeof systemPrompt !== "string" && !isParameter(systemPrompt)) {
    throw problem('"systemPrompt" must be a text or a Parameter.');
  }
  if (output !== undefined && !isStandardSchema(output)) {
    throw problem('"output" must be a Standard Schema, such as a zod 4, valibot or arktype schema.');
  }
  if (tools !== undefined && !Array.isArray(tools)) throw problem('"tools" must be a list of tool definitions.');
}
