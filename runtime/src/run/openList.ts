/**
 * Lists of which it is decided one by one which elements they have: what a `filter` keeps, what a `flatMap` gives.
 * Each element can be used when its own turn is decided; the place that it has among the others is known when all
 * before it are decided, and how many there are at the end.
 *
 *   list.filter((x) => this.good(x)).map((x) => this.use(x))    each `use` waits for its own `good`
 *
 * In the paths of slots an element is named by its place in the list that it was taken from: that does not hang on
 * what has been decided when.
 */
import { contain, containerOf, Future, isThere, plain, type Entry, type Opening } from "./future.js";
import type { Slot } from "./slot.js";

export type Element = Extract<Entry, { kind: "element" }>;
/** What has a place in a list, once it is decided that there is one. */
export type Placed = Extract<Entry, { kind: "element" | "hole" }>;

export class OpenList extends Future implements Opening {
  readonly partial = "list";
  readonly entries: readonly Entry[];

  constructor(entries: readonly Entry[]) {
    super();
    this.entries = entries;
    this.opens(this);
    const all: Placed[] = [];
    walkEntries(
      entries,
      (entry) => void all.push(entry),
      () => this.follow(closed(all)),
    );
  }
}

/** The list of these entries: open where something is still to be decided. */
export function listOf(entries: readonly Entry[]): unknown {
  const all: Placed[] = [];
  return settled(entries, all) ? closed(all) : new OpenList(entries);
}

/** Adds what is decided to `all`; false where something is not. */
function settled(entries: readonly Entry[], all: Placed[]): boolean {
  for (const entry of entries) {
    if (entry.kind === "maybe") {
      if (!isDecided(entry.when)) return false;
      if (isTrue(entry.when) && !settled([entry.entry], all)) return false;
    } else if (entry.kind === "part") {
      if (!entry.later.complete || !settled(entry.later.value as Entry[], all)) return false;
    } else all.push(entry);
  }
  return true;
}

/** How the elements of a list are named, where the list was made from others. */
const keysOf = new WeakMap<object, readonly string[]>();
/** In order, as in any list. */
const IN_ORDER: readonly string[] = [];

function closed(entries: readonly Placed[]): unknown {
  const list: unknown[] = [];
  let keys: string[] | undefined;
  entries.forEach((entry, i) => {
    const { key } = entry;
    if (entry.kind === "element") list[i] = entry.value;
    else list.length++;
    if (!keys && key !== String(i)) keys = Array.from({ length: i }, (_, j) => String(j));
    keys?.push(key);
  });
  keysOf.set(list, keys ?? IN_ORDER);
  return contain(list);
}

/** Whether the elements of an array have names of their own. */
export function isKeyed(value: unknown): boolean {
  if (value instanceof Future && value.open) return true;
  const keys = keysOf.get((containerOf(value)?.target ?? plain(value)) as object);
  return keys !== undefined;
}

/** The entries of an open list, or of an array that is known; undefined for anything else. */
export function entriesOf(value: unknown): readonly Entry[] | undefined {
  if (value instanceof Future && value.open) return value.open.entries;
  const container = containerOf(value);
  const list = container ? container.target : plain(value);
  if (!Array.isArray(list)) return undefined;
  const named = keysOf.get(list);
  // One that was changed since is a list like any.
  const keys = named?.length === list.length ? named : undefined;
  const entries: Entry[] = [];
  for (let i = 0; i < list.length; i++) {
    const key = keys?.[i] ?? String(i);
    entries.push(
      i in list
        ? { kind: "element", key, value: container ? container.get(i) : (list[i] as unknown) }
        : { kind: "hole", key },
    );
  }
  return entries;
}

/** Whether it is known if a value counts as true: an object does, whatever is in it. */
export const isTrue = (value: unknown): boolean => (isThere(value) ? Boolean(plain(value)) : true);

/** Whether a value is known, or known to be an open list: then it is known what it is, if not all of it. */
export const isListed = (value: unknown): boolean =>
  !(value instanceof Future) || value.known || value.open !== undefined;

export function whenListed(value: unknown, callback: () => void): void {
  if (isListed(value)) callback();
  else (value as Future).onListed(callback);
}

/** Whether it is known if a value counts as true, or is undefined: a list or Map of which a part is there does and is not. */
export const isDecided = (value: unknown): boolean => !(value instanceof Future) || value.decided;

export function whenDecided(value: unknown, callback: () => void): void {
  if (isDecided(value)) callback();
  else (value as Future).onDecided(callback);
}

/** Goes over the elements and holes in order, as far as they are decided. */
export class Steps {
  readonly #around: { entries: readonly Entry[]; at: number }[];

  constructor(entries: readonly Entry[]) {
    this.#around = [{ entries, at: 0 }];
  }

  /** The next one; "later" where it is not decided, which `again` is told about once; "end" behind the last. */
  next(again: () => void): Placed | "later" | "end" {
    for (let top = this.#around.at(-1); top; top = this.#around.at(-1)) {
      const entry = top.entries[top.at];
      if (!entry) {
        this.#around.pop();
        continue;
      }
      if (entry.kind === "part" && !entry.later.complete) {
        entry.later.onComplete(again);
        return "later";
      }
      if (entry.kind === "maybe" && !isDecided(entry.when)) {
        whenDecided(entry.when, again);
        return "later";
      }
      top.at++;
      if (entry.kind === "part") this.#around.push({ entries: entry.later.value as Entry[], at: 0 });
      else if (entry.kind !== "maybe") return entry;
      else if (isTrue(entry.when)) this.#around.push({ entries: [entry.entry], at: 0 });
    }
    return "end";
  }
}

/** Visits them in order, each once it is decided. `visit` returning false ends that. */
export function walkEntries(
  entries: readonly Entry[],
  visit: (entry: Placed) => boolean | void,
  end: () => void,
): void {
  const steps = new Steps(entries);
  const go = (): void => {
    for (;;) {
      const step = steps.next(go);
      if (step === "later") return;
      if (step === "end") return end();
      if (visit(step) === false) return;
    }
  };
  go();
}

/** `list[index]` of an open list: there when all before it are decided. */
export function nth(entries: readonly Entry[], index: number): unknown {
  const result = new Future();
  let left = index;
  walkEntries(
    entries,
    (entry) => {
      if (left-- > 0) return true;
      result.follow(entry.kind === "element" ? entry.value : undefined);
      return false;
    },
    () => result.resolve(undefined),
  );
  return result.complete ? result.value : result;
}

/** The entries with `prefix` in front of their names. */
export function named(entries: readonly Entry[], prefix: string): Entry[] {
  return changed(entries, (entry) => [{ ...entry, key: `${prefix}${entry.key}` }]);
}

export function withoutHoles(entries: readonly Entry[]): Entry[] {
  return changed(entries, (entry) => (entry.kind === "hole" ? [] : [entry]));
}

/** As a spread list has them: what stands for a hole is `undefined`. */
export function withHolesFilled(entries: readonly Entry[]): Entry[] {
  return changed(entries, (entry) => [
    entry.kind === "hole" ? { kind: "element", key: entry.key, value: undefined } : entry,
  ]);
}

function mapped(later: Future, change: (entries: readonly Entry[]) => Entry[]): Future {
  const result = new Future();
  later.onComplete(() => result.resolve(change(later.value as Entry[])));
  return result;
}

/**
 * What a `flatMap` makes of a value: its elements, or itself where it is no array. Where that is not known yet, the
 * array is read in a slot of its own, so that what changes it comes after.
 */
export function flattened(slot: () => Slot, key: string, value: unknown, later = new Future()): Entry {
  const read = (): Entry[] => {
    const inner = entriesOf(value);
    return inner ? named(withoutHoles(inner), `${key}.`) : [{ kind: "element", key, value }];
  };
  if (isListed(value)) later.resolve(read());
  else {
    const reads = slot();
    whenListed(value, () => {
      if (!reads.waiting) return;
      reads.begin();
      later.resolve(read());
      reads.succeed();
    });
  }
  return { kind: "part", later };
}

/** What `change` makes of each element and hole, wherever it stands. */
export function changed(entries: readonly Entry[], change: (entry: Placed) => Entry[]): Entry[] {
  return entries.flatMap((entry): Entry[] => {
    switch (entry.kind) {
      case "maybe":
        return changed([entry.entry], change).map((inner) => ({ ...entry, entry: inner }));
      case "part":
        return [{ kind: "part", later: mapped(entry.later, (list) => changed(list, change)) }];
      default:
        return change(entry);
    }
  });
}
