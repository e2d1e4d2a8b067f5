/**
 * TypeScript's answer to the questions of the analysis. Only what the analysis can use is answered: whether
 * a value can change, whether it is a module, whether it is an array and of what.
 *
 *     "a" | "b"              →  string
 *     string | undefined     →  primitive
 *     readonly Report[]      →  array of module Report
 *     LLMInference<"fast">   →  module LLMInference, alias "fast"
 *     any, Report | Date     →  unknown
 */
import { isDeclaredEffects } from "../analyze/declarationComments.js";
import type { DeclaredEffects, Host, ValueKind } from "../types.js";
import { findNode } from "./findNode.js";
import { moduleTypes } from "./moduleTypes.js";
import type { ts, TypeScript } from "./typescript.js";

const UNKNOWN: ValueKind = { type: "unknown" };
/** Arrays of arrays deeper than this are of no interest, and recursive types have to end somewhere. */
const MAX_DEPTH = 4;

/** Answers for one file of a program, whichever TypeScript both come from. */
export function createTsHost(tsApi: TypeScript, program: ts.Program, sourceFile: ts.SourceFile): Host {
  const checker = program.getTypeChecker();
  const kinds = kindsOf(tsApi, checker);
  /** The analysis asks again each time that it has learned something; types stay what they are. */
  const known = new Map<number, ts.Type | undefined>();
  const typeAt = (start: number, end: number): ts.Type | undefined => {
    const key = start * (sourceFile.end + 1) + end;
    const found = known.get(key);
    if (found || known.has(key)) return found;
    const node = findNode(tsApi, sourceFile, start, end);
    const type = node && checker.getTypeAtLocation(node);
    known.set(key, type);
    return type;
  };
  return {
    kindOf(start, end) {
      const type = typeAt(start, end);
      return type ? kinds.kindOf(type) : UNKNOWN;
    },
    isModuleClass(start, end) {
      const type = typeAt(start, end);
      return type && kinds.isModuleClass(type);
    },
    libraryTypeOf(start, end) {
      const type = typeAt(start, end);
      const symbol = type && checker.getNonNullableType(type).symbol;
      const declarations = symbol?.declarations ?? [];
      const isLibrary = declarations.some((d) => program.isSourceFileDefaultLibrary(d.getSourceFile()));
      return isLibrary ? symbol?.name : undefined;
    },
    declarationOf(start, end) {
      if (!holdsDeclarations(program)) return undefined;
      const node = findNode(tsApi, sourceFile, start, end);
      return node && declarationOf(tsApi, checker, node);
    },
    staticsOf(start, end) {
      const type = typeAt(start, end);
      if (!type) return undefined;
      if (!kinds.statics.has(type)) kinds.statics.set(type, staticsOf(tsApi, checker, type));
      return kinds.statics.get(type);
    },
  };
}

/** A program does not change once it is made. */
const declaring = new WeakMap<ts.Program, boolean>();

/** Whether a declaration is written anywhere: if not, there is no need to look for what each name stands for. */
function holdsDeclarations(program: ts.Program): boolean {
  let holds = declaring.get(program);
  if (holds === undefined) {
    const files = program.getSourceFiles();
    holds = files.some((file) => !program.isSourceFileDefaultLibrary(file) && file.text.includes("@plait"));
    declaring.set(program, holds);
  }
  return holds;
}

/** The word after `@plait` in the documentation of what a name stands for. */
function declarationOf(tsApi: TypeScript, checker: ts.TypeChecker, callee: ts.Node): DeclaredEffects | undefined {
  const name = tsApi.isPropertyAccessExpression(callee) ? callee.name : callee;
  const found = checker.getSymbolAtLocation(name);
  const symbol = found && found.flags & tsApi.SymbolFlags.Alias ? checker.getAliasedSymbol(found) : found;
  const tag = symbol?.getJsDocTags(checker).find((t) => t.name === "plait");
  const [word] = tsApi.displayPartsToString(tag?.text).split(/[^\w]/);
  return isDeclaredEffects(word) ? word : undefined;
}

/** Statics with literal values, of the class that a value is an instance of; the class inherits those of its bases. */
function staticsOf(
  tsApi: TypeScript,
  checker: ts.TypeChecker,
  instance: ts.Type,
): Readonly<Record<string, string | boolean>> | undefined {
  const declaration = instance.symbol?.valueDeclaration;
  if (!declaration || !tsApi.isClassLike(declaration)) return undefined;
  const statics: Record<string, string | boolean> = {};
  for (const property of checker.getTypeOfSymbolAtLocation(instance.symbol, declaration).getProperties()) {
    const value = literalOf(tsApi, checker, property);
    if (value !== undefined) statics[property.name] = value;
  }
  return statics;
}

/** From the type, as in a declaration file (`static readonly effects = "pure"`), or from the initialiser. */
function literalOf(tsApi: TypeScript, checker: ts.TypeChecker, property: ts.Symbol): string | boolean | undefined {
  const { valueDeclaration } = property;
  if (!valueDeclaration || !tsApi.isPropertyDeclaration(valueDeclaration)) return undefined;
  const { initializer } = valueDeclaration;
  if (initializer && tsApi.isStringLiteralLike(initializer)) return initializer.text;
  const type = checker.getTypeOfSymbolAtLocation(property, valueDeclaration);
  if (type.isStringLiteral()) return type.value;
  const written = initializer ?? (type.flags & tsApi.TypeFlags.BooleanLiteral ? checker.typeToString(type) : undefined);
  if (written === "true" || written === "false") return written === "true";
  if (typeof written !== "object") return undefined;
  if (written.kind === tsApi.SyntaxKind.TrueKeyword) return true;
  return written.kind === tsApi.SyntaxKind.FalseKeyword ? false : undefined;
}

interface Kinds {
  kindOf(type: ts.Type): ValueKind;
  isModuleClass(type: ts.Type): boolean | undefined;
  statics: Map<ts.Type, Readonly<Record<string, string | boolean>> | undefined>;
}

/** What is known of types holds for every file that the same checker sees. */
const shared = new WeakMap<ts.TypeChecker, Kinds>();

function kindsOf(tsApi: TypeScript, checker: ts.TypeChecker): Kinds {
  let kinds = shared.get(checker);
  if (!kinds) shared.set(checker, (kinds = createKinds(tsApi, checker)));
  return kinds;
}

function createKinds(tsApi: TypeScript, checker: ts.TypeChecker): Kinds {
  const { TypeFlags } = tsApi;
  const known = new Map<ts.Type, ValueKind>();
  const modules = moduleTypes(tsApi, checker);
  const nullish = TypeFlags.Undefined | TypeFlags.Null;
  const immutable =
    TypeFlags.NumberLike |
    TypeFlags.BigIntLike |
    TypeFlags.BooleanLike |
    TypeFlags.ESSymbolLike |
    TypeFlags.EnumLike |
    nullish;

  function kindOf(type: ts.Type, depth = 0): ValueKind {
    if (type.flags & TypeFlags.StringLike) return { type: "string" };
    if (type.isUnion()) return kindOfUnion(type.types, depth);
    if (type.flags & immutable) return { type: "primitive" };
    if (type.isIntersection()) return kindOfIntersection(type, depth);
    if (type.flags & TypeFlags.Instantiable) {
      const constraint = checker.getBaseConstraintOfType(type);
      return constraint && constraint !== type ? kindOf(constraint, depth) : UNKNOWN;
    }
    if (type.flags & TypeFlags.NonPrimitive) return { type: "object" };
    // `void` is here too: a function that is declared to return nothing may return anything.
    return type.flags & TypeFlags.Object ? kindOfObject(type, depth) : UNKNOWN;
  }

  /**
   * `undefined` and `null` are dropped beside a module, an array or an object: where such a value is used,
   * it is the other one. Beside a string they are kept, because a string's methods are then not certain.
   */
  function kindOfUnion(types: readonly ts.Type[], depth: number): ValueKind {
    const all = types.map((member) => kindOf(member, depth));
    if (all.every((kind) => kind.type === "string")) return { type: "string" };
    if (all.every((kind) => kind.type === "string" || kind.type === "primitive")) {
      return { type: "primitive" };
    }
    return all.filter((_, index) => !(types[index]!.flags & nullish)).reduce(common);
  }

  /** A branded primitive (`string & { brand: true }`) is the primitive; a mixed-in module is a module. */
  function kindOfIntersection(type: ts.IntersectionType, depth: number): ValueKind {
    if (modules.isModule(type)) return kindOfModule(type);
    const all = type.types.map((member) => kindOf(member, depth));
    for (const wanted of ["string", "primitive", "array", "promise", "function"] as const) {
      const found = all.find((kind) => kind.type === wanted);
      if (found) return found;
    }
    return all.every((kind) => kind.type === "object") ? { type: "object" } : UNKNOWN;
  }

  function kindOfObject(type: ts.Type, depth: number): ValueKind {
    if (modules.isModule(type)) return kindOfModule(type);
    if (checker.isArrayType(type) || checker.isTupleType(type)) {
      const elements = depth < MAX_DEPTH ? checker.getTypeArguments(type as ts.TypeReference) : [];
      const kinds = elements.map((element) => kindOf(element, depth + 1));
      return { type: "array", of: kinds.length > 0 ? kinds.reduce(common) : UNKNOWN };
    }
    if (isPromise(type)) return { type: "promise" };
    if (type.getCallSignatures().length > 0 || type.getConstructSignatures().length > 0) {
      return { type: "function" };
    }
    // `{}` takes every value but null and undefined, a string as well as an array.
    const isEmpty =
      checker.getPropertiesOfType(type).length === 0 &&
      checker.getIndexInfosOfType(type).length === 0 &&
      !type.isClass();
    return isEmpty ? UNKNOWN : { type: "object" };
  }

  function kindOfModule(type: ts.Type): ValueKind {
    const className = type.symbol?.name;
    const alias = modules.aliasOf(type);
    return {
      type: "module",
      ...(className && !className.startsWith("__") && { className }),
      ...(alias !== undefined && { alias }),
    };
  }

  function isPromise(type: ts.Type): boolean {
    if (type.symbol?.name === "Promise" || type.symbol?.name === "PromiseLike") return true;
    const then = type.getProperty("then");
    return then !== undefined && checker.getTypeOfSymbol(then).getCallSignatures().length > 0;
  }

  function isModuleClass(type: ts.Type): boolean | undefined {
    if (type.flags & TypeFlags.Any) return undefined;
    if (type.isIntersection()) return type.types.some((member) => isModuleClass(member));
    const constructs = type.getConstructSignatures();
    if (constructs.length === 0 && type.flags & TypeFlags.Instantiable) {
      const constraint = checker.getBaseConstraintOfType(type);
      return constraint && constraint !== type ? isModuleClass(constraint) : undefined;
    }
    return constructs.some((signature) => modules.isModule(signature.getReturnType()));
  }

  const knownKind = (type: ts.Type): ValueKind => {
    let kind = known.get(type);
    if (!kind) known.set(type, (kind = kindOf(type)));
    return kind;
  };
  return { kindOf: knownKind, isModuleClass, statics: new Map() };
}

/** What is true of both. */
function common(a: ValueKind, b: ValueKind): ValueKind {
  if (a.type === "array" && b.type === "array") return { type: "array", of: common(a.of, b.of) };
  if (a.type === "module" && b.type === "module") {
    return {
      type: "module",
      ...(a.className !== undefined && a.className === b.className && { className: a.className }),
      ...(a.alias !== undefined && a.alias === b.alias && { alias: a.alias }),
    };
  }
  if (a.type === b.type) return a;
  const isPrimitive = (kind: ValueKind): boolean => kind.type === "string" || kind.type === "primitive";
  return isPrimitive(a) && isPrimitive(b) ? { type: "primitive" } : UNKNOWN;
}
