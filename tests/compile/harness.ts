/**
 * The differential harness: a program means what its source does when every module call is its value. Each
 * run compares the compiled program, and the one that the sequential emitter writes, with that meaning:
 *
 * - value, with aliasing, and the final state of the arguments (G1); the error (G2); the effects (G3);
 * - the multiset of leaf calls, or a superset after a failure (G4), none on a path not taken (G5);
 * - never later than one call after another (G6), the same under every completion order (G7);
 * - nothing in flight at the end, no unhandled rejection (G8).
 */
import { execute, forgetPrograms } from "../../runtime/dist/internal.js";
import type { Diagnostic } from "../../compiler/dist/index.js";
import { canonical } from "./canonical.js";
import { oracleImports, realImports } from "./oracle.js";
import type { Factory, Program } from "./program.js";
import { timedRun, type TimedOutcome } from "./timed/timedRun.js";
import { meets, World, type CallRecord, type Faults, type Order } from "./world.js";

export interface Outcome {
  ok: boolean;
  /** Value or error together with the arguments afterwards. */
  text: string;
  world: World;
  makespan: number;
}

export interface Report {
  problems: string[];
  oracle: Outcome;
  compiled: Outcome;
  /** When an ideal schedule would be done, element by element; undefined where the run throws or that is not known. */
  bound: number | undefined;
  /** It takes longer than that, and no remark says why. */
  unexplained: boolean;
}

type Runnable = new () => { forward(...args: unknown[]): unknown };
type Exports = { Main: Runnable; inputs?: unknown[][] };

export function inputCount(program: Program): number {
  const world = new World(NO_TIME, undefined, false);
  return (program.runs.oracle(oracleImports(world)) as unknown as Exports).inputs?.length ?? 1;
}

const NO_TIME: Order = { name: "at once", latency: () => 0 };

function argumentsOf(exports: Exports, input: number): unknown[] {
  return exports.inputs ? (exports.inputs[input] as unknown[]) : ["a doc"];
}

/** A program of which only what it means is asked. */
export interface Meant {
  runs: Pick<Program["runs"], "oracle">;
}

/** What programs have come to, by input and faults: in the sequential run, no order of completion makes a difference. */
const meanings = new WeakMap<Meant, Map<string, Omit<Outcome, "makespan">>>();

function meaningOf(program: Meant, faults: Faults | undefined, input: number): Omit<Outcome, "makespan"> {
  let known = meanings.get(program);
  if (!known) meanings.set(program, (known = new Map()));
  const key = `${input} ${faults?.seed} ${faults?.rate}`;
  let meaning = known.get(key);
  if (!meaning) {
    const clean = faults && meaningOf(program, undefined, input);
    const same = clean && !meets(faults, keys(clean.world));
    known.set(key, (meaning = same ? clean : runInPlace(program, faults, input)));
  }
  return meaning;
}

function runInPlace(program: Meant, faults: Faults | undefined, input: number): Omit<Outcome, "makespan"> {
  const world = new World(NO_TIME, faults, false);
  const exports = program.runs.oracle(oracleImports(world)) as unknown as Exports;
  const args = argumentsOf(exports, input);
  try {
    const value = new exports.Main().forward(...args);
    return { ok: true, text: canonical([value, args]), world };
  } catch (error) {
    return { ok: false, text: canonical([error, args]), world };
  }
}

/** The sequential run. Its makespan is what the calls take one after another. */
export function runOracle(program: Meant, order: Order, faults: Faults | undefined, input = 0): Outcome {
  const meaning = meaningOf(program, faults, input);
  const makespan = meaning.world.calls.reduce((sum, { key }) => sum + order.latency(key), 0);
  return { ...meaning, makespan };
}

let rejections = 0;
process.on("unhandledRejection", () => rejections++);

interface CleanRun {
  factory: Factory;
  order: Order;
  input: number;
  outcome: Outcome;
}

/** The last runs without faults, of a program and of its reference. */
let cleanRuns: CleanRun[] = [];

/**
 * Everything in a run follows from its calls: with faults that meet none of them it is the run without faults.
 * `wanted`: see World.
 */
export async function runReal(
  factory: Factory,
  order: Order,
  faults: Faults | undefined,
  input = 0,
  wanted?: ReadonlySet<string>,
): Promise<Outcome> {
  const same = (run: CleanRun): boolean => run.factory === factory && run.order === order && run.input === input;
  const clean = faults && cleanRuns.find(same)?.outcome;
  if (clean && !meets(faults, keys(clean.world))) return clean;
  const outcome = await runOnce(factory, order, faults, input, wanted);
  if (!faults) cleanRuns = [...cleanRuns.slice(-1), { factory, order, input, outcome }];
  return outcome;
}

async function runOnce(
  factory: Factory,
  order: Order,
  faults: Faults | undefined,
  input: number,
  wanted: ReadonlySet<string> | undefined,
): Promise<Outcome> {
  const world = new World(order, faults, true, wanted);
  const env = world.env as NonNullable<World["env"]>;
  forgetPrograms();
  const exports = factory(realImports(world)) as unknown as Exports;
  const args = argumentsOf(exports, input);
  const before = rejections;
  const dispatch = { complete: () => Promise.reject(new Error("no endpoints here")), admits: Infinity, env };
  let outcome: Outcome;
  try {
    const running = execute(new exports.Main() as never, args, { dispatch, runId: "test" }).then((value) => ({
      value,
    }));
    const { value } = await env.run(running);
    outcome = { ok: true, text: canonical([value, args]), world, makespan: env.now() };
  } catch (error) {
    outcome = { ok: false, text: canonical([error, args]), world, makespan: env.now() };
  }
  if (world.inFlight > 0) world.problems.push(`${world.inFlight} calls are still in flight at the end`);
  if (env.pendingTimers > 0) world.problems.push(`${env.pendingTimers} timers are left at the end`);
  await new Promise((resolve) => setImmediate(resolve));
  if (rejections > before) world.problems.push(`${rejections - before} unhandled rejections`);
  return outcome;
}

const keys = (world: Pick<World, "calls">): string[] => world.calls.map((c) => c.key).sort();

/** What is in `a` and not in `b`, both sorted, counting repetitions. */
export function missing(a: readonly string[], b: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const key of b) left.set(key, (left.get(key) ?? 0) + 1);
  return a.filter((key) => {
    const count = left.get(key) ?? 0;
    left.set(key, count - 1);
    return count <= 0;
  });
}

/** `possible`: what may be called beyond what the oracle calls, where something threw; `any` where that is not known. */
export function compare(
  oracle: Outcome,
  real: Outcome,
  what: string,
  possible: readonly string[] | "any" | undefined,
): string[] {
  const problems = real.world.problems.map((p) => `${what}: ${p}`);
  const differ = (name: string, wanted: string, got: string): void => {
    if (wanted !== got) problems.push(`${what}: ${name} differs\n  wanted ${wanted}\n  got    ${got}`);
  };
  differ("outcome", oracle.ok ? "returns" : "throws", real.ok ? "returns" : "throws");
  differ(oracle.ok ? "value" : "error", oracle.text, real.text);
  differ("effects", oracle.world.effects.join("\n         "), real.world.effects.join("\n         "));
  const wanted = keys(oracle.world);
  const got = keys(real.world);
  const lost = missing(wanted, got);
  if (lost.length > 0) problems.push(`${what}: calls that were not made: ${lost.join(", ")}`);
  const extra = possible === "any" ? [] : missing(got, possible ?? wanted);
  if (extra.length > 0) problems.push(`${what}: calls that should not be made: ${extra.join(", ")}`);
  if (real.makespan > oracle.makespan)
    problems.push(`${what}: takes ${real.makespan} ms, one after another ${oracle.makespan} ms`);
  return problems;
}

export interface CheckOptions {
  order: Order;
  faults?: Faults | undefined;
  input?: number;
  /** Also the sequential emitter's version. */
  reference?: boolean;
}

/** What a run must come to, whoever runs it. */
export interface Expected {
  oracle: Outcome;
  /** See `compare`. */
  possible: string[] | "any" | undefined;
  /** The ideal schedule, where it is known. */
  ideal: TimedOutcome | undefined;
  /** Something fails, whether or not the program catches it. */
  failed: boolean;
  /** Parts of the program run as written, where a failure is known only when the promise of it is. */
  asWritten: boolean;
  /** These are regions of compiled code, and not only calls that the compiler does not see. */
  regions: boolean;
}

export function expectationOf(program: Program, { order, faults, input = 0 }: CheckOptions): Expected {
  const oracle = runOracle(program, order, faults, input);
  // After a failure, only calls that the program makes when nothing fails may have been made ahead. Where it goes on
  // after one, there may be others.
  let possible: Expected["possible"];
  // Where a `catch` of the program runs, something has failed, also where the program returns.
  const isCaught = oracle.world.passed || oracle.world.calls.some(({ answered }) => !answered);
  const caught = oracle.world.caught || (oracle.ok && isCaught);
  if (caught || (!oracle.ok && /\btry\b|Promise\.(allSettled|any|race)\b/.test(program.source))) possible = "any";
  else if (!oracle.ok) {
    possible = "any";
    const clean = runOracle(program, order, undefined, input);
    if (clean.ok) possible = keys(clean.world);
  }
  const ideal = timedRun(program.source, { order, faults, input });
  // `Reflect.apply` of a module is a call that the compiler does not see.
  const regions = program.files.some(({ code }) => /\.sequential(All)?\(/.test(code));
  const asWritten = regions || program.files.some(({ code }) => /\bReflect\.apply\(/.test(code));
  const known = !("unsupported" in ideal) && ideal.ok === oracle.ok && ideal.text === oracle.text;
  return { oracle, possible, ideal: known ? ideal : undefined, failed: caught || !oracle.ok, asWritten, regions };
}

/** Calls that start before their inputs and the decisions that lead to them can be there, and runs that end before their calls. */
export function tooEarly({ oracle, ideal }: Expected, real: Outcome, what: string): string[] {
  if (!ideal) return [];
  if (real.makespan < ideal.makespan)
    return [`${what}: takes ${real.makespan} ms, which no schedule can: the bound is ${ideal.makespan} ms`];
  if (!oracle.ok || real.world.calls.length !== ideal.schedule.length) return [];
  const soonest = timesOf(ideal.schedule);
  return timesOf(real.world.calls).flatMap(([key, start], i) => {
    const [wanted, first] = soonest[i] as [string, number];
    return key === wanted && start < first
      ? [`${what}: ${key} starts at ${start} ms, and what it waits for is there at ${first} ms`]
      : [];
  });
}

/** Keys and starts of calls in an order that does not depend on the schedule of other keys. */
export function timesOf(calls: readonly { key: string; start: number }[]): [string, number][] {
  return calls
    .map(({ key, start }): [string, number] => [key, start])
    .sort(([a, s], [b, t]) => (a < b ? -1 : a > b ? 1 : s - t));
}

/** When the error of a run is that of a call, what comes later has been launched before that and stops at once (G4). */
export function afterFailure(
  { oracle, possible, asWritten, regions }: Expected,
  real: Outcome,
  what: string,
): string[] {
  const last = oracle.world.calls.at(-1);
  if (oracle.ok || possible === "any" || !last || last.answered) return [];
  const failed = real.world.calls.filter(({ key }) => key === last.key);
  const [decisive] = failed;
  if (!decisive || failed.length > 1) return [];
  // Of calls with one key, those that the program does make may be the later ones.
  const after = (which: (call: CallRecord, index: number) => boolean): string[] =>
    missing(keys({ calls: real.world.calls.filter(which) }), keys(oracle.world));
  // A region that runs as written may catch what fails in it: that nothing does is known when the calls before have ended.
  const made = new Set(keys(oracle.world));
  const before = real.world.calls.filter(({ key, answered }) => answered && made.has(key)).map(({ end }) => end);
  const known = regions ? Math.max(decisive.end, ...before) : decisive.end;
  const at = `the run failed at ${known} ms`;
  // A call that answers at once has failed before any other is made.
  const index = decisive.start === decisive.end && !asWritten ? real.world.calls.indexOf(decisive) : Infinity;
  return [
    ...after(({ start }, i) => start > known || i > index).map((key) => `${what}: ${key} starts after ${at}`),
    ...after(({ end }) => end > known).map((key) => `${what}: ${key} still runs after ${at}`),
  ];
}

/** Remarks on what orders no module call by itself: data that goes round a loop, logs, unused results, shared calls. */
const INFORMATION = new Set(["PLT2003", "PLT2013", "PLT2014", "PLT2020"]);

/** Whether a remark says that something may start later than its data and guards allow. */
export function saysWhyLater({ code, severity, related }: Diagnostic): boolean {
  if (severity !== "remark" || INFORMATION.has(code) || code.startsWith("PLT3")) return false;
  // That one element waits for another is data, or a guard; that a callback runs as written is neither.
  return code !== "PLT2004" || !related.some(({ message }) => message.startsWith("the next element"));
}

export async function check(program: Program, options: CheckOptions): Promise<Report> {
  const { order, faults, input = 0, reference = true } = options;
  const expected = expectationOf(program, options);
  const { oracle, possible, ideal } = expected;
  const wanted = expected.failed ? new Set(keys(oracle.world)) : undefined;
  const compiled = await runReal(program.runs.compiled, order, faults, input, wanted);
  const about = `${order.name}${faults ? `, failing ${faults.seed}` : ""}`;
  const what = `compiled (${about})`;
  const problems = compare(oracle, compiled, what, possible);
  if (reference) {
    const sequential = await runReal(program.runs.sequential, order, faults, input, wanted);
    problems.push(...compare(oracle, sequential, `sequential (${about})`, undefined));
    const ordered = !program.source.includes("Promise.all");
    if (ordered && sequential.world.calls.map((c) => c.key).join() !== oracle.world.calls.map((c) => c.key).join()) {
      problems.push(`sequential (${about}): calls are not made in the order of the program`);
    }
  }
  const bound = oracle.ok && compiled.ok ? ideal?.makespan : undefined;
  let unexplained = false;
  if (problems.length === 0) {
    problems.push(...tooEarly(expected, compiled, what), ...afterFailure(expected, compiled, what));
    const silent = !program.files.some((file) => file.diagnostics.some(saysWhyLater));
    if (bound !== undefined && compiled.makespan > bound && silent) unexplained = true;
  }
  return { problems, oracle, compiled, bound, unexplained };
}
