/**
 * The simulated model: a pure function from a request and a seed to an answer that is made from the
 * prompt, so that a reader can see whether the right text reached the right call. It knows nothing; it
 * selects, compares and counts.
 */
import type { FinishReason, LLMRequest, LLMResponse, ToolCall, ToolDefinition } from "../providers/types.js";
import {
  answerFrom,
  classify,
  combine,
  compare,
  holds,
  pointsOf,
  questionsOf,
  rewrite,
  scoreOf,
  summarise,
  titleOf,
} from "./answers.js";
import { hash32 } from "./hash.js";
import { fillSchema, schemaIn } from "./json.js";
import { lastUserText, takeApart, textOf, toolResults, type PromptParts } from "./prompt.js";
import { decideTask, type Task } from "./task.js";
import { contentWords, keyTerms, overlap, sentencesOf, stem } from "./text.js";
import { countTokens } from "./tokens.js";

const NOTHING = "There is nothing to answer.";

/** What of a request the simulated model looks at. */
export type SimulatedRequest = Pick<
  LLMRequest,
  "system" | "messages" | "outputSchema" | "tools" | "maxTokens" | "stop"
> & { model?: string };

/** The text of the simulated answer; empty where the model calls a tool. The same request and seed give the same text. */
export function simulateAnswer(request: SimulatedRequest, seed = 0): string {
  return simulateResponse(request, seed).text;
}

/** The whole simulated answer, with tool calls, finish reason and token counts (four characters each). */
export function simulateResponse(request: SimulatedRequest, seed = 0): LLMResponse {
  const inputTokens = countTokens(requestText(request));
  const model = request.model ?? "simulated";
  const call = toolCallFor(request, seed);
  if (call) {
    const outputTokens = countTokens(call.name + call.arguments);
    const usage = { inputTokens, outputTokens, cachedTokens: 0 };
    return { text: "", finishReason: "tool_calls", usage, model, toolCalls: [call] };
  }
  const whole = answerText(request, seed);
  const { text, finishReason } = cut(whole, request);
  return { text, finishReason, usage: { inputTokens, outputTokens: countTokens(text), cachedTokens: 0 }, model };
}

/** Everything that a request says, for counting and matching. */
export function requestText({ system, messages }: SimulatedRequest): string {
  return [system ?? "", ...messages.map(textOf)].filter((text) => text !== "").join("\n\n");
}

function answerText(request: SimulatedRequest, seed: number): string {
  const parts = takeApart(request);
  const text = parts.materials.join("\n\n");
  const context = { text, instruction: parts.instruction, seed };
  if (request.outputSchema) return JSON.stringify(fillSchema(request.outputSchema, context));
  const task = decideTask(parts.task, parts.system);
  const asked = task.jsonList ? undefined : schemaIn(parts.instruction);
  if (asked) return JSON.stringify(fillSchema(asked, context));
  // A text without a single word still gets an answer.
  return perform(task, parts, text, seed) || text.trim().slice(0, 200) || NOTHING;
}

function perform(task: Task, parts: PromptParts, text: string, seed: number): string {
  const { materials } = parts;
  switch (task.kind) {
    case "summary":
      return task.jsonList ? list(task, pointsOf(text, task.count)) : summarise(text, task.count);
    case "list":
      return list(task, pointsOf(text, task.count));
    case "keywords":
      return list(task, keyTerms(text, task.count ?? 5));
    case "questions":
      return list(task, questionsOf(text, task.count));
    case "compare":
      return compare(materials);
    case "classify":
      return classify(
        task.labels.length > 1 ? task.labels : ["positive", "negative", "neutral"],
        text,
        parts.instruction,
        seed,
      );
    case "yesno":
      return yesOrNo(task, parts, text);
    case "score":
      return String(scoreOf(text, task.range, seed)) + (task.reason ? `\n${summarise(text, 1)}` : "");
    case "title":
      return titleOf(text);
    case "combine":
      return combine(materials, task.count);
    case "rewrite":
      return rewrite(materials);
    case "answer":
      return answerFrom(questionIn(parts, text), materials);
    case "restate":
      return rewrite([text]);
  }
}

/** Bullets, a JSON array, or for short terms a line with commas. */
function list({ kind, bullets, jsonList }: Task, items: readonly string[]): string {
  if (jsonList) return JSON.stringify(items);
  if (kind === "keywords" && !bullets) return items.join(", ");
  return items.map((item) => `- ${item}`).join("\n");
}

function yesOrNo({ reason }: Task, parts: PromptParts, text: string): string {
  const found = /\b(yes|true)\s*["'`]?\s*(?:\/|or|,)\s*["'`]?(no|false)\b/i.exec(parts.instruction);
  const answer = (holds(questionIn(parts, text), text) ? found?.[1] : found?.[2]) ?? "no";
  return reason ? `${answer}\n${summarise(text, 1)}` : answer;
}

function questionIn({ task, instruction }: PromptParts, text: string): string {
  const questions = [task, instruction, text].flatMap(sentencesOf).filter((sentence) => sentence.endsWith("?"));
  return questions[0] ?? (task === "" ? instruction : task);
}

/** With tools on offer and no result yet, the model calls the tool that fits the prompt best. */
function toolCallFor({ tools, messages }: SimulatedRequest, seed: number): ToolCall | undefined {
  if (!tools || tools.length === 0 || toolResults(messages).length > 0) return undefined;
  const text = lastUserText(messages);
  const wanted = new Set(contentWords(text).map(stem));
  const fit = ({ name, description = "" }: ToolDefinition): number =>
    overlap(new Set(contentWords(`${name.replaceAll(/[_-]/g, " ")} ${description}`).map(stem)), wanted);
  const tool = tools.reduce((best, each) => (fit(each) > fit(best) ? each : best));
  const args = fillSchema({ type: "object", ...tool.parameters }, { text, instruction: text, seed });
  const json = JSON.stringify(args ?? {});
  return { id: `call_${hash32(tool.name + json + text, seed).toString(36)}`, name: tool.name, arguments: json };
}

function cut(text: string, { stop, maxTokens }: SimulatedRequest): { text: string; finishReason: FinishReason } {
  let end = text.length;
  for (const each of stop ?? []) {
    const at = each === "" ? -1 : text.indexOf(each);
    if (at > 0) end = Math.min(end, at);
  }
  const most = maxTokens === undefined ? Number.POSITIVE_INFINITY : Math.max(1, maxTokens) * 4;
  if (end > most) return { text: text.slice(0, most), finishReason: "length" };
  return { text: text.slice(0, end), finishReason: "stop" };
}
