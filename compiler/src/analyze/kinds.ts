/**
 * What kind of value an expression has, from the syntax around it: annotations, initialisers, literals and
 * the methods of strings and arrays. Where the syntax does not tell, the type checker is asked, if there is one.
 */
import type { Expression, Node } from "oxc-parser";
import type { Binding } from "../syntax/bindings.js";
import { Kept } from "../syntax/kept.js";
import { type AnyFunction, FUNCTIONS, isFunction, keyName, nodesOf, peel } from "../syntax/walk.js";
import type { ValueKind } from "../types.js";
import { Fixpoint } from "./fixpoint.js";
import { calledFunction, kindOfCall, kindOfReturn, kindOfTagged } from "./callKinds.js";
import type { ClassInfo } from "./classes.js";
import { noteGiven } from "./givenKinds.js";
import { isEmptyList } from "./emptyList.js";
import { kindOfHost } from "./hostKinds.js";
import { kindOfMember, kindOfMemberNamed, kindOfNew, memberOf, valuesOf } from "./memberKinds.js";
import type { FileAnalysis } from "./methodContext.js";
import { isJson, join, kindOfType, NOTHING, sameKind } from "./typeKinds.js";

const UNKNOWN: ValueKind = { type: "unknown" };
const STRING: ValueKind = { type: "string" };
const PRIMITIVE: ValueKind = { type: "primitive" };

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
export function isStaticThis(info: ClassInfo, node: { start: number; end: number }): boolean {
  let members = statics.get(info.node);
  if (!members)
    statics.set(
      info.node,
      (members = info.node.body.body.filter((one) => one.type === "StaticBlock" || ("static" in one && one.static))),
    );
  return members.some(({ start, end }) => start <= node.start && node.end <= end);
}

const statics = new Kept<ClassInfo["node"], Node[]>();

const caches = new Kept<FileAnalysis["classes"], Fixpoint<Node, ValueKind>>();

export function kindOf(expression: Expression, analysis: FileAnalysis): ValueKind {
  let cache = caches.get(analysis.classes);
  if (!cache) caches.set(analysis.classes, (cache = new Fixpoint<Node, ValueKind>(NOTHING, UNKNOWN, sameKind)));
  const settled = cache.known(expression);
  // What is in it is asked for by the expression inside.
  if (settled) return settled;
  const node = peel(expression);
  const kind = cache.get(node, () => {
    const found = fromSyntax(node, analysis);
    if (found.type !== "unknown" || !analysis.file.host) return found;
    if (isLibraryMethod(node, analysis) || isBound(node, analysis)) return { type: "function" };
    return kindOfHost(node, analysis, found);
  });
  const asserted = node === expression ? undefined : assertedKind(expression, analysis);
  if (!asserted || asserted.type === "unknown") return kind;
  // Of a module the value itself says more.
  return asserted.type === "module" && kind.type === "module" ? kind : asserted;
}

/** What `value as T` says it is. */
export function assertedKind(expression: Expression, analysis: FileAnalysis): ValueKind | undefined {
  switch (expression.type) {
    case "TSAsExpression":
    case "TSTypeAssertion": {
      const type = expression.typeAnnotation;
      const isConst =
        type.type === "TSTypeReference" && type.typeName.type === "Identifier" && type.typeName.name === "const";
      return isConst ? undefined : kindOfType(type, analysis);
    }
    case "ParenthesizedExpression":
    case "TSNonNullExpression":
      return assertedKind(expression.expression, analysis);
    default:
      return undefined;
  }
}

/** `text.trim`, `list.push`: many callees are such, and the checker would say no more of them. */
function isLibraryMethod(node: Expression, analysis: FileAnalysis): boolean {
  if (node.type !== "MemberExpression") return false;
  const name = keyName(node.property, node.computed);
  if (name === undefined) return false;
  const { type } = kindOf(node.object, analysis);
  return (type === "string" && STRING_METHODS.has(name)) || (type === "array" && ARRAY_METHODS.has(name));
}

/** `new Report().bind(…)`: to find its type, the checker looks through all modules that are in one another. */
function isBound(node: Expression, analysis: FileAnalysis): boolean {
  if (node.type !== "CallExpression") return false;
  const callee = peel(node.callee);
  if (callee.type !== "MemberExpression" || keyName(callee.property, callee.computed) !== "bind") return false;
  return kindOf(callee.object, analysis).type === "module";
}

const methodsOf = (prototype: object): ReadonlySet<string> =>
  new Set(
    Object.getOwnPropertyNames(prototype).filter(
      (name) => name !== "constructor" && typeof Reflect.get(prototype, name) === "function",
    ),
  );
const STRING_METHODS = methodsOf(String.prototype);
const ARRAY_METHODS = methodsOf(Array.prototype);

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
      return node.operator === "+" ? sumOf(of(node.left), of(node.right)) : PRIMITIVE;
    case "LogicalExpression":
      return join(of(node.left), orEmpty(node.right, of));
    case "ConditionalExpression":
      return join(orEmpty(node.consequent, of), orEmpty(node.alternate, of));
    case "SequenceExpression":
      return of(node.expressions.at(-1) as Expression);
    case "AssignmentExpression":
      // `a ??= b` comes to one of both.
      if (/^(\?\?|\|\||&&)=$/.test(node.operator))
        return join(orEmpty(node.left as Expression, of), orEmpty(node.right, of));
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
      return { type: "object", members: node };
    case "ArrowFunctionExpression":
    case "FunctionExpression":
      return { type: "function" };
    case "ThisExpression": {
      const info = classAround(analysis, node);
      return info?.isModule && !isStaticThis(info, node) ? { type: "module", className: info.key } : UNKNOWN;
    }
    case "Identifier": {
      const binding = analysis.file.bindings.bindingOf(node);
      return binding ? kindOfBinding(binding, analysis) : UNKNOWN;
    }
    case "NewExpression":
      return kindOfNew(node, analysis);
    case "MemberExpression":
      return kindOfMember(node, analysis);
    case "ChainExpression": {
      // It may be undefined.
      const kind = of(node.expression);
      if (kind === NOTHING) return NOTHING;
      return kind.type === "string" || kind.type === "primitive" ? PRIMITIVE : UNKNOWN;
    }
    case "CallExpression":
      return kindOfCall(node, analysis);
    // The texts of a template.
    case "TemplateElement" as never:
      return { type: "array", of: STRING };
    case "TaggedTemplateExpression":
      return kindOfTagged(node, analysis);
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
  if (!binding.annotation && (binding.kind === "let" || binding.kind === "var") && binding.writes.length > 0) {
    const kind = kindOfAssigned(binding, analysis);
    if (kind) return kind;
  }
  const element = elementKinds(analysis).get(binding.start)?.() ?? UNKNOWN;
  return element.type === "unknown" ? kindOfHost(binding, analysis, element) : element;
}

const assignments = new Kept<object, Map<number, Expression | "primitive">>();

/** What each assignment of a name gives it, by where the name stands. */
export function assignedValues(analysis: FileAnalysis): Map<number, Expression | "primitive"> {
  let found = assignments.get(analysis.file);
  if (found) return found;
  assignments.set(analysis.file, (found = new Map()));
  const values = found;
  /** `[a, b] = [b, a]` */
  const noteEach = (targets: readonly (Node | null)[], list: Expression): void => {
    if (list.type !== "ArrayExpression" || list.elements.some((element) => element?.type === "SpreadElement")) return;
    targets.forEach((target, i) => {
      const value = list.elements[i];
      if (target?.type === "Identifier" && value && value.type !== "SpreadElement") values.set(target.start, value);
    });
  };
  const { program } = analysis.file;
  for (const { argument } of nodesOf(program, "UpdateExpression"))
    if (argument.type === "Identifier") values.set(argument.start, "primitive");
  for (const { id, init } of nodesOf(program, "VariableDeclarator"))
    if (id.type === "Identifier" && init) values.set(id.start, init);
  for (const { left, right, operator } of nodesOf(program, "AssignmentExpression")) {
    if (left.type === "ArrayPattern") noteEach(left.elements, peel(right));
    if (left.type !== "Identifier") continue;
    const plain = operator === "=" || operator === "||=" || operator === "&&=" || operator === "??=";
    values.set(left.start, plain ? right : "primitive");
  }
  return values;
}

/** The kind that all values of a variable have in common; nothing where one is not known. */
function kindOfAssigned(binding: Binding, analysis: FileAnalysis): ValueKind | undefined {
  const values = assignedValues(analysis);
  const kinds: ValueKind[] = binding.init ? [kindOf(binding.init, analysis)] : [];
  for (const write of binding.writes) {
    const value = values.get(write.start);
    if (value === undefined) return undefined;
    kinds.push(value === "primitive" ? PRIMITIVE : kindOf(value, analysis));
  }
  const kind = kinds.reduce(join);
  return kind === NOTHING || /^(?:string|primitive|array|module)$/.test(kind.type) ? kind : undefined;
}

type Elements = ReadonlyMap<number, () => ValueKind>;

const elements = new Kept<object, Elements>();

/** Kinds of the first parameter of array callbacks, of the variables of `for…of` and `for…in` and of names in patterns, by where they are declared. */
function elementKinds(analysis: FileAnalysis): Elements {
  const known = elements.get(analysis.file);
  if (known) return known;
  const kinds = new Map<number, () => ValueKind>();
  elements.set(analysis.file, kinds);
  const note = (name: Node | undefined, list: Expression): void => {
    if (name?.type === "Identifier" && isEmptyList(list)) {
      kinds.set(name.start, () => PRIMITIVE);
      return;
    }
    if (name?.type === "ArrayPattern") {
      const second = name.elements[1];
      if (second?.type === "Identifier") kinds.set(second.start, () => secondOf(kindOf(list, analysis)));
    } else if (name?.type === "Identifier") kinds.set(name.start, () => elementOf(kindOf(list, analysis)));
    else if (name?.type === "ObjectPattern")
      noteNames(
        name,
        (member) => memberOf(elementOf(kindOf(list, analysis)), member, analysis),
        () => UNKNOWN,
      );
  };
  const noteNames = (pattern: Node, member: (name: string) => ValueKind, element: () => ValueKind): void => {
    if (pattern.type === "ObjectPattern") {
      for (const property of pattern.properties) {
        if (property.type === "RestElement" || property.value.type !== "Identifier") continue;
        const name = keyName(property.key, property.computed);
        if (name !== undefined) kinds.set(property.value.start, () => member(name));
      }
    } else if (pattern.type === "ArrayPattern") {
      for (const item of pattern.elements) {
        if (item?.type === "Identifier") kinds.set(item.start, element);
        if (item?.type === "RestElement" && item.argument.type === "Identifier")
          kinds.set(item.argument.start, () => ({ type: "array", of: element() }));
      }
    }
  };
  const inArray = (kind: ValueKind): ValueKind => (kind.type === "array" ? kind.of : partOf(kind));
  /** `const { a, b } = this;`, `const [first] = this.tools;` */
  const noteDeclared = (pattern: Node, value: Expression): void =>
    noteNames(
      pattern,
      (name) => kindOfMemberNamed(value, name, analysis),
      () => inArray(kindOf(value, analysis)),
    );
  /** `({ model, tools }: Options) => …` */
  const noteParameter = (pattern: Node): void => {
    const type = "typeAnnotation" in pattern ? (pattern.typeAnnotation as { typeAnnotation?: Node } | null) : undefined;
    const annotation = type?.typeAnnotation;
    if (pattern.type === "RestElement") {
      const list = (): ValueKind => (annotation ? kindOfType(annotation, analysis) : UNKNOWN);
      const kind = (): ValueKind => (list().type === "array" ? list() : { type: "array", of: UNKNOWN });
      if (pattern.argument.type === "Identifier") kinds.set(pattern.argument.start, kind);
    }
    if (!annotation) return;
    noteNames(
      pattern,
      (name) => memberOf(kindOfType(annotation, analysis), name, analysis),
      () => inArray(kindOfType(annotation, analysis)),
    );
  };
  for (const node of nodesOf(
    analysis.file.program,
    "CallExpression",
    "VariableDeclarator",
    "ForOfStatement",
    "ForInStatement",
    "NewExpression",
    ...FUNCTIONS,
  )) {
    if (node.type === "CallExpression") noteGiven(node, kinds, analysis);
    if (node.type === "CallExpression" && node.callee.type === "MemberExpression") {
      const { object } = node.callee;
      const [callback, second] = node.arguments;
      const name = keyName(node.callee.property, node.callee.computed);
      // What a text is replaced by is made of what was found in it.
      const found = (name === "replace" || name === "replaceAll") && second && isFunction(second) && second.params[0];
      if (found) kinds.set(found.start, () => (kindOf(object, analysis).type === "string" ? STRING : UNKNOWN));
      if (!callback || callback.type === "SpreadElement" || !isFunction(callback)) continue;
      if (!name || !ARRAY_CALLBACKS.has(name)) continue;
      const index = name.startsWith("reduce") ? 1 : 0;
      const sofar = index === 1 ? callback.params[0] : undefined;
      if (sofar?.type === "Identifier" && second && second.type !== "SpreadElement") {
        // What it starts with, or what it gives.
        kinds.set(sofar.start, () =>
          kindOf(object, analysis).type === "array" && !callback.async
            ? join(kindOf(second, analysis), kindOfReturn(callback, analysis))
            : UNKNOWN,
        );
      }
      note(callback.params[index] as Node | undefined, node.callee.object);
    } else if (node.type === "VariableDeclarator" && node.init && node.id.type !== "Identifier") {
      noteDeclared(node.id, node.init);
    } else if (isFunction(node)) {
      for (const param of node.params) if (param.type !== "Identifier") noteParameter(param as Node);
    } else if (node.type === "ForOfStatement" && node.left.type === "VariableDeclaration") {
      note(node.left.declarations[0]?.id, node.right);
    } else if (node.type === "ForInStatement" && node.left.type === "VariableDeclaration") {
      const key = node.left.declarations[0]?.id;
      if (key?.type === "Identifier") kinds.set(key.start, () => STRING);
    } else if (node.type === "NewExpression" && node.callee.type === "Identifier" && node.callee.name === "Promise") {
      // resolve and reject, which are no modules: a leaf may be written around a timer or an event.
      const executor = node.arguments[0];
      if (!executor || executor.type === "SpreadElement" || !isFunction(executor)) continue;
      for (const param of executor.params)
        if (param.type === "Identifier") kinds.set(param.start, () => ({ type: "function", foreign: true }));
    }
  }
  return kinds;
}

/** What is in what is iterated. */
export function elementOf(kind: ValueKind): ValueKind {
  if (kind.type === "array") return kind.of;
  if (kind.type === "module") return { type: "module" };
  return kind.type === "object" && kind.of && kind.by === "set" ? kind.of : partOf(kind);
}

/** `[name, tool]` of a Map or of Object.entries. */
function secondOf(kind: ValueKind): ValueKind {
  const entry = kind.type === "array" || (kind.type === "object" && kind.by === "set") ? (kind.of ?? kind) : kind;
  if (entry.type !== "object" || !entry.of) return partOf(entry);
  return entry.by === "entry" || (entry.by === "get" && kind === entry) ? entry.of : UNKNOWN;
}

/** Parts of what is not known yet are not known yet; those of parsed JSON are parsed JSON. */
function partOf(kind: ValueKind): ValueKind {
  return kind === NOTHING || isJson(kind) ? kind : UNKNOWN;
}

/** `rows ?? []`: in a list without elements, there are none of another kind. */
function orEmpty(node: Expression, of: (node: Expression) => ValueKind): ValueKind {
  return node.type === "ArrayExpression" && node.elements.length === 0 ? { type: "array", of: NOTHING } : of(node);
}

function sumOf(a: ValueKind, b: ValueKind): ValueKind {
  if (a.type === "string" || b.type === "string") return STRING;
  return a === NOTHING || b === NOTHING ? NOTHING : PRIMITIVE;
}

export const ARRAY_CALLBACKS: ReadonlySet<string> = new Set(
  "map flatMap forEach filter find findIndex findLast findLastIndex some every reduce reduceRight".split(" "),
);

/** Kinds that were found before it was known which calls are module calls. */
export function forgetKinds(analysis: FileAnalysis): void {
  caches.delete(analysis.classes);
  elements.delete(analysis.file);
}

/** The function that a constant name stands for. */
export function functionOf(binding: Binding): AnyFunction | undefined {
  if (binding.fn) return binding.writes.length === 0 ? binding.fn : undefined;
  if (binding.kind !== "const" || !binding.init) return undefined;
  const init = peel(binding.init);
  return isFunction(init) ? init : undefined;
}
