/** Leaves of every kind: what they return, how they throw, how they are stopped. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Module } from "../module/module.js";
import { composite, Lab, type Method } from "../testing/lab.js";
import { expectNoUnhandledRejection } from "../testing/unhandled.js";
import { drainMicrotasks } from "../testing/virtualEnv.js";
import { callContext } from "./callContext.js";
import { execute, type ExecuteOptions } from "./execute.js";
import type { CallContext, RunEvent } from "./types.js";

expectNoUnhandledRejection(beforeEach, afterEach);

/** A leaf that is any function. */
class Fn extends Module {
  readonly #fn: (...args: any[]) => unknown;
  constructor(fn: (...args: any[]) => unknown) {
    super();
    this.#fn = fn;
  }
  forward(...args: unknown[]): unknown {
    return this.#fn(...args);
  }
}
const fn = (body: (...args: any[]) => unknown): Module => new Fn(body);
const never = fn(() => new Promise(() => {}));

const start = (method: Method, options?: Partial<ExecuteOptions>, lab?: Lab) =>
  startModule(composite(method), options, lab);

function startModule(module: Module, options: Partial<ExecuteOptions> = {}, lab = new Lab()) {
  const events: RunEvent[] = [];
  const run = execute(module, [], { dispatch: lab.dispatch(), onEvent: (event) => events.push(event), ...options });
  const result = run.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  return {
    lab,
    events,
    result: lab.env.run(result),
    ended: () => events.filter((e) => e.type === "call-end").map((e) => `${e.slot} ${e.outcome}`),
  };
}

describe("what a leaf returns", () => {
  it.each([
    ["a number", 1],
    ["nothing", undefined],
    ["null", null],
    ["NaN", Number.NaN],
    ["a symbol", Symbol.iterator],
    ["an object", { a: 1 }],
    ["a module", never],
  ])("%s, at once, in a promise, and in a thenable", async (_what, value) => {
    // oxlint-disable-next-line unicorn/no-thenable -- what this is about
    const thenable = { then: (resolve: (value: unknown) => void) => resolve(value) };
    for (const body of [() => value, async () => value, () => thenable]) {
      const { result } = start(($) =>
        $.array([$.call(0, fn(body), []), $.on([$.call(1, fn(body), [])], (v: unknown) => Object.is(v, value))]),
      );
      expect(await result).toEqual({ value: [value, true] });
    }
  });

  it("a thenable is asked once", async () => {
    let asked = 0;
    // oxlint-disable-next-line unicorn/no-thenable -- what this is about
    const query = { then: (resolve: (value: unknown) => void) => (asked++, setTimeout(() => resolve("rows"), 1)) };
    expect(await startModule(fn(() => query)).result).toEqual({ value: "rows" });
    expect(asked).toBe(1);
    const abort = new AbortController();
    const { result } = start(($) => $.await($.on([], () => query)), { signal: abort.signal });
    abort.abort("stop");
    expect([await result, asked]).toEqual([{ error: "stop" }, 2]);
  });

  it("a promise whose constructor throws fails the call, as await does", async () => {
    const hostile = Promise.resolve(1);
    Object.defineProperty(hostile, "constructor", {
      get: () => {
        throw new Error("constructor");
      },
    });
    expect(await startModule(fn(() => hostile)).result).toEqual({ error: new Error("constructor") });
  });
});

describe("what a leaf throws", () => {
  const error = new Error("thrown");
  it.each([[error], [undefined], [null], [0], [""], [false], [Number.NaN]])(
    "%s is what the run rejects with",
    async (reason) => {
      const bodies: (() => unknown)[] = [
        () => {
          throw reason;
        },
        () => Promise.reject(reason),
        // oxlint-disable-next-line unicorn/no-thenable -- what this is about
        () => ({ then: (_: unknown, reject: (reason: unknown) => void) => reject(reason) }),
      ];
      for (const body of bodies) {
        const outcome = await start(($) =>
          $.array([
            $.call(
              0,
              fn(() => 1),
              [],
            ),
            $.call(1, fn(body), []),
            $.call(
              2,
              fn(() => 1),
              [],
            ),
          ]),
        ).result;
        expect("error" in outcome && Object.is(outcome.error, reason)).toBe(true);
      }
    },
  );

  it("a then getter that throws fails the call", async () => {
    const trap = {
      // oxlint-disable-next-line unicorn/no-thenable -- what this is about
      get then(): never {
        throw error;
      },
    };
    expect(await startModule(fn(() => trap)).result).toEqual({ error });
    expect(await startModule(composite(() => trap)).result).toEqual({ error });
    expect(await start(($) => $.await($.on([], () => trap))).result).toEqual({ error });
  });

  it("a leaf that throws at once keeps later ones from starting and lets earlier ones end", async () => {
    const started: string[] = [];
    const lab = new Lab();
    const slow = fn(() => (started.push("slow"), new Promise((resolve) => lab.env.setTimer(() => resolve(1), 50))));
    const { result, ended } = start(
      ($) => {
        $.call(0, slow, []);
        $.call(1, fn(() => { throw error; }), []); // prettier-ignore
        $.call(
          2,
          fn(() => started.push("later")),
          [],
        );
        return 1;
      },
      {},
      lab,
    );
    expect(await result).toEqual({ error });
    expect([started, ended(), lab.env.now()]).toEqual([["slow"], ["1 error", "0 ok"], 50]);
  });
});

describe("stopping", () => {
  const failAt = (lab: Lab, ms: number): Module =>
    fn(() => new Promise((_, reject) => lab.env.setTimer(() => reject(new Error("first")), ms)));

  it("a leaf that ignores its signal is left behind after the grace time, and reported", async () => {
    const lab = new Lab();
    let late: ((error: unknown) => void) | undefined;
    const deaf = fn(() => new Promise((_, reject) => (late = reject)));
    const { result, ended } = start(
      ($) => $.array([$.call(0, failAt(lab, 10), []), $.call(1, deaf, [])]),
      { graceMs: 300 },
      lab,
    );
    expect(await result).toEqual({ error: new Error("first") });
    expect([ended(), lab.env.now(), lab.env.pendingTimers]).toEqual([["0 error", "1 detached"], 310, 0]);
    late?.(new Error("much later"));
    await drainMicrotasks();
    expect(ended()).toHaveLength(2);
  });

  it("a leaf that ends within the grace time is joined, whatever it gives, and its signal has a reason", async () => {
    for (const fails of [true, false]) {
      const lab = new Lab();
      let context: CallContext | undefined;
      const slow = fn(() => {
        context = callContext();
        return new Promise((resolve, reject) =>
          lab.env.setTimer(() => (fails ? reject(new Error("no")) : resolve(1)), 100),
        );
      });
      const { result, ended } = start(($) => $.array([$.call(0, failAt(lab, 10), []), $.call(1, slow, [])]), {}, lab);
      expect(await result).toEqual({ error: new Error("first") });
      expect([ended(), lab.env.now(), lab.env.pendingTimers]).toEqual([["0 error", "1 aborted"], 100, 0]);
      expect(context?.signal.reason).toMatchObject({ name: "PlaitError" });
    }
  });

  it("by the observer of a call's start: the call is not made", async () => {
    const abort = new AbortController();
    const made: number[] = [];
    const onEvent = (event: RunEvent): void => {
      if (event.type === "call-start" && event.slot === "1") abort.abort("enough");
    };
    const { result } = start(
      ($) =>
        $.array(
          [0, 1, 2].map((i) =>
            $.call(
              i,
              fn(() => made.push(i)),
              [],
            ),
          ),
        ),
      { signal: abort.signal, onEvent },
    );
    expect([await result, made]).toEqual([{ error: "enough" }, [0]]);
  });

  it("by the leaf itself, in its own forward", async () => {
    const abort = new AbortController();
    const { result, ended } = start(
      ($) =>
        $.array([
          $.call(
            0,
            fn(() => abort.abort(0)),
            [],
          ),
          $.call(1, never, []),
        ]),
      { signal: abort.signal },
    );
    expect([await result, ended()]).toEqual([{ error: 0 }, ["0 aborted"]]);
  });

  it("an observer that throws ends the run with what it threw", async () => {
    for (const type of ["run-start", "call-start", "call-end", "run-end"]) {
      const onEvent = (event: RunEvent): void => {
        if (event.type === type) throw new Error(type);
      };
      const { result, lab } = start(
        ($) =>
          $.call(
            1,
            fn(async (x) => x),
            [
              $.call(
                0,
                fn(() => 1),
                [],
              ),
            ],
          ),
        { onEvent },
      );
      expect(await result).toEqual({ error: new Error(type) });
      expect(lab.env.pendingTimers).toBe(0);
    }
  });
});

describe("an outer signal or deadline", () => {
  const stages: [string, (lab: Lab) => Method][] = [
    ["while a call runs", () => ($) => $.call(0, never, [])],
    [
      "while a call runs and others wait for it",
      () => ($) =>
        $.call(
          1,
          fn(() => 1),
          [$.call(0, never, [])],
        ),
    ],
    [
      "in a child",
      () => ($) =>
        $.call(
          0,
          composite(($) => $.call(0, never, [])),
          [],
        ),
    ],
    ["in a map", () => ($) => $.map(0, [1, 2, 3], ($, x) => $.call(1, never, [x]))],
    [
      "in an arm",
      () => ($) =>
        $.if(
          $.on([], () => true),
          ($) => $.call(0, never, []),
          () => 1,
        ),
    ],
    ["while a promise is awaited", () => ($) => $.await($.on([], () => new Promise(() => {})))],
    ["in a sequential region", () => ($) => $.sequential([], async ($) => $.call(0, never, []))],
    ["in a region that waits for something else", () => ($) => $.sequential([], async () => new Promise(() => {}))],
    [
      "in a region that tries again whatever fails",
      () => ($) =>
        $.sequential([], async ($) => {
          for (;;) {
            try {
              return (await $.call(0, never, [])).value;
            } catch {
              continue;
            }
          }
        }),
    ],
    [
      "while a failure is being joined",
      () => ($) =>
        $.array([
          $.call(0, never, []),
          $.call(
            1,
            fn(() => Promise.reject(new Error("later"))),
            [],
          ),
          $.call(2, never, []),
        ]),
    ],
  ];

  it.each(stages)("ends the run %s, with nothing left", async (_stage, build) => {
    for (const how of ["signal", "deadline"]) {
      const lab = new Lab();
      const abort = new AbortController();
      const reason = new Error("stop");
      const options = how === "signal" ? { signal: abort.signal } : { deadline: 40 };
      if (how === "signal") lab.env.setTimer(() => abort.abort(reason), 40);
      const { result, events } = start(build(lab), { graceMs: 50, ...options }, lab);
      const outcome = (await result) as { error: unknown };
      if (how === "signal") expect(outcome.error).toBe(reason);
      else expect(outcome.error).toMatchObject({ code: "PLT1021" });
      expect(lab.env.now()).toBeLessThanOrEqual(90);
      expect(events.at(-1)?.type).toBe("run-end");
      await lab.env.advance(200);
      expect(lab.env.pendingTimers).toBe(0);
    }
  });

  it("that has come before the run: nothing starts", async () => {
    const made: number[] = [];
    const leaf = fn(() => made.push(1));
    expect(await startModule(leaf, { signal: AbortSignal.abort("early") }).result).toEqual({ error: "early" });
    const lab = new Lab();
    await lab.env.advance(10);
    expect(await startModule(leaf, { deadline: 10 }, lab).result).toMatchObject({ error: { code: "PLT1021" } });
    expect(made).toEqual([]);
  });

  it("that comes after the run changes nothing and leaves no timer or listener", async () => {
    const abort = new AbortController();
    const { result, lab } = startModule(
      fn(async () => 5),
      { signal: abort.signal, deadline: 1000 },
    );
    expect(await result).toEqual({ value: 5 });
    abort.abort();
    expect(lab.env.pendingTimers).toBe(0);
  });

  it("lets cleanup code in a region run, with the reason", async () => {
    const abort = new AbortController();
    const seen: unknown[] = [];
    const { result } = start(
      ($) =>
        $.sequential([], async ($) => {
          try {
            await $.call(
              0,
              fn(
                () =>
                  new Promise((_, reject) =>
                    callContext().signal.addEventListener("abort", () => reject(new Error("mine"))),
                  ),
              ),
              [],
            );
          } catch (error) {
            seen.push(error);
          } finally {
            seen.push("cleanup");
          }
        }),
      { signal: abort.signal },
    );
    abort.abort("why");
    expect([await result, seen]).toEqual([{ error: "why" }, ["why", "cleanup"]]);
  });
});
