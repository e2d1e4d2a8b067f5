/**
 * Local functions of random programs: made, kept in variables, lists and records, handed on, returned, called
 * before they are written, recursive, and with variables in them that change later.
 */
import type { Generator } from "./generateContext.js";
import { functionScope, variable, withVariables, type Callable, type Construct, type Scope } from "./generateTypes.js";

const local = (callee: string, value = true): Callable => ({
  callee,
  params: ["text"],
  returns: "text",
  kind: "local",
  value,
});

const async = (g: Generator): string => (g.options.async ? "async " : "");

/** Body of a function of one text; a function that is not an arrow has no module of its own. */
function body(g: Generator, scope: Scope, param: string, indent: string, statements: boolean): string {
  const inner = functionScope({ ...scope, repeated: true }, "text", variable(param, "text"));
  if (!statements) return g.likelyCall(inner, "text", 3);
  const { text, after } = g.statements(inner, 2, `${indent}  `, [param]);
  return `{\n${text}${indent}  return ${g.likelyCall(after, "text")};\n${indent}}`;
}

/** `(q: string) => …`, or the name of a function that is there. For arguments. */
export function functionValue(g: Generator, scope: Scope, depth = 2): string | undefined {
  if (scope.quiet || scope.pure) return undefined;
  const known = scope.callables.filter((c) => c.value === true);
  if (known.length > 0 && g.random.chance(0.5)) return g.random.pick(known).callee;
  if (depth > 1 && g.random.chance(0.3)) return `${async(g)}(q: string) => ${body(g, scope, "q", "    ", true)}`;
  const inner = functionScope({ ...scope, repeated: true }, "text", variable("q", "text"));
  return `${async(g)}(q: string) => ${depth > 0 ? g.likelyCall(inner, "text", depth - 1) : `q + "f"`}`;
}

/** A name for the module where `this` does not stand for it. */
function named(g: Generator, scope: Scope, indent: string): { before: string; scope: Scope } {
  if (scope.self !== "this") return { before: "", scope };
  const self = g.unique("self");
  return { before: `${indent}const ${self} = this;\n`, scope: { ...scope, self } };
}

const usable = (scope: Scope): boolean => !scope.quiet && !scope.pure;

export const CLOSURES: readonly Construct[] = [
  {
    name: "closure",
    weight: 1.2,
    nests: true,
    make(g, scope, indent) {
      if (!usable(scope)) return undefined;
      const name = g.unique("ask");
      const text = body(g, scope, "q", indent, g.random.chance(0.4));
      const typed = g.random.chance(0.3) && !g.options.async ? ": string" : "";
      return {
        text: `${indent}const ${name} = ${async(g)}(q: string)${typed} => ${text};\n`,
        callables: [local(name)],
      };
    },
  },
  {
    name: "function expression",
    weight: 0.4,
    nests: true,
    make(g, scope, indent) {
      if (!usable(scope)) return undefined;
      const name = g.unique("fn");
      const { before, scope: inner } = named(g, scope, indent);
      return {
        text: `${before}${indent}const ${name} = ${async(g)}function (q: string) ${body(g, inner, "q", indent, true)};\n`,
        callables: [local(name)],
      };
    },
  },
  {
    name: "hoisted function",
    weight: 0.6,
    nests: true,
    make(g, scope, indent) {
      if (!usable(scope)) return undefined;
      const name = g.unique("below");
      const use = g.unique("early");
      const { before, scope: inner } = named(g, scope, indent);
      const declaration = `${indent}${async(g)}function ${name}(q: string) ${body(g, inner, "q", indent, true)}\n`;
      const call = `${indent}const ${use} = ${g.waited(`${name}(${g.expression(scope, "text", 2)})`)};\n`;
      return {
        text: before + (g.random.chance(0.6) ? call + declaration : declaration + call),
        declares: [variable(use, "text")],
        callables: [local(name)],
      };
    },
  },
  {
    // No module call in it: it runs as it is written, and changes the list when somebody waits for something else.
    name: "late change",
    weight: 0.8,
    impure: true,
    make(g, scope, indent) {
      if (!usable(scope) || !g.options.async) return undefined;
      const kept = g.unique("kept");
      const add = g.unique("addLate");
      const use = g.unique("seen");
      const known = withVariables(scope, variable(kept, "list"));
      const given = (): string => g.expression(scope, "text", 1);
      const promise = g.unique("added");
      const start = `${indent}const ${promise} = ${add}(${given()});\n`;
      const wait = `${indent}await ${promise};\n`;
      const run = g.random.pick([
        (): string => `${indent}await ${add}(${given()});\n`,
        (): string => `${indent}await Promise.all([${add}(${given()}), ${add}(${given()})]);\n`,
        (): string =>
          `${indent}await Promise.all(${g.expression(scope, "list", 1)}.slice(0, 2).map((x) => ${add}(x)));\n`,
        (): string => `${start}${indent}const ${use}0 = ${g.likelyCall(scope, "text")};\n${wait}`,
      ]);
      return {
        text:
          `${indent}const ${kept}: string[] = [];\n` +
          `${indent}const ${add} = async (q: string) => { ${kept}.push(await later(q + "l")); return q; };\n` +
          run() +
          `${indent}const ${use} = ${g.likelyCall(known, "text")} + ${kept}.join();\n`,
        declares: [variable(use, "text"), variable(kept, "list")],
        callables: [{ ...local(add), late: true }],
      };
    },
  },
  {
    name: "captured variable",
    weight: 0.6,
    impure: true,
    make(g, scope, indent) {
      if (!usable(scope)) return undefined;
      const cell = g.unique("cell");
      const name = g.unique("ask");
      const use = g.unique("seen");
      const known = withVariables(scope, variable(cell, "text", true));
      const writes = g.random.chance(0.4);
      const inner = functionScope(known, undefined, variable("q", "text"));
      const text = writes
        ? `{ ${cell} = ${g.likelyCall(inner, "text")}; return ${cell} + q.length; }`
        : `{ return ${g.likelyCall(inner, "text")} + ${cell}; }`;
      const call = (): string => g.waited(`${name}(${g.expression(scope, "text", 1)})`);
      return {
        text:
          `${indent}${g.random.pick(["let", "var"])} ${cell} = ${g.expression(scope, "text", 2)};\n` +
          `${indent}const ${name} = ${async(g)}(q: string) => ${text};\n` +
          `${indent}const ${use} = ${call()};\n` +
          `${indent}${cell} = ${g.likelyCall(known, "text")};\n` +
          `${indent}${cell} += ${call()};\n`,
        declares: [variable(use, "text"), variable(cell, "text")],
        callables: [local(name)],
      };
    },
  },
  {
    name: "closures in a record",
    weight: 0.4,
    make(g, scope, indent) {
      if (!usable(scope)) return undefined;
      const name = g.unique("kit");
      const one = body(g, scope, "q", indent, false);
      const other = body(g, scope, "q", indent, false);
      const second = g.random.chance(0.5)
        ? `${async(g)}two(q: string) { return q + "2"; }`
        : `two: ${async(g)}(q: string) => ${other}`;
      return {
        text: `${indent}const ${name} = { one: ${async(g)}(q: string) => ${one}, ${second} };\n`,
        callables: [local(`${name}.one`), local(`${name}.two`)],
      };
    },
  },
  {
    name: "closure that changes a list",
    weight: 0.6,
    impure: true,
    make(g, scope, indent) {
      if (!usable(scope)) return undefined;
      const kept = g.unique("kept");
      const add = g.unique("add");
      const same = g.unique("same");
      const all = g.unique("adds");
      const use = g.unique("use");
      const seen = g.unique("seen");
      const declared = g.random.chance(0.5);
      const { before, scope: around } = declared ? named(g, scope, indent) : { before: "", scope };
      const known = withVariables(around, variable(kept, "list"));
      const inner = functionScope({ ...known, repeated: true }, undefined, variable("q", "text"));
      const [alias, target] = g.random.pick([
        ["", kept],
        ["", kept],
        [`const ${same} = { at: { list: ${kept} } }; `, `${same}.at.list`],
        [`const [${same} = []] = [${kept}]; `, same],
      ] as const);
      const value = g.likelyCall(inner, "text");
      const ask = g.callables(inner, "text").find((c) => c.params === undefined);
      const fill = g.callables(inner, "number").find((c) => c.params?.[0] === "list");
      const change = g.random.pick([
        `${target}.push(${value}); return q;`,
        `return ${ask ? g.waited(`${g.at(inner, ask.callee)}(q, ${target}.push(${value}))`) : `q + ${target}.push(${value})`};`,
        fill
          ? `return q + ${g.waited(`${g.at(inner, fill.callee)}(${target}, ${value})`)};`
          : `${target}.unshift(${value}); return q;`,
      ]);
      const code = `{ ${alias}${change} }`;
      const made = declared
        ? `${before}${indent}${async(g)}function ${add}(q: string) ${code}\n`
        : `${indent}const ${add} = ${async(g)}(q: string) => ${code};\n`;
      const held = g.random.pick(["", `${indent}const ${all} = [${add}];\n`, `${indent}const ${all} = { ${add} };\n`]);
      const other = held.includes("{") ? `${all}.${add}` : held ? `${all}[0]!` : add;
      const call = (callee: string): string => g.waited(`${callee}(${g.expression(scope, "text", 1)})`);
      return {
        text:
          `${indent}const ${kept}: string[] = [];\n${made}${held}` +
          `${indent}const ${use} = ${call(add)};\n` +
          `${indent}const ${seen} = ${g.likelyCall(withVariables(scope, variable(kept, "list")), "text")} + ${kept}.length;\n` +
          (g.random.chance(0.5) ? `${indent}${call(other)};\n` : ""),
        declares: [variable(kept, "list"), variable(use, "text"), variable(seen, "text")],
        callables: [local(add), local(other)],
      };
    },
  },
  {
    name: "closures in a list",
    weight: 0.4,
    impure: true,
    make(g, scope, indent) {
      if (!usable(scope)) return undefined;
      const name = g.unique("fns");
      const out = g.unique("out");
      const list = [0, 1].map(() => `${async(g)}(q: string) => ${body(g, scope, "q", indent, false)}`);
      const call = g.waited(`f(${g.expression(scope, "text", 1)})`);
      const uses = g.random.chance(0.5)
        ? `${indent}const ${out}: string[] = [];\n${indent}for (const f of ${name}) ${out}.push(${call});\n`
        : `${indent}const ${out} = ${g.options.async ? `await Promise.all(${name}.map(async (f) => ${call}))` : `${name}.map((f) => ${call})`};\n`;
      return {
        text: `${indent}const ${name} = [${list.join(", ")}];\n${uses}`,
        declares: [variable(out, "list")],
        callables: [local(`${name}[${g.random.below(2)}]!`)],
      };
    },
  },
  {
    name: "closures made in a loop",
    weight: 0.4,
    impure: true,
    make(g, scope, indent) {
      if (!usable(scope)) return undefined;
      const name = g.unique("made");
      const out = g.unique("out");
      const i = g.unique("i");
      const kind = g.random.pick(["let", "let", "var"]);
      const inner = functionScope(scope, undefined, variable("q", "text"), variable(i, "number"));
      const each = `${async(g)}(q: string) => ${g.likelyCall(inner, "text")} + ${i}`;
      return {
        text:
          `${indent}const ${name}: ((q: string) => ${g.options.async ? "Promise<string>" : "string"})[] = [];\n` +
          `${indent}for (${kind} ${i} = 0; ${i} < 2; ${i}++) ${name}.push(${each});\n` +
          `${indent}const ${out}: string[] = [];\n` +
          `${indent}for (const f of ${name}) ${out}.push(${g.waited(`f(${g.expression(scope, "text", 1)})`)});\n`,
        declares: [variable(out, "list")],
      };
    },
  },
  {
    name: "default parameter",
    weight: 0.4,
    make(g, scope, indent) {
      if (!usable(scope)) return undefined;
      const name = g.unique("ask");
      const inner = functionScope(scope, undefined, variable("q", "text"));
      const all = withVariables(inner, variable("r", "text"));
      // An async function may not wait among its parameters.
      const value = g.likelyCall({ ...inner, quiet: g.options.async }, "text");
      return {
        text: `${indent}const ${name} = ${async(g)}(q: string, r = ${value}) => ${g.likelyCall(all, "text")} + r;\n`,
        callables: [local(name, false), { ...local(name, false), params: ["text", "text"] }],
      };
    },
  },
  {
    name: "maker of closures",
    weight: 0.4,
    make(g, scope, indent) {
      if (!usable(scope)) return undefined;
      const make = g.unique("make");
      const made = g.unique("made");
      const inner = withVariables(scope, variable("p", "text"));
      return {
        text:
          `${indent}const ${make} = (p: string) => ${async(g)}(q: string) => ${body(g, inner, "q", indent, false)};\n` +
          `${indent}const ${made} = ${make}(${g.expression(scope, "text", 2)});\n`,
        callables: [local(made), local(`${make}("m")`)],
      };
    },
  },
  {
    name: "closure as an argument",
    weight: 0.6,
    make(g, scope, indent) {
      const use = g.unique("use");
      const f = functionValue(g, scope);
      if (f === undefined) return undefined;
      const name = g.unique("twice");
      const inner = g.waited("f(s)");
      const promised = g.options.async ? "Promise<string>" : "string";
      return {
        text:
          `${indent}const ${name} = ${async(g)}(f: (q: string) => ${promised}, s: string) => ${g.random.pick([g.waited(`f(${inner})`), `${inner} + "."`])};\n` +
          `${indent}const ${use} = ${g.waited(`${name}(${f}, ${g.expression(scope, "text", 2)})`)};\n`,
        declares: [variable(use, "text")],
      };
    },
  },
  {
    name: "recursive function",
    weight: 0.4,
    make(g, scope, indent) {
      if (!usable(scope)) return undefined;
      const name = g.unique("down");
      const inner = functionScope(
        { ...scope, repeated: true },
        undefined,
        variable("q", "text"),
        variable("n", "number"),
      );
      const written = g.random.chance(0.5);
      const { before, scope: around } = written ? named(g, scope, indent) : { before: "", scope };
      const step = g.likelyCall({ ...inner, self: around.self }, "text");
      const again = g.waited(`${name}((${step}).slice(0, 20), n - 1)`);
      const text = `{\n${indent}  if (n <= 0) return q;\n${indent}  return ${g.random.pick([again, `${again} + "<"`])};\n${indent}}`;
      const result = g.options.async ? "Promise<string>" : "string";
      return {
        text: written
          ? `${before}${indent}${async(g)}function ${name}(q: string, n: number): ${result} ${text}\n`
          : `${indent}const ${name} = ${async(g)}(q: string, n: number): ${result} => ${text};\n`,
        // The depth is the second argument.
        callables: [{ ...local(name, false), params: ["text", "depth"] }],
      };
    },
  },
  {
    name: "function called at once",
    weight: 0.4,
    nests: true,
    make(g, scope, indent) {
      const use = g.unique("use");
      if (!usable(scope)) return undefined;
      const inner = functionScope(scope, "text");
      const { text, after } = g.statements(inner, 2, `${indent}  `);
      const call = `(${async(g)}() => {\n${text}${indent}  return ${g.likelyCall(after, "text")};\n${indent}})()`;
      return {
        text: `${indent}const ${use} = ${g.waited(call)};\n`,
        declares: [variable(use, "text")],
      };
    },
  },
  {
    name: "pure helper",
    weight: 0.5,
    make(g, scope, indent) {
      // No call in it: plain code, over what is there.
      const use = g.unique("use");
      const name = g.unique("h");
      const param = g.random.pick(["s", "a", "value"]);
      const inner = functionScope({ ...scope, quiet: true }, undefined, variable(param, "text"));
      return {
        text: `${indent}const ${name} = (${param}: string) => ${g.expression(inner, "text", 2)};\n${indent}const ${use} = ${name}(${g.expression(scope, "text", 2)});\n`,
        declares: [variable(use, "text")],
      };
    },
  },
];
