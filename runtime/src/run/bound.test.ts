import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { realEnv } from "../env.js";
import { Module } from "../module/module.js";
import type { Dispatcher } from "../resources/dispatcher.js";
import { createBound } from "./bound.js";
import { callContext } from "./callContext.js";
import type { RunEvent } from "./types.js";

const unhandled: unknown[] = [];
const note = (error: unknown): void => void unhandled.push(error);
beforeEach(() => void process.on("unhandledRejection", note));
afterEach(async () => {
  await new Promise((resolve) => setImmediate(resolve));
  process.off("unhandledRejection", note);
  expect(unhandled.splice(0)).toEqual([]);
});

/** A leaf that takes as long, and fails, as its input says. */
class Work extends Module {
  live = 0;
  most = 0;
  started: unknown[] = [];
  aborted: unknown[] = [];

  async forward(input: { id: number; ms?: number; fails?: boolean }): Promise<number> {
    const { signal } = callContext();
    this.started.push(input.id);
    this.most = Math.max(this.most, ++this.live);
    try {
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(resolve, input.ms ?? 1);
        signal.addEventListener("abort", () => {
          clearTimeout(timer);
          this.aborted.push(input.id);
          reject(signal.reason as Error);
        });
      });
      if (input.fails) throw new Error(`failed ${input.id}`);
      return input.id * 10;
    } finally {
      this.live--;
    }
  }
}

class Join extends Module {
  forward(a: string, b = "-", ...rest: string[]): string {
    return [a, b, ...rest].join();
  }
}

function dispatcher(admits = Number.POSITIVE_INFINITY) {
  const closed: string[] = [];
  return {
    closed,
    admits,
    env: realEnv,
    complete: () => Promise.reject(new Error("no model here")),
    metrics: () => "metrics",
    cost: () => "cost",
    close: async () => void closed.push("closed"),
  } as unknown as Dispatcher & { closed: string[] };
}

const bound = <M extends Module>(module: M, admits?: number) => createBound(module, dispatcher(admits));
const inputs = (n: number, change: (id: number) => object = () => ({})) =>
  Array.from({ length: n }, (_, id) => ({ id, ...change(id) }));
async function all<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const results: T[] = [];
  for await (const result of stream) results.push(result);
  return results;
}

describe("a bound pipeline", () => {
  it("is an async function with the face of the pipeline", async () => {
    const work = new Work();
    const run = bound(work);
    expect(await run({ id: 4 })).toBe(40);
    expect([run.module, run.metrics(), run.cost(), run.plan.module]).toEqual([work, "metrics", "cost", "Work"]);
    await expect(run({ id: 1, fails: true })).rejects.toThrow("failed 1");
  });

  it("adds settings up and refuses those that do nothing", async () => {
    const work = new Work();
    const events: RunEvent["type"][] = [];
    const progress: unknown[] = [];
    const run = bound(work)
      .with({ onEvent: (event) => events.push(event.type), runId: "night" })
      .with({ onProgress: (...args) => progress.push(args), priority: undefined });
    await run({ id: 1 });
    expect(events).toEqual(["run-start", "call-start", "call-end", "run-end"]);
    expect(progress).toEqual([[1, 1]]);
    expect(() => run.with({ checkpoint: "dir", maxConcurrent: 0, deadline: Number.NaN } as never)).toThrow(
      /PLT1049: with\(\): "checkpoint" is no setting; there are signal, .*"maxConcurrent" must be a whole number.*"deadline" must be/,
    );
    await expect(run.batch([], { preserveOrder: true } as never)).rejects.toThrow(/setting of stream/);
  });

  it("stops at its deadline, counted from the start of each run, or as a date", async () => {
    const work = new Work();
    await expect(bound(work).with({ deadline: 5 })({ id: 1, ms: 5_000 })).rejects.toThrow(/deadline/);
    await expect(bound(work).with({ deadline: new Date(Date.now() + 5) })({ id: 2, ms: 5_000 })).rejects.toThrow(
      /deadline/,
    );
    expect([work.aborted, work.live]).toEqual([[1, 2], 0]);
  });

  it("close waits for what runs, takes nothing new, and closes the connections once", async () => {
    const connections = dispatcher();
    const work = new Work();
    const run = createBound(work, connections);
    const running = run({ id: 1, ms: 10 });
    const closing = run.close();
    await expect(run.with({ priority: 1 })({ id: 2 })).rejects.toThrow(/PLT1035/);
    expect(connections.closed).toEqual([]);
    await Promise.all([closing, run.close()]);
    expect([connections.closed, await running]).toEqual([["closed"], 10]);
  });
});

describe("batch", () => {
  it("returns results in input order from any iterable", async () => {
    const run = bound(new Work());
    const items = inputs(20, (id) => ({ ms: (id * 7) % 5 }));
    const expected = items.map(({ id }) => id * 10);
    expect(await run.batch(items)).toEqual(expected);
    expect(await run.batch(new Set(items))).toEqual(expected);
    async function* slowly() {
      for (const item of items) yield item;
    }
    expect(await run.batch(slowly())).toEqual(expected);
    expect(await run.batch([])).toEqual([]);
  });

  it("takes tuples where forward has several parameters", async () => {
    const run = bound(new Join());
    expect(await run.batch([["a"], ["a", "b"], ["a", "b", "c", "d"]])).toEqual(["a,-", "a,b", "a,b,c,d"]);
    await expect(run.batch(["ab" as never])).rejects.toThrow(/PLT1047: input 0 must be a list of arguments/);
    await expect(run.batch(3 as never)).rejects.toThrow(/PLT1047: batch\(\) takes an array/);
  });

  it("pulls no further than there is room", async () => {
    const work = new Work();
    let pulled = 0;
    function* many() {
      for (let id = 0; id < 50; id++) {
        pulled++;
        expect(pulled - work.started.length).toBeLessThanOrEqual(3);
        yield { id };
      }
    }
    await bound(work).batch(many(), { maxConcurrent: 3 });
    expect([work.most, pulled]).toEqual([3, 50]);
    const limited = new Work();
    await bound(limited, 2).batch(inputs(40));
    expect(limited.most).toBe(8);
    const unlimited = new Work();
    await bound(unlimited).batch(inputs(300));
    expect(unlimited.most).toBe(256);
  });

  it("rejects with the first failure in input order, and leaves nothing running", async () => {
    const work = new Work();
    const progress: unknown[] = [];
    const items = inputs(8, (id) =>
      id === 3 ? { ms: 2, fails: true } : id === 1 ? { ms: 20, fails: true } : { ms: id > 3 ? 5_000 : 30 },
    );
    const batch = bound(work).batch(items, {
      maxConcurrent: 6,
      onProgress: (...args) => progress.push(args),
    });
    await expect(batch).rejects.toThrow("failed 1");
    expect(work.live).toBe(0);
    expect(work.started).toEqual([0, 1, 2, 3, 4, 5]);
    expect(work.aborted).toEqual([4, 5, 2]);
    expect(progress).toEqual([[1, 8]]);
  });

  it("ends when the source fails, when progress fails, and closes the source", async () => {
    const work = new Work();
    let closed = 0;
    async function* source(fails: boolean) {
      try {
        for (let id = 0; id < 4; id++) yield { id, ms: id * 3, fails: !fails && id === 1 };
        if (fails) throw new Error("source");
      } finally {
        closed++;
      }
    }
    await expect(bound(work).batch(source(true))).rejects.toThrow("source");
    await expect(bound(work).batch(source(false), { maxConcurrent: 2 })).rejects.toThrow("failed 1");
    const broken = bound(work).batch(
      inputs(9, () => ({ ms: 3 })),
      {
        maxConcurrent: 2,
        onProgress: () => {
          throw new Error("progress");
        },
      },
    );
    await expect(broken).rejects.toThrow("progress");
    expect([closed, work.live]).toEqual([2, 0]);
  });

  it("stops when the signal is aborted, also while it waits for an input", async () => {
    const work = new Work();
    const controller = new AbortController();
    async function* stuck() {
      yield { id: 0, ms: 5_000 };
      await new Promise(() => {});
    }
    const batch = bound(work).with({ signal: controller.signal }).batch(stuck());
    setTimeout(() => controller.abort(new Error("enough")), 5);
    await expect(batch).rejects.toThrow("enough");
    expect(work.live).toBe(0);
    await expect(bound(work).batch(inputs(3), { signal: AbortSignal.abort(new Error("before")) })).rejects.toThrow(
      "before",
    );
    expect(work.started).toEqual([0]);
  });
});

describe("stream", () => {
  it("gives results as they come, or in input order", async () => {
    const items = inputs(4, (id) => ({ ms: 40 - id * 10, fails: id === 2 }));
    const run = bound(new Work());
    const asTheyCome = await all(run.stream(items));
    expect(asTheyCome.map((r) => r.index)).toEqual([3, 2, 1, 0]);
    const ordered = await all(run.stream(items, { preserveOrder: true }));
    expect(ordered).toEqual([
      { index: 0, input: items[0], ok: true, output: 0 },
      { index: 1, input: items[1], ok: true, output: 10 },
      { index: 2, input: items[2], ok: false, error: new Error("failed 2") },
      { index: 3, input: items[3], ok: true, output: 30 },
    ]);
  });

  it("starts with the first next, and waits for a slow consumer", async () => {
    const work = new Work();
    const stream = bound(work).stream(inputs(50), { maxConcurrent: 2 });
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(work.started.length).toBe(0);
    await stream.next();
    await vi.waitFor(() => expect(work.started.length).toBe(5));
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(work.started.length).toBe(5);
    expect((await all(stream)).length).toBe(49);
  });

  it("aborts the rest when the loop is left", async () => {
    const work = new Work();
    let closed = false;
    function* source() {
      try {
        for (const item of inputs(50, (id) => ({ ms: id === 0 ? 1 : 5_000 }))) yield item;
      } finally {
        closed = true;
      }
    }
    for await (const result of bound(work).stream(source(), { maxConcurrent: 4 })) {
      expect(result.index).toBe(0);
      break;
    }
    expect([work.live, closed, work.started.length]).toEqual([0, true, 5]);
  });

  it("answers a next that is pending when the stream is returned, and ends for good", async () => {
    const work = new Work();
    const stream = bound(work).stream(inputs(3, () => ({ ms: 5_000 })));
    const pending = stream.next();
    await stream.return?.();
    expect(await pending).toEqual({ done: true, value: undefined });
    expect(await stream.next()).toEqual({ done: true, value: undefined });
    expect(work.live).toBe(0);
    const unused = bound(work).stream(inputs(3));
    await unused.return?.();
    expect(await unused.next()).toEqual({ done: true, value: undefined });
  });

  it("throws what the source throws, after the results; and the reason of an abort", async () => {
    const run = bound(new Work());
    const seen: number[] = [];
    function* source() {
      yield { id: 0 };
      throw new Error("source");
    }
    await expect(
      (async () => {
        for await (const result of run.stream(source())) seen.push(result.index);
      })(),
    ).rejects.toThrow("source");
    expect(seen).toEqual([0]);
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error("enough")), 10);
    await expect(
      all(
        run.stream(
          inputs(9, () => ({ ms: 5_000 })),
          { signal: controller.signal },
        ),
      ),
    ).rejects.toThrow("enough");
  });
});
