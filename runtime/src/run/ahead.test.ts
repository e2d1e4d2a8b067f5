/** Calls that start before it is decided whether they are made. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { composite, Lab, type Leaf, type Method } from "../testing/lab.js";
import { expectNoUnhandledRejection } from "../testing/unhandled.js";
import { drainMicrotasks } from "../testing/virtualEnv.js";
import { speculate } from "./ahead.js";
import { execute } from "./execute.js";
import type { RunEvent } from "./types.js";

expectNoUnhandledRejection(beforeEach, afterEach);

interface Result {
  value?: unknown;
  error?: unknown;
  running?: string[];
}

function start(lab: Lab, forward: Method) {
  const outcome: Result = {};
  const events: RunEvent[] = [];
  const running = (): string[] => lab.calls.filter((call) => call.ended === undefined).map((call) => call.key);
  execute(composite(forward), [], { dispatch: lab.dispatch(), onEvent: (event) => events.push(event) }).then(
    (value) => Object.assign(outcome, { value, running: running() }),
    (error: unknown) => Object.assign(outcome, { error, running: running() }),
  );
  const complete = async (key: string): Promise<void> => {
    await drainMicrotasks();
    const call = lab.pending.find((c) => c.key === key);
    if (!call) throw new Error(`${key} is not pending`);
    call.complete();
    await drainMicrotasks();
  };
  return { outcome, events, complete, keys: () => lab.calls.map((call) => call.key + (call.aborted ? "!" : "")) };
}

function leaves(lab: Lab): { check: Leaf; search: Leaf; other: Leaf } {
  return { check: lab.leaf("check", (x) => x === "yes"), search: lab.leaf("search"), other: lab.leaf("other") };
}

/** `if (check(answer)) return speculate(search("q")); else return "none"` */
const guarded =
  ({ check, search }: ReturnType<typeof leaves>, answer: string): Method =>
  ($) => {
    const found = $.ahead(1, search, ["q"]);
    return $.if(
      $.call(0, check, [answer]),
      ($) => $.use(found),
      ($) => {
        $.drop(found);
        return "none";
      },
    );
  };

it("speculate is the value", () => {
  const value = {};
  expect(speculate(value)).toBe(value);
});

describe("a test that is still open", () => {
  it("does not hold the call back, and its value is that of the call in its place", async () => {
    const lab = new Lab();
    const { outcome, complete, keys } = start(lab, guarded(leaves(lab), "yes"));
    await drainMicrotasks();
    expect(keys()).toEqual(["search(q)", "check(yes)"]);
    await complete("check(yes)");
    expect(outcome).toEqual({});
    await complete("search(q)");
    expect(outcome).toEqual({ value: "search(q)", running: [] });
    expect(keys()).toEqual(["search(q)", "check(yes)"]);
  });

  it("the call may end before it", async () => {
    const lab = new Lab();
    const { outcome, complete } = start(lab, guarded(leaves(lab), "yes"));
    await complete("search(q)");
    expect(outcome).toEqual({});
    await complete("check(yes)");
    expect(outcome).toEqual({ value: "search(q)", running: [] });
  });

  it("the call has the slot of its place", async () => {
    const lab = new Lab();
    const { complete } = start(lab, guarded(leaves(lab), "yes"));
    await complete("search(q)");
    await complete("check(yes)");
    expect(lab.calls.map((call) => call.slot)).toEqual(["1", "0"]);
  });
});

describe("a path that is not taken", () => {
  it("stops the call at once, and joins it", async () => {
    const lab = new Lab({ stubborn: true });
    const { outcome, complete, keys } = start(lab, guarded(leaves(lab), "no"));
    await complete("check(no)");
    expect([keys(), outcome]).toEqual([["search(q)!", "check(no)"], {}]);
    await complete("search(q)");
    expect(outcome).toEqual({ value: "none", running: [] });
  });

  it("a failure of the call is never seen, but for the trace", async () => {
    const lab = new Lab({ failing: new Set(["search(q)"]) });
    const { outcome, events, complete } = start(lab, guarded(leaves(lab), "no"));
    await complete("search(q)");
    await complete("check(no)");
    expect(outcome).toEqual({ value: "none", running: [] });
    expect(events.filter((e) => e.type === "call-end").map((e) => e.outcome)).toEqual(["error", "ok"]);
  });

  it("without a word from the branch, the call is stopped when nothing else runs", async () => {
    const lab = new Lab({ stubborn: true });
    const { check, search, other } = leaves(lab);
    const { outcome, complete, keys } = start(lab, ($) => {
      const found = $.ahead(1, search, ["q"]);
      $.call(2, other, ["x"]);
      return $.if(
        $.call(0, check, ["no"]),
        ($) => $.use(found),
        () => "none",
      );
    });
    await complete("check(no)");
    expect(keys()).toEqual(["search(q)", "other(x)", "check(no)"]);
    await complete("other(x)");
    expect(keys()).toEqual(["search(q)!", "other(x)", "check(no)"]);
    expect(outcome).toEqual({});
    await complete("search(q)");
    expect(outcome).toEqual({ value: "none", running: [] });
  });
});

describe("failures", () => {
  it("the call's own error comes where the call stands", async () => {
    const lab = new Lab({ failing: new Set(["search(q)", "other(x)"]) });
    const { check, search, other } = leaves(lab);
    const { outcome, complete, keys } = start(lab, ($) => {
      const found = $.ahead(1, search, ["q"]);
      const first = $.call(2, other, ["x"]);
      return $.if(
        $.call(0, check, ["yes"]),
        ($) => $.array([first, $.use(found)]),
        () => "none",
      );
    });
    await complete("search(q)");
    expect(outcome).toEqual({});
    await complete("check(yes)");
    // Used and failed; `other` is earlier in the program and may still decide the error.
    expect(outcome).toEqual({});
    await complete("other(x)");
    expect(outcome).toEqual({ error: lab.error("other(x)"), running: [] });
    expect(keys()).toEqual(["search(q)", "other(x)", "check(yes)"]);
  });

  it("used, it stops what comes after it", async () => {
    const lab = new Lab({ failing: new Set(["search(q)"]) });
    const { check, search, other } = leaves(lab);
    const { outcome, complete, keys } = start(lab, ($) => {
      const found = $.ahead(1, search, ["q"]);
      const result = $.if(
        $.call(0, check, ["yes"]),
        ($) => $.use(found),
        () => "none",
      );
      return $.array([result, $.call(2, other, ["x"])]);
    });
    await complete("check(yes)");
    await complete("search(q)");
    expect(keys()).toEqual(["search(q)", "check(yes)", "other(x)!"]);
    expect(outcome).toEqual({ error: lab.error("search(q)"), running: [] });
  });

  it("a failure before its place stops it, and it does not start after one", async () => {
    const lab = new Lab({ failing: new Set(["check(yes)"]) });
    const { check, search, other } = leaves(lab);
    const { outcome, complete, keys } = start(lab, ($) => {
      const late = $.call(3, other, ["late"]);
      const started = $.ahead(1, search, ["q"]);
      const waiting = $.ahead(2, search, [late]);
      return $.if(
        $.call(0, check, ["yes"]),
        ($) => $.array([$.use(started), $.use(waiting)]),
        () => "none",
      );
    });
    await complete("check(yes)");
    expect(keys()).toEqual(["other(late)", "search(q)!", "check(yes)"]);
    await complete("other(late)");
    expect(keys()).toEqual(["other(late)", "search(q)!", "check(yes)"]);
    expect(outcome).toEqual({ error: lab.error("check(yes)"), running: [] });
  });

  it("stopped for a failure that comes after it in the program, it is called again in its place", async () => {
    const lab = new Lab({ failing: new Set(["other(x)", "search(q)"]) });
    const { check, search, other } = leaves(lab);
    const { outcome, complete, keys } = start(lab, ($) => {
      const found = $.ahead(1, search, ["q"]);
      const result = $.if(
        $.call(0, check, ["yes"]),
        ($) => $.use(found),
        () => "none",
      );
      return $.array([result, $.call(2, other, ["x"])]);
    });
    await complete("other(x)");
    expect(keys()).toEqual(["search(q)!", "check(yes)", "other(x)"]);
    await complete("check(yes)");
    expect(keys()).toEqual(["search(q)!", "check(yes)", "other(x)", "search(q)"]);
    await complete("search(q)");
    // The first error in program order, not in time.
    expect(outcome).toEqual({ error: lab.error("search(q)"), running: [] });
  });

  it("inside a `try`, the handler gets the error only where the call is used", async () => {
    for (const answer of ["yes", "no"]) {
      const lab = new Lab({ failing: new Set(["search(q)"]) });
      const { check, search } = leaves(lab);
      const { outcome, complete } = start(lab, ($) =>
        $.after(
          $.try(
            [],
            ($) => {
              const found = $.ahead(1, search, ["q"]);
              const value = $.if(
                $.call(0, check, [answer]),
                ($) => $.use(found),
                () => "none",
              );
              return $.exit(1, [value]);
            },
            ($) => $.exit(1, ["handled"]),
          ),
          () => "end",
          ($, value) => value,
        ),
      );
      await complete("search(q)");
      await complete(`check(${answer})`);
      expect(outcome).toEqual({ value: answer === "yes" ? "handled" : "none", running: [] });
    }
  });
});

it("a child that has effects keeps them until its place is reached", async () => {
  const lab = new Lab();
  const { check, search } = leaves(lab);
  const child = composite(($) => {
    const found = $.call(0, search, ["q"]);
    $.effect([found], (value) => lab.note("found", value));
    return found;
  });
  for (const answer of ["yes", "no"]) {
    lab.log.length = 0;
    const { outcome, complete } = start(lab, ($) => {
      const found = $.ahead(1, child, []);
      $.effect([], () => lab.note("first"));
      return $.if(
        $.call(0, check, [answer]),
        ($) => $.use(found),
        () => "none",
      );
    });
    await complete("search(q)");
    expect(lab.log).toEqual(["first"]);
    await complete(`check(${answer})`);
    expect(lab.log).toEqual(answer === "yes" ? ["first", "found search(q)"] : ["first"]);
    expect(outcome).toEqual({ value: answer === "yes" ? "search(q)" : "none", running: [] });
  }
});

it("effects after a call that is still open do not wait for it where it is not in their way", async () => {
  const lab = new Lab();
  const { check, search } = leaves(lab);
  const { complete } = start(lab, ($) => {
    const found = $.ahead(1, search, ["q"]);
    const ok = $.call(0, check, ["yes"]);
    $.effect([ok], () => lab.note("checked"));
    return $.if(
      ok,
      ($) => $.use(found),
      () => "none",
    );
  });
  await complete("check(yes)");
  expect(lab.log).toEqual(["checked"]);
  await complete("search(q)");
});
