/**
 * Twenty realistic pipelines, each against the same program written by hand with promises. In virtual time, so
 * that every figure is exact: value, calls and completion time, under several draws of latencies.
 */
import { describe, expect, test } from "vitest";
import { cases } from "./harness/cases.js";
import { COMPILED, loadCase } from "./harness/load.js";
import { runVirtually } from "./harness/measure.js";

const SEEDS = Array.from({ length: 12 }, (_, seed) => seed);

const loaded = new Map(await Promise.all(cases.map(async (one) => [one.name, await loadCase(one)] as const)));

describe.each(cases)("$name", ({ name, inputs }) => {
  const one = loaded.get(name)!;

  test("the twin means what the program does", async () => {
    for (const input of inputs.keys()) {
      const sequential = await runVirtually(one, "sequential", input);
      const twin = await runVirtually(one, "twin", input);
      expect(sequential.outcome).not.toHaveProperty("error");
      if (input === 0) expect(sequential.calls.length).toBeGreaterThan(5);
      expect(sequential.tookMs, "one call after another").toBe(sequential.totalMs);
      expect(twin).toEqual({ ...sequential, tookMs: twin.tookMs });
      expect(twin.inFlight).toBe(0);
    }
  });

  test.each(COMPILED)("%s: value and calls are those of the sequential run", async (form) => {
    for (const input of inputs.keys()) {
      const sequential = await runVirtually(one, "sequential", input);
      for (const seed of SEEDS) {
        const { outcome, calls, inFlight, tookMs, totalMs } = await runVirtually(one, form, input, seed);
        expect({ outcome, calls, inFlight }).toEqual({
          outcome: sequential.outcome,
          calls: sequential.calls,
          inFlight: 0,
        });
        expect(tookMs, "no longer than one call after another").toBeLessThanOrEqual(totalMs);
      }
    }
  });

  test.each(COMPILED)("%s: takes no longer than the twin, whatever the latencies", async (form) => {
    const slower: string[] = [];
    for (const input of inputs.keys()) {
      for (const seed of SEEDS) {
        const twin = await runVirtually(one, "twin", input, seed);
        const { tookMs } = await runVirtually(one, form, input, seed);
        if (tookMs > twin.tookMs) slower.push(`input ${input}, seed ${seed}: ${tookMs} ms, by hand ${twin.tookMs} ms`);
      }
    }
    expect(slower).toEqual([]);
  });
});
