/**
 * What kind of value a call gives: of the methods of strings, arrays and collections, of known globals, of
 * modules, and of functions and methods whose annotation or body says it.
 */
import type { CallExpression, Expression } from "oxc-parser";
import { keyName, peel, walk, isFunction, type AnyFunction } from "../syntax/walk.js";
import type { ValueKind } from "../types.js";
import { methodOfThis, targetOf, type Target } from "./callTarget.js";
import { isRaw } from "./effects.js";
import { isEmptyList } from "./emptyList.js";
import { kindElsewhere } from "./foreignKinds.js";
import { functionOf, kindOf } from "./kinds.js";
import { valuesOf } from "./memberKinds.js";
import type { FileAnalysis } from "./methodContext.js";
import { isJson, join, JSON_VALUE, kindOfType, NOTHING } from "./typeKinds.js";

type TaggedTemplate = Extract<Expression, { type: "TaggedTemplateExpression" }>;

const UNKNOWN: ValueKind = { type: "unknown" };
const STRING: ValueKind = { type: "string" };
const PRIMITIVE: ValueKind = { type: "primitive" };

const STRING_TO_STRING = new Set(
  "trim trimStart trimEnd toLowerCase toUpperCase toLocaleLowerCase toLocaleUpperCase slice substring substr replace replaceAll padStart padEnd repeat concat normalize charAt at toString valueOf".split(
    " ",
  ),
);
const STRING_TO_ARRAY = new Set(["split", "match", "matchAll"]);
const ARRAY_TO_SAME = new Set("slice filter concat reverse sort toSorted toReversed with toSpliced fill".split(" "));
const GLOBAL_TO_STRING = new Set(["String", "encodeURIComponent", "decodeURIComponent", "encodeURI", "decodeURI"]);
const GLOBAL_TO_PRIMITIVE = new Set(["Number", "Boolean", "parseInt", "parseFloat", "isNaN", "isFinite", "BigInt"]);

/** The function or method of this file that an expression calls. */
export function calledFunction(expression: Expression, analysis: FileAnalysis): AnyFunction | undefined {
  const call = peel(expression);
  if (call.type !== "CallExpression") return undefined;
  const callee = peel(call.callee);
  if (callee.type === "Identifier") {
    const binding = analysis.file.bindings.bindingOf(callee);
    return binding && functionOf(binding);
  }
  if (callee.type !== "MemberExpression" || callee.object.type !== "ThisExpression") return undefined;
  const method = methodOfThis(callee, keyName(callee.property, callee.computed), analysis);
  return method?.home ? undefined : method?.fn;
}

/** What a call of one of them gives: an async one its promise, unless it is a module call, which is awaited. */
function kindOfCalled(call: CallExpression, analysis: FileAnalysis): ValueKind {
  const fn = calledFunction(call, analysis);
  const target = fn ? { fn, home: undefined } : targetOf(call, analysis);
  if (!target || (!fn && !target.home)) return UNKNOWN;
  return target.fn.async && !analysis.launches.has(call) ? { type: "promise" } : kindOfTarget(target, analysis);
}

/** What a function gives, which may be another file's. */
function kindOfTarget({ fn, home }: Pick<Target, "fn" | "home">, analysis: FileAnalysis): ValueKind {
  return home ? kindElsewhere(home, analysis, () => kindOfReturn(fn, home)) : kindOfReturn(fn, analysis);
}

export function kindOfCall(node: CallExpression, analysis: FileAnalysis): ValueKind {
  const callee = peel(node.callee);
  const target = kindOf(node.callee, analysis);
  if (target.type === "module") return kindOfResult(target, analysis);
  const known = analysis.launches.get(node)?.target;
  if (known) return kindOfTarget(known, analysis);
  if (callee.type === "Identifier") {
    const binding = analysis.file.bindings.bindingOf(callee);
    if (!binding) {
      if (GLOBAL_TO_STRING.has(callee.name)) return STRING;
      if (GLOBAL_TO_PRIMITIVE.has(callee.name)) return PRIMITIVE;
      return UNKNOWN;
    }
    // `(f: (q: string) => string) => f("x")`
    const { annotation } = binding;
    if (annotation?.type === "TSFunctionType" && annotation.returnType) {
      const given = kindOfType(annotation.returnType.typeAnnotation, analysis);
      if (/^(?:string|primitive|array)$/.test(given.type)) return given;
    }
    return kindOfCalled(node, analysis);
  }
  if (callee.type !== "MemberExpression") return UNKNOWN;
  const name = keyName(callee.property, callee.computed);
  if (name === undefined) return UNKNOWN;
  if (callee.object.type === "ThisExpression") return kindOfCalled(node, analysis);
  if (callee.object.type === "Identifier" && !analysis.file.bindings.bindingOf(callee.object)) {
    const full = `${callee.object.name}.${name}`;
    if (full === "JSON.stringify" || full === "String.raw" || full === "String.fromCharCode") return STRING;
    if (full === "Object.keys") return { type: "array", of: STRING };
    // A function that it is given may make anything of it.
    if (full === "JSON.parse" && node.arguments.length === 1) return JSON_VALUE;
    const first = node.arguments[0];
    if ((full === "Object.values" || full === "Array.from") && first && first.type !== "SpreadElement") {
      return { type: "array", of: node.arguments.length === 1 ? valuesOf(first, analysis) : UNKNOWN };
    }
    if (full === "Object.entries" && first && first.type !== "SpreadElement") {
      const value = valuesOf(first, analysis);
      return { type: "array", of: value.type === "module" ? { type: "object", of: value, by: "entry" } : UNKNOWN };
    }
    if (full === "Object.entries" || full === "Array.of") return { type: "array", of: UNKNOWN };
    if (
      callee.object.name === "Math" ||
      callee.object.name === "Number" ||
      full === "Array.isArray" ||
      full === "Date.now"
    ) {
      return PRIMITIVE;
    }
    if (full === "Promise.all") {
      const list = node.arguments[0];
      return list && list.type !== "SpreadElement" ? kindOfJoined(peel(list), analysis) : UNKNOWN;
    }
    // Outcomes, whatever the list is.
    if (full === "Promise.allSettled") return { type: "array", of: { type: "object" } };
  }
  const receiver = kindOf(callee.object, analysis);
  if (receiver === NOTHING) return NOTHING;
  if (receiver.type === "unknown") return isJson(receiver) ? kindOfJsonCall(name, node, receiver, analysis) : UNKNOWN;
  if (receiver.type === "string") {
    if (STRING_TO_STRING.has(name)) return STRING;
    if (STRING_TO_ARRAY.has(name)) return { type: "array", of: STRING };
    return PRIMITIVE;
  }
  if (receiver.type === "primitive" && /^(to(String|Fixed|Precision|LocaleString|Exponential))$/.test(name))
    return STRING;
  if (receiver.type === "object" && receiver.of && receiver.by !== "key") {
    if (name === "get" && receiver.by === "get") return receiver.of;
    if (name === "values") return { type: "object", of: receiver.of, by: "set" };
    if (name === "entries" && receiver.by === "get")
      return { type: "object", of: { ...receiver, by: "entry" }, by: "set" };
  }
  if (receiver.type === "module" && name === "forward") return kindOfResult(receiver, analysis);
  if (receiver.type === "array") {
    if (name === "flat") return flattened(receiver, node);
    if (/^(at|find|findLast)$/.test(name) && isEmptyList(callee.object)) return PRIMITIVE;
    if (ARRAY_TO_SAME.has(name)) return receiver;
    if (name === "join") return STRING;
    if (/^(includes|indexOf|lastIndexOf|some|every|findIndex|findLastIndex|push|unshift)$/.test(name)) return PRIMITIVE;
    if (/^(at|pop|shift|find|findLast)$/.test(name)) return receiver.of;
    if (name === "map" || name === "flatMap") return kindOfMapped(name, node, analysis);
  }
  return UNKNOWN;
}

/** What `flat` makes of a list: the elements of the lists in it. Only of one level is it known what they are. */
function flattened({ of }: Extract<ValueKind, { type: "array" }>, { arguments: given }: CallExpression): ValueKind {
  if (of.type === "string" || of.type === "primitive" || of === NOTHING) return { type: "array", of };
  return { type: "array", of: of.type === "array" && given.length === 0 ? of.of : UNKNOWN };
}

function kindOfMapped(
  name: "map" | "flatMap",
  { arguments: given }: CallExpression,
  analysis: FileAnalysis,
): ValueKind {
  const callback = given[0];
  if (!callback || callback.type === "SpreadElement") return UNKNOWN;
  return { type: "array", of: name === "map" ? kindOfCallback(peel(callback), analysis) : UNKNOWN };
}

/** What `Promise.all` gives: what promises of such a list come to. */
function kindOfJoined(list: Expression, analysis: FileAnalysis): ValueKind {
  const callee = list.type === "CallExpression" ? peel(list.callee) : undefined;
  const callback = list.type === "CallExpression" ? list.arguments[0] : undefined;
  const fn = callback && callback.type !== "SpreadElement" ? peel(callback) : undefined;
  const kind = kindOf(list, analysis);
  if (callee?.type !== "MemberExpression" || !fn || !isFunction(fn) || !fn.async || kind.type !== "array") return kind;
  if (keyName(callee.property, callee.computed) !== "map") return kind;
  const of = kindOfReturn(fn, analysis);
  return { type: "array", of: of.type === "promise" ? UNKNOWN : of };
}

/** What a callback gives: a function that is written there, or named. */
function kindOfCallback(callback: Expression, analysis: FileAnalysis): ValueKind {
  if (isFunction(callback)) return callback.async ? UNKNOWN : kindOfReturn(callback, analysis);
  const call = { type: "CallExpression", callee: callback, start: callback.start, end: callback.end } as CallExpression;
  const kind = callback.type === "Identifier" ? kindOfCalled(call, analysis) : UNKNOWN;
  return kind.type === "promise" ? UNKNOWN : kind;
}

const JSON_TO_PRIMITIVE = new Set(
  "includes indexOf lastIndexOf some every findIndex findLastIndex push unshift startsWith endsWith".split(" "),
);
const JSON_TO_PART = new Set("slice at pop shift find findLast".split(" "));
const JSON_TO_PARTS = new Set("filter sort reverse toSorted toReversed".split(" "));

/** Of a text or a list, whichever has the method. */
function kindOfJsonCall(name: string, node: CallExpression, json: ValueKind, analysis: FileAnalysis): ValueKind {
  if (name === "map" || name === "flatMap") return kindOfMapped(name, node, analysis);
  if (name === "flat" || name === "with" || name === "toSpliced") return { type: "array", of: UNKNOWN };
  if (JSON_TO_PARTS.has(name)) return { type: "array", of: json };
  if (JSON_TO_PART.has(name)) return json;
  if (JSON_TO_PRIMITIVE.has(name)) return PRIMITIVE;
  if (STRING_TO_ARRAY.has(name)) return { type: "array", of: STRING };
  return name === "join" || (STRING_TO_STRING.has(name) && name !== "concat") ? STRING : UNKNOWN;
}

/** What a call of a module of this kind gives. */
function kindOfResult(module: Extract<ValueKind, { type: "module" }>, analysis: FileAnalysis): ValueKind {
  if (module.className === undefined) return UNKNOWN;
  const info = analysis.classes.get(module.className);
  const forward = info?.methods.get("forward");
  if (forward) return kindOfTarget({ fn: forward.fn, home: info?.foreign ? info.home : undefined }, analysis);
  if (info) return UNKNOWN;
  // A checker knows also what models of other files give.
  return module.className === "LLMInference" && !module.structured && !analysis.file.host ? STRING : UNKNOWN;
}

/** `String.raw`: any other template with a tag is a call. */
export function kindOfTagged(node: TaggedTemplate, analysis: FileAnalysis): ValueKind {
  return isRaw(peel(node.tag), analysis) ? STRING : UNKNOWN;
}

export function kindOfReturn(fn: AnyFunction, analysis: FileAnalysis): ValueKind {
  if (fn.generator) return { type: "object" };
  const annotation = fn.returnType?.typeAnnotation;
  if (annotation) {
    if (
      annotation.type === "TSTypeReference" &&
      annotation.typeName.type === "Identifier" &&
      annotation.typeName.name === "Promise"
    ) {
      const inner = annotation.typeArguments?.params[0];
      return inner ? kindOfType(inner, analysis) : UNKNOWN;
    }
    return kindOfType(annotation, analysis);
  }
  if (!fn.body) return UNKNOWN;
  if (fn.body.type !== "BlockStatement") return kindOf(fn.body as Expression, analysis);
  const returned: ValueKind[] = [];
  walk(fn.body, (node) => {
    if (isFunction(node)) return false;
    if (node.type === "ReturnStatement") returned.push(node.argument ? kindOf(node.argument, analysis) : PRIMITIVE);
    return true;
  });
  return returned.length === 0 ? PRIMITIVE : returned.reduce(join);
}
