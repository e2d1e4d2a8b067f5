/**
 * The differential harness: a program means what its source does when every module call is its value. Each
 * run compares the compiled program, and the one that the sequential emitter writes, with that meaning:
 *
 * - value, with aliasing, and the final state of the arguments (G1); the error (G2); the effects (G3);
 * - the multiset of leaf calls, or a superset after a failure (G4), none on a path not taken (G5);
 * - never later than one call after another (G6), the same under every completion order (G7);
 * - nothing in flight at the end, no unhandled rejection (G8).
 */
import { execute } from "../../runtime/dist/internal.js";
import { canonical } from "./canonical.js";
import { oracleImports, realImports } from "./oracle.js";
import type { Factory, Program } from "./program.js";
import { World, type Faults, type Order } from "./world.js";

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

export function runOracle(program: Program, order: Order, faults: Faults | undefined, input = 0): Outcome {
  const world = new World(order, faults, false);
  const exports = program.runs.oracle(oracleImports(world)) as unknown as Exports;
  const args = argumentsOf(exports, input);
  try {
    const value = new exports.Main().forward(...args);
    return { ok: true, text: canonical([value, args]), world, makespan: world.total };
  } catch (error) {
    return { ok: false, text: canonical([error, args]), world, makespan: world.total };
  }
}

let rejections = 0;
process.on("unhandledRejection", () => rejections++);

export async function runReal(factory: Factory, order: Order, faults: Faults | undefined, input = 0): Promise<Outcome> {
  const world = new World(order, faults, true);
  const env = world.env as NonNullable<World["env"]>;
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

const keys = (world: World): string[] => world.calls.map((c) => c.key).sort();

/** What is in `a` and not in `b`, both sorted, counting repetitions. */
function missing(a: readonly string[], b: readonly string[]): string[] {
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
  if (real.makespan > oracle.world.total)
    problems.push(`${what}: takes ${real.makespan} ms, one after another ${oracle.world.total} ms`);
  return problems;
}

export interface CheckOptions {
  order: Order;
  faults?: Faults | undefined;
  input?: number;
  /** Also the sequential emitter's version. */
  reference?: boolean;
}

export async function check(
  program: Program,
  { order, faults, input = 0, reference = true }: CheckOptions,
): Promise<Report> {
  const oracle = runOracle(program, order, faults, input);
  // After a failure, only calls that the program makes when nothing fails may have been made ahead. A `try` may make others.
  let possible: string[] | "any" | undefined;
  if (/\btry\b/.test(program.source)) possible = "any";
  else if (!oracle.ok) {
    possible = "any";
    const clean = runOracle(program, order, undefined, input);
    if (clean.ok) possible = keys(clean.world);
  }
  const compiled = await runReal(program.runs.compiled, order, faults, input);
  const about = `${order.name}${faults ? `, failing ${faults.seed}` : ""}`;
  const problems = compare(oracle, compiled, `compiled (${about})`, possible);
  if (reference) {
    const sequential = await runReal(program.runs.sequential, order, faults, input);
    problems.push(...compare(oracle, sequential, `sequential (${about})`, undefined));
    const ordered = !program.source.includes("Promise.all");
    if (ordered && sequential.world.calls.map((c) => c.key).join() !== oracle.world.calls.map((c) => c.key).join()) {
      problems.push(`sequential (${about}): calls are not made in the order of the program`);
    }
  }
  return { problems, oracle, compiled };
}

/**
 * The longest chain of calls in which each names, in its arguments, something of what the one before it
 * answered: no schedule is faster. Guards and order are left out, so the real bound may be higher.
 */
export function lowerBound(world: World): number {
  const done: { tokens: string[]; at: number }[] = [];
  let longest = 0;
  for (const call of [...world.calls].sort((a, b) => a.start - b.start)) {
    let from = 0;
    for (const other of done)
      if (other.at > from && other.tokens.some((token) => call.key.includes(token))) from = other.at;
    const at = from + world.order.latency(call.key);
    done.push({ tokens: call.result.match(/[\w-]+~\w+/g) ?? [], at });
    longest = Math.max(longest, at);
  }
  return longest;
}
