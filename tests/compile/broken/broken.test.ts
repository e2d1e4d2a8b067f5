/** A slice of `npm run fuzz -- --broken`: no text makes the compiler throw, hang or say that it has a bug. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { compileFile } from "../../../compiler/dist/index.js";
import { splitFiles, type SourceFile } from "../files.js";
import { fuzz, shrinkFailure } from "../fuzz.js";
import { generate } from "../generate.js";
import { Random } from "../random.js";
import { BREAKAGES, LARGE } from "./breakages.js";
import { compileProblem, resultProblem } from "./check.js";

const folder = new URL("../fixtures/", import.meta.url);
const PROGRAMS = 45;
const MOST_MS = 7_000;

test("broken versions of random programs", { timeout: 180_000 }, async () => {
  const started = Date.now();
  const seeds = Array.from({ length: PROGRAMS }, (_, i) => i + 1);
  const tally = await fuzz(seeds, { broken: true, stop: () => Date.now() - started > MOST_MS });
  const [first] = tally.failures;
  if (first) expect.fail(`${first.detail}\n--- made small:\n${await shrinkFailure(first, { broken: true })}`);
});

/** Each fixture is broken in every third way. */
const PART = 3;

test("broken versions of all fixtures", { timeout: 180_000 }, () => {
  const kinds = Object.keys(BREAKAGES).filter((key) => key !== LARGE);
  for (const name of readdirSync(folder).filter((file) => file.endsWith(".ts"))) {
    // By its name, so that the same is tried whatever fixtures there are.
    const number = [...name].reduce((sum, sign) => (sum * 31 + sign.charCodeAt(0)) >>> 0, 11);
    const random = new Random(number);
    const text = readFileSync(new URL(name, folder), "utf8");
    for (const kind of kinds.filter((_, i) => i % PART === number % PART)) {
      const broken = (BREAKAGES[kind] as (typeof BREAKAGES)[string])(text, random);
      expect(compileProblem(broken), `${name}, ${kind}:\n${broken}`).toBeUndefined();
    }
  }
});

test("every breakage changes a program", () => {
  const source = generate(3);
  for (const [name, breakage] of Object.entries(BREAKAGES)) {
    const changed = Array.from({ length: 5 }, (_, i) => breakage(source, new Random(i)));
    expect(changed.filter((text) => text !== source).length, name).toBeGreaterThan(2);
  }
});

test("what is wrong is noticed", () => {
  const text = generate(3);
  const files = splitFiles(text);
  const [file] = files as [SourceFile];
  const right = compileFile({ fileName: file.name, text });
  const wrong = (change: object): string | undefined => resultProblem(files, file, { ...right, ...change });
  expect(wrong({})).toBeUndefined();
  expect(wrong({ changed: false })).toMatch(/unchanged/);
  expect(wrong({ code: `${right.code}}` })).toMatch(/does not parse/);
  const place = { file: file.name, start: 0, end: 1, line: 1, column: 1 };
  const remark = { ...place, code: "PLT2001", severity: "remark", message: "m", related: [] };
  expect(wrong({ diagnostics: [remark] })).toBeUndefined();
  for (const change of [
    { code: "PLT1020" },
    { code: "TypeError" },
    { message: "" },
    { file: "other.ts" },
    { end: text.length + 1 },
    { start: 5 },
    { line: 2 },
    { severity: "error" },
    { related: [{ ...place, message: "m", start: -1 }] },
  ])
    expect(wrong({ diagnostics: [{ ...remark, ...change }] }), JSON.stringify(change)).toBeDefined();
});
