/** Runs generated programs through the checks, and makes what fails small. */
import { brokenProblem, compileProblem } from "./broken/check.js";
import { shrinkText } from "./broken/shrinkText.js";
import { splitFiles } from "./files.js";
import { firstProblem, hasTypes, type Found, type FuzzOptions } from "./firstProblem.js";
import { features } from "./generateFeatures.js";
import { generate } from "./generate.js";
import { measure } from "./measure.js";
import { TYPED_PERIOD, variantProblem } from "./metamorphic/problem.js";
import { RULES } from "./metamorphic/rules.js";
import { shrink } from "./shrink.js";
import { addTally, count, emptyTally, sumOfTallies, type Failure, type Tally } from "./tally.js";
import { checkTogether } from "./typed.js";

/** What is asked of a program. */
function find(source: string, seed: number, options: FuzzOptions, tally?: Tally): Promise<Found | undefined> {
  const { broken, variants } = options;
  return (broken ? brokenProblem : variants ? variantProblem : firstProblem)(source, seed, options, tally);
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

/** The program of a seed. */
async function fuzzOne(seed: number, source: string, options: FuzzOptions): Promise<Tally> {
  const tally = emptyTally();
  tally.programs++;
  const found = await find(source, seed, options, tally);
  if (found) {
    const { problem, variant } = found;
    const failure = { seed, kind: kindOf(problem), detail: problem, source };
    tally.failures.push(variant === undefined ? failure : { ...failure, variant });
  }
  if (Object.keys(tally.refused).length > 0) return tally;
  for (const name of features(source)) {
    count(tally.features, name);
    if (found) count(tally.failing, name);
  }
  return tally;
}

/** So many programs have one type checker. */
const AT_ONCE = 96;

/** What each program comes to; programs are random ones if nothing else is said. */
export async function* fuzzEach(
  seeds: readonly number[],
  options: FuzzOptions = {},
  sourceOf = (seed: number): string => generate(seed, options),
): AsyncGenerator<{ seed: number; tally: Tally }> {
  for (let from = 0; from < seeds.length; from += AT_ONCE) {
    const programs = seeds.slice(from, from + AT_ONCE).map((seed) => ({ seed, source: sourceOf(seed) }));
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

/** Variants change a program at a random place; another may be needed when the program is smaller. */
const PLACES = 8;

/** A small program that fails alike; with what the variant has in other words, where there is one. */
export async function shrinkFailure(failure: Failure, options: FuzzOptions = {}): Promise<string> {
  if (options.broken) {
    const alike = (candidate: string): boolean =>
      [false, true].some((types) => kindOf(compileProblem(candidate, types) ?? "") === failure.kind);
    return shrinkText(failure.variant ?? failure.source, alike);
  }
  const { throws } = measure(failure.source);
  const rule = Object.keys(RULES).find((name) => failure.detail.startsWith(name));
  const again = async (candidate: string): Promise<Found | undefined> => {
    for (let place = 0; place < (options.variants ? PLACES : 1); place++) {
      const seed = failure.seed + place * TYPED_PERIOD;
      const found = await find(candidate, seed, { ...options, rule }).catch(() => undefined);
      // The oracle has no async functions: as a value, one differs by itself.
      if (found && !found.problem.includes("<AsyncFunction>") && kindOf(found.problem) === failure.kind) return found;
    }
    return undefined;
  };
  const small = await shrink(failure.source, async (candidate) => {
    // A program that fails by itself, or asks nobody, shows something else.
    if (!runs(candidate, throws) || /Promise\.(any|race)\(\[\s*\]\)/.test(candidate)) return false;
    return (await again(candidate)) !== undefined;
  });
  const variant = (await again(small))?.variant;
  if (variant === undefined) return small;
  const lines = new Set(small.split("\n"));
  const changed = variant.split("\n").filter((line) => !lines.has(line));
  return `${small}\n--- lines of the variant:\n${changed.join("\n")}`;
}
