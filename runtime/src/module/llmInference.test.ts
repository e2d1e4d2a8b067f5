import { describe, expect, it } from "vitest";
import * as z from "zod";
import { realEnv } from "../env.js";
import type { LLMResponse, Message } from "../providers/types.js";
import { execute } from "../run/execute.js";
import type { CompletionJob, Dispatch } from "../run/types.js";
import { LLMInference } from "./llmInference.js";
import type { Module } from "./module.js";
import { Parameter } from "./parameter.js";
import { withoutFence } from "./standardSchema.js";

/** Runs one call with the given answers, in turn. */
async function ask(module: Module, prompt: unknown, ...answers: (string | Partial<LLMResponse>)[]) {
  const jobs: CompletionJob[] = [];
  const dispatch: Dispatch = {
    admits: 1,
    env: realEnv,
    async complete(job) {
      jobs.push(job);
      const answer = answers[jobs.length - 1] ?? expect.unreachable("asked too often");
      return {
        text: "",
        finishReason: "stop",
        usage: { inputTokens: 1, outputTokens: 1, cachedTokens: 0 },
        model: "m",
        ...(typeof answer === "string" ? { text: answer } : answer),
      };
    },
  };
  const value = execute(module, [prompt], { dispatch, runId: "r", priority: 3 });
  await value.catch(() => undefined);
  return { value, jobs, requests: jobs.map((job) => job.request) };
}

describe("LLMInference", () => {
  it("asks its alias and returns the text", async () => {
    const { value, jobs } = await ask(new LLMInference({ alias: "fast" }), "hi", "hello");
    expect(await value).toBe("hello");
    expect(jobs[0]).toMatchObject({
      alias: "fast",
      priority: 3,
      request: { messages: [{ role: "user", content: "hi" }] },
    });
    expect(Object.keys(jobs[0]?.request ?? {})).toEqual(["messages"]);
    expect(jobs[0]?.signal).toBeInstanceOf(AbortSignal);
  });

  it("sends its options, and the value that its system prompt has now", async () => {
    const style = new Parameter("old", { description: "d" });
    const module = new LLMInference({
      alias: "a",
      systemPrompt: style,
      temperature: 0,
      maxTokens: 9,
      stop: ["."],
      seed: 0,
      providerOptions: { user: "u" },
    });
    style.value = "new";
    const { requests } = await ask(module, "x", "y");
    expect(requests[0]).toEqual({
      messages: [{ role: "user", content: "x" }],
      system: "new",
      temperature: 0,
      maxTokens: 9,
      stop: ["."],
      seed: 0,
      providerOptions: { user: "u" },
    });
  });

  it("makes a fixed parameter of a string and none of an empty one", () => {
    expect(new LLMInference({ alias: "a", systemPrompt: "x" }).systemPrompt).toMatchObject({
      value: "x",
      requiresGrad: false,
    });
    expect(new LLMInference({ alias: "a", systemPrompt: "" }).systemPrompt).toBeUndefined();
  });

  it("takes conversations, and refuses what is no prompt", async () => {
    const messages: Message[] = [
      { role: "user", content: [{ type: "text", text: "look" }] },
      { role: "assistant", content: "ok" },
    ];
    const { requests } = await ask(new LLMInference({ alias: "a" }), messages, "y");
    expect(requests[0]?.messages).toBe(messages);
    const wrong = await ask(new LLMInference({ alias: "a" }), { facts: 1 }, "y");
    await expect(wrong.value).rejects.toThrow(
      /PLT1044: LLMInference\(a\) takes a text or a list of messages, not object/,
    );
  });

  it("checks its options", () => {
    expect(() => new LLMInference({ alias: "" })).toThrow(/"alias" must name an endpoint/);
    expect(() => new (LLMInference as never as new () => object)()).toThrow(/PLT1044/);
    expect(() => new LLMInference({ alias: "a", output: {} as never })).toThrow(/"output" must be a Standard Schema/);
    expect(() => new LLMInference({ alias: "a", systemPrompt: 3 as never })).toThrow(/"systemPrompt" must be/);
  });
});

describe("output", () => {
  const schema = z.object({ n: z.number().transform((n) => n + 1) });
  const module = new LLMInference({ alias: "a", output: schema });

  it("returns the validated value and sends the JSON Schema of what the model writes", async () => {
    const { value, requests } = await ask(module, "x", '```json\n{"n": 1}\n```');
    expect(await value).toEqual({ n: 2 });
    expect(requests[0]?.outputSchema).toMatchObject({
      type: "object",
      properties: { n: { type: "number" } },
    });
    expect(requests[0]?.system).toContain("one JSON value");
  });

  it("repairs once, naming the issues", async () => {
    const { value, requests } = await ask(module, "x", '{"n": "one"}', '{"n": 1}');
    expect(await value).toEqual({ n: 2 });
    expect(requests[1]?.messages.slice(0, 2)).toEqual([
      { role: "user", content: "x" },
      { role: "assistant", content: '{"n": "one"}' },
    ]);
    expect(requests[1]?.messages[2]).toMatchObject({
      role: "user",
      content: expect.stringMatching(/- n: .*number.*JSON Schema.*"n"/s),
    });
  });

  it("gives up after one repair with an error that says why", async () => {
    const { value, jobs } = await ask(module, "x", "no", { text: '{"n":', finishReason: "length" });
    await expect(value).rejects.toThrow(/PLT1022: the answer of LLMInference\(a\).*raise maxTokens.*not JSON/s);
    await expect(value).rejects.toMatchObject({ cause: { answer: '{"n":', issues: [{}] } });
    expect(jobs.length).toBe(2);
  });

  it("works with a schema that has no JSON Schema, sync or async", async () => {
    const own = new LLMInference({
      alias: "a",
      output: {
        "~standard": {
          version: 1,
          vendor: "own",
          validate: async (value) =>
            Array.isArray(value) ? { value } : { issues: [{ message: "no list", path: [{ key: "a" }, 0] }] },
        },
      },
    });
    const { value, requests } = await ask(own, "x", "3", "[3]");
    expect(await value).toEqual([3]);
    expect(requests[0]).not.toHaveProperty("outputSchema");
    expect(requests[1]?.messages.at(-1)?.content).toContain("- a.0: no list");
    const date = new LLMInference({ alias: "a", output: z.object({ at: z.coerce.date() }) });
    const dated = await ask(date, "x", '{"at":"2020-01-01"}');
    expect(await dated.value).toEqual({ at: new Date("2020-01-01") });
  });
});

describe("tools", () => {
  const tools = [{ name: "search", parameters: {} }];
  const toolCalls = [{ id: "1", name: "search", arguments: "{}" }];

  it("returns what the model asks for, and a message to go on with", async () => {
    const { value, requests } = await ask(new LLMInference({ alias: "a", tools }), "x", {
      text: "",
      toolCalls,
    });
    expect(await value).toEqual({
      text: "",
      toolCalls,
      message: { role: "assistant", content: "", toolCalls },
      output: undefined,
    });
    expect(requests[0]?.tools).toBe(tools);
  });

  it("validates the answer only when there is one", async () => {
    const module = new LLMInference({ alias: "a", tools, output: z.object({ n: z.number() }) });
    expect(await (await ask(module, "x", { toolCalls })).value).toMatchObject({
      output: undefined,
    });
    expect(await (await ask(module, "x", '{"n":1}')).value).toMatchObject({
      output: { n: 1 },
      toolCalls: [],
    });
  });
});

describe("withoutFence", () => {
  it.each([
    ['{"a":1}', '{"a":1}'],
    ["```json\n{}\n```", "{}"],
    ["```\n[]\n```\n", "[]"],
    ["```{}```", "{}"],
    ["```json\n{", "{"],
    ['"```"', '"```"'],
  ])("%j → %j", (text, expected) => expect(withoutFence(text)).toBe(expected));
});
