/** What lowering carries along: fresh names, call sites, and, at each point, what every name stands for. */
import type { Node } from "oxc-parser";
import type { Launch } from "../analyze/launches.js";
import type { MethodContext } from "../analyze/methodContext.js";
import type { Block, Input, Op, Operand, Variable } from "../ir.js";
import { declaredIn, type Binding } from "../syntax/bindings.js";
import type { Message } from "../messages.generated.js";

/** A construct that is not lowered: its statement becomes a sequential region, with `remark` to say why. */
export class Unsupported extends Error {
  readonly node: Node;
  readonly remark: Message;
  /** The smallest thing that can run as written: this statement, or the whole method. */
  readonly reach: "statement" | "method";

  constructor(node: Node, remark: Message, reach: "statement" | "method" = "statement") {
    super(remark.message);
    this.node = node;
    this.remark = remark;
    this.reach = reach;
  }
}

/** A construct that cannot be compiled at all; the method is reported and left as it was. */
export class CannotCompile extends Error {
  readonly node: Node;
  readonly diagnostic: Message;

  constructor(node: Node, diagnostic: Message) {
    super(diagnostic.message);
    this.node = node;
    this.diagnostic = diagnostic;
  }
}

export class Env {
  readonly values: Map<Binding, Operand>;
  /** The last write to objects, which whatever reads them waits for. */
  heap: Operand | undefined;

  constructor(values: Map<Binding, Operand> = new Map(), heap?: Operand) {
    this.values = values;
    this.heap = heap;
  }

  fork(): Env {
    return new Env(new Map(this.values), this.heap);
  }
}

/** Where operations go. */
export interface Cursor {
  block: Block;
  env: Env;
}

export function newBlock(): Block {
  return { ops: [], result: { kind: "value", value: undefined } };
}

export class State {
  readonly ctx: MethodContext;
  readonly scopeName: string;
  #variables = 0;
  #sites = 0;
  readonly #taken: Set<string>;
  readonly #hints = new Map<number, string>();
  readonly siteOf = new Map<Launch, number>();

  constructor(ctx: MethodContext, scopeName: string, reserved: ReadonlySet<string>) {
    this.ctx = ctx;
    this.scopeName = scopeName;
    this.#taken = new Set(reserved);
    this.#taken.add(scopeName);
    // A name from outside of the method must keep its meaning in every text of it.
    for (const { name, binding } of ctx.file.bindings.in(ctx.fn.start, ctx.fn.end)) {
      if (!binding || !declaredIn(binding, ctx.fn)) this.#taken.add(name);
    }
  }

  /** A variable named after `hint`, or numbered where there is none or the name is taken. */
  variable(hint: string | undefined, plain = false): Variable {
    const base = hint ?? this.scopeName;
    let name = base;
    if (hint === undefined || this.#taken.has(base)) {
      let n = hint === undefined ? 1 : 2;
      const glue = hint === undefined ? "" : this.scopeName;
      while (this.#taken.has((name = `${base}${glue}${n}`))) n++;
    }
    this.#taken.add(name);
    const variable: Variable = { id: this.#variables++, name, plain };
    if (hint !== undefined) this.#hints.set(variable.id, hint);
    return variable;
  }

  /** Whether a variable has only a number, no name of the source. */
  isNumbered(variable: Variable): boolean {
    return !this.#hints.has(variable.id);
  }

  /** The name of the source that a variable is called after. */
  hintOf(variable: Variable): string {
    return this.#hints.get(variable.id) ?? variable.name;
  }

  site(launch: Launch): number {
    let site = this.siteOf.get(launch);
    if (site === undefined) this.siteOf.set(launch, (site = this.#sites++));
    return site;
  }

  get sites(): number {
    return this.#sites;
  }

  snapshot(): { sites: number; launches: Map<Launch, number> } {
    return { sites: this.#sites, launches: new Map(this.siteOf) };
  }

  restore(snapshot: { sites: number; launches: Map<Launch, number> }): void {
    this.#sites = snapshot.sites;
    this.siteOf.clear();
    for (const [launch, site] of snapshot.launches) this.siteOf.set(launch, site);
  }
}

type WithoutBase<T> = T extends unknown ? Omit<T, "node" | "out"> : never;

/** Adds an operation that defines one value; `hint` names it. */
export function define(state: State, at: Cursor, node: Node, op: WithoutBase<Op>, hint?: string): Operand {
  const out = state.variable(hint);
  at.block.ops.push({ ...op, node, out } as Op);
  return { variable: out };
}

/** Adds an operation that defines no value, or several through its `outs`. */
export function perform(at: Cursor, node: Node, op: WithoutBase<Op>): void {
  at.block.ops.push({ ...op, node, out: undefined } as Op);
}

/** What reads objects waits for the last write to them. */
export function orderOnly(env: Env): Input[] {
  return env.heap ? [{ name: "", value: env.heap, orderOnly: true }] : [];
}
