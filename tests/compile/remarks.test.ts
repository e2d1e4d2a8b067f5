/** What the whole compiler says of kept order: which remarks are there, which are gone with a declaration. */
import { expect, test } from "vitest";
import { compileFile } from "../../compiler/dist/index.js";
import type { CompileFileOptions } from "../../compiler/dist/index.js";

interface Said {
  code: string;
  severity: string;
  line: number;
  message: string;
}

function compile(body: string, more = "", options: Partial<CompileFileOptions> = {}): Said[] {
  const text = `import { LLMInference, Module } from "plait";
import { far, other } from "./far.js";
import { chunk } from "lodash";
${more}
export class Main extends Module {
  a = new LLMInference({ alias: "a" });
  b = new LLMInference({ alias: "b" });
  forward(doc: string, list: string[], table: Map<string, string>) {
    const x = this.a(doc);
    ${body}
  }
}
`;
  const { diagnostics, changed } = compileFile({ fileName: "/app/main.ts", text, ...options });
  expect(changed, diagnostics.map((d) => d.message).join("\n")).toBe(true);
  for (const d of diagnostics) {
    expect(d.hint, d.code).toBeTruthy();
    expect(d.message, d.code).not.toMatch(/undefined|\{\w+\}/);
  }
  return diagnostics.map(({ code, severity, line, message }) => ({ code, severity, line, message }));
}

const codes = (said: readonly Said[]): string[] => said.map((d) => d.code);

test("an unknown function is remarked on where it is called", () => {
  const said = compile("return this.b(far(doc)) + x;");
  expect(said).toEqual([
    { code: "PLT2001", severity: "remark", line: 10, message: expect.stringContaining("`far(doc)` may have effects") },
  ]);
});

// Each of these would be an effect of an unknown function.
test.each([
  ["return this.b(/^a/.test(doc) ? 'y' : 'n') + x;"],
  ["return this.b(`${table.get(doc)}`) + x;"],
  ["return this.b([...table.keys()].join()) + x;"],
  ["return this.b(new Set(list).has(doc) ? 'y' : 'n') + x;"],
  ["return this.b(new Intl.NumberFormat('en').format(doc.length)) + x;"],
  ["return this.b(JSON.stringify(Object.groupBy(list, (i) => i[0]!))) + x;"],
  ["return this.b(String(Array.isArray(list))) + x;"],
])("no remark: %s", (body) => {
  expect(compile(body)).toEqual([]);
});

test("a function of the file that changes only what it makes is no effect", () => {
  const count = `function count(words: string[]) {
  const seen: Record<string, number> = {};
  words.forEach((word) => { seen[word] = (seen[word] ?? 0) + 1; });
  return JSON.stringify(seen);
}`;
  expect(compile("return this.b(count(list)) + x;", count)).toEqual([]);
  const leaking = count
    .replace("{};", "table;")
    .replace("function", "const table: Record<string, number> = {};\nfunction");
  expect(codes(compile("return this.b(count(list)) + x;", leaking))).toContain("PLT2011");
});

test("a declaration in a neighbouring file is found without a checker", () => {
  const readImport = (specifier: string) =>
    specifier === "./far.js"
      ? {
          fileName: "/app/far.ts",
          text: "/** @plait pure */ export function far(t: string) { return t; }\nexport let other = far;",
        }
      : undefined;
  expect(compile("return this.b(far(doc)) + x;", "", { readImport })).toEqual([]);
  expect(codes(compile("return this.b(other(doc)) + x;", "", { readImport }))).toEqual(["PLT2001"]);
});

test("the table says what functions of packages do", () => {
  const body = "return this.b(String(chunk(list, 2))) + x;";
  expect(codes(compile(body))).toEqual(["PLT2001"]);
  expect(compile(body, "", { effects: { lodash: { chunk: "pure" } } })).toEqual([]);
  expect(compile(body, "", { effects: { lodash: "reads" } })).toEqual([]);
  expect(codes(compile(body, "", { effects: { lodash: { chunk: "effect" } } }))).toEqual(["PLT2001"]);
});

test("a declaration that is not understood is a warning, and the file compiles as if it were not there", () => {
  const said = compile(
    "return this.b(near(doc)) + x;",
    "/** @plait prue */ function near(t: string) { return far(t); }",
  );
  expect(codes(said)).toEqual(["PLT3001", "PLT2001"]);
  expect(said[0]?.severity).toBe("warning");
});

test("a declaration that the code contradicts is a warning", () => {
  const said = compile(
    "return this.b(near(doc)) + x;",
    "/** @plait pure */ function near(t: string) { console.log(t); return t; }",
  );
  expect(codes(said)).toEqual(["PLT3002"]);
});
