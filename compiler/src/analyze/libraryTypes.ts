/**
 * Which type of the standard library a value has, so that its methods can be looked up in `signatures.ts`: from
 * literals, `new`, annotations and initialisers, and from the type checker where there is one.
 *
 *     const seen = new Set<string>()  →  seen: Set        /^a/  →  Pattern        (log: URL)  →  log: URL
 */
import type { Expression, Node } from "oxc-parser";
import type { SourceFile } from "../syntax/file.js";
import { Kept } from "../syntax/kept.js";
import { isFunction, keyName, nodesOf, peel } from "../syntax/walk.js";
import { importedNames } from "./classes.js";
import { classAround, kindOf } from "./kinds.js";
import type { FileAnalysis } from "./methodContext.js";
import { isJson } from "./typeKinds.js";
import { constructorSignature, isLibraryType, methodSignature, type LibraryType } from "./signatures.js";

/** Constants that name each other without end. */
const DEEPEST = 8;

export function libraryTypeOf(expression: Expression, analysis: FileAnalysis, depth = 0): LibraryType | undefined {
  const node = peel(expression);
  const kind = kindOf(expression, analysis);
  switch (kind.type) {
    case "string":
      return "String";
    case "array":
      return "Array";
    case "primitive":
      return "Primitive";
    case "module":
    case "function":
    case "promise":
      return undefined;
    default: {
      const written = isJson(kind) ? "Json" : fromSyntax(node, analysis, depth);
      return written ?? named(analysis.file.host?.libraryTypeOf?.(node.start, node.end));
    }
  }
}

/** A regular expression that stays the same whatever is done with it: `/x/i`, or a constant that is one. */
export function isPattern(expression: Expression, analysis: FileAnalysis): boolean {
  const node = peel(expression);
  if (node.type !== "Literal" && node.type !== "Identifier" && node.type !== "MemberExpression") return false;
  return fromSyntax(node, analysis, 0) === "Pattern";
}

function fromSyntax(node: Expression, analysis: FileAnalysis, depth: number): LibraryType | undefined {
  if (depth > DEEPEST) return undefined;
  const of = (inner: Expression): LibraryType | undefined => {
    const peeled = peel(inner);
    return fromSyntax(peeled, analysis, depth + 1);
  };
  switch (node.type) {
    case "Literal":
      return "regex" in node && node.regex ? regexpWith(node.regex.flags) : undefined;
    case "NewExpression":
      return made(node, analysis);
    case "Identifier": {
      const binding = analysis.file.bindings.bindingOf(node);
      if (!binding) return undefined;
      const compared = comparedIn(analysis.file).get(binding.start);
      if (compared) {
        const list = kindOf(compared, analysis);
        return list.type === "array" && list.of.type === "string" ? "String" : undefined;
      }
      const value = binding.init && binding.writes.length === 0 ? of(binding.init) : undefined;
      return value ?? annotated(binding.annotation, analysis.file);
    }
    case "MemberExpression": {
      const name = keyName(node.property, node.computed);
      if (node.object.type === "ThisExpression") {
        const field = name === undefined ? undefined : classAround(analysis, node)?.fields.get(name);
        const value = field?.value && !field.reassigned ? of(field.value) : undefined;
        return value ?? annotated(field?.annotation, analysis.file);
      }
      const object = kindOf(node.object, analysis);
      const held = object.type === "object" && object.members ? propertyIn(object.members, name) : undefined;
      if (held) return of(held);
      return name === "searchParams" && of(node.object) === "URL" ? "URLSearchParams" : undefined;
    }
    case "CallExpression": {
      const callee = peel(node.callee);
      if (callee.type !== "MemberExpression") return undefined;
      const name = keyName(callee.property, callee.computed);
      const type = name === undefined ? undefined : of(callee.object);
      return type && methodSignature(type, name as string)?.returns === "receiver" ? type : undefined;
    }
    case "ConditionalExpression": {
      const type = of(node.consequent);
      return type === of(node.alternate) ? type : undefined;
    }
    case "LogicalExpression": {
      const type = of(node.right);
      return type === of(node.left) ? type : undefined;
    }
    case "AssignmentExpression":
      return node.operator === "=" ? of(node.right) : undefined;
    default:
      return undefined;
  }
}

function made(node: Extract<Expression, { type: "NewExpression" }>, analysis: FileAnalysis): LibraryType | undefined {
  const callee = peel(node.callee);
  const { bindings } = analysis.file;
  if (callee.type === "MemberExpression" && callee.object.type === "Identifier") {
    const name = keyName(callee.property, callee.computed);
    const known = name !== undefined && constructorSignature(name, callee.object.name);
    return known && !bindings.bindingOf(callee.object) ? "Intl" : undefined;
  }
  if (callee.type !== "Identifier" || bindings.bindingOf(callee)) return undefined;
  if (callee.name !== "RegExp") return named(callee.name);
  const [pattern, flags] = node.arguments;
  // A copy of another regular expression has its flags.
  if (!pattern || pattern.type === "SpreadElement" || kindOf(pattern, analysis).type !== "string") return "RegExp";
  if (!flags) return "Pattern";
  return flags.type === "Literal" && typeof flags.value === "string" ? regexpWith(flags.value) : "RegExp";
}

/** What a literal says of a member. */
function propertyIn(members: Node, name: string | undefined): Expression | undefined {
  if (members.type !== "ObjectExpression" || name === undefined) return undefined;
  const found = members.properties.filter((p) => p.type === "SpreadElement" || keyName(p.key, p.computed) === name);
  const last = found.at(-1);
  return last?.type === "Property" && last.kind === "init" ? (last.value as Expression) : undefined;
}

function regexpWith(flags: string): LibraryType {
  return /[gy]/.test(flags) ? "RegExp" : "Pattern";
}

function annotated(type: Node | undefined, file: SourceFile): LibraryType | undefined {
  switch (type?.type) {
    case "TSTypeReference": {
      if (type.typeName.type !== "Identifier") return undefined;
      const { name } = type.typeName;
      if (ownTypeNames(file).has(name)) return undefined;
      const first = type.typeArguments?.params[0];
      return first && (name === "Readonly" || name === "NonNullable") ? annotated(first, file) : named(name);
    }
    case "TSParenthesizedType":
      return annotated(type.typeAnnotation, file);
    case "TSUnionType": {
      // Where a method is called, the value is there.
      const there = type.types.filter((t) => t.type !== "TSUndefinedKeyword" && t.type !== "TSNullKeyword");
      return there.length === 1 ? annotated(there[0], file) : undefined;
    }
    default:
      return undefined;
  }
}

/** A string or an array is what the kinds say it is; the object `new String("x")` is of no interest. */
function named(name: string | undefined): LibraryType | undefined {
  if (name === undefined || name === "String" || name === "Array") return undefined;
  if (name === "ReadonlyMap") return "Map";
  if (name === "ReadonlySet") return "Set";
  if (isLibraryType(name)) return name;
  return /^(?:Type|Range|Syntax|Reference|Eval|URI|Aggregate)Error$/.test(name) ? "Error" : undefined;
}

const comparedBy = new Kept<SourceFile, ReadonlyMap<number, Expression>>();

/** Lists by where the parameters of their comparators are declared: `words.toSorted((a, b) => …)`. */
function comparedIn(file: SourceFile): ReadonlyMap<number, Expression> {
  const known = comparedBy.get(file);
  if (known) return known;
  const lists = new Map<number, Expression>();
  for (const { callee, arguments: given } of nodesOf(file.program, "CallExpression")) {
    if (callee.type !== "MemberExpression") continue;
    const name = keyName(callee.property, callee.computed);
    const [comparator] = given;
    if ((name !== "sort" && name !== "toSorted") || !comparator || !isFunction(comparator)) continue;
    for (const param of comparator.params)
      if (param.type === "Identifier" && !param.typeAnnotation) lists.set(param.start, callee.object);
  }
  comparedBy.set(file, lists);
  return lists;
}

const typeNames = new Kept<SourceFile, ReadonlySet<string>>();

/** Types that the file declares or imports: `Map` is then another one. */
function ownTypeNames(file: SourceFile): ReadonlySet<string> {
  const known = typeNames.get(file);
  if (known) return known;
  const names = new Set(importedNames(file).map(({ name }) => name));
  for (const { id } of nodesOf(file.program, "TSInterfaceDeclaration", "TSTypeAliasDeclaration", "ClassDeclaration"))
    if (id) names.add(id.name);
  for (const { name } of nodesOf(file.program, "TSTypeParameter")) names.add(name.name);
  typeNames.set(file, names);
  return names;
}
