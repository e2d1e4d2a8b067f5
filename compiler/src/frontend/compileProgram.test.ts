import { originalPositionFor, sourceContentFor, TraceMap } from "@jridgewell/trace-mapping";
import { addMapping, GenMapping, setSourceContent, toEncodedMap } from "@jridgewell/gen-mapping";
import { expect, test } from "vitest";
import { tempProject } from "../../test/tempProject.js";
import type { CompiledFile, CompileFileOptions, RawSourceMap } from "../types.js";
import { compileProgram, type CompileProgramResult } from "./compileProgram.js";
import { loadProject, type ProjectOverrides } from "./loadProject.js";

/**
 * Stands for the compiler: puts three lines, with an import that the source does not have, before every
 * class, and a comment before every call of `this.model`.
 */
function fakeCompileFile({ fileName, text, displayName }: CompileFileOptions): CompiledFile {
  const plain = { fileName, changed: false, code: text, map: null, plans: [], diagnostics: [] };
  if (!text.includes("class ")) return plain;
  let generated = 0;
  const map = new GenMapping();
  setSourceContent(map, fileName, text);
  const added = [`import { helper } from "./helper.js";`, `void helper(1);`, ``];
  const lines = text.split("\n").flatMap((line, index) => {
    const before = line.startsWith("export class ") ? added : [];
    generated += before.length;
    const original = { line: index + 1, column: 0 };
    addMapping(map, { source: fileName, original, generated: { line: generated + 1, column: 0 } });
    const at = line.indexOf("this.model");
    if (at >= 0) {
      addMapping(map, {
        source: fileName,
        original: { line: index + 1, column: at },
        generated: { line: generated + 1, column: at + 14 },
      });
    }
    generated += 1;
    return [...before, at < 0 ? line : `${line.slice(0, at)}/* compiled */${line.slice(at)}`];
  });
  const plan = { planVersion: 1, module: "Report", file: displayName ?? fileName, methods: {} };
  return {
    fileName,
    changed: true,
    code: lines.join("\n"),
    map: toEncodedMap(map) as unknown as RawSourceMap,
    plans: [plan],
    diagnostics: [],
  };
}
const REPORT = `import { LLMInference, Module } from "plait";
import type { Note } from "./note.js";

export class Report extends Module {
  model = new LLMInference({ alias: "fast" });
  forward(note: Note): string {
    return this.model(note.text);
  }
}
`;
const FILES = {
  "src/report.ts": REPORT,
  "src/note.ts": `export interface Note { text: string }\nexport const forward = 1;\n`,
  "src/helper.ts": `export function helper(x: number): number { return x; }\n`,
};
const OPTIONS = { rootDir: "src", outDir: "dist", sourceMap: true };

function run(
  files: Record<string, string> = FILES,
  options: Record<string, unknown> = OPTIONS,
  overrides: ProjectOverrides = {},
  compileFile = fakeCompileFile,
): CompileProgramResult & { folder: string; text(name: string): string } {
  const folder = tempProject(files, options);
  const result = compileProgram(loadProject(folder, overrides).project!, compileFile);
  return {
    ...result,
    folder,
    text: (name) => result.emitted.find((f) => f.fileName === `${folder}/${name}`)!.text,
  };
}

function names({ emitted, folder }: { emitted: { fileName: string }[]; folder: string }): string[] {
  return emitted.map((f) => f.fileName.slice(folder.length + 1)).sort();
}

test("emits what tsc emits, with compiled text in its place and a plan file", () => {
  const result = run(FILES, { ...OPTIONS, declaration: true, declarationMap: true });
  expect(result.diagnostics).toEqual([]);
  expect(names(result)).toEqual(
    ["helper", "note", "report"]
      .flatMap((name) => [".js", ".js.map", ".d.ts", ".d.ts.map"].map((end) => `dist/${name}${end}`))
      .concat("dist/report.plan.json")
      .sort(),
  );
  expect(result.text("dist/report.js")).toContain("/* compiled */ this.model(note.text)");
  expect(result.text("dist/report.js")).toContain(`import { helper } from "./helper.js"`);
  // A type that is only imported must not become an import in JavaScript, compiled or not.
  expect(result.text("dist/report.js")).not.toContain("./note.js");
  expect(result.text("dist/report.d.ts")).not.toContain("helper");
  expect(JSON.parse(result.text("dist/report.plan.json"))).toMatchObject([{ module: "Report", file: "src/report.ts" }]);
  // What does not come to plait through its imports is not looked at.
  expect(result.files.map((f) => f.fileName.slice(result.folder.length + 1))).toEqual(["src/report.ts"]);
});

/** Where `this.model(note.text)` of the JavaScript is in the source, according to the map. */
function positionOfCall(js: string, map: TraceMap): ReturnType<typeof originalPositionFor> {
  const lines = js.split("\n");
  const line = lines.findIndex((l) => l.includes("this.model(note"));
  return originalPositionFor(map, { line: line + 1, column: lines[line]!.indexOf("this.model(") });
}

test("source maps lead to what the user wrote", () => {
  const result = run();
  const map = new TraceMap(result.text("dist/report.js.map"));
  expect(positionOfCall(result.text("dist/report.js"), map)).toMatchObject({
    source: "../src/report.ts",
    line: 7,
    column: 11,
  });
  expect(JSON.parse(result.text("dist/report.js.map"))).toMatchObject({
    file: "report.js",
    sourceRoot: "",
    sources: ["../src/report.ts"],
  });
});

test("maps inside of the JavaScript, with the source in them", () => {
  const options = { ...OPTIONS, sourceMap: false, inlineSourceMap: true, inlineSources: true };
  const result = run(FILES, options);
  const js = result.text("dist/report.js");
  expect(names(result)).not.toContain("dist/report.js.map");
  const encoded = /sourceMappingURL=data:application\/json;base64,(\S+)$/.exec(js)![1]!;
  const map = new TraceMap(Buffer.from(encoded, "base64").toString());
  expect(positionOfCall(js, map)).toMatchObject({ line: 7, column: 11 });
  expect(sourceContentFor(map, "../src/report.ts")).toBe(REPORT);
});

test("no maps without the option; sourceRoot is kept", () => {
  expect(names(run(FILES, { ...OPTIONS, sourceMap: false }))).not.toContain("dist/report.js.map");
  const result = run(FILES, { ...OPTIONS, sourceRoot: "https://example.test/" });
  const map = JSON.parse(result.text("dist/report.js.map")) as RawSourceMap;
  expect(map).toMatchObject({ sourceRoot: "https://example.test/", sources: ["report.ts"] });
  const position = positionOfCall(result.text("dist/report.js"), new TraceMap(map as never));
  expect(position).toMatchObject({ source: "https://example.test/report.ts", line: 7 });
});

test("the module setting of the tsconfig decides the output", () => {
  const files = { ...FILES, "package.json": `{ "type": "commonjs" }` };
  const result = run(files, { ...OPTIONS, module: "nodenext" });
  expect(result.text("dist/report.js")).toContain(`require("./helper.js")`);
});

test("declarations only; nothing at all; an outDir that wins", () => {
  const declarations = run(FILES, { ...OPTIONS, declaration: true, emitDeclarationOnly: true });
  expect(names(declarations)).toEqual(["dist/helper.d.ts", "dist/note.d.ts", "dist/report.d.ts"]);
  expect(run(FILES, { ...OPTIONS, noEmit: true })).toMatchObject({
    emitted: [],
    emitSkipped: true,
  });
  expect(run(FILES, OPTIONS, { noEmit: true })).toMatchObject({ emitted: [], emitSkipped: true });
  expect(run(FILES, { ...OPTIONS, noEmit: true }, { noEmit: false }).emitted).not.toEqual([]);
  const folder = tempProject(FILES, OPTIONS);
  const other = compileProgram(loadProject(folder, { outDir: `${folder}/out` }).project!, fakeCompileFile);
  expect(names({ ...other, folder })).toContain("out/report.js");
});

test("TypeScript's errors come along, and stop the output only under noEmitOnError", () => {
  const files = { ...FILES, "src/bad.ts": `export const n: number = "text";\n` };
  const lenient = run(files);
  expect(lenient.diagnostics).toMatchObject([
    {
      code: "TS2322",
      severity: "error",
      line: 1,
      column: 14,
      file: `${lenient.folder}/src/bad.ts`,
    },
  ]);
  expect(names(lenient)).toContain("dist/report.js");
  const strict = run(files, { ...OPTIONS, noEmitOnError: true });
  expect(strict).toMatchObject({ emitted: [], emitSkipped: true });
  expect(run(FILES, { ...OPTIONS, noEmitOnError: true }).emitted).not.toEqual([]);
});

test("related places of TypeScript's errors are kept", () => {
  const files = {
    "a.ts": `interface P { x: number }\nexport function f(p: P) { return p; }\nf({ x: "" });\n`,
  };
  const { diagnostics } = run(files, {});
  expect(diagnostics).toMatchObject([
    { code: "TS2322", related: [{ line: 1, message: expect.stringContaining("'x'") }] },
  ]);
});

test("an error of plaitc stops the output only under noEmitOnError", () => {
  const failing = (options: CompileFileOptions): CompiledFile => ({
    ...fakeCompileFile(options),
    diagnostics: [
      {
        code: "PLT1005",
        severity: "error",
        message: "…",
        file: options.fileName,
        start: 0,
        end: 1,
        line: 1,
        column: 1,
        related: [],
      },
    ],
  });
  expect(run(FILES, OPTIONS, {}, failing).emitted).not.toEqual([]);
  expect(run(FILES, { ...OPTIONS, noEmitOnError: true }, {}, failing).emitted).toEqual([]);
});

test("a syntax error is reported once, by TypeScript", () => {
  const failing = ({ fileName, text }: CompileFileOptions): CompiledFile => ({
    fileName,
    changed: false,
    code: text,
    map: null,
    plans: [],
    diagnostics: [
      {
        code: "PLT1000",
        severity: "error",
        message: "unexpected token",
        file: fileName,
        start: 0,
        end: 1,
        line: 1,
        column: 1,
        related: [],
      },
    ],
  });
  const { diagnostics } = run({ "a.ts": "class A { forward( }" }, {}, {}, failing);
  expect(new Set(diagnostics.map((d) => d.code.slice(0, 2)))).toEqual(new Set(["TS"]));
  const valid = run({ "a.ts": 'export const forward = "plait";' }, {}, {}, failing);
  expect(valid.diagnostics).toMatchObject([{ code: "PLT1000" }]);
});

test("bindings are checked", () => {
  const files = {
    ...FILES,
    "src/main.ts": `import { Report } from "./report.js";\nnew Report().bind({ endpoints: {} });\n`,
  };
  expect(run(files).diagnostics).toMatchObject([{ code: "PLT1030", line: 2 }]);
});

test("const enums and .mts files go through the second program too", () => {
  const result = run(
    {
      "src/report.mts": REPORT.replace("note.text", "Size.Big ? note.text : ''").replace(
        "export class",
        "const enum Size { Big = 7 }\nexport class",
      ),
      "src/note.ts": FILES["src/note.ts"],
      "src/helper.ts": FILES["src/helper.ts"],
    },
    OPTIONS,
  );
  expect(result.text("dist/report.mjs")).toContain("7 /* Size.Big */");
  expect(names(result)).toContain("dist/report.mjs.plan.json");
});
