/** `ModuleDict`, modules by name that are a module together: for choosing one at run time. */
import { CHILDREN, ENTRIES } from "./brand.js";
import { checkModule, notCallable } from "./container.js";
import { Module } from "./module.js";

// Not in fields, so that a key may have any name; and not in a private member, which would make the types of
// bind() think that there is something hidden.
const itemsOf = new WeakMap<object, Map<string, Module>>();

export class ModuleDict<D extends { readonly [name: string]: Module } = Record<string, Module>> extends Module {
  declare readonly [CHILDREN]: D[keyof D];

  /** @throws PlaitError PLT1018 when a value is no module. */
  constructor(modules: D) {
    super();
    const items = new Map(Object.entries(modules));
    for (const [key, item] of items) checkModule(item, `"${key}" of a ModuleDict`);
    itemsOf.set(this, items);
  }

  get size(): number {
    return mapOf<D>(this).size;
  }

  /** The module under a key; undefined where there is none, which types rule out when they know the keys. */
  get<K extends keyof D & string>(key: K): string extends keyof D ? D[K] | undefined : D[K] {
    return mapOf<D>(this).get(key) as D[K];
  }

  has(key: string): key is keyof D & string {
    return mapOf<D>(this).has(key);
  }

  keys(): IterableIterator<keyof D & string> {
    return mapOf<D>(this).keys();
  }

  values(): IterableIterator<D[keyof D]> {
    return mapOf<D>(this).values();
  }

  entries(): IterableIterator<[keyof D & string, D[keyof D]]> {
    return mapOf<D>(this).entries();
  }

  [Symbol.iterator](): IterableIterator<[keyof D & string, D[keyof D]]> {
    return this.entries();
  }

  [ENTRIES](): Iterable<[string, Module]> {
    return itemsOf.get(this) as Map<string, Module>;
  }

  /** A dictionary is no step: call what is in it. */
  forward(..._nothing: never[]): never {
    throw notCallable("ModuleDict", 'this.tools.get("search")(…)');
  }
}

function mapOf<D>(dict: object): Map<keyof D & string, D[keyof D]> {
  return itemsOf.get(dict) as unknown as Map<keyof D & string, D[keyof D]>;
}
