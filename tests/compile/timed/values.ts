/**
 * Values with the virtual time at which an ideal schedule has them. Values are real JavaScript values, so that
 * identity, aliasing and errors are those of the language; times lie beside them, in a table by object.
 */

export interface Timed {
  readonly v: unknown;
  /** From when on the value, or the reference to it, is there. */
  readonly t: number;
}

export const timed = (v: unknown, t = 0): Timed => ({ v, t });
export const notBefore = (value: Timed, t: number): Timed => (value.t >= t ? value : { v: value.v, t });
export const NOTHING: Timed = { v: undefined, t: 0 };

/** What a function is called with. Where something is spread, places and number are known when that is. */
export type Arguments = readonly Timed[] & {
  /** From when on it is known which argument stands at each place. */
  readonly places?: readonly number[];
  /** From when on it is known how many there are. */
  readonly counted?: number;
};

/** From when on each element of a list is there: by itself, and at its place. */
export interface Open {
  readonly own: readonly number[];
  readonly order: readonly number[];
}

/** What is known of an object beside its value. */
export class Times {
  /** From when on its shape is known: its length, its keys. */
  structT = 0;
  /** Of properties, by name or symbol. */
  readonly members = new Map<PropertyKey, number>();
  /** Of a Map's values and a Set's elements, by key. */
  readonly entries = new Map<unknown, number>();
  /** Of a list that grows one by one, as long as its shape is known from `closed` on and not later. */
  open: (Open & { closed: number }) | undefined = undefined;
  /** Place in the order in which objects came to be; 0: before everything. */
  born = 0;
}

/** What the program throws, with the time at which it is thrown. */
export class Thrown extends Error {
  readonly value: Timed;
  constructor(value: Timed) {
    super("thrown by the program");
    this.value = value;
  }
}

/** The interpreter does not know what this means in time. */
export class Unsupported extends Error {}

export const isObject = (value: unknown): value is object =>
  (typeof value === "object" && value !== null) || typeof value === "function";

/** Instances of classes, modules among them: a write to one member says nothing of the others. */
export function hasFixedShape(object: object): boolean {
  if (Array.isArray(object) || object instanceof Map || object instanceof Set) return false;
  const prototype = Object.getPrototypeOf(object) as object | null;
  return prototype !== null && prototype !== Object.prototype;
}

export const nameOfKey = (key: unknown): PropertyKey => (typeof key === "symbol" ? key : String(key));

export class TimeTable {
  readonly #times = new Map<object, Times>();
  #births = 0;

  get(object: object): Times | undefined {
    return this.#times.get(object);
  }

  of(object: object): Times {
    let times = this.#times.get(object);
    if (!times) this.#times.set(object, (times = new Times()));
    return times;
  }

  /** Notes that an object is new here. */
  born<T extends object>(object: T): T {
    const times = this.of(object);
    if (times.born === 0) times.born = ++this.#births;
    return object;
  }

  /** Everything in a value that just came out of a leaf or a builtin is new. */
  bornDeep(value: unknown): void {
    if (!isObject(value) || typeof value === "function" || this.#times.has(value)) return;
    this.born(value);
    for (const inner of innerValues(value)) this.bornDeep(inner);
  }

  /** Forgets the elements that an array has no more. */
  shorten(list: readonly unknown[]): void {
    const times = this.#times.get(list);
    if (times) times.open = undefined;
    const members = times?.members;
    for (const key of members?.keys() ?? []) if (!Object.hasOwn(list, key)) members?.delete(key);
  }

  get births(): number {
    return this.#births;
  }

  structT(value: unknown): number {
    return isObject(value) ? (this.#times.get(value)?.structT ?? 0) : 0;
  }

  /** From when on the shape of `of` is known to one who has the reference at its time. */
  shape(of: Timed): number {
    return Math.max(of.t, this.structT(of.v));
  }

  member(of: Timed, key: PropertyKey): number {
    if (!isObject(of.v)) return of.t;
    const times = this.#times.get(of.v);
    if (!times) return of.t;
    const index = times.open && typeof key === "string" && /^\d+$/.test(key) ? Number(key) : undefined;
    const there = index === undefined ? times.structT : this.existence(of, index, "order");
    return Math.max(of.t, there, times.members.get(key) ?? 0);
  }

  /** Notes that a new list grows one by one. */
  opened(list: object, open: Open): void {
    const times = this.of(list);
    if (open.own.some((t) => t < times.structT)) times.open = { ...open, closed: times.structT };
  }

  open(value: unknown): Open | undefined {
    const times = isObject(value) ? this.#times.get(value) : undefined;
    return times?.open?.closed === times?.structT ? times?.open : undefined;
  }

  /** From when on it is known that a list has an element here; "own": wherever it will stand. */
  existence(of: Timed, index: number, how: "own" | "order"): number {
    return Math.max(of.t, this.open(of.v)?.[how][index] ?? this.structT(of.v));
  }

  element(of: Timed, index: number, how: "own" | "order"): number {
    const at = isObject(of.v) ? this.#times.get(of.v)?.members.get(String(index)) : undefined;
    return Math.max(this.existence(of, index, how), at ?? 0);
  }

  entry(of: Timed, key: unknown): number {
    const times = isObject(of.v) ? this.#times.get(of.v) : undefined;
    return times ? Math.max(of.t, times.structT, times.entries.get(key) ?? 0) : of.t;
  }

  /** From when on a value is there as a text, in which of a list only the elements are. */
  asText(value: Timed): number {
    return this.deep(value, (object, key) => !Array.isArray(object) || /^\d+$/.test(String(key)));
  }

  /** From when on everything in a value is there. Functions and modules are not looked into. */
  deep(value: Timed, counts = (_object: object, _member: PropertyKey): boolean => true): number {
    if (!isObject(value.v)) return value.t;
    let t = value.t;
    const seen = new Set<object>();
    const visit = (object: object): void => {
      if (typeof object === "function" || seen.has(object)) return;
      seen.add(object);
      const times = this.#times.get(object);
      if (times) {
        t = Math.max(t, times.structT);
        for (const [key, member] of times.members) if (counts(object, key)) t = Math.max(t, member);
        for (const entry of times.entries.values()) t = Math.max(t, entry);
      }
      for (const inner of innerValues(object)) if (isObject(inner)) visit(inner);
    };
    visit(value.v);
    return t;
  }

  deepAll(values: readonly Timed[]): number {
    return values.reduce((t, value) => Math.max(t, this.deep(value)), 0);
  }
}

function* innerValues(object: object): Generator<unknown> {
  if (Array.isArray(object)) yield* object;
  else if (object instanceof Map) for (const [key, value] of object) yield* [key, value];
  else if (object instanceof Set) yield* object;
  else
    for (const key of Object.keys(object)) {
      const descriptor = Object.getOwnPropertyDescriptor(object, key);
      if (descriptor && "value" in descriptor) yield descriptor.value;
    }
}
