/** Makes mutants of generated programs and of the runtime, and says what becomes of each. */
import { join } from "node:path";
import { Random } from "../random.js";
import { buildRig } from "./buildRig.js";
import { KINDS, mutantsAt } from "./codeMutants.js";
import { parseEmitted } from "./emitted.js";
import { difference, filesOf, judgeCode, reachedOps, type Fate } from "./judgeCode.js";
import { PROBES } from "./probes.js";
import type { RuntimeMutant } from "./runtimeMutant.js";
import { RUNTIME_MUTANTS } from "./runtimeMutants.js";
import { fixtureNames, fixtureOf, judge, probeOf, subjectOf, type Subject } from "./subject.js";

export interface Result {
  kind: string;
  /** `unseen`: a mutant of the runtime that no run of any program comes to, or that does the same in all. */
  fate: Fate | "unseen";
  seed: number | string;
  why: string;
  /** A rule that called the mutant implied, which some run told apart. */
  refuted?: string;
}

export interface CampaignOptions {
  /** Where bundles are written. */
  folder: string;
  seed: number;
  mutants: number;
  /** Asked between programs. */
  stop?(): boolean;
  /** Told before each mutant: what comes next may have no end. */
  onStart(kind: string, seed: number | string): void;
  onResult(result: Result): void;
}

const PER_PROGRAM = 12;

/** Kinds of which there are few so far come first. */
export async function mutateCode({ folder, seed, mutants, stop, onStart, onResult }: CampaignOptions): Promise<void> {
  const rig = await buildRig(join(folder, `rig-${seed}.mjs`), []);
  const made = new Map<string, number>(Object.keys(KINDS).map((kind) => [kind, 0]));
  let count = 0;
  for (let at = seed; count < mutants && !stop?.(); at++) {
    onStart("program", at);
    const subject = await subjectOf(rig, at);
    if (!subject) continue;
    const random = new Random(at);
    const files = filesOf(subject);
    const index = random.below(files.length);
    const file = files[index];
    const emitted = file && parseEmitted(file.name, file.code);
    if (!emitted) continue;
    const ops = emitted.ops;
    emitted.ops = [];
    const reached = await reachedOps(rig, files, index, { ...emitted, ops }, subject.checks);
    emitted.ops = ops.filter((op) => reached.has(op));
    const tried = new Set<string>();
    const kinds = [...made.keys()].sort((a, b) => (made.get(a) as number) - (made.get(b) as number));
    for (const kind of [...kinds, ...kinds].slice(0, 2 * PER_PROGRAM)) {
      if (tried.size >= PER_PROGRAM || count >= mutants) break;
      const mutant = mutantsAt(emitted, kind, (n) => random.below(Math.max(1, n)));
      const id = mutant && JSON.stringify(mutant.edits);
      if (!mutant || id === undefined || tried.has(id)) continue;
      tried.add(id);
      onStart(kind, at);
      const judged = await judgeCode(rig, subject, files, index, mutant);
      made.set(kind, (made.get(kind) as number) + 1);
      count++;
      const refuted = mutant.implied !== undefined && judged.fate !== "implied" ? { refuted: mutant.implied } : {};
      onResult({ kind, seed: at, ...judged, ...refuted });
    }
  }
}

export async function judgeRuntime(
  folder: string,
  mutant: RuntimeMutant,
  index: number,
  subjects: readonly Subject[],
): Promise<Omit<Result, "kind">> {
  const rig = await buildRig(join(folder, `runtime-${index}.mjs`), mutant.patches);
  let differs: Omit<Result, "kind"> | undefined;
  const { implied, probe } = mutant;
  const refuted = implied === undefined ? {} : { refuted: implied };
  if (probe !== undefined && !Object.hasOwn(PROBES, probe)) throw new Error(`no probe is called "${probe}"`);
  const isProbe = ({ seed }: Subject): boolean => seed === probe;
  for (const { seed, checks, program } of subjects.toSorted((a, b) => Number(isProbe(b)) - Number(isProbe(a)))) {
    let slow: Omit<Result, "kind"> | undefined;
    for (const check of checks) {
      const seen = await rig.run(program.runs.compiled, check.variant, differs === undefined);
      const verdict = judge(check, seen);
      if (verdict.wrong !== undefined) return { fate: "caught", seed, why: verdict.wrong, ...refuted };
      if (verdict.slow !== undefined) slow ??= { fate: "slow", seed, why: verdict.slow, ...refuted };
      const found = differs ? undefined : difference(check, seen, "");
      if (found) differs = { fate: "missed", seed, why: found.what };
    }
    if (slow) return slow;
  }
  if (differs) return differs;
  if (implied !== undefined) return { fate: "implied", seed: "", why: implied };
  return { fate: "unseen", seed: "", why: "no run differs" };
}

/** Each mutant of the runtime against one program after another, until it is caught: those from `first` to before `last`, of these every so many-th. `kept`: on the fixtures, too. */
export async function mutateRuntime(
  {
    folder,
    seed,
    mutants: programs,
    kept,
    every,
    onStart,
    onResult,
  }: CampaignOptions & { kept: boolean; every: number },
  first = 0,
  last = RUNTIME_MUTANTS.length,
): Promise<void> {
  const base = await buildRig(join(folder, "runtime.mjs"), []);
  const subjects: Subject[] = [];
  onStart("programs", seed);
  const add = (subject: Subject | undefined): void => {
    if (subject) subjects.push(subject);
    onStart("programs", subjects.length);
  };
  for (const name of Object.keys(PROBES)) {
    const probe = await probeOf(base, name);
    if (!probe) throw new Error(`the probe "${name}" does not pass as it is`);
    add(probe);
  }
  if (kept) for (const name of fixtureNames()) add(await fixtureOf(base, name));
  const all = subjects.length + programs;
  for (let at = seed; subjects.length < all; at++) {
    add(await subjectOf(base, at));
  }
  for (const [index, mutant] of RUNTIME_MUTANTS.entries()) {
    if (index < first || index >= last || index % every !== 0) continue;
    onStart(mutant.name, index);
    onResult({ kind: mutant.name, ...(await judgeRuntime(folder, mutant, index, subjects)) });
  }
}
