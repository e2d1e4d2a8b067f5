/** Runs generated programs through the harness, and makes what fails small. */
import { splitFiles } from "./files.js";
import { features } from "./generateFeatures.js";
import { generate, type GenerateOptions } from "./generate.js";
import { check, runOracle } from "./harness.js";
import { measure } from "./measure.js";
import { isEndless } from "./oracle.js";
import { CompileError, loadProgram } from "./program.js";
import { shrink } from "./shrink.js";
import { addTally, count, emptyTally, sumOfTallies, type Failure, type Tally } from "./tally.js";
import { checkTogether } from "./typed.js";
import { ORDERS } from "./world.js";

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

const hasTypes = (seed: number, { types }: FuzzOptions): boolean => types ?? seed % 2 === 0;

/** The first problem of a program, under all orders, with and without failing leaves. */
export async function firstProblem(
  source: string,
  seed: number,
  options: FuzzOptions = {},
  tally?: Tally,
): Promise<string | undefined> {
  let program;
  try {
    program = loadProgram(source, undefined, { types: hasTypes(seed, options) });
  } catch (error) {
    const code = error instanceof CompileError && options.strict !== true ? refusal(error) : undefined;
    if (code === undefined) return `does not compile: ${error instanceof Error ? error.message : String(error)}`;
    if (tally) count(tally.refused, code);
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

/** The program of a seed. */
async function fuzzOne(seed: number, source: string, options: FuzzOptions): Promise<Tally> {
  const tally = emptyTally();
  tally.programs++;
  const problem = await firstProblem(source, seed, options, tally);
  if (problem !== undefined) tally.failures.push({ seed, kind: kindOf(problem), detail: problem, source });
  if (Object.keys(tally.refused).length > 0) return tally;
  for (const name of features(source)) {
    count(tally.features, name);
    if (problem !== undefined) count(tally.failing, name);
  }
  return tally;
}

/** So many programs have one type checker. */
const AT_ONCE = 24;

/** What each program comes to. */
export async function* fuzzEach(
  seeds: readonly number[],
  options: FuzzOptions = {},
): AsyncGenerator<{ seed: number; tally: Tally }> {
  for (let from = 0; from < seeds.length; from += AT_ONCE) {
    const programs = seeds.slice(from, from + AT_ONCE).map((seed) => ({ seed, source: generate(seed, options) }));
    const typed = programs.filter(({ seed }) => hasTypes(seed, options));
    checkTogether(typed.map(({ source }) => splitFiles(source)));
    for (const { seed, source } of programs) yield { seed, tally: await fuzzOne(seed, source, options) };
  }
}

export async function fuzz(
  seeds: readonly number[],
  options: FuzzOptions & { stop?: () => boolean } = {},
): Promise<Tally> {
  const sum = sumOfTallies();
  for await (const { tally } of fuzzEach(seeds, options)) {
    addTally(sum, tally);
    if (options.stop?.()) break;
  }
  return sum;
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
