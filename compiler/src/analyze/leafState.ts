/**
 * Whether a leaf reads what others change, or changes what others read: its body runs as written, so that nothing in
 * it keeps its place. The call as a whole keeps it then. What only the leaf itself looks at is its own business.
 *
 *   class Peek extends Module { forward(q) { return ask(q, notes.length) } }      `notes` is a list of the file
 */
import type { Node } from "oxc-parser";
import { shortText } from "../syntax/file.js";
import type { AnyFunction } from "../syntax/walk.js";
import { CallFacts } from "./callFacts.js";
import { homeOf } from "./callTarget.js";
import { moduleDeclarations } from "./declarations.js";
import { calleesOf } from "./launchWrites.js";
import { containsLaunch, type Launch } from "./launches.js";
import type { FileAnalysis } from "./methodContext.js";
import { moduleCode, reachedFrom, type Code } from "./reach.js";
import { areAtOdds, touchesIn, type Touch } from "./touched.js";

/** How much of the source a message quotes. */
const QUOTED = 40;

export interface LeafState {
  /** The text of the first thing that it shares so; empty where there is none. */
  text: string;
  /** It changes what others read. */
  changes: boolean;
}

export const NO_STATE: LeafState = { text: "", changes: false };
const known = new CallFacts<LeafState>();

export function leafState(launch: Launch, analysis: FileAnalysis): LeafState {
  if (launch.kind !== "module" || !launch.certain) return NO_STATE;
  if (moduleDeclarations(launch, analysis).effects === "pure") return NO_STATE;
  let changes = false;
  let text = "";
  for (const callee of calleesOf(launch, analysis)) {
    const home = homeOf(callee, analysis);
    if (!callee.info?.isModule) continue;
    const isLeaf = !containsLaunch(callee.fn, home.launches);
    if (!isLeaf && home === analysis) continue;
    const found = isLeaf ? stateOfLeaf(callee.fn, home, analysis) : stateOfLeavesIn(callee.fn, home, analysis);
    text ||= found.text;
    changes ||= found.changes;
  }
  return { text, changes };
}

/** As `leafState`, of the `forward` of a leaf that is called in the file `from`. */
export function stateOfLeaf(fn: AnyFunction, home: FileAnalysis, from: FileAnalysis): LeafState {
  return known.find(fn, from, NO_STATE, () => {
    const own = reachedFrom([{ node: fn, home }], from).flatMap(touchesIn);
    return sharedWith(
      own,
      [from, home].flatMap((file) => moduleCode(file)),
      from,
      fn,
    );
  });
}

const inOthers = new CallFacts<LeafState>();

/** As `stateOfLeaf`, of the leaves that a module of another file calls, where that file does not know who else looks. */
function stateOfLeavesIn(fn: AnyFunction, home: FileAnalysis, from: FileAnalysis): LeafState {
  return inOthers.find(fn, from, NO_STATE, () => {
    const isLeaf = ({ node, home: at }: Code): boolean =>
      !containsLaunch(node, at.launches) && moduleCode(at, true).some((one) => one.node === node);
    const leaves = reachedFrom([{ node: fn, home }], from).filter(isLeaf);
    return sharedWith(reachedFrom(leaves, from).flatMap(touchesIn), moduleCode(from, true), from, fn);
  });
}

/** What of `own` the code behind `entries` is at odds with; what `without` comes to is left out. */
function sharedWith(own: readonly Touch[], entries: readonly Code[], from: FileAnalysis, without: Node): LeafState {
  if (own.length === 0) return NO_STATE;
  const others = new Map<Touch["key"], Touch[]>();
  for (const code of reachedFrom(entries, from, without))
    for (const touch of touchesIn(code)) {
      const list = others.get(touch.key);
      if (list) list.push(touch);
      else others.set(touch.key, [touch]);
    }
  const shared = own.filter(
    (touch) => !touch.isGiven && others.get(touch.key)?.some((other) => areAtOdds(touch, other)),
  );
  const [first] = shared;
  if (!first) return NO_STATE;
  return {
    text: shortText(first.home.file, first.node, QUOTED),
    changes: shared.some(({ isChange }) => isChange),
  };
}
