/** What a run does when calls fail, over HTTP: which error wins, what is stopped, what is left. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { startSimulator, type Simulator, type SimulatorOptions } from "plait/simulate";
import { removeProjects } from "../cli/project.js";
import { callWith, drained, endpointsAt, load, type AnyModule, type Loaded } from "./support.js";

const ALIASES = ["first", "second", "third", "last"];
const SOURCE = `import { LLMInference, Module } from "plait";
export class Three extends Module {
  a = new LLMInference({ alias: "first", systemPrompt: "FIRST" });
  b = new LLMInference({ alias: "second", systemPrompt: "SECOND" });
  c = new LLMInference({ alias: "third", systemPrompt: "THIRD" });
  d = new LLMInference({ alias: "last", systemPrompt: "LAST" });
  forward(doc: string): string {
    const a = this.a(doc);
    const b = this.b(doc);
    const c = this.c(doc);
    return this.d(\`\${a} \${b} \${c}\`);
  }
}
class Inside extends Module {
  b = new LLMInference({ alias: "second", systemPrompt: "SECOND" });
  forward(doc: string): string {
    return this.b(doc);
  }
}
export class Nested extends Module {
  a = new LLMInference({ alias: "first", systemPrompt: "FIRST" });
  inside = new Inside();
  c = new LLMInference({ alias: "third", systemPrompt: "THIRD" });
  forward(doc: string): string[] {
    return [this.a(doc), this.inside(doc), this.c(doc)];
  }
}
export class Each extends Module {
  a = new LLMInference({ alias: "first", systemPrompt: "EACH" });
  forward(docs: string[]): string[] {
    return docs.map((doc) => this.a(doc));
  }
}
`;

let exports: Loaded;
let unhandled: unknown[];
const onUnhandled = (reason: unknown): void => void unhandled.push(reason);
let simulator: Simulator;
let bound: ReturnType<AnyModule["bind"]> | undefined;

beforeAll(async () => {
  exports = await load(SOURCE);
  process.on("unhandledRejection", onUnhandled);
});
beforeEach(() => void (unhandled = []));
afterEach(async () => {
  await bound?.close();
  await simulator.close();
  await new Promise((resolve) => setImmediate(resolve)); // unhandled rejections are reported after a turn
  expect(unhandled).toEqual([]);
});
afterAll(() => {
  process.off("unhandledRejection", onUnhandled);
  removeProjects();
});

const HANGS = 30_000;

/** A run on a server where each call, by a word of its prompt, has its own time. It is expected to fail. */
async function failing(
  name: string,
  input: unknown,
  times: Record<string, number>,
  faults: SimulatorOptions["faults"],
  more: object = {},
) {
  simulator = await startSimulator({
    faults,
    latencyMs: ({ system = "", messages }) => {
      const text = `${system} ${messages.map(({ content }) => String(content)).join(" ")}`;
      return Object.entries(times).find(([word]) => text.includes(word))?.[1] ?? 10;
    },
  });
  bound = new exports[name]!().bind(
    endpointsAt(simulator, ALIASES.slice(0, name === "Each" ? 1 : name === "Nested" ? 3 : 4), {
      maxRetries: 0,
      ...more,
    }),
  );
  const start = performance.now();
  const outcome = await bound(input).then(
    (value: unknown) => ({ value, error: undefined }),
    (error: unknown) => ({ value: undefined, error: error as Error }),
  );
  const tookMs = performance.now() - start;
  const { metrics } = bound;
  for (const [alias, counters] of Object.entries(metrics())) {
    expect({ alias, inFlight: counters.inFlight, waiting: counters.waiting }).toEqual({
      alias,
      inFlight: 0,
      waiting: 0,
    });
  }
  await drained(simulator);
  expect(outcome.value).toBeUndefined();
  return { error: outcome.error!, tookMs };
}

test.each([
  ["the earlier one fails first", { FIRST: 20, SECOND: 120, THIRD: 10 }],
  ["the earlier one fails last", { FIRST: 160, SECOND: 20, THIRD: 10 }],
  ["both at once", { FIRST: 50, SECOND: 50, THIRD: 50 }],
])("the earliest error in program order wins: %s", async (_name, times) => {
  const { error } = await failing("Three", "doc", times, [
    { kind: "500", match: "FIRST" },
    { kind: "529", match: "SECOND" },
  ]);
  expect(error.message).toContain('endpoint "first"');
  expect(error).toMatchObject({ name: "ProviderError", status: 500 });
  expect(simulator.log.filter(({ system }) => system === "LAST")).toEqual([]);
});

test.each([
  ["early", 10],
  ["late", 140],
])("the same through a nested module, whose error comes %s", async (_name, ms) => {
  const { error } = await failing("Nested", "doc", { FIRST: 60, SECOND: ms, THIRD: 20 }, [
    { kind: "500", match: "SECOND" },
    { kind: "529", match: "THIRD" },
  ]);
  expect(error.message).toContain('endpoint "second"');
});

test("the same among the elements of a map", async () => {
  const { error } = await failing("Each", ["slow one", "quick one", "good one"], { slow: 150, quick: 10, good: 40 }, [
    { kind: "529", match: "slow" },
    { kind: "500", match: "quick" },
  ]);
  expect(error).toMatchObject({ status: 529 });
});

test("what comes later is aborted at once, what comes earlier may finish", async () => {
  const { error, tookMs } = await failing("Three", "doc", { FIRST: 300, SECOND: 60, THIRD: HANGS }, [
    { kind: "500", match: "SECOND" },
  ]);
  expect(error.message).toContain('endpoint "second"');
  const [first, second, third] = [
    callWith(simulator, "FIRST"),
    callWith(simulator, "SECOND"),
    callWith(simulator, "THIRD"),
  ];
  expect(first).toMatchObject({ status: 200, aborted: false });
  expect(second).toMatchObject({ status: 500, aborted: false });
  expect(third).toMatchObject({ status: 0, aborted: true });
  expect(third.endedAtMs).toBeLessThan(first.endedAtMs);
  expect(tookMs).toBeGreaterThanOrEqual(first.endedAtMs - first.startedAtMs - 1);
  expect(tookMs).toBeLessThan(5_000);
});

test("a caller's abort stops all calls, and the run ends when they have", async () => {
  simulator = await startSimulator({ latencyMs: HANGS });
  bound = new exports["Nested"]!().bind(endpointsAt(simulator, ALIASES.slice(0, 3)));
  const controller = new AbortController();
  const reason = new Error("the user has gone");
  const running = bound.with({ signal: controller.signal })("doc");
  while (simulator.inFlight < 3) await new Promise((resolve) => setImmediate(resolve));
  controller.abort(reason);
  await expect(running).rejects.toBe(reason);
  expect(Object.values(bound.metrics()).map(({ inFlight }) => inFlight)).toEqual([0, 0, 0]);
  await drained(simulator);
  expect(simulator.log.map(({ aborted }) => aborted)).toEqual([true, true, true]);
});

test("a lost connection and an answer that is no JSON are errors of the call as well, and retried where it helps", async () => {
  const retried = { maxRetries: 1, retryDelayMs: 1 };
  const { error } = await failing(
    "Three",
    "doc",
    { FIRST: 10, SECOND: 20, THIRD: HANGS },
    [
      { kind: "reset", match: "FIRST", attempt: 1 },
      { kind: "malformed", match: "SECOND" },
    ],
    retried,
  );
  expect(error.message).toContain('endpoint "second"');
  expect(error.message).toContain("after 2 attempts");
  expect(simulator.log.filter(({ system }) => system === "FIRST").map(({ status }) => status)).toEqual([0, 200]);
  expect(callWith(simulator, "THIRD").aborted).toBe(true);
});
