/**
 * What kind of value an expression has, from the syntax around it: annotations, initialisers, literals and
 * the methods of strings and arrays. Where the syntax does not tell, the type checker is asked, if there is one.
 */
import type { CallExpression, Expression, Node } from "oxc-parser";
import type { Binding } from "../syntax/bindings.js";
import { keyName, peel, walk, isFunction, type AnyFunction } from "../syntax/walk.js";
import type { ValueKind } from "../types.js";
import { kindOfType, PLAIT_MODULES, plaitName, type ClassInfo } from "./classes.js";
import type { FileAnalysis } from "./methodContext.js";

const UNKNOWN: ValueKind = { type: "unknown" };
const STRING: ValueKind = { type: "string" };
const PRIMITIVE: ValueKind = { type: "primitive" };

const STRING_TO_STRING = new Set(
  "trim trimStart trimEnd toLowerCase toUpperCase toLocaleLowerCase toLocaleUpperCase slice substring substr replace replaceAll padStart padEnd repeat concat normalize charAt at toString valueOf".split(
    " ",
  ),
);
const STRING_TO_ARRAY = new Set(["split", "match", "matchAll"]);
const ARRAY_TO_SAME = new Set(
  "slice filter concat reverse sort toSorted toReversed with toSpliced flat fill".split(" "),
);
const GLOBAL_TO_STRING = new Set(["String", "encodeURIComponent", "decodeURIComponent", "encodeURI", "decodeURI"]);
const GLOBAL_TO_PRIMITIVE = new Set(["Number", "Boolean", "parseInt", "parseFloat", "isNaN", "isFinite", "BigInt"]);

export function join(a: ValueKind, b: ValueKind): ValueKind {
  if (a.type === b.type) {
    if (a.type === "array" && b.type === "array") return { type: "array", of: join(a.of, b.of) };
    if (a.type === "module" && b.type === "module") return a.className === b.className ? a : { type: "module" };
    return a;
  }
  const primitives = new Set(["string", "primitive"]);
  return primitives.has(a.type) && primitives.has(b.type) ? PRIMITIVE : UNKNOWN;
}

/** The class around a `this`, by position. */
export function classAround(analysis: FileAnalysis, node: { start: number; end: number }): ClassInfo | undefined {
  let best: ClassInfo | undefined;
  for (const info of analysis.classes.values()) {
    if (info.foreign) continue;
    const { start, end } = info.node;
    if (start <= node.start && node.end <= end && (!best || start > best.node.start)) best = info;
  }
  return best;
}

/** Kinds already found, and `null` while one is being looked for (a cycle is unknown). */
const caches = new WeakMap<FileAnalysis["classes"], Map<object, ValueKind | null>>();

export function kindOf(expression: Expression, analysis: FileAnalysis): ValueKind {
  let cache = caches.get(analysis.classes);
  if (!cache) caches.set(analysis.classes, (cache = new Map()));
  const node = peel(expression);
  const cached = cache.get(node);
  if (cached !== undefined) return cached ?? UNKNOWN;
  cache.set(node, null);
  let kind = fromSyntax(node, analysis);
  if (kind.type === "unknown") kind = analysis.file.host?.kindOf(node.start, node.end) ?? UNKNOWN;
  cache.set(node, kind);
  return kind;
}

function fromSyntax(node: Expression, analysis: FileAnalysis): ValueKind {
  const of = (e: Expression): ValueKind => kindOf(e, analysis);
  switch (node.type) {
    case "Literal":
      return typeof node.value === "string" ? STRING : "regex" in node && node.regex ? { type: "object" } : PRIMITIVE;
    case "TemplateLiteral":
      return STRING;
    case "UnaryExpression":
      return node.operator === "typeof" ? STRING : PRIMITIVE;
    case "UpdateExpression":
      return PRIMITIVE;
    case "BinaryExpression":
      if (node.operator !== "+") return PRIMITIVE;
      return of(node.left).type === "string" || of(node.right).type === "string" ? STRING : PRIMITIVE;
    case "LogicalExpression":
      return join(of(node.left), of(node.right));
    case "ConditionalExpression":
      return join(of(node.consequent), of(node.alternate));
    case "SequenceExpression":
      return of(node.expressions.at(-1) as Expression);
    case "AssignmentExpression":
      return node.operator === "=" ? of(node.right) : PRIMITIVE;
    case "AwaitExpression": {
      const inner = of(node.argument);
      if (inner.type !== "promise") return inner;
      const fn = calledFunction(node.argument, analysis);
      return fn ? kindOfReturn(fn, analysis) : UNKNOWN;
    }
    case "ArrayExpression": {
      const kinds = node.elements.map((e) => (e === null || e.type === "SpreadElement" ? UNKNOWN : of(e)));
      return { type: "array", of: kinds.length === 0 ? UNKNOWN : kinds.reduce(join) };
    }
    case "ObjectExpression":
      return { type: "object" };
    case "ArrowFunctionExpression":
    case "FunctionExpression":
      return { type: "function" };
    case "Identifier": {
      const binding = analysis.file.bindings.bindingOf(node);
      return binding ? kindOfBinding(binding, analysis) : UNKNOWN;
    }
    case "NewExpression":
      return kindOfNew(node.callee, node.arguments[0], analysis);
    case "MemberExpression":
      return kindOfMember(node, analysis);
    case "ChainExpression":
      return UNKNOWN;
    case "CallExpression":
      return kindOfCall(node, analysis);
    default:
      return UNKNOWN;
  }
}

export function kindOfBinding(binding: Binding, analysis: FileAnalysis): ValueKind {
  if (binding.annotation) {
    const kind = kindOfType(binding.annotation, analysis.classes);
    if (kind.type !== "unknown") return kind;
  } else if (binding.init && (binding.kind === "const" || binding.writes.length === 0)) {
    return kindOf(binding.init, analysis);
  }
  if (binding.kind === "function" || binding.kind === "class") return { type: "function" };
  return elementKinds(analysis).get(binding.start) ?? analysis.file.host?.kindOf(binding.start, binding.end) ?? UNKNOWN;
}

const elements = new WeakMap<object, Map<number, ValueKind>>();

/** Kinds of the first parameter of array callbacks and of `for…of` variables, by where they are declared. */
function elementKinds(analysis: FileAnalysis): Map<number, ValueKind> {
  let kinds = elements.get(analysis.file);
  if (kinds) return kinds;
  elements.set(analysis.file, (kinds = new Map()));
  const note = (name: Node | undefined, list: Expression): void => {
    if (name?.type !== "Identifier") return;
    const kind = kindOf(list, analysis);
    if (kind.type === "array") kinds.set(name.start, kind.of);
    else if (kind.type === "module") kinds.set(name.start, { type: "module" });
  };
  walk(analysis.file.program, (node) => {
    if (node.type === "CallExpression" && node.callee.type === "MemberExpression") {
      const callback = node.arguments[0];
      if (!callback || callback.type === "SpreadElement" || !isFunction(callback)) return;
      const name = keyName(node.callee.property, node.callee.computed);
      if (!name || !ARRAY_CALLBACKS.has(name)) return;
      const index = name.startsWith("reduce") ? 1 : 0;
      note(callback.params[index] as Node | undefined, node.callee.object);
    } else if (node.type === "ForOfStatement" && node.left.type === "VariableDeclaration") {
      note(node.left.declarations[0]?.id, node.right);
    } else if (node.type === "NewExpression" && node.callee.type === "Identifier" && node.callee.name === "Promise") {
      // resolve and reject, which are no modules: a leaf may be written around a timer or an event.
      const executor = node.arguments[0];
      if (!executor || executor.type === "SpreadElement" || !isFunction(executor)) return;
      for (const param of executor.params)
        if (param.type === "Identifier") kinds.set(param.start, { type: "function" });
    }
  });
  return kinds;
}

export const ARRAY_CALLBACKS: ReadonlySet<string> = new Set(
  "map flatMap forEach filter find findIndex findLast findLastIndex some every reduce reduceRight".split(" "),
);

function kindOfNew(callee: Expression, first: Node | undefined, analysis: FileAnalysis): ValueKind {
  const own = plaitName(analysis.file, callee);
  if (own !== undefined) {
    if (!PLAIT_MODULES.has(own)) return { type: "object" };
    const alias = first?.type === "ObjectExpression" ? literalProperty(first, "alias") : undefined;
    return alias === undefined ? { type: "module", className: own } : { type: "module", className: own, alias };
  }
  if (callee.type === "Identifier") {
    const info = analysis.classes.get(callee.name);
    if (info) return info.isModule ? { type: "module", className: info.name } : { type: "object" };
    if (!analysis.file.bindings.bindingOf(callee)) {
      return callee.name === "Array" ? { type: "array", of: UNKNOWN } : { type: "object" };
    }
  }
  return UNKNOWN;
}

function literalProperty(object: Node, name: string): string | undefined {
  if (object.type !== "ObjectExpression") return undefined;
  for (const property of object.properties) {
    if (property.type !== "Property" || keyName(property.key, property.computed) !== name) continue;
    const value = peel(property.value as Expression);
    if (value.type === "Literal" && typeof value.value === "string") return value.value;
  }
  return undefined;
}

function kindOfMember(node: Extract<Expression, { type: "MemberExpression" }>, analysis: FileAnalysis): ValueKind {
  const name = keyName(node.property, node.computed);
  if (name === "length") return PRIMITIVE;
  if (node.object.type === "ThisExpression") {
    const info = classAround(analysis, node);
    const field = name === undefined ? undefined : info?.fields.get(name);
    if (!field) return UNKNOWN;
    if (field.annotation) {
      const kind = kindOfType(field.annotation, analysis.classes);
      if (kind.type !== "unknown") return kind;
    }
    return field.value ? kindOf(field.value, analysis) : UNKNOWN;
  }
  const value = initOf(node.object, analysis);
  if (value?.type === "ObjectExpression") {
    if (name !== undefined) {
      for (const property of value.properties) {
        if (property.type === "Property" && keyName(property.key, property.computed) === name) {
          return kindOf(property.value as Expression, analysis);
        }
      }
    } else if (node.computed && value.properties.length > 0) {
      // A record: one kind if all members agree.
      return value.properties
        .map((p): ValueKind => (p.type === "Property" ? kindOf(p.value as Expression, analysis) : UNKNOWN))
        .reduce(join);
    }
  }
  const object = kindOf(node.object, analysis);
  if (object.type === "array" && node.computed) return object.of;
  if (object.type === "string" && node.computed) return STRING;
  if (
    object.type === "module" &&
    (object.className === "ModuleList" || object.className === "ModuleDict") &&
    node.computed
  ) {
    return { type: "module" };
  }
  return UNKNOWN;
}

/** The object literal behind a constant name or a field. */
function initOf(node: Expression, analysis: FileAnalysis): Expression | undefined {
  const inner = peel(node);
  if (inner.type === "Identifier") {
    const binding = analysis.file.bindings.bindingOf(inner);
    return binding?.kind === "const" && binding.init ? peel(binding.init) : undefined;
  }
  if (inner.type === "MemberExpression" && inner.object.type === "ThisExpression") {
    const name = keyName(inner.property, inner.computed);
    const field = name === undefined ? undefined : classAround(analysis, inner)?.fields.get(name);
    return field?.value && !field.reassigned ? peel(field.value) : undefined;
  }
  return inner.type === "ObjectExpression" ? inner : undefined;
}

/** The function or method of this file that an expression calls. */
function calledFunction(expression: Expression, analysis: FileAnalysis): AnyFunction | undefined {
  const call = peel(expression);
  if (call.type !== "CallExpression") return undefined;
  const callee = peel(call.callee);
  if (callee.type === "Identifier") {
    const binding = analysis.file.bindings.bindingOf(callee);
    return binding && functionOf(binding);
  }
  if (callee.type !== "MemberExpression" || callee.object.type !== "ThisExpression") return undefined;
  return classAround(analysis, callee)?.methods.get(keyName(callee.property, callee.computed) ?? "")?.fn;
}

/** What a call of one of them gives: an async one its promise, unless it is a module call, which is awaited. */
function kindOfCalled(call: CallExpression, analysis: FileAnalysis): ValueKind {
  const fn = calledFunction(call, analysis);
  if (!fn) return UNKNOWN;
  return fn.async && !analysis.launches.has(call) ? { type: "promise" } : kindOfReturn(fn, analysis);
}

/** Kinds that were found before it was known which calls are module calls. */
export function forgetKinds(analysis: FileAnalysis): void {
  caches.delete(analysis.classes);
  elements.delete(analysis.file);
}

function kindOfCall(node: CallExpression, analysis: FileAnalysis): ValueKind {
  const callee = peel(node.callee);
  const target = kindOf(callee, analysis);
  if (target.type === "module") return kindOfResult(target, analysis);
  if (callee.type === "Identifier") {
    const binding = analysis.file.bindings.bindingOf(callee);
    if (!binding) {
      if (GLOBAL_TO_STRING.has(callee.name)) return STRING;
      if (GLOBAL_TO_PRIMITIVE.has(callee.name)) return PRIMITIVE;
      return UNKNOWN;
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
    if (full === "Object.values" || full === "Object.entries" || full === "Array.from" || full === "Array.of") {
      return { type: "array", of: UNKNOWN };
    }
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
      return list && list.type !== "SpreadElement" ? kindOf(list, analysis) : UNKNOWN;
    }
  }
  const receiver = kindOf(callee.object, analysis);
  if (receiver.type === "string") {
    if (STRING_TO_STRING.has(name)) return STRING;
    if (STRING_TO_ARRAY.has(name)) return { type: "array", of: STRING };
    return PRIMITIVE;
  }
  if (receiver.type === "primitive" && /^(to(String|Fixed|Precision|LocaleString|Exponential))$/.test(name))
    return STRING;
  if (receiver.type === "module" && (name === "at" || name === "get")) return { type: "module" };
  if (receiver.type === "module" && name === "forward") return kindOfResult(receiver, analysis);
  if (receiver.type === "array" || receiver.type === "module") {
    if (receiver.type === "array") {
      if (ARRAY_TO_SAME.has(name)) return receiver;
      if (name === "join") return STRING;
      if (/^(includes|indexOf|lastIndexOf|some|every|findIndex|findLastIndex|push|unshift)$/.test(name))
        return PRIMITIVE;
      if (/^(at|pop|shift|find|findLast)$/.test(name)) return receiver.of;
    }
    const callback = node.arguments[0];
    if ((name === "map" || name === "flatMap") && callback && callback.type !== "SpreadElement") {
      const fn = isFunction(callback) ? callback : undefined;
      const of = fn && !fn.async ? kindOfReturn(fn, analysis) : UNKNOWN;
      return { type: "array", of: name === "map" ? of : UNKNOWN };
    }
  }
  return UNKNOWN;
}

/** What a call of a module of this kind gives. */
function kindOfResult(module: Extract<ValueKind, { type: "module" }>, analysis: FileAnalysis): ValueKind {
  if (module.className === undefined) return UNKNOWN;
  const info = analysis.classes.get(module.className);
  const forward = info?.methods.get("forward");
  // What a class of another file leaves unsaid is not looked for in this one.
  if (forward && (!info?.foreign || forward.fn.returnType)) return kindOfReturn(forward.fn, analysis);
  if (info) return UNKNOWN;
  // Without `output`, a model call gives text; with it, the checker knows what.
  return module.className === "LLMInference" && !usesOutput(module, analysis) ? STRING : UNKNOWN;
}

function usesOutput(module: { alias?: string }, analysis: FileAnalysis): boolean {
  for (const info of analysis.classes.values()) {
    if (info.foreign) continue;
    for (const field of info.fields.values()) {
      if (!field.value || peel(field.value).type !== "NewExpression") continue;
      const made = peel(field.value) as Extract<Expression, { type: "NewExpression" }>;
      const options = made.arguments[0];
      if (plaitName(analysis.file, made.callee) !== "LLMInference" || options?.type !== "ObjectExpression") continue;
      const structured = options.properties.some(
        (p) => p.type === "SpreadElement" || keyName(p.key, p.computed) === "output",
      );
      if (structured && (module.alias === undefined || literalProperty(options, "alias") === module.alias)) return true;
    }
  }
  return false;
}

/** The function that a constant name stands for. */
export function functionOf(binding: Binding): AnyFunction | undefined {
  if (binding.fn) return binding.writes.length === 0 ? binding.fn : undefined;
  if (binding.kind !== "const" || !binding.init) return undefined;
  const init = peel(binding.init);
  return isFunction(init) ? init : undefined;
}

function kindOfReturn(fn: AnyFunction, analysis: FileAnalysis): ValueKind {
  if (fn.generator) return { type: "object" };
  const annotation = fn.returnType?.typeAnnotation;
  if (annotation) {
    if (
      annotation.type === "TSTypeReference" &&
      annotation.typeName.type === "Identifier" &&
      annotation.typeName.name === "Promise"
    ) {
      const inner = annotation.typeArguments?.params[0];
      return inner ? kindOfType(inner, analysis.classes) : UNKNOWN;
    }
    return kindOfType(annotation, analysis.classes);
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
