/** What lowering carries along: fresh names, call sites, and, at each point, what every name stands for. */
import type { Expression, Node } from "oxc-parser";
import { effectsOf } from "../analyze/effects.js";
import { launchesIn, launchNodes, type Launch } from "../analyze/launches.js";
import { localCallsIn } from "../analyze/localFunctions.js";
import { launchWrites } from "../analyze/launchWrites.js";
import type { MethodContext } from "../analyze/methodContext.js";
import type { Block, Input, Op, Operand, Variable } from "../ir.js";
import { declaredIn, type Binding } from "../syntax/bindings.js";
import type { Message } from "../messages.generated.js";
import type { Related } from "../syntax/file.js";
import type { AnyFunction } from "../syntax/walk.js";

/** A construct that is not lowered: its statement becomes a sequential region, with `remark` to say why. */
export class Unsupported extends Error {
  readonly node: Node;
  readonly remark: Message;
  /** The smallest thing that can run as written: the statement it stands in, the `try` around it, the whole method. */
  readonly reach: "statement" | "try" | "method";
  /** Other places that belong to it. */
  readonly related: readonly Related[];

  constructor(
    node: Node,
    remark: Message,
    reach: "statement" | "try" | "method" = "statement",
    related: readonly Related[] = [],
  ) {
    super(remark.message);
    this.node = node;
    this.remark = remark;
    this.reach = reach;
    this.related = related;
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

/** A region turned out to write to objects: it has to be lowered again, as one that does. */
export class NeedsHeap extends Error {
  readonly node: Node;

  constructor(node: Node) {
    super("a region writes to objects");
    this.node = node;
  }
}

export class Env {
  readonly values: Map<Binding, Operand>;
  /** The last write to objects, which whatever reads them waits for. */
  heap: Operand | undefined;
  /** Functions of the method that have been made by here. */
  readonly made: Set<Node>;

  constructor(values: Map<Binding, Operand> = new Map(), heap?: Operand, made: Iterable<Node> = []) {
    this.values = values;
    this.heap = heap;
    this.made = new Set(made);
  }

  fork(): Env {
    return new Env(new Map(this.values), this.heap, this.made);
  }

  /** Takes back what happened since `saved` was forked. */
  become(saved: Env): void {
    this.values.clear();
    for (const [binding, value] of saved.values) this.values.set(binding, value);
    this.heap = saved.heap;
    this.made.clear();
    for (const fn of saved.made) this.made.add(fn);
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

interface Sites {
  sites: number;
  launches: Map<Launch, number>;
  regions: Map<Node, number>;
}

/** A `try` whose body is being lowered: what it assigns is noted for the handler. */
export interface OpenAttempt {
  record: Variable;
  bindings: readonly Binding[];
}

export class State {
  readonly ctx: MethodContext;
  /** From the outside in. */
  attempts: OpenAttempt[] = [];
  /** Regions that write to objects, as lowering them has shown. */
  readonly withHeap: Set<Node>;
  /** Functions of the method, and whether they have been taken for some that write to objects. */
  readonly givesHeap = new Map<AnyFunction, boolean>();
  /** What functions that are made again where they are called were made with. */
  readonly madeWith = new Map<Variable, readonly Operand[]>();
  /** What the last write to objects that a variable stands for is written as. */
  readonly writers = new Map<Variable, Node>();
  /** Something in the method may change objects that others hold. */
  readonly writesObjects: boolean;
  /** Loops and array callbacks take numbers among the call sites. */
  readonly #regions = new Map<Node, number>();
  readonly scopeName: string;
  #variables = 0;
  #sites = 0;
  readonly #taken: Set<string>;
  /** By what stands before it: a number below which all are taken. */
  readonly #numbers = new Map<string, number>();
  readonly #hints = new Map<number, string>();
  readonly siteOf = new Map<Launch, number>();
  /** Module calls written in `speculate(…)`. */
  readonly speculated = new Set<Node>();
  /** Module calls that are not made: nothing reaches them, or an earlier call stands for them. */
  readonly removed = new Set<Node>();
  /** What may be there in part before it is there as a whole. */
  readonly partial = new Set<Variable>();
  /** Parts of an optional chain whose values are there: they are not evaluated again where the rest of it is. */
  readonly evaluated = new Map<Expression, Operand>();
  /** By the site of a call: the calls that it stands for as well. */
  readonly shared = new Map<number, Node[]>();

  constructor(ctx: MethodContext, scopeName: string, reserved: ReadonlySet<string>, withHeap = new Set<Node>()) {
    this.ctx = ctx;
    this.scopeName = scopeName;
    this.withHeap = withHeap;
    const skip = launchNodes(ctx.launches);
    // Functions that are called by name are module calls themselves, and what they do is theirs.
    const bodies = [ctx.fn, ...localCallsIn(ctx, ctx.fn)].map(({ body }) => body as Node);
    this.writesObjects =
      bodies.some((body) => effectsOf(body, ctx, skip).effect) ||
      launchesIn(ctx.fn, ctx.launches).some((launch) => !isHarmless(launch, ctx));
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
      const stem = hint === undefined ? base : `${base}${this.scopeName}`;
      let n = this.#numbers.get(stem) ?? (hint === undefined ? 1 : 2);
      while (this.#taken.has((name = `${stem}${n}`))) n++;
      this.#numbers.set(stem, n + 1);
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

  /** The number of a loop or array callback. */
  region(node: Node): number {
    let site = this.#regions.get(node);
    if (site === undefined) this.#regions.set(node, (site = this.#sites++));
    return site;
  }

  get sites(): number {
    return this.#sites;
  }

  snapshot(): Sites {
    return { sites: this.#sites, launches: new Map(this.siteOf), regions: new Map(this.#regions) };
  }

  restore(snapshot: Sites): void {
    this.#sites = snapshot.sites;
    this.siteOf.clear();
    for (const [launch, site] of snapshot.launches) this.siteOf.set(launch, site);
    this.#regions.clear();
    for (const [node, site] of snapshot.regions) this.#regions.set(node, site);
  }
}

/** From here on, the name stands for `value`. Where a region gives it (`merged`), what handles a failure has been told inside. */
export function assign(state: State, at: Cursor, binding: Binding, value: Operand, how?: "merged"): void {
  at.env.values.set(binding, value);
  if (how) return;
  for (const { record, bindings } of state.attempts) {
    const index = bindings.indexOf(binding);
    if (index !== -1) at.block.ops.push({ kind: "mark", node: state.ctx.fn, out: undefined, record, index, value });
  }
}

/** Whether a module call surely changes nothing that others hold. */
function isHarmless(launch: Launch, ctx: MethodContext): boolean {
  const skip = launchNodes(ctx.launches);
  return (
    launch.certain &&
    !launchWrites(launch, ctx) &&
    launch.node.arguments.every((argument) => !effectsOf(argument, ctx, skip).effect)
  );
}

type WithoutBase<T> = T extends unknown ? Omit<T, "node" | "out"> : never;

/** Adds an operation that defines one value; `hint` names it. */
export function define(state: State, at: Cursor, node: Node, op: WithoutBase<Op>, hint?: string): Operand {
  const out = state.variable(hint);
  at.block.ops.push({ ...op, node, out } as Op);
  if (isPartial(state, op)) state.partial.add(out);
  return { variable: out };
}

/** Operations that give what they give at once, when it is all there. */
const WHOLE: ReadonlySet<Op["kind"]> = new Set(["on", "effect", "let", "await", "is", "call", "closure", "writers"]);

function isPartial(state: State, op: WithoutBase<Op>): boolean {
  if (op.kind === "get" || op.kind === "at" || op.kind === "behind")
    return "variable" in op.value && state.partial.has(op.value.variable);
  return !WHOLE.has(op.kind);
}

/** Adds an operation that defines no value, or several through its `outs`. */
export function perform(state: State, at: Cursor, node: Node, op: WithoutBase<Op>): void {
  at.block.ops.push({ ...op, node, out: undefined } as Op);
  if ("outs" in op) for (const out of op.outs) state.partial.add(out);
}

/** What reads objects waits for the last write to them. */
export function orderOnly(env: Env): Input[] {
  return env.heap ? [{ name: "", value: env.heap, orderOnly: true }] : [];
}
