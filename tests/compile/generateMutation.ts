/** Changes of local lists, objects, Maps and Sets in random programs, also through a second name and after passing them on. */
import type { Generator } from "./generateContext.js";
import { variable, type Construct, type Scope, type Type } from "./generateTypes.js";

type Change = (g: Generator, scope: Scope, name: string) => string;

const text = (g: Generator, scope: Scope): string => g.likelyCall(scope, "text");
const number = (g: Generator, scope: Scope): string => g.expression(scope, "number", 1);

const CHANGES: Partial<Record<Type, readonly Change[]>> = {
  list: [
    (g, s, n) => `${n}.push(${text(g, s)});`,
    (g, s, n) => `${n}.push(${text(g, s)});`,
    (g, s, n) => `${n}.push(${text(g, s)}, ...${g.operand(s, "list", 1)}.slice(0, 2));`,
    (g, s, n) => `${n}.unshift(${text(g, s)});`,
    (_g, _s, n) => `${n}.pop();`,
    (_g, _s, n) => `${n}.shift();`,
    (g, s, n) => `${n}.splice(${g.random.below(2)}, 1, ${text(g, s)});`,
    (_g, _s, n) => `${n}.sort();`,
    (_g, _s, n) => `${n}.sort((p, q) => q.length - p.length || (p < q ? -1 : 1));`,
    (_g, _s, n) => `${n}.reverse();`,
    (g, s, n) => `${n}[${g.random.below(3)}] = ${text(g, s)};`,
    (g, s, n) => `${n}[${number(g, s)} % 3] = ${text(g, s)};`,
    (g, s, n) => `${n}[0] += ${text(g, s)};`,
    (g, s, n) => `${n}[0] ??= ${text(g, s)};`,
    (g, _s, n) => `${n}.length = ${g.random.below(3)};`,
    (_g, _s, n) => `${n}.fill("f");`,
  ],
  item: [
    (g, s, n) => `${n}.title = ${text(g, s)};`,
    (g, s, n) => `${n}.title += ${text(g, s)};`,
    (g, s, n) => `${n}.n += ${g.likelyCall(s, "number")};`,
    (_g, _s, n) => `${n}.n++;`,
    (g, s, n) => `${n}.tags.push(${text(g, s)});`,
    (g, s, n) => `${n}.tags = ${g.likelyCall(s, "list")};`,
    (g, s, n) => `${n}.tags[0] = ${text(g, s)};`,
    (g, s, n) => `Object.assign(${n}, { title: ${text(g, s)} });`,
    (g, s, n) => `({ title: ${n}.title } = ${g.expression(s, "item", 2)});`,
  ],
  items: [
    (g, s, n) => `${n}.push(${g.likelyCall(s, "item")});`,
    (_g, _s, n) => `${n}.pop();`,
    (g, s, n) => `if (${n}[0]) ${n}[0].title = ${text(g, s)};`,
    (g, s, n) => `for (const it of ${n}.slice(0, 3)) it.title = ${text(g, s)};`,
  ],
  dict: [
    (g, s, n) => `${n}.set("k", ${text(g, s)});`,
    (g, s, n) => `${n}.set(${text(g, s)}, ${text(g, s)});`,
    (_g, _s, n) => `${n}.delete("k");`,
    (_g, _s, n) => `${n}.clear();`,
  ],
  bag: [
    (g, s, n) => `${n}.add(${text(g, s)});`,
    (g, s, n) => `${n}.delete(${g.expression(s, "text", 1)});`,
    (_g, _s, n) => `${n}.clear();`,
  ],
  record: [
    (g, s, n) => `${n}["k"] = ${text(g, s)};`,
    (g, s, n) => `${n}.m = ${text(g, s)};`,
    (g, s, n) => `${n}[${g.expression(s, "text", 1)}] = ${text(g, s)};`,
    (_g, _s, n) => `delete ${n}["k"];`,
    (g, s, n) => `${n}.k ??= ${text(g, s)};`,
  ],
  rows: [
    (g, s, n) => `${n}.push([${text(g, s)}]);`,
    (g, s, n) => `${n}[0]?.push(${text(g, s)});`,
    (g, s, n) => `(${n}[1] ??= []).push(${text(g, s)});`,
  ],
  box: [
    (g, s, n) => `${n}.one.push(${text(g, s)});`,
    (g, s, n) => `${n}.two.push(${text(g, s)});`,
    (_g, _s, n) => `${n}.one = ${n}.two;`,
    (g, s, n) => `${n}.two[0] = ${text(g, s)};`,
    (g, s, n) => `[${n}.one, ${n}.two] = [${g.likelyCall(s, "list")}, ${n}.one];`,
  ],
};

function targets(scope: Scope, types: readonly Type[] = Object.keys(CHANGES) as Type[]): Scope["variables"] {
  return scope.variables.filter((v) => v.shared !== true && types.includes(v.type));
}

function change(g: Generator, scope: Scope, name: string, type: Type, indent: string): string {
  const line = g.random.pick(CHANGES[type] ?? [])(g, scope, name);
  // What is changed grows by a few elements at most where it happens again and again.
  const bound = scope.repeated && (type === "list" || type === "items" || type === "rows");
  return `${indent}${bound && g.random.chance(0.2) ? `if (${name}.length < 5) ` : ""}${line}\n`;
}

/** What looks at something without holding it. */
const READS: Partial<Record<Type, readonly ((name: string) => string)[]>> = {
  list: [(n) => `...${n}`, (n) => `${n}.length`, (n) => `${n}[0]`, (n) => `${n}.slice(1)`],
  item: [(n) => `${n}.title`, (n) => `{ ...${n} }`, (n) => `[...${n}.tags]`],
  items: [(n) => `${n}.length`, (n) => `${n}.map((it) => it.title)`],
  dict: [
    (n) => `...${n}`,
    (n) => `${n}.size`,
    (n) => `{ n: ${n}.size }`,
    (n) => `${n}.get("k")`,
    (n) => `[...${n}.keys()]`,
  ],
  bag: [(n) => `...${n}`, (n) => `${n}.size`, (n) => `[${n}.size]`, (n) => `${n}.has("k")`],
  record: [(n) => `{ ...${n} }`, (n) => `${n}.m`, (n) => `Object.keys(${n})`],
};

export const MUTATIONS: readonly Construct[] = [
  {
    name: "mutate",
    weight: 2.2,
    impure: true,
    make(g, scope, indent) {
      const known = targets(scope);
      if (known.length === 0) return undefined;
      const { name, type } = g.random.pick(known);
      return { text: change(g, scope, name, type, indent) };
    },
  },
  {
    name: "alias",
    weight: 0.8,
    impure: true,
    make(g, scope, indent) {
      const known = targets(scope);
      if (known.length === 0) return undefined;
      const { name, type } = g.random.pick(known);
      const other = g.unique("same");
      const value = g.random.pick([
        name,
        name,
        `${g.expression(scope, "flag", 1)} ? ${name} : ${g.expression(scope, type, 1)}`,
        `[${name}][0]!`,
        `{ at: ${name} }.at`,
      ]);
      return {
        text: `${indent}const ${other} = ${value.startsWith("{") ? `(${value.replace(".at", ")")}.at` : value};\n${change(g, scope, other, type, indent)}`,
        declares: [variable(other, type)],
      };
    },
  },
  {
    // The branch begins late, and what it reads is changed behind it.
    name: "read in a branch",
    weight: 0.5,
    impure: true,
    make(g, scope, indent) {
      const known = targets(scope);
      if (known.length === 0 || scope.quiet) return undefined;
      const { name, type } = g.random.pick(known);
      const out = g.unique("read");
      const reads = [...(READS[type] ?? []), (n: string) => `JSON.stringify(${n})`];
      const read = g.random.pick(reads)(name);
      return {
        text:
          `${indent}const ${out}: unknown[] = [];\n` +
          `${indent}if (${g.likelyCall(scope, "flag")}) ${out}.push(${read});\n` +
          change(g, scope, name, type, indent),
        declares: [],
      };
    },
  },
  {
    name: "mutate after passing",
    weight: 0.9,
    impure: true,
    make(g, scope, indent) {
      const known = targets(scope);
      const use = g.unique("use");
      const calls = g.callables(scope, "text").filter((c) => c.params === undefined);
      if (known.length === 0 || calls.length === 0) return undefined;
      const { name, type } = g.random.pick(known) ?? {};
      if (name === undefined || type === undefined) return undefined;
      const call = g.waited(`${g.at(scope, g.random.pick(calls).callee)}(${name})`);
      return {
        text: `${indent}const ${use} = ${call};\n${change(g, scope, name, type, indent)}`,
        declares: [variable(use, "text")],
      };
    },
  },
  {
    name: "build a list",
    weight: 1,
    impure: true,
    make(g, scope, indent) {
      const name = g.unique("built");
      const lines = Array.from({ length: 1 + g.random.below(3) }, () => change(g, scope, name, "list", indent));
      return {
        text: `${indent}const ${name}: string[] = [];\n${lines.join("")}`,
        declares: [variable(name, "list")],
      };
    },
  },
  {
    name: "build a nested object",
    weight: 0.5,
    impure: true,
    make(g, scope, indent) {
      const name = g.unique("state");
      const list = g.expression(scope, "list", 1);
      const writes = [
        () => `${name}.inner.list.push(${text(g, scope)});`,
        () => `${name}.inner.last = ${text(g, scope)};`,
        () => `${name}.inner = { last: ${text(g, scope)}, list: ${name}.inner.list };`,
        () => `${name}.done = ${g.likelyCall(scope, "flag")};`,
        () => `${name}.inner.list = [...${name}.inner.list.slice(0, 3), ${text(g, scope)}];`,
      ];
      const lines = Array.from({ length: 2 + g.random.below(2) }, () => `${indent}${g.random.pick(writes)()}\n`);
      const use = g.unique("told");
      return {
        text: `${indent}const ${name} = { done: false, inner: { last: "", list: ${list} } };\n${lines.join("")}${indent}const ${use} = JSON.stringify(${name});\n`,
        declares: [variable(use, "text"), variable(`${name}.inner.list`, "list")],
      };
    },
  },
  {
    name: "counter",
    weight: 0.4,
    impure: true,
    make(g, scope, indent) {
      const counts = g.unique("counts");
      const key = g.likelyCall(scope, "text");
      const name = g.unique("told");
      return {
        text:
          `${indent}const ${counts}: Record<string, number> = {};\n` +
          `${indent}for (const k of [${key}, ${text(g, scope)}, ${g.expression(scope, "text", 1)}]) ${counts}[k] = (${counts}[k] ?? 0) + 1;\n` +
          `${indent}const ${name} = JSON.stringify(${counts});\n`,
        declares: [variable(name, "text")],
      };
    },
  },
];
