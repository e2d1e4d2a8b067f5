/**
 * What calling a function of the project does: what its body does, without what concerns only itself. A parameter
 * that it calls does what the function that is given for it does:
 *
 *   const twice = (f, s) => f(f(s));   twice((q) => q + "!", doc)   nothing   twice(print, doc)   prints
 */
import type { CallExpression, Expression, Node } from "oxc-parser";
import { declaredIn, type Binding } from "../syntax/bindings.js";
import { Kept } from "../syntax/kept.js";
import { isFunction, keyName, peel, type AnyFunction } from "../syntax/walk.js";
import { analyseCalls } from "./analyseCalls.js";
import { methodOfThis, targetOf, type Target } from "./callTarget.js";
import { declaredFunction, declaredOf } from "./declarations.js";
import { changesVariable, collect } from "./effects.js";
import { impure, nothing, type Found } from "./foundEffects.js";
import { endsAtOnce } from "./joined.js";
import { functionOf, kindOf } from "./kinds.js";
import type { FileAnalysis } from "./methodContext.js";
import { findMutations, mutationFacts } from "./mutations.js";
import { parameterLike, takesState } from "./patternState.js";
import { mayHoldModule, readsChanged } from "./readsElsewhere.js";
import { globalSignature } from "./signatures.js";
import { isJson } from "./typeKinds.js";

type Called = Pick<Target, "fn" | "home">;

/** The function or method of the project that is called. */
export function calledHere(callee: Expression, analysis: FileAnalysis): Called | undefined {
  if (isFunction(callee)) return { fn: callee, home: undefined };
  if (callee.type === "Identifier") return functionNamed(callee, analysis);
  if (callee.type !== "MemberExpression") return undefined;
  if (peel(callee.object).type !== "ThisExpression") {
    // Static methods, and functions in an object; a method of an instance may be overridden.
    const target = targetOf({ callee }, analysis);
    const isInstance = target?.info?.statics.get(keyName(callee.property, callee.computed) ?? "")?.fn !== target?.fn;
    return target && (!target.info || !isInstance) ? target : undefined;
  }
  const name = keyName(callee.property, callee.computed);
  return methodOfThis(callee, name, analysis);
}

function functionNamed(name: Expression, analysis: FileAnalysis): Called | undefined {
  const binding = analysis.file.bindings.bindingOf(name);
  const fn = binding && functionOf(binding);
  return fn ? { fn, home: undefined } : binding?.source && targetOf({ callee: name }, analysis);
}

/** The function of this file that a value is. */
export function functionBehind(value: Expression, analysis: FileAnalysis): AnyFunction | undefined {
  const inner = peel(value);
  const called = isFunction(inner) || inner.type === "Identifier" ? calledHere(inner, analysis) : undefined;
  return called?.home ? undefined : called?.fn;
}

/** What the parameters of a function are given, as far as that can be told. */
export interface Given {
  values: readonly Expression[];
  /** More may follow, of which nothing is known. */
  open: boolean;
}

const ANYTHING: Given = { values: [], open: true };
/** As `ANYTHING`, where what an async function gives is awaited on the spot. */
const JOINED: Given = { values: [], open: true };

export function givenBy(args: CallExpression["arguments"]): Given {
  const spread = args.findIndex((argument) => argument.type === "SpreadElement");
  return { values: args.slice(0, spread === -1 ? args.length : spread) as Expression[], open: spread !== -1 };
}

/** What calling a value does. */
export function addCallOf(value: Expression, at: Node, analysis: FileAnalysis, effects: Found): void {
  const inner = peel(value);
  const called = isFunction(inner) || inner.type === "Identifier" ? calledHere(inner, analysis) : undefined;
  const own = called && !called.home ? called.fn : undefined;
  const declared = own ? declaredFunction(own, analysis) : declaredOf(value, analysis);
  const parameter = called ? undefined : parameterNamed(inner, analysis);
  if (declared) addDeclared(declared, at, effects);
  else if (called) addCalled(called, at, ANYTHING, analysis, effects, isFunction(inner));
  else if (!mayBeFunction(value, analysis)) effects.reads = true;
  else if (parameter) addParameter(parameter, at, effects);
  else impure(effects, at, true, "call");
}

/** The callback of a map that is awaited. */
export function addJoined(fn: AnyFunction, at: Node, analysis: FileAnalysis, effects: Found): void {
  addCalled({ fn, home: undefined }, at, JOINED, analysis, effects, true);
}

/** What a call does, of whatever the text names. */
export function addCallee(callee: Expression, at: Node, given: Given, analysis: FileAnalysis, effects: Found): void {
  const called = calledHere(callee, analysis);
  const parameter = called ? undefined : parameterNamed(callee, analysis);
  if (called) addCalled(called, at, given, analysis, effects);
  else if (parameter) addParameter(parameter, at, effects);
  else impure(effects, at, true, "call");
}

export function addDeclared(declared: "pure" | "reads" | "effect", at: Node, effects: Found): void {
  if (declared === "effect") impure(effects, at, true, "declared");
  if (declared === "reads") effects.reads = true;
}

/** The parameter that a name surely stands for. */
export function parameterNamed(node: Expression, { file }: FileAnalysis): Binding | undefined {
  const binding = node.type === "Identifier" ? file.bindings.bindingOf(node) : undefined;
  return binding?.kind === "param" && binding.writes.length === 0 ? binding : undefined;
}

/** A parameter is called: who calls the function that has it knows what that does. */
export function addParameter(parameter: Binding, at: Node, effects: Found): void {
  if (effects.fn) effects.given.set(parameter, at);
  else impure(effects, at, true, "call");
}

/** Passing `Boolean` or `String` as a callback is fine; an unknown function is not. */
function mayBeFunction(node: Expression, analysis: FileAnalysis): boolean {
  const inner = peel(node);
  if (inner.type === "Identifier" && !analysis.file.bindings.bindingOf(inner)) return !globalSignature(inner.name);
  const kind = kindOf(node, analysis);
  return kind.type === "function" || kind.type === "module" || (kind.type === "unknown" && !isJson(kind));
}

/** `inPlace`: the function is written where it is called. */
export function addCalled(
  { fn, home }: Called,
  at: Node,
  given: Given,
  analysis: FileAnalysis,
  effects: Found,
  inPlace = false,
): void {
  const inner = home ? effectsElsewhere(fn, home) : bodyEffects(fn, analysis, effects.skip);
  for (const [binding, { reason }] of inner.outer) changesVariable(effects, binding, at, reason, analysis, inPlace);
  // Places in other files mean nothing here.
  const within = home ? undefined : (inner.within ?? inner.because);
  if (inner.effect) impure(effects, at, inner.writes, inner.reason ?? "call", within);
  // What an async one gives comes in its own time.
  if (fn.async && given !== JOINED && (home !== undefined || !endsAtOnce(fn, analysis)))
    impure(effects, at, inner.writes, "await", home ? undefined : fn);
  fn.params.forEach((param, i) => {
    const value = given.values[i];
    const pattern = param.type === "AssignmentPattern" ? param.left : (param as Node);
    const of = home ?? analysis;
    const takes = value
      ? takesState(pattern, { of: peel(value) }, analysis)
      : given.open && [of, analysis].some((file) => takesState(pattern, parameterLike(pattern, of), file));
    if (takes) impure(effects, at, false, "state");
  });
  const mayGiveModule = given.open || given.values.some((value) => value && mayHoldModule(value, analysis));
  if (home && mayGiveModule && readsChanged(fn, home, analysis)) impure(effects, at, false, "state");
  // Who calls it looks at what it gives.
  if (inner.reads || (inner.readsGiven && (given === ANYTHING || given === JOINED))) effects.reads = true;
  for (const [parameter, node] of inner.given) {
    const outer = !home && !declaredIn(parameter, fn);
    if (effects.fn && outer) {
      effects.given.set(parameter, node);
      continue;
    }
    // What runs where it stands is compiled with what is around it.
    if (effects.skip?.has(node) && (inPlace || outer)) continue;
    const index = fn.params.findIndex((param) => param.start === parameter.start);
    const value = given.values[index];
    const param = fn.params[index];
    const otherwise = param?.type === "AssignmentPattern" ? param.right : undefined;
    if (value) addCallOf(value, at, analysis, effects);
    const known = otherwise ? !home : param?.type === "Identifier" && (value !== undefined || !given.open);
    if (!known) impure(effects, at, true, "call", home ? undefined : node);
    else if (otherwise) addCallOf(otherwise, at, analysis, effects);
  }
}

function effectsElsewhere(fn: AnyFunction, home: FileAnalysis): Found {
  analyseCalls(home);
  // A file without modules has not been looked at.
  if (!mutationFacts(home)) findMutations(home);
  return bodyEffects(fn, home);
}

const UNKNOWN: Found = { ...nothing(), effect: true, writes: true, reads: true };
/** By what is known of the file: effects that were found before it was known what changes are no longer right. */
const bodies = new Kept<object, WeakMap<object, Map<AnyFunction, Found>>>();
const NOTHING_SKIPPED: ReadonlySet<Node> = new Set();

interface Underway {
  /** What is being looked for, each with what the round before has found. */
  open: { fn: AnyFunction; before: Found }[];
  /** The outermost of them that was met again meanwhile. */
  lowest: number;
}

/** Functions of all files: they may call each other in a circle. */
const stack: Underway = { open: [], lowest: Infinity };

/** What calling `fn` may do. A function that calls itself, also through others, does what its other parts do. */
export function bodyEffects(fn: AnyFunction, analysis: FileAnalysis, skip: ReadonlySet<Node> = NOTHING_SKIPPED): Found {
  const facts = mutationFacts(analysis) ?? analysis.launches;
  let bySkipped = bodies.get(facts);
  if (!bySkipped) bodies.set(facts, (bySkipped = new WeakMap()));
  let known = bySkipped.get(skip);
  if (!known) bySkipped.set(skip, (known = new Map()));
  const found = known.get(fn);
  if (found) return found;
  if (fn.generator || !fn.body) return UNKNOWN;
  const again = stack.open.findIndex((one) => one.fn === fn);
  if (again !== -1) {
    stack.lowest = Math.min(stack.lowest, again);
    return (stack.open[again] as Underway["open"][number]).before;
  }
  const depth = stack.open.length;
  const around = stack.lowest;
  let effects = nothing();
  // A parameter that it calls may be one that it hands itself in another place.
  for (let size = -1; size !== effects.given.size;) {
    size = effects.given.size;
    stack.lowest = Infinity;
    stack.open.push({ fn, before: { ...nothing(), given: effects.given } });
    try {
      effects = lookInto(fn, analysis, skip);
    } finally {
      stack.open.length = depth;
    }
    if (stack.lowest > depth) break;
  }
  // Inside of a cycle that began further out, this is only a part of the answer.
  const { lowest } = stack;
  if (lowest >= depth) known.set(fn, effects);
  stack.lowest = Math.min(around, lowest >= depth ? Infinity : lowest);
  return effects;
}

function lookInto(fn: AnyFunction, analysis: FileAnalysis, skip: ReadonlySet<Node>): Found {
  const effects: Found = { ...nothing(fn), skip };
  for (const param of fn.params) {
    const name = param.type === "AssignmentPattern" ? param.left : param;
    if (name.type === "ObjectPattern" || name.type === "ArrayPattern") effects.readsGiven = true;
    collect(param as Node, analysis, effects);
  }
  const body = fn.body as Node;
  for (const child of body.type === "BlockStatement" ? body.body : [body]) collect(child as Node, analysis, effects);
  // Variables of an outer function that this one assigns: a hidden write, seen by whoever reads them.
  for (const reference of analysis.file.bindings.in(fn.start, fn.end)) {
    const { binding } = reference;
    if (!reference.write || !binding || declaredIn(binding, fn)) continue;
    if (binding.owner) effects.outer.set(binding, { node: fn, reason: "assign" });
    else impure(effects, fn, true, "assign");
  }
  return effects;
}
