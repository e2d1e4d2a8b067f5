/** Runs generated programs through the harness, and makes what fails small. */
import { FEATURES, features } from "./generateFeatures.js";
import { generate, type GenerateOptions } from "./generate.js";
import { check, runOracle } from "./harness.js";
import { measure } from "./measure.js";
import { isEndless } from "./oracle.js";
import { CompileError, loadProgram } from "./program.js";
import { shrink } from "./shrink.js";
import { ORDERS } from "./world.js";

export interface Failure {
  seed: number;
  /** The first problem without what is special to this program, for telling failures apart. */
  kind: string;
  detail: string;
  source: string;
}

export interface Tally {
  programs: number;
  runs: number;
  throwing: number;
  failures: Failure[];
  /** Sum of makespans over the sum of what the calls take one after another, of runs that return. */
  time: number;
  sequentialTime: number;
  /** Runs whose bound is known, and those of them that reach it. */
  bounded: number;
  reached: number;
  /** Sums over the runs whose bound is known. */
  boundedTime: number;
  boundTime: number;
  /** Seeds of programs that are slower than their bound. */
  slow: { seed: number; ratio: number }[];
  /** And of those of them that no remark explains. */
  unexplained: number[];
  /** Programs that the compiler refuses, by the code of the first error. */
  refused: Record<string, number>;
  /** Programs that hold a construct, of those that were run. */
  features: Record<string, number>;
  /** And of those that fail. */
  failing: Record<string, number>;
}

export interface FuzzOptions extends GenerateOptions {
  orders?: number;
  faultRate?: number;
  /** A refused program is a failure. */
  strict?: boolean;
  /** Compiled with a type checker; without it, every other program is. */
  types?: boolean;
}

/** Errors of the runtime and of the compiler are told apart by their codes. */
const codeOf = (problem: string): string => {
  const code = /\n {2}got .*?<(?:Plait)?Error: (PLT\d+|stuck)/.exec(problem)?.[1];
  return code === undefined ? "" : `, got ${code}`;
};

const kindOf = (problem: string): string =>
  (problem.split("\n")[0] as string)
    .replace(/\(.*?\)/g, "")
    .replace(/calls that (were not|should not be) made:.*/, "calls that $1 made")
    .replace(/`[^`]*`|"[^"]*"/g, "…")
    .replace(/[\w$]+ is used before/, "… is used before")
    .replace(/\b\d+(:\d+)?\b/g, "N")
    .trim() + codeOf(problem);

/** The code of a refusal, which is not a failure: the compiler says that it cannot, or that it has a bug. */
function refusal(error: CompileError): string | undefined {
  // PLT1000 and PLT1020 are ours: a text that does not parse, and a bug in the compiler.
  return error.codes.some((code) => code === "PLT1000" || code === "PLT1020") ? undefined : error.codes[0];
}

/** The first problem of a program, under all orders, with and without failing leaves. */
export async function firstProblem(
  source: string,
  seed: number,
  options: FuzzOptions = {},
  tally?: Tally,
): Promise<string | undefined> {
  let program;
  try {
    program = loadProgram(source, undefined, { types: options.types ?? seed % 2 === 0 });
  } catch (error) {
    const code = error instanceof CompileError && options.strict !== true ? refusal(error) : undefined;
    if (code === undefined) return `does not compile: ${error instanceof Error ? error.message : String(error)}`;
    if (tally) tally.refused[code] = (tally.refused[code] ?? 0) + 1;
    return undefined;
  }
  const orders = Array.from(
    { length: options.orders ?? 3 },
    (_, i) => ORDERS[(seed + i) % ORDERS.length] as (typeof ORDERS)[number],
  );
  for (const [i, order] of orders.entries()) {
    for (const faults of [undefined, { seed: seed + i, rate: options.faultRate ?? 0.08 }]) {
      let report;
      try {
        // A cut can make a program that never ends.
        if (isEndless(runOracle(program, order, faults, (seed + i) % 2).world)) return undefined;
        report = await check(program, { order, faults, input: (seed + i) % 2, reference: i === 0 });
      } catch (error) {
        return `crash: ${error instanceof Error ? error.message : String(error)}`;
      }
      if (/ReferenceError/.test(report.oracle.text) && !report.oracle.ok) return undefined; // names something that is gone
      if (tally) {
        tally.runs++;
        if (!report.oracle.ok) tally.throwing++;
        else {
          tally.time += report.compiled.makespan;
          tally.sequentialTime += report.oracle.makespan;
        }
        if (report.unexplained && tally.unexplained.at(-1) !== seed) tally.unexplained.push(seed);
        const { bound, compiled } = report;
        if (bound !== undefined) {
          tally.bounded++;
          tally.boundedTime += compiled.makespan;
          tally.boundTime += bound;
          if (compiled.makespan <= bound) tally.reached++;
          else if (tally.slow.at(-1)?.seed !== seed)
            tally.slow.push({ seed, ratio: compiled.makespan / Math.max(bound, 1) });
        }
      }
      if (report.problems.length > 0) return report.problems.join("\n");
    }
  }
  return undefined;
}

const total = (counts: Record<string, number>): number => Object.values(counts).reduce((a, b) => a + b, 0);

export async function fuzz(
  seeds: Iterable<number>,
  options: FuzzOptions & { stop?: () => boolean } = {},
): Promise<Tally> {
  const tally: Tally = {
    programs: 0,
    runs: 0,
    throwing: 0,
    failures: [],
    time: 0,
    sequentialTime: 0,
    bounded: 0,
    reached: 0,
    boundedTime: 0,
    boundTime: 0,
    slow: [],
    unexplained: [],
    refused: {},
    features: Object.fromEntries(FEATURES.map((name) => [name, 0])),
    failing: {},
  };
  for (const seed of seeds) {
    if (options.stop?.()) break;
    const source = generate(seed, options);
    tally.programs++;
    const refused = total(tally.refused);
    const problem = await firstProblem(source, seed, options, tally);
    if (problem !== undefined) tally.failures.push({ seed, kind: kindOf(problem), detail: problem, source });
    if (total(tally.refused) > refused) continue;
    for (const name of features(source)) {
      tally.features[name] = (tally.features[name] ?? 0) + 1;
      if (problem !== undefined) tally.failing[name] = (tally.failing[name] ?? 0) + 1;
    }
  }
  return tally;
}

function runs(candidate: string, throws: boolean): boolean {
  try {
    const measured = measure(candidate);
    return measured.calls > 0 && (throws || !measured.throws);
  } catch {
    return false; // does not parse
  }
}

export async function shrinkFailure(failure: Failure, options: FuzzOptions = {}): Promise<string> {
  const { throws } = measure(failure.source);
  return shrink(failure.source, async (candidate) => {
    // A program that fails by itself, or asks nobody, shows something else.
    if (!runs(candidate, throws) || /Promise\.(any|race)\(\[\s*\]\)/.test(candidate)) return false;
    const problem = await firstProblem(candidate, failure.seed, options).catch(() => undefined);
    // The oracle has no async functions: as a value, one differs by itself.
    return problem !== undefined && !problem.includes("<AsyncFunction>") && kindOf(problem) === failure.kind;
  });
}
