/** What the fuzzer rests on: programs that parse, run to their end, are small enough and hold every construct. */
import { beforeAll, expect, test } from "vitest";
import { FEATURES, features } from "./generateFeatures.js";
import { generate } from "./generate.js";
import { measure, type Measure } from "./measure.js";
import { splitFiles } from "./files.js";
import { shrink } from "./shrink.js";

const PROGRAMS = 350;

let programs: { seed: number; source: string; measured: Measure }[];
beforeAll(() => {
  programs = Array.from({ length: PROGRAMS }, (_, i) => {
    const source = generate(i + 1);
    return { seed: i + 1, source, measured: measure(source) };
  });
}, 60_000);

test("programs make a bounded number of calls, and nearly all return", () => {
  expect(Math.max(...programs.map((p) => p.measured.calls))).toBeLessThanOrEqual(150);
  expect(Math.max(...programs.map((p) => p.measured.steps))).toBeLessThanOrEqual(4_000);
  expect(programs.filter((p) => p.measured.throws).length).toBeLessThan(PROGRAMS / 10);
  const calls = programs.map((p) => p.measured.calls).sort((a, b) => a - b);
  expect(calls[Math.floor(PROGRAMS / 2)]).toBeGreaterThan(8);
});

test("no program names what is not there", () => {
  const wrong = programs.filter(({ measured: { error } }) => error instanceof ReferenceError);
  expect(wrong.map((p) => `${p.seed}: ${String(p.measured.error)}`)).toEqual([]);
});

test("every construct is in some program", () => {
  const counts = new Map(FEATURES.map((name) => [name, 0]));
  for (const { source } of programs) for (const name of features(source)) counts.set(name, (counts.get(name) ?? 0) + 1);
  expect([...counts].filter(([, count]) => count === 0)).toEqual([]);
});

test("a kind that is left out is in no program", () => {
  const without = ["switch", "closure as an argument", "several files"];
  for (let seed = 1; seed <= 60; seed++) {
    const source = generate(seed, { without });
    expect(source).not.toMatch(/\bswitch \(|const twice\d|@file/);
  }
});

test("a program of several files is made small, and made one", async () => {
  const source =
    `import { Module } from "plait";\nimport { Text, other } from "./base.js";\n` +
    `export class Main extends Module { t = new Text("t"); forward() { other(); for (const x of [1, 2]) { this.t("needle"); } } }\n` +
    `// @file: base.ts\nimport { Module } from "plait";\ndeclare function leaf(...args: unknown[]): any;\n` +
    `export class Text extends Module { constructor(readonly id: string) { super(); } forward(s: string) { return leaf(this.id, "text", s); } }\n` +
    `export function other() { return 1; }\n`;
  const asks = (text: string): boolean => {
    try {
      return text.includes("needle") && measure(text).calls > 0;
    } catch {
      return false;
    }
  };
  expect(measure(source).calls).toBe(2);
  const small = await shrink(source, async (candidate) => asks(candidate));
  expect(asks(small)).toBe(true);
  expect(splitFiles(small)).toHaveLength(1);
  expect(small).not.toMatch(/for \(|other/);
});
