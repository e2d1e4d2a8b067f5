/**
 * An array or object that the body builds up and that nobody else holds yet, as a value: `out.push(x)` makes a
 * new version of `out`. So a write is an assignment, its order costs no waiting, and elements are futures.
 *
 *   const out2 = $.push(out1, [x]);   out1 is still what it was
 *
 * Versions share one log of writes; the object is put together when somebody looks at it.
 */
import { contain, Container, containerOf, Future, isThere, keysOf, plain, type Key, type Lazy } from "./future.js";

type Write = { key: Key; value: unknown };

const PUSH = Symbol("push");

export class Version extends Future implements Lazy {
  /** An array or object that is only read. */
  readonly #base: Record<Key, unknown>;
  readonly #log: Write[];
  /** Writes of the log that this version has seen. */
  readonly #seen: number;
  /** Of an array. */
  readonly length: number | undefined;

  private constructor(base: Record<Key, unknown>, log: Write[], seen: number, length: number | undefined) {
    super();
    this.#base = base;
    this.#log = log;
    this.#seen = seen;
    this.length = length;
    this.lazy = this;
  }

  /** A first version, of something that is there or known to be a container. */
  static of(value: unknown): Version | undefined {
    const container = containerOf(value);
    const base = (container ? members(container) : plain(value)) as Record<Key, unknown>;
    if (typeof base !== "object" || base === null) return undefined;
    return new Version(base, [], 0, Array.isArray(base) ? base.length : undefined);
  }

  push(values: readonly unknown[]): Version {
    const log = this.#own();
    for (const value of values) log.push({ key: PUSH, value });
    return new Version(this.#base, log, log.length, (this.length as number) + values.length);
  }

  put(key: Key, value: unknown): Version {
    const log = this.#own();
    log.push({ key, value });
    let { length } = this;
    if (length !== undefined && key === "length") length = undefined;
    else if (length !== undefined && isIndex(key)) length = Math.max(length, Number(key) + 1);
    return length === undefined && this.length !== undefined
      ? (Version.of(contain(this.#replay(log, log.length))) as Version)
      : new Version(this.#base, log, log.length, length);
  }

  /** A member of an object, without putting the object together; undefined for an array, or where the object may inherit it. */
  member(key: Key): { value: unknown } | undefined {
    if (this.length !== undefined) return undefined;
    for (let i = this.#seen - 1; i >= 0; i--) {
      const write = this.#log[i] as Write;
      if (write.key === key) return write;
      if (write.key === "__proto__") return undefined;
    }
    return { value: this.#base[key] };
  }

  /** A log that may be appended to: another version may have gone on from here. */
  #own(): Write[] {
    return this.#log.length === this.#seen ? this.#log : this.#log.slice(0, this.#seen);
  }

  build(): unknown {
    return contain(this.#replay(this.#log, this.#seen));
  }

  #replay(log: readonly Write[], seen: number): object {
    const made: Record<Key, unknown> = copyOf(this.#base);
    for (let i = 0; i < seen; i++) {
      const { key, value } = log[i] as Write;
      if (key === PUSH) (made as unknown as unknown[]).push(value);
      else made[key] = value;
    }
    return made;
  }
}

function copyOf(base: object): Record<Key, unknown> {
  // By index, so that holes stay holes.
  if (Array.isArray(base)) {
    const copy: unknown[] = new Array(base.length);
    for (let i = 0; i < base.length; i++) if (i in base) copy[i] = base[i] as unknown;
    const made = copy as unknown as Record<Key, unknown>;
    // Members under other names come behind the elements.
    const keys = keysOf(base);
    let elements = keys.length;
    while (elements > 0 && !isIndex(keys[elements - 1] as Key)) elements--;
    for (const key of keys.slice(elements)) made[key] = base[key as never];
    return made;
  }
  return Object.create(Object.getPrototypeOf(base) as object | null, Object.getOwnPropertyDescriptors(base)) as Record<
    Key,
    unknown
  >;
}

function members(container: Container): object {
  const copy = copyOf(container.target);
  for (const key of keysOf(copy)) copy[key] = container.get(key);
  return copy;
}

/** What is known of a value: itself, or a copy of the container that it will be with futures in it. Only to be looked at. */
export function partsOf(value: unknown): unknown {
  const container = containerOf(value);
  return container ? members(container) : plain(value);
}

/** Whether a member takes no future: the length of an array, on which hangs what it holds, and the prototype of an object. */
export function isForWhole(object: unknown, key: unknown): boolean {
  if (key !== "length") return key === "__proto__";
  if (object instanceof Future && !object.known) return true;
  const version = versionOf(object);
  return version ? version.length !== undefined : Array.isArray(containerOf(object)?.target ?? plain(object));
}

function isIndex(key: Key): boolean {
  const number = typeof key === "symbol" ? Number.NaN : Number(key);
  return Number.isInteger(number) && number >= 0 && number < 2 ** 32 - 1 && String(number) === String(key);
}

/** Calls `go` with the version behind a value, as soon as it is known; `whole` where there is none. */
export function whenVersion(value: unknown, go: (version: Version) => void, whole: (value: unknown) => void): void {
  const start = (): void => {
    const version = versionOf(value) ?? Version.of(value);
    if (version) go(version);
    else whole(plain(value));
  };
  if (value instanceof Future && !value.known) value.onKnown(start);
  else start();
}

/** The version that a value is known to be and that nobody has looked at. */
export function versionOf(value: unknown): Version | undefined {
  return value instanceof Future && value.lazy instanceof Version ? value.lazy : undefined;
}

/** The length of an array that is known, without putting it together. */
export function knownLength(value: unknown): number | undefined {
  if (!(value instanceof Future)) return undefined;
  if (value.lazy instanceof Version) return value.lazy.length;
  const container = isThere(value) ? undefined : containerOf(value);
  return container?.isArray ? container.length : undefined;
}
