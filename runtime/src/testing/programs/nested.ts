/** Modules in modules, recursion, methods, and callees that are values. */
import { compiledModule, composite, type Leaf } from "../lab.js";
import type { Program } from "../schedules.js";
import { leaves, program, type Text } from "./common.js";

export const nested: Program[] = [
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
    return { module: self, oracle, args: [4] };
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
      module: self,
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
