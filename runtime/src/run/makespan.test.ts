/** Completion time in virtual time, against the critical path worked out by hand. Latencies are skewed, because equal ones hide every barrier. */
import { expect, it } from "vitest";
import { Module } from "../module/module.js";
import { composite, Lab, type Method } from "../testing/lab.js";
import { execute } from "./execute.js";
import type { Scope } from "./scope.js";

/** Takes as long as its first argument says. */
class Takes extends Module {
  readonly #lab: Lab;
  constructor(lab: Lab) {
    super();
    this.#lab = lab;
  }
  forward(ms: number, ..._after: unknown[]): Promise<number> {
    return new Promise((resolve) => this.#lab.env.setTimer(() => resolve(ms), ms));
  }
}

async function timeOf(
  build: (take: Takes, lab: Lab) => Method,
  args: unknown[] = [],
  window?: number,
): Promise<number> {
  const lab = new Lab();
  await lab.env.run(execute(composite(build(new Takes(lab), lab)), args, { dispatch: lab.dispatch(), window }));
  expect(lab.env.pendingTimers).toBe(0);
  return lab.env.now();
}

it("two chains, 20 then 80 and 80 then 20: no barrier between them", async () => {
  const chain =
    (take: Takes): Method =>
    ($) => {
      const a = $.call(0, take, [20]);
      const b = $.call(1, take, [80]);
      const c = $.call(2, take, [80, a]);
      const d = $.call(3, take, [20, b]);
      return $.array([c, d]);
    };
  expect(await timeOf(chain)).toBe(100);
});

it("a second argument that is late, three modules deep, delays only what uses it", async () => {
  const nested = (take: Takes): Method => {
    const low = composite(($, early, late) => {
      const a = $.call(0, take, [70, early]);
      const b = $.call(1, take, [10, late]);
      return $.call(2, take, [5, a, b]);
    });
    const middle = composite(($, early, late) => $.call(0, low, [early, late]));
    const top = composite(($, early, late) => $.call(0, middle, [early, late]));
    return ($) => $.call(2, top, [$.call(0, take, [10]), $.call(1, take, [60])]);
  };
  // max(10 + 70, 60 + 10) + 5
  expect(await timeOf(nested)).toBe(85);
});

it("a field of a child's result is used when it is there", async () => {
  const fields = (take: Takes): Method => {
    const child = composite(($) => $.object({ soon: $.call(0, take, [10]), late: $.call(1, take, [90]) }));
    const parent = composite(($) => $.call(0, child, []));
    return ($) => {
      const found = $.call(0, parent, []);
      const [soon] = $.unpack(["soon"], found, ({ soon }: { soon: unknown }) => [soon]);
      const next = $.call(1, take, [70, soon]);
      return $.array([next, $.call(2, take, [5, $.get(found, "late")])]);
    };
  };
  // max(10 + 70, 90 + 5)
  expect(await timeOf(fields)).toBe(95);
});

it("a map over a map is a pipeline", async () => {
  const pipeline =
    (take: Takes): Method =>
    ($, list) => {
      const first = $.map(0, list, ($, ms) => $.call(1, take, [ms]));
      return $.map(2, first, ($, ms) => $.call(3, take, [$.on([ms], (ms: number) => 100 - ms), ms]));
    };
  // Every element takes 100; a barrier between the maps would make it 90 + 90.
  expect(await timeOf(pipeline, [[10, 50, 90]])).toBe(100);
});

it("a map over what a child returns as a list is a pipeline, too", async () => {
  const pipeline = (take: Takes): Method => {
    const child = composite(($, list) => $.map(0, list, ($, ms) => $.call(1, take, [ms])));
    return ($, list) =>
      $.map(1, $.call(0, child, [list]), ($, ms) => $.call(2, take, [$.on([ms], (ms: number) => 100 - ms), ms]));
  };
  expect(await timeOf(pipeline, [[10, 50, 90]])).toBe(100);
});

it("a window takes the next iteration as soon as one is done", async () => {
  const map =
    (take: Takes): Method =>
    ($, list) =>
      $.map(0, list, ($, ms) => $.call(1, take, [ms]));
  const list = [[90, 10, 10, 30, 40]];
  expect(await timeOf(map, list, 2)).toBe(90);
  expect(await timeOf(map, list, 1)).toBe(180);
  expect(await timeOf(map, list)).toBe(90);
});

it("calls do not wait for logs, and logs do not delay the end", async () => {
  const logs =
    (take: Takes, lab: Lab): Method =>
    ($) => {
      const a = $.call(0, take, [60]);
      $.effect([a], () => lab.note("a"));
      const b = $.call(1, take, [50]);
      $.effect([b], () => lab.note("b"));
      const c = $.call(2, take, [50, b]);
      return $.array([a, c]);
    };
  expect(await timeOf(logs)).toBe(100);
});

it("a branch delays what it decides, and what it assigns; an exit delays the rest until it is decided, not until its arm is done", async () => {
  const branch =
    (take: Takes): Method =>
    ($) => {
      const other = $.call(0, take, [80]);
      const [a] = $.branch(
        1,
        $.call(1, take, [20]),
        ($) => [$.call(2, take, [30])],
        () => [0],
      );
      const b = $.call(3, take, [10, a]); // 60
      const c = $.call(4, take, [15, other]); // 95
      return $.array([b, c]);
    };
  expect(await timeOf(branch)).toBe(95);
  const exit =
    (take: Takes): Method =>
    ($) => {
      const late = $.call(0, take, [70]);
      const rest = ($: Scope, x: unknown): unknown => $.array([$.call(3, take, [40]), $.call(4, take, [5, x])]);
      return $.if(
        $.call(1, take, [20]),
        ($) => {
          const x = $.call(2, take, [60]);
          return $.if(
            false,
            () => x,
            ($) => rest($, x),
          );
        },
        ($) => rest($, late),
      );
    };
  // 20 + 60 + 5; late is joined at 70
  expect(await timeOf(exit)).toBe(85);
});

it("a sequential region waits for what is before it, and calls after it that use nothing of it do not wait", async () => {
  const region =
    (take: Takes): Method =>
    ($) => {
      const a = $.call(0, take, [30]);
      const out = $.sequential([], async ($) => [
        (await $.call(1, take, [20])).value,
        (await $.call(2, take, [20])).value,
      ]);
      const b = $.call(3, take, [65]);
      return $.array([a, out, b]);
    };
  expect(await timeOf(region)).toBe(70);
});

it("unknown functions are called in program order and delay only their own users", async () => {
  const unknown =
    (take: Takes, lab: Lab): Method =>
    ($) => {
      const a = $.call(0, take, [50]);
      const f = $.on([$.call(1, take, [10])], () => (x: number) => (lab.note("f", x), x));
      const b = $.call(2, f, [7]); // in its place: at 50
      const c = $.call(3, take, [45]);
      return $.array([a, $.call(4, take, [40, b]), c]);
    };
  expect(await timeOf(unknown)).toBe(90);
});

it("a recursion takes its own critical path", async () => {
  const recursive = (take: Takes): Method => {
    const self: Module = composite(($, n) =>
      $.if(
        $.on([n], (n: number) => n === 0),
        () => 0,
        ($) => {
          const side = $.call(0, take, [25, n]);
          const next = $.call(1, take, [10, n]);
          const rest = $.call(2, self, [$.on([next, n], (_: number, n: number) => n - 1)]);
          return $.on([side, rest], (side: number, rest: number) => side + rest);
        },
      ),
    );
    return ($, n) => $.call(0, self, [n]);
  };
  // 9 steps of 10, then the last side call of 25
  expect(await timeOf(recursive, [10])).toBe(115);
});
