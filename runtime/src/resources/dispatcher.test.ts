import { getEventListeners } from "node:events";
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { ProviderError, type LLMResponse } from "../providers/types.js";
import { answer, FakeClient, job } from "../testing/fakeClient.js";
import { VirtualEnv } from "../testing/virtualEnv.js";
import type { ClientEndpoint } from "./config.js";
import { Dispatcher } from "./dispatcher.js";

const serverError = (): ProviderError => new ProviderError("500 oops", { status: 500, retryable: true });
const tooMany = (retryAfterMs?: number): ProviderError =>
  new ProviderError("429 slow down", { status: 429, retryable: true, rateLimited: true, retryAfterMs });

type Rule = ConstructorParameters<typeof FakeClient>[1];

function setUp(rule: Rule, limits: Omit<ClientEndpoint, "client"> = {}, maxTotalConcurrent?: number) {
  const env = new VirtualEnv();
  const client = new FakeClient(env, rule);
  const dispatcher = new Dispatcher({ endpoints: { fast: { client, ...limits } }, maxTotalConcurrent }, env);
  return { env, client, dispatcher };
}

/** Settles without ever being an unhandled rejection. */
function watch<T>(promise: Promise<T>): { settled: boolean; value?: T; error?: unknown } {
  const seen: { settled: boolean; value?: T; error?: unknown } = { settled: false };
  promise.then(
    (value) => Object.assign(seen, { settled: true, value }),
    (error: unknown) => Object.assign(seen, { settled: true, error }),
  );
  return seen;
}

const after = (ms: number, result: LLMResponse | Error = answer()) => ({ ms, result });

describe("limits", () => {
  it("keeps the endpoint's limit and takes calls in order", async () => {
    const { env, client, dispatcher } = setUp(() => after(100), { maxConcurrent: 2 });
    const calls = ["a", "b", "c", "d", "e"].map((text) => dispatcher.complete(job("fast", text)));
    await env.runUntilIdle();
    await Promise.all(calls);
    expect(client.peak).toBe(2);
    expect(client.calls.map(({ text }) => text)).toEqual(["a", "b", "c", "d", "e"]);
    expect(env.now()).toBe(300);
  });

  it("orders by priority, then older run, then longer path, then arrival", async () => {
    const { env, client, dispatcher } = setUp(() => after(10), { maxConcurrent: 1 });
    const order: [string, Parameters<typeof job>[2]][] = [
      ["late", { runNumber: 3 }],
      ["young", { runNumber: 2, rank: 9 }],
      ["short", { runNumber: 1, rank: 1 }],
      ["short2", { runNumber: 1, rank: 1 }],
      ["long", { runNumber: 1, rank: 5 }],
      ["urgent", { runNumber: 9, priority: 1 }],
    ];
    for (const [text, more] of order) void dispatcher.complete(job("fast", text, more));
    await env.runUntilIdle();
    expect(client.calls.map(({ text }) => text)).toEqual(["urgent", "long", "short", "short2", "young", "late"]);
  });

  it("gives a free slot to what depends on the call that ended", async () => {
    const { env, client, dispatcher } = setUp(() => after(10), { maxConcurrent: 1 });
    const pipeline = async (run: number): Promise<void> => {
      await (async () => dispatcher.complete(job("fast", `${run}a`, { runNumber: run })))();
      await (async () => await dispatcher.complete(job("fast", `${run}b`, { runNumber: run })))();
    };
    const runs = [pipeline(1), pipeline(2), pipeline(3)];
    await env.runUntilIdle();
    await Promise.all(runs);
    expect(client.calls.map(({ text }) => text)).toEqual(["1a", "1b", "2a", "2b", "3a", "3b"]);
  });

  it("does not let a busy endpoint hold places of the global limit", async () => {
    const env = new VirtualEnv();
    const slow = new FakeClient(env, () => after(30_000));
    const quick = new FakeClient(env, () => after(1_000));
    const dispatcher = new Dispatcher(
      {
        endpoints: { slow: { client: slow, maxConcurrent: 5 }, quick: { client: quick, maxConcurrent: 25 } },
        maxTotalConcurrent: 30,
      },
      env,
    );
    for (let i = 0; i < 200; i++) void dispatcher.complete(job("slow", `s${i}`));
    for (let i = 0; i < 800; i++) void dispatcher.complete(job("quick", `q${i}`));
    await env.advance(32_000);
    expect(quick.calls.filter(({ endedAt }) => endedAt !== undefined)).toHaveLength(800);
    expect(slow.peak).toBe(5);
    await env.runUntilIdle();
    expect(dispatcher.metrics()["slow"]?.succeeded).toBe(200);
  });

  it("keeps rpm in every window and spreads the calls", async () => {
    const { env, client, dispatcher } = setUp(() => after(5), { rpm: 60 });
    for (let i = 0; i < 150; i++) void dispatcher.complete(job("fast", `${i}`));
    await env.runUntilIdle();
    const starts = client.calls.map(({ startedAt }) => startedAt);
    for (const start of starts)
      expect(starts.filter((at) => at >= start && at < start + 60_000).length).toBeLessThanOrEqual(61);
    expect(starts[1]! - starts[0]!).toBeGreaterThan(1_000);
    expect(env.now()).toBeLessThan(155_000);
  });

  it("says how many calls it admits", () => {
    const env = new VirtualEnv();
    const client = new FakeClient(env, () => after(1));
    const two = { a: { client, maxConcurrent: 3 }, b: { client, maxConcurrent: 4 } };
    expect(new Dispatcher({ endpoints: two }, env).admits).toBe(7);
    expect(new Dispatcher({ endpoints: two, maxTotalConcurrent: 5 }, env).admits).toBe(5);
    expect(new Dispatcher({ endpoints: { ...two, c: { client } } }, env).admits).toBe(Infinity);
  });
});

describe("retries", () => {
  it("makes exactly maxRetries + 1 attempts and keeps the provider's error", async () => {
    for (const maxRetries of [0, 1, 3, 6]) {
      const { env, client, dispatcher } = setUp(() => after(1, serverError()), { maxRetries, model: "m1" });
      const seen = watch(dispatcher.complete(job("fast")));
      await env.runUntilIdle();
      expect(client.calls).toHaveLength(maxRetries + 1);
      const error = seen.error as ProviderError;
      expect(error).toBeInstanceOf(ProviderError);
      expect(error.status).toBe(500);
      expect(error.message).toContain('endpoint "fast" (m1 at your own client)');
      expect(error.message).toContain("500 oops");
      if (maxRetries > 0) expect(error.message).toContain(`after ${maxRetries + 1} attempts`);
      expect((error.cause as Error).message).toBe("500 oops");
      expect(env.pendingTimers).toBe(0);
    }
  });

  it("does not retry what cannot succeed, and does not wrap errors that it does not know", async () => {
    const own = new TypeError("bug in my client");
    for (const error of [new ProviderError("400 bad", { status: 400, retryable: false }), own]) {
      const { env, client, dispatcher } = setUp(() => after(1, error));
      const seen = watch(dispatcher.complete(job("fast")));
      await env.runUntilIdle();
      expect(client.calls).toHaveLength(1);
      if (error === own) expect(seen.error).toBe(own);
    }
  });

  it("holds no slot while it backs off", async () => {
    const { env, client, dispatcher } = setUp(
      (text, nth) => after(10, text === "bad" && nth === 1 ? serverError() : answer()),
      { maxConcurrent: 1, retryDelayMs: 20_000 },
    );
    const bad = watch(dispatcher.complete(job("fast", "bad")));
    await env.advance(15);
    const good = watch(dispatcher.complete(job("fast", "good")));
    expect(dispatcher.metrics()["fast"]).toMatchObject({ inFlight: 0, waiting: 2 });
    await env.advance(15);
    expect(good.settled).toBe(true);
    expect(bad.settled).toBe(false);
    await env.runUntilIdle();
    expect(bad.value?.text).toBe("ok");
    expect(client.calls.map(({ text }) => text)).toEqual(["bad", "good", "bad"]);
  });

  it("uses full jitter below 20 s", async () => {
    const { env, client, dispatcher } = setUp(() => after(0, serverError()), { maxRetries: 12, retryDelayMs: 500 });
    watch(dispatcher.complete(job("fast")));
    await env.runUntilIdle();
    const starts = client.calls.map(({ startedAt }) => startedAt);
    const waits = starts.slice(1).map((at, index) => at - starts[index]!);
    for (const [index, wait] of waits.entries()) expect(wait).toBeLessThanOrEqual(Math.min(20_000, 500 * 2 ** index));
    expect(new Set(waits).size).toBe(waits.length);
  });

  it("counts an attempt that takes too long as failed, and stops it", async () => {
    const { env, client, dispatcher } = setUp((_, nth) => after(nth === 1 ? 60_000 : 10), { timeoutMs: 1_000 });
    const seen = watch(dispatcher.complete(job("fast")));
    await env.advance(1_000);
    expect(client.calls[0]).toMatchObject({ aborted: true, endedAt: 1_000 });
    await env.runUntilIdle();
    expect(seen.value?.text).toBe("ok");
  });

  it("goes on without a client that does not stop", async () => {
    const env = new VirtualEnv();
    let calls = 0;
    const client = { complete: () => (++calls === 1 ? new Promise<never>(() => {}) : Promise.resolve(answer())) };
    const dispatcher = new Dispatcher({ endpoints: { a: { client, maxConcurrent: 1, timeoutMs: 100 } } }, env);
    const seen = watch(dispatcher.complete(job("a")));
    await env.runUntilIdle();
    expect(seen.value?.text).toBe("ok");
    expect(dispatcher.metrics()["a"]?.inFlight).toBe(0);
  });

  it("rejects a response without text", async () => {
    const env = new VirtualEnv();
    const client = { complete: () => Promise.resolve({ content: "x" } as unknown as LLMResponse) };
    const dispatcher = new Dispatcher({ endpoints: { a: { client } } }, env);
    await expect(env.run(dispatcher.complete(job("a")))).rejects.toThrow(/no text/);
  });
});

describe("rate limits of the server", () => {
  it("sends nothing earlier than told, and then one by one", async () => {
    let accepting = false;
    const { env, client, dispatcher } = setUp(() => after(20, accepting ? answer() : tooMany(5_000)), {
      maxConcurrent: 50,
      maxRetries: 3,
    });
    const all = Array.from({ length: 200 }, (_, i) => dispatcher.complete(job("fast", `${i}`)));
    await env.advance(100);
    expect(client.calls).toHaveLength(50);
    accepting = true;
    await env.advance(4_920 - 1);
    expect(client.calls).toHaveLength(50);
    await env.advance(2);
    expect(client.inFlight).toBe(1);
    await env.runUntilIdle();
    await Promise.all(all);
    expect(client.peak).toBe(50);
    expect(dispatcher.metrics()["fast"]).toMatchObject({ succeeded: 200, rateLimited: 50, attempts: 250 });
  });

  it("drains at the declared pace", async () => {
    let limited = true;
    const { env, client, dispatcher } = setUp(() => after(1, limited ? tooMany(2_000) : answer()), { rpm: 3_000 });
    for (let i = 0; i < 200; i++) void dispatcher.complete(job("fast", `${i}`, {})).catch(() => {});
    await env.advance(1_000);
    limited = false;
    const before = client.calls.length;
    await env.runUntilIdle();
    const starts = client.calls.slice(before).map(({ startedAt }) => startedAt);
    expect(starts[0]).toBeGreaterThanOrEqual(2_000);
    for (let i = 1; i < starts.length; i++) expect(starts[i]! - starts[i - 1]!).toBeGreaterThan(19);
  });

  it("fails at once when the wait is longer than calls are held", async () => {
    const { env, client, dispatcher } = setUp(() => after(1, tooMany(7_200_000)), { maxConcurrent: 1 });
    const seen = [1, 2, 3].map((i) => watch(dispatcher.complete(job("fast", `${i}`))));
    await env.runUntilIdle();
    const late = watch(dispatcher.complete(job("fast", "late")));
    await env.runUntilIdle();
    for (const each of [...seen, late]) expect((each.error as Error).message).toContain("asks to wait 7200 s");
    expect(client.calls).toHaveLength(1);
  });

  it("fails when the next attempt would be after the deadline", async () => {
    const { env, dispatcher } = setUp(() => after(1, tooMany(60_000)));
    const seen = watch(dispatcher.complete(job("fast", "x", { deadline: 5_000 })));
    await env.advance(10);
    expect((seen.error as Error).message).toMatch(/after the deadline/);
    expect((seen.error as ProviderError).status).toBe(429);
  });
});

describe("abort, deadline, close", () => {
  it("reaches a call that waits for a slot, backs off or runs", async () => {
    const { env, client, dispatcher } = setUp((text) => after(1_000, text === "backoff" ? serverError() : answer()), {
      maxConcurrent: 2,
      retryDelayMs: 20_000,
    });
    const reason = new Error("not wanted");
    const stop = new AbortController();
    const { signal } = stop;
    const seen = ["backoff", "running0"].map((text) => watch(dispatcher.complete(job("fast", text, { signal }))));
    await env.advance(1_000);
    expect(seen[1]!.value).toBeDefined();
    for (const text of ["running", "running2", "queued"])
      seen.push(watch(dispatcher.complete(job("fast", text, { signal }))));
    await env.advance(10);
    expect(client.inFlight).toBe(2);
    expect(getEventListeners(signal, "abort")).toHaveLength(1);
    stop.abort(reason);
    await env.advance(0);
    for (const index of [0, 2, 3, 4]) expect(seen[index]!.error).toBe(reason);
    expect(client.inFlight).toBe(0);
    expect(env.pendingTimers).toBe(0);
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
    expect(dispatcher.metrics()["fast"]).toMatchObject({ total: 5, succeeded: 1, aborted: 4, inFlight: 0, waiting: 0 });
    const before = client.calls.length;
    await expect(dispatcher.complete(job("fast", "late", { signal }))).rejects.toBe(reason);
    expect(client.calls).toHaveLength(before);
  });

  it("takes a ProviderError as an abort reason for what it is", async () => {
    const { env, dispatcher } = setUp(() => after(1_000));
    const stop = new AbortController();
    const seen = watch(dispatcher.complete(job("fast", "x", { signal: stop.signal })));
    await env.advance(10);
    const reason = tooMany(1_000);
    stop.abort(reason);
    await env.runUntilIdle();
    expect(seen.error).toBe(reason);
    expect(dispatcher.metrics()["fast"]).toMatchObject({ rateLimited: 0, aborted: 1 });
  });

  it("leaves no listener behind when calls just succeed", async () => {
    const { env, dispatcher } = setUp(() => after(10));
    const { signal } = new AbortController();
    for (let i = 0; i < 100; i++) void dispatcher.complete(job("fast", `${i}`, { signal }));
    await env.advance(1);
    expect(getEventListeners(signal, "abort")).toHaveLength(1);
    await env.runUntilIdle();
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
    expect(env.pendingTimers).toBe(0);
  });

  it("ends calls at their deadline, also in the queue", async () => {
    const { env, client, dispatcher } = setUp(() => after(10_000), { maxConcurrent: 1 });
    const running = watch(dispatcher.complete(job("fast", "running", { deadline: 500 })));
    const queued = watch(dispatcher.complete(job("fast", "queued", { deadline: 400 })));
    const late = watch(dispatcher.complete(job("fast", "late", { deadline: 0 })));
    await env.advance(500);
    expect(client.calls.map(({ text }) => text)).toEqual(["running"]);
    expect((running.error as Error).message).toMatch(/PLT1021.*an attempt was running/);
    expect((queued.error as Error).message).toMatch(/PLT1021.*waiting for its turn/);
    expect((late.error as Error).message).toMatch(/PLT1021/);
    expect(env.pendingTimers).toBe(0);
  });

  it("closes once: rejects, aborts, waits, and closes clients", async () => {
    const { env, client, dispatcher } = setUp(() => after(1_000), { maxConcurrent: 1 });
    const seen = ["running", "queued"].map((text) => watch(dispatcher.complete(job("fast", text))));
    await env.advance(10);
    const closing = dispatcher.close();
    expect(dispatcher.close()).toBe(closing);
    await env.run(closing);
    for (const { error } of seen) expect((error as Error).message).toMatch(/PLT1035/);
    expect(client).toMatchObject({ inFlight: 0, closed: 1 });
    await expect(dispatcher.complete(job("fast"))).rejects.toThrow(/PLT1035/);
    expect(env.pendingTimers).toBe(0);
  });

  it("names the aliases that it knows", async () => {
    const { dispatcher } = setUp(() => after(1));
    await expect(dispatcher.complete(job("fats"))).rejects.toThrow(/PLT1031.*"fats".*"fast"/);
    await expect(dispatcher.complete(job("__proto__"))).rejects.toThrow(/PLT1031/);
  });
});

describe("metrics and secrets", () => {
  it("counts calls, tokens, latency and cost", async () => {
    const paid = new ProviderError("the answer is empty", {
      retryable: true,
      usage: { inputTokens: 1_000, outputTokens: 0, cachedTokens: 0 },
    });
    const { env, dispatcher } = setUp(
      (_, nth) => (nth === 1 ? after(50, paid) : after(200, answer("ok", 2_000, 1_000))),
      { inputCostPer1M: 1, outputCostPer1M: 10 },
    );
    expect(dispatcher.metrics()["fast"]?.latency).toEqual({ min: null, mean: null, p50: null, p95: null, max: null });
    await env.run(dispatcher.complete(job("fast")));
    const metrics = dispatcher.metrics()["fast"]!;
    expect(metrics).toMatchObject({
      total: 1,
      succeeded: 1,
      failed: 0,
      attempts: 2,
      inputTokens: 3_000,
      outputTokens: 1_000,
    });
    expect(metrics.latency).toEqual({ min: 200, mean: 200, p50: 200, p95: 200, max: 200 });
    expect(metrics.cost).toBeCloseTo(0.013, 9);
    expect(dispatcher.cost()).toEqual({ total: metrics.cost, byAlias: { fast: metrics.cost }, unpriced: [] });
    expect(JSON.stringify(dispatcher.metrics())).not.toMatch(/Infinity|NaN/);
  });

  it("shows no key when it is inspected", () => {
    const key = "sk-very-secret-key-123456";
    const endpoint = { provider: "openai", model: "m", apiKey: key, headers: { "x-token": key } } as const;
    const dispatcher = new Dispatcher({ endpoints: { a: endpoint } }, new VirtualEnv());
    expect(inspect(dispatcher, { depth: 20, showHidden: true })).not.toContain(key);
    expect(JSON.stringify(dispatcher)).not.toContain(key);
  });

  it("misses a key before any call", () => {
    const make = (variables: Record<string, string>, more: object = {}): Dispatcher =>
      new Dispatcher(
        { endpoints: { a: { provider: "anthropic", model: "m", ...more } } },
        new VirtualEnv({ variables }),
      );
    expect(() => make({})).toThrow(/PLT1032: endpoint "a" \(anthropic\) has no API key.*ANTHROPIC_API_KEY/);
    expect(() => make({ ANTHROPIC_API_KEY: " " })).toThrow(/PLT1032/);
    make({ ANTHROPIC_API_KEY: "k" });
    make({}, { baseUrl: "http://127.0.0.1:9" });
    make({}, { baseUrl: "http://10.0.0.7:9", apiKey: "none" });
    expect(() => make({ ANTHROPIC_API_KEY: "k" }, { baseUrl: "http://10.0.0.7:9" })).toThrow(/plain http/);
    expect(() => make({}, { baseUrl: "https://llm.example.com" })).toThrow(/PLT1032.*llm\.example\.com/);
  });
});
