import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { LoadFnOutput, ResolveFnOutput } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { syncHooks } from "./syncHooks.js";

const folder = mkdtempSync(path.join(tmpdir(), "plaitc-hooks-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string, text: string): string => {
  writeFileSync(path.join(folder, name), text);
  return pathToFileURL(path.join(folder, name)).href;
};
const untouched: LoadFnOutput = { format: "module", source: "untouched" };
const load = (url: string): LoadFnOutput =>
  syncHooks.load(
    url,
    { format: undefined, importAttributes: {}, importAssertions: {}, conditions: [] },
    () => untouched,
  );

describe("load", () => {
  test("strips types and adds a map to the source", () => {
    const { source, format, shortCircuit } = load(file("a.ts", "enum E { A }\nexport const n: number = E.A;\n"));
    expect({ format, shortCircuit }).toEqual({ format: "module", shortCircuit: true });
    const [code = "", map = ""] = String(source).split("//# sourceMappingURL=data:application/json;base64,");
    expect(code).toContain("export const n = E.A;");
    const { sources } = JSON.parse(Buffer.from(map, "base64").toString()) as { sources: string[] };
    expect(sources).toEqual([pathToFileURL(path.join(folder, "a.ts")).href]);
  });
  test("compiles pipelines, also in JavaScript", () => {
    const text = `import { LLMInference, Module } from "plait";
export class A extends Module {
  say = new LLMInference({ alias: "fast" });
  forward(a) {
    return this.say(a);
  }
}
`;
    expect(load(file("pipeline.mjs", text)).source).toContain("plait/internal");
  });
  test("CommonJS stays CommonJS", () => {
    expect(load(file("c.cts", "const n: number = 1; module.exports = n;"))).toMatchObject({ format: "commonjs" });
  });
  test("leaves everything else to Node", () => {
    expect(load(file("plain.js", "export const a = 1;"))).toBe(untouched);
    expect(load("node:fs")).toBe(untouched);
    expect(load("file:///app/node_modules/x/index.ts")).toBe(untouched);
  });
  test("syntax errors name the file", () => {
    expect(() => load(file("bad.ts", "export const = 1;"))).toThrow(SyntaxError);
    expect(() => load(file("bad.ts", "export const = 1;"))).toThrow(/bad\.ts/);
  });
});

describe("resolve", () => {
  const context = {
    parentURL: pathToFileURL(path.join(folder, "main.ts")).href,
    conditions: [],
    importAttributes: {},
    importAssertions: {},
  };
  const missing = Object.assign(new Error("missing"), { code: "ERR_MODULE_NOT_FOUND" });
  const next =
    (known: string) =>
    (specifier: string): ResolveFnOutput => {
      if (specifier !== known) throw missing;
      return { url: specifier };
    };

  test("falls back from .js to .ts", () => {
    file("there.ts", "");
    expect(syncHooks.resolve("./there.js", context, next("./there.ts"))).toEqual({ url: "./there.ts" });
    expect(syncHooks.resolve("./real.js", context, next("./real.js"))).toEqual({ url: "./real.js" });
    expect(() => syncHooks.resolve("./gone.js", context, next("./other.js"))).toThrow(missing);
  });
  test("hides no other error", () => {
    const error = new Error("broken");
    expect(() =>
      syncHooks.resolve("./there.js", context, () => {
        throw error;
      }),
    ).toThrow(error);
  });
});
