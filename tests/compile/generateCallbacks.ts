/** Array methods with callbacks of random programs, as expressions and as statements. */
import type { Generator } from "./generateContext.js";
import {
  functionScope,
  pureScope,
  variable,
  type Construct,
  type Producer,
  type Scope,
  type Type,
  type Variable,
} from "./generateTypes.js";

const ELEMENT = { list: "text", items: "item" } as const;
type Source = keyof typeof ELEMENT;

interface Shape {
  from: Source;
  returns: Type;
  /** Parameters before the element. */
  first?: readonly Variable[];
  depth: number;
  waits?: boolean;
}

/** A callback; in async code one that makes module calls is async, and what it shares with its others stays as it is. */
function callback(g: Generator, scope: Scope, { from, returns, first = [], depth, waits = false }: Shape): string {
  const { random } = g;
  const waiting = g.options.async && waits && !scope.quiet;
  const base: Scope = waiting ? pureScope(scope) : { ...scope, quiet: scope.quiet || g.options.async, repeated: true };
  const params: Variable[] = [...first, variable(random.pick(["m", "x", "value", "a"]), ELEMENT[from])];
  if (random.chance(0.25)) params.push(variable("at", "number"));
  if (params.at(-1)?.name === "at" && random.chance(0.3) && !waiting) params.push(variable("all", from));
  // A function of its own has its own `this`: the module is handed to it, or is not there.
  const written = random.chance(0.12) && g.uses("function expression callback");
  const self = !written ? scope.self : random.chance(0.6) && scope.self !== undefined ? "this" : undefined;
  const inner = { ...functionScope(base, returns, ...params), self };
  const names = params.map((p) => p.name);
  const head = names.join(", ");
  const thisArg = written && self !== undefined ? `, ${scope.self}` : "";
  const async = waiting ? "async " : "";
  const bodied = written || (random.chance(0.35) && g.uses("callback with statements"));
  if (!bodied) {
    const value = g.likelyCall(inner, returns, depth);
    return `${async}(${head}) => ${value.startsWith("{") ? `(${value})` : value}`;
  }
  const { text, after } = g.statements(inner, 2, "            ", names);
  const body = `{\n${text}            return ${g.likelyCall(after, returns, depth - 1)};\n          }`;
  return written ? `${async}function (${head}) ${body}${thisArg}` : `${async}(${head}) => ${body}`;
}

/** The list with, at times, a step before: `list.filter(…).map(…)`. */
function source(g: Generator, scope: Scope, from: Source, depth: number): string {
  const list = g.operand(scope, from, depth);
  const few = scope.repeated || depth < 2 ? `${list}.slice(0, 2)` : list;
  if (from === "list" && g.random.chance(0.15) && g.uses("chained callbacks"))
    return `${few}.filter(${callback(g, scope, { from, returns: "flag", depth: depth - 1 })})`;
  if (from === "list" && g.random.chance(0.05) && g.uses("holes")) return `["h", , ${g.expression(scope, "text", 1)}]`;
  return few;
}

function map(from: Source, to: Type, type: Type, weight: number): Producer {
  return {
    name: "map",
    type,
    weight,
    make(g, scope, depth) {
      const list = source(g, scope, from, depth);
      const made = `${list}.map(${callback(g, scope, { from, returns: to, depth: depth - 1, waits: true })})`;
      if (!g.options.async || scope.quiet) return made;
      if (type === "list" && g.random.chance(0.05) && g.uses("all settled"))
        return `(await Promise.allSettled(${made})).map((s) => s.status)`;
      return `(await Promise.all(${made}))`;
    },
  };
}

function method(name: string, from: Source, returns: Type, type: Type, weight: number): Producer {
  return {
    name,
    type,
    weight,
    make: (g, scope, depth) =>
      `${source(g, scope, from, depth)}.${name}(${callback(g, scope, { from, returns, depth: depth - 1 })})`,
  };
}

function reduce(name: "reduce" | "reduceRight", initial: boolean): Producer {
  return {
    name: initial ? name : `${name} without initial`,
    type: "text",
    weight: initial ? 0.5 : 0.3,
    make(g, scope, depth) {
      const sofar = variable("sofar", "text", g.random.chance(0.2));
      const with_ = callback(g, scope, { from: "list", returns: "text", first: [sofar], depth: depth - 1 });
      const start = g.expression(scope, "text", 1);
      const list = source(g, scope, "list", depth);
      // A function expression's own `this` has no place here: reduce takes none.
      if (/\}, [\w.]+$/.test(with_)) return undefined;
      return initial ? `${list}.${name}(${with_}, ${start})` : `[${start}, ...${list}].${name}(${with_})`;
    },
  };
}

const expressions: readonly Producer[] = [
  map("list", "text", "list", 1.8),
  map("items", "text", "list", 1),
  map("list", "item", "items", 1),
  map("items", "item", "items", 1),
  map("list", "list", "rows", 0.8),
  method("filter", "list", "flag", "list", 0.9),
  method("filter", "items", "flag", "items", 0.5),
  method("flatMap", "list", "list", "list", 0.7),
  method("flatMap", "items", "list", "list", 0.3),
  method("find", "list", "flag", "maybe", 0.8),
  method("findLast", "list", "flag", "maybe", 0.4),
  method("findIndex", "list", "flag", "number", 0.6),
  method("findLastIndex", "list", "flag", "number", 0.3),
  method("some", "list", "flag", "flag", 0.7),
  method("every", "list", "flag", "flag", 0.7),
  method("some", "items", "flag", "flag", 0.3),
  reduce("reduce", true),
  reduce("reduce", false),
  reduce("reduceRight", true),
  {
    name: "map of entries",
    type: "list",
    weight: 0.5,
    make(g, scope, depth) {
      const inner = functionScope(
        { ...scope, quiet: scope.quiet || g.options.async, repeated: true },
        "text",
        variable("k", "text"),
        variable("w", "text"),
      );
      const from = g.random.pick([
        () => `Object.entries(${g.operand(scope, "record", depth)})`,
        () => `[...${g.operand(scope, "dict", depth)}]`,
      ])();
      return `${from}.map(([k, w]) => ${g.likelyCall(inner, "text", depth - 1)})`;
    },
  },
];

const statements: readonly Construct[] = [
  {
    name: "forEach",
    weight: 0.8,
    nests: true,
    impure: true,
    make(g, scope, indent) {
      const items = g.random.chance(0.3);
      const param = g.unique("e");
      const params = [variable(param, items ? "item" : "text")];
      if (g.random.chance(0.3)) params.push(variable(g.unique("at"), "number"));
      const inner = functionScope(
        { ...scope, quiet: scope.quiet || g.options.async, repeated: true },
        "nothing",
        ...params,
      );
      const names = params.map((p) => p.name);
      const list = g.few(scope, items ? "items" : "list");
      const body = g.block(inner, 2, indent, names);
      return { text: `${indent}${list}.forEach((${names.join(", ")}) => {\n${body}${indent}});\n` };
    },
  },
  {
    name: "forEach that appends",
    weight: 0.5,
    impure: true,
    make(g, scope, indent) {
      if (g.options.async || scope.quiet) return undefined;
      const out = g.unique("got");
      const param = g.unique("e");
      const list = g.few(scope, "list");
      const inner = functionScope({ ...scope, repeated: true }, undefined, variable(param, "text"));
      return {
        text:
          `${indent}const ${out}: string[] = [];\n` +
          `${indent}${list}.forEach((${param}) => ${g.random.pick([`void ${out}.push`, `${out}.push`])}(${g.likelyCall(inner, "text")}));\n`,
        declares: [variable(out, "list")],
      };
    },
  },
];

export const CALLBACKS = { expressions, statements };
