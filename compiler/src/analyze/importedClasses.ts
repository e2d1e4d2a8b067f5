/**
 * What neighbouring files say of the module classes and functions that a file imports: a relative import is
 * followed to what it names, through re-exports, and the rest (that a class is a module, what its `forward`
 * returns, which functions make module calls) is taken from the text. Nothing of the other file is compiled here.
 */
import type { Class, Program } from "oxc-parser";
import { resolveBindings } from "../syntax/resolveBindings.js";
import type { SourceFile } from "../syntax/file.js";
import { lineStarts, parse, parseShared } from "../syntax/parse.js";
import type { AnyFunction } from "../syntax/walk.js";
import type { ReadImport } from "../types.js";
import { classNamed, findClasses, type ClassInfo, type ClassTable } from "./classes.js";
import { exportedFunction, starsOf } from "./functions.js";
import type { FileAnalysis } from "./methodContext.js";

/** How far a chain of re-exports and base classes is followed. */
const DEEPEST = 8;

interface Neighbour {
  text: string;
  analysis: FileAnalysis;
  /** What it was told of the files behind it. */
  read: Map<string, { specifier: string; importer: string; found: ReturnType<ReadImport> }>;
  /** In which round of `lookAgain` these were found to be as they were. */
  checked: number;
}

/** Files parsed already, by name; one that has changed, or imports one that has, is looked at again. */
const neighbours = new Map<string, Neighbour>();
let round = 0;
/** Files that were looked at in this round, or that others depend on which were. */
let lookedAt = new Set<string>();

/** Files may have changed: they do not while one is compiled. */
export function lookAgain(): void {
  round++;
  lookedAt = new Set();
}

/** The other files on whose text depends what has been found out since `lookAgain`. */
export function filesLookedAt(): ReadonlySet<string> {
  return lookedAt;
}

/** Whether all files that it depends on are as they were. */
function isCurrent(known: Neighbour, readImport: ReadImport): boolean {
  const reached = new Set([known]);
  for (const one of reached) {
    if (one.checked === round) continue;
    for (const { specifier, importer, found } of one.read.values()) {
      const now = readImport(specifier, importer);
      if (now?.fileName !== found?.fileName || now?.text !== found?.text) return false;
      const next = now && neighbours.get(now.fileName);
      if (next) reached.add(next);
    }
  }
  for (const one of reached) {
    one.checked = round;
    lookedAt.add(one.analysis.file.fileName);
  }
  return true;
}

/** The class that `name`, imported from `specifier` in `importer`, is; undefined where that cannot be told. */
export function importedClass(
  readImport: ReadImport,
  importer: string,
  specifier: string,
  name: string,
  depth = 0,
): ClassInfo | undefined {
  if (depth > DEEPEST || !specifier.startsWith(".")) return undefined;
  const read = readImport(specifier, importer);
  if (!read) return undefined;
  const { file, classes } = neighbour(read, readImport, depth).analysis;
  return exportedClass(file.program, classes, name, (from, original) =>
    importedClass(readImport, read.fileName, from, original, depth + 1),
  );
}

/** The function that `name`, imported from `specifier` in `importer`, is, and the file that it is in. */
export function importedFunction(
  readImport: ReadImport,
  importer: string,
  specifier: string,
  name: string,
  depth = 0,
): { fn: AnyFunction; home: FileAnalysis } | undefined {
  if (depth > DEEPEST || !specifier.startsWith(".")) return undefined;
  const read = readImport(specifier, importer);
  if (!read) return undefined;
  const home = neighbour(read, readImport, depth).analysis;
  const follow = (from: string, original: string): ReturnType<typeof importedFunction> =>
    importedFunction(readImport, read.fileName, from, original, depth + 1);
  const found = exportedFunction(home.file, name);
  if (found) return "from" in found ? follow(found.from, found.name) : { fn: found, home };
  for (const from of starsOf(home.file)) {
    const behind = follow(from, name);
    if (behind) return behind;
  }
  return undefined;
}

/** The file behind an import. */
export function neighbourOf({ readImport, fileName }: SourceFile, specifier: string): FileAnalysis | undefined {
  const read = specifier.startsWith(".") ? readImport?.(specifier, fileName) : undefined;
  return read && readImport && neighbour(read, readImport, 0).analysis;
}

function neighbour(read: { fileName: string; text: string }, readImport: ReadImport, depth: number): Neighbour {
  lookedAt.add(read.fileName);
  const known = neighbours.get(read.fileName);
  if (known?.text === read.text && isCurrent(known, readImport)) return known;
  const { program, errors } = parseShared(read.fileName, read.text);
  const file: SourceFile = {
    fileName: read.fileName,
    displayName: read.fileName,
    isNeighbour: true,
    text: read.text,
    program,
    bindings: resolveBindings(errors.length > 0 ? parse("empty.ts", "").program : program),
    host: undefined,
    readImport: (specifier, importer) => {
      const found = depth < DEEPEST ? readImport(specifier, importer) : undefined;
      made.read.set(`${importer} ${specifier}`, { specifier, importer, found });
      return found;
    },
    readPlan: undefined,
    lines: lineStarts(read.text),
    diagnostics: [],
  };
  const analysis: FileAnalysis = { file, classes: new Map(), launches: new Map() };
  const made: Neighbour = { text: read.text, analysis, read: new Map(), checked: round };
  // Known before it is searched, so that files that import each other come to an end.
  neighbours.set(read.fileName, made);
  if (errors.length === 0) analysis.classes = findClasses(file);
  for (const info of analysis.classes.values()) info.home ??= analysis;
  return made;
}

function exportedClass(
  program: Program,
  classes: ClassTable,
  name: string,
  follow: (from: string, original: string) => ClassInfo | undefined,
): ClassInfo | undefined {
  const byNode = (node: Class): ClassInfo | undefined => [...classes.values()].find((info) => info.node === node);
  for (const statement of program.body) {
    if (statement.type === "ExportNamedDeclaration") {
      if (statement.declaration?.type === "ClassDeclaration" && statement.declaration.id?.name === name) {
        return byNode(statement.declaration);
      }
      for (const specifier of statement.specifiers) {
        const exported = specifier.exported.type === "Literal" ? specifier.exported.value : specifier.exported.name;
        if (exported !== name) continue;
        const original = specifier.local.type === "Literal" ? String(specifier.local.value) : specifier.local.name;
        return statement.source ? follow(statement.source.value, original) : classNamed(classes, original);
      }
    } else if (statement.type === "ExportDefaultDeclaration" && name === "default") {
      const { declaration } = statement;
      if (declaration.type === "ClassDeclaration" || declaration.type === "ClassExpression") return byNode(declaration);
      return declaration.type === "Identifier" ? classNamed(classes, declaration.name) : undefined;
    } else if (statement.type === "ExportAllDeclaration" && !statement.exported) {
      const found = follow(statement.source.value, name);
      if (found) return found;
    }
  }
  return undefined;
}
