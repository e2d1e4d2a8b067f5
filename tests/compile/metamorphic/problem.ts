/** A generated program and variants of it, for the fuzzer. */
import { refusal, type Found, type FuzzOptions } from "../firstProblem.js";
import { CompileError, loadProgram, type Program } from "../program.js";
import { count, type Tally } from "../tally.js";
import { firstDifference } from "./compare.js";

/** Each variant needs a type checker of its own, so that only some have one: programs of one seed in so many. */
export const TYPED_PERIOD = 8;

const hasTypes = (seed: number, { types }: FuzzOptions): boolean => types ?? seed % TYPED_PERIOD === 0;

export async function variantProblem(
  source: string,
  seed: number,
  options: FuzzOptions = {},
  tally?: Tally,
): Promise<Found | undefined> {
  const types = hasTypes(seed, options);
  let base: Program;
  try {
    base = loadProgram(source, undefined, { types, reference: false });
  } catch (error) {
    const code = error instanceof CompileError ? refusal(error) : undefined;
    if (tally && code !== undefined) count(tally.refused, code);
    return undefined;
  }
  const { orders = 3, faultRate = 0.08 } = options;
  return firstDifference(base, { seed, types, orders, faultRate, rule: options.rule }, (rule) => {
    if (!tally) return;
    tally.runs++;
    count(tally.rules, rule);
  });
}
