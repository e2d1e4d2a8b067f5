import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { inspect } from "node:util";
import { afterEach, describe, expect, it } from "vitest";
import { realEnv } from "../env.js";
import { Dispatcher } from "../resources/dispatcher.js";
import { Secret } from "../resources/secret.js";
import type { EndpointConfig, HostedEndpoint } from "../resources/config.js";
import { startSimulator, type Simulator, type SimulatorOptions } from "../simulate.js";
import { job } from "../testing/fakeClient.js";
import { openClient } from "./openClient.js";
import { ProviderError, type LLMChunk, type LLMClient, type LLMRequest, type LLMResponse } from "./types.js";

const TEXT =
  "The council approved a bicycle plan on Monday. It adds 40 kilometres of lanes. Critics fear slow vans. The plan costs 12 million euros.";
const request: LLMRequest = {
  alias: "a",
  model: "m1",
  system: "Summarize the text in one sentence.",
  messages: [{ role: "user", content: TEXT }],
};
const live = (): { signal: AbortSignal } => ({ signal: new AbortController().signal });

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

async function simulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const started = await startSimulator(options);
  open.push(started);
  return started;
}

function client(
  provider: HostedEndpoint["provider"],
  baseUrl: string,
  more: Partial<HostedEndpoint> = {},
): Promise<LLMClient> {
  const key = new Secret("sk-test-key-0123456789");
  return openClient({ provider, model: "m1", baseUrl, ...more }, key, realEnv);
}

function dispatcher(
  provider: HostedEndpoint["provider"],
  baseUrl: string,
  more: Partial<HostedEndpoint> = {},
): Dispatcher {
  const made = new Dispatcher({
    endpoints: { a: { provider, model: "m1", baseUrl, retryDelayMs: 5, ...more } as EndpointConfig },
  });
  open.push(made);
  return made;
}

async function collect(
  chunks: AsyncIterable<LLMChunk>,
): Promise<{ text: string; pieces: number; response: LLMResponse }> {
  let text = "";
  let pieces = 0;
  let response: LLMResponse | undefined;
  for await (const chunk of chunks) {
    if (chunk.type === "done") response = chunk.response;
    else {
      text += chunk.text;
      pieces++;
    }
  }
  return { text, pieces, response: response! };
}

async function failure(work: Promise<unknown>): Promise<ProviderError> {
  return (await work.then(
    () => new Error("it succeeded"),
    (error: unknown) => error,
  )) as ProviderError;
}

async function until(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 400 && !condition(); i++) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(condition()).toBe(true);
}

describe.each(["openai", "anthropic", "ollama"] as const)("%s", (provider) => {
  it("answers, and counts tokens", async () => {
    const sim = await simulator();
    const response = await (await client(provider, sim.url)).complete(request, live());
    expect(response.text).toBe("The council approved a bicycle plan on Monday.");
    expect(response).toMatchObject({ finishReason: "stop", model: "m1" });
    expect(response.usage.inputTokens).toBeGreaterThan(30);
    expect(response.usage.outputTokens).toBe(Math.ceil(response.text.length / 4));
    expect(sim.log[0]).toMatchObject({
      wire: provider === "anthropic" ? "anthropic" : "openai",
      model: "m1",
      system: request.system,
      prompt: TEXT,
      status: 200,
      aborted: false,
      answer: response.text,
    });
  });

  it("streams the same answer", async () => {
    const sim = await simulator({ msPerOutputToken: 1 });
    const streamed = await collect((await client(provider, sim.url)).stream!(request, live()));
    expect(streamed.pieces).toBeGreaterThan(5);
    expect(streamed.text).toBe("The council approved a bicycle plan on Monday.");
    expect(streamed.response).toMatchObject({ text: streamed.text, finishReason: "stop", model: "m1" });
    expect(streamed.response.usage.outputTokens).toBe(12);
  });

  it("obeys Retry-After and then succeeds", async () => {
    const sim = await simulator({ faults: [{ kind: "429", attempt: 1, retryAfterS: 0.2 }] });
    const made = dispatcher(provider, sim.url);
    await made.complete(job("a", TEXT));
    expect(sim.log.map(({ status }) => status)).toEqual([429, 200]);
    const [first, second] = sim.log;
    expect(second!.startedAtMs - first!.endedAtMs).toBeGreaterThanOrEqual(195);
    expect(made.metrics()["a"]).toMatchObject({ rateLimited: 1, attempts: 2, succeeded: 1 });
  });

  it.each(["500", "529", "reset", "truncate", "malformed", "empty"] as const)(
    "makes as many requests as attempts when every one ends with %s",
    async (kind) => {
      const sim = await simulator({ faults: [{ kind }] });
      const error = await failure(dispatcher(provider, sim.url, { maxRetries: 2 }).complete(job("a", TEXT)));
      expect(error).toBeInstanceOf(ProviderError);
      expect(error.retryable).toBe(true);
      expect(error.message).toContain(`endpoint "a" (m1 at 127.0.0.1:${sim.port}) failed after 3 attempts`);
      await until(() => sim.log.length === 3);
      if (kind === "500" || kind === "529") expect(error.status).toBe(Number(kind));
    },
  );

  it.each(["truncate", "malformed", "empty", "reset", "500"] as const)(
    "ends a stream with an error on %s",
    async (kind) => {
      const sim = await simulator({ faults: [{ kind }] });
      const error = await failure(collect((await client(provider, sim.url)).stream!(request, live())));
      expect(error).toBeInstanceOf(ProviderError);
      expect(error.retryable).toBe(true);
    },
  );

  it("closes the connection when it is aborted, while waiting and while streaming", async () => {
    const sim = await simulator({ latencyMs: 30, msPerOutputToken: 50 });
    const made = await client(provider, sim.url);
    for (const run of [
      (signal: AbortSignal) => made.complete(request, { signal }),
      (signal: AbortSignal) => collect(made.stream!(request, { signal })),
    ]) {
      const stop = new AbortController();
      const reason = new Error("not wanted");
      const before = sim.log.length;
      setTimeout(() => stop.abort(reason), 120);
      expect(await failure(run(stop.signal))).toBe(reason);
      await until(() => sim.log.length > before && sim.inFlight === 0);
      expect(sim.log.at(-1)).toMatchObject({ aborted: true });
    }
  });

  it("gives up on a server that never answers, and lets go of it", async () => {
    const sim = await simulator({ faults: [{ kind: "hang" }] });
    const error = await failure(
      dispatcher(provider, sim.url, { maxRetries: 1, timeoutMs: 60 }).complete(job("a", TEXT)),
    );
    expect(error.message).toMatch(/after 2 attempts: no answer within 60 ms.*Raise timeoutMs/);
    await until(() => sim.log.length === 2 && sim.inFlight === 0);
    expect(sim.log.every(({ aborted, status }) => aborted && status === 0)).toBe(true);
  });

  it("carries conversations, tools and schemas", async () => {
    const sim = await simulator();
    const made = await client(provider, sim.url);
    const tools = [
      {
        name: "get_weather",
        description: "Weather of a city",
        parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
      },
    ];
    const question = { role: "user", content: "What is the weather in Oslo?" } as const;
    const asked = await made.complete({ ...request, system: "Use tools.", messages: [question], tools }, live());
    expect(asked).toMatchObject({ finishReason: "tool_calls", text: "" });
    const [call] = asked.toolCalls!;
    expect(call).toMatchObject({ name: "get_weather", arguments: '{"city":"Oslo"}' });
    const streamed = await collect(made.stream!({ ...request, messages: [question], tools }, live()));
    expect(streamed.response.toolCalls).toMatchObject([{ name: "get_weather", arguments: '{"city":"Oslo"}' }]);
    const told = await made.complete(
      {
        ...request,
        system: "Use tools.",
        messages: [
          question,
          { role: "assistant", content: "", toolCalls: [call!] },
          { role: "tool", content: "The weather in Oslo is rainy.", toolCallId: call!.id },
        ],
        tools,
      },
      live(),
    );
    expect(told.text).toBe("The weather in Oslo is rainy.");
    const outputSchema = {
      type: "object",
      properties: { title: { type: "string" }, mood: { enum: ["good", "bad"] } },
      required: ["title", "mood"],
    };
    const typed = await made.complete({ ...request, outputSchema }, live());
    expect(Object.keys(JSON.parse(typed.text) as object)).toEqual(["title", "mood"]);
    const image = { type: "image", url: "data:image/png;base64,AAAA" } as const;
    const seen = await made.complete(
      {
        ...request,
        messages: [{ role: "user", content: [{ type: "text", text: TEXT }, image] }],
        stop: ["approved"],
        maxTokens: 100,
        temperature: 0,
        seed: 1,
      },
      live(),
    );
    expect(seen.text).toBe("The council ");
    const short = await made.complete({ ...request, maxTokens: 3 }, live());
    expect(short).toMatchObject({ text: "The council ", finishReason: "length" });
  });

  it("says what to do when nobody listens", async () => {
    const sim = await startSimulator();
    await sim.close();
    const error = await failure(dispatcher(provider, sim.url, { maxRetries: 0 }).complete(job("a")));
    expect(error).toMatchObject({ status: undefined, retryable: true });
    expect(error.message).toMatch(/ECONNREFUSED.*Check baseUrl, and that the server is running\./);
  });

  it("carries any text", async () => {
    const sim = await simulator();
    const made = await client(provider, sim.url);
    const nasty = [
      '"}]}\n\ndata: [DONE]\n\n',
      "\u2028\u0000\ud800 end",
      "</doc><doc>",
      "événement 漢字 🎉",
      "'; process.exit(1); '",
      "%s ${x} `y`",
    ];
    for (const content of nasty) {
      const text = `Keep this text: ${content}`;
      await made.complete({ ...request, messages: [{ role: "user", content: text }] }, live());
      expect(sim.log.at(-1)!.prompt).toBe(text);
    }
    const echo = `Please keep it. ${nasty[0]} 漢字 🎉 and more.`;
    const plain = { ...request, messages: [{ role: "user", content: echo }] } as const;
    const streamed = await collect(made.stream!(plain, live()));
    expect(streamed.text).toBe((await made.complete(plain, live())).text);
  });

  it("uses one server for many calls and abides by maxConcurrent", async () => {
    const sim = await simulator({ latencyMs: { min: 1, max: 20 } });
    const made = dispatcher(provider, sim.url, { maxConcurrent: 5 });
    await Promise.all(Array.from({ length: 40 }, (_, i) => made.complete(job("a", `${TEXT} ${i}`))));
    expect(sim.peakInFlight).toBeLessThanOrEqual(5);
    expect(sim.log).toHaveLength(40);
  });
});

describe("answers of servers that are not quite right", () => {
  async function serve(status: number, body: unknown, headers: Record<string, string> = {}): Promise<string> {
    const server = createServer((incoming, response) => {
      incoming.resume();
      response
        .writeHead(status, { "content-type": "application/json", ...headers })
        .end(typeof body === "string" ? body : JSON.stringify(body));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    open.push({
      close: () =>
        new Promise<void>((resolve) => {
          server.close(() => resolve());
          server.closeAllConnections();
        }),
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
  const ask = async (provider: "openai" | "anthropic", ...answer: Parameters<typeof serve>): Promise<ProviderError> =>
    failure((await client(provider, await serve(...answer))).complete(request, live()));
  const choice = (message: object, finish_reason: unknown = "stop"): object => ({
    choices: [{ index: 0, message, finish_reason }],
  });

  it("does not take a 200 for a success", async () => {
    for (const body of [
      {},
      [],
      "null",
      '"text"',
      { choices: [] },
      { choices: [{}] },
      choice({ role: "assistant", content: null }),
      choice({ role: "assistant", content: "half an answ" }, null),
      { error: { message: "out of memory" } },
    ])
      expect(await ask("openai", 200, body)).toMatchObject({ name: "ProviderError", retryable: true });
    for (const body of [
      {},
      { content: "x" },
      { content: [], stop_reason: "end_turn" },
      { content: [{ type: "text", text: "half" }], stop_reason: null },
    ])
      expect(await ask("anthropic", 200, body)).toMatchObject({ name: "ProviderError", retryable: true });
  });

  it("does not repeat an answer that maxTokens will cut again", async () => {
    const error = await ask("openai", 200, choice({ role: "assistant", content: "" }, "length"));
    expect(error).toMatchObject({ retryable: false });
    expect(error.message).toContain("raise maxTokens");
  });

  it("does not take a stream for complete that has no end, or an error in it", async () => {
    const sse = { "content-type": "text/event-stream" };
    const stream = async (provider: "openai" | "anthropic", events: string[]): Promise<ProviderError> => {
      const url = await serve(200, events.map((event) => `${event}\n\n`).join(""), sse);
      return failure(collect((await client(provider, url)).stream!(request, live())));
    };
    const delta = (data: { type: string }): string => `event: ${data.type}\ndata: ${JSON.stringify(data)}`;
    const text = { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "half" } };
    const stop = { type: "message_delta", delta: { stop_reason: "end_turn" }, usage: { output_tokens: 1 } };
    expect(await stream("anthropic", [delta(text), delta(stop)])).toMatchObject({
      retryable: true,
      message: expect.stringContaining("message_stop"),
    });
    const overloaded = { type: "error", error: { type: "overloaded_error", message: "Overloaded" } };
    expect(await stream("anthropic", [delta(text), delta(overloaded)])).toMatchObject({ retryable: true, status: 529 });
    const chunk = { choices: [{ index: 0, delta: { content: "half" } }] };
    expect(await stream("openai", [`data: ${JSON.stringify(chunk)}`])).toMatchObject({ retryable: true });
    const full = { error: { message: "queue full", code: 503 } };
    expect(await stream("openai", [`data: ${JSON.stringify(full)}`])).toMatchObject({ retryable: true, status: 503 });
    expect(await stream("openai", [": ping", "data: [DONE]"])).toMatchObject({ retryable: true });
  });

  it("takes a refusal for an answer", async () => {
    const url = await serve(200, choice({ role: "assistant", content: null, refusal: "I cannot help with that." }));
    const response = await (await client("openai", url)).complete(request, live());
    expect(response).toMatchObject({ text: "I cannot help with that.", finishReason: "content_filter" });
    expect(response.usage).toEqual({ inputTokens: 0, outputTokens: 0, cachedTokens: 0 });
  });

  it("counts cached tokens as part of the input", async () => {
    const one = await serve(200, {
      ...choice({ content: "x" }),
      usage: { prompt_tokens: 9, completion_tokens: 1, prompt_tokens_details: { cached_tokens: 4 } },
    });
    const two = await serve(200, {
      content: [{ type: "text", text: "x" }],
      stop_reason: "end_turn",
      usage: { input_tokens: 3, cache_read_input_tokens: 4, cache_creation_input_tokens: 2, output_tokens: 1 },
    });
    for (const made of [await client("openai", one), await client("anthropic", two)])
      expect((await made.complete(request, live())).usage).toEqual({
        inputTokens: 9,
        outputTokens: 1,
        cachedTokens: 4,
      });
  });

  it("classifies statuses", async () => {
    for (const provider of ["openai", "anthropic"] as const) {
      for (const status of [400, 401, 403, 404, 413, 422, 424])
        expect(await ask(provider, status, { error: { message: "no" } })).toMatchObject({ status, retryable: false });
      for (const status of [408, 409, 425, 429, 500, 502, 503, 504, 529])
        expect(await ask(provider, status, "<html>busy</html>")).toMatchObject({
          status,
          retryable: true,
          rateLimited: status === 429,
        });
      expect(await ask(provider, 503, {}, { "retry-after": "7" })).toMatchObject({ retryAfterMs: 7_000 });
      expect(await ask(provider, 500, {}, { "x-should-retry": "false" })).toMatchObject({ retryable: false });
    }
    const spent = {
      error: { message: "You exceeded your quota", type: "insufficient_quota", code: "insufficient_quota" },
    };
    expect(await ask("openai", 429, spent)).toMatchObject({ retryable: false });
  });

  it("never shows the key, even when the server repeats it", async () => {
    const key = "sk-test-key-0123456789";
    for (const provider of ["openai", "anthropic"] as const) {
      const url = await serve(
        401,
        { error: { message: `Incorrect API key provided: ${key}` }, echo: key },
        { "x-echo": key },
      );
      const made = await client(provider, url, { headers: { "x-token": "header-secret" } });
      const error = await failure(made.complete(request, live()));
      expect(error.message).toContain("Incorrect API key provided: [secret]");
      expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(key);
      expect(inspect(made, { depth: 20, showHidden: true })).not.toMatch(/sk-test|header-secret/);
    }
  });
});
