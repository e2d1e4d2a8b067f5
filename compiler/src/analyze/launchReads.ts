/**
 * Whether a module call reads objects that others hold as well: whoever makes it waits for what has been called before
 * and changes such objects. What it is given is not meant; arguments wait by themselves.
 *
 *     this.writer(doc); this.reader(doc)      both were made with the same memory
 */
import { type AnyFunction, keyName, nodesOf } from "../syntax/walk.js";
import { CallFacts } from "./callFacts.js";
import { homeOf, type Target } from "./callTarget.js";
import { PLAIT_LEAVES } from "./classes.js";
import { kindOf } from "./kinds.js";
import { calleesOf, ownCallsIn } from "./launchWrites.js";
import { launchesIn, type Launch } from "./launches.js";
import type { FileAnalysis } from "./methodContext.js";
import { changeOf, isThis } from "./moduleState.js";
import { filesNear, moduleCode, reachedFrom } from "./reach.js";
import { readFromOutside } from "./sharedState.js";
import { areAtOdds, touchesIn, type Touch } from "./touched.js";

const known = new CallFacts<boolean>();

export function launchReads(launch: Launch, analysis: FileAnalysis): boolean {
  // A function that is a value reads everything in its turn.
  if (!launch.certain) return false;
  if (launch.className !== undefined && PLAIT_LEAVES.has(launch.className)) return false;
  const callees = calleesOf(launch, analysis);
  // A function of the method reads what the method does, which is told where it does.
  if (launch.kind === "local") return false;
  if (callees.length === 0) return launch.kind !== "callback" || kindOf(launch.callee, analysis).type === "module";
  return callees.some((callee) => functionReads(callee.fn, homeOf(callee, analysis)) || readsForeign(callee, analysis));
}

const foreign = new CallFacts<boolean>();

/** Whether it reads what is changed in a file of which the one that reads it does not know. */
function readsForeign({ fn, home }: Target, analysis: FileAnalysis): boolean {
  if (filesNear(analysis).length === 1) return false;
  return foreign.find(fn, analysis, false, () => {
    const read = reachedFrom([{ node: fn, home: home ?? analysis }], analysis).flatMap(touchesIn);
    const names = read.filter((touch) => !touch.isChange && (touch.root || touch.of));
    if (names.length === 0) return false;
    const changes = reachedFrom(moduleCode(analysis), analysis)
      .flatMap(touchesIn)
      .filter(({ isChange }) => isChange);
    const isForeign = (touch: Touch, change: Touch): boolean =>
      change.home !== touch.home &&
      (touch.root ? change.root === touch.root : change.of !== undefined && areAtOdds(touch, change));
    return names.some((touch) => changes.some((change) => isForeign(touch, change)));
  });
}

function functionReads(fn: AnyFunction, analysis: FileAnalysis): boolean {
  return known.find(
    fn,
    analysis,
    false,
    () =>
      readsFields(fn, analysis) ||
      launchesIn(fn, analysis.launches).some((launch) => launchReads(launch, analysis)) ||
      ownCallsIn(fn, analysis).some((called) => functionReads(called.fn, called.home ?? analysis)),
  );
}

/** Whether a function itself reads what others may change, beside the module calls in it. */
export function textReads(
  fn: AnyFunction,
  analysis: FileAnalysis,
  seen: ReadonlySet<AnyFunction> = new Set(),
): boolean {
  if (seen.has(fn)) return false;
  const inner = new Set([...seen, fn]);
  return (
    readsFields(fn, analysis) ||
    ownCallsIn(fn, analysis).some((called) => textReads(called.fn, called.home ?? analysis, inner))
  );
}

/** Whether a function mentions the object in a field that others may hold. */
function readsFields(fn: AnyFunction, analysis: FileAnalysis): boolean {
  return nodesOf(fn, "MemberExpression").some((node) => {
    const name = keyName(node.property, node.computed);
    if (name === undefined || !isThis(node.object, analysis) || !readFromOutside(name, analysis)) return false;
    // What the class is known to change it reads in its turn anyway.
    if (changeOf(node, analysis)) return false;
    const { type } = kindOf(node, analysis);
    return type !== "string" && type !== "primitive" && type !== "module" && type !== "function";
  });
}
