/** What a run of the fuzzer has found, by program or in sum. */
import { FEATURES } from "./generateFeatures.js";

export interface Failure {
  seed: number;
  /** The first problem without what is special to this program, for telling failures apart. */
  kind: string;
  detail: string;
  source: string;
  /** What was made of it, where it is that which fails. */
  variant?: string;
}

/** Numbers that add up. */
const COUNTED = [
  "programs",
  "runs",
  "throwing",
  /** Sum of makespans over the sum of what the calls take one after another, of runs that return. */
  "time",
  "sequentialTime",
  /** Runs whose bound is known, and those of them that reach it. */
  "bounded",
  "reached",
  /** Sums over the runs whose bound is known. */
  "boundedTime",
  "boundTime",
] as const;

export interface Tally extends Record<(typeof COUNTED)[number], number> {
  failures: Failure[];
  /** Seeds of programs that are slower than their bound. */
  slow: { seed: number; ratio: number }[];
  /** And of those of them that no remark explains. */
  unexplained: number[];
  /** Runs by what was done to the program. */
  rules: Record<string, number>;
  /** Programs that the compiler refuses, by the code of the first error. */
  refused: Record<string, number>;
  /** Programs that hold a construct, of those that were run. */
  features: Record<string, number>;
  /** And of those that fail. */
  failing: Record<string, number>;
}

/** Of one program; the sum of many names all constructs, also those that none of them holds. */
export function emptyTally(features: readonly string[] = []): Tally {
  const zero = Object.fromEntries(COUNTED.map((key) => [key, 0])) as Record<(typeof COUNTED)[number], number>;
  return {
    ...zero,
    failures: [],
    slow: [],
    unexplained: [],
    rules: {},
    refused: {},
    features: Object.fromEntries(features.map((name) => [name, 0])),
    failing: {},
  };
}

export const sumOfTallies = (): Tally => emptyTally(FEATURES);

export function count(counts: Record<string, number>, name: string, by = 1): void {
  counts[name] = (counts[name] ?? 0) + by;
}

export function addTally(sum: Tally, part: Tally): void {
  for (const key of COUNTED) sum[key] += part[key];
  sum.failures.push(...part.failures);
  sum.slow.push(...part.slow);
  sum.unexplained.push(...part.unexplained);
  for (const key of ["rules", "refused", "features", "failing"] as const)
    for (const [name, by] of Object.entries(part[key])) count(sum[key], name, by);
}
