/**
 * What goes over an iterator moves it on, and what it has moved past is gone for who comes next. Where a name holds
 * one, each such use keeps its place; so does what runs an iterator that the file writes itself.
 *
 *   const rows = list.values();  for (const row of rows) if (this.fits(row)) break;  return [...rows]
 */
import type { Expression, Node } from "oxc-parser";
import type { Binding } from "../syntax/bindings.js";
import { Kept } from "../syntax/kept.js";
import { keyName, nodesOf, peel } from "../syntax/walk.js";
import { targetOf } from "./callTarget.js";
import { freshShape, globalName } from "./freshShape.js";
import { assignedValues, functionOf, kindOf } from "./kinds.js";
import type { FileAnalysis } from "./methodContext.js";

const GIVERS = new Set(["values", "keys", "entries", "matchAll"]);

/** Whether going over a value may change it, or something else. */
export function advances(value: Expression, analysis: FileAnalysis): boolean {
  const node = peel(value);
  const binding = node.type === "Identifier" ? analysis.file.bindings.bindingOf(node) : undefined;
  if (binding && valuesOf(binding, analysis).some((given) => givesIterator(given, analysis))) return true;
  if (!writesIterators(analysis) || freshShape(node, analysis) || analysis.launches.has(node)) return false;
  const kind = kindOf(node, analysis);
  if (kind.type !== "unknown" && (kind.type !== "object" || kind.by)) return false;
  return node.type !== "CallExpression" || globalName(node, analysis) === undefined;
}

function valuesOf({ init, writes }: Binding, analysis: FileAnalysis): Expression[] {
  const assigned = assignedValues(analysis);
  const given = writes.map(({ start }) => assigned.get(start));
  return [init, ...given].filter((value) => value !== undefined && value !== null && value !== "primitive");
}

function givesIterator(value: Expression, analysis: FileAnalysis): boolean {
  const call = peel(value);
  if (call.type !== "CallExpression" || analysis.launches.has(call)) return false;
  const callee = peel(call.callee);
  const binding = callee.type === "Identifier" ? analysis.file.bindings.bindingOf(callee) : undefined;
  const fn = (binding && functionOf(binding)) ?? targetOf(call, analysis)?.fn;
  if (fn) return fn.generator;
  if (callee.type !== "MemberExpression" || globalName(call, analysis) !== undefined) return false;
  const name = keyName(callee.property, callee.computed);
  return name === undefined ? isIteratorKey(callee.property) : GIVERS.has(name);
}

/** `Symbol.iterator` */
function isIteratorKey(key: Node): boolean {
  return key.type === "MemberExpression" && keyName(key.property, key.computed) === "iterator";
}

const writers = new Kept<FileAnalysis["file"], { found: boolean }>();

/** Whether objects or classes of the file say themselves how they are gone over. */
function writesIterators({ file }: FileAnalysis): boolean {
  let known = writers.get(file);
  if (!known) {
    const members = nodesOf(file.program, "Property", "MethodDefinition", "PropertyDefinition");
    const found = members.some(({ key, computed }) => computed && isIteratorKey(key));
    writers.set(file, (known = { found }));
  }
  return known.found;
}
