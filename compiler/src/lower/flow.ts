/**
 * Where control goes from a piece of a method: off its end, out of the method, to the end or the next round of
 * a loop around it. Inside a region (a loop's body, a part of a `try`, a labelled block) each of these ends the
 * region with a number, and the code behind the region goes on from there.
 *
 *   for (const x of xs) { if (bad(x)) return x; n = f(n) }  rest
 *     →  e = each xs [n] { if bad { exit 1 [x, n] } else { … next [n'] } }
 *        after e { 0: (n) rest   1: (x, n) return x }
 */
import type { Node } from "oxc-parser";
import type { Arm, Op, Operand, Variable } from "../ir.js";
import type { Binding } from "../syntax/bindings.js";
import { sameOperand, UNDEFINED } from "./captures.js";
import { wroteObjects } from "./order.js";
import { assign, define, NeedsHeap, newBlock, perform, type Cursor, type State } from "./state.js";

export interface Flow {
  /** Off the end of the statements. */
  fall(at: Cursor): void;
  /** `return`. */
  leave(at: Cursor, node: Node, value: Operand | undefined): void;
  /** `break` and `continue`; without a label, of the innermost statement that takes it. */
  jump(at: Cursor, node: Node, kind: "break" | "continue", label: string | undefined): void;
}

/** Variables that a region takes and gives: those of the source that it assigns, and the last write to objects. */
export interface Shared {
  bindings: readonly Binding[];
  heap: boolean;
}

export function valuesOf(shared: Shared, at: Cursor): Operand[] {
  const values = shared.bindings.map((binding) => at.env.values.get(binding) ?? UNDEFINED);
  if (shared.heap) values.push(at.env.heap ?? UNDEFINED);
  return values;
}

/** Gives the variables of `shared` new names at `at`, in or behind `region`. */
export function takeAll(state: State, shared: Shared, at: Cursor, region: Node): Variable[] {
  const params = shared.bindings.map((binding) => {
    const variable = state.variable(binding.name);
    at.env.values.set(binding, { variable });
    return variable;
  });
  if (shared.heap) {
    const variable = state.variable(undefined);
    params.push(variable);
    wroteObjects(state, at, { variable }, region);
  }
  return params;
}

interface Place {
  key: string;
  /** Goes on outside: `value` is what is returned. */
  go(at: Cursor, value: Operand | undefined): void;
  valued: boolean;
}

export class Region {
  readonly #state: State;
  readonly shared: Shared;
  readonly #outer: Flow;
  readonly #places: Place[] = [];
  readonly #node: Node;
  readonly #heap: Operand | undefined;

  /** `heap` is the last write to objects before the region. */
  constructor(state: State, shared: Shared, outer: Flow, node: Node, heap: Operand | undefined) {
    this.#state = state;
    this.shared = shared;
    this.#outer = outer;
    this.#node = node;
    this.#heap = heap;
  }

  /** Ends a block here: 0 goes on behind the region. */
  end(at: Cursor, exit: number | "next", first: Operand[] = []): void {
    if (!this.shared.heap && !sameOperand(at.env.heap, this.#heap)) throw new NeedsHeap(this.#node);
    at.block.result = { kind: "exit", exit, values: [...first, ...valuesOf(this.shared, at)] };
  }

  /** The flow inside. `own` says what a jump does that is meant for this region; undefined for others. */
  inside(
    fall: (at: Cursor) => void,
    own: (kind: "break" | "continue", label: string | undefined) => number | "next" | undefined = () => undefined,
  ): Flow {
    return {
      fall,
      leave: (at, node, value) => {
        const exit = this.#exitFor("return", true, (outside, given) => this.#outer.leave(outside, node, given));
        this.end(at, exit, [value ?? UNDEFINED]);
      },
      jump: (at, node, kind, label) => {
        const exit =
          own(kind, label) ??
          this.#exitFor(`${kind} ${label ?? ""}`, false, (outside) => this.#outer.jump(outside, node, kind, label));
        this.end(at, exit);
      },
    };
  }

  #exitFor(key: string, valued: boolean, go: Place["go"]): number {
    let index = this.#places.findIndex((place) => place.key === key);
    if (index === -1) index = this.#places.push({ key, valued, go }) - 1;
    return index + 1;
  }

  /**
   * Adds the region's operation, and goes on behind it: on the spot, or, where the region may leave for
   * elsewhere (or `guards` what follows), in a block of its own. True where that has taken the rest.
   */
  finish(
    at: Cursor,
    node: Node,
    guards: boolean,
    make: (outs: Variable[]) => unknown,
    rest: (at: Cursor) => void,
  ): boolean {
    const state = this.#state;
    if (this.#places.length === 0 && !guards) {
      const outs = this.shared.bindings.map((binding) => state.variable(binding.name));
      if (this.shared.heap) outs.push(state.variable(undefined));
      perform(state, at, node, make(outs) as Op);
      this.shared.bindings.forEach((binding, i) =>
        assign(state, at, binding, { variable: outs[i] as Variable }, "merged"),
      );
      if (this.shared.heap) wroteObjects(state, at, { variable: outs.at(-1) as Variable }, node);
      return false;
    }
    const exit = define(state, at, node, make([]) as Op);
    const place = (valued: boolean, go: (inner: Cursor, value: Operand | undefined) => void): Arm => {
      const inner: Cursor = { block: newBlock(), env: at.env.fork() };
      const value = valued ? state.variable(undefined) : undefined;
      const params = [...(value ? [value] : []), ...takeAll(state, this.shared, inner, node)];
      go(inner, value && { variable: value });
      return { params, block: inner.block };
    };
    const places = [place(false, rest), ...this.#places.map(({ valued, go }) => place(valued, go))];
    at.block.result = { kind: "value", value: define(state, at, node, { kind: "after", exit, places }) };
    return true;
  }
}
