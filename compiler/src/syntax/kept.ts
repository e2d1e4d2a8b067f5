/**
 * What is known of an object, kept with it, for tables of which there is one in the program. A `WeakMap` would do the
 * same, but one that is old counts as a root when the young objects are collected: what it holds, and the tree of the
 * file with it, would live until the next full collection.
 */
export class Kept<K extends object, V> {
  readonly #key = Symbol();

  get(object: K): V | undefined {
    return (object as Record<symbol, V>)[this.#key];
  }

  has(object: K): boolean {
    return Object.hasOwn(object, this.#key);
  }

  /** Copies of the object do not have it. */
  set(object: K, value: V): void {
    Object.defineProperty(object, this.#key, { value, writable: true, configurable: true });
  }

  delete(object: K): void {
    delete (object as Record<symbol, V>)[this.#key];
  }
}
