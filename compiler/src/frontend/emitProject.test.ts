import { expect, test } from "vitest";
import { tempProject } from "../../test/tempProject.js";
import type { CompiledFile } from "../types.js";
import { emitProject } from "./emitProject.js";
import { loadProject } from "./loadProject.js";

/** What makes TypeScript look beyond one file while it emits. */
const FILES = {
  "src/types.ts": `export interface Shape { name: string }
export class Both {}
export const enum Size { Small = 1, Big = 2 }
export enum Color { Red, Green = "green" }
export namespace Space { export const inner = 1; }
`,
  "src/main.ts": `import { Both, Color, Shape, Size, Space } from "./types.js";
import type * as everything from "./types.js";
import data from "./data.json" with { type: "json" };
export { Shape } from "./types.js";
export { Both as Renamed } from "./types.js";
export const value: Both | undefined = undefined;
export const size = Size.Big;
export const color = [Color.Red, Color["Green"], Space.inner, data.n];
export type All = typeof everything;
export abstract class Fields<T> {
  #secret = 1;
  static count = 0;
  declare ghost: string;
  constructor(public readonly shape: Shape, private optional?: T) {}
  get secret() { return this.#secret ?? this.optional; }
  accessor auto = 1;
}
export async function* walk() { yield* [await Promise.resolve(1)]; }
export const { a, ...rest } = { a: 1, b: 2, ...{ c: 3 } };
`,
  "src/view.tsx": `declare global { namespace JSX { interface IntrinsicElements { p: { title?: string } } } }
declare const React: { createElement(...args: unknown[]): unknown };
export const view = <p title="t">{"text"}</p>;
`,
  "src/data.json": `{ "n": 1 }`,
  "src/script.cts": `import path = require("./types.js");
export const both = new path.Both();
`,
};

test.each([
  {},
  { module: "commonjs", moduleResolution: "bundler" },
  {
    module: "esnext",
    moduleResolution: "bundler",
    verbatimModuleSyntax: false,
    isolatedModules: true,
  },
  { target: "es2017", lib: ["es2022"], removeComments: true, importHelpers: false },
  { inlineSourceMap: true, declarationMap: true, declarationDir: "types" },
  { composite: true, incremental: true, sourceMap: true },
  { preserveConstEnums: true, newLine: "crlf" },
  { useDefineForClassFields: false, experimentalDecorators: true },
])("text that did not change is emitted as by tsc: %j", (options) => {
  const folder = tempProject(FILES, {
    rootDir: "src",
    outDir: "dist",
    declaration: true,
    resolveJsonModule: true,
    jsx: "react",
    ...options,
  });
  const project = loadProject(folder).project!;
  const expected: Record<string, string> = {};
  project.program.emit(undefined, (fileName, text) => {
    if (!fileName.endsWith(".tsbuildinfo")) expected[fileName] = text;
  });
  const files = project.program
    .getSourceFiles()
    .filter((file) => file.fileName.startsWith(`${folder}/src/`) && !file.fileName.endsWith(".json"))
    .map(({ fileName, text }): CompiledFile => ({
      fileName,
      changed: true,
      code: text,
      map: null,
      plans: [],
      diagnostics: [],
    }));
  expect(files).toHaveLength(4);
  const { emitted, diagnostics } = emitProject(project, files);
  expect(diagnostics).toEqual([]);
  expect(Object.fromEntries(emitted.map((f) => [f.fileName, f.text]))).toEqual(expected);
});

test("errors that show only in declarations are returned", () => {
  const folder = tempProject(
    {
      "a.ts": `class Hidden { private x = 1; }\nexport const make = () => class { private y = new Hidden(); };`,
    },
    { declaration: true },
  );
  const { diagnostics } = emitProject(loadProject(folder).project!, []);
  expect(diagnostics.map((d) => d.code)).toContain(4094);
});
