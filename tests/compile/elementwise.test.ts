/** Each part of a list or object is used when it is there: in the compiled program, and by the timed reference. */
import { expect, test } from "vitest";
import { ELEMENTWISE, elementwiseProgram } from "./elementwise.js";
import { check } from "./harness.js";
import { loadProgram } from "./program.js";
import { BY_NAME } from "./timed/timedBounds.js";

test.each(ELEMENTWISE)("%s", async (body, makespan) => {
  const program = loadProgram(elementwiseProgram(body));
  const { problems, bound, compiled } = await check(program, { order: BY_NAME });
  expect({ problems, bound, makespan: compiled.makespan }).toEqual({ problems: [], bound: makespan, makespan });
  for (const seed of [1, 2, 3]) {
    const failing = await check(program, { order: BY_NAME, faults: { seed, rate: 0.3 } });
    expect(failing.problems).toEqual([]);
  }
});
