/** Files that are loaded alone take what `plait.config.json` says of functions of packages. */
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { loadSource } from "./loadSource.js";

const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "plaitc-load-")));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const TEXT = `import { LLMInference, Module } from "plait";
import { shout } from "shouting";
export class Report extends Module {
  a = new LLMInference({ alias: "fast" });
  forward(doc: string): string {
    const facts = this.a(doc);
    return this.a(shout(doc)) + facts;
  }
}
`;

function load(config: string): string {
  writeFileSync(path.join(folder, "plait.config.json"), config);
  return loadSource(path.join(folder, "report.ts"), TEXT)?.code ?? "";
}

test("a declared function is no effect", () => {
  expect(load("{}")).toMatch(/\.effect\(/);
  expect(load(`{ "effects": { "shouting": { "shout": "pure" } } }`)).not.toMatch(/\.effect\(/);
});

test("a file that is not valid is an error at its place", () => {
  const place = path.join(folder, "plait.config.json").replaceAll("\\", "/");
  expect(() => load(`{\n  "effect": {}\n}`)).toThrow(/PLT1050.*unknown key `effect`. Did you mean `effects`/);
  try {
    load(`{\n  "effect": {}\n}`);
  } catch (error) {
    expect((error as Error).stack).toContain(`${place}:2:3`);
  }
  expect.assertions(2);
});
