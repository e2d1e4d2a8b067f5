/** Declarations that random programs share: leaves, pure helpers, and small classes and functions for one idea each. */
import { LEAVES } from "./generateClass.js";
import type { Options } from "./generateContext.js";
import type { Part } from "./generateFiles.js";
import { TYPES } from "./generateTypes.js";
import type { Random } from "./random.js";

interface Choice {
  name: string;
  share: number;
  text(random: Random, async: boolean): string;
}

const CHOICES: readonly Choice[] = [
  {
    // Modules as parameters of a function outside of any class.
    name: "askBoth",
    share: 0.15,
    text: (_r, async) =>
      async
        ? `async function askBoth(m: Text, s: string) { return (await m(s)) + (await m(s + "2")); }`
        : `function askBoth(m: Text, s: string) { return m(s) + m(s + "2"); }`,
  },
  {
    name: "applyTo",
    share: 0.12,
    text: (_r, async) =>
      async
        ? `async function applyTo(f: (q: string) => Promise<string>, s: string) { return await f(s.slice(0, 20)); }`
        : `function applyTo(f: (q: string) => string, s: string) { return f(s.slice(0, 20)); }`,
  },
  {
    name: "Base",
    share: 0.3,
    text: (_r, async) =>
      `class Base extends Module { shared = new Text("Base.shared"); ${async ? "async " : ""}assist(s: string) { return "a " + (${async ? "await " : ""}this.shared(s)); } }`,
  },
  {
    name: "Wrap",
    share: 0.25,
    text: (_r, async) =>
      `class Wrap<M extends Text> extends Module { constructor(readonly inner: M) { super(); } ${async ? "async " : ""}forward(s: string) { return "<" + (${async ? "await " : ""}this.inner(s)) + ">"; } }`,
  },
  {
    // A module with one of its own kind inside.
    name: "Deep",
    share: 0.25,
    text: (_r, async) => {
      const wait = async ? "await " : "";
      return `class Deep extends Module { ask: Text; below?: Deep; constructor(depth: number) { super(); this.ask = new Text("Deep" + depth); if (depth > 0) this.below = new Deep(depth - 1); } ${async ? "async " : ""}forward(s: string)${async ? ": Promise<string>" : ": string"} { const a = ${wait}this.ask(s); if (this.below && a.length % 3 !== 0) return ${wait}this.below(a); return a; } }`;
    },
  },
  {
    // A module that calls itself.
    name: "Again",
    share: 0.25,
    text: (_r, async) => {
      const wait = async ? "await " : "";
      return `class Again extends Module { ask = new Text("Again.ask"); good = new Flag("Again.good"); ${async ? "async " : ""}forward(s: string, n: number)${async ? ": Promise<string>" : ": string"} { const a = ${wait}this.ask(s); if (n <= 0 || (${wait}this.good(a))) return a; return ${wait}this.forward(a, n - 1); } }`;
    },
  },
  {
    // Writes to what it is given.
    name: "Fill",
    share: 0.3,
    text: (random, async) => {
      const wait = async ? "await " : "";
      const rest = random.pick(["", `target.sort(); `, `if (target.length > 3) target.shift(); `]);
      return `class Fill extends Module { ask = new Text("Fill.ask"); ${async ? "async " : ""}forward(target: string[], s: string) { target.push(${wait}this.ask(s)); ${rest}return target.length; } }`;
    },
  },
  {
    // They share what they are made with.
    name: "Note",
    share: 0.15,
    text: (_r, async) =>
      `class Note extends Module { ask = new Text("Note.ask"); constructor(readonly store: string[]) { super(); } ${async ? "async " : ""}forward(s: string) { const r = ${async ? "await " : ""}this.ask(s); if (this.store.length < 9) this.store.push(r); return r; } }`,
  },
  {
    name: "Recall",
    share: 0.12,
    text: (_r, async) =>
      `class Recall extends Module { ask = new Text("Recall.ask"); constructor(readonly store: string[]) { super(); } ${async ? "async " : ""}forward(s: string) { return ${async ? "await " : ""}this.ask(s, this.store.length, this.store.join("|")); } }`,
  },
  {
    name: "Peek",
    share: 0.12,
    text: () =>
      `class Peek extends Module { constructor(readonly store: string[]) { super(); } forward(s: string): string { return leaf("Peek", "text", s, this.store.join("|")); } }`,
  },
  {
    name: "Asker",
    share: 0.25,
    text: (_r, async) =>
      `class Asker extends Module { own = new Text("Asker.own"); ${async ? "async " : ""}forward(m: Text, s: string) { return ${async ? "await " : ""}m("via " + (${async ? "await " : ""}this.own(s))); } }`,
  },
  {
    // No module, but made with one; it changes itself.
    name: "Keeper",
    share: 0.25,
    text: (random, async) => {
      const [modifier, wait] = async ? ["async ", "await "] : ["", ""];
      const then = random.pick([
        ``,
        `if (this.kept.length > 60) this.kept = ""; `,
        `if (s === "two") throw new Error("full"); `,
        `for (const x of [s, r]) if (x.length > 40) return x; `,
      ]);
      return (
        `class Keeper { kept = ""; constructor(readonly m: Text) {} ` +
        `${modifier}keep(s: string) { const r = ${wait}this.m(s); this.kept += r; ${then}return this.kept; } ` +
        `${modifier}again(s: string) { return ${wait}this.keep(${wait}this.#own(s)); } ` +
        `${modifier}#own(s: string) { return ${wait}this.m("own " + s); } ` +
        `size(s: string) { return s.length + this.kept.length; } }`
      );
    },
  },
];

export function generateLibrary(random: Random, options: Options): { parts: Part[]; has: Set<string> } {
  const parts: Part[] = [];
  const has = new Set<string>();
  if (options.stateful)
    parts.push({ name: "total", text: "let total = 0;" }, { name: "seen", text: "const seen: string[] = [];" });
  parts.push(
    { name: "tidy", text: `const tidy = (s: string): string => s.replace("~", "-");` },
    {
      name: "first",
      text: `function first(list: string[], other = "none") { for (const x of list) if (x.length > 1) return x; return other; }`,
    },
    {
      name: "tag",
      text: `function tag(strings: TemplateStringsArray, ...values: unknown[]) { return strings.join("_") + values.join("/"); }`,
    },
    {
      name: "told",
      text: `const told = (e: unknown): string => (e instanceof TypeError ? "type error" : String(e));`,
    },
  );
  for (const { type, name, kind } of LEAVES) {
    const result = options.typed ? `: ${TYPES[type]}` : "";
    parts.push({
      name,
      text: `class ${name} extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[])${result} { return leaf(this.id, "${kind}", ...args); } }`,
    });
  }
  for (const { name, share, text } of CHOICES) {
    if (!random.chance(share) || options.without.has(name)) continue;
    parts.push({ name, text: text(random, options.async) });
    has.add(name);
  }
  return { parts, has };
}
