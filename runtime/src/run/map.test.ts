/** Maps at their edges: windows, sizes, what is no array. And depth: recursion and long chains through the call protocol. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Module } from "../module/module.js";
import { composite, Lab, type Method } from "../testing/lab.js";
import { expectNoUnhandledRejection } from "../testing/unhandled.js";
import { execute } from "./execute.js";

expectNoUnhandledRejection(beforeEach, afterEach);

/** Counts how many of its calls run at once. */
class Counted extends Module {
  live = 0;
  most = 0;
  started = 0;
  async forward(x: number): Promise<number> {
    this.started++;
    this.most = Math.max(this.most, ++this.live);
    await Promise.resolve();
    if (x % 3 === 0) await Promise.resolve();
    this.live--;
    return x * 2;
  }
}

class Plain extends Module {
  forward(x: number): number {
    return x - 1;
  }
}

const runModule = (module: Module, args: unknown[], window?: number): Promise<unknown> =>
  execute(module, args, { dispatch: new Lab().dispatch(), window });
const run = (forward: Method, args: unknown[] = [], window?: number): Promise<unknown> =>
  runModule(composite(forward), args, window);

describe("a map", () => {
  const list = Array.from({ length: 50 }, (_, i) => i);

  it.each([1, 2, 7, 50, Number.POSITIVE_INFINITY])(
    "with a window of %d gives the same and never exceeds it",
    async (window) => {
      const leaf = new Counted();
      const double: Method = ($, xs) => $.map(0, xs, ($, x) => $.call(1, leaf, [x]));
      expect(await run(double, [list], window)).toEqual(list.map((x) => x * 2));
      expect([leaf.most <= window, leaf.most]).toEqual([true, Math.min(window, 50)]);
    },
  );

  it("over a map, with a window smaller than either, is no deadlock", async () => {
    const [a, b] = [new Counted(), new Counted()];
    const twice: Method = ($, xs) => {
      const first = $.map(0, xs, ($, x) => $.call(1, a, [x]));
      return $.map(2, first, ($, x, i) => $.array([$.get(first, i), $.call(3, b, [x])]));
    };
    for (const window of [1, 3]) expect(await run(twice, [list], window)).toEqual(list.map((x) => [x * 2, x * 4]));
  });

  it("stops starting iterations once one has failed", async () => {
    const leaf = new Counted();
    const failing: Method = ($, xs) =>
      $.map(0, xs, ($, x) =>
        $.on([$.call(1, leaf, [x])], (y: number) => {
          if (y === 8) throw new Error("eight");
          return y;
        }),
      );
    await expect(run(failing, [list], 2)).rejects.toThrow("eight");
    expect(leaf.started).toBeLessThanOrEqual(7);
  });

  it("of nothing is an empty array, and a window of 0 is one of 1", async () => {
    const leaf = new Counted();
    const map: Method = ($, xs) => $.map(0, xs, ($, x) => $.call(1, leaf, [x]));
    expect(await run(map, [[]])).toEqual([]);
    expect(await run(map, [[1, 2]], 0)).toEqual([2, 4]);
  });

  it("of 10,000, plain and promised, with and without a window, is quick", async () => {
    const many = Array.from({ length: 10_000 }, (_, i) => i);
    const start = performance.now();
    for (const window of [undefined, 16]) {
      const leaf = new Counted();
      const out = await run(
        ($, xs) =>
          $.map(
            0,
            $.map(1, xs, ($, x) => $.call(2, new Plain(), [x])),
            ($, x) => $.call(3, leaf, [x]),
          ),
        [many],
        window,
      );
      expect(out).toEqual(many.map((x) => (x - 1) * 2));
    }
    expect(performance.now() - start).toBeLessThan(4000);
  });

  it("keeps holes where the list has them, and gives the callback index and list", async () => {
    // oxlint-disable-next-line no-sparse-arrays
    const sparse = [1, , 3];
    const out = (await run(($, xs) => $.map(0, xs, (_$, x, i, all) => [x, i, all === sparse]), [sparse])) as unknown[];
    expect(out).toEqual([[1, 0, true], undefined, [3, 2, true]]);
    expect([1 in out, out.length]).toEqual([false, 3]);
  });

  it.each([
    ["undefined", undefined, /Cannot read properties of undefined \(reading 'map'\)/],
    ["null", null, /Cannot read properties of null \(reading 'map'\)/],
    ["text", "text", /works on arrays/],
    ["an object", { map: 1 }, /works on arrays/],
    ["a set", new Set([1]), /works on arrays/],
  ])("of %s says so", async (_what, value, message) => {
    const leaf = new Counted();
    const map =
      (items: (value: unknown) => unknown): Method =>
      ($, x) =>
        $.map(0, items(x), ($, y) => $.call(1, leaf, [y]));
    await expect(
      run(
        map((x) => x),
        [value],
      ),
    ).rejects.toThrow(message);
    await expect(
      run(($) =>
        $.map(
          2,
          $.call(
            0,
            composite(() => value),
            [],
          ),
          () => 1,
        ),
      ),
    ).rejects.toThrow(message);
  });

  it("of an object some of whose members are still to come says so once it is there", async () => {
    const leaf = new Counted();
    await expect(run(($) => $.map(1, $.object({ x: $.call(0, leaf, [1]) }), () => 1))).rejects.toThrow(
      /works on arrays/,
    );
    const later = composite(($) =>
      $.if(
        $.call(0, leaf, [1]),
        ($) => $.object({ x: $.call(1, leaf, [1]) }),
        () => 1,
      ),
    );
    await expect(run(($) => $.map(1, $.call(0, later, []), () => 1))).rejects.toThrow(/works on arrays/);
  });
});

describe("destructuring", () => {
  const leaf = new Counted();
  const list = ($: Parameters<Method>[0]): unknown => $.array([$.call(0, leaf, [1]), $.call(1, leaf, [2])]);

  it("takes elements of a list that is not complete, and undefined beyond its end", async () => {
    expect(await run(($) => $.array($.unpack([0, 1, 2], list($), ([a, b, c]: number[]) => [a, b, c])))).toEqual([
      2,
      4,
      undefined,
    ]);
  });

  it("of an object as if it were a list throws as it would", async () => {
    const object: Method = ($) =>
      $.array($.unpack([0], $.object({ a: $.call(0, leaf, [1]) }), (whole: number[]) => [...whole]));
    await expect(run(object)).rejects.toThrow(/not iterable/);
    const rest: Method = ($) =>
      $.array($.unpack([], $.object({ a: $.call(0, leaf, [1]) }), ([...whole]: number[]) => [whole], 0));
    await expect(run(rest)).rejects.toThrow(/not iterable/);
  });

  it("of no member at all asks only whether there could be any", async () => {
    const late = ($: Parameters<Method>[0]): unknown => $.call(1, leaf, [$.call(0, leaf, [1])]);
    const of =
      (value: ($: Parameters<Method>[0]) => unknown): Method =>
      ($) => {
        $.unpack([], value($), ({ ...rest }: object) => [rest]);
        return $.call(2, leaf, [3]);
      };
    expect(await run(of(($) => $.object({ a: late($) })))).toBe(6);
    await expect(run(of(($) => $.on([late($)], () => undefined)))).rejects.toThrow(/Cannot destructure/);
  });
});

describe("depth", () => {
  it("100,000 dependent steps and effects in a row", async () => {
    const effects: number[] = [];
    const out = await run(($) => {
      let n = $.call(0, new Counted(), [1]);
      for (let i = 0; i < 100_000; i++) {
        n = $.on([n], (n: number) => n + 1);
        if (i % 2 === 0) $.effect([n], (n: number) => effects.push(n));
      }
      return n;
    });
    expect([out, effects.length]).toEqual([100_002, 50_000]);
  });

  it("a chain of 10,000 calls", async () => {
    const leaf = new Plain();
    const slow = new Counted();
    expect(
      await run(($) => {
        let n = $.call(0, slow, [10_000]);
        for (let i = 0; i < 10_000; i++) n = $.call(1, leaf, [n]);
        return n;
      }),
    ).toBe(10_000);
  });

  const recursive = (leaf: Module, end: () => unknown): Module => {
    const self: Module = composite(($, n) =>
      $.if(
        $.on([n], (n: number) => n === 0),
        end,
        ($) => $.call(1, self, [$.call(0, leaf, [n])]),
      ),
    );
    return self;
  };
  class Later extends Module {
    async forward(n: number): Promise<number> {
      return n - 1;
    }
  }

  it.each([
    ["calls that take time", new Later()],
    ["calls that return at once", new Plain()],
  ])("a recursion 20,000 deep, through %s", async (_what, leaf) => {
    expect(
      await runModule(
        recursive(leaf, () => "end"),
        [20_000],
      ),
    ).toBe("end");
    const fails = recursive(leaf, () => {
      throw new Error("deep");
    });
    await expect(runModule(fails, [20_000])).rejects.toThrow("deep");
  });

  it("a recursion that makes no call and has no end throws what it would without us", async () => {
    const self: Module = composite(($, n) => $.call(0, self, [n]));
    await expect(runModule(self, [1])).rejects.toThrow(RangeError);
  });

  it("a recursion that is aborted between two turns makes no more calls", async () => {
    for (let at = 1; at <= 120; at += 7) {
      const abort = new AbortController();
      let after = 0;
      class Stops extends Module {
        forward(n: number): number {
          if (abort.signal.aborted) after++;
          if (n === 300 - at) queueMicrotask(() => abort.abort("enough"));
          return n - 1;
        }
      }
      const dispatch = new Lab().dispatch();
      const module = recursive(new Stops(), () => "end");
      await expect(execute(module, [300], { dispatch, signal: abort.signal })).rejects.toBe("enough");
      expect(after).toBe(0);
    }
  });

  it("a recursion that is aborted 20,000 deep", async () => {
    const abort = new AbortController();
    const module = recursive(new Later(), () => (abort.abort("enough"), "end"));
    await expect(execute(module, [20_000], { dispatch: new Lab().dispatch(), signal: abort.signal })).rejects.toBe(
      "enough",
    );
  });
});
