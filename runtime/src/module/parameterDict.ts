/** `ParameterDict`, parameters by name: found by `parameters()` under `styles.short`. */
import { ENTRIES } from "./brand.js";
import { checkParameter } from "./container.js";
import type { Parameter } from "./parameter.js";

export class ParameterDict<K extends string = string> {
  readonly #items: Map<K, Parameter>;

  /** @throws PlaitError PLT1018 when a value is no Parameter. */
  constructor(parameters: { readonly [key in K]: Parameter }) {
    this.#items = new Map(Object.entries(parameters) as [K, Parameter][]);
    for (const [key, item] of this.#items) checkParameter(item, `"${key}" of a ParameterDict`);
  }

  get size(): number {
    return this.#items.size;
  }

  /** The parameter under a key. Undefined for a key that is not there, which types allow only where keys are any string. */
  get(key: K): Parameter {
    return this.#items.get(key) as Parameter;
  }

  has(key: string): key is K {
    return this.#items.has(key as K);
  }

  keys(): IterableIterator<K> {
    return this.#items.keys();
  }

  values(): IterableIterator<Parameter> {
    return this.#items.values();
  }

  entries(): IterableIterator<[K, Parameter]> {
    return this.#items.entries();
  }

  [Symbol.iterator](): IterableIterator<[K, Parameter]> {
    return this.entries();
  }

  [ENTRIES](): Iterable<[string, Parameter]> {
    return this.#items;
  }
}
