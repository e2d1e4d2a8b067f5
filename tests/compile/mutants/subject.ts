/** A program that passes every check as it is compiled, with what its runs come to. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  afterFailure,
  compare,
  expectationOf,
  inputCount,
  timesOf,
  tooEarly,
  type Expected,
  type Outcome,
} from "../harness.js";
import { isEndless } from "../oracle.js";
import { loadProgram, type Program } from "../program.js";
import { generate } from "../generate.js";
import { moreVariantsOf, variantsOf, type Variant } from "./variants.js";
import { PROBES } from "./probes.js";
import type * as Rig from "./rig.js";

export interface Check {
  variant: Variant;
  expected: Expected;
  /** What the program as compiled does. */
  base: Rig.Seen;
}

/** What the checks of the rig say of a run. */
export interface Verdict {
  /** Breaks the contract. */
  wrong: string | undefined;
  /** Comes later than the ideal schedule, where the program as compiled does not. */
  slow: string | undefined;
}

export interface Subject {
  /** Seed or name. */
  seed: number | string;
  program: Program;
  checks: Check[];
  /** The runs in addition, made when they are asked for. */
  more(): Promise<Check[]>;
}

const FIXTURES = fileURLToPath(new URL("../fixtures/", import.meta.url));

const NO_PROBLEM: Verdict = { wrong: undefined, slow: undefined };

export function judge({ expected, base }: Check, real: Outcome): Verdict {
  const { oracle, possible, ideal } = expected;
  const wrong = [
    ...compare(oracle, real, "mutant", possible),
    ...tooEarly(expected, real, "mutant"),
    ...afterFailure(expected, real, "mutant"),
  ][0];
  if (wrong !== undefined) return { wrong, slow: undefined };
  if (!ideal) return NO_PROBLEM;
  if (base.makespan === ideal.makespan && real.makespan > ideal.makespan)
    return { wrong, slow: `takes ${real.makespan} ms of ${ideal.makespan} ms` };
  const wanted = timesOf(ideal.schedule);
  const before = timesOf(base.world.calls);
  const now = timesOf(real.world.calls);
  if (!oracle.ok || before.length !== wanted.length || now.length !== wanted.length) return NO_PROBLEM;
  const late = now.find(([, start], i) => before[i]?.[1] === wanted[i]?.[1] && start > (wanted[i]?.[1] as number));
  return late ? { wrong, slow: `${late[0]} starts at ${late[1]} ms` } : NO_PROBLEM;
}

async function checksOf(rig: typeof Rig, program: Program, variants: readonly Variant[]): Promise<Check[] | undefined> {
  const checks: Check[] = [];
  for (const variant of variants) {
    const expected = expectationOf(program, variant);
    if (isEndless(expected.oracle.world)) return undefined;
    const base = await rig.run(program.runs.compiled, variant, true);
    const check = { variant, expected, base };
    if (judge(check, base).wrong !== undefined) return undefined;
    checks.push(check);
  }
  return checks;
}

/** The program of a seed, or undefined where it does not compile or does not pass. */
export async function subjectOf(rig: typeof Rig, seed: number): Promise<Subject | undefined> {
  return subjectFrom(rig, seed, seed, generate(seed));
}

/** The programs that are kept in fixtures/. */
export function fixtureNames(): string[] {
  return readdirSync(FIXTURES).filter((name) => name.endsWith(".ts"));
}

export async function probeOf(rig: typeof Rig, name: string): Promise<Subject | undefined> {
  return subjectFrom(rig, name, 1, PROBES[name] ?? "");
}

export async function fixtureOf(rig: typeof Rig, name: string): Promise<Subject | undefined> {
  return subjectFrom(rig, name, 1, readFileSync(join(FIXTURES, name), "utf8"));
}

async function subjectFrom(
  rig: typeof Rig,
  name: number | string,
  seed: number,
  text: string,
): Promise<Subject | undefined> {
  let program: Program;
  try {
    program = loadProgram(text);
  } catch {
    return undefined; // refused, which is the fuzzer's business
  }
  const inputs = inputCount(program);
  const checks = await checksOf(
    rig,
    program,
    variantsOf(seed).filter(({ input }) => input < inputs),
  );
  if (!checks?.some(({ base }) => base.world.calls.length > 1)) return undefined;
  let more: Promise<Check[]> | undefined;
  return {
    seed: name,
    program,
    checks,
    more: () => (more ??= checksOf(rig, program, moreVariantsOf(seed)).then((all) => all ?? [])),
  };
}
