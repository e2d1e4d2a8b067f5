/** Values that are easy to get wrong. */
import { composite, type Lab, type Leaf } from "../lab.js";
import type { Program } from "../schedules.js";
import { leaves, program, type Text } from "./common.js";

const thenable = (lab: Lab, name: string): unknown => ({
  // oxlint-disable-next-line unicorn/no-thenable -- what this is about
  then: (resolve: (value: unknown) => void, reject: (error: unknown) => void): void => {
    if (lab.fails(name)) reject(lab.error(name));
    else resolve(name);
  },
});

export const values: Program[] = [
  program("odd values", (lab) => {
    const values: unknown[] = [undefined, null, Number.NaN, 0, ""];
    const all = values.map((value, i) => lab.leaf(`v${i}`, () => value));
    return {
      forward: ($, x) => {
        const results = all.map((leaf, i) => $.call(i, leaf, [x]));
        return $.object({ list: $.array(results), types: $.on(results, (...values: unknown[]) => values.map(String)) });
      },
      oracle: async (x) => {
        const list = [];
        for (const leaf of all) list.push(await leaf.now(x));
        return { list, types: list.map(String) };
      },
    };
  }),
  program("an object with a then of its own stays what it is between calls", (lab) => {
    const [a, b] = leaves(lab, "a b") as [Leaf, Leaf];
    return {
      forward: ($, x) => {
        const p = $.call(0, a, [x]);
        // oxlint-disable-next-line unicorn/no-thenable -- what this is about
        const made = $.on([p], (p: Text) => ({ then: p, both: true }));
        const lazy = $.on([p], () => thenable(lab, "lazy"));
        const kind = $.on([lazy], (lazy: object) => typeof Reflect.get(lazy, "then"));
        const q = $.call(1, b, [kind]);
        return $.array([made, q, $.await(lazy)]);
      },
      oracle: async (x) => {
        const p = await a.now(x);
        // oxlint-disable-next-line unicorn/no-thenable -- what this is about
        const made = { then: p, both: true };
        const lazy = thenable(lab, "lazy");
        const q = await b.now(typeof Reflect.get(lazy as object, "then"));
        return [made, q, await lazy];
      },
    };
  }),
  program("a child that returns a promise or a thenable: its result is awaited", (lab) => {
    const [a, b, c] = leaves(lab, "a b c") as [Leaf, Leaf, Leaf];
    const early = composite(() => thenable(lab, "there"));
    const late = composite(($, x) => $.on([$.call(0, b, [x])], () => thenable(lab, "lazy")));
    const promised = composite(($) => $.effect([], () => lab.promise("mine")));
    return {
      forward: ($, x) => {
        const p = $.call(0, a, [x]);
        const q = $.call(1, early, [x]);
        const r = $.call(2, late, [x]);
        const s = $.call(3, promised, [x]);
        return $.array([p, q, r, s, $.call(4, c, [$.on([q, r, s], (q: Text, r: Text, s: Text) => `${q} ${r} ${s}`)])]);
      },
      oracle: async (x) => {
        const p = await a.now(x);
        const q = await thenable(lab, "there");
        await b.now(x);
        const r = await thenable(lab, "lazy");
        const s = await lab.promise("mine");
        return [p, q, r, s, await c.now(`${q} ${r} ${s}`)];
      },
    };
  }),
];
