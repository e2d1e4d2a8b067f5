/**
 * Whether a call of a module or method that can be seen changes objects of its caller: what reads objects after
 * it must wait for it. Objects that the callee made itself are its own business. A leaf is trusted to treat what
 * it hands to functions that nobody can see as read-only; a composite is read further. What is declared is believed.
 */
import type { CallExpression, Expression, Node } from "oxc-parser";
import { declaredIn, type Binding } from "../syntax/bindings.js";
import { Kept } from "../syntax/kept.js";
import { keyName, peel, walk, type AnyFunction } from "../syntax/walk.js";
import { analyseCalls } from "./analyseCalls.js";
import { classBehind, methodOf, methodOfThis, overridesOf, type Target } from "./callTarget.js";
import { declaredFunction, moduleDeclarations } from "./declarations.js";
import { effectsOf, immutable } from "./effects.js";
import { globalName } from "./freshShape.js";
import { isFreshValue } from "./freshValue.js";
import { kindOf, kindOfBinding } from "./kinds.js";
import { containsLaunch, launchesIn, launchNodes, type Launch } from "./launches.js";
import { isThis } from "./moduleState.js";
import { mutationsIn } from "./mutations.js";
import type { FileAnalysis } from "./methodContext.js";
import { methodLocals } from "./methodLocals.js";
import { writtenCallback } from "./namedCallback.js";
import { readFromOutside, stateChangedIn } from "./sharedState.js";
import { anySignature } from "./signatures.js";

const known = new Kept<FileAnalysis["launches"], Map<AnyFunction, boolean>>();

export function launchWrites(launch: Launch, analysis: FileAnalysis): boolean {
  const { effects } = moduleDeclarations(launch, analysis);
  if (effects === "pure" || effects === "reads") return false;
  if (launch.plan) return launch.plan.writes === true;
  if (launch.target) return targetsOf(launch, launch.target, analysis).some((target) => targetWrites(target, analysis));
  // With a checker, classes of other files are not in the table.
  const info =
    launch.className === undefined
      ? undefined
      : (analysis.classes.get(launch.className) ?? classBehind(launch.className, analysis));
  const name = launch.kind === "module" || launch.kind === "callback" ? "forward" : (launch.name ?? "");
  const method = info && methodOf(info, name, "methods", analysis);
  if (!info || !method) return launch.kind === "super";
  const { fn, home } = method;
  if (!home && !info.foreign) return functionWrites(fn, analysis);
  if (!home) return false;
  analyseCalls(home);
  if (functionWrites(fn, home)) return true;
  return stateChangedIn(fn, home).some((change) => readFromOutside(change.name, analysis));
}

/** What a call may run: a method of the instance may be that of a class which derives from its own. */
function targetsOf({ kind, name, className }: Launch, target: Target, analysis: FileAnalysis): Target[] {
  const info = kind === "method" && className !== undefined ? analysis.classes.get(className) : undefined;
  return info && name !== undefined ? [target, ...overridesOf(info, name, analysis)] : [target];
}

function targetWrites({ fn, home }: Target, analysis: FileAnalysis): boolean {
  if (home) analyseCalls(home);
  return functionWrites(fn, home ?? analysis);
}

/** Whether a method or function may change objects of its caller. */
export function functionWrites(fn: AnyFunction, analysis: FileAnalysis): boolean {
  let cache = known.get(analysis.launches);
  if (!cache) known.set(analysis.launches, (cache = new Map()));
  const found = cache.get(fn);
  if (found !== undefined) return found;
  const declared = declaredFunction(fn, analysis);
  if (declared) {
    cache.set(fn, declared === "effect");
    return declared === "effect";
  }
  cache.set(fn, false); // a cycle writes if its other parts do
  let writes =
    changesObjects(fn, analysis) ||
    stateChangedIn(fn, analysis).some(({ seen }) => seen) ||
    ownCallsIn(fn, analysis).some((called) => targetWrites(called, analysis));
  if (!writes && containsLaunch(fn, analysis.launches)) {
    writes = passesOn(fn, analysis);
    for (const launch of launchesIn(fn, analysis.launches)) writes ||= launchWrites(launch, analysis);
  }
  cache.set(fn, writes);
  return writes;
}

/** Whether the text of a function itself changes objects that it has not made. */
function changesObjects(fn: AnyFunction, analysis: FileAnalysis): boolean {
  const changed = mutationsIn(fn, analysis).filter(({ binding, deep }) => !isOwn(binding, deep, analysis));
  if (changed.length === 0 || !fn.body) return changed.length > 0;
  if (changed.some(({ binding, deep }) => !deep || binding.kind === "param")) return true;
  // What it has made may hold objects that it has made as well.
  return effectsOf(fn.body as Node, { ...analysis, ...methodLocals(fn, analysis) }, launchNodes(analysis.launches))
    .writes;
}

/** The methods that a method runs as they are. */
function ownCallsIn(fn: AnyFunction, analysis: FileAnalysis): Target[] {
  const called: Target[] = [];
  walk(fn, (node) => {
    if (node.type !== "CallExpression" || analysis.launches.has(node)) return;
    const callee = peel(node.callee);
    if (callee.type !== "MemberExpression" || !isThis(callee.object, analysis)) return;
    const method = methodOfThis(callee, keyName(callee.property, callee.computed), analysis);
    if (method) called.push(method);
  });
  return called;
}

/** An object that nobody else holds. What is in it may be somebody else's (`deep`). */
function isOwn(binding: Binding, deep: boolean, analysis: FileAnalysis): boolean {
  if (binding.kind === "param" || !binding.init || deep) return false;
  const init = peel(binding.init);
  if (init.type === "NewExpression") return true;
  const launch = analysis.launches.get(init);
  if (launch) {
    // What a module returns is its own, unless it is something that it was given.
    if (moduleDeclarations(launch, analysis).effects === "pure") return true;
    return launch.node.arguments.every((a) => a.type !== "SpreadElement" && immutable(a, analysis));
  }
  if (isFreshValue(init, analysis)) return true;
  if (init.type !== "CallExpression" || init.callee.type !== "MemberExpression") return false;
  // Of a receiver that is not known, a method is what its name says.
  const name = keyName(init.callee.property, init.callee.computed);
  return name !== undefined && anySignature(name)?.fresh === true;
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
  // What the module calls in it change is found by themselves.
  const launched = launchNodes(analysis.launches);
  walk(fn, (node) => {
    if (found) return false;
    if (node.type !== "CallExpression" || launched.has(node) || !effectsOf(node, analysis, launched).writes)
      return true;
    const callee = peel(node.callee);
    // A callback that is written in place is read as a part of the function; to wait changes nothing.
    if (isArrayCallback(node, analysis) || globalName(node, analysis)?.startsWith("Promise.")) return true;
    const given = node.arguments.map((a) => (a.type === "SpreadElement" ? a.argument : a));
    if (callee.type === "MemberExpression") given.push(callee.object);
    found = given.some((value) => value.type !== "Super" && fromOutside(value));
    return true;
  });
  return found;
}

function isArrayCallback(node: CallExpression, analysis: FileAnalysis): boolean {
  const callee = peel(node.callee);
  return (
    callee.type === "MemberExpression" &&
    writtenCallback(node, analysis) !== undefined &&
    kindOf(callee.object, analysis).type === "array"
  );
}
