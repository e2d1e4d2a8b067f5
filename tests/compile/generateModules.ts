/** Modules as values in random programs: in names, lists, records and Maps, handed on, and chosen by what a call says. */
import type { Generator } from "./generateContext.js";
import { functionScope, variable, type Callable, type Construct, type Scope } from "./generateTypes.js";

const leaf = (callee: string): Callable => ({ callee, params: undefined, returns: "text", kind: "leaf" });

/** A Text module, as an expression. */
export function textModule(g: Generator, scope: Scope): string | undefined {
  const known = [...scope.modules, ...(scope.self === undefined ? [] : g.model.texts.map((t) => g.at(scope, t)))];
  return known.length === 0 ? undefined : g.random.pick(known);
}

const usable = (g: Generator, scope: Scope): boolean => !scope.quiet && textModule(g, scope) !== undefined;

export const MODULES: readonly Construct[] = [
  {
    name: "module in a name",
    weight: 0.6,
    make(g, scope, indent) {
      if (!usable(g, scope)) return undefined;
      const name = g.unique("who");
      const one = textModule(g, scope);
      const value = g.random.chance(0.6) ? `${g.likelyCall(scope, "flag")} ? ${one} : ${textModule(g, scope)}` : one;
      return { text: `${indent}const ${name} = ${value};\n`, callables: [leaf(name)], modules: [name] };
    },
  },
  {
    name: "module called by choice",
    weight: 0.5,
    make(g, scope, indent) {
      const use = g.unique("use");
      if (!usable(g, scope)) return undefined;
      const callee = `(${g.likelyCall(scope, "flag")} ? ${textModule(g, scope)} : ${textModule(g, scope)})`;
      return {
        text: `${indent}const ${use} = ${g.waited(`${callee}(${g.expression(scope, "text", 2)})`)};\n`,
        declares: [variable(use, "text")],
      };
    },
  },
  {
    name: "modules in a list",
    weight: 0.6,
    make(g, scope, indent) {
      if (!usable(g, scope) || scope.pure) return undefined;
      const name = g.unique("crew");
      const out = g.unique("said");
      const of =
        g.model.texts.includes("@.team[0]!") && scope.self !== undefined && g.random.chance(0.5)
          ? `${scope.self}.team`
          : `[${textModule(g, scope)}, ${textModule(g, scope)}]`;
      const call = g.waited(`m(${g.expression(scope, "text", 2)})`);
      const run = g.random.pick([
        () => `${indent}const ${out}: string[] = [];\n${indent}for (const m of ${name}) ${out}.push(${call});\n`,
        () =>
          g.options.async
            ? `${indent}const ${out} = await Promise.all(${name}.map(async (m) => ${call}));\n`
            : `${indent}const ${out} = ${name}.map((m) => ${call});\n`,
        () => `${indent}const ${out} = [${g.waited(`${name}[0]!(${g.expression(scope, "text", 1)})`)}];\n`,
        () =>
          g.options.async
            ? `${indent}const ${out} = [${g.waited(`${name}[1]!("n")`)}];\n`
            : `${indent}const ${out} = [${name}.reduce((sofar, m) => m(sofar), ${g.expression(scope, "text", 1)})];\n`,
      ])();
      return {
        text: `${indent}const ${name} = ${of};\n${run}`,
        declares: [variable(out, "list")],
        callables: [leaf(`${name}[${g.random.below(2)}]!`)],
      };
    },
  },
  {
    name: "modules in a record",
    weight: 0.4,
    make(g, scope, indent) {
      if (!usable(g, scope)) return undefined;
      const name = g.unique("desk");
      const key = g.unique("key");
      return {
        text:
          `${indent}const ${name} = { one: ${textModule(g, scope)}, two: ${textModule(g, scope)} };\n` +
          `${indent}const ${key} = ${g.likelyCall(scope, "flag")} ? "one" : "two";\n`,
        callables: [leaf(`${name}.one`), leaf(`${name}[${key}]`)],
      };
    },
  },
  {
    name: "module as an argument",
    weight: 0.5,
    make(g, scope, indent) {
      // A local function that is given the module to ask.
      const use = g.unique("use");
      if (!usable(g, scope) || scope.pure) return undefined;
      const name = g.unique("askWith");
      const inner = functionScope(scope, undefined, variable("s", "text"));
      const async = g.options.async ? "async " : "";
      const call = g.waited(`m(${g.expression(inner, "text", 2)})`);
      return {
        text:
          `${indent}const ${name} = ${async}(m: Text, s: string) => ${call};\n` +
          `${indent}const ${use} = ${g.waited(`${name}(${textModule(g, scope)}, ${g.expression(scope, "text", 1)})`)};\n`,
        declares: [variable(use, "text")],
      };
    },
  },
  {
    name: "module taken out",
    weight: 0.3,
    make(g, scope, indent) {
      if (scope.quiet || scope.self === undefined) return undefined;
      const name = g.unique("taken");
      return {
        text: `${indent}const { text1: ${name} } = ${scope.self};\n`,
        callables: [leaf(name)],
        modules: [name],
      };
    },
  },
  {
    name: "object that is no module",
    weight: 0.8,
    make(g, scope, indent) {
      if (!g.model.keeper || !usable(g, scope) || scope.pure) return undefined;
      const name = g.unique("keeper");
      const callables = ["keep", "again"].map((method): Callable => ({
        ...leaf(`${name}.${method}`),
        params: ["text"],
        kind: "local",
      }));
      const size: Callable = { callee: `${name}.size`, params: ["text"], returns: "number", kind: "plain" };
      return {
        text: `${indent}const ${name} = new Keeper(${textModule(g, scope)});\n`,
        callables: [...callables, size],
      };
    },
  },
  {
    name: "optional module",
    weight: 0.4,
    make(g, scope, indent) {
      const use = g.unique("use");
      if (scope.quiet || scope.self === undefined) return undefined;
      const field = g.random.pick(["spare", "nobody"]);
      return {
        text: `${indent}const ${use} = ${g.waited(`${scope.self}.${field}?.(${g.expression(scope, "text", 2)})`)};\n`,
        declares: [variable(use, "maybe")],
      };
    },
  },
];
