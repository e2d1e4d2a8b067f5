/** Branches, early exits and written guards, each with both outcomes of the test. */
import type { Scope } from "../../run/scope.js";
import { composite, type Leaf } from "../lab.js";
import type { Program } from "../schedules.js";
import { leaves, program, type Text } from "./common.js";

export const branching = [true, false].flatMap((yes): Program[] => [
  program(`branch, ${yes}`, (lab) => {
    const [a, b, c, d] = leaves(lab, "a b c d") as [Leaf, Leaf, Leaf, Leaf];
    const ok = lab.leaf("ok", () => yes);
    return {
      forward: ($, x) => {
        const p = $.call(0, a, [x]);
        const test = $.call(1, ok, [x]);
        const [q] = $.branch(
          1,
          test,
          ($) => [$.call(2, b, [p])],
          ($) => [$.call(3, c, [x])],
        );
        return $.call(4, d, [q, p]);
      },
      oracle: async (x) => {
        const p = await a.now(x);
        const q = (await ok.now(x)) ? await b.now(p) : await c.now(x);
        return d.now(q, p);
      },
    };
  }),
  program(`conditional value over a test that is there, ${yes}`, (lab) => {
    const [a, b, c] = leaves(lab, "a b c") as [Leaf, Leaf, Leaf];
    return {
      forward: ($, x) => {
        const p = $.call(0, a, [x]);
        const q = $.if(
          yes,
          ($) => $.call(1, b, [x]),
          ($) => $.call(2, c, [p]),
        );
        return $.on([p, q], (p: Text, q: Text) => [p, q]);
      },
      oracle: async (x) => {
        const p = await a.now(x);
        return [p, yes ? await b.now(x) : await c.now(p)];
      },
    };
  }),
  program(`early exit, ${yes}`, (lab) => {
    const [a, b, c, d] = leaves(lab, "a b c d") as [Leaf, Leaf, Leaf, Leaf];
    const ok = lab.leaf("ok", () => yes);
    return {
      forward: ($, x) => {
        const p = $.call(0, a, [x]);
        const test = $.call(1, ok, [x]);
        return $.if(
          $.on([test], (test: boolean) => !test),
          () => p,
          ($) => {
            const q = $.call(2, b, [x]);
            const r = $.call(3, c, [p]);
            return $.call(4, d, [q, r]);
          },
        );
      },
      oracle: async (x) => {
        const p = await a.now(x);
        if (!(await ok.now(x))) return p;
        const q = await b.now(x);
        const r = await c.now(p);
        return d.now(q, r);
      },
    };
  }),
  program(`written guard that throws, ${yes}`, (lab) => {
    const [a, b, c] = leaves(lab, "a b c") as [Leaf, Leaf, Leaf];
    const bad = lab.leaf("bad", () => yes);
    return {
      forward: ($, x) => {
        const p = $.call(0, a, [x]);
        const test = $.call(1, bad, [x]);
        return $.if(
          test,
          ($) => $.throw([p], () => lab.error("bad input")),
          ($) => $.array([p, $.call(2, b, [x]), $.call(3, c, [x])]),
        );
      },
      oracle: async (x) => {
        const p = await a.now(x);
        if (await bad.now(x)) throw lab.error("bad input");
        return [p, await b.now(x), await c.now(x)];
      },
    };
  }),
  program(`exit in an inner arm, the rest is shared, ${yes}`, (lab) => {
    const [a, b, c, d] = leaves(lab, "a b c d") as [Leaf, Leaf, Leaf, Leaf];
    const outer = lab.leaf("outer", () => true);
    const inner = lab.leaf("inner", () => yes);
    return {
      forward: ($, x) => {
        const p = $.call(0, a, [x]);
        const rest = ($: Scope, q: unknown): unknown => $.call(5, d, [q, p]);
        return $.if(
          $.call(1, outer, [x]),
          ($) =>
            $.if(
              $.call(2, inner, [x]),
              ($) => $.call(3, b, [x]),
              ($) => rest($, $.call(4, c, [x])),
            ),
          ($) => rest($, "none"),
        );
      },
      oracle: async (x) => {
        const p = await a.now(x);
        let q: unknown = "none";
        if (await outer.now(x)) {
          if (await inner.now(x)) return b.now(x);
          q = await c.now(x);
        }
        return d.now(q, p);
      },
    };
  }),
  program(`effects in arms, ${yes}`, (lab) => {
    const [a, b, c] = leaves(lab, "a b c") as [Leaf, Leaf, Leaf];
    const ok = lab.leaf("ok", () => yes);
    return {
      forward: ($, x) => {
        const test = $.call(0, ok, [x]);
        const p = $.call(1, a, [x]);
        $.effect([], () => lab.note("before"));
        const [q] = $.branch(
          1,
          test,
          ($) => {
            const q = $.call(2, b, [x]);
            $.effect([q], (q: Text) => lab.note("then", q));
            return [q];
          },
          ($) => {
            $.effect([], () => lab.note("else"));
            return ["none"];
          },
        );
        $.effect([p], (p: Text) => lab.note("after", p));
        return $.array([q, $.call(3, c, [x])]);
      },
      oracle: async (x) => {
        const test = await ok.now(x);
        const p = await a.now(x);
        lab.note("before");
        let q: unknown = "none";
        if (test) {
          q = await b.now(x);
          lab.note("then", q);
        } else lab.note("else");
        lab.note("after", p);
        return [q, await c.now(x)];
      },
    };
  }),
]);

branching.push(
  program("everything that waits for one call, behind another that may fail", (lab) => {
    const [a, b, z] = leaves(lab, "a b z") as [Leaf, Leaf, Leaf];
    const first = lab.leaf("first", () => ({ yes: true, list: ["x"], leaf: "b" }));
    const child = composite(($, p) => $.call(0, b, [$.on([p], (p: object) => Object.keys(p)[0])]));
    type First = { yes: boolean; list: Text[] };
    return {
      forward: ($, x) => {
        const zero = $.call(0, z, [x]);
        const found = $.call(1, first, [x]);
        const late = $.on([found], (found: First) => found);
        const yes = $.get(late, "yes");
        const [list] = $.unpack(["list"], late, ({ list }: First) => [list]);
        const callee = $.on([late], () => child);
        const note = $.on([late], () => () => lab.note("unknown"));
        const other = $.call(2, a, [x]);
        const p = $.if(
          yes,
          ($) => $.call(3, b, ["then"]),
          () => 0,
        );
        const [q] = $.branch(
          1,
          yes,
          ($) => [$.call(4, b, ["branch"])],
          () => [0],
        );
        const r = $.map(5, list, ($, item) => $.call(6, b, [item]));
        const s = $.call(7, callee, [{ callee: 1 }]);
        const t = $.call(8, child, [late]);
        $.effect([late], () => lab.note("effect"));
        $.call(9, note, []);
        const u = $.get(late, "yes");
        const [v] = $.unpack(["list"], late, ({ list }: First) => [list]);
        return $.array([zero, other, p, q, r, s, t, u, v, $.await(late)]);
      },
      oracle: async (x) => {
        const zero = await z.now(x);
        const found = (await first.now(x)) as First;
        const other = await a.now(x);
        const p = await b.now("then");
        const q = await b.now("branch");
        const r = [await b.now("x")];
        const s = await b.now("callee");
        const t = await b.now("yes");
        lab.note("effect");
        lab.note("unknown");
        return [zero, other, p, q, r, s, t, found.yes, found.list, found];
      },
    };
  }),
);
