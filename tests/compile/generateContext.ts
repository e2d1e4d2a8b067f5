/** The heart of the program generator: picks statements and expressions by type, and writes calls. */
import { chance } from "./canonical.js";
import { CALLBACKS } from "./generateCallbacks.js";
import { CHOICES } from "./generateChoices.js";
import { CLOSURES } from "./generateClosures.js";
import { EXPRESSIONS } from "./generateExpression.js";
import { LOOPS } from "./generateLoops.js";
import { MODULES } from "./generateModules.js";
import { MUTATIONS } from "./generateMutation.js";
import { PATTERNS } from "./generatePatterns.js";
import { SHARING } from "./generateSharing.js";
import { STATEMENTS } from "./generateStatements.js";
import { TRIES } from "./generateTry.js";
import {
  shadowed,
  TYPES,
  type Callable,
  type ClassModel,
  type Construct,
  type Made,
  type Producer,
  type Scope,
  type Type,
} from "./generateTypes.js";
import type { Random } from "./random.js";

export interface Options {
  seed: number;
  async: boolean;
  typed: boolean;
  stateful: boolean;
  /** Kinds of statements and expressions that are left out. */
  without: ReadonlySet<string>;
  /** Less than 1 makes smaller programs. */
  size: number;
}

const NAMES = ["a", "b", "c", "x", "y", "note", "rest", "value", "$", "$$", "seenHere", "parts", "out"];
/** Share of the kinds that a program uses; the plain ones are in all of them. */
const SHARE = 0.6;
const PLAIN = new Set(["declare", "if", "log", "bare", "assign", "template", "literal", "operator", "map", "member"]);

let constructs: readonly Construct[] | undefined;
let producers: Map<Type, Producer[]> | undefined;

/** Read when they are needed: the areas and this file import each other. */
const allConstructs = (): readonly Construct[] =>
  (constructs ??= [
    ...STATEMENTS,
    ...LOOPS,
    ...CHOICES,
    ...TRIES,
    ...CLOSURES,
    ...MUTATIONS,
    ...MODULES,
    ...PATTERNS,
    ...SHARING,
    ...CALLBACKS.statements,
  ]);

function producersOf(type: Type): readonly Producer[] {
  if (!producers) {
    producers = new Map();
    for (const producer of [...EXPRESSIONS, ...CALLBACKS.expressions])
      producers.set(producer.type, [...(producers.get(producer.type) ?? []), producer]);
  }
  return producers.get(type) ?? [];
}

/** Names of all kinds of statements and expressions, for leaving some out. */
export function kindsOfCode(): string[] {
  const expressions = [...EXPRESSIONS, ...CALLBACKS.expressions];
  return [...new Set([...allConstructs(), ...expressions].map((k) => k.name))].sort();
}

export class Generator {
  readonly random: Random;
  readonly model: ClassModel;
  readonly options: Options;
  /** Statements that this method may still get. */
  #left = 0;
  #names = 0;

  constructor(random: Random, model: ClassModel, options: Options) {
    this.random = random;
    this.model = model;
    this.options = options;
  }

  uses(name: string): boolean {
    if (this.options.without.has(name)) return false;
    return PLAIN.has(name) || chance(`${this.options.seed} ${name}`) < SHARE;
  }

  /** A name that nothing else has. */
  unique(prefix: string): string {
    return `${prefix}${++this.#names}`;
  }

  // ---- statements

  /** `answers`: with all that it has come to, and not only with what it is declared to give. */
  body(scope: Scope, returns: Type, budget: number, answers = false): string {
    this.#left = Math.ceil(budget * 3 * this.options.size);
    const params = scope.variables.map((v) => v.name);
    const { text, after } = this.statements({ ...scope, returns }, budget, "    ", params);
    const value = this.expression(after, returns, 3);
    // What nobody sees cannot go wrong: the program as a whole answers with what is left in its variables.
    const all = answers && this.random.chance(0.8);
    const seen = all
      ? after.variables
          .map((v) => v.name)
          .filter((n) => n !== "doc")
          .slice(-9)
      : [];
    return `${text}    return ${all ? `[${[value, ...seen].join(", ")}]` : value};\n`;
  }

  statements(
    scope: Scope,
    budget: number,
    indent: string,
    params: readonly string[] = [],
  ): { text: string; after: Scope } {
    let text = "";
    let after = scope;
    const own = new Set<string>(params);
    const outer = new Set(scope.variables.map((v) => v.name));
    const count = Math.max(1, Math.ceil((budget / 2 + this.random.below(budget)) * this.options.size));
    for (let i = 0; i < count && (this.#left-- > 0 || i === 0); i++) {
      // A shadowing name must not have been used in this block before: only the first statement declares one.
      const free = NAMES.filter((n) => !own.has(n) && (i === 0 || !outer.has(n)));
      const made = this.#statement(after, indent, free);
      if (!made) continue;
      text += made.text;
      const names = [...(made.declares ?? []).map((v) => v.name), ...(made.names ?? [])];
      for (const name of names) own.add(name);
      after = shadowed(after, ...names);
      after = {
        ...after,
        variables: [...after.variables, ...(made.declares ?? [])],
        callables: [...after.callables, ...(made.callables ?? [])],
        modules: [...after.modules, ...(made.modules ?? [])],
      };
    }
    return { text, after };
  }

  /** The inside of a block that stands at `indent`; at times it shows what it made. */
  block(scope: Scope, budget: number, indent: string, params: readonly string[] = []): string {
    const { text, after } = this.statements(scope, budget, `${indent}  `, params);
    const made = after.variables.filter((v) => !scope.variables.some((w) => w.name === v.name)).map((v) => v.name);
    if (scope.pure || made.length === 0 || !this.random.chance(0.3)) return text;
    return `${text}${indent}  console.log(${made.slice(-4).join(", ")});\n`;
  }

  #statement(scope: Scope, indent: string, free: readonly string[]): Made | undefined {
    const level = indent.length / 2 - 1;
    const deep = level < 6 && this.#left > 0;
    const weights: Record<string, number> = {};
    const found = new Map<string, Construct>();
    for (const construct of allConstructs()) {
      if ((construct.nests && !deep) || (construct.impure && scope.pure) || !this.uses(construct.name)) continue;
      found.set(construct.name, construct);
      weights[construct.name] = construct.nests ? (construct.weight * 2) / (level + 1) : construct.weight;
    }
    for (let tries = 0; tries < 3; tries++) {
      const made = found.get(this.random.weighted(weights))?.make(this, scope, indent, free);
      if (made) return made;
    }
    return undefined;
  }

  // ---- calls

  callables(scope: Scope, type?: Type): Callable[] {
    return [...this.model.callables, ...scope.callables].filter(
      (c) =>
        (type === undefined || c.returns === type) &&
        (!scope.quiet || c.kind === "plain") &&
        (!scope.pure || c.kind === "leaf" || c.kind === "plain") &&
        (scope.self !== undefined || !c.callee.includes("@")),
    );
  }

  at(scope: Scope, text: string): string {
    return text.replaceAll("@", scope.self ?? "this");
  }

  args(scope: Scope, callable: Callable, depth: number): string | undefined {
    const first = callable.first ? callable.first(this, scope, depth) : "";
    if (first === undefined) return undefined;
    const args = callable.params
      ? callable.params.map((type) => this.expression(scope, type, depth - 1))
      : Array.from({ length: 1 + this.random.below(2) }, () =>
          this.expression(scope, this.random.chance(0.7) ? "text" : this.anyType(), depth - 1),
        );
    if (!callable.params && this.random.chance(0.08) && this.uses("spread argument"))
      args.push(`...${this.operand(scope, "list", depth)}`);
    return [...(first ? [first] : []), ...args].join(", ");
  }

  call(scope: Scope, callable: Callable, depth: number): string | undefined {
    const args = this.args(scope, callable, depth);
    return args === undefined
      ? undefined
      : this.waited(`${this.at(scope, callable.callee)}(${args})`, callable.kind !== "plain");
  }

  waited(call: string, waits = true): string {
    return this.options.async && waits ? `(await ${call})` : call;
  }

  callOf(scope: Scope, type: Type, depth: number): string | undefined {
    const callables = this.callables(scope, type);
    return callables.length === 0 ? undefined : this.call(scope, this.random.pick(callables), depth);
  }

  /** A call where there is one to make. */
  likelyCall(scope: Scope, type: Type, depth = 2): string {
    return (
      (this.random.chance(0.75) ? this.callOf(scope, type, depth) : undefined) ?? this.expression(scope, type, depth)
    );
  }

  // ---- expressions

  anyType(): Type {
    return this.random.pick(["text", "text", "text", "list", "item", "items", "flag", "number", "maybe"] as const);
  }

  expression(scope: Scope, type: Type, depth: number): string {
    const { random } = this;
    if (type === "depth") return this.#simple(scope, type);
    const names = scope.variables.filter((v) => v.type === type);
    if (names.length > 0 && random.chance(depth <= 0 ? 0.9 : 0.3)) return random.pick(names).name;
    if (depth <= 0) return this.#simple(scope, type);
    if (random.chance(0.42)) {
      const call = this.callOf(scope, type, depth);
      if (call !== undefined) return call;
    }
    const usable = producersOf(type).filter((p) => !(p.impure && scope.pure) && this.uses(p.name));
    if (usable.length === 0) return this.#simple(scope, type);
    const weights: Record<string, number> = {};
    usable.forEach((p, i) => (weights[String(i)] = p.weight));
    for (let tries = 0; tries < 3; tries++) {
      const made = usable[Number(random.weighted(weights))]?.make(this, scope, depth);
      if (made !== undefined) return made;
    }
    return this.#simple(scope, type);
  }

  /** An expression that a member access can follow. */
  operand(scope: Scope, type: Type, depth: number): string {
    const text = this.expression(scope, type, depth - 1);
    return /^[\w$.]+$/.test(text) && !/^\d/.test(text) ? text : `(${text})`;
  }

  /** For the head of a loop: a few elements, of a list that is no longer changed. */
  few(scope: Scope, type: "list" | "items", depth = 2): string {
    return `${this.operand(scope, type, depth)}.slice(0, ${2 + this.random.below(2)})`;
  }

  typeOf(type: Type): string {
    return TYPES[type];
  }

  /** The end of an expression: of what is there, where something is. */
  #simple(scope: Scope, type: Type): string {
    const { random } = this;
    const one = (t: Type): string | undefined => {
      const known = scope.variables.filter((v) => v.type === t);
      return known.length > 0 && random.chance(0.8) ? random.pick(known).name : undefined;
    };
    const text = (): string => one("text") ?? `"k${random.below(9)}"`;
    switch (type) {
      case "text":
        return random.pick([
          `"k${random.below(9)}"`,
          "`t`",
          scope.self !== undefined ? `${scope.self}.suffix` : `"s"`,
          scope.self !== undefined && this.model.getter ? `${scope.self}.label` : `"g"`,
        ]);
      case "flag":
        return random.pick([`${text()}.length % 2 === 0`, `${one("list") ?? text()}.length > 2`, "true", "false"]);
      case "number":
        return random.pick([String(random.below(5)), `${one("list") ?? text()}.length`]);
      case "list":
        return random.pick([`["one", ${text()}]`, `["p~1"]`, `[]`, `[${text()}, ${text()}]`]);
      case "item":
        return `{ title: ${text()}, tags: ["g"], n: 1 }`;
      case "items":
        return `[{ title: ${text()}, tags: [${text()}], n: 2 }]`;
      case "maybe":
        return random.pick([`[${text()}][${random.below(2)}]`, text()]);
      case "dict":
        return `new Map([["k", ${text()}]])`;
      case "bag":
        return `new Set(["e", ${text()}])`;
      case "record":
        return random.pick([`{}`, `{ k: ${text()}, l: "w" }`]);
      case "rows":
        return `[["r"], ["s", ${text()}]]`;
      case "depth":
        return random.pick(["1", "2"]);
      case "box":
        return `{ one: [${text()}], two: [] }`;
    }
  }
}
