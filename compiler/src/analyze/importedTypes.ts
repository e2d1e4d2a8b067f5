/** The type aliases and interfaces that a file imports from its neighbours, through re-exports. */
import type { Node } from "oxc-parser";
import type { SourceFile } from "../syntax/file.js";
import { Kept } from "../syntax/kept.js";
import { importedNames } from "./classes.js";
import { neighbourOf } from "./importedClasses.js";
import { starsOf } from "./functions.js";
import type { FileAnalysis } from "./methodContext.js";

export interface ImportedType {
  node: Extract<Node, { type: "TSTypeAliasDeclaration" | "TSInterfaceDeclaration" }>;
  /** The file that it stands in. */
  home: FileAnalysis;
}

/** How far a chain of re-exports is followed. */
const DEEPEST = 8;

const known = new Kept<SourceFile, Map<string, ImportedType | undefined>>();

export function importedType(file: SourceFile, name: string): ImportedType | undefined {
  // A checker knows its own types.
  if (file.host) return undefined;
  let ofFile = known.get(file);
  if (!ofFile) known.set(file, (ofFile = new Map()));
  if (ofFile.has(name)) return ofFile.get(name);
  const source = importedNames(file).find((one) => one.name === name);
  const found = source && typeIn(file, source.module, source.original, 0);
  ofFile.set(name, found);
  return found;
}

function typeIn(importer: SourceFile, specifier: string, name: string, depth: number): ImportedType | undefined {
  const home = depth > DEEPEST ? undefined : neighbourOf(importer, specifier);
  if (!home) return undefined;
  const local = (original: string): ImportedType | undefined => {
    const own = declarationOf(home, original);
    const source = own ? undefined : importedNames(home.file).find((one) => one.name === original);
    return own ?? (source && typeIn(home.file, source.module, source.original, depth + 1));
  };
  for (const statement of home.file.program.body) {
    if (statement.type === "ExportDefaultDeclaration" && name === "default") {
      const { declaration } = statement;
      if (declaration.type === "TSInterfaceDeclaration") return { node: declaration, home };
      return declaration.type === "Identifier" ? local(declaration.name) : undefined;
    }
    if (statement.type !== "ExportNamedDeclaration") continue;
    if (isType(statement.declaration) && statement.declaration.id.name === name) return local(name);
    for (const { exported, local: inner } of statement.specifiers) {
      if ((exported.type === "Literal" ? exported.value : exported.name) !== name) continue;
      const original = inner.type === "Literal" ? String(inner.value) : inner.name;
      return statement.source ? typeIn(home.file, statement.source.value, original, depth + 1) : local(original);
    }
  }
  for (const from of starsOf(home.file)) {
    const behind = typeIn(home.file, from, name, depth + 1);
    if (behind) return behind;
  }
  return undefined;
}

/** The only declaration of the name: an interface that is declared in several places is the sum of them. */
function declarationOf(home: FileAnalysis, name: string): ImportedType | undefined {
  const found: ImportedType[] = [];
  for (const statement of home.file.program.body) {
    const node = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
    if (isType(node) && node.id.name === name) found.push({ node, home });
  }
  return found.length === 1 ? found[0] : undefined;
}

function isType(node: Node | null): node is ImportedType["node"] {
  return node?.type === "TSTypeAliasDeclaration" || node?.type === "TSInterfaceDeclaration";
}
