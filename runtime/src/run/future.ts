/**
 * A cell that is written once. Names in compiled code stand for plain values or for futures; failure is
 * no state of a future, but of the slot that would have written it (see slot.ts): what waits for a future
 * that never comes is later in program order and has been cancelled with that slot.
 *
 * A future is *known* before it is *complete* when its value is an object or array literal, or a map, some
 * of whose elements are still to come (a Container): fields can be used as soon as they are there. An object
 * that the body builds up step by step is a Version until somebody looks at it (see version.ts). A list of which
 * it is still to be decided which elements it has is *open* before it is known (see openList.ts), and of a Map some
 * values may be used before all of it is (see lateMap.ts).
 */

type Callback = () => void;

// Callbacks run from one queue, so that a chain of a million dependents needs no deep stack.
const queue: Callback[] = [];
let draining = false;

function drain(): void {
  if (draining) return;
  draining = true;
  try {
    for (let i = 0; i < queue.length; i++) {
      (queue[i] as Callback)();
      if (i === 4095) {
        queue.splice(0, i + 1); // keeps a long cascade from holding every callback it ever ran
        i = -1;
      }
    }
  } finally {
    queue.length = 0;
    draining = false;
  }
}

/** What a future stands for that is put together only when somebody looks. */
export interface Lazy extends Future {
  /** A value, or the container that it will be. */
  build(): unknown;
}

/** A list, before it is known which elements it has. */
export interface Opening extends Future {
  readonly partial: "list";
  readonly entries: readonly Entry[];
}

/** A Map, before all of its values are there. */
export interface PartialMap extends Future {
  readonly partial: "map";
  /** What each key stands for, once it is known which there are; undefined where the entries are no arrays. */
  readonly entries: unknown;
}

/** What may become an element of such a list. `key` tells it from the others, in the paths of slots. */
export type Entry =
  | { kind: "element"; key: string; value: unknown }
  | { kind: "hole"; key: string }
  /** Only where `when` turns out to be true. */
  | { kind: "maybe"; when: unknown; entry: Entry }
  /** A future of an array of entries. */
  | { kind: "part"; later: Future };

export class Future {
  complete = false;
  value: unknown = undefined;
  /** Known, and not put together yet. */
  lazy: Lazy | undefined = undefined;
  #shell: Container | undefined = undefined;
  #partial: Opening | PartialMap | undefined = undefined;
  #whenDecided: Callback[] | undefined = undefined;
  #whenKnown: Callback[] | undefined = undefined;
  #whenComplete: Callback[] | undefined = undefined;

  get known(): boolean {
    return this.complete || this.lazy !== undefined || this.#shell !== undefined;
  }

  /** The list that it will be, while it is open. */
  get open(): Opening | undefined {
    return !this.known && this.#partial?.partial === "list" ? this.#partial : undefined;
  }

  /** The Map that it will be, while not all of it is there. */
  get partialMap(): PartialMap | undefined {
    return !this.known && this.#partial?.partial === "map" ? this.#partial : undefined;
  }

  /** Whether it is known what the value is, or that it will be a list or Map. */
  get decided(): boolean {
    return this.known || this.#partial !== undefined;
  }

  /** Whether the value is there. */
  peek(): boolean {
    if (this.lazy) this.#look(this.lazy);
    return this.complete;
  }

  /** The container that the value will be, once that much is known and as long as not all of it is there. */
  get shell(): Container | undefined {
    if (this.lazy) this.#look(this.lazy);
    return this.#shell;
  }

  #look(lazy: Lazy): void {
    this.lazy = undefined;
    if (lazy === (this as Future)) this.follow(lazy.build());
    else {
      lazy.peek();
      this.follow(lazy);
    }
  }

  /** Is an open list or such a Map itself. */
  protected opens(partial: Opening | PartialMap): void {
    this.#partial = partial;
  }

  /** Is a container itself. */
  protected contains(container: Container): void {
    this.#shell = container;
  }

  /** Calls `callback` once the value is complete, at once where it is. */
  onComplete(callback: Callback): void {
    if (this.peek()) callback();
    else (this.#whenComplete ??= []).push(callback);
  }

  /** Calls `callback` once the value is complete or known to be a container. */
  onKnown(callback: Callback): void {
    if (this.known) callback();
    else (this.#whenKnown ??= []).push(callback);
  }

  /** Calls `callback` once the value is decided. */
  onDecided(callback: Callback): void {
    if (this.decided) callback();
    else (this.#whenDecided ??= []).push(callback);
  }

  /** Calls `callback` once the value is known, or known to be an open list. */
  onListed(callback: Callback): void {
    this.onDecided(() => (this.known || this.open ? callback() : this.onKnown(callback)));
  }

  resolve(value: unknown): void {
    if (this.complete) return;
    this.complete = true;
    this.value = value;
    this.lazy = undefined;
    this.#flush(this.#whenDecided);
    this.#flush(this.#whenKnown);
    this.#flush(this.#whenComplete);
    this.#whenDecided = this.#whenKnown = this.#whenComplete = undefined;
    this.#partial = undefined;
    drain();
  }

  /** Becomes what `source` is or will be. */
  follow(source: unknown): void {
    if (!(source instanceof Future)) this.resolve(source);
    else if (source.complete) this.resolve(source.value);
    else if (source.known) this.#become(source);
    else {
      source.onDecided(() => source.#partial && this.#openAs(source.#partial));
      source.onKnown(() => (source.complete ? this.resolve(source.value) : this.#become(source)));
    }
  }

  #openAs(partial: Opening | PartialMap): void {
    if (this.decided) return;
    this.#partial = partial;
    this.#flush(this.#whenDecided);
    this.#whenDecided = undefined;
    drain();
  }

  /** `source` is known and not complete. */
  #become(source: Future): void {
    if (this.complete) return;
    if (source.lazy && !this.#whenComplete) this.lazy = source.lazy;
    else {
      this.#shell = source.shell;
      source.onComplete(() => this.resolve(source.value));
    }
    this.#partial = undefined;
    this.#flush(this.#whenDecided);
    this.#flush(this.#whenKnown);
    this.#whenDecided = this.#whenKnown = undefined;
    drain();
  }

  #flush(callbacks: Callback[] | undefined): void {
    if (callbacks) for (const callback of callbacks) queue.push(callback);
  }
}

/** Stands for the value of a slot that was never started; it holds on to nothing that waits for it. */
class Never extends Future {
  override peek(): boolean {
    return false;
  }
  override onComplete(): void {}
  override onKnown(): void {}
  override onDecided(): void {}
}

export const NEVER: Future = new Never();

export type Key = string | number | symbol;

/** The names of the members that a copy of an object has as well. */
export function keysOf(target: object): (string | symbol)[] {
  const symbols = Object.getOwnPropertySymbols(target);
  return symbols.length === 0 ? Object.keys(target) : [...Object.keys(target), ...symbols];
}

/** An object or array made in the body, some of whose members are futures. It is the one object that the program made: members are filled in as they come. */
export class Container extends Future {
  readonly target: Record<Key, unknown>;
  readonly #missing = new Map<string | symbol, Future>();

  constructor(target: object) {
    super();
    this.contains(this);
    this.target = target as Record<Key, unknown>;
    for (const key of keysOf(target)) {
      const member = this.target[key];
      if (!(member instanceof Future)) continue;
      if (member.peek()) this.target[key] = member.value;
      else this.#missing.set(key, member);
    }
    for (const [key, member] of [...this.#missing]) {
      member.onComplete(() => {
        this.target[key] = member.value;
        this.#missing.delete(key);
        if (this.#missing.size === 0) this.resolve(this.target);
      });
    }
  }

  /** The member, as far as it is there. */
  get(key: Key): unknown {
    return this.#missing.get(typeof key === "number" ? String(key) : key) ?? this.target[key];
  }

  get isArray(): boolean {
    return Array.isArray(this.target);
  }

  get length(): number {
    return (this.target as unknown as unknown[]).length;
  }
}

/** `target` itself where every member is there, else the container that it will be. */
export function contain(target: object): unknown {
  const members = target as Record<Key, unknown>;
  const keys = keysOf(target);
  for (const key of keys) {
    const member = members[key];
    if (member instanceof Future && !member.peek()) return new Container(target);
  }
  for (const key of keys) {
    const member = members[key];
    if (member instanceof Future) members[key] = member.value;
  }
  return target;
}

/** The container behind a value or future, where there is one and it is not complete. */
export function containerOf(value: unknown): Container | undefined {
  return value instanceof Future && !value.peek() ? value.shell : undefined;
}

/** True where `value` is no future, or a complete one. */
export function isThere(value: unknown): boolean {
  return !(value instanceof Future) || value.peek();
}

/** The plain value of something that is there. */
export function plain(value: unknown): unknown {
  if (!(value instanceof Future)) return value;
  value.peek();
  return value.value;
}

/** Calls `callback` with the plain values once all of them are complete; at once where they are. */
export function whenAll(values: readonly unknown[], callback: (plain: unknown[]) => void): void {
  let missing = 0;
  for (const value of values) if (!isThere(value)) missing++;
  if (missing === 0) {
    callback(values.map(plain));
    return;
  }
  for (const value of values) {
    if (isThere(value)) continue;
    (value as Future).onComplete(() => {
      if (--missing === 0) callback(values.map(plain));
    });
  }
}

/** The value of work that has settled: it is on its way, at most behind what is told to others just now. */
export function whenSettled(value: unknown, callback: (plain: unknown) => void): void {
  whenAll([value], ([there]) => callback(there));
}

export function allThere(values: readonly unknown[]): boolean {
  for (const value of values) if (!isThere(value)) return false;
  return true;
}
