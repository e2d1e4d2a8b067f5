/**
 * What an annotation says a value is. Names of types are looked up where the annotation stands: type
 * parameters by what they extend, aliases by what they stand for, classes by the file and its imports.
 */
import type { Node } from "oxc-parser";
import type { SourceFile } from "../syntax/file.js";
import { Kept } from "../syntax/kept.js";
import { FUNCTIONS, keyName, nodesOf } from "../syntax/walk.js";
import type { ValueKind } from "../types.js";
import { classNamed, importedNames, nameInNamespace, PLAIT_MODULES, type ClassTable } from "./classes.js";
import { kindElsewhere } from "./foreignKinds.js";
import { kindOfHost } from "./hostKinds.js";
import { importedType, type ImportedType } from "./importedTypes.js";

const UNKNOWN: ValueKind = { type: "unknown" };
const PRIMITIVE: ValueKind = { type: "primitive" };
const STRING: ValueKind = { type: "string" };
export const JSON_VALUE: ValueKind = { type: "unknown", json: true };
/** Types that name each other without end. */
const DEEPEST = 12;

export interface Types {
  file: SourceFile;
  classes: ClassTable;
}

interface NamedType {
  name: string;
  /** Where the name means it; undefined: in the whole file. */
  scope: { start: number; end: number } | undefined;
  /** What it stands for, where the file says so. */
  type: Node | undefined;
  /** Its body, for an interface. */
  members: Extract<Node, { type: "TSInterfaceBody" }> | undefined;
}

const namedTypes = new Kept<SourceFile, { types: NamedType[]; plait: Map<string, string> }>();

const GENERIC = [
  ...FUNCTIONS,
  "TSDeclareFunction",
  "TSEmptyBodyFunctionExpression",
  "ClassDeclaration",
  "ClassExpression",
  "TSMethodSignature",
  "TSCallSignatureDeclaration",
  "TSConstructSignatureDeclaration",
  "TSFunctionType",
  "TSConstructorType",
] as const;

function namesOf(file: SourceFile): { types: NamedType[]; plait: Map<string, string> } {
  const found = namedTypes.get(file);
  if (found) return found;
  const types: NamedType[] = [];
  for (const node of nodesOf(file.program, "TSTypeAliasDeclaration", "TSInterfaceDeclaration", ...GENERIC)) {
    if (node.type === "TSTypeAliasDeclaration") {
      types.push({ name: node.id.name, scope: undefined, type: node.typeAnnotation, members: undefined });
    } else if (node.type === "TSInterfaceDeclaration") {
      types.push({ name: node.id.name, scope: undefined, type: undefined, members: node.body });
    } else if (node.typeParameters) {
      for (const parameter of node.typeParameters.params) {
        types.push({
          name: parameter.name.name,
          scope: { start: node.start, end: node.end },
          type: parameter.constraint ?? undefined,
          members: undefined,
        });
      }
    }
  }
  const plait = new Map<string, string>();
  for (const { name, module, original } of importedNames(file)) if (module === "plait") plait.set(name, original);
  const made = { types, plait };
  namedTypes.set(file, made);
  return made;
}

function typeNamed(name: string, at: Node, file: SourceFile): NamedType | undefined {
  let best: NamedType | undefined;
  for (const type of namesOf(file).types) {
    if (type.name !== name) continue;
    const { scope } = type;
    if (scope && (at.start < scope.start || at.start >= scope.end)) continue;
    if (!best || (scope && (!best.scope || scope.start > best.scope.start))) best = type;
  }
  return best;
}

export function kindOfType(type: Node, types: Types, depth = 0): ValueKind {
  const of = (inner: Node): ValueKind => kindOfType(inner, types, depth + 1);
  if (depth > DEEPEST) return UNKNOWN;
  switch (type.type) {
    case "TSStringKeyword":
    case "TSTemplateLiteralType":
      return STRING;
    case "TSNumberKeyword":
    case "TSBooleanKeyword":
    case "TSBigIntKeyword":
    case "TSNullKeyword":
    case "TSUndefinedKeyword":
    case "TSVoidKeyword":
    case "TSSymbolKeyword":
      return PRIMITIVE;
    case "TSLiteralType":
      return type.literal.type === "Literal" && typeof type.literal.value === "string" ? STRING : PRIMITIVE;
    case "TSArrayType":
      return { type: "array", of: of(type.elementType) };
    case "TSTupleType": {
      const kinds = type.elementTypes.map((element): ValueKind => {
        if (element.type === "TSRestType" || element.type === "TSOptionalType") return UNKNOWN;
        return of(element.type === "TSNamedTupleMember" ? element.elementType : element);
      });
      return { type: "array", of: kinds.length === 0 ? UNKNOWN : kinds.reduce(join) };
    }
    case "TSTypeOperator":
      return type.operator === "readonly" ? of(type.typeAnnotation) : UNKNOWN;
    case "TSParenthesizedType":
      return of(type.typeAnnotation);
    case "TSFunctionType":
      return { type: "function" };
    case "TSTypeLiteral": {
      const index = type.members.find((member) => member.type === "TSIndexSignature");
      if (index) return { type: "object", of: of(index.typeAnnotation.typeAnnotation), by: "key" };
      return { type: "object", members: type };
    }
    case "TSUnionType": {
      const kinds = type.types.map(of);
      if (kinds.every((k) => k.type === "string")) return STRING;
      if (kinds.every((k) => k.type === "string" || k.type === "primitive")) return PRIMITIVE;
      // Where a module is used, it is there: `undefined` and `null` beside it say nothing.
      const there = kinds.filter((_, i) => !isNullish(type.types[i] as Node));
      const first = there[0] as ValueKind;
      return first.type === "module" || first.type === "array" || there.length === kinds.length
        ? distinct(there.reduce(join))
        : UNKNOWN;
    }
    case "TSTypeReference": {
      const kind = kindOfReference(type, types, of);
      // `Record<string, Text>` of an imported class, where the value that it describes has no type of its own.
      return kind === UNKNOWN ? kindOfHost(type, types) : kind;
    }
    default:
      return UNKNOWN;
  }
}

/** Of members that are objects of different shapes, it is not known what they are made of. */
function distinct(kind: ValueKind): ValueKind {
  return kind.type === "module" || kind.type === "array" ? kind : UNKNOWN;
}

function isNullish(type: Node): boolean {
  return type.type === "TSUndefinedKeyword" || type.type === "TSNullKeyword";
}

type Reference = Extract<Node, { type: "TSTypeReference" }>;

function kindOfReference(type: Reference, types: Types, of: (inner: Node) => ValueKind): ValueKind {
  if (type.typeName.type !== "Identifier") {
    const found = classNamed(types.classes, nameInNamespace(type.typeName) ?? "");
    return found?.isModule ? { type: "module", className: found.key } : UNKNOWN;
  }
  const { name } = type.typeName;
  const args = type.typeArguments?.params ?? [];
  const first = args[0];
  const info = classNamed(types.classes, name, type);
  const named = typeNamed(name, type, types.file);
  if (named && !(info?.scope && (!named.scope || info.scope.start > named.scope.start))) {
    return named.type ? of(named.type) : named.members ? { type: "object", members: named.members } : UNKNOWN;
  }
  if (info) return info.isModule ? { type: "module", className: info.key } : { type: "object" };
  const imported = importedType(types.file, name);
  if (imported) return kindElsewhere(imported.home, types, () => kindOfNamed(imported));
  const own = namesOf(types.file).plait.get(name) ?? name;
  if (PLAIT_MODULES.has(own)) {
    const alias = first?.type === "TSLiteralType" && first.literal.type === "Literal" ? first.literal.value : undefined;
    const text = args.slice(1).every((argument) => of(argument).type === "string");
    return {
      type: "module",
      className: own,
      ...(typeof alias === "string" && { alias }),
      ...(own === "LLMInference" && !text && { structured: true }),
    };
  }
  if (name === "TemplateStringsArray") return { type: "array", of: STRING };
  if (!first) return UNKNOWN;
  switch (name) {
    case "Array":
    case "ReadonlyArray":
      return { type: "array", of: of(first) };
    case "Readonly":
    case "Partial":
    case "Required":
    case "NonNullable":
      return of(first);
    case "Promise":
      return { type: "promise" };
    case "Set":
    case "ReadonlySet":
      return { type: "object", of: of(first), by: "set" };
    case "Map":
    case "ReadonlyMap":
    case "WeakMap":
      return args[1] ? { type: "object", of: of(args[1]), by: "get" } : UNKNOWN;
    case "Record":
      return args[1] ? { type: "object", of: of(args[1]), by: "key" } : UNKNOWN;
    default:
      return UNKNOWN;
  }
}

function kindOfNamed({ node, home }: ImportedType): ValueKind {
  return node.type === "TSTypeAliasDeclaration"
    ? kindOfType(node.typeAnnotation, home)
    : { type: "object", members: node.body };
}

/** What a type that is written out says of one of its members. */
export function kindOfTypeMember(type: Node, name: string, types: Types): ValueKind {
  const members = type.type === "TSTypeLiteral" ? type.members : type.type === "TSInterfaceBody" ? type.body : [];
  for (const member of members) {
    if (member.type !== "TSPropertySignature" || keyName(member.key, member.computed) !== name) continue;
    const kind = member.typeAnnotation ? kindOfType(member.typeAnnotation.typeAnnotation, types) : UNKNOWN;
    return member.optional ? orMissing(kind) : kind;
  }
  return UNKNOWN;
}

/** Where a module or a list is used, it is there; a text may not be. */
function orMissing(kind: ValueKind): ValueKind {
  return kind.type === "module" || kind.type === "array" ? kind : join(kind, PRIMITIVE);
}

/** What is known of a value while it is being looked for: it has no influence on what it is joined with. */
export const NOTHING: ValueKind = { type: "unknown" };

/** What is true of both. */
export function join(a: ValueKind, b: ValueKind): ValueKind {
  if (a === NOTHING) return b;
  if (b === NOTHING) return a;
  if (a.type === b.type) {
    if (a.type === "array" && b.type === "array") return { type: "array", of: join(a.of, b.of) };
    if (a.type === "module" && b.type === "module") {
      if (a.className === undefined || a.className !== b.className) return { type: "module" };
      if (a.alias === b.alias && a.structured === b.structured) return a;
      return { type: "module", className: a.className, ...((a.structured || b.structured) && { structured: true }) };
    }
    if (a.type === "object" && b.type === "object") {
      const of = a.of && b.of && a.by === b.by ? join(a.of, b.of) : undefined;
      const { members } = a.members === b.members ? a : { members: undefined };
      return { type: "object", ...(of && { of, by: a.by as "get" }), ...(members && { members }) };
    }
    if (a.type === "unknown" && b.type === "unknown") return a.json ? b : a;
    return a;
  }
  if (isPrimitive(a) && isPrimitive(b)) return PRIMITIVE;
  return isData(a) && isData(b) ? JSON_VALUE : UNKNOWN;
}

/** Whether it is made up of texts, numbers, lists and plain objects, and of nothing else. */
function isData(kind: ValueKind): boolean {
  return kind === NOTHING || isPrimitive(kind) || isJson(kind) || (kind.type === "array" && isData(kind.of));
}

/** A value that JSON.parse made, or part of one. */
export function isJson(kind: ValueKind): boolean {
  return kind.type === "unknown" && kind.json === true;
}

export function sameKind(a: ValueKind, b: ValueKind): boolean {
  if (a === b) return true;
  if (a === NOTHING || b === NOTHING || a.type !== b.type) return false;
  if (a.type === "array" && b.type === "array") return sameKind(a.of, b.of);
  if (a.type === "module" && b.type === "module")
    return a.className === b.className && a.alias === b.alias && a.structured === b.structured;
  if (a.type === "unknown" && b.type === "unknown") return a.json === b.json;
  if (a.type !== "object" || b.type !== "object") return true;
  return a.by === b.by && a.members === b.members && (a.of && b.of ? sameKind(a.of, b.of) : a.of === b.of);
}

function isPrimitive(kind: ValueKind): boolean {
  return kind.type === "string" || kind.type === "primitive";
}
