import { afterEach, describe, expect, it } from "vitest";
import { SimulatedClient } from "../providers/simulated.js";
import { ProviderError, type LLMRequest } from "../providers/types.js";
import { Dispatcher } from "../resources/dispatcher.js";
import { job } from "../testing/fakeClient.js";
import { VirtualEnv } from "../testing/virtualEnv.js";
import { Behaviour } from "./behaviour.js";
import { FAULT_KINDS } from "./options.js";
import { startSimulator, type SimulatedCall, type Simulator, type SimulatorOptions } from "./server.js";

let running: Simulator | undefined;
afterEach(() => running?.close());
const start = async (options?: SimulatorOptions): Promise<Simulator> => (running = await startSimulator(options));
const post = (url: string, body: unknown): Promise<Response> =>
  fetch(url, { method: "POST", body: typeof body === "string" ? body : JSON.stringify(body) });

describe("startSimulator", () => {
  it("lists models and refuses what it does not know in the protocol's own shape", async () => {
    const { url } = await start();
    expect(await (await fetch(`${url}/v1/models`)).json()).toMatchObject({
      object: "list",
      data: [{ object: "model" }, {}],
    });
    const cases: [string, unknown, number][] = [
      ["/v1/chat/completions", "{", 400],
      ["/v1/chat/completions", [], 400],
      ["/v1/chat/completions", {}, 400],
      ["/v1/chat/completions", { model: "m", messages: [] }, 400],
      ["/v1/chat/completions", { model: "m", messages: [{ role: "x" }] }, 400],
      ["/v1/chat/completions", { model: "m", messages: [{ role: "constructor", content: "" }] }, 400],
      ["/v1/embeddings", {}, 404],
    ];
    for (const [path, body, status] of cases) {
      const response = await post(url + path, body);
      expect(response.status).toBe(status);
      expect(await response.json()).toMatchObject({
        error: { message: expect.any(String), type: "invalid_request_error" },
      });
    }
    const refused = await post(`${url}/v1/messages`, { model: "m", messages: [{ role: "user", content: "x" }] });
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({
      type: "error",
      error: { type: "invalid_request_error", message: "max_tokens: field required" },
    });
    expect((await fetch(`${url}/v1/messages`)).status).toBe(405);
  });

  it("caps the size of a body", async () => {
    const { url } = await start();
    expect((await post(`${url}/v1/chat/completions`, " ".repeat(33 * 1024 * 1024))).status).toBe(413);
  });

  it("sends streams with role, finish reason, usage and terminal markers", async () => {
    const { url } = await start();
    const messages = [{ role: "user", content: "Hello there." }];
    const chunks = (
      await (
        await post(`${url}/v1/chat/completions`, {
          model: "m",
          messages,
          stream: true,
          stream_options: { include_usage: true },
        })
      ).text()
    )
      .trim()
      .split("\n\n");
    expect(chunks.at(-1)).toBe("data: [DONE]");
    expect(chunks.at(-2)).toMatch(/"choices":\[\],"usage":\{"prompt_tokens":3/);
    expect(chunks.at(-3)).toContain('"finish_reason":"stop"');
    const events = (
      await (await post(`${url}/v1/messages`, { model: "m", max_tokens: 9, messages, stream: true })).text()
    )
      .trim()
      .split("\n\n");
    const names = events.map((event) => /^event: (\w+)/.exec(event)?.[1]);
    expect([names[0], names[1], names.at(-3), names.at(-2), names.at(-1)]).toEqual([
      "message_start",
      "content_block_start",
      "content_block_stop",
      "message_delta",
      "message_stop",
    ]);
  });

  it("sends rate limit headers and errors as the real servers do", async () => {
    const { url } = await start({ faults: [{ kind: "429", retryAfterS: 0.5 }] });
    const messages = [{ role: "user", content: "x" }];
    const one = await post(`${url}/v1/chat/completions`, { model: "m", messages });
    expect([one.status, one.headers.get("retry-after"), one.headers.get("retry-after-ms")]).toEqual([429, "1", "500"]);
    expect(await one.json()).toMatchObject({ error: { code: "rate_limit_exceeded" } });
    const two = await post(`${url}/v1/messages`, { model: "m", messages, max_tokens: 1 });
    expect(await two.json()).toMatchObject({ type: "error", error: { type: "rate_limit_error" } });
    expect(two.headers.get("anthropic-ratelimit-requests-limit")).not.toBeNull();
  });

  it("logs calls with times, reports them, and knows its peak", async () => {
    const seen: SimulatedCall[] = [];
    const sim = await start({ latencyMs: 40, onCall: (call) => seen.push(call) });
    const call = (text: string): Promise<Response> =>
      post(`${sim.url}/v1/chat/completions`, {
        model: "m",
        messages: [
          { role: "system", content: "S" },
          { role: "user", content: text },
        ],
      });
    await Promise.all([call("a"), call("b"), call("c")].map(async (response) => (await response).text()));
    expect(seen).toEqual(sim.log);
    expect(sim).toMatchObject({ inFlight: 0, peakInFlight: 3 });
    for (const { system, startedAtMs, endedAtMs, status, aborted } of sim.log) {
      expect({ system, status, aborted }).toEqual({ system: "S", status: 200, aborted: false });
      expect(endedAtMs - startedAtMs).toBeGreaterThanOrEqual(38);
    }
    expect(new Set(sim.log.map(({ id }) => id)).size).toBe(3);
  });

  it("closes with calls in flight, and twice", async () => {
    const sim = await start({ faults: [{ kind: "hang" }] });
    const hanging = post(`${sim.url}/v1/chat/completions`, {
      model: "m",
      messages: [{ role: "user", content: "x" }],
    }).catch(() => "gone");
    while (sim.inFlight === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await Promise.all([sim.close(), sim.close()]);
    expect(await hanging).toBe("gone");
  });
});

describe("Behaviour", () => {
  const request = (text: string): LLMRequest => ({
    alias: "a",
    model: "m",
    messages: [{ role: "user", content: text }],
  });

  it("gives skewed latencies that depend on seed and prompt only", () => {
    const draw = (seed: number): number[] => {
      const behaviour = new Behaviour({ seed, latencyMs: { min: 100, max: 1_100 } });
      return Array.from({ length: 2_000 }, (_, i) => behaviour.next(request(`${i}`)).latencyMs);
    };
    const sorted = draw(1).toSorted((a, b) => a - b);
    expect(sorted[0]).toBeGreaterThanOrEqual(100);
    expect(sorted.at(-1)).toBeLessThanOrEqual(1_100);
    expect(sorted[1_000]).toBeLessThan(330);
    expect(sorted[1_900]).toBeGreaterThan(850);
    expect(draw(1)).toEqual(draw(1));
    expect(draw(2)).not.toEqual(draw(1));
  });

  it("fails the given share of attempts, and the scripted ones", () => {
    const behaviour = new Behaviour({ seed: 3, faultRate: 0.3 });
    let failed = 0;
    for (let i = 0; i < 3_000; i++) if (behaviour.next(request(`${i}`)).fault) failed++;
    expect(failed / 3_000).toBeCloseTo(0.3, 1);
    const scripted = new Behaviour({
      faults: [
        { kind: "500", match: "/b+c/", attempt: 2 },
        { kind: "529", match: "zz" },
      ],
    });
    const kinds = ["abbc", "abbc", "abbc", "xzz", "abc"].map((text) => scripted.next(request(text)).fault?.kind);
    expect(kinds).toEqual([undefined, "500", undefined, "529", undefined]);
  });
});

describe("SimulatedClient", () => {
  it("works in virtual time, with faults, retries and streams", async () => {
    const env = new VirtualEnv();
    const endpoint = {
      provider: "simulated",
      model: "s",
      simulate: { latencyMs: 3_000, msPerOutputToken: 10, faults: [{ kind: "429", attempt: 1, retryAfterS: 60 }] },
    } as const;
    const dispatcher = new Dispatcher({ endpoints: { a: endpoint } }, env);
    const response = await env.run(dispatcher.complete(job("a", "Hello there.")));
    expect(response).toMatchObject({ text: "Hello there.", model: "s", usage: { inputTokens: 3, outputTokens: 3 } });
    expect(env.now()).toBe(3_030 + 60_000 + 3_030); // the fault comes after the latency
    await env.run(dispatcher.close());
  });

  it("fails with every kind of fault as the server would", async () => {
    const env = new VirtualEnv();
    const request: LLMRequest = { alias: "a", model: "m", messages: [{ role: "user", content: "One two three." }] };
    for (const kind of FAULT_KINDS) {
      const client = new SimulatedClient({ faults: [{ kind }], latencyMs: 5 }, env);
      const stop = new AbortController();
      const reason = new Error("stop");
      if (kind === "hang") env.setTimer(() => stop.abort(reason), 1_000);
      const { signal } = stop;
      const streaming = async (): Promise<void> => {
        for await (const chunk of client.stream(request, { signal })) void chunk;
      };
      for (const start of [() => client.complete(request, { signal }), streaming]) {
        const error = await env.run(
          start().then(
            () => undefined,
            (caught: unknown) => caught,
          ),
        );
        if (kind === "hang") expect(error).toBe(reason);
        else expect(error).toMatchObject({ retryable: true, rateLimited: kind === "429" });
        if (kind !== "hang") expect(error).toBeInstanceOf(ProviderError);
      }
    }
    expect(env.pendingTimers).toBe(0);
  });
});
