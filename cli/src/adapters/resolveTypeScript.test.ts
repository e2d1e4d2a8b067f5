import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, expect, test } from "vitest";
import { typeScriptSpecifier } from "./resolveTypeScript.js";

const folder = mkdtempSync(path.join(tmpdir(), "plaitc-resolve-"));
for (const name of ["a.ts", "b.mts", "c.tsx", "d e.ts"]) writeFileSync(path.join(folder, name), "");
const parent = pathToFileURL(path.join(folder, "main.ts")).href;
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  ["./a.js", "./a.ts"],
  ["./a.js?v=1", "./a.ts?v=1"],
  ["./b.mjs", "./b.mts"],
  ["./c.js", "./c.tsx"],
  ["./d%20e.js", "./d%20e.ts"],
  ["./missing.js", undefined],
  ["./a.mjs", undefined],
  ["./a", undefined],
  ["a.js", undefined],
  ["node:fs", undefined],
])("%s", (specifier, expected) => {
  expect(typeScriptSpecifier(specifier, parent)).toBe(expected);
});

test("a whole address", () => {
  const address = pathToFileURL(path.join(folder, "a.js")).href;
  expect(typeScriptSpecifier(address, undefined)).toBe(address.replace(/js$/, "ts"));
});
