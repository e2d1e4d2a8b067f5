/** Lines, diamonds and chains of calls, with code between them. */
import type { Leaf } from "../lab.js";
import type { Program } from "../schedules.js";
import { leaves, program, type Text } from "./common.js";

export const straight: Program[] = [
  program("straight line", (lab) => {
    const [a, b, c] = leaves(lab, "a b c") as [Leaf, Leaf, Leaf];
    return {
      forward: ($, x) => {
        const p = $.call(0, a, [x]);
        const q = $.call(1, b, [$.on([p], (p: Text) => `<${p}>`)]);
        return $.call(2, c, [q]);
      },
      oracle: async (x) => c.now(await b.now(`<${await a.now(x)}>`)),
    };
  }),
  program("six calls, joined", (lab) => {
    const all = leaves(lab, "a b c d e f");
    return {
      forward: ($, x) => $.array(all.map((leaf, i) => $.call(i, leaf, [x]))),
      oracle: async (x) => {
        const results = [];
        for (const leaf of all) results.push(await leaf.now(x));
        return results;
      },
    };
  }),
  program("diamond", (lab) => {
    const [a, b, c, d] = leaves(lab, "a b c d") as [Leaf, Leaf, Leaf, Leaf];
    return {
      forward: ($, x) => {
        const p = $.call(0, a, [x]);
        const q = $.call(1, b, [p]);
        const r = $.call(2, c, [p]);
        return $.call(3, d, [q, r]);
      },
      oracle: async (x) => {
        const p = await a.now(x);
        const q = await b.now(p);
        const r = await c.now(p);
        return d.now(q, r);
      },
    };
  }),
  program("two chains and a join", (lab) => {
    const [a, b, c, d, e] = leaves(lab, "a b c d e") as [Leaf, Leaf, Leaf, Leaf, Leaf];
    return {
      forward: ($, x) => {
        const p = $.call(0, a, [x]);
        const q = $.call(1, b, [x]);
        const r = $.call(2, c, [p]);
        const s = $.call(3, d, [q]);
        return $.call(4, e, [$.on([r, s], (r: Text, s: Text) => `${r} & ${s}`)]);
      },
      oracle: async (x) => {
        const p = await a.now(x);
        const q = await b.now(x);
        const r = await c.now(p);
        const s = await d.now(q);
        return e.now(`${r} & ${s}`);
      },
    };
  }),
  program("code that throws between calls", (lab) => {
    const [a, b, c] = leaves(lab, "a b c") as [Leaf, Leaf, Leaf];
    const parse = (text: Text): Text => {
      lab.check("cannot parse");
      return text;
    };
    return {
      forward: ($, x) => {
        const p = $.call(0, a, [x]);
        const q = $.call(1, b, [x]);
        const parsed = $.on([p], parse);
        const r = $.call(2, c, [x]);
        return $.array([q, parsed, r]);
      },
      oracle: async (x) => {
        const p = await a.now(x);
        const q = await b.now(x);
        const parsed = parse(p as Text);
        return [q, parsed, await c.now(x)];
      },
    };
  }),
  program("the body itself throws after it has made calls", (lab) => {
    const [a, b, c] = leaves(lab, "a b c") as [Leaf, Leaf, Leaf];
    const list = (lab.fails("no list") ? undefined : [c]) as Leaf[];
    return {
      forward: ($, x) => {
        const p = $.call(0, a, [x]);
        const q = $.call(1, b, [x]);
        return $.array([p, q, $.call(2, list[0], [x])]);
      },
      oracle: async (x) => {
        const p = await a.now(x);
        const q = await b.now(x);
        return [p, q, await (list[0] as Leaf).now(x)];
      },
    };
  }),
];
