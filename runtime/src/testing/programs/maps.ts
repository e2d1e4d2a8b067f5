/** Maps over values and over maps. */
import type { Leaf } from "../lab.js";
import type { Program } from "../schedules.js";
import { leaves, program, type Text } from "./common.js";

export const maps: Program[] = [
  program("map", (lab) => {
    const [a, b] = leaves(lab, "a b") as [Leaf, Leaf];
    return {
      args: [["x", "y", "z"]],
      forward: ($, xs) => {
        const out = $.map(0, xs, ($, x) => $.call(1, a, [x]));
        return $.call(2, b, [$.on([out], (out: Text[]) => out.join("+"))]);
      },
      oracle: async (xs: Text[]) => {
        const out = [];
        for (const x of xs) out.push(await a.now(x));
        return b.now(out.join("+"));
      },
    };
  }),
  program("map over a map", (lab) => {
    const [a, b] = leaves(lab, "a b") as [Leaf, Leaf];
    return {
      args: [["x", "y", "z"]],
      forward: ($, xs) => {
        const first = $.map(0, xs, ($, x) => $.call(1, a, [x]));
        return $.map(2, first, ($, p, i) => $.call(3, b, [p, i]));
      },
      oracle: async (xs: Text[]) => {
        const first = [];
        for (const x of xs) first.push(await a.now(x));
        const second = [];
        for (const [i, p] of first.entries()) second.push(await b.now(p, i));
        return second;
      },
    };
  }),
  program("map over a list that a call returns, with a hole", (lab) => {
    // oxlint-disable-next-line no-sparse-arrays
    const split = lab.leaf("split", () => ["p", , "q", "r"]);
    const [a, b] = leaves(lab, "a b") as [Leaf, Leaf];
    return {
      forward: ($, x) => {
        const other = $.call(0, b, [x]);
        const parts = $.call(1, split, [x]);
        return $.array([$.map(2, parts, ($, part, i, list) => $.call(3, a, [part, i, $.get(list, "length")])), other]);
      },
      oracle: async (x) => {
        const other = await b.now(x);
        const parts = (await split.now(x)) as Text[];
        const out: unknown[] = new Array(parts.length);
        for (let i = 0; i < parts.length; i++) if (i in parts) out[i] = await a.now(parts[i], i, parts.length);
        return [out, other];
      },
    };
  }),
  program("effects in a map", (lab) => {
    const [a, b] = leaves(lab, "a b") as [Leaf, Leaf];
    return {
      args: [["x", "y", "z"]],
      forward: ($, xs) => {
        const other = $.call(0, b, ["first"]);
        const out = $.map(1, xs, ($, x, i) => {
          $.effect([], () => lab.note("start", i));
          const p = $.call(2, a, [x]);
          $.effect([p], (p: Text) => lab.note("end", p));
          return p;
        });
        $.effect([], () => lab.note("all"));
        return $.array([other, out]);
      },
      oracle: async (xs: Text[]) => {
        const other = await b.now("first");
        const out = [];
        for (const [i, x] of xs.entries()) {
          lab.note("start", i);
          const p = await a.now(x);
          lab.note("end", p);
          out.push(p);
        }
        lab.note("all");
        return [other, out];
      },
    };
  }),
  program("a callback that throws in the middle", (lab) => {
    const [a, b] = leaves(lab, "a b") as [Leaf, Leaf];
    return {
      args: [["x", "y", "z"]],
      forward: ($, xs) => {
        const out = $.map(0, xs, ($, x, i) => {
          const p = $.call(1, a, [x]);
          if (i === 1) lab.check("no second");
          return p;
        });
        return $.array([out, $.call(2, b, ["after"])]);
      },
      oracle: async (xs: Text[]) => {
        const out = [];
        for (const [i, x] of xs.entries()) {
          const p = await a.now(x);
          if (i === 1) lab.check("no second");
          out.push(p);
        }
        return [out, await b.now("after")];
      },
    };
  }),
  program("branch and early exit in a map", (lab) => {
    const ok = lab.leaf("ok", (x: Text) => x !== "y");
    const a = lab.leaf("a");
    return {
      args: [["x", "y", "z"]],
      forward: ($, xs) =>
        $.map(0, xs, ($, x) =>
          $.if(
            $.call(1, ok, [x]),
            ($) => $.call(2, a, [x]),
            ($) => {
              $.effect([], () => lab.note("skip", x));
              return "skipped";
            },
          ),
        ),
      oracle: async (xs: Text[]) => {
        const out = [];
        for (const x of xs) {
          if (await ok.now(x)) out.push(await a.now(x));
          else {
            lab.note("skip", x);
            out.push("skipped");
          }
        }
        return out;
      },
    };
  }),
  program("map of no array", (lab) => {
    const [a, b] = leaves(lab, "a b") as [Leaf, Leaf];
    const nothing = lab.leaf("nothing", () => (lab.fails("no list") ? undefined : ["x"]));
    return {
      forward: ($, x) => {
        const p = $.call(0, a, [x]);
        const list = $.call(1, nothing, [x]);
        return $.array([p, $.map(2, list, ($, item) => $.call(3, b, [item]))]);
      },
      oracle: async (x) => {
        const p = await a.now(x);
        const list = (await nothing.now(x)) as Text[];
        return [p, await list.map(async (item) => b.now(item))[0]].map((v, i) => (i === 1 ? [v] : v));
      },
    };
  }),
];
