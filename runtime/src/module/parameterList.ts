/** `ParameterList`, parameters by number: found by `parameters()` under `rules.0`, `rules.1`, … */
import { ENTRIES } from "./brand.js";
import { checkParameter } from "./container.js";
import type { Parameter } from "./parameter.js";

export class ParameterList {
  readonly #items: Parameter[] = [];

  /** @throws PlaitError PLT1018 when an item is no Parameter. */
  constructor(items: Iterable<Parameter> = []) {
    this.push(...items);
  }

  get length(): number {
    return this.#items.length;
  }

  /** The parameter at `index`, counted from the end where it is negative; undefined outside the list. */
  at(index: number): Parameter | undefined {
    return this.#items.at(index);
  }

  /** Appends parameters and returns the new length. */
  push(...items: Parameter[]): number {
    for (const [i, item] of items.entries()) checkParameter(item, `item ${this.length + i} of a ParameterList`);
    return this.#items.push(...items);
  }

  map<U>(callback: (parameter: Parameter, index: number) => U): U[] {
    return this.#items.map((item, index) => callback(item, index));
  }

  [Symbol.iterator](): IterableIterator<Parameter> {
    return this.#items.values();
  }

  [ENTRIES](): Iterable<[string, Parameter]> {
    return this.#items.map((item, index) => [String(index), item]);
  }
}
