/**
 * What several parts of a random program hold at once: a list that modules are made with, functions in fields and
 * Maps, methods that are called on something that is handed to them, and containers in containers.
 */
import type { Generator, Options } from "./generateContext.js";
import {
  functionScope,
  variable,
  type Callable,
  type ClassModel,
  type Construct,
  type Scope,
} from "./generateTypes.js";
import type { Random } from "./random.js";

const text = (callee: string, kind: Callable["kind"] = "child"): Callable => ({
  callee,
  params: ["text"],
  returns: "text",
  kind,
});

/** Modules of a class that share a list of it, in fields of which a type says more or less. */
export function sharingFields(random: Random, model: ClassModel, has: ReadonlySet<string>): string[] {
  const makers = ["Note", "Recall", "Peek"].filter((name) => has.has(name)).map((name) => `new ${name}(this.store)`);
  if (makers.length === 0) return [];
  const lines = [`  store: string[] = [];`];
  const any = "Module<[string], any>";
  for (const [i, maker] of makers.entries()) {
    const [field, callee] = random.pick([
      [`shared${i} = ${maker}`, `shared${i}`],
      [`shared${i}: ${any} = ${maker}`, `shared${i}`],
      [`shared${i}: ${any}[] = [${maker}]`, `shared${i}[0]!`],
      [`shared${i}: Record<string, ${any}> = { at: ${maker} }`, `shared${i}["at"]!`],
      [`shared${i} = new Map<string, ${any}>([["at", ${maker}]])`, `shared${i}.get("at")!`],
      [`shared${i}: any = { at: ${maker} }`, `shared${i}.at`],
    ] as const);
    lines.push(`  ${field};`);
    model.callables.push(text(`@.${callee}`));
  }
  return lines;
}

/** Functions that make module calls, in fields. */
export function functionFields(random: Random, model: ClassModel, options: Options): string[] {
  if (options.without.has("function fields")) return [];
  const [modifier, wait] = options.async ? ["async ", "await "] : ["", ""];
  const lines: string[] = [];
  if (random.chance(0.12)) {
    lines.push(`  quick = ${modifier}(s: string) => (${wait}this.text0(s)) + this.suffix;`);
    model.callables.push({ ...text("@.quick", "local"), value: true });
  }
  if (random.chance(0.1)) {
    lines.push(
      `  kit = { one: ${modifier}(s: string) => ${wait}this.text1(s), two: ${modifier}(s: string) => { const r = ${wait}this.text0(s); return r.slice(1) + this.suffix; } };`,
    );
    model.callables.push({ ...text("@.kit.one", "local"), value: true }, text("@.kit.two", "local"));
  }
  return lines;
}

/** How a method comes to the list that it changes. */
const WAYS = [
  ...["this.log", "this.logOf()", "(s ? this.log : [])", "[this.log][0]!", "({ l: this.log }).l"],
  ...['new Map([["k", this.log]]).get("k")!', "Object.values({ l: this.log })[0]!", 'this["log"]', "logOf(this)"],
] as const;

/** A list that a method of the class changes behind a module call of its own. */
export function logMembers(random: Random, model: ClassModel, options: Options): string[] {
  if (!options.stateful || options.without.has("log") || random.chance(0.4)) return [];
  const [modifier, wait] = options.async ? ["async ", "await "] : ["", ""];
  const way = random.pick(WAYS).replace("logOf(this)", "((m: { log: string[] }) => m.log)(this)");
  const change = random.pick([
    `${way}.push(r)`,
    `${way}.push(r)`,
    `${way}.unshift(r)`,
    `${way}[0] = r`,
    `this.log = [...${way}, r]`,
  ]);
  model.log = true;
  model.callables.push(text("@.logged", "method"));
  return [
    `  log: string[] = [];`,
    `  logOf() { return this.log; }`,
    `  ${modifier}logged(s: string) { const r = ${wait}this.text0(s); if (this.log.length < 9) ${change}; return r; }`,
  ];
}

const usable = (scope: Scope): boolean => !scope.quiet && !scope.pure;

const self = (_g: Generator, scope: Scope): string | undefined => scope.self;

export const SHARING: readonly Construct[] = [
  {
    name: "stored list",
    weight: 0.6,
    impure: true,
    make(g, scope, indent) {
      if (!usable(scope) || scope.self === undefined || !g.model.sharing) return undefined;
      const list = `${scope.self}.store`;
      const told = g.unique("told");
      const change = g.random.pick([
        () => `if (${list}.length < 9) ${list}.push(${g.likelyCall(scope, "text")});`,
        () => `${list}.length = ${g.random.below(2)};`,
        () => `${list}.reverse();`,
        () => `${list}[0] = ${g.likelyCall(scope, "text")};`,
        () => `${list}[0] += ${g.expression(scope, "text", 1)};`,
      ])();
      const read = g.random.pick([`${list}.join("|").slice(0, 60)`, `${list}[0] ?? "none"`, `String(${list}.length)`]);
      return {
        text: `${indent}${change}\n${indent}const ${told} = ${read};\n`,
        declares: [variable(told, "text")],
      };
    },
  },
  {
    name: "log",
    weight: 0.8,
    impure: true,
    make(g, scope, indent) {
      if (!usable(scope) || scope.self === undefined || !g.model.log) return undefined;
      const [held, use, told] = [g.unique("held"), g.unique("use"), g.unique("told")];
      const list = `${scope.self}.log`;
      const value = g.random.pick([list, list, `${scope.self}.logOf()`, `[${list}][0]!`, `(${list} ?? [])`]);
      const call = g.waited(`${scope.self}.logged(${g.expression(scope, "text", 2)})`);
      const read = g.random.pick([`${held}.join("|").slice(0, 60)`, `${held}.length + "/" + ${list}.length`]);
      return {
        text: `${indent}const ${held} = ${value};\n${indent}const ${use} = ${call};\n${indent}const ${told} = ${read};\n`,
        declares: [variable(use, "text"), variable(told, "text")],
      };
    },
  },
  {
    name: "method on a given object",
    weight: 0.4,
    make(g, scope, indent) {
      if (!usable(scope) || scope.self === undefined) return undefined;
      const known = g
        .callables(scope, "text")
        .filter((c) => c.kind === "method" && c.params?.length === 1 && !c.first && /^@\.[#\w]+$/.test(c.callee));
      if (known.length === 0) return undefined;
      const { callee, params } = g.random.pick(known);
      const use = g.unique("use");
      const args = (params ?? []).map((type) => g.expression(scope, type, 2));
      const method = g.at(scope, callee);
      if (g.random.chance(0.5)) {
        const call = g.random.pick([
          `${method}.call(${[scope.self, ...args].join(", ")})`,
          `${method}.apply(${scope.self}, [${args.join(", ")}])`,
        ]);
        return {
          text: `${indent}const ${use} = ${g.waited(call)};\n`,
          declares: [variable(use, "text")],
          callables: [{ callee: `${callee}.call`, params, returns: "text", kind: "method", first: self }],
        };
      }
      const bound = g.unique("bound");
      return {
        text: `${indent}const ${bound} = ${method}.bind(${scope.self});\n${indent}const ${use} = ${g.waited(`${bound}(${args.join(", ")})`)};\n`,
        declares: [variable(use, "text")],
        callables: [{ callee: bound, params, returns: "text", kind: "local", value: params?.[0] === "text" }],
      };
    },
  },
  {
    name: "closures in a Map",
    weight: 0.4,
    impure: true,
    make(g, scope, indent) {
      if (!usable(scope)) return undefined;
      const name = g.unique("byKey");
      const out = g.unique("out");
      const modifier = g.options.async ? "async " : "";
      const inner = functionScope({ ...scope, repeated: true }, undefined, variable("q", "text"));
      const entries = ["a", "b"].map((key) => `["${key}", ${modifier}(q: string) => ${g.likelyCall(inner, "text")}]`);
      const type = `Map<string, (q: string) => ${g.options.async ? "Promise<string>" : "string"}>`;
      const call = (callee: string): string => g.waited(`${callee}(${g.expression(scope, "text", 1)})`);
      const uses = g.random.pick([
        `for (const [k, f] of ${name}) ${out}.push(k + ${call("f")});`,
        `for (const f of ${name}.values()) ${out}.push(${call("f")});`,
        `${out}.push(${call(`${name}.get("a")!`)});`,
        `for (const k of ["b", "c"]) ${out}.push(${name}.has(k) ? ${call(`${name}.get(k)!`)} : k);`,
      ]);
      return {
        text: `${indent}const ${name}: ${type} = new Map([${entries.join(", ")}]);\n${indent}const ${out}: string[] = [];\n${indent}${uses}\n`,
        declares: [variable(out, "list")],
        callables: [{ ...text(`${name}.get("${g.random.pick(["a", "b"])}")!`, "local"), value: true }],
      };
    },
  },
  {
    name: "lists by key",
    weight: 0.5,
    impure: true,
    make(g, scope, indent) {
      if (!usable(scope)) return undefined;
      const by = g.unique("by");
      const told = g.unique("told");
      const element = g.unique("e");
      const inner = { ...scope, repeated: true, variables: [...scope.variables, variable(element, "text")] };
      const key = g.random.pick([
        () => `${element}.length % 2 === 0 ? "even" : "odd"`,
        () => `${g.likelyCall(inner, "flag")} ? "yes" : "no"`,
        () => `${element}.slice(0, 1)`,
      ])();
      const value = g.likelyCall(inner, "text");
      const record = g.random.chance(0.5);
      const add = record
        ? `(${by}[${key}] ??= []).push(${value});`
        : g.random.pick([
            `const k = ${key}; const at = ${by}.get(k) ?? []; at.push(${value}); ${by}.set(k, at);`,
            `const k = ${key}; const at = ${by}.get(k); if (at) at.push(${value}); else ${by}.set(k, [${value}]);`,
            `const k = ${key}; if (!${by}.has(k)) ${by}.set(k, []); ${by}.get(k)!.push(${value});`,
          ]);
      const entries = record ? `Object.entries(${by})` : `[...${by}]`;
      const after = { ...scope, variables: [...scope.variables, variable("k", "text"), variable("v", "list")] };
      const read = g.random.pick([
        () => `${entries}.map(([k, v]) => k + v.join("+")).join("/").slice(0, 80)`,
        () =>
          g.options.async
            ? `JSON.stringify(${entries}).slice(0, 80)`
            : `${entries}.map(([k, v]) => ${g.likelyCall(after, "text")}).join("/")`,
      ])();
      return {
        text:
          `${indent}const ${by}${record ? ": Record<string, string[]> = {}" : " = new Map<string, string[]>()"};\n` +
          `${indent}for (const ${element} of ${g.few(scope, "list")}) { ${add} }\n` +
          `${indent}const ${told} = ${read};\n`,
        declares: [variable(told, "text")],
      };
    },
  },
  {
    name: "object under two names",
    weight: 0.5,
    impure: true,
    make(g, scope, indent) {
      if (!usable(scope)) return undefined;
      const one = g.unique("one");
      const two = g.unique("two");
      const told = g.unique("told");
      const lists = scope.variables.filter((v) => v.type === "list" && v.shared !== true);
      const list = lists.length > 0 ? g.random.pick(lists).name : "[]";
      const value = (): string => g.likelyCall(scope, "text");
      const [make, place] = g.random.pick([
        [`const ${one} = { tags: ${list} }; const ${two} = ${one};`, `${two}.tags`],
        [`const ${one} = { tags: ${list} }; const ${two} = { ...${one} };`, `${two}.tags`],
        [`const ${one} = { tags: ${list} }; const [${two}] = [${one}];`, `${two}!.tags`],
        [`const ${one} = { tags: ${list} }; const ${two} = new Map([["at", ${one}]]);`, `${two}.get("at")!.tags`],
        [`const ${one} = { tags: ${list} }; const ${two} = [[${one}]];`, `${two}[0]![0]!.tags`],
        [`const ${one} = { tags: ${list} }; const ${two} = Object.assign({}, ${one});`, `${two}.tags`],
        [`const ${one} = { tags: ${list} }; const ${two} = ((x: { tags: string[] }) => x)(${one});`, `${two}.tags`],
      ] as const);
      const change = g.random.pick([
        `${place}.push(${value()});`,
        `${place}[0] = ${value()};`,
        `${place} = [${value()}];`,
        `if (${place}.length > 1) ${place}.pop(); else ${place}.unshift(${value()});`,
      ]);
      return {
        text: `${indent}${make}\n${indent}${change}\n${indent}const ${told} = ${one}.tags.join("+").slice(0, 60);\n`,
        declares: [variable(told, "text"), variable(`${one}.tags`, "list")],
      };
    },
  },
];
