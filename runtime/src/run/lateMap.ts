/**
 * A Map that is made of entries of which some values are still to come. Once it is known which keys it has, what one of
 * them stands for can be used when that is there, and so can the entries, one by one. To anything else it is a value
 * that comes when all of it is there.
 *
 *   const notes = new Map([["a", this.a(q)], ["b", this.b(q)]]);  this.use(notes.get("a"))     does not wait for `b`
 */
import { contain, Future, isThere, plain } from "./future.js";
import { isPlainArray } from "./lists.js";
import { onKnown } from "./lenient.js";
import { entriesOf, type Element } from "./openList.js";
import type { Later, Scope } from "./scope.js";
import { partsOf } from "./version.js";

export class LateMap extends Future {
  /** What each key stands for, once it is known which there are; undefined where the entries are no arrays. */
  readonly entries: Later;

  constructor(whole: Later, entries: Later) {
    super();
    this.entries = entries;
    this.follow(whole);
  }

  size($: Scope): Later {
    return onKnown($, [], [this.entries], (scope) => {
      const entries = plain(this.entries) as ReadonlyMap<unknown, Later> | undefined;
      return entries ? entries.size : scope.on([this], ({ size }: ReadonlyMap<unknown, unknown>) => size);
    });
  }
}

/** `new Map(list)`. */
export function lateMap($: Scope, list: Later): Later {
  const whole = $.on([list], (entries: Iterable<readonly [unknown, unknown]>) => new Map(entries));
  return isThere(list) ? whole : new LateMap(whole, keyed($, list));
}

/** What is there by now when somebody asks: a Map may have been changed since. */
const late = (map: Later): LateMap | undefined => (map instanceof LateMap && !map.peek() ? map : undefined);

function keyed($: Scope, list: Later): Later {
  return onKnown($, [list], [], (scope) => {
    const pairs = entriesOf(list);
    if (!pairs?.every(({ kind }) => kind === "element")) return undefined;
    const values = pairs.map((pair) => (pair as Element).value);
    return onKnown(scope, values, [], (inner) => {
      const parts = values.map(partsOf);
      if (!parts.every((part): part is Later[] => isPlainArray(part, "[Symbol.iterator]"))) return undefined;
      const keys = parts.map(([key]) => key);
      return onKnown(inner, [], keys, () => new Map(parts.map(([key, value]) => [plain(key), value])));
    });
  });
}

/** `map.get(key)` and `map.has(key)`, of what is a Map by its type. */
export function mapMethod($: Scope, name: "get" | "has", map: Later, key: Later): Later {
  const whole = (scope: Scope): Later =>
    scope.on([map, key], (there: Map<unknown, unknown>, k: unknown) => there[name](k));
  const made = late(map);
  if (!made) return whole($);
  return onKnown($, [], [made.entries, key], (scope) => {
    const entries = plain(made.entries) as Map<unknown, Later> | undefined;
    return entries ? (entries[name](plain(key)) as Later) : whole(scope);
  });
}

/** The entries of a Map as a list, for what goes over it: new arrays each time. */
export function pairsOf($: Scope, map: Later): Later {
  const made = late(map);
  if (!made) return map;
  return onKnown($, [], [made.entries], () => {
    const entries = plain(made.entries) as Map<unknown, Later> | undefined;
    return entries ? contain(Array.from(entries, ([key, value]) => contain([key, value]))) : map;
  });
}
