/**
 * Code of the standard library that moves elements and members without looking at them. It runs as soon as it is
 * known which there are: what it gives holds those that are still to come as futures.
 *
 *   [a, b, c].slice(1)      there when the list is, with `b` and `c` each in its own time
 */
import { contain, containerOf, Future, isThere, NEVER, plain, whenAll, type Entry, type Opening } from "./future.js";
import { mapMethod } from "./lateMap.js";
import { isPlainArray } from "./lists.js";
import { over } from "./maps.js";
import {
  entriesOf,
  isKeyed,
  isListed,
  listOf,
  named,
  walkEntries,
  whenListed,
  withHolesFilled,
  withoutHoles,
  type Element,
} from "./openList.js";
import type { Later, Scope } from "./scope.js";
import { partsOf } from "./version.js";

/** Whether it is known what a value is: all of it, or which elements or members it has. */
export const isKnown = (value: Later): boolean => !(value instanceof Future) || value.known;

/** Calls `callback` once all of them are known; at once where they are. */
export function whenKnown(values: readonly Later[], callback: () => void): void {
  let missing = 1;
  const one = (): void => {
    if (--missing === 0) callback();
  };
  for (const value of values) {
    if (isKnown(value)) continue;
    missing++;
    (value as Future).onKnown(one);
  }
  one();
}

/** Runs `go` once `values` are known and `whole` are there. */
export function onKnown($: Scope, values: readonly Later[], whole: readonly Later[], go: ($: Scope) => Later): Later {
  return $.late(
    values.every(isKnown) && whole.every(isThere),
    (start) => whenKnown(values, () => whenAll(whole, start)),
    go,
  );
}

/** Methods of arrays, and how many of their arguments they look at; the others become elements. */
const METHODS: Record<string, number> = {
  at: Infinity,
  flat: Infinity,
  slice: Infinity,
  toReversed: Infinity,
  with: 1,
  toSpliced: 2,
  entries: 0,
};

/** A method in `METHODS`, of what is an array by its type, or one of a Map. */
export function listMethod($: Scope, name: string, list: Later, args: readonly Later[]): Later {
  const looked = METHODS[name] as number;
  if (name === "flat") return flat($, list, args[0] ?? 1);
  const [from, to] = args;
  if (name === "slice" && isPlace(from) && isPlace(to)) {
    // It may turn out to be open: what a call gives is not known before that has begun.
    if (!isListed(list))
      return $.late(
        false,
        (start) => whenListed(list, start),
        (scope) => listMethod(scope, name, list, args),
      );
    if (list instanceof Future && list.open) return $.frame.dead ? NEVER : sliced(list.open, from, to);
  }
  if (name === "concat") return concat($, [list, ...args]);
  if (name === "get" || name === "has") return mapMethod($, name, list, from);
  return onKnown($, [list], args.slice(0, looked), (scope) => {
    const elements = partsOf(list);
    if (!isPlainArray(elements, name)) {
      // No array after all, or one with methods of its own.
      return scope.on([list, ...args], (whole: never, ...given: never[]) =>
        (whole as Record<string, (...args: unknown[]) => unknown>)[name]?.(...given),
      );
    }
    if (name === "slice" && isKeyed(list))
      return listOf((entriesOf(list) as readonly Entry[]).slice(...(args.map(plain) as [number, number])));
    // A hole has a place, too.
    if (name === "entries") return contain(Array.from(elements, (element: Later, i) => contain([i, element])));
    const given = args.map((arg, i) => (i < looked ? plain(arg) : arg));
    const made: unknown = Array.prototype[name as "at"].apply(elements, given as never);
    return name === "at" ? made : contain(made as object);
  });
}

/** `list.flat(depth)`. */
function flat($: Scope, list: Later, depth: Later): Later {
  return $.late(
    isListed(list) && isThere(depth),
    (start) => whenListed(list, () => whenAll([depth], start)),
    (scope) => {
      const levels = Number(plain(depth));
      const entries = entriesOf(list);
      if (!entries || !(levels <= DEEPEST) || (isThere(list) && !isPlainArray(plain(list), "flat")))
        return scope.on([list], (whole: unknown[]) => whole.flat(levels));
      let lists = listOf(withoutHoles(entries));
      for (let level = 1; level <= levels; level++) lists = over(scope, lists, (_, element) => element, "flatMap");
      return lists;
    },
  );
}

/** Lists are nested less deeply than this, if they are nested at all. */
const DEEPEST = 8;

/** `list.slice(from, to)` of an open list, with a few places: each element when all before it are decided. */
function sliced({ entries }: Opening, from: number, to: number): Later {
  const places = Array.from({ length: Math.max(0, to - from) }, () => new Future());
  let at = 0;
  walkEntries(
    entries,
    (entry) => {
      if (at >= from) places[at - from]?.resolve([entry]);
      return ++at < to;
    },
    () => {
      for (const place of places) place.resolve([]);
    },
  );
  return listOf(places.map((later) => ({ kind: "part", later })));
}

/** How many places of an open list are looked at one by one. */
const MOST_PLACES = 100;
const isPlace = (value: Later): value is number =>
  typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= MOST_PLACES;

/** `items.filter(…)`, where it is known what the callback said. */
export function filtered($: Scope, items: Later, flags: Later): Later {
  return onKnown($, [items, flags], [], () => {
    const said = entriesOf(flags) as readonly Entry[];
    const entries = (entriesOf(items) as readonly Entry[]).flatMap((entry, i): Entry[] => {
      const flag = said[i];
      return flag?.kind === "element" && entry.kind === "element" ? [{ kind: "maybe", when: flag.value, entry }] : [];
    });
    return listOf(entries);
  });
}

/**
 * An array literal with the elements of lists in it, which stand at `spread`. It is open as long as one of them is
 * not known. Behind the first of them, elements are named by where they stand here.
 */
export function spreadList($: Scope, elements: readonly Later[], spread: readonly number[]): Later {
  if ($.frame.dead) return NEVER;
  const entries: Entry[] = [];
  for (let i = 0; i < elements.length; i++) {
    if ($.frame.dead) break;
    const element = elements[i];
    const before = i === spread[0] ? i : undefined;
    const key = i < (spread[0] as number) ? String(i) : `+${i}`;
    if (!(i in elements)) entries.push({ kind: "hole", key });
    else if (!spread.includes(i)) entries.push({ kind: "element", key, value: element });
    else if (isSpreadable(element)) {
      $.late(
        true,
        () => {},
        () => void entries.push(...spreadOf(element, i, before)),
      );
    } else {
      const later = new Future();
      const when = (start: () => void): void =>
        whenListed(element, () => (isSpreadable(element) ? start() : whenAll([element], start)));
      $.late(false, when, () => later.resolve(spreadOf(element, i, before)));
      entries.push({ kind: "part", later });
    }
  }
  return $.frame.dead ? NEVER : listOf(entries);
}

// What is no array has an iterator of its own: that runs in its place, once it is there.
const isSpreadable = (list: Later): boolean =>
  isThere(list) || (isListed(list) && containerOf(list)?.isArray !== false);

/** The elements of what is spread at place `i`; `before` elements stand in front of it where that is known. */
function spreadOf(list: Later, i: number, before: number | undefined, keep?: "holes"): Entry[] {
  const entries = entriesOf(list) ?? (entriesOf([...(plain(list) as Iterable<unknown>)]) as readonly Entry[]);
  const isNumbered = before !== undefined && !isKeyed(list);
  const own = entries.map((entry, j): Entry => {
    const key = isNumbered ? String(before + j) : `+${i}.${"key" in entry ? entry.key : j}`;
    return "key" in entry ? { ...entry, key } : (named([entry], `+${i}.`)[0] as Entry);
  });
  return keep ? own : withHolesFilled(own);
}

/** `list.concat(…)`: those of `parts` that are arrays give their elements. What the others are may be known later. */
function concat($: Scope, parts: readonly Later[]): Later {
  const [list] = parts;
  return $.late(
    isListed(list),
    (start) => whenListed(list, start),
    (scope) => {
      if (!entriesOf(list) || (isThere(list) && !isPlainArray(plain(list), "concat")))
        return scope.on([...parts], (whole: unknown[], ...given: unknown[]) => whole.concat(...given));
      const entries = parts.map((part, i): readonly Entry[] => {
        if (isListed(part)) return joinedOf(part, i);
        const later = new Future();
        scope.late(
          false,
          (start) => whenListed(part, start),
          () => later.resolve(joinedOf(part, i)),
        );
        return [{ kind: "part", later }];
      });
      return listOf(entries.flat());
    },
  );
}

/** What `concat` makes of its part at place `i`. */
function joinedOf(part: Later, i: number): Entry[] {
  if (entriesOf(part)) return spreadOf(part, i, i === 0 ? 0 : undefined, "holes");
  const value = isThere(part) ? plain(part) : undefined;
  // An object may say that it counts as a list.
  if (typeof value === "object" && value !== null && Symbol.isConcatSpreadable in value)
    return spreadOf(([] as unknown[]).concat(value), i, undefined, "holes");
  return [{ kind: "element", key: `+${i}`, value: part }];
}

/** `Object.keys`, `Object.values` and `Object.entries`. */
export function membersOf($: Scope, what: "keys" | "values" | "entries", object: Later): Later {
  return onKnown($, [object], [], () => {
    if (isThere(object)) return Object[what](plain(object) as object);
    const parts = partsOf(object) as Record<string, Later>;
    if (what === "keys") return Object.keys(parts);
    return contain(what === "values" ? Object.values(parts) : Object.entries(parts).map(contain));
  });
}

/** `Object.fromEntries`: there when the keys are. */
export function fromEntries($: Scope, list: Later): Later {
  return onKnown($, [list], [], (scope) => {
    const pairs = entriesOf(list);
    if (isThere(list) || !pairs?.every(({ kind }) => kind === "element"))
      return scope.on([list], (whole: Iterable<readonly [string, unknown]>) => Object.fromEntries(whole));
    const values = pairs.map((pair) => (pair as Element).value);
    return onKnown(scope, values, [], (inner) => {
      const parts = values.map(partsOf) as (readonly Later[])[];
      if (!parts.every((part) => Array.isArray(part)))
        return inner.on([list], (whole: Iterable<readonly [string, unknown]>) => Object.fromEntries(whole));
      const keys = parts.map(([key]) => key);
      return onKnown(inner, [], keys, () =>
        contain(Object.fromEntries(parts.map((part) => [plain(part[0]), part[1]]))),
      );
    });
  });
}

/** `{ [key]: value }`. */
export function keyedMember($: Scope, key: Later, value: Later): Later {
  return $.late(
    isThere(key),
    (start) => whenAll([key], start),
    (scope) => {
      const name = plain(key) as string | symbol;
      if (typeof name === "symbol") return scope.on([value], (there: unknown) => ({ [name]: there }));
      return contain({ [name]: value });
    },
  );
}

/** `{ ...a, b, ...c }`. */
export function merged($: Scope, parts: readonly Later[]): Later {
  return onKnown($, parts, [], () => {
    let made = {};
    for (const part of parts) made = { ...made, ...(partsOf(part) as object) };
    return contain(made);
  });
}
