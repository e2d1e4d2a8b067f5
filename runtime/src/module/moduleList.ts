/** `ModuleList`, a list of modules that is a module itself: for steps of one kind that a program goes through. */
import { CHILDREN } from "./brand.js";
import { checkModule, notCallable } from "./container.js";
import { Module } from "./module.js";

// Not a private member, which would make the types of bind() think that there is something hidden.
const lengths = new WeakMap<object, number>();

export class ModuleList<const M extends Module = Module> extends Module {
  declare readonly [CHILDREN]: M;
  /** The modules are kept under their index, as in an array. */
  readonly [index: number]: M;

  /** @throws PlaitError PLT1018 when an item is no module. */
  constructor(items: Iterable<M> = []) {
    super();
    this.push(...items);
  }

  override get length(): number {
    return lengths.get(this) ?? 0;
  }

  /** The module at `index`, counted from the end where it is negative; undefined outside the list. */
  at(index: number): M | undefined {
    const position = Math.trunc(index) || 0;
    return this[position < 0 ? this.length + position : position];
  }

  /** Appends modules and returns the new length. */
  push(...items: M[]): number {
    const { length } = this;
    for (const [i, item] of items.entries()) checkModule(item, `item ${length + i} of a ModuleList`);
    const slots = this as unknown as Record<number, M>;
    for (const [i, item] of items.entries()) slots[length + i] = item;
    lengths.set(this, length + items.length);
    return length + items.length;
  }

  map<U>(callback: (module: M, index: number) => U): U[] {
    return Array.from(this, callback);
  }

  *[Symbol.iterator](): IterableIterator<M> {
    for (let i = 0; i < this.length; i++) yield this[i] as M;
  }

  /** A list is no step: call its items. */
  forward(..._nothing: never[]): never {
    throw notCallable("ModuleList", "this.list[0](…), or this.list.map((step) => step(…))");
  }
}
