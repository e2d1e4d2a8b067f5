/** Every program of the table, under every order in which its calls can end, with no call failing, one, and two. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { programs } from "../testing/programs.js";
import { explore, runOracle, subsets } from "../testing/schedules.js";
import { expectNoUnhandledRejection } from "../testing/unhandled.js";

expectNoUnhandledRejection(beforeAll, afterAll);

describe.each(programs.map((program) => [program.name, program] as const))("%s", (_name, program) => {
  it("gives the sequential outcome in every order of completions", async () => {
    const { runs } = await explore(program);
    expect(runs).toBeGreaterThan(0);
    for (const window of [1, 2]) await explore(program, { window, limit: 60 });
  });

  it("gives the sequential error whatever fails, in every order", async () => {
    const { keys, asked } = await runOracle(program, new Set(), new Map());
    const names = [...new Set([...keys, ...asked])];
    for (const [n, failing] of subsets(names, 2).entries()) {
      if (failing.length === 0) continue;
      const options = { failing: new Set(failing), seed: n };
      const limit = failing.length === 1 ? 200 : 40;
      await explore(program, { ...options, limit });
      await explore(program, { ...options, limit, stubborn: true });
    }
  });
});
