/** The reference interpreter against the engine (what programs mean), and against bounds found by hand (when). */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { generate } from "../generate.js";
import { runOracle } from "../harness.js";
import { loadOracle } from "../program.js";
import { ORDERS, type Faults, type Order } from "../world.js";
import { BOUNDS, BY_NAME, timedProgram } from "./timedBounds.js";
import { FEATURES } from "./timedFeatures.js";
import { timedRun } from "./timedRun.js";

const GENERATED = 250;
const folder = new URL("../fixtures/", import.meta.url);
const FAULTS: readonly (Faults | undefined)[] = [undefined, { seed: 1, rate: 0.1 }, { seed: 2, rate: 0.4 }];

/** Runs both; `undefined` if the interpreter says that it does not know a construct. */
function same(source: string, options: { order: Order; faults: Faults | undefined; input: number }): boolean {
  const timed = timedRun(source, options);
  if ("unsupported" in timed) return false;
  const engine = runOracle({ runs: { oracle: loadOracle(source) } }, options.order, options.faults, options.input);
  const { ok, text, calls, effects, makespan, schedule } = timed;
  expect({ ok, text, calls, effects }).toEqual({
    ok: engine.ok,
    text: engine.text,
    calls: engine.world.calls.map((call) => call.key).sort(),
    effects: engine.world.effects,
  });
  expect(makespan).toBeLessThanOrEqual(engine.makespan);
  expect(makespan).toBe(Math.max(0, ...schedule.map((call) => call.end)));
  return true;
}

test.each(Object.entries(FEATURES))("%s", (_name, source) => {
  for (const order of ORDERS.slice(0, 2))
    for (const input of [0, 1, 2])
      for (const faults of FAULTS) expect(same(source, { order, faults, input })).toBe(true);
});

test("every fixture", () => {
  const unknown: string[] = [];
  const names = readdirSync(folder).filter((name) => name.endsWith(".ts"));
  for (const name of names) {
    const source = readFileSync(new URL(name, folder), "utf8");
    const supported = FAULTS.every((faults) => same(source, { order: ORDERS[0] as Order, faults, input: 0 }));
    if (!supported) unknown.push(name);
  }
  expect(unknown).toEqual([]);
});

test("generated programs", () => {
  let unknown = 0;
  let total = 0;
  let makespan = 0;
  for (let seed = 1; seed <= GENERATED; seed++) {
    const source = generate(seed);
    const order = ORDERS[seed % ORDERS.length] as Order;
    const supported = [undefined, { seed, rate: 0.1 }].every((faults) =>
      same(source, { order, faults, input: seed % 2 }),
    );
    if (!supported) unknown++;
    const timed = timedRun(source, { order, input: seed % 2 });
    if ("unsupported" in timed) continue;
    makespan += timed.makespan;
    total += runOracle({ runs: { oracle: loadOracle(source) } }, order, undefined, seed % 2).makespan;
  }
  expect(unknown).toBeLessThan(GENERATED * 0.02);
  // Calls overlap, or a bound would say nothing.
  expect(makespan).toBeLessThan(total * 0.8);
});

test.each(BOUNDS)("%s", (body, makespan) => {
  const result = timedRun(timedProgram(body), { order: BY_NAME });
  expect(result).toMatchObject({ ok: true, makespan });
});

test("a write that outlives the run waits, unless it is asked to be left out", () => {
  const source = timedProgram(`this.m50(0); this.k = 1; return this.m20(this.k);`);
  expect(timedRun(source, { order: BY_NAME, outsideWritesWait: false })).toMatchObject({ makespan: 50 });
  expect(timedRun(source, { order: BY_NAME })).toMatchObject({ makespan: 70 });
});

test("what it does not know is said", () => {
  expect(timedRun(timedProgram(`for (;;);`), { order: BY_NAME })).toEqual({ unsupported: "the program does not end" });
  expect(timedRun(timedProgram(`function* g() { yield 1; } return [...g()];`), { order: BY_NAME })).toEqual({
    unsupported: "a generator",
  });
});
