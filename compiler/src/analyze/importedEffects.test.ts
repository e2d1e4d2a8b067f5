/** What functions and types of other files are known to do and to be, without a type checker. */
import path from "node:path";
import { expect, test } from "vitest";
import { compileFile } from "../compileFile.js";
import type { ReadImport } from "../types.js";

type Files = Record<string, string>;

/** What is said of `CALL` in a method, with other files beside it: which calls keep their place. */
function effects(imports: string, call: string, files: Files): string[] {
  const text = `import { LLMInference, Module } from "plait";\n${imports}
export class Main extends Module {
  a = new LLMInference({ alias: "a" });
  forward(doc: string, row: Row) { const x = this.a(doc); return [x, ${call}]; }
}`;
  const readImport: ReadImport = (specifier, importer) => {
    const fileName = path.posix.join(path.posix.dirname(importer), specifier).replace(/\.js$/, ".ts");
    return files[fileName] === undefined ? undefined : { fileName, text: files[fileName] };
  };
  const { diagnostics } = compileFile({ fileName: "main.ts", text, readImport });
  return diagnostics.map(({ code }) => code);
}

const FILES: Files = {
  "pure.ts": `import { deep } from "./deep.js";
    const NAMES = ["a"];
    const seen = new Set<string>();
    let count = 0;
    export const tidy = (s: string) => s.trim();
    export function through(s: string) { return deep(s) + NAMES[0]; }
    export function known(s: string) { return seen.has(s); }
    export function note(s: string) { seen.add(s); return s; }
    export function counted() { return ++count; }
    export function log(s: string) { console.log(s); return s; }
    export function apply(f: (q: string) => string, s: string) { return f(s); }
    export const later = async (s: string) => s;
    export class Kit { static of(s: string) { return s + "!"; } run(s: string) { return s; } }
    export { far as renamed } from "./far.js";
    export { shown } from "./deep.js";
    export default function (s: string) { return s.slice(1); }`,
  "deep.ts": `import { tidy } from "./pure.js";
    export function deep(s: string): string { return s.length > 9 ? deep(s.slice(1)) : tidy(s); }
    export const shown = (s: string) => { console.log(deep(s)); return s; };`,
  "far.ts": `export function far(s: string) { return s.at(-1); }`,
  "types.ts": `import type { Name } from "./names.js";
    export interface Row { title: Name; tags: string[]; inner: { n: number } }
    export type { Name as Other } from "./names.js";
    export * from "./names.js";`,
  "names.ts": `export type Name = string | Short;\ntype Short = "a" | "b";`,
};

test.each([
  [`import { tidy } from "./pure.js";`, "tidy(doc).slice(1)", false],
  [`import { through } from "./pure.js";`, "through(doc)", false],
  [`import { known } from "./pure.js";`, "known(doc)", true],
  [`import { note } from "./pure.js";`, "note(doc)", true],
  [`import { counted } from "./pure.js";`, "counted()", true],
  [`import { log } from "./pure.js";`, "log(doc)", true],
  [`import { apply } from "./pure.js";`, "apply((q) => q.trim(), doc)", false],
  [`import { apply } from "./pure.js";`, "apply((q) => { console.log(q); return q; }, doc)", true],
  [`import { apply, tidy } from "./pure.js";`, "apply(tidy, doc)", false],
  [`import { apply, log } from "./pure.js";`, "apply(log, doc)", true],
  [`import { tidy } from "./pure.js";`, "[doc].map(tidy)[0].trim()", false],
  [`import { log } from "./pure.js";`, "[doc].map(log)", true],
  [`import { later } from "./pure.js";`, "later(doc)", true],
  [`import { Kit } from "./pure.js";`, "Kit.of(doc)", false],
  [`import { Kit } from "./pure.js";`, "new Kit().run(doc)", true],
  [`import * as pure from "./pure.js";`, "pure.tidy(doc)", false],
  [`import * as pure from "./pure.js";`, "pure.log(doc)", true],
  [`import tail from "./pure.js";`, "tail(doc)", false],
  [`import { renamed } from "./pure.js";`, "renamed(doc)", false],
  [`import { shown } from "./pure.js";`, "shown(doc)", true],
  [`import { gone } from "./pure.js";`, "gone(doc)", true],
  [`import type { Row } from "./types.js";`, "row.title.slice(1)", false],
  [`import type { Row } from "./types.js";`, "row.tags.join()", false],
  [`import type { Name as Row } from "./types.js";`, "row.slice(1)", false],
  [`import type { Other as Row } from "./types.js";`, "row.slice(1)", false],
  [`import type { Missing as Row } from "./types.js";`, "row.slice(1)", true],
])("%s %s keeps its place: %s", (imports, call, kept) => {
  const found = effects(imports, call, FILES);
  expect(found.some((code) => code === "PLT2001" || code.startsWith("PLT201"))).toBe(kept);
});

test("a file behind another one has changed", () => {
  const files = { ...FILES };
  const codes = (): string[] => effects(`import { renamed } from "./pure.js";`, "renamed(doc)", files);
  expect(codes()).toEqual([]);
  files["far.ts"] = `export function far(s: string) { console.log(s); return s; }`;
  expect(codes()).toContain("PLT2013");
  files["far.ts"] = `import { low } from "./low.js";\nexport function far(s: string) { return low(s); }`;
  files["low.ts"] = `export const low = (s: string) => s;`;
  expect(codes()).toEqual([]);
  files["low.ts"] = `export const low = (s: string) => { console.log(s); return s; };`;
  expect(codes()).toContain("PLT2013");
});
