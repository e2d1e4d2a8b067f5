/** Expressions and statements of random programs; see generate.ts. */
import type { Random } from "./random.js";
import type { Callable, ClassModel, Scope, Type, Variable } from "./generateTypes.js";

const NAMES = ["a", "b", "c", "x", "y", "note", "rest", "value", "$", "$$", "seenHere", "parts", "out"];

interface Options {
  async: boolean;
  typed: boolean;
  stateful: boolean;
}

export class GenerateExpression {
  getter = false;
  plainMethod = false;
  readonly #random: Random;
  readonly #model: ClassModel;
  readonly #options: Options;
  #loops = 0;

  constructor(random: Random, model: ClassModel, options: Options) {
    this.#random = random;
    this.#model = model;
    this.#options = options;
  }

  body(params: readonly Variable[], returns: Type, budget: number): string {
    const scope: Scope = { variables: params, quiet: false, loop: false, returns };
    const { text, after } = this.#statements(
      scope,
      budget,
      "    ",
      params.map((p) => p.name),
    );
    return `${text}    return ${this.expression(after, returns, 3)};\n`;
  }

  // ---- statements

  #statements(
    scope: Scope,
    budget: number,
    indent: string,
    params: readonly string[] = [],
  ): { text: string; after: Scope } {
    let text = "";
    let after = scope;
    const own = new Set<string>(params);
    const outer = new Set(scope.variables.map((v) => v.name));
    const count = 1 + this.#random.below(budget);
    for (let i = 0; i < count; i++) {
      // A shadowing name must not have been used in this block before: only the first statement declares one.
      const free = NAMES.filter((n) => !own.has(n) && (i === 0 || !outer.has(n)));
      const made = this.#statement(after, budget, indent, free);
      text += made.text;
      for (const variable of made.declares) own.add(variable.name);
      const names = new Set(made.declares.map((v) => v.name));
      after = { ...after, variables: [...after.variables.filter((v) => !names.has(v.name)), ...made.declares] };
      if (made.ends) break;
    }
    return { text, after };
  }

  #statement(
    scope: Scope,
    budget: number,
    indent: string,
    free: readonly string[],
  ): { text: string; declares: Variable[]; ends?: boolean } {
    const random = this.#random;
    const line = (s: string): { text: string; declares: Variable[] } => ({ text: `${indent}${s}\n`, declares: [] });
    const deep = budget > 1 && indent.length < 12;
    const kind = random.weighted({
      declare: 9,
      destructure: 2,
      assign: 3,
      if: deep ? 3 : 0,
      exit: deep ? 1.5 : 0,
      log: 1.5,
      effect: 0.7,
      mutate: 2,
      bare: 1,
      loop: deep ? 0.8 : 0,
      switch: deep ? 0.3 : 0,
      try: deep ? 0.6 : 0,
      block: deep ? 0.4 : 0,
      helper: 0.6,
      closure: this.#options.async ? 0 : 0.12,
      each: 0.3,
      state: this.#options.stateful ? 1 : 0,
      leave: scope.loop ? 0.7 : 0,
    });
    const block = (inner: Scope, size: number, params: readonly string[] = []): string =>
      this.#statements(inner, size, `${indent}  `, params).text;
    const without = (name: string): Scope => ({ ...scope, variables: scope.variables.filter((v) => v.name !== name) });
    switch (kind) {
      case "declare": {
        if (free.length === 0) return line(";");
        const name = random.pick(free);
        const type = random.weighted<Type>({ text: 5, list: 2, item: 1.5, items: 1, flag: 1, number: 0.8, maybe: 0.8 });
        const writable = random.chance(0.4);
        const value = this.expression(without(name), type, 3);
        return {
          text: `${indent}${writable ? "let" : "const"} ${name} = ${value};\n`,
          declares: [{ name, type, writable, fresh: /^[[{]/.test(value) }],
        };
      }
      case "destructure":
        return this.#destructure(scope, indent, free);
      case "assign": {
        const targets = scope.variables.filter((v) => v.writable);
        if (targets.length === 0) return line(";");
        const target = random.pick(targets);
        if (target.type === "text" && random.chance(0.4))
          return line(`${target.name} += ${this.expression(scope, "text", 2)};`);
        if (target.type === "number" && random.chance(0.5))
          return line(
            random.chance(0.5) ? `${target.name}++;` : `${target.name} += ${this.expression(scope, "number", 2)};`,
          );
        if (target.type === "maybe" && random.chance(0.5))
          return line(`${target.name} ??= ${this.expression(scope, "text", 2)};`);
        return line(`${target.name} = ${this.expression(scope, target.type, 2)};`);
      }
      case "if": {
        let text = `${indent}if (${this.expression(scope, "flag", 2)}) {\n${block(scope, 2)}${indent}}`;
        if (random.chance(0.5)) text += ` else {\n${block(scope, 2)}${indent}}`;
        return { text: `${text}\n`, declares: [] };
      }
      case "exit": {
        if (scope.returns === undefined) return line(";");
        const test = this.expression(scope, "flag", 2);
        const { text: before, after } = random.chance(0.4)
          ? this.#statements(scope, 2, `${indent}  `)
          : { text: "", after: scope };
        const leave = random.chance(0.75)
          ? `return ${this.expression(after, scope.returns, 2)};`
          : `throw new Error(${this.expression(after, "text", 1)});`;
        const otherwise = random.chance(0.3) ? ` else {\n${block(scope, 2)}${indent}}` : "";
        return {
          text: `${indent}if (${test}) {\n${before}${indent}  ${leave}\n${indent}}${otherwise}\n`,
          declares: [],
        };
      }
      case "log":
        return line(`console.log("l${random.below(100)}", ${this.expression(scope, this.#anyType(), 2)});`);
      case "effect":
        return line(`effect(${this.expression(scope, this.#anyType(), 2)});`);
      case "bare":
        return line(`${this.#call(scope, this.#anyCallable(), 2) ?? ""};`);
      case "mutate": {
        const targets = scope.variables.filter((v) => v.type === "list" || v.type === "item");
        if (targets.length === 0) return line(";");
        const target = random.pick(targets);
        if (target.type === "list") return line(`${target.name}.push(${this.expression(scope, "text", 2)});`);
        return line(
          random.pick([
            `${target.name}.title = ${this.expression(scope, "text", 2)};`,
            `${target.name}.n++;`,
            `${target.name}.tags.push(${this.expression(scope, "text", 1)});`,
          ]),
        );
      }
      case "state":
        return line(
          random.pick([
            `this.count++;`,
            `total += ${this.expression(scope, "number", 1)};`,
            `seen.push(${this.expression(scope, "text", 1)});`,
            `this.suffix.trim();`,
          ]),
        );
      case "loop": {
        if (free.length === 0 || this.#loops > 1) return line(";");
        this.#loops++;
        const name = random.pick(free);
        const inner: Scope = {
          ...scope,
          loop: true,
          variables: [...without(name).variables, { name, type: "text", writable: false, fresh: false }],
        };
        const list = this.expression(without(name), "list", 2);
        const text = random.chance(0.7)
          ? `${indent}for (const ${name} of (${list}).slice(0, 4)) {\n${block(inner, 2)}${indent}}\n`
          : `${indent}for (let i${this.#loops} = 0; i${this.#loops} < 2; i${this.#loops}++) {\n${block({ ...scope, loop: true }, 2)}${indent}}\n`;
        this.#loops--;
        return { text, declares: [] };
      }
      case "leave":
        return {
          text: `${indent}if (${this.expression(scope, "flag", 2)}) ${random.pick(["break", "continue"])};\n`,
          declares: [],
        };
      case "switch": {
        const inner = { ...scope, loop: false };
        return {
          text: `${indent}switch (${this.expression(scope, "number", 1)} % 3) {\n${indent}  case 0: {\n${block(inner, 2)}${indent}  break; }\n${indent}  case 1: {\n${block(inner, 2)}${indent}  }\n${indent}  default: {\n${block(inner, 2)}${indent}  }\n${indent}}\n`,
          declares: [],
        };
      }
      case "try": {
        const fin = random.chance(0.3)
          ? ` finally {\n${block({ ...scope, returns: undefined, loop: false }, 1)}${indent}}`
          : "";
        return {
          text: `${indent}try {\n${block(scope, 3)}${indent}} catch (error) {\n${indent}  console.log("caught", String(error));\n${block(scope, 1)}${indent}}${fin}\n`,
          declares: [],
        };
      }
      case "block":
        return { text: `${indent}{\n${block(scope, 3)}${indent}}\n`, declares: [] };
      case "helper": {
        // A closure over what is there; only over names that nothing reassigns, most of the time.
        const name = `h${random.below(1000)}`;
        const quiet: Scope = {
          ...scope,
          quiet: true,
          variables: random.chance(0.85) ? scope.variables.filter((v) => !v.writable) : scope.variables,
        };
        const param = random.pick(["s", "a", "value"]);
        const inner: Scope = {
          ...quiet,
          variables: [
            ...quiet.variables.filter((v) => v.name !== param),
            { name: param, type: "text", writable: false, fresh: false },
          ],
        };
        const use = random.pick(free.length > 0 ? free : ["unused"]);
        if (use === "unused") return line(";");
        return {
          text: `${indent}const ${name} = (${param}: string) => ${this.expression(inner, "text", 2)};\n${indent}const ${use} = ${name}(${this.expression(without(use), "text", 2)});\n`,
          declares: [{ name: use, type: "text", writable: false, fresh: false }],
        };
      }
      case "closure": {
        const name = `ask${random.below(1000)}`;
        const fixed = { ...scope, variables: scope.variables.filter((v) => !v.writable && v.name !== "q") };
        const inner: Scope = {
          ...fixed,
          variables: [...fixed.variables, { name: "q", type: "text", writable: false, fresh: false }],
        };
        const use = free[0];
        if (use === undefined) return line(";");
        return {
          text: `${indent}const ${name} = (q: string) => ${this.expression(inner, "text", 3)};\n${indent}const ${use} = ${name}(${this.expression(without(use), "text", 1)}) + ${name}("k");\n`,
          declares: [{ name: use, type: "text", writable: false, fresh: false }],
        };
      }
      case "each": {
        const param = random.pick(["e", "x", "value"]);
        const inner: Scope = {
          ...scope,
          loop: false,
          returns: undefined,
          quiet: this.#options.async || random.chance(0.5),
          variables: [
            ...scope.variables.filter((v) => v.name !== param),
            { name: param, type: "text", writable: false, fresh: false },
          ],
        };
        return {
          text: `${indent}${this.expression(scope, "list", 1)}.forEach((${param}) => {\n${block(inner, 1, [param])}${indent}});\n`,
          declares: [],
        };
      }
      default:
        return line(";");
    }
  }

  #destructure(scope: Scope, indent: string, free: readonly string[]): { text: string; declares: Variable[] } {
    const random = this.#random;
    const names = [...free].sort(() => random.next() - 0.5);
    const [p, q] = names;
    if (p === undefined || q === undefined) return { text: "", declares: [] };
    const from: Scope = { ...scope, variables: scope.variables.filter((v) => v.name !== p && v.name !== q) };
    const item = (): string => this.expression(from, "item", 2);
    const list = (): string => this.expression(from, "list", 2);
    const v = (name: string, type: Type): Variable => ({ name, type, writable: false, fresh: false });
    switch (random.below(5)) {
      case 0:
        return {
          text: `${indent}const { title: ${p}, tags: ${q} } = ${item()};\n`,
          declares: [v(p, "text"), v(q, "list")],
        };
      case 1:
        return {
          text: `${indent}const { title: ${p} = "d", ...${q} } = ${item()};\n`,
          declares: [v(p, "text"), v(q, "rest" as Type)],
        };
      case 2:
        return {
          text: `${indent}const [${p}, ${q} = ${JSON.stringify(p)}] = ${list()};\n`,
          declares: [v(p, "maybe"), v(q, "text")],
        };
      case 3:
        return {
          text: `${indent}const [${p}, ${q}] = [${this.expression(from, "text", 2)}, ${this.expression(from, "flag", 2)}];\n`,
          declares: [v(p, "text"), v(q, "flag")],
        };
      default:
        return {
          text: `${indent}const { tags: [${p} = "none"], n: ${q} } = ${item()};\n`,
          declares: [v(p, "text"), v(q, "number")],
        };
    }
  }

  // ---- calls

  #anyType(): Type {
    return this.#random.pick(["text", "text", "list", "item", "items", "flag", "number", "maybe"] as const);
  }

  #anyCallable(): Callable {
    return this.#random.pick([...this.#model.modules, ...this.#model.methods]);
  }

  #call(scope: Scope, callable: Callable, depth: number): string | undefined {
    if (scope.quiet) return undefined;
    const args = callable.params
      ? callable.params.map((type) => this.expression(scope, type, depth - 1))
      : Array.from({ length: 1 + this.#random.below(2) }, () =>
          this.expression(scope, this.#random.chance(0.7) ? "text" : this.#anyType(), depth - 1),
        );
    const call = `${callable.callee}(${args.join(", ")})`;
    return this.#options.async ? `(await ${call})` : call;
  }

  #callOf(scope: Scope, type: Type, depth: number): string | undefined {
    const callables = [...this.#model.modules, ...this.#model.methods].filter((c) => c.returns === type);
    return callables.length === 0 ? undefined : this.#call(scope, this.#random.pick(callables), depth);
  }

  // ---- expressions

  expression(scope: Scope, type: Type, depth: number): string {
    const random = this.#random;
    const names = scope.variables.filter((v) => v.type === type);
    if (names.length > 0 && random.chance(depth <= 0 ? 0.9 : 0.3)) return random.pick(names).name;
    if (depth > 0 && random.chance(0.45)) {
      const call = this.#callOf(scope, type, depth);
      if (call !== undefined) return call;
    }
    const of = (t: Type): string => this.expression(scope, t, depth - 1);
    const simple = depth <= 0;
    if (!simple && random.chance(0.08)) return `(${of("flag")} ? ${of(type)} : ${of(type)})`;
    switch (type) {
      case "text":
        return this.#text(scope, depth);
      case "flag":
        if (simple) return random.pick(["true", "false"]);
        return random.pick([
          () => `${of("number")} > 2`,
          () => `${this.#operand(scope, "text", depth)}.includes("${random.pick(["a", "1", "~x"])}")`,
          () => `${this.#operand(scope, "list", depth)}.length > 1`,
          () => `!(${of("flag")})`,
          () => `(${of("flag")} && ${of("flag")})`,
          () => `(${of("flag")} || ${of("flag")})`,
          () => `${this.#operand(scope, "text", depth)} === ${this.#operand(scope, "text", depth)}`,
        ])();
      case "number":
        if (simple) return String(random.below(5));
        return random.pick([
          () => `${this.#operand(scope, "list", depth)}.length`,
          () => `${this.#operand(scope, "item", depth)}.n`,
          () => `(${of("number")} + ${of("number")})`,
          () => `${this.#operand(scope, "text", depth)}.length`,
          () => (this.#options.stateful ? random.pick(["this.count", "total", "seen.length"]) : "3"),
        ])();
      case "list":
        return this.#list(scope, depth);
      case "item":
        if (simple) return `{ title: ${of("text")}, tags: ["g"], n: 1 }`;
        return random.pick([
          () => `{ title: ${of("text")}, tags: ${of("list")}, n: ${of("number")} }`,
          () => `{ ...${this.#operand(scope, "item", depth)}, title: ${of("text")} }`,
          () => `(${of("items")}[0] ?? { title: ${of("text")}, tags: [], n: 0 })`,
        ])();
      case "items":
        if (simple) return `[{ title: "i", tags: [], n: 2 }]`;
        return random.pick([
          () => `[${of("item")}, ${of("item")}]`,
          () => this.#map(scope, "list", "item", depth),
          () => this.#map(scope, "items", "item", depth),
        ])();
      case "maybe":
        if (simple) return random.pick(["undefined", `"m"`]);
        return random.pick([
          () => `${this.#operand(scope, "list", depth)}[${random.below(3)}]`,
          () => `${this.#operand(scope, "items", depth)}[1]?.title`,
          () => of("text"),
        ])();
    }
  }

  /** An expression that a member access can follow. */
  #operand(scope: Scope, type: Type, depth: number): string {
    const text = this.expression(scope, type, depth - 1);
    return /^[\w$.]+$/.test(text) && !/^\d/.test(text) ? text : `(${text})`;
  }

  #text(scope: Scope, depth: number): string {
    const random = this.#random;
    const of = (t: Type): string => this.expression(scope, t, depth - 1);
    if (depth <= 0)
      return random.pick([`"k${random.below(9)}"`, "`t`", "this.suffix", this.getter ? "this.label" : `"g"`]);
    return random.pick([
      () =>
        `\`${random.pick(["See ", ""])}\${${of("text")}} and \${${of(random.pick(["text", "number", "list", "flag"] as const))}}\``,
      () => `${this.#operand(scope, "text", depth)} + ${this.#operand(scope, "text", depth)}`,
      () => `${this.#operand(scope, "text", depth)}.${random.pick(["trim()", "toUpperCase()", "slice(0, 9)"])}`,
      () => `${this.#operand(scope, "list", depth)}.join("|")`,
      () => `${this.#operand(scope, "item", depth)}.title`,
      () => `tidy(${of("text")})`,
      () => `first(${of("list")})`,
      () => `(${of("maybe")} ?? ${of("text")})`,
      () => `(${of("maybe")} || ${of("text")})`,
      () => `(${this.#operand(scope, "list", depth)}[0] ?? "none")`,
      () => `JSON.stringify(${of(this.#anyType())})`,
      () => `(${of("items")}[0]?.title ?? "no")`,
      () => (this.plainMethod ? `this.plain(${of("text")})` : `String(${of("number")})`),
      () => (random.chance(0.2) ? `effect(${of("text")})` : `typeof ${this.#operand(scope, "maybe", depth)}`),
      () => (random.chance(0.15) ? `${this.#operand(scope, "items", depth)}[0].title` : `(${of("text")} as string)`),
    ])();
  }

  #list(scope: Scope, depth: number): string {
    const random = this.#random;
    const of = (t: Type): string => this.expression(scope, t, depth - 1);
    if (depth <= 0) return random.pick([`["one", "two"]`, `["p~1"]`, `[]`]);
    return random.pick([
      () => `[${of("text")}, ${of("text")}]`,
      () => `[...${this.#operand(scope, "list", depth)}, ${of("text")}]`,
      () => this.#map(scope, "list", "text", depth),
      () => this.#map(scope, "list", "text", depth),
      () => this.#map(scope, "items", "text", depth),
      () => this.#filter(scope, depth),
      () => `${this.#operand(scope, "item", depth)}.tags`,
      () => `${this.#operand(scope, "text", depth)}.split("~")`,
      () => `${this.#operand(scope, "list", depth)}.slice(${random.below(2)})`,
      () => `${this.#operand(scope, "list", depth)}.concat(${of("list")})`,
    ])();
  }

  #map(scope: Scope, from: "list" | "items", to: Type, depth: number): string {
    const random = this.#random;
    const name = random.pick(["m", "x", "value", "a"]);
    const list = this.#operand(scope, from, depth);
    const { async } = this.#options;
    const params: Variable[] = [{ name, type: from === "list" ? "text" : "item", writable: false, fresh: false }];
    if (random.chance(0.2)) params.push({ name: "at", type: "number", writable: false, fresh: false });
    const quiet = scope.quiet;
    const wrap = async && !quiet;
    // Async callbacks overlap as written: they leave alone what they share.
    const shared = wrap
      ? scope.variables.map((v) => ({ ...v, writable: false, fresh: false, shared: true }))
      : scope.variables;
    const inner: Scope = {
      variables: [...shared.filter((v) => !params.some((p) => p.name === v.name)), ...params],
      quiet,
      loop: false,
      returns: to,
    };
    const head = `(${params.map((p) => p.name).join(", ")})`;
    if (random.chance(0.3)) {
      const { text, after } = this.#statements(
        inner,
        2,
        "            ",
        params.map((p) => p.name),
      );
      const body = `{\n${text}            return ${this.expression(after, to, depth - 1)};\n          }`;
      // Statements of several async callbacks take turns at every `await`: with one element there is one order.
      return wrap
        ? `(await Promise.all((${list}).slice(0, 1).map(async ${head} => ${body})))`
        : `${list}.map(${head} => ${body})`;
    }
    const value = this.expression(inner, to, depth - 1);
    const body = value.startsWith("{") ? `(${value})` : value;
    return wrap ? `(await Promise.all(${list}.map(async ${head} => ${body})))` : `${list}.map(${head} => ${body})`;
  }

  #filter(scope: Scope, depth: number): string {
    const quiet = scope.quiet || this.#options.async || this.#random.chance(0.7);
    const inner: Scope = {
      ...scope,
      quiet,
      variables: [
        ...scope.variables.filter((v) => v.name !== "f"),
        { name: "f", type: "text", writable: false, fresh: false },
      ],
    };
    return `${this.#operand(scope, "list", depth)}.filter((f) => ${this.expression(inner, "flag", depth - 1)})`;
  }
}
