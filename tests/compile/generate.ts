/**
 * Random programs with one meaning: several module classes that call each other, with methods, helpers and
 * everything that the compiler takes apart or runs as written. Type-directed, so that most programs run to
 * their end; biased to module calls. Nothing in them reads a clock or depends on timing, and loops are bounded.
 *
 * A program is its seed. Each uses some of the kinds of statements and expressions (generateContext.ts).
 */
import { leftOut } from "./boundKinds.js";
import { generateClass } from "./generateClass.js";
import type { Options } from "./generateContext.js";
import { assemble } from "./generateFiles.js";
import { generateLibrary } from "./generateLibrary.js";
import type { ClassModel } from "./generateTypes.js";
import { measure } from "./measure.js";
import { Random } from "./random.js";

export interface GenerateOptions {
  /** Kinds that are left out, by name. */
  without?: Iterable<string>;
  /** How large they are, against the default of 1. */
  size?: number;
}

const MOST_CALLS = 150;
const MOST_STEPS = 4_000;
/** One after another until a program is small enough; the last is taken as it is. */
const SIZES = [1, 1, 0.8, 0.8, 0.6, 0.5, 0.4, 0.3];
/** Programs that throw without a failing leaf are wanted, but not many. */
const THROWING = 0.1;

export function generate(seed: number, options: GenerateOptions = {}): string {
  const without = leftOut(options.without);
  const mayThrow = new Random(seed ^ 0x5bd1e995).chance(THROWING);
  let source = "";
  for (const [attempt, size] of SIZES.entries()) {
    source = build(seed, attempt, size * (options.size ?? 1), without);
    const { calls, steps, throws } = measure(source);
    if (calls <= MOST_CALLS && steps <= MOST_STEPS && (!throws || mayThrow)) break;
  }
  return source;
}

function build(seed: number, attempt: number, size: number, without: ReadonlySet<string>): string {
  const random = new Random(seed * 16 + attempt);
  const async = random.chance(0.25);
  const typed = random.chance(0.6) || without.has("untyped");
  // Most programs are small: what fails in them is easier to see, and more of them fit in a minute.
  const scale = random.pick([0.25, 0.35, 0.35, 0.5, 0.5, 0.8]);
  const several = random.chance(0.15) && !without.has("several files");
  // Other files cannot assign what a file exports.
  const stateful = random.chance(0.2) && !several;
  const options: Options = { seed, async, typed, stateful, without, size: size * scale };
  const { parts, has } = generateLibrary(random, options);
  const models: ClassModel[] = [];
  const count = 1 + random.below(3);
  for (let i = 0; i < count; i++) {
    const name = i === count - 1 ? "Main" : `C${i}`;
    const { model, text } = generateClass(random, name, models, options, { has });
    models.push(model);
    parts.push({ name, text });
  }
  parts.push({ name: "inputs", text: `const inputs = [["doc one"], ["a doc two~x"]];` });
  return assemble(random, used(parts), several);
}

/** Without declarations that nothing names. */
function used<P extends { name: string; text: string }>(parts: readonly P[]): P[] {
  const kept: P[] = [];
  for (const part of [...parts].reverse()) {
    const needed = part.name === "Main" || part.name === "inputs";
    const named = new RegExp(`\\b${part.name}\\b`);
    if (needed || kept.some((p) => named.test(p.text))) kept.push(part);
  }
  return kept.reverse();
}
