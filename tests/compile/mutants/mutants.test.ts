/** A slice of what `npm run mutants` does at length: what the compiler or the runtime could do wrong is noticed. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import type { Result } from "./campaign.js";

interface Rate {
  made: number;
  told: number;
  missed: number;
  rate: number;
}

interface Told {
  summary: { code: Rate; runtime: Rate };
  results: { code: Result[]; runtime: Result[] };
}

const script = fileURLToPath(new URL("../../../scripts/mutants.mjs", import.meta.url));

/** Mutants run in processes of their own: some end them, and some leave rejections behind. */
async function mutants(...args: string[]): Promise<Told> {
  const running = promisify(execFile)(process.execPath, [script, "--json", ...args], { maxBuffer: 1e8 });
  // Ends with 1 where too few are noticed, which is said better below.
  const { stdout } = await running.catch((error: { stdout: string }) => error);
  return JSON.parse(stdout) as Told;
}

const describeMissed = (results: readonly Result[]): string =>
  results
    .filter(({ fate, refuted }) => fate === "missed" || fate === "unseen" || refuted !== undefined)
    .map(({ kind, seed, why, refuted }) => `${kind}, seed ${seed}: ${refuted ?? ""} ${why}`)
    .join("\n");

test("mistakes in compiled code are noticed", { timeout: 300_000 }, async () => {
  const { summary, results } = await mutants("--only", "code", "--mutants", "40", "--seed", "1");
  expect(summary.code.made).toBe(40);
  // Many are redundant, but not so many that the rate says nothing.
  expect(summary.code.told).toBeGreaterThan(16);
  expect(results.code.filter(({ refuted }) => refuted !== undefined)).toEqual([]);
  expect(summary.code.rate, describeMissed(results.code)).toBeGreaterThanOrEqual(0.9);
});

test("mistakes in the runtime are noticed", { timeout: 300_000 }, async () => {
  const { summary, results } = await mutants("--only", "runtime", "--no-fixtures", "--programs", "0", "--every", "3");
  expect(summary.runtime.made).toBeGreaterThanOrEqual(33);
  expect(results.runtime.filter(({ refuted }) => refuted !== undefined)).toEqual([]);
  // There is a probe for each; `npm run mutants` tries on more programs whether the redundant ones are.
  expect(summary.runtime.told, describeMissed(results.runtime)).toBeGreaterThanOrEqual(36);
});
