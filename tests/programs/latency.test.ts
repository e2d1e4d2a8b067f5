/**
 * The same programs in real time. Compares times, so that it should run while nothing else does; see
 * `harness/measure.ts` for what keeps the noise of a small machine out.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cases } from "./harness/cases.js";
import { loadCase } from "./harness/load.js";
import { LIMIT, measureAll, tableOf, type Times } from "./harness/measure.js";

const WITHIN_MS = 60_000;

describe("in real time", () => {
  let times: Times[] = [];
  beforeAll(async () => {
    times = await measureAll(await Promise.all(cases.map(loadCase)));
  }, WITHIN_MS);
  afterAll(() => console.log(tableOf(times)));

  const indexed = cases.map(({ name }, index) => ({ name, index }));
  test.each(indexed)("$name is as fast as by hand", ({ index }) => {
    const { ratio } = times[index] as Times;
    expect(ratio).toBeLessThanOrEqual(LIMIT);
  });
});
