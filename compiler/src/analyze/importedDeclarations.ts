/**
 * `@plait` declarations of neighbouring files, for compiling without a type checker: an import is followed to
 * the function it names, through re-exports.
 */
import type { Program } from "oxc-parser";
import { resolveBindings } from "../syntax/resolveBindings.js";
import type { SourceFile } from "../syntax/file.js";
import { parse, parseShared } from "../syntax/parse.js";
import type { DeclaredEffects, ReadImport } from "../types.js";
import { declarationComments } from "./declarationComments.js";

/** How far a chain of re-exports is followed. */
const DEEPEST = 8;

/** Files parsed already, by name; a changed text replaces its entry. */
const neighbours = new Map<string, SourceFile>();

export function importedDeclaration(
  readImport: ReadImport,
  importer: string,
  specifier: string,
  name: string,
  depth = 0,
): DeclaredEffects | undefined {
  if (depth > DEEPEST || !specifier.startsWith(".")) return undefined;
  const read = readImport(specifier, importer);
  // Without a declaration in it, it is read only if it may hand on one of another file.
  if (!read || !/@plait\b|\bexport\b[^;]*\bfrom\b/.test(read.text)) return undefined;
  const file = neighbour(read);
  const follow = (from: string, original: string): DeclaredEffects | undefined =>
    importedDeclaration(readImport, read.fileName, from, original, depth + 1);
  return exported(file, name, follow);
}

function neighbour(read: { fileName: string; text: string }): SourceFile {
  const known = neighbours.get(read.fileName);
  if (known?.text === read.text) return known;
  const { program, errors } = parseShared(read.fileName, read.text);
  const usable = errors.length > 0 ? parse("empty.ts", "").program : program;
  const file: SourceFile = {
    fileName: read.fileName,
    displayName: read.fileName,
    text: read.text,
    program: usable,
    bindings: resolveBindings(usable),
    host: undefined,
    readImport: undefined,
    readPlan: undefined,
    lines: [],
    diagnostics: [],
  };
  neighbours.set(read.fileName, file);
  return file;
}

function exported(
  file: SourceFile,
  name: string,
  follow: (from: string, original: string) => DeclaredEffects | undefined,
): DeclaredEffects | undefined {
  const { byName } = declarationComments(file);
  const local = (original: string): DeclaredEffects | undefined => {
    const place = topLevelName(file.program, original);
    if (place !== undefined) return byName.get(place);
    for (const binding of file.bindings.declared.values())
      if (!binding.owner && binding.name === original && binding.source)
        return follow(binding.source.module, binding.source.name);
    return undefined;
  };
  for (const statement of file.program.body) {
    if (statement.type === "ExportNamedDeclaration") {
      if (statement.declaration && local(name) !== undefined && declares(statement.declaration, name))
        return local(name);
      for (const specifier of statement.specifiers) {
        const shown = specifier.exported.type === "Literal" ? specifier.exported.value : specifier.exported.name;
        if (shown !== name) continue;
        const original = specifier.local.type === "Literal" ? String(specifier.local.value) : specifier.local.name;
        return statement.source ? follow(statement.source.value, original) : local(original);
      }
    } else if (statement.type === "ExportDefaultDeclaration" && name === "default") {
      const { declaration } = statement;
      if (declaration.type === "Identifier") return local(declaration.name);
      return byName.get((declaration.type === "FunctionDeclaration" && declaration.id?.start) || declaration.start);
    } else if (statement.type === "ExportAllDeclaration" && !statement.exported) {
      const found = follow(statement.source.value, name);
      if (found) return found;
    }
  }
  return undefined;
}

type Statement = Program["body"][number];

function declares(statement: Statement, name: string): boolean {
  return nameIn(statement, name) !== undefined;
}

/** Where a function or constant of the file is named. */
function topLevelName(program: Program, name: string): number | undefined {
  for (const statement of program.body) {
    const inner = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
    const place = inner ? nameIn(inner, name) : undefined;
    if (place !== undefined) return place;
  }
  return undefined;
}

function nameIn(statement: Statement, name: string): number | undefined {
  if (statement.type === "FunctionDeclaration" || statement.type === "TSDeclareFunction")
    return statement.id?.name === name ? statement.id.start : undefined;
  if (statement.type !== "VariableDeclaration") return undefined;
  for (const { id } of statement.declarations) if (id.type === "Identifier" && id.name === name) return id.start;
  return undefined;
}
