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
    for (const name of readdirSync(join(FOLDER, area)))
      test(name, async () => {
        const source = readFileSync(join(FOLDER, area, name), "utf8");
        for (const types of [false, true]) {
          const found = await firstProblem(source, types ? 1 : 0, { types, strict: true, orders: 2 });
          expect(found?.problem, types ? "with types" : "without types").toBeUndefined();
        }
      });
  });
