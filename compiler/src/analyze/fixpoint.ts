/**
 * Answers that depend on each other, also in a circle: in `text = better(text)`, what `text` is depends on what
 * `better` gives, which may depend on `text`. What is asked for while it is being looked for gets what the round
 * before has found, at first nothing; rounds go on until no answer changes. Only then are answers kept: one that
 * was found on the way is not the whole truth.
 */

/** More are needed only where there is no end of them: `list = [list]`. */
const MOST_ROUNDS = 12;

export class Fixpoint<K extends object, V extends object> {
  readonly #known = new Map<K, V>();
  /** What is being looked for, by how deep in the stack it is. */
  readonly #open = new Map<K, number>();
  /** Found in this round, each with the outermost of what is open that it depends on. */
  readonly #passing = new Map<K, { value: V; lowest: number }>();
  /** Found in the round before. */
  readonly #before = new Map<K, V>();
  /** The outermost of what is open that was asked for again. */
  #lowest = Infinity;
  /** Something that was found in this round was another one in the round before. */
  #changed = false;

  /** `nothing`: what is known before anything is found. `unknown`: the answer where nothing can be. */
  constructor(
    readonly nothing: V,
    readonly unknown: V,
    readonly same: (a: V, b: V) => boolean,
  ) {}

  /** An answer that is settled. */
  known(key: K): V | undefined {
    return this.#known.get(key);
  }

  get(key: K, find: () => V): V {
    const known = this.#known.get(key);
    if (known) return known;
    const passing = this.#passing.get(key);
    const again = passing?.lowest ?? this.#open.get(key);
    if (again !== undefined) {
      this.#lowest = Math.min(this.#lowest, again);
      return passing?.value ?? this.#foundBefore(key);
    }
    const depth = this.#open.size;
    const around = { lowest: this.#lowest, changed: this.#changed };
    this.#open.set(key, depth);
    const value = this.#rounds(key, find, depth);
    this.#open.delete(key);
    const lowest = this.#lowest;
    if (lowest < depth) {
      for (const found of this.#passing.values()) if (found.lowest === depth) found.lowest = lowest;
      this.#passing.set(key, { value, lowest });
      this.#changed ||= around.changed || !this.same(value, this.#foundBefore(key));
      this.#before.set(key, value);
    } else {
      this.#known.set(key, value);
      this.#changed = around.changed;
    }
    this.#lowest = Math.min(around.lowest, lowest);
    return value;
  }

  /** The last of them is the one in which nothing has changed; inside of a larger circle there is but one. */
  #rounds(key: K, find: () => V, depth: number): V {
    for (let round = 0; round < MOST_ROUNDS; round++) {
      this.#lowest = Infinity;
      this.#changed = false;
      const value = find();
      if (this.#lowest < depth) return value;
      const before = this.#foundBefore(key);
      const ended = this.#lowest > depth || (!this.#changed && this.same(value, before));
      this.#close(depth, ended);
      if (ended) return value === this.nothing ? this.unknown : value;
      this.#before.set(key, value);
    }
    return this.unknown;
  }

  /** What depends on the outermost of a circle is known with it, or found again. */
  #close(depth: number, ended: boolean): void {
    this.#lowest = Infinity;
    for (const [key, { value, lowest }] of this.#passing) {
      if (lowest !== depth) continue;
      this.#passing.delete(key);
      if (ended) this.#known.set(key, value === this.nothing ? this.unknown : value);
    }
  }

  #foundBefore(key: K): V {
    return this.#before.get(key) ?? this.nothing;
  }
}
