/** Sequential regions whose code as written makes several calls at once, or leaves calls behind. */
import { afterEach, beforeEach, expect, it } from "vitest";
import { composite, Lab, type Method } from "../testing/lab.js";
import { expectNoUnhandledRejection } from "../testing/unhandled.js";
import { drainMicrotasks } from "../testing/virtualEnv.js";
import { execute } from "./execute.js";

expectNoUnhandledRejection(beforeEach, afterEach);

function start(lab: Lab, forward: Method) {
  const outcome: { value?: unknown; error?: unknown; running?: string[] } = {};
  const running = (): string[] => lab.calls.filter((call) => call.ended === undefined).map((call) => call.key);
  execute(composite(forward), [], { dispatch: lab.dispatch() }).then(
    (value) => Object.assign(outcome, { value, running: running() }),
    (error: unknown) => Object.assign(outcome, { error, running: running() }),
  );
  const complete = async (key: string): Promise<void> => {
    await drainMicrotasks();
    lab.pending.find((call) => call.key === key)?.complete();
    await drainMicrotasks();
  };
  return { outcome, complete, keys: () => lab.calls.map((call) => call.key + (call.aborted ? "!" : "")) };
}

it("Promise.all in a region: on a failure the others are stopped and joined, and so is what comes after the region, at once", async () => {
  const lab = new Lab({ failing: new Set(["b(1)"]), stubborn: true });
  const [b, c, d] = ["b", "c", "d"].map((name) => lab.leaf(name)) as [
    ReturnType<Lab["leaf"]>,
    ReturnType<Lab["leaf"]>,
    ReturnType<Lab["leaf"]>,
  ];
  const { outcome, complete, keys } = start(lab, ($) => {
    const all = $.sequential([], async ($) =>
      Promise.all([1, 2].map(async (i) => (await $.call(1, c, [(await $.call(0, b, [i])).value])).value)),
    );
    return $.array([all, $.call(2, d, ["after"])]);
  });
  await complete("b(1)");
  expect([keys(), outcome]).toEqual([["b(1)", "b(2)!", "d(after)!"], {}]);
  await complete("d(after)");
  await complete("b(2)");
  // The chain of b(2) does not go on to c: nobody waits for it.
  expect(keys()).toEqual(["b(1)", "b(2)!", "d(after)!"]);
  expect(outcome).toEqual({ error: lab.error("b(1)"), running: [] });
});

it("a call that the region does not wait for is joined, and what it would call next is not made", async () => {
  const lab = new Lab();
  const [a, b] = ["a", "b"].map((name) => lab.leaf(name)) as [ReturnType<Lab["leaf"]>, ReturnType<Lab["leaf"]>];
  const { outcome, complete, keys } = start(lab, ($) =>
    $.sequential([], async ($) => {
      void (async () => {
        await $.call(0, a, ["left behind"]);
        await $.call(1, b, ["after the end"]);
      })();
      return "done";
    }),
  );
  await drainMicrotasks();
  expect(outcome).toEqual({});
  await complete("a(left behind)");
  expect([outcome, keys()]).toEqual([{ value: "done", running: [] }, ["a(left behind)"]]);
});

it("the same call site in a loop has a slot of its own in every round, also inside a child", async () => {
  const slots: string[] = [];
  const lab = new Lab();
  const leaf = lab.leaf("a");
  const child = composite(($, x) => $.call(0, leaf, [x]));
  const { complete } = start(lab, ($) =>
    $.sequential([], async ($) => {
      for (const x of ["x", "x", "x"]) {
        await $.call(0, leaf, [x]);
        await $.call(1, child, [x]);
      }
    }),
  );
  for (let i = 0; i < 6; i++) await complete("a(x)");
  slots.push(...lab.calls.map((call) => call.slot));
  expect(slots).toEqual(["0", "1/0", "0#1", "1#1/0", "0#2", "1#2/0"]);
});
