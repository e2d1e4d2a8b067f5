/**
 * Which types are modules. Types are compared by where they come from and never by structure: a structural
 * question about a class that has modules for fields would recurse into all of them.
 *
 *     class Report extends Base {}          Report → Base → Module, declared in the package `plait`: a module
 *     interface Module { size: number }     of the user's own: not a module
 */
import path from "node:path";
import type { ts, TypeScript } from "./typescript.js";

const PACKAGE = "plait";

export interface ModuleTypes {
  /** Whether a value of this type is an instance of plait's Module or of a class that derives from it. */
  isModule(type: ts.Type): boolean;
  /** Whether the type is itself declared by plait: a leaf or a container that plait brings. */
  isOwn(type: ts.Type): boolean;
  /** `fast` for LLMInference<"fast"> and what derives from it; undefined where types do not tell. */
  aliasOf(type: ts.Type): string | undefined;
  /** Whether instances have an alias at all, known or not. */
  hasAlias(type: ts.Type): boolean;
}

/** What is known of types holds for every file that the same checker sees. */
const shared = new WeakMap<ts.TypeChecker, ModuleTypes>();

export function moduleTypes(tsApi: TypeScript, checker: ts.TypeChecker): ModuleTypes {
  let types = shared.get(checker);
  if (!types) shared.set(checker, (types = create(tsApi, checker)));
  return types;
}

function create(tsApi: TypeScript, checker: ts.TypeChecker): ModuleTypes {
  const modules = new Map<ts.Type, boolean>();
  const packages = new Map<string, boolean>();

  function isModule(type: ts.Type): boolean {
    const known = modules.get(type);
    if (known !== undefined) return known;
    modules.set(type, false); // a class that extends itself is an error of the user's, not a loop of ours
    const result = decide(type);
    modules.set(type, result);
    return result;
  }

  function decide(type: ts.Type): boolean {
    if (type.isIntersection()) return type.types.some(isModule);
    if (type.flags & tsApi.TypeFlags.TypeParameter) {
      const constraint = checker.getBaseConstraintOfType(type);
      return constraint !== undefined && constraint !== type && isModule(constraint);
    }
    if (!(type.flags & tsApi.TypeFlags.Object)) return false;
    if (type.symbol?.name === "Module" && isDeclaredByPlait(type.symbol)) return true;
    return basesOf(type).some(isModule);
  }

  function basesOf(type: ts.Type): ts.Type[] {
    const target = (type as Partial<ts.TypeReference>).target ?? type;
    return target.isClassOrInterface() ? checker.getBaseTypes(target) : [];
  }

  function isDeclaredByPlait(symbol: ts.Symbol): boolean {
    return (symbol.declarations ?? []).some((declaration) => {
      const file = declaration.getSourceFile();
      if (isOfPlait(tsApi, path.dirname(file.fileName), packages)) return true;
      for (let node: ts.Node | undefined = declaration.parent; node; node = node.parent) {
        if (tsApi.isModuleDeclaration(node)) return node.name.text === PACKAGE;
      }
      return false;
    });
  }

  function isOwn(type: ts.Type): boolean {
    return type.symbol !== undefined && isDeclaredByPlait(type.symbol);
  }

  /** The `alias` property, if it is plait that declares it and not a field of the user's. */
  function aliasProperty(type: ts.Type): ts.Symbol | undefined {
    const property = isModule(type) ? checker.getPropertyOfType(type, "alias") : undefined;
    return property && isDeclaredByPlait(property) ? property : undefined;
  }

  return {
    isModule,
    isOwn,
    hasAlias: (type) => aliasProperty(type) !== undefined,
    aliasOf(type) {
      const property = aliasProperty(type);
      const alias = property && checker.getTypeOfSymbol(property);
      return alias?.isStringLiteral() ? alias.value : undefined;
    },
  };
}

/** Whether plait brings what is in a folder. A package of a workspace is reached by its real path: its own package.json has to say the name. */
export function isOfPlait(tsApi: TypeScript, folder: string, known: Map<string, boolean>): boolean {
  let result = known.get(folder);
  if (result === undefined) known.set(folder, (result = readPackage(tsApi, folder, known)));
  return result;
}

function readPackage(tsApi: TypeScript, folder: string, known: Map<string, boolean>): boolean {
  if (folder.endsWith(`/node_modules/${PACKAGE}`)) return true;
  const manifest = tsApi.sys?.readFile(`${folder}/package.json`);
  const name = manifest && /"name"\s*:\s*"([^"]*)"/.exec(manifest)?.[1];
  if (name) return name === PACKAGE;
  const parent = path.dirname(folder);
  return parent !== folder && isOfPlait(tsApi, parent, known);
}
