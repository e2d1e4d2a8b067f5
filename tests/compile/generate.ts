/**
 * Random programs with one meaning: several module classes that call each other, with methods, helpers and
 * everything that the compiler takes apart or runs as written. Type-directed, so that most programs run to
 * their end; biased to module calls. Nothing in them reads a clock or depends on timing, and loops are bounded.
 */
import { Random } from "./random.js";
import { GenerateExpression } from "./generateExpression.js";
import { TYPES, type ClassModel, type Type, type Variable } from "./generateTypes.js";

const LEAVES: { type: Type; name: string; kind: string }[] = [
  { type: "text", name: "Text", kind: "text" },
  { type: "list", name: "List", kind: "list" },
  { type: "item", name: "Thing", kind: "item" },
  { type: "items", name: "Things", kind: "items" },
  { type: "flag", name: "Flag", kind: "flag" },
  { type: "number", name: "Count", kind: "number" },
  { type: "maybe", name: "Maybe", kind: "maybe" },
];

export function generate(seed: number): string {
  const random = new Random(seed);
  const async = random.chance(0.25);
  const typed = random.chance(0.6);
  const stateful = random.chance(0.2);
  const lines = [
    `import { Module } from "plait";`,
    `declare function leaf(name: string, kind: string, ...args: unknown[]): any;`,
  ];
  lines.push(`declare function effect(...args: unknown[]): string;`);
  lines.push(`type Item = { title: string; tags: string[]; n: number };`);
  if (stateful) lines.push(`let total = 0;`, `const seen: string[] = [];`);
  lines.push(`const tidy = (s: string): string => s.replace("~", "-");`);
  lines.push(
    `function first(list: string[], other = "none") { for (const x of list) if (x.length > 1) return x; return other; }`,
  );
  for (const { type, name, kind } of LEAVES) {
    const result = typed ? `: ${TYPES[type]}` : "";
    lines.push(
      `class ${name} extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[])${result} { return leaf(this.id, "${kind}", ...args); } }`,
    );
  }
  const classes: ClassModel[] = [];
  const count = 1 + random.below(3);
  for (let i = 0; i < count; i++)
    classes.push(oneClass(random, i === count - 1 ? "Main" : `C${i}`, classes, lines, { async, typed, stateful }));
  lines.push(`export const inputs = [["doc one"], ["a doc two~x"]];`);
  return `${lines.join("\n")}\n`;
}

interface Options {
  async: boolean;
  typed: boolean;
  stateful: boolean;
}

function oneClass(
  random: Random,
  name: string,
  others: readonly ClassModel[],
  lines: string[],
  options: Options,
): ClassModel {
  const main = name === "Main";
  const model: ClassModel = {
    name,
    params: main
      ? ["text"]
      : Array.from({ length: 1 + random.below(3) }, () =>
          random.pick(["text", "text", "list", "item", "items"] as const),
        ),
    returns: random.pick(["text", "text", "list", "item", "items"] as const),
    modules: [],
    methods: [],
  };
  const fields: string[] = [];
  for (const { type, name: leaf } of LEAVES) {
    const some = type === "text" ? 2 : random.chance(0.5) ? 1 : 0;
    for (let i = 0; i < some; i++) {
      const field = `${leaf.toLowerCase()}${i}`;
      fields.push(`  ${field} = new ${leaf}("${name}.${field}");`);
      model.modules.push({ callee: `this.${field}`, params: undefined, returns: type });
    }
  }
  if (random.chance(0.3)) {
    fields.push(`  team = [new Text("${name}.t0"), new Text("${name}.t1")];`);
    model.modules.push({ callee: `this.team[${random.below(2)}]!`, params: undefined, returns: "text" });
  }
  if (random.chance(0.2)) {
    fields.push(`  tools: Record<string, Text> = { a: new Text("${name}.ka"), b: new Text("${name}.kb") };`);
    model.modules.push({ callee: `this.tools["${random.pick(["a", "b"])}"]!`, params: undefined, returns: "text" });
  }
  others.forEach((other, i) => {
    if (!main && random.chance(0.3)) return;
    fields.push(`  child${i} = new ${other.name}();`);
    const used = { callee: `this.child${i}`, params: other.params, returns: other.returns };
    model.modules.push(used, used);
  });
  fields.push(`  suffix = "!";`);
  if (options.stateful) fields.push(`  count = 0;`);

  const methods: string[] = [];
  const generator = new GenerateExpression(random, model, options);
  if (random.chance(0.4)) {
    methods.push(`  get label() { return this.suffix + "${name}"; }`);
    generator.getter = true;
  }
  const method = (id: string, params: readonly Type[], returns: Type, budget: number): string => {
    const names = params.map((_, i) => ["doc", "more", "third"][i] as string);
    const variables: Variable[] = names.map((n, i) => ({
      name: n,
      type: params[i] as Type,
      writable: random.chance(0.5),
      fresh: false,
    }));
    // A class that makes no module call is a leaf, whose effects are its own; so each forward makes one.
    const start = id === "forward" ? `    ${options.async ? "await " : ""}this.text0("start");\n` : "";
    const body = start + generator.body(variables, returns, budget);
    const list = names.map((n, i) => `${n}: ${TYPES[params[i] as Type]}`).join(", ");
    const result = options.typed && !options.async ? `: ${TYPES[returns]}` : "";
    return `  ${options.async ? "async " : ""}${id}(${list})${result} {\n${body}  }`;
  };
  if (random.chance(0.5)) {
    // Without module calls: stays a plain method.
    methods.push(`  plain(s: string): string { return s.slice(0, 12) + this.suffix; }`);
    generator.plainMethod = true;
  }
  if (random.chance(0.45)) {
    const params: Type[] = random.chance(0.5) ? ["text"] : ["text", "list"];
    const returns = random.pick(["text", "list", "item"] as const);
    const id = random.chance(0.25) ? "#help" : "help";
    methods.push(method(id, params, returns, 3));
    model.methods.push({ callee: `this.${id}`, params, returns });
  }
  methods.push(method("forward", model.params, model.returns, main ? 5 + random.below(6) : 3 + random.below(4)));
  lines.push(`${main ? "export " : ""}class ${name} extends Module {\n${fields.join("\n")}\n${methods.join("\n")}\n}`);
  return model;
}
