/** Effects, throws, awaits and destructuring between calls. */
import type { Leaf } from "../lab.js";
import type { Program } from "../schedules.js";
import { leaves, program, type Text } from "./common.js";

export const effects: Program[] = [
  program("effects between calls", (lab) => {
    const [a, b, c] = leaves(lab, "a b c") as [Leaf, Leaf, Leaf];
    return {
      forward: ($, x) => {
        $.effect([], () => lab.note("begin"));
        const p = $.call(0, a, [x]);
        $.effect([], () => lab.note("called a"));
        const q = $.call(1, b, [x]);
        $.effect([p], (p: Text) => lab.note(p));
        const r = $.call(2, c, [p]);
        $.effect([q, r], (q: Text, r: Text) => lab.note(q, r));
        return $.array([p, q, r]);
      },
      oracle: async (x) => {
        lab.note("begin");
        const p = await a.now(x);
        lab.note("called a");
        const q = await b.now(x);
        lab.note(p);
        const r = await c.now(p);
        lab.note(q, r);
        return [p, q, r];
      },
    };
  }),
  program("an effect that throws", (lab) => {
    const [a, b, c] = leaves(lab, "a b c") as [Leaf, Leaf, Leaf];
    return {
      forward: ($, x) => {
        const p = $.call(0, a, [x]);
        const q = $.call(1, b, [x]);
        $.effect([], () => lab.note("one"));
        $.effect([p], () => lab.check("effect"));
        $.effect([], () => lab.note("two"));
        return $.array([q, $.call(2, c, [x])]);
      },
      oracle: async (x) => {
        await a.now(x);
        const q = await b.now(x);
        lab.note("one");
        lab.check("effect");
        lab.note("two");
        return [q, await c.now(x)];
      },
    };
  }),
  program("an effect whose value is used", (lab) => {
    const [a, b] = leaves(lab, "a b") as [Leaf, Leaf];
    let count = 0;
    return {
      forward: ($, x) => {
        const p = $.call(0, a, [x]);
        const [n, m] = $.effectAll(2, [p], () => [++count, ++count]);
        const q = $.call(1, b, [n]);
        return $.array([q, m, $.effect([], () => ++count)]);
      },
      oracle: async (x) => {
        await a.now(x);
        const [n, m] = [++count, ++count];
        const q = await b.now(n);
        return [q, m, ++count];
      },
    };
  }),
  program("throw of a value that is still to come", (lab) => {
    const [a, b, c] = leaves(lab, "a b c") as [Leaf, Leaf, Leaf];
    return {
      forward: ($, x) => {
        const p = $.call(0, a, [x]);
        $.call(1, b, [x]);
        const reason = $.call(2, c, [p]);
        $.effect([], () => lab.note("about to throw"));
        return $.throw([reason], (reason: Text) => lab.error(reason));
      },
      oracle: async (x) => {
        const p = await a.now(x);
        await b.now(x);
        const reason = await c.now(p);
        lab.note("about to throw");
        throw lab.error(reason as Text);
      },
    };
  }),
  program("await of a promise of the program's own", (lab) => {
    const [a, b, c] = leaves(lab, "a b c") as [Leaf, Leaf, Leaf];
    return {
      forward: ($, x) => {
        const p = $.call(0, a, [x]);
        const promise = $.effect([p], () => lab.promise("mine"));
        const q = $.call(1, b, [x]);
        const mine = $.await(promise);
        const r = $.call(2, c, [mine]);
        return $.array([q, mine, r, $.await(x)]);
      },
      oracle: async (x) => {
        await a.now(x);
        const promise = lab.promise("mine");
        promise.catch(() => {});
        const q = await b.now(x);
        const mine = await promise;
        return [q, mine, await c.now(mine), await x];
      },
    };
  }),
  program("destructuring what comes", (lab) => {
    const pair = lab.leaf("pair", () => ["p", "q"]);
    const record = lab.leaf("record", () => ({ first: "f", second: "s" }));
    const [a, b] = leaves(lab, "a b") as [Leaf, Leaf];
    return {
      forward: ($, x) => {
        const list = $.call(0, pair, [x]);
        const [p, q] = $.unpack([0, 1], list, ([p, q]: Text[]) => [p, q]);
        const found = $.call(1, record, [x]);
        const [first] = $.unpack(["first"], found, ({ first }: { first: Text }) => [first]);
        const second = $.get(found, "second");
        const late = $.array([$.call(2, a, [p]), $.call(3, b, [first])]);
        const [r] = $.unpack([0, 1], late, ([r, s]: Text[]) => [r, s]);
        const [u, v] = $.onAll(2, [r, q], (r: Text, q: Text) => [r + q, q + r]);
        return $.object({ u, v, second, late });
      },
      oracle: async (x) => {
        const [p, q] = (await pair.now(x)) as Text[];
        const { first, second } = (await record.now(x)) as { first: Text; second: Text };
        const late = [await a.now(p), await b.now(first)] as Text[];
        const [r] = late;
        return { u: `${r}${q}`, v: `${q}${r}`, second, late };
      },
    };
  }),
  program("destructuring of null", (lab) => {
    const nothing = lab.leaf("nothing", () => (lab.fails("null") ? null : { first: "f" }));
    const [a, b] = leaves(lab, "a b") as [Leaf, Leaf];
    return {
      forward: ($, x) => {
        const p = $.call(0, a, [x]);
        const found = $.call(1, nothing, [x]);
        const [first] = $.unpack(["first"], found, (found: { first: Text }) => {
          const { first } = found;
          return [first];
        });
        $.effect([], () => lab.note("taken apart"));
        return $.array([p, first, $.call(2, b, [x])]);
      },
      oracle: async (x) => {
        const p = await a.now(x);
        const found = (await nothing.now(x)) as { first: Text };
        const { first } = found;
        lab.note("taken apart");
        return [p, first, await b.now(x)];
      },
    };
  }),
  program("a field of undefined", (lab) => {
    const nothing = lab.leaf("nothing", () => (lab.fails("undefined") ? undefined : { first: "f" }));
    const [a, b] = leaves(lab, "a b") as [Leaf, Leaf];
    return {
      forward: ($, x) => {
        const p = $.call(0, a, [x]);
        const found = $.call(1, nothing, [x]);
        return $.array([p, $.get(found, "first"), $.call(2, b, [x])]);
      },
      oracle: async (x) => {
        const p = await a.now(x);
        const found = (await nothing.now(x)) as { first: Text };
        return [p, found.first, await b.now(x)];
      },
    };
  }),
];
