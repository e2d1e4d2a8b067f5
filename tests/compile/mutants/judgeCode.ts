/**
 * What becomes of a mutant of compiled code:
 *
 * - `caught`: a check of the rig tells it from the program; `slow` where only the ideal schedule does;
 * - `implied`: a rule says that it is the program itself (implied.ts), and no run says otherwise;
 * - `same`: in every run, also in those in addition, everything but the operation itself is computed alike: the
 *   same code with the same outcome as often, the same calls at the same times, the same end. So nothing that
 *   a check could look at differs: a redirected input had the same value, an order was kept without being asked for.
 *   Where something fails, what was computed and called ahead has no meaning: there, the checks and the time of
 *   the end count;
 * - `better`: as `same`, but for calls that start sooner and never sooner than in the ideal schedule, which is known
 *   for these runs: what the compiler waits for is not needed in this program;
 * - `missed`: anything else. Something differs and no check has seen it, or only a run in addition has.
 */
import { stripTypes } from "../program.js";
import { link, type Factory, type LinkedFile } from "../link.js";
import { applyEdits, type CodeMutant } from "./codeMutants.js";
import type { Emitted, Op } from "./emitted.js";
import { missing, timesOf } from "../harness.js";
import type * as Rig from "./rig.js";
import { judge, type Check, type Subject } from "./subject.js";

export type Fate = "caught" | "slow" | "implied" | "same" | "better" | "missed";

export interface Judged {
  fate: Fate;
  /** What told it apart; for one that was missed, what differs. */
  why: string;
}

/** The files of a program as JavaScript, the main one first. */
export function filesOf({ program }: Subject): LinkedFile[] {
  return program.files.map(({ fileName, code }) => ({ name: fileName, code: stripTypes(fileName, code) }));
}

export function linkWith(files: readonly LinkedFile[], at: number, code: string): Factory {
  return link(files.map((file, i) => (i === at ? { name: file.name, code } : file)));
}

/** The first check that fails, one against the contract before one against the clock. */
async function firstCaught(rig: typeof Rig, factory: Factory, checks: readonly Check[]): Promise<Judged | undefined> {
  let slow: Judged | undefined;
  for (const check of checks) {
    const verdict = judge(check, await rig.run(factory, check.variant));
    if (verdict.wrong !== undefined) return { fate: "caught", why: verdict.wrong };
    if (verdict.slow !== undefined) slow ??= { fate: "slow", why: verdict.slow };
  }
  return slow;
}

/** The operations that some run comes to. */
export async function reachedOps(
  rig: typeof Rig,
  files: readonly LinkedFile[],
  at: number,
  { code, ops }: Emitted,
  checks: readonly Check[],
): Promise<Set<Op>> {
  const edits = ops.flatMap(({ node: { start, end } }, i) => [
    { start, end: start, text: `(globalThis.$reached(${i}), ` },
    { start: end, end, text: ")" },
  ]);
  const probed = linkWith(files, at, applyEdits(code, edits));
  const reached = new Set<Op>();
  (globalThis as unknown as { $reached(i: number): void }).$reached = (i) => void reached.add(ops[i] as Op);
  for (const { variant } of checks) await rig.run(probed, variant);
  return reached;
}

/** What a run computes, apart from the code of the operation. */
function computedIn(seen: Rig.Seen, own: string): string[] {
  return seen.computed.filter((line) => !own.includes(line.slice(0, line.indexOf(" → "))));
}

interface Difference {
  what: string;
  /** Calls start sooner, as the ideal schedule has them too. */
  better: boolean;
}

export function difference({ expected, base, variant }: Check, now: Rig.Seen, own: string): Difference | undefined {
  const tell = (gone: string | undefined, come: string | undefined, better = false): Difference => ({
    what: `${variant.order.name}: ${[gone && `- ${gone}`, come && `+ ${come}`].filter(Boolean).join("\n")}`,
    better,
  });
  if (expected.failed)
    return base.makespan === now.makespan
      ? undefined
      : tell(`${base.makespan} ms`, `${now.makespan} ms`, now.makespan < base.makespan);
  const lines = (seen: Rig.Seen): string[] => [...computedIn(seen, own), ...seen.world.calls.map(({ key }) => key)];
  const [before, after] = [lines(base), lines(now)];
  const [gone] = missing(before, after);
  const [come] = missing(after, before);
  if (gone !== undefined || come !== undefined) return tell(gone, come);
  const was = timesOf(base.world.calls);
  const moved = timesOf(now.world.calls).flatMap(([key, start], i) => {
    const from = was[i]?.[1] ?? 0;
    return start === from ? [] : [{ key, from, start }];
  });
  const [first] = moved.filter(({ from, start }) => start > from).concat(moved);
  if (!first) return undefined;
  const better = expected.ideal !== undefined && first.start < first.from;
  return tell(`${first.key} at ${first.from} ms`, `${first.key} at ${first.start} ms`, better);
}

async function differs(
  rig: typeof Rig,
  factory: Factory,
  own: string,
  checks: readonly Check[],
): Promise<Difference | undefined> {
  let better: Difference | undefined;
  for (const check of checks) {
    const found = difference(check, await rig.run(factory, check.variant, true), own);
    if (found && !found.better) return found;
    better ??= found;
  }
  return better;
}

export async function judgeCode(
  rig: typeof Rig,
  subject: Subject,
  files: readonly LinkedFile[],
  at: number,
  mutant: CodeMutant,
): Promise<Judged> {
  const { code } = files[at] as LinkedFile;
  let factory: Factory;
  try {
    factory = linkWith(files, at, applyEdits(code, mutant.edits));
  } catch (error) {
    return { fate: "caught", why: `is no program: ${String(error)}` };
  }
  const caught = await firstCaught(rig, factory, subject.checks);
  if (caught) return caught;
  const more = await subject.more();
  const later = await firstCaught(rig, factory, more);
  if (later) return { fate: "missed", why: `told only by more runs: ${later.why}` };
  if (mutant.implied !== undefined) return { fate: "implied", why: mutant.implied };
  const { start, end } = mutant.op.node;
  const own = [code.slice(start, end), ...mutant.edits.map(({ text }) => text)].join("\n");
  const found = await differs(rig, factory, own, [...subject.checks, ...more]);
  return { fate: found ? (found.better ? "better" : "missed") : "same", why: found?.what ?? "" };
}
