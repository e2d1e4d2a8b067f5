/**
 * What a piece of code without module calls may do: have a visible effect, read or change objects that
 * somebody else can hold, print, throw. What is not known to be harmless is an effect. What the standard library
 * does is written in `signatures.ts`; what the user declares is found by `declarations.ts`.
 */
import type { CallExpression, Expression, Node } from "oxc-parser";
import { declaredIn, type Binding } from "../syntax/bindings.js";
import { childrenOf, isFunction, isTypeOnly, keyName, peel, walk, type AnyFunction } from "../syntax/walk.js";
import { declaredFunction, declaredOf } from "./declarations.js";
import { holdsFreshValue, isFreshValue } from "./freshValue.js";
import { isPattern } from "./libraryTypes.js";
import { signatureOf } from "./librarySignature.js";
import { targetOf } from "./callTarget.js";
import { isMutated, mutationFacts } from "./mutations.js";
import { classAround, functionOf, kindOf } from "./kinds.js";
import { changeOf, changeOfNamed, getterOf, getterOfNamed } from "./moduleState.js";
import type { FileAnalysis } from "./methodContext.js";
import { globalSignature, isCalled, type Signature } from "./signatures.js";
import { stable, untouchable } from "./stable.js";
import { isJson } from "./typeKinds.js";

/**
 * Why something is an effect. `call`: nothing is known of the function; `write`: it changes an object;
 * `state`: it looks at what something else of the file or the module changes.
 */
export type Reason = "call" | "write" | "assign" | "state" | "print" | "time" | "random" | "await" | "declared";

export interface Effects {
  /** Keeps its place: everything before it has succeeded when it happens. */
  effect: boolean;
  /** May change an object that later code reads. */
  writes: boolean;
  /** Depends on objects that may change. */
  reads: boolean;
  /** The first thing that made it an effect, for remarks. */
  because: Node | undefined;
  /** Why that is one. */
  reason: Reason | undefined;
  /** Where, in the function that is called there, if it can be seen. */
  within: Node | undefined;
  /** Parts that are somebody else's business. */
  skip?: ReadonlySet<Node>;
}

type Member = Extract<Node, { type: "MemberExpression" }>;
type ObjectPattern = Extract<Node, { type: "ObjectPattern" }>;

/** Effects while they are being looked for. */
interface Found extends Effects {
  /** The function whose call is looked at: objects that it makes for itself are its own business. */
  fn: AnyFunction | undefined;
  /** Variables of functions around `fn` that it assigns, or whose objects it changes: their business, if they are theirs. */
  outer: Map<Binding, { node: Node; reason: Reason }>;
}

function nothing(fn?: AnyFunction): Found {
  return {
    effect: false,
    writes: false,
    reads: false,
    because: undefined,
    reason: undefined,
    within: undefined,
    fn,
    outer: new Map(),
  };
}

export function effectsOf(node: Node, analysis: FileAnalysis, skip: ReadonlySet<Node> = new Set()): Effects {
  const effects: Found = { ...nothing(), skip };
  collect(node, analysis, effects);
  return effects;
}

/** What calling a function of this file may do. */
export function effectsOfCall(fn: AnyFunction, analysis: FileAnalysis): Effects {
  const effects: Found = { ...bodyEffects(fn, analysis) };
  if (fn.async) impure(effects, fn, effects.writes, "await");
  return effects;
}

/** A call of a function; what an async one gives comes in its own time. */
function calls(effects: Found, fn: AnyFunction, at: Node, analysis: FileAnalysis, inPlace = false): void {
  const inner = bodyEffects(fn, analysis, effects.skip);
  merge(effects, inner, at, analysis, inPlace);
  if (fn.async) impure(effects, at, inner.writes, "await", fn);
}

function impure(effects: Effects, node: Node, writes: boolean, reason: Reason, within?: Node): void {
  effects.effect = true;
  // What changes objects matters more than what only keeps its place.
  if (!effects.because || (writes && !effects.writes)) {
    effects.because = node;
    effects.reason = reason;
    effects.within = within;
  }
  if (writes) effects.writes = true;
}

function collect(node: Node, analysis: FileAnalysis, effects: Found): void {
  if (isTypeOnly(node) || effects.skip?.has(node)) return;
  // Making a function does nothing; what it does counts where it is called.
  if (isFunction(node)) return;
  switch (node.type) {
    case "CallExpression":
      call(node, analysis, effects);
      return;
    case "NewExpression":
      if (!apply(node, node.arguments, undefined, analysis, effects)) {
        impure(effects, node, true, "call");
        effects.reads = true;
      }
      for (const argument of node.arguments) collect(argument, analysis, effects);
      return;
    case "ImportExpression":
      impure(effects, node, true, "call");
      break;
    case "AwaitExpression":
      // What waits for somebody else's business is that as well.
      if (effects.skip?.has(peel(node.argument))) return;
      if (joinedMap(node.argument, analysis, effects)) return;
      impure(effects, node, true, "await");
      break;
    case "YieldExpression":
      impure(effects, node, true, "await");
      break;
    case "TaggedTemplateExpression": {
      const tag = peel(node.tag);
      const raw =
        tag.type === "MemberExpression" &&
        tag.object.type === "Identifier" &&
        tag.object.name === "String" &&
        keyName(tag.property, tag.computed) === "raw";
      if (!raw) impure(effects, node, true, "call");
      break;
    }
    case "AssignmentExpression":
      target(node.left, analysis, effects);
      collect(node.right, analysis, effects);
      return;
    case "UpdateExpression":
      target(node.argument, analysis, effects);
      return;
    case "UnaryExpression":
      if (node.operator === "delete") {
        target(node.argument, analysis, effects);
        return;
      }
      if (/^[-+~]$/.test(node.operator) && !untouchable(node.argument, analysis)) effects.reads = true;
      break;
    case "MemberExpression":
      if (node.computed && !untouchable(node.property as Expression, analysis)) effects.reads = true;
      if (state(node, analysis, effects)) break;
      if (!stable(node.object.type === "ThisExpression" ? node : node.object, analysis)) effects.reads = true;
      break;
    case "VariableDeclarator":
      // `const { asked } = this`
      if (node.init && node.id.type === "ObjectPattern" && takesState(node.id, node.init, analysis))
        impure(effects, node, false, "state");
      break;
    case "SpreadElement":
      if (!stable(node.argument, analysis)) effects.reads = true;
      break;
    case "ForInStatement":
    case "ForOfStatement":
      if (!stable(node.right, analysis)) effects.reads = true;
      if (node.left.type !== "VariableDeclaration") target(node.left, analysis, effects);
      break;
    case "Identifier": {
      // A variable of the file that something reassigns is shared state.
      const reference = analysis.file.bindings.at(node);
      const binding = reference?.binding;
      if (!binding || binding.owner) return;
      if (binding.writes.length > 0 || isMutated(binding, analysis)) impure(effects, node, false, "state");
      return;
    }
    case "TemplateLiteral":
      for (const e of node.expressions) if (!untouchable(e, analysis)) effects.reads = true;
      break;
    case "BinaryExpression":
      if (node.operator === "in" || node.operator === "instanceof") effects.reads = true;
      // An object becomes text or a number.
      else if (node.operator !== "===" && node.operator !== "!==") {
        if (!untouchable(node.left as Expression, analysis) || !untouchable(node.right, analysis)) effects.reads = true;
      }
      break;
    default:
  }
  for (const child of childrenOf(node)) collect(child, analysis, effects);
}

/** A member of a module: what other calls of that change has to be read in its turn. True for a getter of this file. */
function state(node: Member, analysis: FileAnalysis, effects: Found): boolean {
  const getter = getterOf(node, analysis);
  const here = getter !== undefined && classAround(analysis, getter.node)?.members.includes(getter) === true;
  if (here) merge(effects, bodyEffects(getter.fn, analysis, effects.skip), node, analysis);
  if ((getter && !here) || changeOf(node, analysis)) impure(effects, node, false, "state");
  return here;
}

/** Whether a pattern takes members from a module that something changes. */
export function takesState(pattern: ObjectPattern, from: Expression, analysis: FileAnalysis): boolean {
  return pattern.properties.some((property) => {
    const name = property.type === "RestElement" ? undefined : keyName(property.key, property.computed);
    if (changeOfNamed(from, name, analysis)) return true;
    return name !== undefined && getterOfNamed(from, name, analysis) !== undefined;
  });
}

/** A change of what a variable of a function holds, or of the object in it. */
function changesVariable(
  effects: Found,
  binding: Binding,
  node: Node,
  reason: Reason,
  analysis: FileAnalysis,
  inPlace = false,
): void {
  // What a text assigns, or changes of a value of the method's own, comes out of it.
  if (!effects.fn && (analysis.privates?.has(binding) || (inPlace && reason === "assign"))) return;
  if (!effects.fn) impure(effects, node, true, reason);
  else if (!declaredIn(binding, effects.fn)) effects.outer.set(binding, { node, reason });
}

/** A change of the object that an expression gives. */
function changesObject(effects: Found, object: Expression, node: Node, analysis: FileAnalysis): void {
  const inner = peel(object);
  if (isFreshValue(inner, analysis)) return;
  const binding = inner.type === "Identifier" ? analysis.file.bindings.bindingOf(inner) : undefined;
  if (binding && (analysis.privates?.has(binding) || holdsFreshValue(binding, analysis)))
    changesVariable(effects, binding, node, "write", analysis);
  else impure(effects, node, true, "write");
}

/** Writing a local variable is the business of single assignment; writing anything else changes an object. */
function target(node: Node, analysis: FileAnalysis, effects: Found): void {
  switch (node.type) {
    case "Identifier": {
      const binding = analysis.file.bindings.bindingOf(node);
      if (!binding?.owner) impure(effects, node, true, "assign");
      return;
    }
    case "ObjectPattern":
      effects.reads = true;
      for (const p of node.properties) target(p.type === "RestElement" ? p.argument : p.value, analysis, effects);
      return;
    case "ArrayPattern":
      effects.reads = true;
      for (const e of node.elements) if (e) target(e.type === "RestElement" ? e.argument : e, analysis, effects);
      return;
    case "AssignmentPattern":
      target(node.left, analysis, effects);
      collect(node.right, analysis, effects);
      return;
    default: {
      // Setters are trusted as getters are.
      const member = node.type === "MemberExpression" ? node : undefined;
      if (member) changesObject(effects, member.object, node, analysis);
      else impure(effects, node, true, "write");
      for (const child of childrenOf(node)) collect(child, analysis, effects);
    }
  }
}

/** A value that nobody can change. */
export function immutable(node: Expression, analysis: FileAnalysis): boolean {
  const kind = kindOf(node, analysis).type;
  return kind === "string" || kind === "primitive" || (kind === "object" && isPattern(node, analysis));
}

type Arguments = CallExpression["arguments"];

/** What a function or constructor of the standard library does here; false where nothing is known of it. */
function apply(
  node: Extract<Expression, { type: "CallExpression" | "NewExpression" }>,
  given: Arguments,
  receiver: Expression | undefined,
  analysis: FileAnalysis,
  effects: Found,
): boolean {
  const signature = signatureOf(node, analysis);
  if (!signature) return false;
  const access = (value: Expression, how: Signature["receiver"]): void => {
    if (how === "ignores" || untouchable(value, analysis)) return;
    if (isCalled(how)) {
      const fn = functionBehind(value, analysis);
      if (how === "calls and reads" && !(fn && gives(fn, (given) => stable(given, analysis)))) effects.reads = true;
      if (how === "calls and reads deeply" && !(fn && gives(fn, (given) => untouchable(given, analysis))))
        effects.reads = true;
      const declared = fn ? declaredFunction(fn, analysis) : declaredOf(value, analysis);
      if (declared) declaredCall(declared, node, effects);
      else if (fn) calls(effects, fn, node, analysis, isFunction(peel(value)));
      else if (mayBeFunction(value, analysis)) impure(effects, node, true, "call");
      else effects.reads = true;
      return;
    }
    // What nobody else holds cannot change meanwhile; what is in it can.
    if (how === "reads deeply" || !stable(value, analysis)) effects.reads = true;
    if (how === "writes") changesObject(effects, value, node, analysis);
  };
  if (receiver) access(receiver, signature.receiver);
  given.forEach((argument, i) => {
    const how = signature.args[Math.min(i, signature.args.length - 1)] ?? "ignores";
    // Which arguments a list holds is not known.
    if (argument.type === "SpreadElement") {
      effects.reads = true;
      if (signature.args.some(isCalled) || signature.args.includes("writes")) impure(effects, node, true, "call");
    } else access(argument, how);
  });
  const { draws } = signature;
  if (signature.prints) impure(effects, node, false, "print");
  if (draws === "random") impure(effects, node, false, "random");
  if (draws === "time" || (draws === "time alone" && given.length === 0)) impure(effects, node, false, "time");
  return true;
}

/** `await Promise.all(list.map(async …))`, which stands for one after another. */
function joinedMap(awaited: Expression, analysis: FileAnalysis, effects: Found): boolean {
  const join = peel(awaited);
  if (join.type !== "CallExpression" || join.arguments.length !== 1 || join.callee.type !== "MemberExpression")
    return false;
  const { object, property, computed } = join.callee;
  if (object.type !== "Identifier" || object.name !== "Promise" || analysis.file.bindings.bindingOf(object))
    return false;
  if (!/^all(Settled)?$/.test(keyName(property, computed) ?? "")) return false;
  const list = peel(join.arguments[0] as Expression);
  if (list.type !== "CallExpression" || list.callee.type !== "MemberExpression") return false;
  const fn = list.arguments[0] && peel(list.arguments[0] as Expression);
  if (!fn || !isFunction(fn) || !fn.async || keyName(list.callee.property, list.callee.computed) !== "map")
    return false;
  if (kindOf(list.callee.object, analysis).type !== "array") return false;
  collect(list.callee.object, analysis, effects);
  for (const other of list.arguments.slice(1)) collect(other, analysis, effects);
  if (!stable(list.callee.object, analysis)) effects.reads = true;
  merge(effects, bodyEffects(fn, analysis, effects.skip), awaited, analysis, true);
  return true;
}

function declaredCall(declared: "pure" | "reads" | "effect", node: Node, effects: Found): void {
  if (declared === "effect") impure(effects, node, true, "declared");
  if (declared === "reads") effects.reads = true;
}

function call(node: CallExpression, analysis: FileAnalysis, effects: Found): void {
  const callee = peel(node.callee);
  const args = (read: boolean): void => {
    for (const argument of node.arguments) {
      collect(argument, analysis, effects);
      if (read && argument.type !== "SpreadElement" && !isFunction(argument) && !immutable(argument, analysis))
        effects.reads = true;
    }
  };
  const declared = declaredOf(callee, analysis);
  const member = callee.type === "MemberExpression" ? callee : undefined;
  const object = member && peel(member.object);
  const global = object?.type === "Identifier" && !analysis.file.bindings.bindingOf(object);
  if (member && !global) {
    collect(member.object, analysis, effects);
    if (member.computed) collect(member.property, analysis, effects);
  } else if (callee.type !== "Identifier" && !member && !isFunction(callee)) {
    collect(callee, analysis, effects);
  }
  if (declared) {
    args(true);
    declaredCall(declared, node, effects);
    return;
  }
  if (apply(node, node.arguments, member && !global ? member.object : undefined, analysis, effects)) {
    args(false);
    return;
  }
  args(true);
  const fn = calledHere(callee, analysis);
  if (fn) calls(effects, fn, node, analysis);
  else impure(effects, node, true, "call");
}

/** The function or method of this file that is called. */
function calledHere(callee: Expression, analysis: FileAnalysis): AnyFunction | undefined {
  if (isFunction(callee)) return callee;
  if (callee.type === "Identifier") {
    const binding = analysis.file.bindings.bindingOf(callee);
    return binding && functionOf(binding);
  }
  if (callee.type !== "MemberExpression") return undefined;
  if (peel(callee.object).type !== "ThisExpression") {
    // Static methods, and functions in an object; a method of an instance may be overridden.
    const target = targetOf({ callee }, analysis);
    const isInstance = target?.info?.statics.get(keyName(callee.property, callee.computed) ?? "")?.fn !== target?.fn;
    return target && !target.home && (!target.info || !isInstance) ? target.fn : undefined;
  }
  const name = keyName(callee.property, callee.computed);
  return name === undefined ? undefined : classAround(analysis, callee)?.methods.get(name)?.fn;
}

function functionBehind(node: Expression, analysis: FileAnalysis): AnyFunction | undefined {
  const inner = peel(node);
  if (isFunction(inner)) return inner;
  if (inner.type !== "Identifier") return undefined;
  const binding = analysis.file.bindings.bindingOf(inner);
  return binding && functionOf(binding);
}

/** Whether all that a function gives is like that. */
function gives(fn: AnyFunction, isLike: (given: Expression) => boolean): boolean {
  if (!fn.body) return false;
  if (fn.body.type !== "BlockStatement") return isLike(fn.body as Expression);
  let all = true;
  walk(fn.body as Node, (node) => {
    if (isFunction(node)) return false;
    if (node.type === "ReturnStatement" && node.argument && !isLike(node.argument)) all = false;
    return all;
  });
  return all;
}

/** Passing `Boolean` or `String` as a callback is fine; an unknown function is not. */
function mayBeFunction(node: Expression, analysis: FileAnalysis): boolean {
  const inner = peel(node);
  if (inner.type === "Identifier" && !analysis.file.bindings.bindingOf(inner)) return !globalSignature(inner.name);
  const kind = kindOf(node, analysis);
  return kind.type === "function" || kind.type === "module" || (kind.type === "unknown" && !isJson(kind));
}

/** `inPlace`: the function is written where it is called. */
function merge(effects: Found, inner: Found, at: Node, analysis: FileAnalysis, inPlace = false): void {
  for (const [binding, { reason }] of inner.outer) changesVariable(effects, binding, at, reason, analysis, inPlace);
  if (inner.effect) impure(effects, at, inner.writes, inner.reason ?? "call", inner.within ?? inner.because);
  if (inner.reads) effects.reads = true;
}

const HARMLESS: Found = nothing();
const UNKNOWN: Found = { ...nothing(), effect: true, writes: true, reads: true };
/** By what is known of the file: effects that were found before it was known what changes are no longer right. */
const bodies = new WeakMap<object, WeakMap<object, Map<AnyFunction, Found>>>();
const NOTHING_SKIPPED: ReadonlySet<Node> = new Set();

/** Functions whose effects are being looked for, and whether one of them was met again meanwhile. */
const underway = new WeakMap<FileAnalysis["launches"], { open: AnyFunction[]; lowest: number }>();

/** What calling `fn` may do. A function that calls itself, also through others, does what its other parts do. */
function bodyEffects(fn: AnyFunction, analysis: FileAnalysis, skip: ReadonlySet<Node> = NOTHING_SKIPPED): Found {
  const facts = mutationFacts(analysis) ?? analysis.launches;
  let bySkipped = bodies.get(facts);
  if (!bySkipped) bodies.set(facts, (bySkipped = new WeakMap()));
  let known = bySkipped.get(skip);
  if (!known) bySkipped.set(skip, (known = new Map()));
  const found = known.get(fn);
  if (found) return found;
  if (fn.generator || !fn.body) return UNKNOWN;
  let stack = underway.get(analysis.launches);
  if (!stack) underway.set(analysis.launches, (stack = { open: [], lowest: Infinity }));
  const again = stack.open.indexOf(fn);
  if (again !== -1) {
    stack.lowest = Math.min(stack.lowest, again);
    return HARMLESS;
  }
  const depth = stack.open.push(fn) - 1;
  const around = stack.lowest;
  stack.lowest = Infinity;
  const effects: Found = { ...nothing(fn), skip };
  for (const param of fn.params) collect(param as Node, analysis, effects);
  const body = fn.body as Node;
  for (const child of body.type === "BlockStatement" ? body.body : [body]) collect(child as Node, analysis, effects);
  // Variables of an outer function that this one assigns: a hidden write, seen by whoever reads them.
  for (const reference of analysis.file.bindings.in(fn.start, fn.end)) {
    const binding: Binding | undefined = reference.binding;
    if (!reference.write || !binding || declaredIn(binding, fn)) continue;
    if (binding.owner) effects.outer.set(binding, { node: fn, reason: "assign" });
    else impure(effects, fn, true, "assign");
  }
  stack.open.pop();
  // Inside of a cycle that began further out, this is only a part of the answer.
  const { lowest } = stack;
  if (lowest >= depth) known.set(fn, effects);
  stack.lowest = Math.min(around, lowest >= depth ? Infinity : lowest);
  return effects;
}
