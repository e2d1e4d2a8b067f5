/** Runs generated programs through the harness, and makes what fails small. */
import { FEATURES, features } from "./generateFeatures.js";
import { generate, type GenerateOptions } from "./generate.js";
import { check, runOracle } from "./harness.js";
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
  /** Programs that the compiler refuses, by the code of the first error. */
  refused: Record<string, number>;
  /** Programs that hold a construct, of those that were run. */
  features: Record<string, number>;
}

export interface FuzzOptions extends GenerateOptions {
  orders?: number;
  faultRate?: number;
  /** A refused program is a failure. */
  strict?: boolean;
}

const kindOf = (problem: string): string =>
  (problem.split("\n")[0] as string)
    .replace(/\(.*?\)/g, "")
    .replace(/calls that (were not|should not be) made:.*/, "calls that $1 made")
    .replace(/`[^`]*`|"[^"]*"/g, "…")
    .replace(/[\w$]+ is used before/, "… is used before")
    .replace(/\b\d+(:\d+)?\b/g, "N")
    .trim();

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
    program = loadProgram(source);
  } catch (error) {
    const code = error instanceof CompileError && options.strict !== true ? refusal(error) : undefined;
    if (code === undefined) return `does not compile: ${error instanceof Error ? error.message : String(error)}`;
    if (tally) tally.refused[code] = (tally.refused[code] ?? 0) + 1;
    return undefined;
  }
  if (tally) for (const name of features(source)) tally.features[name] = (tally.features[name] ?? 0) + 1;
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
      }
      if (report.problems.length > 0) return report.problems.join("\n");
    }
  }
  return undefined;
}

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
    refused: {},
    features: Object.fromEntries(FEATURES.map((name) => [name, 0])),
  };
  for (const seed of seeds) {
    if (options.stop?.()) break;
    const source = generate(seed, options);
    tally.programs++;
    const problem = await firstProblem(source, seed, options, tally);
    if (problem !== undefined) tally.failures.push({ seed, kind: kindOf(problem), detail: problem, source });
  }
  return tally;
}

export async function shrinkFailure(failure: Failure, options: FuzzOptions = {}): Promise<string> {
  return shrink(failure.source, async (candidate) => {
    if (failure.kind.startsWith("does not compile") && !/^[^\n]*forward/m.test(candidate)) return false;
    const problem = await firstProblem(candidate, failure.seed, options).catch(() => undefined);
    return problem !== undefined && kindOf(problem) === failure.kind;
  });
}
