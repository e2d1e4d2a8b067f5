/** Destructuring in random programs: declarations, assignments and parameters, with defaults, nesting and rest. */
import { functionScope, shadowed, variable, type Construct } from "./generateTypes.js";

export const PATTERNS: readonly Construct[] = [
  {
    name: "destructure",
    weight: 2,
    make(g, scope, indent, free) {
      const { random } = g;
      const names = [...free];
      const take = (): string | undefined => names.splice(random.below(names.length), 1)[0];
      const p = take();
      const q = take();
      const r = take();
      if (p === undefined || q === undefined || r === undefined) return undefined;
      const from = shadowed(scope, p, q, r);
      const of = (type: "text" | "item" | "list" | "items" | "rows" | "record" | "box" | "number"): string =>
        g.expression(from, type, 2);
      const [text, declares] = random.pick([
        () => [`{ title: ${p}, tags: ${q} } = ${of("item")}`, [variable(p, "text"), variable(q, "list")]] as const,
        () =>
          [
            `{ title: ${p} = "d", n: ${r}, ...${q} } = ${of("item")}`,
            [variable(p, "text"), variable(r, "number")],
          ] as const,
        () =>
          [`[${p}, ${q} = ${JSON.stringify(p)}] = ${of("list")}`, [variable(p, "maybe"), variable(q, "text")]] as const,
        () =>
          [
            `[${p}, ${q} = ${g.likelyCall(from, "text")}] = ${of("list")}`,
            [variable(p, "maybe"), variable(q, "text")],
          ] as const,
        () => [`[${p}, ${q}] = [${of("text")}, ${of("item")}]`, [variable(p, "text"), variable(q, "item")]] as const,
        () => [`[${p} = "none", ...${q}] = ${of("list")}`, [variable(p, "text"), variable(q, "list")]] as const,
        () =>
          [
            `{ tags: [${p} = "none", ${q} = ${p} + "?"], n: ${r} } = ${of("item")}`,
            [variable(p, "text"), variable(q, "text"), variable(r, "number")],
          ] as const,
        () =>
          [
            `[{ title: ${p}, ...${q} } = { title: ${of("text")}, tags: [], n: 0 }] = ${of("items")}`,
            [variable(p, "text")],
          ] as const,
        () => [`[[${p} = "e"] = [], , ${q}] = ${of("rows")}`, [variable(p, "text")]] as const,
        () =>
          [
            `{ k: ${p} = ${of("text")}, ...${q} } = ${of("record")}`,
            [variable(p, "text"), variable(q, "record")],
          ] as const,
        () =>
          [
            `{ [${of("text")}]: ${p} = "m", k: ${q} } = ${of("record")}`,
            [variable(p, "text"), variable(q, "maybe")],
          ] as const,
        () => [`{ one: ${p}, two: [${q} = "t"] } = ${of("box")}`, [variable(p, "list"), variable(q, "text")]] as const,
      ])();
      const writable = random.chance(0.25);
      return {
        text: `${indent}${writable ? "let" : "const"} ${text};\n`,
        declares: declares.map((v) => ({ ...v, writable })),
        names: [p, q, r],
      };
    },
  },
  {
    name: "destructuring assignment",
    weight: 0.8,
    make(g, scope, indent) {
      const texts = scope.variables.filter((v) => v.writable && v.type === "text").map((v) => v.name);
      const { random } = g;
      const a = texts[0] === undefined ? undefined : random.pick(texts);
      if (a === undefined) return undefined;
      const b = random.pick(texts);
      return {
        text: `${indent}${random.pick([
          () => (a === b ? `({ title: ${a} } = ${g.expression(scope, "item", 2)})` : `[${a}, ${b}] = [${b}, ${a}]`),
          () => `[${a} = "was nothing"] = ${g.expression(scope, "list", 2)}`,
          () => `({ title: ${a} = "d" } = ${g.expression(scope, "item", 2)})`,
          () => `[${a}] = [${g.likelyCall(scope, "text")}]`,
        ])()};\n`,
      };
    },
  },
  {
    name: "destructured parameter",
    weight: 0.5,
    make(g, scope, indent) {
      const use = g.unique("use");
      if (scope.pure || scope.quiet) return undefined;
      const name = g.unique("show");
      const { random } = g;
      const inner = functionScope(scope, undefined, variable("title", "text"), variable("tagged", "list"));
      const body = g.likelyCall(inner, "text");
      const params = random.pick([
        `{ title, tags: tagged = [] }: Item`,
        `{ title, tags: [...tagged] }: Item`,
        `{ title = "d", tags: tagged }: Item, other = title`,
      ]);
      const async = g.options.async;
      const call = `${name}(${g.expression(scope, "item", 2)})`;
      return {
        text: `${indent}const ${name} = ${async ? "async " : ""}(${params}) => ${body};\n${indent}const ${use} = ${g.waited(call)};\n`,
        declares: [variable(use, "text")],
      };
    },
  },
];
