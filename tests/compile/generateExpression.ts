/** Expressions of random programs, by type. */
import type { Generator } from "./generateContext.js";
import type { Producer, Scope, Type } from "./generateTypes.js";

type Make = (g: Generator, scope: Scope, of: (type: Type) => string, op: (type: Type) => string, d: number) => string;

function expression(type: Type, weight: number, name: string, make: Make, impure = false): Producer {
  return {
    name,
    type,
    weight,
    impure,
    make: (g, scope, depth) =>
      make(
        g,
        scope,
        (t) => g.expression(scope, t, depth - 1),
        (t) => g.operand(scope, t, depth),
        depth,
      ),
  };
}

/** An assignment as an expression: the name, `=` and what goes in. */
function assigned(type: Type, operators: readonly string[]): Producer {
  return {
    name: "assignment expression",
    type,
    weight: 0.5,
    impure: true,
    make(g, scope, depth) {
      const targets = scope.variables.filter((v) => v.type === type && v.writable);
      if (targets.length === 0 || scope.repeated) return undefined;
      return `(${g.random.pick(targets).name} ${g.random.pick(operators)} ${g.expression(scope, type, depth - 1)})`;
    },
  };
}

const ANY: readonly Type[] = ["text", "list", "item", "items", "flag", "number", "maybe"];

const TEXT: readonly Producer[] = [
  expression(
    "text",
    3,
    "template",
    (g, _, of) => `\`${g.random.pick(["See ", ""])}\${${of("text")}} and \${${of(g.random.pick(ANY.slice(0, 2)))}}\``,
  ),
  expression("text", 1, "operator", (_g, _s, _of, op) => `${op("text")} + ${op("text")}`),
  expression(
    "text",
    1,
    "member",
    (g, _s, _of, op) => `${op("text")}.${g.random.pick(["trim()", "toUpperCase()", "slice(0, 9)", "at(-1)!"])}`,
  ),
  expression("text", 1, "member", (_g, _s, _of, op) => `${op("list")}.join("|")`),
  expression("text", 1, "member", (_g, _s, _of, op) => `${op("item")}.title`),
  expression("text", 1, "helper function", (_g, _s, of) => `tidy(${of("text")})`),
  expression("text", 1, "helper function", (_g, _s, of) => `first(${of("list")})`),
  expression("text", 0.5, "tagged template", (_g, _s, of) => `tag\`a \${${of("text")}} b \${${of("number")}}\``),
  expression("text", 1, "logical", (_g, _s, of) => `(${of("maybe")} ?? ${of("text")})`),
  expression("text", 1, "logical", (_g, _s, of) => `(${of("maybe")} || ${of("text")})`),
  expression("text", 0.8, "member", (_g, _s, _of, op) => `(${op("list")}[0] ?? "none")`),
  expression("text", 1, "json", (g, _s, of) => `JSON.stringify(${of(g.random.pick(ANY))})`),
  expression("text", 0.5, "json", (g, _s, _of, op) => `JSON.stringify([...${op(g.random.pick(["dict", "bag"]))}])`),
  expression("text", 0.8, "optional chain", (_g, _s, of) => `(${of("items")}[0]?.title ?? "no")`),
  expression("text", 0.5, "optional chain", (_g, _s, _of, op) => `(${op("maybe")}?.trim() ?? "gone")`),
  expression("text", 0.5, "optional chain", (_g, _s, of, op) => `(${op("text")}?.concat(${of("text")}) ?? "gone")`),
  expression("text", 0.8, "class helpers", (g, s, of) =>
    g.model.plain && s.self !== undefined ? `${s.self}.plain(${of("text")})` : `String(${of("number")})`,
  ),
  expression("text", 0.4, "class helpers", (g, s, of) =>
    g.model.statics && s.self !== undefined ? `${g.model.name}.shape(${of("text")}, ${g.model.name}.mark0)` : "`u`",
  ),
  expression("text", 0.3, "state", (g, s) =>
    g.options.stateful && s.self !== undefined ? `${s.self}.kept` : `"kept"`,
  ),
  expression("text", 0.3, "effect", (_g, _s, of) => `effect(${of("text")})`, true),
  expression("text", 0.4, "typeof", (_g, _s, _of, op) => `typeof ${op("maybe")}`),
  expression("text", 0.12, "failing expression", (_g, _s, _of, op) => `${op("items")}[0]!.title`),
  expression("text", 0.6, "operator", (_g, _s, of) => `(${of("text")} as string)`),
  expression("text", 0.3, "comma", (g, s, of) => {
    const call = g.callOf(s, g.anyType(), 1);
    return `(${call ?? of("number")}, ${of("text")})`;
  }),
  expression("text", 0.5, "container read", (_g, _s, _of, op) => `(${op("dict")}.get("k") ?? "no k")`),
  expression("text", 0.4, "container read", (_g, _s, _of, op) => `(${op("record")}["k"] ?? "no r")`),
  expression("text", 0.4, "container read", (_g, _s, of, op) => `(${op("record")}[${of("text")}] ?? "no t")`),
  expression("text", 0.4, "later", (g, s, of) =>
    g.options.async && !s.quiet ? `(await later(${of("text")}))` : of("text"),
  ),
  expression("text", 0.25, "race", (g, s, of) => {
    if (!g.options.async || s.quiet || s.pure) return of("text");
    // Which comes first is no question of time where the call may make none of its own.
    const calls = [0, 1].map(
      () => g.callOf(sideBySide(s), "text", 2)?.replace(/^\(await (?!applyTo\()(.*)\)$/s, "$1") ?? `"none"`,
    );
    return `(await Promise.${g.random.pick(["race", "any"])}([${calls.join(", ")}]))`;
  }),
  assigned("text", ["=", "+=", "||="]),
];

/** For calls that run together: none that changes what another may look at. */
function sideBySide(scope: Scope): Scope {
  return { ...scope, callables: scope.callables.filter(({ late }) => !late) };
}

const FLAG: readonly Producer[] = [
  expression("flag", 1, "operator", (g, _s, of) => `${of("number")} ${g.random.pick([">", "<=", "!=="])} 2`),
  expression("flag", 1, "member", (g, _s, _of, op) => `${op("text")}.includes("${g.random.pick(["a", "1", "~x"])}")`),
  expression("flag", 1, "member", (_g, _s, _of, op) => `${op("list")}.length > 1`),
  expression("flag", 1, "operator", (_g, _s, of) => `!(${of("flag")})`),
  expression("flag", 1, "operator", (_g, _s, of) => `(${of("flag")} && ${of("flag")})`),
  expression("flag", 1, "operator", (_g, _s, of) => `(${of("flag")} || ${of("flag")})`),
  expression("flag", 0.7, "operator", (_g, _s, _of, op) => `${op("text")} === ${op("text")}`),
  expression("flag", 0.4, "in", (g, _s, _of, op) => `("k" in ${op(g.random.pick(["record", "item"]))})`),
  expression("flag", 0.3, "in", (_g, _s, of, op) => `(${of("text")} in ${op("record")})`),
  expression("flag", 0.4, "container read", (_g, _s, of, op) => `${op("bag")}.has(${of("text")})`),
  expression("flag", 0.4, "typeof", (_g, _s, of) => `typeof (${of("maybe")}) === "string"`),
  assigned("flag", ["=", "||=", "&&="]),
];

const NUMBER: readonly Producer[] = [
  expression("number", 1, "member", (_g, _s, _of, op) => `${op("list")}.length`),
  expression("number", 1, "member", (_g, _s, _of, op) => `${op("item")}.n`),
  expression(
    "number",
    1,
    "operator",
    (g, _s, of) => `(${of("number")} ${g.random.pick(["+", "*", "-"])} ${of("number")})`,
  ),
  expression("number", 1, "member", (_g, _s, _of, op) => `${op("text")}.length`),
  expression("number", 0.5, "container read", (g, _s, _of, op) => `${op(g.random.pick(["dict", "bag"]))}.size`),
  expression("number", 0.4, "member", (_g, _s, _of, op) => `Object.keys(${op("record")}).length`),
  expression("number", 0.5, "state", (g, s) =>
    g.options.stateful && s.self !== undefined ? g.random.pick([`${s.self}.count`, "total", "seen.length"]) : "3",
  ),
  {
    name: "increment",
    type: "number",
    weight: 0.5,
    impure: true,
    make(g, scope) {
      const targets = scope.variables.filter((v) => v.type === "number" && v.writable);
      if (targets.length === 0) return undefined;
      const { name } = g.random.pick(targets);
      return g.random.pick([`${name}++`, `(++${name})`, `${name}--`]);
    },
  },
  assigned("number", ["=", "+="]),
];

const LIST: readonly Producer[] = [
  expression("list", 2, "literal", (_g, _s, of) => `[${of("text")}, ${of("text")}]`),
  expression(
    "list",
    1,
    "spread",
    (_g, s, of, op) => `[...${op("list")}${s.repeated ? ".slice(0, 3)" : ""}, ${of("text")}]`,
  ),
  expression("list", 1, "member", (_g, _s, _of, op) => `${op("item")}.tags`),
  expression("list", 1, "member", (_g, _s, _of, op) => `${op("text")}.split("~")`),
  expression("list", 1, "member", (g, _s, _of, op) => `${op("list")}.slice(${g.random.below(2)})`),
  expression("list", 0.6, "member", (_g, s, of, op) =>
    s.repeated ? of("list") : `${op("list")}.concat(${of("list")})`,
  ),
  expression("list", 0.5, "container read", (_g, _s, _of, op) => `[...${op("dict")}.values()]`),
  expression("list", 0.4, "container read", (_g, _s, _of, op) => `[...${op("bag")}]`),
  expression(
    "list",
    0.4,
    "container read",
    (g, _s, _of, op) => `Object.${g.random.pick(["keys", "values"])}(${op("record")})`,
  ),
  expression("list", 0.4, "rows", (_g, _s, _of, op) => `(${op("rows")}[0] ?? [])`),
  expression("list", 0.3, "rows", (_g, _s, _of, op) => `${op("rows")}.flat()`),
  expression("list", 0.5, "two places", (g, _s, _of, op) => `${op("box")}.${g.random.pick(["one", "two"])}`),
  expression("list", 0.4, "literal", (_g, _s, of) => `[${of("text")}, , ${of("text")}].flat()`),
  expression("list", 0.5, "promise all", (g, s, of) => {
    if (!g.options.async || s.quiet || s.pure) return of("list");
    const calls = [0, 1].map(() => g.callOf(sideBySide(s), "text", 2)?.replace(/^\(await (.*)\)$/s, "$1") ?? `"none"`);
    return g.random.chance(0.8) || !g.uses("all settled")
      ? `(await Promise.all([${calls.join(", ")}]))`
      : `(await Promise.allSettled([${calls.join(", ")}])).map((s) => JSON.stringify(s))`;
  }),
  assigned("list", ["="]),
];

const OTHER: readonly Producer[] = [
  expression("item", 2, "literal", (_g, _s, of) => `{ title: ${of("text")}, tags: ${of("list")}, n: ${of("number")} }`),
  expression("item", 1, "spread", (_g, _s, of, op) => `{ ...${op("item")}, title: ${of("text")} }`),
  expression("item", 1, "member", (_g, _s, of) => `(${of("items")}[0] ?? { title: ${of("text")}, tags: [], n: 0 })`),
  expression("items", 1, "literal", (_g, _s, of) => `[${of("item")}, ${of("item")}]`),
  expression("items", 0.5, "spread", (_g, _s, of, op) => `[${of("item")}, ...${op("items")}.slice(0, 2)]`),
  expression("maybe", 1, "member", (g, _s, _of, op) => `${op("list")}[${g.random.below(3)}]`),
  expression("maybe", 1, "optional chain", (_g, _s, _of, op) => `${op("items")}[1]?.title`),
  expression("maybe", 0.5, "optional chain", (_g, _s, _of, op) => `${op("items")}[0]?.tags?.[0]?.trim()`),
  expression("maybe", 1, "literal", (_g, _s, of) => of("text")),
  expression("maybe", 0.5, "container read", (_g, _s, of, op) => `${op("dict")}.get(${of("text")})`),
  expression("dict", 1, "literal", (_g, _s, of) => `new Map([["k", ${of("text")}], [${of("text")}, ${of("text")}]])`),
  expression("dict", 0.5, "spread", (_g, _s, of, op) => `new Map([...${op("dict")}, ["k", ${of("text")}]])`),
  expression("bag", 1, "literal", (_g, _s, of) => `new Set([${of("text")}, ${of("text")}])`),
  expression("bag", 0.5, "literal", (_g, _s, of) => `new Set(${of("list")})`),
  expression("record", 1, "literal", (_g, _s, of) => `{ k: ${of("text")}, m: ${of("text")} }`),
  expression("record", 0.7, "literal", (_g, _s, of) => `{ [${of("text")}]: ${of("text")} }`),
  expression("record", 0.4, "spread", (_g, _s, of, op) => `{ ...${op("record")}, k: ${of("text")} }`),
  expression("record", 0.4, "container read", (_g, _s, of) => `Object.fromEntries([["k", ${of("text")}]])`),
  expression("rows", 1, "literal", (_g, _s, of) => `[${of("list")}, [${of("text")}]]`),
  expression("rows", 0.5, "rows", (_g, _s, _of, op) => `Object.entries(${op("record")})`),
  {
    name: "array from",
    type: "rows",
    weight: 0.3,
    make: (g, scope, depth) =>
      `Array.from({ length: 2 }, () => ${g.expression({ ...scope, quiet: scope.quiet || g.options.async }, "list", depth - 1)})`,
  },
  expression("box", 1, "literal", (_g, _s, of) => `{ one: ${of("list")}, two: ${of("list")} }`),
  {
    // One object in two places.
    name: "two places",
    type: "box",
    weight: 1.5,
    make(g, scope) {
      const lists = scope.variables.filter((v) => v.type === "list");
      if (lists.length === 0) return undefined;
      const { name } = g.random.pick(lists);
      return `{ one: ${name}, two: ${g.random.chance(0.6) ? name : g.expression(scope, "list", 1)} }`;
    },
  },
];

export const EXPRESSIONS: readonly Producer[] = [...TEXT, ...FLAG, ...NUMBER, ...LIST, ...OTHER];
