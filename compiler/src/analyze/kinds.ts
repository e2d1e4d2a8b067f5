/**
 * What kind of value an expression has, from the syntax around it: annotations, initialisers, literals and
 * the methods of strings and arrays. Where the syntax does not tell, the type checker is asked, if there is one.
 */
import type { CallExpression, Expression, Node } from "oxc-parser";
import type { Binding } from "../syntax/bindings.js";
import { keyName, peel, walk, isFunction, type AnyFunction } from "../syntax/walk.js";
import type { ValueKind } from "../types.js";
import { classOfName, PLAIT_MODULES, plaitName, type ClassInfo } from "./classes.js";
import type { FileAnalysis } from "./methodContext.js";
import { join, kindOfType, kindOfTypeMember } from "./typeKinds.js";

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

/** Whether a `this` of the class is the class itself. */
function inStatic(info: ClassInfo, node: { start: number; end: number }): boolean {
  return info.node.body.body.some(
    (element) =>
      element.start <= node.start &&
      node.end <= element.end &&
      (element.type === "StaticBlock" || ("static" in element && element.static)),
  );
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
  if (kind.type === "unknown") kind = fromHost(node.start, node.end, analysis);
  cache.set(node, kind);
  return kind;
}

/** The checker knows classes by their own name, which may be that of several. */
function fromHost(start: number, end: number, analysis: FileAnalysis): ValueKind {
  const kind = analysis.file.host?.kindOf(start, end) ?? UNKNOWN;
  if (kind.type !== "module" || kind.className === undefined) return kind;
  const { className, ...rest } = kind;
  const named = [...analysis.classes.values()].filter((info) => info.name === className);
  return named.length < 2 ? kind : rest;
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
      const kinds = node.elements.map((e): ValueKind => {
        if (e === null) return UNKNOWN;
        return e.type === "SpreadElement" ? valuesOf(e.argument, analysis) : of(e);
      });
      return { type: "array", of: kinds.length === 0 ? UNKNOWN : kinds.reduce(join) };
    }
    case "ObjectExpression":
      return { type: "object" };
    case "ArrowFunctionExpression":
    case "FunctionExpression":
      return { type: "function" };
    case "ThisExpression": {
      const info = classAround(analysis, node);
      return info?.isModule && !inStatic(info, node) ? { type: "module", className: info.key } : UNKNOWN;
    }
    case "Identifier": {
      const binding = analysis.file.bindings.bindingOf(node);
      return binding ? kindOfBinding(binding, analysis) : UNKNOWN;
    }
    case "NewExpression":
      return kindOfNew(node, analysis);
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
    const kind = kindOfType(binding.annotation, analysis);
    if (kind.type !== "unknown") return kind;
  } else if (binding.init && (binding.kind === "const" || binding.writes.length === 0)) {
    return kindOf(binding.init, analysis);
  }
  if (binding.kind === "function" || binding.kind === "class") return { type: "function" };
  const element = elementKinds(analysis).get(binding.start);
  return element && element.type !== "unknown" ? element : fromHost(binding.start, binding.end, analysis);
}

const elements = new WeakMap<object, Map<number, ValueKind>>();

/** Kinds of the first parameter of array callbacks, of `for…of` variables and of names in patterns, by where they are declared. */
function elementKinds(analysis: FileAnalysis): Map<number, ValueKind> {
  let kinds = elements.get(analysis.file);
  if (kinds) return kinds;
  elements.set(analysis.file, (kinds = new Map()));
  const note = (name: Node | undefined, list: Expression): void => {
    const kind = kindOf(list, analysis);
    if (name?.type === "ArrayPattern") {
      // `[name, tool]` of a Map or of Object.entries
      const entry = kind.type === "array" || (kind.type === "object" && kind.by === "set") ? (kind.of ?? kind) : kind;
      const second = name.elements[1];
      if (entry.type !== "object" || !entry.of || second?.type !== "Identifier") return;
      if (entry.by === "entry" || (entry.by === "get" && kind === entry)) kinds.set(second.start, entry.of);
      return;
    }
    if (name?.type !== "Identifier") return;
    if (kind.type === "array") kinds.set(name.start, kind.of);
    else if (kind.type === "module") kinds.set(name.start, { type: "module" });
    else if (kind.type === "object" && kind.of && kind.by === "set") kinds.set(name.start, kind.of);
  };
  const noteNames = (pattern: Node, member: (name: string) => ValueKind, element: () => ValueKind): void => {
    if (pattern.type === "ObjectPattern") {
      for (const property of pattern.properties) {
        if (property.type === "RestElement" || property.value.type !== "Identifier") continue;
        const name = keyName(property.key, property.computed);
        if (name !== undefined) kinds.set(property.value.start, member(name));
      }
    } else if (pattern.type === "ArrayPattern") {
      for (const item of pattern.elements) if (item?.type === "Identifier") kinds.set(item.start, element());
    }
  };
  /** `const { a, b } = this;`, `const [first] = this.tools;` */
  const noteDeclared = (pattern: Node, value: Expression): void => {
    const element = (): ValueKind => {
      const kind = kindOf(value, analysis);
      return kind.type === "array" ? kind.of : UNKNOWN;
    };
    noteNames(pattern, (name) => kindOfMemberNamed(value, name, analysis), element);
  };
  /** `({ model, tools }: Options) => …` */
  const noteParameter = (pattern: Node): void => {
    const type = "typeAnnotation" in pattern ? (pattern.typeAnnotation as { typeAnnotation?: Node } | null) : undefined;
    const annotation = type?.typeAnnotation;
    if (!annotation) return;
    const element = (): ValueKind => {
      const kind = kindOfType(annotation, analysis);
      return kind.type === "array" ? kind.of : UNKNOWN;
    };
    noteNames(pattern, (name) => kindOfTypeMember(annotation, name, analysis), element);
  };
  walk(analysis.file.program, (node) => {
    if (node.type === "CallExpression" && node.callee.type === "MemberExpression") {
      const callback = node.arguments[0];
      if (!callback || callback.type === "SpreadElement" || !isFunction(callback)) return;
      const name = keyName(node.callee.property, node.callee.computed);
      if (!name || !ARRAY_CALLBACKS.has(name)) return;
      const index = name.startsWith("reduce") ? 1 : 0;
      note(callback.params[index] as Node | undefined, node.callee.object);
    } else if (node.type === "VariableDeclarator" && node.init && node.id.type !== "Identifier") {
      noteDeclared(node.id, node.init);
    } else if (isFunction(node)) {
      for (const param of node.params) if (param.type !== "Identifier") noteParameter(param as Node);
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

type NewExpression = Extract<Expression, { type: "NewExpression" }>;

function kindOfNew(node: NewExpression, analysis: FileAnalysis): ValueKind {
  const { callee } = node;
  const first = node.arguments[0];
  const own = plaitName(analysis.file, callee);
  if (own !== undefined) {
    if (!PLAIT_MODULES.has(own)) return { type: "object" };
    const alias = first?.type === "ObjectExpression" ? literalProperty(first, "alias") : undefined;
    return alias === undefined ? { type: "module", className: own } : { type: "module", className: own, alias };
  }
  if (callee.type === "Identifier") {
    const info = classOfName(analysis.file, analysis.classes, callee);
    if (info) return info.isModule ? { type: "module", className: info.key } : { type: "object" };
    if (!analysis.file.bindings.bindingOf(callee)) {
      return callee.name === "Array" ? { type: "array", of: UNKNOWN } : kindOfCollection(callee.name, node, analysis);
    }
  }
  return UNKNOWN;
}

/** `new Map([["a", this.a], …])`, `new Set(list)`, and what their type arguments say. */
function kindOfCollection(name: string, node: NewExpression, analysis: FileAnalysis): ValueKind {
  if (name !== "Map" && name !== "Set") return { type: "object" };
  const by = name === "Map" ? "get" : "set";
  const argument = node.typeArguments?.params[name === "Map" ? 1 : 0];
  if (argument) return { type: "object", of: kindOfType(argument, analysis), by };
  const list = node.arguments[0] && peel(node.arguments[0] as Expression);
  if (!list) return { type: "object" };
  if (name === "Set") {
    const kind = kindOf(list, analysis);
    return kind.type === "array" ? { type: "object", of: kind.of, by } : { type: "object" };
  }
  if (list.type !== "ArrayExpression" || list.elements.length === 0) return { type: "object" };
  const values = list.elements.map((pair): ValueKind => {
    const entry = pair && pair.type !== "SpreadElement" ? peel(pair) : undefined;
    const value = entry?.type === "ArrayExpression" ? entry.elements[1] : undefined;
    return value && value.type !== "SpreadElement" ? kindOf(value, analysis) : UNKNOWN;
  });
  return { type: "object", of: values.reduce(join), by };
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
  if (name !== undefined) {
    const kind = kindOfMemberNamed(node.object, name, analysis);
    if (kind.type !== "unknown" || node.object.type === "ThisExpression") return kind;
  }
  const value = initOf(node.object, analysis);
  if (value?.type === "ObjectExpression" && name === undefined && node.computed && value.properties.length > 0) {
    // A record: one kind if all members agree.
    return value.properties
      .map((p): ValueKind => (p.type === "Property" ? kindOf(p.value as Expression, analysis) : UNKNOWN))
      .reduce(join);
  }
  const object = kindOf(node.object, analysis);
  if (object.type === "array" && node.computed) return object.of;
  if (object.type === "string" && node.computed) return STRING;
  if (object.type === "object" && object.of && object.by === "key") return object.of;
  if (
    object.type === "module" &&
    (object.className === "ModuleList" || object.className === "ModuleDict") &&
    node.computed
  ) {
    return { type: "module" };
  }
  return UNKNOWN;
}

/** What the member of an object is: a field of a class, a member of a literal or of a type that is written out. */
function kindOfMemberNamed(written: Expression, name: string, analysis: FileAnalysis): ValueKind {
  const object = peel(written);
  if (object.type === "ThisExpression") {
    const info = classAround(analysis, object);
    return info && !inStatic(info, object) ? kindOfField(info, name, analysis) : UNKNOWN;
  }
  const value = initOf(object, analysis);
  if (value?.type === "ObjectExpression") {
    for (const property of value.properties) {
      if (property.type === "Property" && keyName(property.key, property.computed) === name) {
        return kindOf(property.value as Expression, analysis);
      }
    }
  }
  const kind = kindOf(object, analysis);
  if (kind.type === "module" && kind.className !== undefined) {
    const info = analysis.classes.get(kind.className);
    return info && !info.foreign ? kindOfField(info, name, analysis) : UNKNOWN;
  }
  if (kind.type === "object" && kind.of && kind.by === "key") return kind.of;
  if (object.type !== "Identifier") return UNKNOWN;
  const annotation = analysis.file.bindings.bindingOf(object)?.annotation;
  return annotation ? kindOfTypeMember(annotation, name, analysis) : UNKNOWN;
}

function kindOfField(info: ClassInfo, name: string, analysis: FileAnalysis): ValueKind {
  const field = info.fields.get(name);
  if (!field) return UNKNOWN;
  if (field.annotation) {
    const kind = kindOfType(field.annotation, analysis);
    if (kind.type !== "unknown") return kind;
  }
  return field.value ? kindOf(field.value, analysis) : UNKNOWN;
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
  if (receiver.type === "object" && receiver.of && receiver.by !== "key") {
    if (name === "get" && receiver.by === "get") return receiver.of;
    if (name === "values") return { type: "object", of: receiver.of, by: "set" };
    if (name === "entries" && receiver.by === "get")
      return { type: "object", of: { ...receiver, by: "entry" }, by: "set" };
  }
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

/** What `Object.values` or `Array.from` finds. */
function valuesOf(list: Expression, analysis: FileAnalysis): ValueKind {
  const kind = kindOf(list, analysis);
  if (kind.type === "array") return kind.of;
  if (kind.type === "object" && kind.of && (kind.by === "set" || kind.by === "key")) return kind.of;
  const value = initOf(list, analysis);
  if (value?.type !== "ObjectExpression" || value.properties.length === 0) return UNKNOWN;
  return value.properties
    .map((p): ValueKind => (p.type === "Property" ? kindOf(p.value as Expression, analysis) : UNKNOWN))
    .reduce(join);
}

/** What a call of a module of this kind gives. */
function kindOfResult(module: Extract<ValueKind, { type: "module" }>, analysis: FileAnalysis): ValueKind {
  if (module.className === undefined) return UNKNOWN;
  const info = analysis.classes.get(module.className);
  const forward = info?.methods.get("forward");
  // What a class of another file leaves unsaid is not looked for in this one.
  if (forward) return kindOfReturn(forward.fn, analysis, info?.foreign);
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

/** `foreign`: the function is another file's, of which only the annotation is read. */
function kindOfReturn(fn: AnyFunction, analysis: FileAnalysis, foreign = false): ValueKind {
  if (fn.generator) return { type: "object" };
  const annotation = fn.returnType?.typeAnnotation;
  if (annotation) {
    if (
      annotation.type === "TSTypeReference" &&
      annotation.typeName.type === "Identifier" &&
      annotation.typeName.name === "Promise"
    ) {
      const inner = annotation.typeArguments?.params[0];
      return inner ? kindOfType(inner, analysis, foreign) : UNKNOWN;
    }
    return kindOfType(annotation, analysis, foreign);
  }
  if (foreign || !fn.body) return UNKNOWN;
  if (fn.body.type !== "BlockStatement") return kindOf(fn.body as Expression, analysis);
  const returned: ValueKind[] = [];
  walk(fn.body, (node) => {
    if (isFunction(node)) return false;
    if (node.type === "ReturnStatement") returned.push(node.argument ? kindOf(node.argument, analysis) : PRIMITIVE);
    return true;
  });
  return returned.length === 0 ? PRIMITIVE : returned.reduce(join);
}
