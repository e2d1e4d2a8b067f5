/**
 * What a piece of code without module calls may do: have a visible effect, read or change objects that
 * somebody else can hold, print, throw. What is not known to be harmless is an effect.
 */
import type { CallExpression, Expression, Node } from "oxc-parser";
import { declaredIn, type Binding } from "../syntax/bindings.js";
import { childrenOf, isFunction, isTypeOnly, keyName, peel, type AnyFunction } from "../syntax/walk.js";
import { isMutated } from "./mutations.js";
import { ARRAY_CALLBACKS, classAround, functionOf, kindOf } from "./kinds.js";
import type { FileAnalysis } from "./methodContext.js";

export interface Effects {
  /** Keeps its place: everything before it has succeeded when it happens. */
  effect: boolean;
  /** May change an object that later code reads. */
  writes: boolean;
  /** Depends on objects that may change. */
  reads: boolean;
  /** The first thing that made it an effect, for remarks. */
  because: Node | undefined;
  /** Parts that are somebody else's business. */
  skip?: ReadonlySet<Node>;
}

const PURE_GLOBALS = new Set(
  "String Number Boolean BigInt Symbol parseInt parseFloat isNaN isFinite encodeURIComponent decodeURIComponent encodeURI decodeURI structuredClone".split(
    " ",
  ),
);
const PURE_NAMESPACES: Record<string, ReadonlySet<string> | "all"> = {
  Math: "all",
  JSON: "all",
  Number: "all",
  String: "all",
  Object: new Set("keys values entries fromEntries is hasOwn getOwnPropertyNames freeze".split(" ")),
  Array: "all",
  Date: new Set(["parse", "UTC"]),
  Intl: "all",
};
const PURE_CONSTRUCTORS = new Set(
  "Error TypeError RangeError SyntaxError ReferenceError EvalError URIError AggregateError Set Map WeakMap WeakSet Array Object RegExp URL URLSearchParams Date String Number Boolean TextEncoder TextDecoder Uint8Array".split(
    " ",
  ),
);
const STRING_METHODS = new Set(
  "at charAt charCodeAt codePointAt concat endsWith includes indexOf lastIndexOf localeCompare match matchAll normalize padEnd padStart repeat replace replaceAll search slice split startsWith substring substr toLowerCase toUpperCase toLocaleLowerCase toLocaleUpperCase toString trim trimEnd trimStart valueOf isWellFormed toWellFormed".split(
    " ",
  ),
);
const PRIMITIVE_METHODS = new Set("toFixed toPrecision toExponential toString toLocaleString valueOf".split(" "));
const ARRAY_READERS = new Set(
  "at concat entries every filter find findIndex findLast findLastIndex flat flatMap forEach includes indexOf join keys lastIndexOf map reduce reduceRight slice some toReversed toSorted toSpliced toString values with".split(
    " ",
  ),
);
const ARRAY_MUTATORS_ON_FRESH = new Set(["sort", "reverse", "fill", "splice", "push", "unshift", "pop", "shift"]);
const FRESH_ARRAY = new Set("slice map filter concat flat flatMap split toSorted toReversed toSpliced with".split(" "));

export function effectsOf(node: Node, analysis: FileAnalysis, skip: ReadonlySet<Node> = new Set()): Effects {
  const effects: Effects = { effect: false, writes: false, reads: false, because: undefined, skip };
  collect(node, analysis, effects, node);
  return effects;
}

function impure(effects: Effects, node: Node, writes: boolean): void {
  effects.effect = true;
  if (writes) effects.writes = true;
  effects.because ??= node;
}

function collect(node: Node, analysis: FileAnalysis, effects: Effects, whole: { start: number; end: number }): void {
  if (isTypeOnly(node) || effects.skip?.has(node)) return;
  // Making a function does nothing; what it does counts where it is called.
  if (isFunction(node)) return;
  switch (node.type) {
    case "CallExpression":
      call(node, analysis, effects, whole);
      return;
    case "NewExpression": {
      const callee = peel(node.callee);
      const known =
        callee.type === "Identifier" && !analysis.file.bindings.bindingOf(callee) && PURE_CONSTRUCTORS.has(callee.name);
      if (!known) impure(effects, node, true);
      if (callee.type === "Identifier" && callee.name === "Date" && node.arguments.length === 0)
        impure(effects, node, false);
      effects.reads = true;
      for (const argument of node.arguments) collect(argument, analysis, effects, whole);
      return;
    }
    case "ImportExpression":
    case "YieldExpression":
      impure(effects, node, true);
      break;
    case "AwaitExpression":
      effects.because ??= node;
      impure(effects, node, true);
      break;
    case "TaggedTemplateExpression": {
      const tag = peel(node.tag);
      const raw =
        tag.type === "MemberExpression" &&
        tag.object.type === "Identifier" &&
        tag.object.name === "String" &&
        keyName(tag.property, tag.computed) === "raw";
      if (!raw) impure(effects, node, true);
      break;
    }
    case "AssignmentExpression":
      target(node.left, analysis, effects, whole);
      collect(node.right, analysis, effects, whole);
      return;
    case "UpdateExpression":
      target(node.argument, analysis, effects, whole);
      return;
    case "UnaryExpression":
      if (node.operator === "delete") impure(effects, node, true);
      break;
    case "MemberExpression":
      if (node.object.type === "ThisExpression") {
        const name = keyName(node.property, node.computed);
        const info = classAround(analysis, node);
        const field = name === undefined ? undefined : info?.fields.get(name);
        const getter = info?.members.find((m) => m.name === name && m.kind === "get");
        if (getter) merge(effects, bodyEffects(getter.fn, analysis), node);
        // What other calls of the module change has to be read in its turn.
        if (field && (field.reassigned || field.mutated)) impure(effects, node, false);
        if (getter || !field) effects.reads = true;
        else if (!immutable(node, analysis)) effects.reads = true;
      } else if (!immutable(node.object, analysis)) effects.reads = true;
      break;
    case "SpreadElement":
      effects.reads = true;
      break;
    case "ForInStatement":
    case "ForOfStatement":
      effects.reads = true;
      if (node.left.type !== "VariableDeclaration") target(node.left, analysis, effects, whole);
      break;
    case "Identifier": {
      // A variable of the file that something reassigns is shared state.
      const reference = analysis.file.bindings.at(node);
      const binding = reference?.binding;
      if (!binding || binding.owner) return;
      if (binding.writes.length > 0 || isMutated(binding, analysis)) impure(effects, node, false);
      return;
    }
    case "TemplateLiteral":
      for (const e of node.expressions) if (!immutable(e, analysis)) effects.reads = true;
      break;
    case "BinaryExpression":
      if (node.operator === "in" || node.operator === "instanceof") effects.reads = true;
      break;
    default:
  }
  for (const child of childrenOf(node)) collect(child, analysis, effects, whole);
}

/** Writing a local variable is the business of single assignment; writing anything else changes an object. */
function target(node: Node, analysis: FileAnalysis, effects: Effects, whole: { start: number; end: number }): void {
  switch (node.type) {
    case "Identifier": {
      const binding = analysis.file.bindings.bindingOf(node);
      if (!binding?.owner) impure(effects, node, true);
      return;
    }
    case "ObjectPattern":
      effects.reads = true;
      for (const p of node.properties)
        target(p.type === "RestElement" ? p.argument : p.value, analysis, effects, whole);
      return;
    case "ArrayPattern":
      effects.reads = true;
      for (const e of node.elements) if (e) target(e.type === "RestElement" ? e.argument : e, analysis, effects, whole);
      return;
    case "AssignmentPattern":
      target(node.left, analysis, effects, whole);
      collect(node.right, analysis, effects, whole);
      return;
    default:
      impure(effects, node, true);
      for (const child of childrenOf(node)) collect(child, analysis, effects, whole);
  }
}

/** A value that nobody can change. */
export function immutable(node: Expression, analysis: FileAnalysis): boolean {
  const kind = kindOf(node, analysis).type;
  return kind === "string" || kind === "primitive";
}

function call(
  node: CallExpression,
  analysis: FileAnalysis,
  effects: Effects,
  whole: { start: number; end: number },
): void {
  const callee = peel(node.callee);
  const args = (): void => {
    for (const argument of node.arguments) {
      collect(argument, analysis, effects, whole);
      if (argument.type !== "SpreadElement" && !isFunction(argument) && !immutable(argument, analysis))
        effects.reads = true;
    }
  };
  const callbacks = (given: CallExpression["arguments"] = node.arguments): void => {
    for (const argument of given) {
      if (argument.type === "SpreadElement") continue;
      const fn = functionBehind(argument, analysis);
      if (fn) merge(effects, bodyEffects(fn, analysis), node);
      else if (mayBeFunction(argument, analysis)) impure(effects, node, true);
    }
  };

  if (callee.type === "Identifier") {
    const binding = analysis.file.bindings.bindingOf(callee);
    args();
    if (!binding) {
      if (!PURE_GLOBALS.has(callee.name)) impure(effects, node, true);
      return;
    }
    const fn = functionOf(binding);
    if (fn) merge(effects, bodyEffects(fn, analysis), node);
    else impure(effects, node, true);
    return;
  }
  if (callee.type !== "MemberExpression") {
    args();
    const fn = isFunction(callee) ? callee : undefined;
    if (fn) merge(effects, bodyEffects(fn, analysis), node);
    else {
      collect(callee, analysis, effects, whole);
      impure(effects, node, true);
    }
    return;
  }
  const name = keyName(callee.property, callee.computed);
  const object = peel(callee.object);
  if (object.type === "Identifier" && !analysis.file.bindings.bindingOf(object)) {
    args();
    if (object.name === "console") {
      impure(effects, node, false);
      return;
    }
    const methods = PURE_NAMESPACES[object.name];
    if (methods && name !== undefined && (methods === "all" || methods.has(name))) {
      if (object.name === "Math" && name === "random") impure(effects, node, false);
      effects.reads = object.name !== "Math" || effects.reads;
      // A mapping or reviving function comes second.
      if (object.name === "Array" || object.name === "JSON") callbacks(node.arguments.slice(1));
      return;
    }
    if (object.name === "Date" && name === "now") {
      impure(effects, node, false);
      return;
    }
    impure(effects, node, true);
    return;
  }
  collect(object, analysis, effects, whole);
  if (callee.computed && name === undefined) collect(callee.property, analysis, effects, whole);
  args();
  if (name !== undefined) {
    if (object.type === "ThisExpression") {
      const method = classAround(analysis, callee)?.methods.get(name);
      if (method) {
        merge(effects, bodyEffects(method.fn, analysis), node);
        return;
      }
    }
    const kind = kindOf(object, analysis);
    if (kind.type === "string" && STRING_METHODS.has(name)) {
      callbacks();
      return;
    }
    if (kind.type === "primitive" && PRIMITIVE_METHODS.has(name)) return;
    if (kind.type === "array") {
      if (ARRAY_READERS.has(name) || (ARRAY_MUTATORS_ON_FRESH.has(name) && isFreshArray(object))) {
        effects.reads = true;
        if (ARRAY_CALLBACKS.has(name) || name === "sort" || name === "toSorted") callbacks();
        return;
      }
    }
  }
  impure(effects, node, true);
}

function isFreshArray(node: Expression): boolean {
  const inner = peel(node);
  if (inner.type === "ArrayExpression") return true;
  if (inner.type !== "CallExpression" || inner.callee.type !== "MemberExpression") return false;
  const name = keyName(inner.callee.property, inner.callee.computed);
  if (name === undefined) return false;
  if (FRESH_ARRAY.has(name)) return true;
  if (["sort", "reverse", "fill"].includes(name)) return isFreshArray(inner.callee.object);
  const object = inner.callee.object;
  return (
    object.type === "Identifier" &&
    ((object.name === "Object" && ["keys", "values", "entries"].includes(name)) ||
      (object.name === "Array" && ["from", "of"].includes(name)))
  );
}

function functionBehind(node: Expression, analysis: FileAnalysis): AnyFunction | undefined {
  const inner = peel(node);
  if (isFunction(inner)) return inner;
  if (inner.type !== "Identifier") return undefined;
  const binding = analysis.file.bindings.bindingOf(inner);
  return binding && functionOf(binding);
}

/** Passing `Boolean` or `String` as a callback is fine; an unknown function is not. */
function mayBeFunction(node: Expression, analysis: FileAnalysis): boolean {
  const inner = peel(node);
  if (inner.type === "Identifier" && !analysis.file.bindings.bindingOf(inner)) return !PURE_GLOBALS.has(inner.name);
  const kind = kindOf(inner, analysis).type;
  return kind === "function" || kind === "unknown" || kind === "module";
}

function merge(effects: Effects, inner: Effects, at: Node): void {
  if (inner.effect) impure(effects, at, inner.writes);
  if (inner.reads) effects.reads = true;
}

const HARMLESS: Effects = { effect: false, writes: false, reads: false, because: undefined };
const UNKNOWN: Effects = { effect: true, writes: true, reads: true, because: undefined };
const bodies = new WeakMap<FileAnalysis["launches"], Map<AnyFunction, Effects>>();

/** Functions whose effects are being looked for, and whether one of them was met again meanwhile. */
const underway = new WeakMap<FileAnalysis["launches"], { open: AnyFunction[]; lowest: number }>();

/** What calling `fn` may do. A function that calls itself, also through others, does what its other parts do. */
function bodyEffects(fn: AnyFunction, analysis: FileAnalysis): Effects {
  let known = bodies.get(analysis.launches);
  if (!known) bodies.set(analysis.launches, (known = new Map()));
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
  const effects: Effects = { effect: false, writes: false, reads: false, because: undefined };
  for (const param of fn.params) collect(param as Node, analysis, effects, fn);
  const body = fn.body as Node;
  for (const child of body.type === "BlockStatement" ? body.body : [body])
    collect(child as Node, analysis, effects, fn);
  // Variables of an outer function that this one assigns: a hidden write, seen by whoever reads them.
  for (const reference of analysis.file.bindings.in(fn.start, fn.end)) {
    const binding: Binding | undefined = reference.binding;
    if (reference.write && binding && !declaredIn(binding, fn)) impure(effects, fn, true);
  }
  if (fn.async) impure(effects, fn, effects.writes);
  stack.open.pop();
  // Inside of a cycle that began further out, this is only a part of the answer.
  const { lowest } = stack;
  if (lowest >= depth) known.set(fn, effects);
  stack.lowest = Math.min(around, lowest >= depth ? Infinity : lowest);
  return effects;
}
