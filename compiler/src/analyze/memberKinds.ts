/**
 * What kind of value a member is: a field of a class, a member of a literal or of a type that is written out, an
 * element; and what is in collections that are made in the source.
 */
import type { Expression, Node } from "oxc-parser";
import { keyName, peel } from "../syntax/walk.js";
import type { ValueKind } from "../types.js";
import { classNamed, classOfName, PLAIT_MODULES, plaitName, type ClassInfo } from "./classes.js";
import { kindOfReturn } from "./callKinds.js";
import { isEmptyList } from "./emptyList.js";
import { homeOfMembers, kindElsewhere } from "./foreignKinds.js";
import { assertedKind, classAround, isStaticThis, kindOf } from "./kinds.js";
import { isMutated } from "./mutations.js";
import type { FileAnalysis } from "./methodContext.js";
import { isJson, join, kindOfType, kindOfTypeMember, NOTHING } from "./typeKinds.js";

const UNKNOWN: ValueKind = { type: "unknown" };
const STRING: ValueKind = { type: "string" };
const PRIMITIVE: ValueKind = { type: "primitive" };

type NewExpression = Extract<Expression, { type: "NewExpression" }>;
type ObjectExpression = Extract<Expression, { type: "ObjectExpression" }>;

export function kindOfNew(node: NewExpression, analysis: FileAnalysis): ValueKind {
  const { callee } = node;
  const first = node.arguments[0];
  const own = plaitName(analysis.file, callee);
  if (own !== undefined) {
    if (!PLAIT_MODULES.has(own)) return { type: "object" };
    const options = first?.type === "ObjectExpression" ? first : undefined;
    const alias = options && literalProperty(options, "alias");
    const text = options?.properties.every((p) => {
      if (p.type === "SpreadElement") return false;
      const name = keyName(p.key, p.computed);
      return name !== undefined && name !== "output" && name !== "tools";
    });
    return {
      type: "module",
      className: own,
      ...(alias !== undefined && { alias }),
      ...(own === "LLMInference" && !text && { structured: true }),
    };
  }
  if (callee.type === "Identifier") {
    const info = classOfName(analysis.file, analysis.classes, callee);
    if (info) return info.isModule ? { type: "module", className: info.key } : { type: "object" };
    if (!analysis.file.bindings.bindingOf(callee)) {
      return callee.name === "Array" ? { type: "array", of: UNKNOWN } : kindOfCollection(callee.name, node, analysis);
    }
  }
  const named = classOfName(analysis.file, analysis.classes, callee);
  return named?.isModule ? { type: "module", className: named.key } : UNKNOWN;
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

export function literalProperty(object: Node, name: string): string | undefined {
  if (object.type !== "ObjectExpression") return undefined;
  for (const property of object.properties) {
    if (property.type !== "Property" || keyName(property.key, property.computed) !== name) continue;
    const value = peel(property.value as Expression);
    if (value.type === "Literal" && typeof value.value === "string") return value.value;
  }
  return undefined;
}

export function kindOfMember(
  node: Extract<Expression, { type: "MemberExpression" }>,
  analysis: FileAnalysis,
): ValueKind {
  const name = keyName(node.property, node.computed);
  if (name === "length") return PRIMITIVE;
  if (name !== undefined) {
    const kind = kindOfMemberNamed(node.object, name, analysis);
    if (kind.type !== "unknown" || isJson(kind) || node.object.type === "ThisExpression") return kind;
  }
  if (node.computed && isEmptyList(node.object)) return PRIMITIVE;
  const object = kindOf(node.object, analysis);
  if (object === NOTHING) return NOTHING;
  if (isJson(object) && node.computed) return isChanged(peel(node.object), analysis) ? UNKNOWN : object;
  if (object.type === "array" && node.computed) return object.of;
  if (object.type === "string" && node.computed) return STRING;
  if (object.type === "object" && object.of && object.of.type !== "unknown" && object.by === "key") return object.of;
  const value = initOf(node.object, analysis);
  if (value?.type === "ObjectExpression" && name === undefined && node.computed && value.properties.length > 0) {
    // A record: one kind if all members agree.
    return value.properties
      .map((p): ValueKind => (p.type === "Property" ? kindOf(p.value as Expression, analysis) : UNKNOWN))
      .reduce(join);
  }
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
export function kindOfMemberNamed(written: Expression, name: string, analysis: FileAnalysis): ValueKind {
  const object = peel(written);
  if (object.type === "ThisExpression") {
    const info = classAround(analysis, object);
    return info && !isStaticThis(info, object) ? kindOfField(info, name, analysis) : UNKNOWN;
  }
  const info = classOfName(analysis.file, analysis.classes, object);
  if (info && !info.foreign) return kindOfStatic(info, name, analysis);
  const kind = memberOf(kindOf(written, analysis), name, analysis);
  return isJson(kind) && isChanged(object, analysis) ? UNKNOWN : kind;
}

/** What the member of a value of some kind is. */
export function memberOf(kind: ValueKind, name: string, analysis: FileAnalysis): ValueKind {
  if (kind === NOTHING) return NOTHING;
  switch (kind.type) {
    case "module": {
      const info = kind.className === undefined ? undefined : analysis.classes.get(kind.className);
      return info && !info.foreign ? kindOfField(info, name, analysis) : UNKNOWN;
    }
    case "object": {
      if (kind.of && kind.by === "key") return kind.of;
      const { members } = kind;
      const home = members && homeOfMembers(members, analysis);
      if (home) return kindElsewhere(home, analysis, () => memberOf(kind, name, home));
      if (members?.type === "ObjectExpression") return kindOfProperty(members, name, analysis);
      return members ? kindOfTypeMember(members, name, analysis) : UNKNOWN;
    }
    case "unknown":
      return kind.json ? kind : UNKNOWN;
    default:
      return UNKNOWN;
  }
}

function kindOfProperty(object: ObjectExpression, name: string, analysis: FileAnalysis): ValueKind {
  for (const property of object.properties.toReversed()) {
    // What is spread there may hold anything, a computed name may be this one.
    if (property.type === "SpreadElement") return UNKNOWN;
    const key = keyName(property.key, property.computed);
    if (key === undefined) return UNKNOWN;
    if (key !== name) continue;
    if (property.kind !== "init") return UNKNOWN;
    // `{ best: null as Plan | null }`
    const value = property.value as Expression;
    return assertedKind(value, analysis) ?? kindOf(value, analysis);
  }
  return UNKNOWN;
}

/** Whether something in the file changes the value that a chain of members starts with. */
function isChanged(node: Expression, analysis: FileAnalysis): boolean {
  let root = node;
  while (root.type === "MemberExpression") root = peel(root.object);
  const binding = root.type === "Identifier" ? analysis.file.bindings.bindingOf(root) : undefined;
  return binding !== undefined && isMutated(binding, analysis);
}

function kindOfField(info: ClassInfo, name: string, analysis: FileAnalysis): ValueKind {
  const field = info.fields.get(name);
  if (!field) {
    const member = info.members.find((one) => one.name === name && !one.isStatic);
    if (member) return member.kind === "get" ? kindOfReturn(member.fn, analysis) : UNKNOWN;
    const base = info.superName === undefined ? undefined : classNamed(analysis.classes, info.superName, info.node);
    // What stands further down cannot be derived from.
    const isAbove = base !== undefined && !base.foreign && base.node.start < info.node.start;
    return isAbove && !name.startsWith("#") ? kindOfField(base, name, analysis) : UNKNOWN;
  }
  if (field.annotation) {
    const kind = kindOfType(field.annotation, analysis);
    if (kind.type !== "unknown") return kind;
  }
  return field.value ? kindOf(field.value, analysis) : UNKNOWN;
}

/** `Main.shared`, of a module that the class itself holds. What else a class holds may be changed anywhere. */
function kindOfStatic({ node }: ClassInfo, name: string, analysis: FileAnalysis): ValueKind {
  for (const element of node.body.body) {
    if (element.type !== "PropertyDefinition" || !element.static || keyName(element.key, element.computed) !== name)
      continue;
    const annotation = element.typeAnnotation?.typeAnnotation;
    const kind = annotation
      ? kindOfType(annotation, analysis)
      : element.value
        ? kindOf(element.value, analysis)
        : UNKNOWN;
    return kind.type === "module" ? kind : UNKNOWN;
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

/** What `Object.values` or `Array.from` finds. */
export function valuesOf(list: Expression, analysis: FileAnalysis): ValueKind {
  const kind = kindOf(list, analysis);
  if (kind.type === "array") return kind.of;
  if (kind.type === "object" && kind.of && (kind.by === "set" || kind.by === "key")) return kind.of;
  const value = initOf(list, analysis);
  if (value?.type !== "ObjectExpression" || value.properties.length === 0) return UNKNOWN;
  return value.properties
    .map((p): ValueKind => (p.type === "Property" ? kindOf(p.value as Expression, analysis) : UNKNOWN))
    .reduce(join);
}
