/** A slice of `npm run fuzz -- --variants`: what a program comes to does not hang on how it is written down. */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { fuzz, shrinkFailure } from "../fuzz.js";
import { generate } from "../generate.js";
import { loadProgram } from "../program.js";
import { Random } from "../random.js";
import { ENGINE } from "../../../scripts/engine.mjs";
import { digestOf } from "./digests.js";
import { RULES } from "./rules.js";

const PROGRAMS = 60;
const MOST_MS = 6_000;

test("variants of random programs come to the same", { timeout: 180_000 }, async () => {
  const started = Date.now();
  const seeds = Array.from({ length: PROGRAMS }, (_, i) => i + 1);
  const tally = await fuzz(seeds, { variants: true, stop: () => Date.now() - started > MOST_MS });
  const [first] = tally.failures;
  if (first) {
    const small = await shrinkFailure(first, { variants: true });
    expect.fail(`seed ${first.seed}: ${first.detail}\n--- made small:\n${small}`);
  }
  // Every rule finds a place in most programs.
  for (const name of Object.keys(RULES)) expect(tally.rules[name], name).toBeGreaterThan(tally.programs * 1.5);
});

test("a rule changes a program", () => {
  const program = loadProgram(generate(3), undefined, { reference: false });
  for (const [name, rule] of Object.entries(RULES)) {
    const variant = rule(program, new Random(1));
    expect(variant?.source, name).not.toBe(variant?.base ?? program.source);
  }
});

test("compiling twice gives the same, also elsewhere and in another order", { timeout: 120_000 }, async () => {
  const sources = Array.from({ length: 25 }, (_, i) => generate(i + 1));
  const digests = sources.map((source) => digestOf(source));
  // From the last to the first: what was compiled before leaves no traces.
  expect([...sources].reverse().map((source) => digestOf(source, true))).toEqual([...digests].reverse());
  const parent = fileURLToPath(new URL("../../../.plait/", import.meta.url));
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, "digests-"));
  try {
    const file = join(folder, "sources.json");
    writeFileSync(file, JSON.stringify(sources));
    const script = fileURLToPath(new URL("digests.ts", import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [...ENGINE, "--import", "tsx", script, file]);
    expect(JSON.parse(stdout)).toEqual(digests);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
