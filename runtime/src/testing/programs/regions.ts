/** Sequential regions. */
import { composite, type Leaf } from "../lab.js";
import type { Program } from "../schedules.js";
import { leaves, program, type Text } from "./common.js";

export const regions: Program[] = [
  program(
    "sequential region with try and catch",
    (lab) => {
      const [a, b, c, d, e] = leaves(lab, "a b c d e") as [Leaf, Leaf, Leaf, Leaf, Leaf];
      return {
        forward: ($, x) => {
          const p = $.call(0, a, [x]);
          const [q] = $.sequentialAll(1, [p], async ($, p: Text) => {
            let q: unknown;
            try {
              q = (await $.call(1, b, [p])).value;
              lab.note("b went well");
              q = (await $.call(2, c, [q])).value;
            } catch (error) {
              lab.note("caught", (error as Error).message);
              q = (await $.call(3, d, [p])).value;
            }
            return [q];
          });
          return $.array([q, $.call(4, e, [x])]);
        },
        oracle: async (x) => {
          const p = await a.now(x);
          let q: unknown;
          try {
            q = await b.now(p);
            lab.note("b went well");
            q = await c.now(q);
          } catch (error) {
            lab.note("caught", (error as Error).message);
            q = await d.now(p);
          }
          return [q, await e.now(x)];
        },
      };
    },
    (slot) => ["1", "2"].includes(slot),
  ),
  program("a loop as a sequential region, with a child", (lab) => {
    const [a, b, c] = leaves(lab, "a b c") as [Leaf, Leaf, Leaf];
    const child = composite(($, p) => $.call(1, b, [$.call(0, a, [p])]));
    return {
      forward: ($, x) => {
        const other = $.call(0, c, [x]);
        const out = $.sequential([], async ($) => {
          const out = [];
          for (const i of [1, 2]) {
            out.push((await $.call(1, child, [`${i}`])).value);
            lab.note("round", i);
          }
          return out;
        });
        return $.array([other, out, $.call(2, c, ["late"])]);
      },
      oracle: async (x) => {
        const other = await c.now(x);
        const out = [];
        for (const i of [1, 2]) {
          out.push(await b.now(await a.now(`${i}`)));
          lab.note("round", i);
        }
        return [other, out, await c.now("late")];
      },
    };
  }),
  program("array methods in a sequential region", (lab) => {
    const ok = lab.leaf("ok", (x: Text) => x !== "y");
    const a = lab.leaf("a");
    return {
      args: [["x", "y"]],
      forward: ($, xs) => {
        const other = $.call(0, a, ["first"]);
        const kept = $.sequential(
          [xs],
          async ($, xs: Text[]) => (await $.array("filter", xs, async (x) => (await $.call(1, ok, [x])).value)).value,
        );
        const sum = $.sequential(
          [kept],
          async ($, kept: Text[]) =>
            (await $.array("reduce", kept, async (sum, x) => (await $.call(2, a, [sum, x])).value, "start")).value,
        );
        return $.array([other, kept, sum]);
      },
      oracle: async (xs: Text[]) => {
        const other = await a.now("first");
        const kept = [];
        for (const x of xs) if (await ok.now(x)) kept.push(x);
        let sum: unknown = "start";
        for (const x of kept) sum = await a.now(sum, x);
        return [other, kept, sum];
      },
    };
  }),
  program("a child with a region in it, not at the front", (lab) => {
    const [a, b, c, d] = leaves(lab, "a b c d") as [Leaf, Leaf, Leaf, Leaf];
    const child = composite(($, p) => {
      const q = $.call(0, b, [p]);
      const r = $.sequential([q], async ($, q: Text) => {
        lab.note("region", q);
        return (await $.call(1, c, [q])).value;
      });
      return $.array([q, r]);
    });
    return {
      forward: ($, x) => {
        const p = $.call(0, a, [x]);
        const found = $.call(1, child, [x]);
        return $.array([p, $.get(found, 1), $.call(2, d, [$.get(found, 0)])]);
      },
      oracle: async (x) => {
        const p = await a.now(x);
        const q = await b.now(x);
        lab.note("region", q);
        const r = await c.now(q);
        return [p, r, await d.now(q)];
      },
    };
  }),
];
