import { defineConfig } from "vitest/config";

/** Tests that compare times: each runs alone, after all others. */
const timed = [
  ...["demo", "errors", "fourWays", "latency", "packed", "quickstart"].map(
    (name) => `tests/acceptance/${name}.test.ts`,
  ),
  "tests/programs/latency.test.ts",
];

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: "tests",
          include: ["{runtime,compiler,cli}/src/**/*.test.ts", "tests/**/*.test.ts", "examples/**/*.test.ts"],
          exclude: ["**/node_modules/**", ...timed],
          maxWorkers: "100%",
          sequence: { groupOrder: 0 },
        },
      },
      { extends: true, test: { name: "timed", include: timed, maxWorkers: 1, sequence: { groupOrder: 1 } } },
    ],
  },
});
