/**
 * Programs that people wrote to look where random ones do not, one folder for each area. They say no more than that
 * they mean what they say: what they compile to may change. At length: `npm run fuzz -- tests/compile/byHand/state/*.ts`.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { firstProblem } from "./firstProblem.js";

const FOLDER = join(import.meta.dirname, "byHand");

for (const area of readdirSync(FOLDER))
  describe(area, () => {
    // Every other one with types; `npm run fuzz` has each with and without.
    for (const [i, name] of readdirSync(join(FOLDER, area)).entries())
      test(name, async () => {
        const source = readFileSync(join(FOLDER, area, name), "utf8");
        const found = await firstProblem(source, i, { types: i % 2 === 0, strict: true, orders: 2 });
        expect(found?.problem).toBeUndefined();
      });
  });
