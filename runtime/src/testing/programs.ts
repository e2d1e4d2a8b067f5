/**
 * Programs in the form that the compiler emits, each beside the sequential function that it was compiled
 * from. Call sites are numbered in program order.
 */
import type { Scope } from "../run/scope.js";
import { compiledModule, composite, type Lab, type Leaf } from "./lab.js";
import type { Program } from "./schedules.js";

function leaves(lab: Lab, names: string): Leaf[] {
  return names.split(" ").map((name) => lab.leaf(name));
}

const program = (name: string, build: Program["build"], handles?: Program["handles"]): Program => ({
  name,
  build,
  ...(handles && { handles }),
});

type Text = string;

const straight: Program[] = [
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

const branching = [true, false].flatMap((yes): Program[] => [
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
        const q = $.if(yes, ($) => $.call(1, b, [x]), ($) => $.call(2, c, [p]));
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

const maps: Program[] = [
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

const nested: Program[] = [
  program("modules three levels deep, arguments and fields as they come", (lab) => {
    const [a, b, c, d, e] = leaves(lab, "a b c d e") as [Leaf, Leaf, Leaf, Leaf, Leaf];
    // The lowest uses its second argument late; it returns an object whose fields come one by one.
    const low = composite(($, p, q) => {
      const first = $.call(0, c, [p]);
      const second = $.call(1, d, [q]);
      return $.object({ first, second, p });
    });
    const middle = composite(($, p, q) => {
      const found = $.call(0, low, [p, q]);
      return $.object({ found, first: $.get(found, "first") });
    });
    const top = composite(($, p, q) => $.call(0, middle, [p, q]));
    return {
      forward: ($, x) => {
        const p = $.call(0, a, [x]);
        const q = $.call(1, b, [x]);
        const found = $.call(2, top, [p, q]);
        const [first] = $.unpack(["first"], found, (found: { first: Text }) => [found.first]);
        return $.array([found, $.call(3, e, [first])]);
      },
      oracle: async (x) => {
        const p = await a.now(x);
        const q = await b.now(x);
        const inner = { first: await c.now(p), second: await d.now(q), p };
        const found = { found: inner, first: inner.first };
        return [found, await e.now(found.first)];
      },
    };
  }),
  program("a child that throws, and logs that wait for it", (lab) => {
    const [a, b, c] = leaves(lab, "a b c") as [Leaf, Leaf, Leaf];
    const child = composite(($, p) => {
      $.effect([], () => lab.note("child starts"));
      const q = $.call(0, b, [p]);
      $.on([q], () => lab.check("child"));
      $.effect([q], (q: Text) => lab.note("child ends", q));
      return $.call(1, c, [p]);
    });
    return {
      forward: ($, x) => {
        const p = $.call(0, a, [x]);
        const q = $.call(1, child, [x]);
        $.effect([], () => lab.note("after the child"));
        return $.array([p, q, $.call(2, c, ["late"])]);
      },
      oracle: async (x) => {
        const p = await a.now(x);
        lab.note("child starts");
        const q = await b.now(x);
        lab.check("child");
        lab.note("child ends", q);
        const r = await c.now(x);
        lab.note("after the child");
        return [p, r, await c.now("late")];
      },
    };
  }),
  program("recursion", (lab) => {
    const step = lab.leaf("step", (n: number) => n - 1);
    const self = compiledModule({
      forward: ($, n) =>
        $.if(
          $.on([n], (n: number) => n <= 0),
          () => $.array(["end"]),
          ($) => {
            const less = $.call(0, step, [n]);
            return $.array([n, $.call(1, self, [less])]);
          },
        ),
    });
    const oracle = async (n: number): Promise<unknown> => {
      if (n <= 0) return ["end"];
      const less = await step.now(n);
      return [n, await oracle(less as number)];
    };
    return { forward: self, oracle, args: [4] };
  }),
  program("methods, functions and modules behind a name", (lab) => {
    const [a, b] = leaves(lab, "a b") as [Leaf, Leaf];
    const c = lab.leaf("c");
    const hooks = { tell: (text: Text): Text => (lab.note("tell", text), `told ${text}`) };
    const self = compiledModule(
      {
        forward: ($, x) => {
          const p = $.invoke(0, self, "helper", [x]);
          const q = $.invoke(1, self, "field", [x]);
          const r = $.call(2, hooks.tell, ["x"], hooks);
          return $.array([p, q, r, $.call(3, a, ["after"])]);
        },
        helper: ($, x) => $.call(0, b, [$.call(1, a, [x])]),
      },
      { field: c },
    );
    return {
      forward: self,
      oracle: async (x) => {
        const p = await b.now(await a.now(x));
        const q = await c.now(x);
        const r = hooks.tell("x");
        return [p, q, r, await a.now("after")];
      },
    };
  }),
  program("a callee that is not known before it is there", (lab) => {
    const [a, b, c] = leaves(lab, "a b c") as [Leaf, Leaf, Leaf];
    const pick = lab.leaf("pick", () => "b");
    const tools: Record<string, unknown> = { a, b, say: (text: Text) => (lab.note("say", text), text) };
    return {
      forward: ($, x) => {
        const p = $.call(0, a, [x]);
        const name = $.call(1, pick, [x]);
        const tool = $.on([name], (name: Text) => tools[name]);
        const q = $.call(2, tool, [p]);
        const say = $.on([name], () => tools["say"]);
        const r = $.call(3, say, [p]);
        const s = $.call(4, c, [x]);
        return $.array([q, r, s]);
      },
      oracle: async (x) => {
        const p = await a.now(x);
        await pick.now(x);
        const q = await b.now(p);
        lab.note("say", p);
        return [q, p, await c.now(x)];
      },
    };
  }),
  program("a callee that is no function", (lab) => {
    const [a, b] = leaves(lab, "a b") as [Leaf, Leaf];
    const none = lab.leaf("none", () => (lab.fails("no function") ? undefined : a));
    return {
      forward: ($, x) => {
        const p = $.call(0, a, [x]);
        const tool = $.call(1, none, [x]);
        return $.array([p, $.call(2, tool, [p]), $.call(3, b, [x])]);
      },
      oracle: async (x) => {
        const p = await a.now(x);
        const tool = (await none.now(x)) as Leaf | undefined;
        if (!tool) throw new TypeError("call 2 is not a function");
        return [p, await tool.now(p), await b.now(x)];
      },
    };
  }),
];

const effects: Program[] = [
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

const regions: Program[] = [
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
        const kept = $.sequential([xs], async ($, xs: Text[]) =>
          (await $.array("filter", xs, async (x) => (await $.call(1, ok, [x])).value)).value,
        );
        const sum = $.sequential([kept], async ($, kept: Text[]) =>
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

const thenable = (lab: Lab, name: string): unknown => ({
  // oxlint-disable-next-line unicorn/no-thenable -- what this is about
  then: (resolve: (value: unknown) => void, reject: (error: unknown) => void): void => {
    if (lab.fails(name)) reject(lab.error(name));
    else resolve(name);
  },
});

const odd: Program[] = [
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
    const early = composite(($) => thenable(lab, "there"));
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

export const programs: Program[] = [...straight, ...branching, ...maps, ...nested, ...effects, ...regions, ...odd];
