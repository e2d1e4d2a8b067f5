/**
 * JavaScript of a compiled file from the user's program, which is checked already: TypeScript writes the file as the
 * user wrote it, with a placeholder for each member that the compiler adds, and the member takes its place
 * afterwards. Nothing is parsed, bound or printed twice.
 *
 *     user's file → (TypeScript) → export class Report { forward(doc) { … } $plait0; } → (this) → … static { … } }
 *
 * That works where TypeScript would write the members as they stand: ES modules, ES2022 or later, and no syntax in
 * them that JavaScript does not have. Elsewhere there is no answer, and `isolatedEmit` does the work.
 */
import {
  fromMap,
  GenMapping,
  maybeAddSegment,
  setSourceContent,
  toDecodedMap,
  toEncodedMap,
} from "@jridgewell/gen-mapping";
import { type Node, parseSync } from "oxc-parser";
import { parse } from "../syntax/parse.js";
import { childrenOf } from "../syntax/walk.js";
import type { CompiledFile, RawSourceMap } from "../types.js";
import { isDeclaration } from "./emitProject.js";
import { findInsertions, type Insertions } from "./insertions.js";
import type { ts, TypeScript } from "./typescript.js";

export interface SplicedFile {
  file: ts.SourceFile;
  compiled: CompiledFile;
  insertions: Insertions;
}

/** Undefined where the members cannot be taken as they stand. */
export function splicedFile(
  tsApi: TypeScript,
  program: ts.Program,
  file: ts.SourceFile,
  compiled: CompiledFile,
): SplicedFile | undefined {
  const options = program.getCompilerOptions();
  const { getEmitModuleFormatOfFile } = program as WithFormat;
  const suits =
    (options.target ?? 0) >= tsApi.ScriptTarget.ES2022 &&
    options.useDefineForClassFields !== false &&
    options.newLine !== tsApi.NewLineKind.CarriageReturnLineFeed &&
    !options.inlineSourceMap &&
    !options.rewriteRelativeImportExtensions &&
    (getEmitModuleFormatOfFile?.(file) ?? 0) >= tsApi.ModuleKind.ES2015 &&
    /\.m?ts$/.test(file.fileName) &&
    !compiled.code.includes("\r") &&
    !compiled.code.includes(PLACEHOLDER);
  if (!suits) return undefined;
  const insertions = findInsertions(tsApi, file, compiled);
  const isPlain = insertions?.members.every(({ owner, text }) => !hasDecorators(tsApi, owner) && isJavaScript(text));
  return isPlain ? { file, compiled, insertions: insertions as Insertions } : undefined;
}

interface WithFormat extends ts.Program {
  getEmitModuleFormatOfFile?(file: ts.SourceFile): ts.ModuleKind;
}

/** Decorated classes are taken apart and put together again when they are written. */
function hasDecorators(tsApi: TypeScript, owner: ts.ClassDeclaration): boolean {
  const parts = [owner, ...owner.members];
  return parts.some((part) => tsApi.canHaveDecorators(part) && (tsApi.getDecorators(part)?.length ?? 0) > 0);
}

/** Stored plans are text of a known form, and by far the longest part. */
const STORED_PLAN = /JSON\.parse\("(?:[^"\\]|\\.)*"\)/g;

function isJavaScript(member: string): boolean {
  const code = `class A extends B {${member.replace(STORED_PLAN, "0")}}`;
  if (parseSync("member.js", code, { sourceType: "module", lang: "js" }).errors.length > 0) return false;
  // `pick<string>(x)` is a call in TypeScript and two comparisons in JavaScript.
  return !/[\w$)\]]\s*</.test(code) || !holdsTypes(parse("member.ts", code).program);
}

function holdsTypes(node: Node): boolean {
  return node.type.startsWith("TS") || childrenOf(node).some(holdsTypes);
}

const PLACEHOLDER = "$plaitPlaceholder";

/** JavaScript, its map and the declarations, in one go; what TypeScript has to say about the declarations. */
export function emitSpliced(
  tsApi: TypeScript,
  program: ts.Program,
  spliced: SplicedFile,
  write: (fileName: string, text: string, withMark: boolean) => void,
): readonly ts.Diagnostic[] {
  const { file, compiled, insertions } = spliced;
  const outputs = new Map<string, { text: string; withMark: boolean }>();
  const keep: ts.WriteFileCallback = (fileName, text, withMark) => void outputs.set(fileName, { text, withMark });
  const after = [placeholders(tsApi, compiled, insertions)];
  const { diagnostics } = program.emit(file, keep, undefined, false, { after });
  for (const [fileName, { text, withMark }] of outputs) {
    // A map belongs to JavaScript, or to declarations, in which nothing is put.
    const code = isDeclaration(fileName) ? undefined : outputs.get(fileName.replace(/\.map$/, ""))?.text;
    const isMap = fileName.endsWith(".map");
    const put = code === undefined ? text : isMap ? spliceMap(text, code, spliced) : spliceCode(text, insertions);
    write(fileName, put, withMark);
  }
  return diagnostics;
}

/** The import, and a field named after the placeholder at the end of each compiled class. */
function placeholders(
  tsApi: TypeScript,
  { plans }: CompiledFile,
  { importText, members }: Insertions,
): ts.TransformerFactory<ts.SourceFile> {
  const { factory } = tsApi;
  const name = (text: string): ts.Identifier => factory.createIdentifier(text);
  return () => (file) => {
    const statements = file.statements.map((statement) => {
      const original = tsApi.getOriginalNode(statement);
      const index = members.findIndex(({ owner }) => owner === original);
      if (index < 0 || !tsApi.isClassDeclaration(statement)) return statement;
      const methods = plans.find(({ module }) => module === statement.name?.text)?.methods ?? {};
      for (const member of statement.members) {
        // Their positions belong to what is compiled from them.
        const isCompiled = tsApi.isMethodDeclaration(member) && Object.hasOwn(methods, member.name.getText(file));
        const { NoSourceMap, NoNestedSourceMaps } = tsApi.EmitFlags;
        if (isCompiled) tsApi.setEmitFlags(member, NoSourceMap | NoNestedSourceMaps);
      }
      const field = factory.createPropertyDeclaration(
        undefined,
        name(`${PLACEHOLDER}${index}`),
        undefined,
        undefined,
        undefined,
      );
      return factory.updateClassDeclaration(
        statement,
        statement.modifiers,
        statement.name,
        statement.typeParameters,
        statement.heritageClauses,
        [...statement.members, field],
      );
    });
    const first = statements.findIndex((s) => !(tsApi.isExpressionStatement(s) && tsApi.isStringLiteral(s.expression)));
    const added = factory.createExpressionStatement(name(importText.replace(/;$/, "")));
    statements.splice(first < 0 ? statements.length : first, 0, added);
    return factory.updateSourceFile(file, statements);
  };
}

const PLACEHOLDER_LINE = /^[ \t]*\$plaitPlaceholder(\d+);$/;

function spliceCode(text: string, { members }: Insertions): string {
  return text
    .split("\n")
    .map((line) => {
      const index = PLACEHOLDER_LINE.exec(line)?.[1];
      const member = index === undefined ? undefined : members[Number(index)];
      return member ? memberLines(member.text).lines.join("\n") : line;
    })
    .join("\n");
}

/** Without the empty line before and after, and the semicolon that ends the field before: TypeScript writes it. */
function memberLines(text: string): { lines: string[]; skipped: number } {
  const lines = text.split("\n");
  const skipped = /^\s*;?$/.test(lines[0] ?? "") ? 1 : 0;
  return { lines: lines.slice(skipped, lines.at(-1)?.trim() === "" ? -1 : undefined), skipped };
}

/** TypeScript's map with the lines of the members put in; these come from the compiler's own map. */
function spliceMap(encoded: string, code: string, { file, compiled, insertions }: SplicedFile): string {
  const outer = JSON.parse(encoded) as RawSourceMap & { sourceRoot?: string };
  const [source = ""] = outer.sources;
  const outerLines = decode(outer);
  const ownLines = compiled.map ? decode(compiled.map) : [];
  const map = new GenMapping({ ...(outer.file !== undefined && { file: outer.file }) });
  let at = 0;
  const copy = (segments: readonly (readonly number[])[] | undefined): void => {
    for (const [column = 0, , line, from] of segments ?? []) {
      if (line === undefined || from === undefined) maybeAddSegment(map, at, column);
      else maybeAddSegment(map, at, column, source, line, from);
    }
    at += 1;
  };
  for (const [index, line] of code.split("\n").entries()) {
    const found = PLACEHOLDER_LINE.exec(line)?.[1];
    const member = found === undefined ? undefined : insertions.members[Number(found)];
    if (!member) {
      copy(outerLines[index]);
      continue;
    }
    const { lines, skipped } = memberLines(member.text);
    const first = lineOf(compiled.code, member.start) + skipped;
    for (let i = 0; i < lines.length; i++) copy(ownLines[first + i]);
  }
  if (outer.sourcesContent) setSourceContent(map, source, file.text);
  const { mappings } = toEncodedMap(map);
  return JSON.stringify({
    version: 3,
    ...(outer.file !== undefined && { file: outer.file }),
    ...(outer.sourceRoot !== undefined && { sourceRoot: outer.sourceRoot }),
    sources: outer.sources,
    ...(outer.sourcesContent && { sourcesContent: [file.text] }),
    names: [],
    mappings,
  });
}

/** Segments by line, as they are in the map. */
function decode(map: RawSourceMap): readonly (readonly number[])[][] {
  return toDecodedMap(fromMap({ ...map, version: 3 })).mappings;
}

function lineOf(text: string, offset: number): number {
  let line = 0;
  for (let at = text.indexOf("\n"); at >= 0 && at < offset; at = text.indexOf("\n", at + 1)) line++;
  return line;
}
