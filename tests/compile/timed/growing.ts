/**
 * Lists of which it is decided one by one which elements they have: what a `filter` keeps, what a `flatMap` gives.
 * An element can be used when its own turn is decided; its place is known when those of all before it are.
 */
import { iterate, listOf } from "./members.js";
import type { Run } from "./run.js";
import { isObject, timed, type Timed } from "./values.js";

export class Growing {
  readonly #run: Run;
  readonly #values: (Timed | undefined)[] = [];
  readonly #own: number[] = [];
  readonly #order: number[] = [];
  /** From when on it is known how many there are so far. */
  #known = 0;

  constructor(run: Run) {
    this.#run = run;
  }

  /** An element, or a hole, that is there, and at its place among those that come with it, from these times on. */
  add(value: Timed | undefined, own = 0, order = own): void {
    this.#values.push(value);
    this.#own.push(own);
    this.#order.push(Math.max(this.#known, order));
  }

  /** What follows has its place no earlier than `t`. */
  after(t: number): void {
    this.#known = Math.max(this.#known, t);
  }

  /** All elements of a list, of which there may be none before `own`. A hole is one that is `undefined`, or stays one. */
  addList(list: Timed, own = 0, holes: "filled" | "kept" = "filled"): void {
    const { times } = this.#run;
    if (!Array.isArray(list.v)) {
      for (const value of iterate(this.#run, list)) this.add(value, Math.max(own, shapeOf(this.#run, list)));
    } else {
      for (const i of list.v.keys()) {
        const isHole = holes === "kept" && !(i in list.v);
        const value = isHole ? undefined : timed(list.v[i], times.element(list, i, "own"));
        this.add(value, Math.max(own, times.existence(list, i, "own")), times.existence(list, i, "order"));
      }
    }
    this.after(Math.max(own, shapeOf(this.#run, list)));
  }

  list(): unknown[] {
    const list = listOf(this.#run, this.#values, () => this.#known);
    this.#run.times.opened(list, { own: this.#own, order: this.#order });
    return list;
  }
}

/** Of what is walked over, also where it is an iterator. */
function shapeOf({ times, iterators }: Run, list: Timed): number {
  const source = isObject(list.v) ? iterators.get(list.v)?.source : undefined;
  return Math.max(times.shape(list), source ? times.shape(source) : 0);
}

/** The list `of` with other elements, each there when that of the same place is. */
export function asOpen(run: Run, of: Timed, list: object): void {
  const open = run.times.open(of.v);
  if (open) run.times.opened(list, open);
}
