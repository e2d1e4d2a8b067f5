/**
 * Runs a program under every order in which its calls can complete, and compares each run with the
 * sequential one: values, errors, effects, calls, slots, joins (G1 to G5, G7 and G8 of the contract).
 */
import { isDeepStrictEqual } from "node:util";
import type { Module } from "../module/module.js";
import { execute } from "../run/execute.js";
import type { RunEvent } from "../run/types.js";
import { Lab, composite, type LabCall, type Method } from "./lab.js";
import { drainMicrotasks } from "./virtualEnv.js";

/** A program in compiled form, a method or a whole module, and the same program as a sequential async function. */
type Built = ({ forward: Method } | { module: Module }) & {
  oracle: (...args: any[]) => Promise<unknown>;
  args?: unknown[];
};

export interface Program {
  name: string;
  build(lab: Lab): Built;
  /** Slots of calls whose failure the program itself handles. */
  handles?: (slot: string) => boolean;
}

type Outcome = { value: unknown } | { error: unknown };

interface Oracle {
  outcome: Outcome;
  log: string[];
  keys: string[];
  /** Names of what can fail besides the calls. */
  asked: string[];
}

export interface Explored {
  runs: number;
  /** False where there were more orders than the limit. */
  all: boolean;
}

export async function runOracle(
  program: Program,
  failing: ReadonlySet<string>,
  errors: Map<string, Error>,
): Promise<Oracle> {
  const lab = new Lab({ failing }, errors);
  lab.sequential = true;
  const { oracle, args = ["x"] } = program.build(lab);
  const outcome: Outcome = await Promise.resolve(oracle(...args)).then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  return { outcome, log: lab.log, keys: lab.calls.map((call) => call.key), asked: [...lab.asked] };
}

interface Options {
  failing?: ReadonlySet<string>;
  stubborn?: boolean;
  window?: number | undefined;
  /** Most orders. Beyond them, as many random ones. */
  limit?: number;
  seed?: number;
}

/** Every order of completions, or as many as `limit` and then random ones; throws at the first violation. */
export async function explore(program: Program, options: Options = {}): Promise<Explored> {
  const { failing = new Set<string>(), limit = 1000, seed = 1 } = options;
  const errors = new Map<string, Error>();
  const oracle = await runOracle(program, failing, errors);
  // What may be launched when a failure comes later than in the sequential run.
  const possible = new Set<string>();
  for (const fewer of subsets([...failing], failing.size)) {
    for (const key of (await runOracle(program, new Set(fewer), errors)).keys) possible.add(key);
  }
  const slots = new Map<string, string>();
  let choices: number[] = [];
  let runs = 0;
  for (;;) {
    const widths = await runOnce(program, options, oracle, possible, errors, slots, (step) => choices[step] ?? 0);
    runs++;
    while (choices.length < widths.length) choices.push(0);
    let last = choices.length - 1;
    while (last >= 0 && (choices[last] as number) + 1 >= (widths[last] as number)) last--;
    if (last < 0) return { runs, all: true };
    if (runs >= limit) break;
    choices = [...choices.slice(0, last), (choices[last] as number) + 1];
  }
  let state = seed >>> 0;
  for (let i = 0; i < Math.min(limit, 60); i++) {
    const random = (): number => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state / 2 ** 32;
    };
    const picked = Array.from({ length: 64 }, random);
    await runOnce(program, options, oracle, possible, errors, slots, (step, width) =>
      Math.floor((picked[step % 64] as number) * width),
    );
    runs++;
  }
  return { runs, all: false };
}

async function runOnce(
  program: Program,
  { failing = new Set(), stubborn = false, window }: Options,
  oracle: Oracle,
  possible: ReadonlySet<string>,
  errors: Map<string, Error>,
  slots: Map<string, string>,
  choose: (step: number, width: number) => number,
): Promise<number[]> {
  const lab = new Lab({ failing, stubborn }, errors);
  const built = program.build(lab);
  const { args = ["x"] } = built;
  const module = "module" in built ? built.module : composite(built.forward);
  const events: RunEvent[] = [];
  const order: string[] = [];
  const widths: number[] = [];
  const wrong = (what: string): never => {
    throw new Error(
      `${program.name}: ${what}\n  failing: ${[...failing].join(" ") || "-"}${stubborn ? ", stubborn" : ""}\n  order: ${order.join(" ")}\n  calls: ${lab.calls.map((c) => `${c.slot}=${c.key}${c.aborted ? "!" : ""}`).join(" ")}`,
    );
  };

  let outcome: Outcome | undefined;
  let running: string[] = [];
  const settle = (result: Outcome): void => {
    outcome = result;
    running = lab.calls.filter((call) => call.ended === undefined).map((call) => call.key);
  };
  execute(module, args, { dispatch: lab.dispatch(), window, onEvent: (event) => events.push(event) }).then(
    (value) => settle({ value }),
    (error: unknown) => settle({ error }),
  );
  await drainMicrotasks();
  for (let step = 0; outcome === undefined; step++) {
    const { pending } = lab;
    if (pending.length === 0) wrong("nothing runs, and the promise does not settle");
    const index = choose(step, pending.length);
    widths.push(pending.length);
    const next = pending[index] as LabCall;
    order.push(next.key);
    next.complete();
    await drainMicrotasks();
  }
  // What nobody waits for any more, promises of the program's own.
  for (const other of [...lab.others]) other.complete();
  await drainMicrotasks();

  const result = outcome as Outcome;
  const expected = oracle.outcome;
  if ("value" in expected) {
    if (!("value" in result)) wrong(`threw ${String(result.error)} instead of returning`);
    else if (!isDeepStrictEqual(result.value, expected.value)) {
      wrong(`returned ${JSON.stringify(result.value)} instead of ${JSON.stringify(expected.value)}`);
    }
  } else if (!("error" in result))
    wrong(`returned ${JSON.stringify(result.value)} instead of throwing ${String(expected.error)}`);
  else if (!sameError(result.error, expected.error, errors)) {
    wrong(`threw ${String(result.error)} instead of ${String(expected.error)}`);
  }
  if (!isDeepStrictEqual(lab.log, oracle.log))
    wrong(`effects ${JSON.stringify(lab.log)} instead of ${JSON.stringify(oracle.log)}`);
  if (running.length > 0) wrong(`settled while ${running.join(" ")} ran`);
  if (lab.env.pendingTimers > 0) wrong(`left ${lab.env.pendingTimers} timers`);

  checkCalls(lab, result, oracle, possible, program, wrong);
  for (const { slot, key } of lab.calls) {
    const other = slots.get(slot);
    if (other !== undefined && other !== key) wrong(`slot ${slot} is ${key} here and ${other} in another order`);
    slots.set(slot, key);
  }
  if (new Set(lab.calls.map((call) => call.slot)).size < lab.calls.length) wrong("two calls have one slot");
  checkEvents(events, new Set(lab.calls.map((call) => call.slot)), wrong);
  return widths;
}

function checkCalls(
  lab: Lab,
  result: Outcome,
  oracle: Oracle,
  possible: ReadonlySet<string>,
  program: Program,
  wrong: (what: string) => never,
): void {
  const made = lab.calls.map((call) => call.key);
  const extra = [...lab.calls];
  for (const key of oracle.keys) {
    const at = extra.findIndex((call) => call.key === key);
    if (at === -1) wrong(`did not call ${key}`);
    extra.splice(at, 1);
  }
  const failed = lab.calls.some((call) => call.failed) || "error" in result;
  if (!failed && extra.length > 0) wrong(`called ${made.join(" ")} instead of ${oracle.keys.join(" ")}`);
  for (const call of extra) {
    if (!possible.has(call.key)) wrong(`called ${call.key}, which is on no path`);
    if (!("error" in result)) continue;
    const known = lab.raised.get(result.error);
    if (known === undefined) continue;
    if (call.started > known) wrong(`launched ${call.key} after the failure was known`);
    if (!call.aborted && (call.ended as number) > known) wrong(`did not stop ${call.key}`);
  }
  // Nothing starts after an earlier slot has failed, whichever failure wins in the end.
  for (const culprit of lab.calls) {
    if (!culprit.failed || program.handles?.(culprit.slot)) continue;
    for (const call of lab.calls) {
      if (call.started > (culprit.ended as number) && comesAfter(call.slot, culprit.slot)) {
        wrong(`launched ${call.slot}=${call.key} after ${culprit.slot}=${culprit.key} had failed`);
      }
    }
  }
}

function checkEvents(events: readonly RunEvent[], made: ReadonlySet<string>, wrong: (what: string) => never): void {
  const open = new Set<string>();
  for (const event of events) {
    if (event.type === "call-start") {
      if (!made.has(event.slot)) wrong(`call-start of ${event.slot}, which was not called`);
      open.add(event.slot);
    } else if (event.type === "call-end") {
      if (!open.delete(event.slot)) wrong(`call-end of ${event.slot} without its start`);
    } else if (event.type === "run-end" && open.size > 0) wrong(`run-end while ${[...open].join()} ran`);
  }
  if (events.at(-1)?.type !== "run-end") wrong(`the last event is ${events.at(-1)?.type}`);
}

/** Errors of the lab by identity; errors of the engine (a destructuring of null) by class and message. */
function sameError(a: unknown, b: unknown, errors: ReadonlyMap<string, Error>): boolean {
  if (a === b) return true;
  const ours = new Set<unknown>(errors.values());
  return a instanceof TypeError && b instanceof TypeError && !ours.has(a) && !ours.has(b) && a.message === b.message;
}

/** Whether slot path `a` comes after `b` in the program. Call sites of test programs are numbered in program order. */
export function comesAfter(a: string, b: string): boolean {
  const x = a.split(/[/#]/).map(Number);
  const y = b.split(/[/#]/).map(Number);
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    if (x[i] !== y[i]) return (x[i] as number) > (y[i] as number);
  }
  return false;
}

/** All subsets of at most `most` elements, the empty one first. */
export function subsets<T>(items: readonly T[], most: number): T[][] {
  let all: T[][] = [[]];
  for (const item of items) {
    all = [...all, ...all.filter((set) => set.length < most).map((set) => [...set, item])];
  }
  return all.sort((a, b) => a.length - b.length);
}
