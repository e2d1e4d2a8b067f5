import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { ENGINE } from "./scripts/engine.mjs";

/** Tests that compare times, or wait: after all others, and no more at once than there are cores. */
const timed = ["tests/acceptance/demo.test.ts", "tests/**/latency.test.ts"];

/** Tests that replace modules: in processes of their own, because all others share what they have imported. */
const mocked = ["tests/cli/graphOfPrograms.test.ts", "runtime/src/providers/openClient.test.ts"];

/** Thousands of programs go through the compiler here. */
const rig = "tests/compile/**/*.test.ts";

/** Files that take longest: one that starts last is waited for with one core idle. */
const LONGEST = [
  "fuzzTyped",
  "fuzzUntyped",
  "mutants",
  "fixtures",
  "packed",
  "broken",
  "commands",
  "metamorphic",
  "adapters",
  "badInput",
  "watch",
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = LONGEST.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
      return at < 0 ? LONGEST.length : at;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: "tests",
          include: ["{runtime,compiler,cli}/src/**/*.test.ts", "tests/**/*.test.ts", "examples/**/*.test.ts"],
          exclude: ["**/node_modules/**", rig, ...mocked, ...timed],
          isolate: false,
          maxWorkers: "100%",
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: "rig",
          include: [rig],
          execArgv: ENGINE,
          isolate: false,
          maxWorkers: "100%",
          sequence: { groupOrder: 0 },
        },
      },
      { extends: true, test: { name: "mocked", include: mocked, maxWorkers: "100%", sequence: { groupOrder: 0 } } },
      { extends: true, test: { name: "timed", include: timed, maxWorkers: 2, sequence: { groupOrder: 1 } } },
    ],
  },
});
