/**
 * A Map that is made of entries of which some values are still to come. Once it is known which keys it has, what one of
 * them stands for can be used when that is there, and so can the entries, one by one. To anything else it is a value
 * that comes when all of it is there.
 *
 *   const notes = new Map([["a", this.a(q)], ["b", this.b(q)]]);  this.use(notes.get("a"))     does not wait for `b`
 */
import { contain, Future, isThere, plain, type PartialMap } from "./future.js";
import { isPlainArray } from "./lists.js";
import { onKnown } from "./lenient.js";
import { entriesOf, isDecided, whenDecided, type Element } from "./openList.js";
import type { Later, Scope } from "./scope.js";
import { partsOf } from "./version.js";

class LateMap extends Future implements PartialMap {
  readonly partial = "map";
  readonly entries: Later;

  constructor(whole: Later, entries: Later) {
    super();
    this.entries = entries;
    this.opens(this);
    this.follow(whole);
  }
}

/** `new Map(list)`. */
export function lateMap($: Scope, list: Later): Later {
  const whole = $.on([list], (entries: Iterable<readonly [unknown, unknown]>) => new Map(entries));
  return isThere(list) ? whole : new LateMap(whole, keyed($, list));
}

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

/**
 * What `go` makes of the Map that `map` will be, or of undefined where it is there by now, and may have been changed
 * since, or no Map that is made of entries.
 */
function onMap($: Scope, map: Later, whole: readonly Later[], go: ($: Scope, entries?: Entries) => Later): Later {
  return $.late(
    isDecided(map),
    (start) => whenDecided(map, start),
    (scope) => {
      const made = map instanceof Future && !map.peek() ? map.partialMap : undefined;
      if (!made) return go(scope);
      return onKnown(scope, [], [made.entries, ...whole], (inner) =>
        go(inner, plain(made.entries) as Entries | undefined),
      );
    },
  );
}

type Entries = ReadonlyMap<unknown, Later>;

/** `map.get(key)` and `map.has(key)`, of what is a Map by its type. */
export function mapMethod($: Scope, name: "get" | "has", map: Later, key: Later): Later {
  return onMap($, map, [key], (scope, entries) =>
    entries
      ? (entries[name](plain(key)) as Later)
      : scope.on([map, key], (there: Entries, k: unknown) => there[name](k)),
  );
}

/** `map.size`, of what may become a Map; of anything else it is a member. */
export function sizeOf($: Scope, map: Future): Later {
  return onMap($, map, [], (scope, entries) => {
    if (entries) return entries.size;
    return map.partialMap ? scope.on([map], ({ size }: Entries) => size) : scope.get(map, "size");
  });
}

/** The entries of a Map as a list, for what goes over it: new arrays each time. */
export function pairsOf($: Scope, map: Later): Later {
  return onMap($, map, [], (_, entries) =>
    entries ? contain(Array.from(entries, ([key, value]) => contain([key, value]))) : map,
  );
}
