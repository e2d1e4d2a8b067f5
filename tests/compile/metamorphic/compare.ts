/**
 * A program and a variant of it must come to the same: value, error, effects, calls, and the time at which all is
 * done. What a change of the source does that changes nothing in it, no oracle of the rig has to know.
 */
import type { Found } from "../firstProblem.js";
import { runOracle, runReal, type Outcome } from "../harness.js";
import { isEndless } from "../oracle.js";
import { loadProgram, type Program } from "../program.js";
import { Random } from "../random.js";
import { ORDERS, type Faults, type Order } from "../world.js";
import { RULES, type Variant } from "./rules.js";

export interface Options {
  seed: number;
  types: boolean;
  orders: number;
  faultRate: number;
  /** Only this one. */
  rule: string | undefined;
}

/** Calls of one program at the same time, and what they say. */
interface Seen {
  ok: boolean;
  text: string;
  effects: readonly string[];
  calls: readonly string[];
}

function seen({ ok, text, world }: Outcome, { log, restore = (t) => t }: Partial<Variant>): Seen {
  const effects = world.effects.filter((effect) => effect !== log).map(restore);
  return { ok, text: restore(text), effects, calls: world.calls.map(({ key }) => restore(key)).sort() };
}

function differences(wanted: Seen, got: Seen): string[] {
  const differ = (what: string, a: string, b: string): string[] =>
    a === b ? [] : [`${what} differs\n  wanted ${a}\n  got    ${b}`];
  return [
    ...differ("outcome", wanted.ok ? "returns" : "throws", got.ok ? "returns" : "throws"),
    ...differ(wanted.ok ? "value" : "error", wanted.text, got.text),
    ...differ("effects", wanted.effects.join("\n         "), got.effects.join("\n         ")),
    // After a failure, what has been called ahead may differ.
    ...(wanted.ok ? differ("calls", wanted.calls.join(", "), got.calls.join(", ")) : []),
  ];
}

interface Run {
  order: Order;
  faults: Faults | undefined;
  input: number;
}

function runsOf({ seed, orders, faultRate }: Options, { unfailing }: Variant): Run[] {
  return Array.from({ length: orders }, (_, i) => i).flatMap((i) => {
    const order = ORDERS[(seed + i) % ORDERS.length] as Order;
    const failing = unfailing ? [] : [{ seed: seed + i, rate: faultRate }];
    return [undefined, ...failing].map((faults) => ({ order, faults, input: (seed + i) % 2 }));
  });
}

async function compareRun(base: Program, changed: Program, variant: Variant, run: Run): Promise<string[]> {
  const { order, faults, input } = run;
  const [meant, meantToo] = [base, changed].map((program) => runOracle(program, order, faults, input)) as [
    Outcome,
    Outcome,
  ];
  if (isEndless(meant.world)) return [];
  const wrong = differences(seen(meant, {}), seen(meantToo, variant));
  if (wrong.length > 0) return wrong.map((problem) => `the change has a meaning: ${problem}`);
  const before = await runReal(base.runs.compiled, order, faults, input);
  const after = await runReal(changed.runs.compiled, order, faults, input);
  // What goes wrong without the change is not its fault.
  if (differences(seen(meant, {}), seen(before, {})).length > 0) return [];
  const failed = !meant.ok || meant.world.caught;
  const problems = [
    ...(failed ? differencesAfterFailure(before, after, variant) : differences(seen(before, {}), seen(after, variant))),
    ...after.world.problems,
  ];
  // How far others have come when something fails is not the same.
  if (!failed && !variant.untimed && before.makespan !== after.makespan)
    problems.push(`time differs\n  wanted ${before.makespan} ms\n  got    ${after.makespan} ms`);
  return problems;
}

function differencesAfterFailure(before: Outcome, after: Outcome, variant: Variant): string[] {
  const [wanted, got] = [seen(before, {}), seen(after, variant)];
  return differences({ ...wanted, calls: [] }, { ...got, calls: [] });
}

/** One change of the program by each rule. */
export async function firstDifference(
  base: Program,
  options: Options,
  onRun?: (rule: string) => void,
): Promise<Found | undefined> {
  for (const [at, [name, rule]] of Object.entries(RULES).entries()) {
    if (options.rule !== undefined && name !== options.rule) continue;
    const variant = rule(base, new Random(options.seed * 16 + at));
    if (!variant) continue;
    const load = (source: string): Program =>
      loadProgram(source, undefined, { types: options.types, reference: false });
    let changed: Program;
    let other = base;
    try {
      changed = load(variant.source);
      if (variant.base !== undefined) other = load(variant.base);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return { problem: `${name}: does not compile: ${why}`, variant: variant.source };
    }
    for (const run of runsOf(options, variant)) {
      const problems = await compareRun(other, changed, variant, run).catch((error: unknown) => [
        `crash: ${error instanceof Error ? error.message : String(error)}`,
      ]);
      onRun?.(name);
      if (problems.length > 0) {
        const about = `${run.order.name}${run.faults ? `, failing ${run.faults.seed}` : ""}`;
        return { problem: problems.map((p) => `${name} (${about}): ${p}`).join("\n"), variant: variant.source };
      }
    }
  }
  return undefined;
}
