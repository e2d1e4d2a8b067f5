import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{runtime,compiler,cli}/src/**/*.test.ts", "tests/**/*.test.ts", "examples/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
