/**
 * Whether a leaf reads what others change: its body runs as written, so that nothing in it keeps its place. What only
 * the leaf itself changes is its own business.
 *
 *   class Peek extends Module { forward(q) { return ask(q, notes.length) } }      `notes` is a list of the file
 */
import type { Node } from "oxc-parser";
import { shortText } from "../syntax/file.js";
import { keyName, walk, type AnyFunction } from "../syntax/walk.js";
import { calledHere } from "./calledEffects.js";
import { CallFacts } from "./callFacts.js";
import { homeOf } from "./callTarget.js";
import { moduleDeclarations } from "./declarations.js";
import { classAround } from "./kinds.js";
import { calleesOf } from "./launchWrites.js";
import { containsLaunch, type Launch } from "./launches.js";
import type { FileAnalysis } from "./methodContext.js";
import { changeOf } from "./moduleState.js";
import { whereMutated } from "./mutations.js";
import { nameOfFile, stateChangedIn } from "./sharedState.js";

/** How much of the source a message quotes. */
const QUOTED = 40;

const known = new CallFacts<string>();

/** The text of the first thing that it reads so; empty where there is none. */
export function stateReadByLeaf(launch: Launch, analysis: FileAnalysis): string {
  if (launch.kind !== "module" || !launch.certain) return "";
  if (moduleDeclarations(launch, analysis).effects === "pure") return "";
  for (const callee of calleesOf(launch, analysis)) {
    const home = homeOf(callee, analysis);
    if (!callee.info?.isModule || containsLaunch(callee.fn, home.launches)) continue;
    const found = known.find(callee.fn, home, "", () => readIn(callee.fn, callee.fn, home, new Set()));
    if (found !== "") return found;
  }
  return "";
}

function readIn(fn: AnyFunction, leaf: AnyFunction, analysis: FileAnalysis, seen: Set<AnyFunction>): string {
  if (seen.has(fn)) return "";
  seen.add(fn);
  const own: Node = classAround(analysis, leaf)?.node ?? leaf;
  const isElsewhere = (place: { start: number } | undefined): boolean =>
    place !== undefined && (place.start < own.start || place.start >= own.end);
  const changed = new Set(stateChangedIn(own, analysis).map(({ name }) => name));
  let found = "";
  const note = (node: Node, isChanged: boolean): void => {
    if (isChanged) found = shortText(analysis.file, node, QUOTED);
  };
  walk(fn, (node) => {
    if (found !== "") return false;
    if (node.type === "MemberExpression") {
      const name = keyName(node.property, node.computed);
      note(node, isElsewhere(changeOf(node, analysis)) && !(name !== undefined && changed.has(name)));
    } else if (node.type === "Identifier") {
      const binding = analysis.file.bindings.bindingOf(node);
      if (binding && !binding.owner && !binding.source && !changed.has(nameOfFile(binding.name)))
        note(node, binding.writes.some(isElsewhere) || isElsewhere(whereMutated(binding, analysis)));
    } else if (node.type === "CallExpression") {
      const called = calledHere(node.callee, analysis);
      if (called && !called.home) found = readIn(called.fn, leaf, analysis, seen);
    }
    return found === "";
  });
  return found;
}
