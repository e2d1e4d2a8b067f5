/** No input makes the compiler throw: half-typed and broken versions of all fixtures give diagnostics, or compile. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { compileFile } from "../../compiler/dist/index.js";
import { Random } from "./random.js";

const folder = fileURLToPath(new URL("fixtures/", import.meta.url));
const fixtures = readdirSync(folder)
  .filter((name) => name.endsWith(".ts"))
  .map((name) => ({ name, text: readFileSync(`${folder}/${name}`, "utf8") }));

/** What an editor sends while somebody types must never look like a bug of the compiler, either. */
function compile(name: string, text: string): void {
  const { code, changed, diagnostics } = compileFile({ fileName: name, text });
  if (!changed) expect(code).toBe(text);
  const internal = diagnostics.filter((d) => d.code === "PLT1020").map((d) => d.message);
  expect(internal, text).toEqual([]);
  for (const d of diagnostics) {
    expect(d.start).toBeGreaterThanOrEqual(0);
    expect(d.end).toBeLessThanOrEqual(text.length);
  }
}

test("prefixes", () => {
  for (const { name, text } of fixtures)
    for (let end = 1; end < text.length; end += 23) compile(name, text.slice(0, end));
});

test("prefixes that are closed again", () => {
  for (const { name, text } of fixtures) {
    const lines = text.split("\n");
    for (let end = 3; end < lines.length; end++) compile(name, `${lines.slice(0, end).join("\n")}\n}}`);
  }
});

test("deletions", () => {
  const random = new Random(11);
  for (const { name, text } of fixtures) {
    for (let i = 0; i < 25; i++) {
      const at = random.below(text.length);
      compile(name, text.slice(0, at) + text.slice(at + 1 + random.below(12)));
    }
  }
});

test("words that are left out or doubled", () => {
  const random = new Random(12);
  for (const { name, text } of fixtures) {
    const words = text.split(/(?<=\W)|(?=\W)/);
    for (let i = 0; i < 25; i++) {
      const at = random.below(words.length);
      const changed = [...words];
      if (random.chance(0.5)) changed.splice(at, 1);
      else changed.splice(at, 0, random.pick(words));
      compile(name, changed.join(""));
    }
  }
});
