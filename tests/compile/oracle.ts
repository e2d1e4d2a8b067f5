/**
 * What programs import as "plait" in a test. In the oracle's, a module is a function that calls its forward
 * on the spot: with leaves that answer at once, the program means what it says. The other is the real one,
 * with a model call that asks the test's world.
 */
import * as plait from "../../runtime/dist/index.js";
import * as internal from "../../runtime/dist/internal.js";
import type { World } from "./world.js";

type Exports = Record<string, unknown>;

class OracleModule {
  constructor() {
    const self = (...args: unknown[]): unknown => (self as unknown as OracleModule).forward(...args);
    for (const key of ["name", "length"]) delete (self as unknown as Record<string, unknown>)[key];
    return Object.setPrototypeOf(self, new.target.prototype) as OracleModule;
  }
  forward(..._args: unknown[]): unknown {
    throw new Error("no forward");
  }
}

// As on the instances of plait.
for (const [name, value] of Object.entries({ call: Function.prototype.call, apply: Function.prototype.apply }))
  Object.defineProperty(OracleModule.prototype, name, { value, writable: true, configurable: true });

function llmIn(world: World, Base: new () => object): unknown {
  class LLMInference extends Base {
    readonly alias: string;
    readonly #structured: boolean;
    constructor(options: { alias: string; output?: unknown }) {
      super();
      this.alias = options.alias;
      this.#structured = options.output !== undefined;
    }
    forward(...args: unknown[]): unknown {
      return world.globals.leaf(this.alias, this.#structured ? "item" : "text", ...args);
    }
  }
  return LLMInference;
}

/** What `$settled` and `$fulfilled` have given (inPlace.ts). */
const outcomes = new WeakSet<object>();

function outcome<T extends object>(entry: T): T {
  outcomes.add(entry);
  return entry;
}

const fulfilled = (value: unknown): object => outcome({ status: "fulfilled", value });

/** The function with an outcome for what it gives or throws. */
const settled = (world: World) => (body: (...args: unknown[]) => unknown) =>
  function (this: unknown, ...args: unknown[]): object {
    try {
      return fulfilled(body.apply(this, args));
    } catch (reason) {
      world.caught = true;
      return outcome({ status: "rejected", reason });
    }
  };

/** Modules are awaited in place, so a promise of all of them is the list of their values, and the first is the first. */
const SyncPromise = {
  all: (values: readonly unknown[]): unknown[] => [...values],
  allSettled: (values: readonly unknown[]): unknown[] =>
    [...values].map((value) => (outcomes.has(value as object) ? value : fulfilled(value))),
  race: (values: readonly unknown[]): unknown => values[0],
  any: (values: readonly unknown[]): unknown => values[0],
  resolve: (value: unknown): unknown => value,
};

/** More turns of loops and calls of functions than any test program needs: one that makes more may have no end. */
export const MOST_STEPS = 10_000;

/** Whether the program was stopped. */
export const isEndless = (world: World): boolean => world.steps > MOST_STEPS;

function step(world: World, most: number): void {
  if (++world.steps > most) throw new Error("the program does not end");
}

/** What the names in a program's imports and its globals stand for. */
export function oracleImports(world: World): { plait: Exports; internal: Exports; globals: Exports } {
  return {
    plait: { Module: OracleModule, LLMInference: llmIn(world, OracleModule), speculate: plait.speculate },
    internal: {},
    globals: {
      ...world.globals,
      Promise: SyncPromise,
      $step: () => step(world, MOST_STEPS),
      $caught: () => void (world.caught = true),
      $passed: () => void (world.passed = true),
      $settled: settled(world),
      $fulfilled: fulfilled,
    },
  };
}

export function realImports(world: World): { plait: Exports; internal: Exports; globals: Exports } {
  const Module = plait.Module as unknown as new () => object;
  return {
    plait: { ...plait, LLMInference: llmIn(world, Module) },
    internal: { ...internal },
    // What is generated takes more steps for the same; a miscompiled loop must end too.
    globals: { ...world.globals, Promise, $step: () => step(world, 30 * MOST_STEPS) },
  };
}
