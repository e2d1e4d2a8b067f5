/** Composites that nobody compiled, and calls outside a run. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Module } from "../module/module.js";
import { composite, Lab } from "../testing/lab.js";
import { expectNoUnhandledRejection } from "../testing/unhandled.js";
import { drainMicrotasks } from "../testing/virtualEnv.js";
import { callContext } from "./callContext.js";
import { execute, type ExecuteOptions } from "./execute.js";
import type { RunEvent } from "./types.js";

expectNoUnhandledRejection(beforeEach, afterEach);
afterEach(() => void vi.restoreAllMocks());

const run = (
  module: Module,
  args: unknown[] = [],
  options: Partial<ExecuteOptions> = {},
  lab = new Lab(),
): Promise<unknown> => execute(module, args, { dispatch: lab.dispatch(), ...options });

class Step extends Module {
  started: unknown[] = [];
  async forward(x: string): Promise<string> {
    this.started.push(x);
    await Promise.resolve();
    return `${x}!`;
  }
}

it("sync-looking: throws PLT1015 and says the three ways to compile", async () => {
  class Sync extends Module {
    step = new Step();
    forward(x: string): string {
      return this.step(x);
    }
  }
  const error = await run(new Sync(), ["x"]).catch((error: unknown) => error);
  expect(error).toMatchObject({ code: "PLT1015" });
  for (const way of ["Sync.forward()", "plaitc build", "plaitc/register", "plaitc/vite", "plaitc/transformer"]) {
    expect((error as Error).message).toContain(way);
  }
});

it("async: runs one call after another, also after the first await, and warns once per class", async () => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  class Async extends Module {
    step = new Step();
    async forward(x: string): Promise<string> {
      const a = await this.step(x);
      await new Promise((resolve) => setTimeout(resolve, 1));
      const b = await this.step(a);
      return `${await this.step(b)} ${this.step.started.length}`;
    }
  }
  const module = new Async();
  const events: RunEvent[] = [];
  expect(await run(module, ["x"], { onEvent: (event) => events.push(event) })).toBe("x!!! 3");
  expect(await run(composite(($) => $.call(0, module, ["y"])))).toBe("y!!! 6");
  expect(warn.mock.calls.map((args) => String(args[0]))).toEqual([
    expect.stringContaining("Async.forward() was not compiled"),
  ]);
  const slots = events.flatMap((event) => (event.type === "call-start" ? [event.slot] : []));
  expect([slots.length, new Set(slots).size]).toEqual([4, 4]);
});

it("async, inside another and around a compiled one", async () => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  const step = new Step();
  class Inner extends Module {
    step = step;
    compiled = composite(($, x) => $.call(1, step, [$.call(0, step, [x])]));
    async forward(x: string): Promise<string> {
      await Promise.resolve();
      return (await (this.compiled as unknown as (x: string) => Promise<string>)(x)) + (await this.step("i"));
    }
  }
  class Outer extends Module {
    inner = new Inner();
    async forward(x: string): Promise<string> {
      const first = await this.inner(x);
      return first + (await this.inner("z"));
    }
  }
  expect(await run(new Outer(), ["x"])).toBe("x!!i!z!!i!");
});

it("Promise.all of children, one of which fails: the others are stopped and joined, and make no more calls", async () => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  const lab = new Lab({ failing: new Set(["a(1)"]), stubborn: true });
  const a = lab.leaf("a");
  const [b, c] = [lab.leaf("b"), lab.leaf("c")];
  class All extends Module {
    a = a;
    b = b;
    async forward(): Promise<unknown> {
      const { a, b } = this as unknown as Record<"a" | "b", (x: unknown) => Promise<unknown>>;
      return Promise.all([
        a(1),
        (async () => {
          await b(2).catch(() => {});
          return b("never");
        })(),
      ]);
    }
  }
  let outcome: unknown;
  execute(
    composite(($) => $.array([$.call(0, new All(), []), $.call(1, c, ["later"])])),
    [],
    { dispatch: lab.dispatch() },
  ).catch((error: unknown) => (outcome = { error, running: lab.pending.length }));
  const complete = async (key: string): Promise<void> => {
    await drainMicrotasks();
    lab.pending.find((call) => call.key === key)?.complete();
    await drainMicrotasks();
  };
  await complete("a(1)");
  expect([outcome, lab.calls.map((call) => call.key + (call.aborted ? "!" : ""))]).toEqual([
    undefined,
    ["a(1)", "b(2)!", "c(later)!"],
  ]);
  await complete("c(later)");
  await complete("b(2)");
  expect(outcome).toEqual({ error: lab.error("a(1)"), running: 0 });
  expect(lab.calls).toHaveLength(3);
});

it("a child that nobody awaits is stopped when forward ends, without an unhandled rejection", async () => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  const lab = new Lab();
  const leaf = lab.leaf("a");
  class Floating extends Module {
    leaf = leaf;
    async forward(): Promise<string> {
      void (this.leaf as unknown as (x: string) => Promise<unknown>)("x");
      return "done";
    }
  }
  expect(await run(new Floating(), [], {}, lab)).toBe("done");
  expect([lab.pending, lab.calls.map((call) => call.aborted)]).toEqual([[], [true]]);
});

it("an outer abort reaches the children, and a loop that tries again for ever ends with the run", async () => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  const lab = new Lab();
  const leaf = lab.leaf("a");
  let tries = 0;
  class Stubborn extends Module {
    leaf = leaf;
    async forward(): Promise<string> {
      for (;;) {
        tries++;
        try {
          return (await (this.leaf as unknown as (x: string) => Promise<string>)("x")) as string;
        } catch {
          continue;
        }
      }
    }
  }
  const abort = new AbortController();
  lab.env.setTimer(() => abort.abort("stop"), 10);
  await expect(lab.env.run(run(new Stubborn(), [], { signal: abort.signal, graceMs: 20 }, lab))).rejects.toBe("stop");
  await lab.env.advance(100);
  const after = tries;
  await lab.env.advance(100);
  expect([tries, lab.env.pendingTimers]).toEqual([after, 0]);
});

it("outside a run: PLT1016, which says how to bind", () => {
  expect(() => new Step()("x")).toThrow(
    expect.objectContaining({ code: "PLT1016", message: expect.stringContaining("new Step().bind") }),
  );
  expect(() => callContext()).toThrow(expect.objectContaining({ code: "PLT1016" }));
});

it("callContext is valid before the first await only, and what it gave stays valid", async () => {
  class Reads extends Module {
    async forward(): Promise<unknown> {
      const { slot, idempotencyKey, signal, deadline } = callContext();
      const context = callContext();
      await Promise.resolve();
      expect(() => callContext()).toThrow(expect.objectContaining({ code: "PLT1016" }));
      return { slot, idempotencyKey, aborted: signal.aborted, deadline, same: context.slot === slot };
    }
  }
  const reads = new Reads();
  const program = composite(($) =>
    $.map(3, [1, 2], ($) =>
      $.call(
        4,
        composite(($) => $.call(0, reads, [])),
        [],
      ),
    ),
  );
  const once = await run(program, [], { runId: "nightly", deadline: 50 });
  expect(once).toEqual(
    [0, 1].map((i) => ({
      slot: `3#${i}/4/0`,
      idempotencyKey: `nightly:3#${i}/4/0`,
      aborted: false,
      deadline: 50,
      same: true,
    })),
  );
  expect(await run(program, [], { runId: "nightly", deadline: 50 })).toEqual(once);
  const other = (await run(program)) as { idempotencyKey: string }[];
  expect(other[0]?.idempotencyKey).not.toContain("nightly");
});
