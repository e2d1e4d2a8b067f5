/** How much a program does, by its oracle: calls and steps of its largest run, and whether one throws. */
import { oracleImports } from "./oracle.js";
import { loadOracle } from "./program.js";
import { World } from "./world.js";

export interface Measure {
  calls: number;
  steps: number;
  throws: boolean;
  /** What it throws; for finding out why. */
  error?: unknown;
}

interface Exports {
  Main: new () => { forward(...args: unknown[]): unknown };
  inputs?: unknown[][];
}

export function measure(source: string): Measure {
  const oracle = loadOracle(source);
  const measured: Measure = { calls: 0, steps: 0, throws: false };
  for (let input = 0, count = 1; input < count; input++) {
    const world = new World({ name: "at once", latency: () => 0 }, undefined, false);
    try {
      const exports = oracle(oracleImports(world)) as unknown as Exports;
      const inputs = exports.inputs ?? [["a doc"]];
      count = inputs.length;
      new exports.Main().forward(...(inputs[input] as unknown[]));
    } catch (error) {
      measured.throws = true;
      measured.error = error;
    }
    measured.calls = Math.max(measured.calls, world.calls.length);
    measured.steps = Math.max(measured.steps, world.steps);
  }
  return measured;
}
