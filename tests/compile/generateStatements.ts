/** Declarations, assignments, branches, exits and effects of random programs. */
import type { Construct, Type } from "./generateTypes.js";
import { shadowed, variable } from "./generateTypes.js";

const DECLARED: Partial<Record<Type, number>> = {
  text: 5,
  list: 2.2,
  item: 1.5,
  items: 1,
  flag: 0.8,
  number: 0.8,
  maybe: 0.8,
  dict: 0.5,
  bag: 0.4,
  record: 0.5,
  rows: 0.4,
  box: 0.4,
};
/** Types whose literals say too little. */
const WRITTEN = new Set<Type>(["list", "items", "maybe", "record", "rows"]);

export const STATEMENTS: readonly Construct[] = [
  {
    name: "declare",
    weight: 8,
    make(g, scope, indent, free) {
      if (free.length === 0) return undefined;
      const name = g.random.pick(free);
      const type = g.random.weighted<Type>(DECLARED);
      const writable = g.random.chance(0.4);
      const value = g.expression(shadowed(scope, name), type, 3);
      const written = (WRITTEN.has(type) && /^[[{u"]/.test(value)) || g.random.chance(0.1) ? `: ${g.typeOf(type)}` : "";
      return {
        text: `${indent}${writable ? "let" : "const"} ${name}${written} = ${value};\n`,
        declares: [variable(name, type, writable)],
      };
    },
  },
  {
    name: "var",
    weight: 0.5,
    impure: true,
    make(g, scope, indent) {
      // In a block, and seen behind it.
      const name = g.unique("v");
      const set = (): string => `${name} = ${g.likelyCall(scope, "text")};`;
      return {
        text: g.random.chance(0.5)
          ? `${indent}var ${name}: string = ${g.likelyCall(scope, "text")};\n`
          : `${indent}if (${g.expression(scope, "flag", 2)}) {\n${indent}  var ${set()}\n${indent}} else {\n${indent}  ${set()}\n${indent}}\n`,
        declares: [variable(name, "text", true)],
      };
    },
  },
  {
    name: "assign",
    weight: 3,
    make(g, scope, indent) {
      const targets = scope.variables.filter((v) => v.writable);
      if (targets.length === 0) return undefined;
      const { name, type } = g.random.pick(targets);
      const set = (value: string): { text: string } => ({ text: `${indent}${name} ${value};\n` });
      // What grows in a loop would grow without end.
      const short = (value: string): string =>
        scope.repeated && (type === "text" || type === "list") && !/^(\(await )?this\.[\w.]+\(/.test(value)
          ? `= (${value}).slice(0, ${type === "text" ? 40 : 4})`
          : `= ${value}`;
      if (type === "text" && g.random.chance(0.35) && !scope.repeated) return set(`+= ${g.likelyCall(scope, "text")}`);
      if (type === "text" && g.random.chance(0.15) && g.uses("logical assignment"))
        return set(`${g.random.pick(["||=", "&&="])} ${g.likelyCall(scope, "text")}`);
      if (type === "flag" && g.random.chance(0.4) && g.uses("logical assignment"))
        return set(`${g.random.pick(["||=", "&&="])} ${g.likelyCall(scope, "flag")}`);
      if (type === "number" && g.random.chance(0.6))
        return set(
          g.random.pick([
            () => "++",
            () => "--",
            () => `+= ${g.likelyCall(scope, "number")}`,
            () => `-= ${g.expression(scope, "number", 2)}`,
            () => `*= ${g.expression(scope, "number", 1)} % 3`,
            () => `%= 7`,
          ])(),
        );
      if (type === "maybe" && g.random.chance(0.5)) return set(`??= ${g.likelyCall(scope, "text")}`);
      return set(short(g.likelyCall(scope, type)));
    },
  },
  {
    name: "if",
    weight: 3,
    nests: true,
    make(g, scope, indent) {
      let text = `${indent}if (${g.expression(scope, "flag", 2)}) {\n${g.block(scope, 2, indent)}${indent}}`;
      if (g.random.chance(0.2))
        text += ` else if (${g.expression(scope, "flag", 2)}) {\n${g.block(scope, 2, indent)}${indent}}`;
      if (g.random.chance(0.5)) text += ` else {\n${g.block(scope, 2, indent)}${indent}}`;
      return { text: `${text}\n` };
    },
  },
  {
    name: "early return",
    weight: 1.6,
    nests: true,
    make(g, scope, indent) {
      const { returns } = scope;
      if (returns === undefined) return undefined;
      const test = g.expression(scope, "flag", 2);
      const { text, after } = g.random.chance(0.4) ? g.statements(scope, 2, `${indent}  `) : { text: "", after: scope };
      const leave = returns === "nothing" ? "return;" : `return ${g.expression(after, returns, 2)};`;
      const otherwise = g.random.chance(0.25) ? ` else {\n${g.block(scope, 2, indent)}${indent}}` : "";
      return { text: `${indent}if (${test}) {\n${text}${indent}  ${leave}\n${indent}}${otherwise}\n` };
    },
  },
  {
    name: "throw",
    weight: 0.9,
    make(g, scope, indent) {
      // Uncaught, it ends most of the program.
      if (!scope.caught && g.random.chance(0.85)) return undefined;
      const what = g.random.pick([
        () => `new Error(${g.expression(scope, "text", 2)})`,
        () => `new Error(${g.likelyCall(scope, "text")})`,
        () => g.expression(scope, "text", 2),
      ])();
      return { text: `${indent}if (${g.expression(scope, "flag", 2)}) throw ${what};\n` };
    },
  },
  {
    name: "leave",
    weight: 1.6,
    make(g, scope, indent) {
      const ways: string[] = [];
      if (scope.breaks) ways.push("break");
      if (scope.loop) ways.push("continue");
      for (const { name, loop } of scope.labels) ways.push(`break ${name}`, ...(loop ? [`continue ${name}`] : []));
      if (ways.length === 0) return undefined;
      const before = g.random.chance(0.3) ? `${g.callOf(scope, g.anyType(), 2) ?? ""};` : "";
      const test = g.expression(scope, "flag", 2);
      const way = g.random.pick(ways);
      return {
        text: before ? `${indent}if (${test}) { ${before} ${way}; }\n` : `${indent}if (${test}) ${way};\n`,
      };
    },
  },
  {
    name: "log",
    weight: 1.3,
    impure: true,
    make: (g, scope, indent) => ({
      text: `${indent}console.log("l${g.random.below(100)}", ${g.expression(scope, g.anyType(), 2)});\n`,
    }),
  },
  {
    name: "effect",
    weight: 0.6,
    impure: true,
    make: (g, scope, indent) => ({ text: `${indent}effect(${g.expression(scope, g.anyType(), 2)});\n` }),
  },
  {
    name: "bare",
    weight: 1,
    make(g, scope, indent) {
      const callables = g.callables(scope);
      const call = callables.length > 0 ? g.call(scope, g.random.pick(callables), 2) : undefined;
      return call === undefined ? undefined : { text: `${indent}${call};\n` };
    },
  },
  {
    name: "state",
    weight: 1.4,
    impure: true,
    make(g, scope, indent) {
      if (!g.options.stateful || scope.self === undefined) return undefined;
      const what = g.random.pick([
        () => `${scope.self}.count++;`,
        () => `total += ${g.expression(scope, "number", 2)};`,
        () => `seen.push(${g.likelyCall(scope, "text")});`,
        () => `${scope.self}.kept = ${g.likelyCall(scope, "text")};`,
        () =>
          g.model.setter
            ? `${scope.self}.mark = ${g.expression(scope, "text", 2)};`
            : `${scope.self}.kept = ${g.expression(scope, "text", 1)};`,
      ]);
      return { text: `${indent}${what()}\n` };
    },
  },
  {
    name: "block",
    weight: 0.4,
    nests: true,
    make: (g, scope, indent) => ({ text: `${indent}{\n${g.block(scope, 3, indent)}${indent}}\n` }),
  },
  {
    name: "labelled block",
    weight: 0.5,
    nests: true,
    make(g, scope, indent) {
      const name = g.unique("part");
      const { text, after } = g.statements(scope, 1, `${indent}  `);
      const inner = { ...after, labels: [...scope.labels, { name, loop: false }] };
      const early = `${indent}  if (${g.expression(after, "flag", 2)}) break ${name};\n`;
      return {
        text: `${indent}${name}: {\n${text}${early}${indent}  {\n${g.block(inner, 2, `${indent}  `)}${indent}  }\n${indent}}\n`,
      };
    },
  },
];
