/** Module classes of random programs: fields, methods, accessors, statics, and the bodies that call them. */
import { functionValue } from "./generateClosures.js";
import { Generator, type Options } from "./generateContext.js";
import { textModule } from "./generateModules.js";
import { functionFields, logMembers, sharingFields } from "./generateSharing.js";
import { TYPES, type Callable, type ClassModel, type Scope, type Type } from "./generateTypes.js";
import type { Random } from "./random.js";

export const LEAVES: readonly { type: Type; name: string; kind: string }[] = [
  { type: "text", name: "Text", kind: "text" },
  { type: "list", name: "List", kind: "list" },
  { type: "item", name: "Thing", kind: "item" },
  { type: "items", name: "Things", kind: "items" },
  { type: "flag", name: "Flag", kind: "flag" },
  { type: "number", name: "Count", kind: "number" },
  { type: "maybe", name: "Maybe", kind: "maybe" },
];

/** Classes that every program may use beside those that are made for it; see generateLibrary.ts. */
export interface Library {
  /** Names of the helper classes and functions that are there. */
  has: ReadonlySet<string>;
}

const callable = (
  callee: string,
  params: readonly Type[] | undefined,
  returns: Type,
  kind: Callable["kind"],
): Callable => ({ callee, params, returns, kind });

/** Fields with modules in them. */
function fields(random: Random, model: ClassModel, library: Library, others: readonly ClassModel[]): string[] {
  const { name, callables } = model;
  const lines: string[] = [];
  for (const { type, name: leaf } of LEAVES) {
    const some = type === "text" ? 2 : random.chance(0.55) ? 1 : 0;
    for (let i = 0; i < some; i++) {
      const field = `${leaf.toLowerCase()}${i}`;
      lines.push(`  ${field} = new ${leaf}("${name}.${field}");`);
      callables.push(callable(`@.${field}`, undefined, type, "leaf"));
      if (type === "text") model.texts.push(`@.${field}`);
    }
  }
  const text = (callee: string): void => {
    callables.push(callable(callee, undefined, "text", "leaf"));
    model.texts.push(callee);
  };
  if (random.chance(0.3)) {
    lines.push(`  team = [new Text("${name}.t0"), new Text("${name}.t1")];`);
    text("@.team[0]!");
    text("@.team[1]!");
  }
  if (random.chance(0.25)) {
    lines.push(`  tools: Record<string, Text> = { a: new Text("${name}.ka"), b: new Text("${name}.kb") };`);
    text(`@.tools["${random.pick(["a", "b"])}"]!`);
  }
  if (random.chance(0.2)) {
    lines.push(`  byName = new Map([["a", new Text("${name}.ma")], ["b", new Text("${name}.mb")]]);`);
    text(`@.byName.get("${random.pick(["a", "b"])}")!`);
  }
  lines.push(`  spare?: Text = new Text("${name}.spare");`, `  nobody?: Text;`);
  if (library.has.has("Wrap") && random.chance(0.5)) {
    lines.push(`  wrapped = new Wrap(new Text("${name}.in"));`);
    callables.push(callable("@.wrapped", ["text"], "text", "child"));
  }
  if (library.has.has("Deep") && random.chance(0.5)) {
    lines.push(`  deep = new Deep(2);`);
    callables.push(callable("@.deep", ["text"], "text", "child"));
  }
  if (library.has.has("Again") && random.chance(0.5)) {
    lines.push(`  again = new Again();`);
    callables.push(callable("@.again", ["text", "depth"], "text", "child"));
  }
  if (library.has.has("Fill") && random.chance(0.6)) {
    lines.push(`  fill = new Fill();`);
    callables.push(callable("@.fill", ["list", "text"], "number", "child"));
  }
  if (library.has.has("Asker") && random.chance(0.6)) {
    lines.push(`  asker = new Asker();`);
    callables.push({ ...callable("@.asker", ["text"], "text", "child"), first: textModule });
  }
  others.forEach((other, i) => {
    if (name !== "Main" && random.chance(0.4)) return;
    lines.push(`  child${i} = new ${other.name}();`);
    const used = callable(`@.child${i}`, other.params, other.returns, "child");
    callables.push(used, used);
  });
  return lines;
}

/** One class that extends Module, or the base class of the library. */
export function generateClass(
  random: Random,
  name: string,
  others: readonly ClassModel[],
  options: Options,
  library: Library,
): { model: ClassModel; text: string } {
  const main = name === "Main";
  const kinds = ["text", "text", "list", "item", "items"] as const;
  const model: ClassModel = {
    name,
    params: main ? ["text"] : Array.from({ length: 1 + random.below(3) }, () => random.pick(kinds)),
    returns: random.pick([...kinds, "rows", "record"] as const),
    callables: [],
    texts: [],
    suffix: true,
    getter: random.chance(0.4),
    setter: options.stateful && random.chance(0.5),
    plain: random.chance(0.5),
    statics: random.chance(0.4),
    keeper: library.has.has("Keeper"),
    sharing: false,
    log: false,
  };
  const generator = new Generator(random, model, options);
  const lines = fields(random, model, library, others);
  const derived = library.has.has("Base") && random.chance(0.5);
  lines.push(`  suffix = "!";`);
  const sharing = sharingFields(random, model, library.has);
  model.sharing = sharing.length > 0;
  lines.push(...sharing, ...functionFields(random, model, options));
  if (options.stateful) lines.push(`  count = 0;`, `  kept = "nothing";`);
  const methods: string[] = logMembers(random, model, options);
  if (model.getter) methods.push(`  get label() { return this.suffix + "${name}"; }`);
  if (model.setter) methods.push(`  set mark(v: string) { this.kept = v + "."; }`);
  if (model.plain) methods.push(`  plain(s: string): string { return s.slice(0, 12) + this.suffix; }`);
  if (model.statics)
    methods.push(`  static readonly mark0 = "M";`, `  static shape(s: string, m: string) { return m + s.length; }`);
  if (library.has.has("askBoth"))
    model.callables.push({ ...callable("askBoth", ["text"], "text", "local"), first: textModule });
  if (library.has.has("applyTo"))
    model.callables.push({ ...callable("applyTo", ["text"], "text", "local"), first: functionValue });

  const async = options.async ? "async " : "";
  const wait = options.async ? "await " : "";
  const promised = options.async ? "Promise<string>" : "string";

  const method = (id: string, params: readonly Type[], returns: Type, budget: number): string => {
    const own = params.map((_, i) => ["doc", "more", "third"][i] as string);
    // Half of the writable parameters stand for those that nobody assigns.
    const variables = own.map((n, i) => ({ name: n, type: params[i] as Type, writable: random.chance(0.5) }));
    const named = random.chance(0.12) && generator.uses("self");
    const scope: Scope = {
      variables,
      callables: [],
      modules: [],
      quiet: false,
      pure: false,
      self: named ? "self" : "this",
      returns,
      breaks: false,
      loop: false,
      labels: [],
      caught: false,
      repeated: false,
    };
    // A class that makes no module call is a leaf, whose effects are its own; so each forward makes one.
    const start =
      (named ? `    const self = this;\n` : "") + (id === "forward" ? `    ${wait}this.text0("start");\n` : "");
    const body = start + generator.body(scope, returns, budget, main && id === "forward");
    const list = own.map((n, i) => `${n}: ${TYPES[params[i] as Type]}`).join(", ");
    const shown = main && id === "forward" ? "unknown" : TYPES[returns];
    const result = options.typed ? `: ${options.async ? `Promise<${shown}>` : shown}` : "";
    return `  ${async}${id}(${list})${result} {\n${body}  }`;
  };

  if (derived) {
    if (random.chance(0.6)) {
      methods.push(
        `  override ${async}assist(s: string) { return (${wait}super.assist(s)) + ${random.pick([`"+"`, `this.suffix`, `(${wait}this.text0(s))`])}; }`,
      );
    }
    model.callables.push(callable("@.assist", ["text"], "text", "method"));
  }
  if (random.chance(0.3) && generator.uses("recursive method")) {
    methods.push(
      `  ${async}walk(s: string, n: number): ${promised} { if (n <= 0) return s; const next = ${wait}this.text1(s); return ${random.pick(["", `next + `])}(${wait}this.walk(next, n - 1)); }`,
    );
    model.callables.push(callable("@.walk", ["text", "depth"], "text", "method"));
  }
  if (random.chance(0.3) && generator.uses("method that fills")) {
    methods.push(
      `  ${async}fillIn(target: string[], s: string) { target.push(${wait}this.text0(s)); ${random.pick(["", "target.reverse(); "])}return target.length; }`,
    );
    model.callables.push(callable("@.fillIn", ["list", "text"], "number", "method"));
  }
  if (random.chance(0.35) && generator.uses("method of a closure")) {
    methods.push(
      `  ${async}use(f: (q: string) => ${promised}, s: string) { const once = ${wait}f(s); return ${random.pick([`${wait}f(once)`, `once + this.suffix`])}; }`,
    );
    model.callables.push({ ...callable("@.use", ["text"], "text", "method"), first: functionValue });
  }
  if (random.chance(0.35) && generator.uses("method of a module")) {
    methods.push(`  ${async}askWith(m: Text, s: string) { return (${wait}m(s)) + (${wait}m("and " + s)); }`);
    model.callables.push({ ...callable("@.askWith", ["text"], "text", "method"), first: textModule });
  }
  if (random.chance(0.25) && generator.uses("method that makes a closure")) {
    methods.push(`  maker(p: string) { return ${async}(q: string) => ${wait}this.text1(p + q); }`);
    model.callables.push(callable(`@.maker("p")`, ["text"], "text", "method"));
  }
  const helpers = random.below(options.size > 0.4 ? 3 : 2);
  for (let i = 0; i < helpers; i++) {
    const params: Type[] = random.pick([["text"], ["text", "list"], ["item"], ["text", "record"]]);
    const returns = random.pick(["text", "list", "item", "flag", "items"] as const);
    const id = random.chance(0.3) ? `#help${i}` : `help${i}`;
    methods.push(method(id, params, returns, 2 + random.below(3)));
    model.callables.push(callable(`@.${id}`, params, returns, "method"));
  }
  methods.push(method("forward", model.params, model.returns, main ? 5 + random.below(5) : 2 + random.below(4)));
  const base = derived ? "Base" : "Module";
  return { model, text: `class ${name} extends ${base} {\n${lines.join("\n")}\n${methods.join("\n")}\n}` };
}
