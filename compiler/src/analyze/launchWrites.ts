/**
 * Whether a call of a module or method that can be seen changes objects of its caller: what reads objects after
 * it must wait for it. Objects that the callee made itself are its own business. A leaf is trusted to treat what
 * it hands to functions that nobody can see as read-only; a composite is read further.
 */
import type { Expression } from "oxc-parser";
import { declaredIn, type Binding } from "../syntax/bindings.js";
import { keyName, peel, walk, type AnyFunction } from "../syntax/walk.js";
import { effectsOf, immutable } from "./effects.js";
import { kindOf, kindOfBinding } from "./kinds.js";
import { containsLaunch, type Launch } from "./launches.js";
import { mutationsIn } from "./mutations.js";
import type { FileAnalysis } from "./methodContext.js";

const known = new WeakMap<FileAnalysis["launches"], Map<AnyFunction, boolean>>();

export function launchWrites(launch: Launch, analysis: FileAnalysis): boolean {
  const info = launch.className === undefined ? undefined : analysis.classes.get(launch.className);
  const name = launch.kind === "module" ? "forward" : (launch.name ?? "");
  const method = info?.foreign ? undefined : info?.methods.get(name);
  if (!method) return launch.kind === "super";
  return functionWrites(method.fn, analysis);
}

function functionWrites(fn: AnyFunction, analysis: FileAnalysis): boolean {
  let cache = known.get(analysis.launches);
  if (!cache) known.set(analysis.launches, (cache = new Map()));
  const found = cache.get(fn);
  if (found !== undefined) return found;
  cache.set(fn, false); // a cycle writes if its other parts do
  let writes = mutationsIn(fn, analysis).some(({ binding, deep }) => !isOwn(binding, deep, analysis));
  if (!writes && containsLaunch(fn, analysis.launches)) {
    writes = passesOn(fn, analysis);
    for (const launch of analysis.launches.values()) {
      if (writes) break;
      if (launch.node.start >= fn.start && launch.node.end <= fn.end) writes = launchWrites(launch, analysis);
    }
  }
  cache.set(fn, writes);
  return writes;
}

const MAKERS = new Set(
  "map filter slice concat flatMap split toSorted toReversed with toSpliced from of keys parse".split(" "),
);

/** An object that nobody else holds. What is in it may be somebody else's (`deep`). */
function isOwn(binding: Binding, deep: boolean, analysis: FileAnalysis): boolean {
  if (binding.kind === "param" || !binding.init || deep) return false;
  const init = peel(binding.init);
  switch (init.type) {
    case "ArrayExpression":
    case "ObjectExpression":
    case "NewExpression":
      return true;
    case "CallExpression": {
      const launch = analysis.launches.get(init);
      // What a module returns is its own, unless it is something that it was given.
      if (launch) return launch.node.arguments.every((a) => a.type !== "SpreadElement" && immutable(a, analysis));
      const { callee } = init;
      return callee.type === "MemberExpression" && MAKERS.has(keyName(callee.property, callee.computed) ?? "");
    }
    default:
      return false;
  }
}

/** Whether an object of the caller is handed to a function that may change it. */
function passesOn(fn: AnyFunction, analysis: FileAnalysis): boolean {
  let found = false;
  const fromOutside = (value: Expression): boolean => {
    const inner = peel(value);
    if (immutable(inner, analysis) || kindOf(inner, analysis).type === "module") return false;
    return analysis.file.bindings.in(inner.start, inner.end).some(({ binding }) => {
      if (!binding || !declaredIn(binding, fn)) return false;
      const { type } = kindOfBinding(binding, analysis);
      return (
        type !== "string" &&
        type !== "primitive" &&
        type !== "module" &&
        (binding.kind === "param" || !isOwn(binding, false, analysis))
      );
    });
  };
  walk(fn, (node) => {
    if (found) return false;
    if (node.type !== "CallExpression" || analysis.launches.has(node) || !effectsOf(node, analysis).writes) return true;
    const callee = peel(node.callee);
    const given = node.arguments.map((a) => (a.type === "SpreadElement" ? a.argument : a));
    if (callee.type === "MemberExpression") given.push(callee.object);
    found = given.some((value) => value.type !== "Super" && fromOutside(value));
    return true;
  });
  return found;
}
