import fc from "fast-check";
import { expect, it } from "vitest";
import { ProviderError, type LLMResponse } from "../providers/types.js";
import { answer, FakeClient, job } from "../testing/fakeClient.js";
import { VirtualEnv } from "../testing/virtualEnv.js";
import { Dispatcher } from "./dispatcher.js";

/** Any mixture of limits, latencies, faults and aborts; the rules hold at every moment and nothing is lost. */
const scenario = fc.record({
  seed: fc.integer({ min: 1, max: 1_000_000 }),
  total: fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined }),
  endpoints: fc.array(
    fc.record({
      maxConcurrent: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
      rpm: fc.option(fc.constantFrom(30, 120, 6_000), { nil: undefined }),
      maxRetries: fc.integer({ min: 0, max: 4 }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  calls: fc.array(
    fc.record({
      at: fc.integer({ min: 0, max: 3_000 }),
      endpoint: fc.nat(2),
      ms: fc.integer({ min: 0, max: 2_000 }),
      faults: fc.array(fc.constantFrom("500", "429", "429 told", "400"), { maxLength: 5 }),
      abortAt: fc.option(fc.integer({ min: 0, max: 5_000 }), { nil: undefined }),
      deadlineIn: fc.option(fc.integer({ min: 1, max: 9_000 }), { nil: undefined }),
      priority: fc.nat(2),
    }),
    { minLength: 1, maxLength: 25 },
  ),
});

function fault(kind: string): ProviderError {
  const status = Number(kind.slice(0, 3));
  const told = kind.endsWith("told") ? { retryAfterMs: 700 } : {};
  return new ProviderError(kind, { status, retryable: status !== 400, rateLimited: status === 429, ...told });
}

it("keeps every limit and settles every call once", { timeout: 20_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(scenario, async ({ seed, total, endpoints, calls }) => {
      const env = new VirtualEnv({ seed });
      let inFlight = 0;
      const gates = new Map<number, number>();
      const clients = endpoints.map((limits, place) => {
        const client = new FakeClient(env, (text, nth) => {
          const call = calls[Number(text)]!;
          const kind = call.faults[nth - 1];
          return { ms: call.ms, result: kind === undefined ? answer() : fault(kind) };
        });
        const { complete } = client;
        return {
          seen: client,
          starts: [] as number[],
          async complete(...args: Parameters<typeof complete>): Promise<LLMResponse> {
            expect(++inFlight).toBeLessThanOrEqual(total ?? Infinity);
            expect(client.inFlight).toBeLessThan(limits.maxConcurrent ?? Infinity);
            expect(env.now()).toBeGreaterThanOrEqual(gates.get(place) ?? 0);
            this.starts.push(env.now());
            try {
              return await complete.apply(client, args);
            } catch (error) {
              const { retryAfterMs } = error as ProviderError;
              if (retryAfterMs) gates.set(place, env.now() + retryAfterMs);
              throw error;
            } finally {
              inFlight--;
            }
          },
        };
      });
      const config = Object.fromEntries(endpoints.map((limits, i) => [`e${i}`, { ...limits, client: clients[i]! }]));
      const dispatcher = new Dispatcher({ endpoints: config, maxTotalConcurrent: total }, env);
      let settled = 0;
      const attempts: number[] = [];
      calls.forEach((call, index) => {
        const stop = new AbortController();
        if (call.abortAt !== undefined) env.setTimer(() => stop.abort(new Error("stop")), call.abortAt);
        env.setTimer(() => {
          const { priority, deadlineIn } = call;
          const deadline = deadlineIn === undefined ? undefined : env.now() + deadlineIn;
          const alias = `e${call.endpoint % endpoints.length}`;
          const done = dispatcher.complete(job(alias, `${index}`, { signal: stop.signal, deadline, priority }));
          const count = (): void => {
            settled++;
            const { seen } = clients[call.endpoint % endpoints.length]!;
            attempts[index] = seen.calls.filter(({ text }) => text === `${index}`).length;
          };
          done.then(count, count);
        }, call.at);
      });
      await env.runUntilIdle(100_000);
      expect(settled).toBe(calls.length);
      expect(inFlight).toBe(0);
      expect(env.pendingTimers).toBe(0);
      calls.forEach((call, index) =>
        expect(attempts[index]!).toBeLessThanOrEqual(endpoints[call.endpoint % endpoints.length]!.maxRetries + 1),
      );
      for (const [place, { rpm }] of endpoints.entries()) {
        if (rpm === undefined) continue;
        const { starts } = clients[place]!;
        const burst = Math.max(1, Math.floor(rpm / 60));
        for (const from of starts)
          expect(starts.filter((at) => at >= from && at < from + 60_000).length).toBeLessThanOrEqual(rpm + burst);
      }
      for (const metrics of Object.values(dispatcher.metrics())) {
        expect(metrics).toMatchObject({ inFlight: 0, waiting: 0 });
        expect(metrics.succeeded + metrics.failed + metrics.aborted).toBe(metrics.total);
      }
    }),
    { numRuns: 400 },
  );
});
