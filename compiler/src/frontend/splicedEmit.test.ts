import { eachMapping, TraceMap } from "@jridgewell/trace-mapping";
import { ts } from "ts-morph";
import { expect, test } from "vitest";
import { tempProject } from "../../test/tempProject.js";
import { compileFile } from "../compileFile.js";
import type { CompiledFile } from "../types.js";
import { compileSourceFile } from "./compileProgram.js";
import { emitIsolated, isolatedFile, isolatedOptions } from "./isolatedEmit.js";
import { findInsertions } from "./insertions.js";
import { type LoadedProject, loadProject } from "./loadProject.js";
import { emitSpliced, splicedFile } from "./splicedEmit.js";

const TWO_CLASSES = `#!/usr/bin/env node
"use strict";
/* A notice that stays at the top. */

import { LLMInference, Module } from "plait";
import type { Note } from "./note.js";
import { titleOf } from "./note.js";

/** First. */
export class First extends Module {
  model = new LLMInference({ alias: "fast" });
  forward(note: Note): string {
    const one = this.model(titleOf(note));
    const two = this.model(note.text);
    return one + two;
  }
  plain(text: string): string { return text.trim(); }
}

export default class Second extends Module {
  first = new First();
  text?: string
  forward(notes: Note[]): string[] {
    return notes.map((note) => this.first(note));
  }
}
export const last = 1;
`;
const NOTE = `export interface Note { text: string }
export const titleOf = (note: Note): string => note.text.slice(0, 9);
`;

function compiled(text: string, options: Record<string, unknown> = {}) {
  const all = { rootDir: "src", outDir: "dist", sourceMap: true, declaration: true, ...options };
  const folder = tempProject({ "src/a.ts": text, "src/note.ts": NOTE }, all);
  const project = loadProject(folder).project as LoadedProject;
  const file = project.program.getSourceFile(`${folder}/src/a.ts`)!;
  const result = compileSourceFile(project, file, compileFile);
  expect(result.changed).toBe(true);
  return { ...project, file, result };
}

function spliced(text: string, options: Record<string, unknown> = {}): Map<string, string> | undefined {
  const { program, file, result } = compiled(text, options);
  const parts = splicedFile(ts, program, file, result);
  if (!parts) return undefined;
  const written = new Map<string, string>();
  emitSpliced(ts, program, parts, (name, out) => void written.set(name.replace(/^.*\//, ""), out));
  return written;
}

function isolated(text: string, options: Record<string, unknown> = {}): Map<string, string> {
  const { program, file, result } = compiled(text, options);
  const [{ written } = { written: [] }] = emitIsolated(ts, isolatedOptions(program), [isolatedFile(file, result)]);
  return new Map(written.map((out) => [out.fileName.replace(/^.*\//, ""), out.text]));
}

/** Text without layout: another printer, the same tokens. */
const tokens = (text: string): string => text.replace(/\/\/# source.*/, "").replace(/[\s;]+/g, "");

test("the same program as TypeScript writes for the compiled text", () => {
  const js = spliced(TWO_CLASSES)?.get("a.js") ?? "";
  expect(js.split("\n").slice(0, 3)).toEqual([
    "#!/usr/bin/env node",
    '"use strict";',
    'import { compiled as $compiled } from "plait/internal";',
  ]);
  expect(js).not.toContain("$plaitPlaceholder");
  // The notice stands before or after the import.
  const notice = /\/\*Anotice.*?\*\//;
  const expected = tokens(isolated(TWO_CLASSES).get("a.js") ?? "");
  expect(tokens(js).replace(notice, "")).toBe(expected.replace(notice, ""));
});

test("declarations are the user's, and come along", () => {
  const declarations = spliced(TWO_CLASSES)?.get("a.d.ts") ?? "";
  expect(declarations).toContain("forward(note: Note): string;");
  expect(declarations).not.toContain("plait/internal");
});

/** For each place of the source that is mapped, the words of the JavaScript that lead to it. */
function words(written: ReadonlyMap<string, string>): Set<string> {
  const lines = (written.get("a.js") ?? "").split("\n");
  const found = new Set<string>();
  eachMapping(new TraceMap(written.get("a.js.map") ?? "{}"), ({ source, originalLine, originalColumn, ...at }) => {
    const word = /^[\w$]+/.exec((lines[at.generatedLine - 1] ?? "").slice(at.generatedColumn))?.[0];
    if (source !== null && word) found.add(`${source}:${originalLine}:${originalColumn} ${word}`);
  });
  return found;
}

test("maps lead to the same places: calls of compiled methods, and everything around them", () => {
  const found = words(spliced(TWO_CLASSES)!);
  const source = TWO_CLASSES.split("\n");
  const place = (text: string, word: string): string => {
    const line = source.findIndex((l) => l.includes(text));
    return `../src/a.ts:${line + 1}:${source[line]!.indexOf(word)} ${word}`;
  };
  for (const expected of [
    place("this.model(titleOf", "titleOf"),
    place("this.model(titleOf", "note"),
    place("this.first(note)", "first"),
    place("plain(text", "plain"),
    place("const last", "last"),
    place("export class First", "export"),
  ]) {
    expect([...found]).toContain(expected);
  }
  // Every place that a word leads to holds that word.
  const wrong = [...found].filter((entry) => {
    const [, line, column, word] = /:(\d+):(\d+) (.*)$/.exec(entry)!;
    const text = source[Number(line) - 1]!.slice(Number(column));
    return !text.startsWith(word!) && !["forward", "export", "class", "const"].includes(word!);
  });
  expect(wrong).toEqual([]);
});

test("the method as it was written is nobody's line: positions belong to the compiled one", () => {
  const written = spliced(TWO_CLASSES)!;
  const lines = written.get("a.js")!.split("\n");
  const asWritten = lines.findIndex((line) => line.includes("const one = this.model(titleOf(note));"));
  expect(asWritten).toBeGreaterThan(0);
  const mapped: number[] = [];
  eachMapping(new TraceMap(written.get("a.js.map")!), ({ generatedLine, source }) => {
    if (source !== null) mapped.push(generatedLine);
  });
  expect(mapped).not.toContain(asWritten + 1);
});

test.each([
  [
    "types in a member",
    TWO_CLASSES.replace("note.text)", "note.text.replace(/x/, (t: string): string => t as string))"),
    {},
  ],
  ["type arguments of a call", TWO_CLASSES.replace("note.text)", "Array.of<string>(note.text).join())"), {}],
  ["type arguments of a class", TWO_CLASSES.replace("note.text)", "String(new Set<string>(note.text).size))"), {}],
  ["CommonJS", TWO_CLASSES, { module: "commonjs", moduleResolution: "bundler" }],
  ["older targets", TWO_CLASSES, { target: "es2021" }],
  ["fields by assignment", TWO_CLASSES, { useDefineForClassFields: false }],
  ["decorators", TWO_CLASSES.replace("export class", "@((c: unknown) => void c)\nexport class"), {}],
  ["maps inside", TWO_CLASSES, { sourceMap: false, inlineSourceMap: true }],
])("left to the others: %s", (_what, text, options) => {
  expect(spliced(text, options)).toBeUndefined();
  expect(isolated(text, options).get("a.js")).toContain("plait/internal");
});

test("what was put in is found only where all the rest is the user's text", () => {
  const { file, result } = compiled(TWO_CLASSES);
  const found = findInsertions(ts, file, result);
  expect(found?.members.map(({ owner }) => owner.name?.text)).toEqual(["First", "Second"]);
  const otherwise = (code: string): CompiledFile => ({ ...result, code });
  expect(findInsertions(ts, file, otherwise(result.code.replace("const last = 1", "const last = 2")))).toBeUndefined();
  expect(findInsertions(ts, file, otherwise(result.code.replace("text.trim()", "text")))).toBeUndefined();
});
