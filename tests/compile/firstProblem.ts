/** A generated program against what it means, under several orders, with and without failing leaves. */
import type { GenerateOptions } from "./generate.js";
import { check, runOracle } from "./harness.js";
import { isEndless } from "./oracle.js";
import { CompileError, loadProgram } from "./program.js";
import { count, type Tally } from "./tally.js";
import { ORDERS } from "./world.js";

export interface Found {
  problem: string;
  /** What the program was compared with, or what was made of it. */
  variant?: string;
}

export interface FuzzOptions extends GenerateOptions {
  /** Programs against variants of them, and not against what they mean. */
  variants?: boolean;
  /** Broken versions of programs, which are only compiled. */
  broken?: boolean;
  /** Variants by one rule only. */
  rule?: string | undefined;
  orders?: number;
  faultRate?: number;
  /** A refused program is a failure. */
  strict?: boolean;
  /** Compiled with a type checker; without it, every other program is. */
  types?: boolean;
}

/** The code of a refusal, which is not a failure: the compiler says that it cannot, or that it has a bug. */
export function refusal(error: CompileError): string | undefined {
  // PLT1000 and PLT1020 are ours: a text that does not parse, and a bug in the compiler.
  return error.codes.some((code) => code === "PLT1000" || code === "PLT1020") ? undefined : error.codes[0];
}

export const hasTypes = (seed: number, { types }: FuzzOptions): boolean => types ?? seed % 2 === 0;

/** The first problem of a program, under all orders, with and without failing leaves. */
export async function firstProblem(
  source: string,
  seed: number,
  options: FuzzOptions = {},
  tally?: Tally,
): Promise<Found | undefined> {
  let program;
  try {
    program = loadProgram(source, undefined, { types: hasTypes(seed, options) });
  } catch (error) {
    const code = error instanceof CompileError && options.strict !== true ? refusal(error) : undefined;
    if (code === undefined)
      return { problem: `does not compile: ${error instanceof Error ? error.message : String(error)}` };
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
        return { problem: `crash: ${error instanceof Error ? error.message : String(error)}` };
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
      if (report.problems.length > 0) return { problem: report.problems.join("\n") };
    }
  }
  return undefined;
}
