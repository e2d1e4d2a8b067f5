/**
 * Members of values that may not be there yet: read as soon as that member is there, and changed by a new version of
 * a list or object that nobody else holds.
 *
 *   $.get($.call(0, this.extract, [doc]), "title")     there with the title, not with all that is extracted
 *   $.push(list, [$.call(1, this.ask, [q])])           the list goes on with an element that is a future
 */
import { spread } from "./compute.js";
import {
  contain,
  containerOf,
  Future,
  isThere,
  NEVER,
  plain,
  whenAll,
  type Container,
  type Entry,
  type Key,
} from "./future.js";
import { sizeOf } from "./lateMap.js";
import { isKnown, spreadList, whenKnown } from "./lenient.js";
import { entriesOf, nth, whenListed, type Element } from "./openList.js";
import type { Later, Scope } from "./scope.js";
import { isForWhole, knownLength, partsOf, versionOf, whenVersion, type Version } from "./version.js";

/** `value.key`: there as soon as that member is. */
export function getMember($: Scope, value: Later, key: Key): Later {
  if ($.frame.dead) return NEVER;
  if (key === "length") {
    const length = knownLength(value);
    if (length !== undefined) return length;
  }
  const member = versionOf(value)?.member(typeof key === "symbol" ? key : String(key));
  if (member) return member.value;
  const container = containerOf(value);
  if (container) return container.get(key);
  if (key === "size" && value instanceof Future && !value.known && !value.open) return sizeOf($, value);
  const index = indexOf(key);
  if (value instanceof Future && value.open && index !== undefined) return nth(value.open.entries, index);
  const read = (whole: never): unknown => (whole as Record<Key, unknown>)[key];
  if (isThere(value)) return $.on([value], read);
  const slot = $.text();
  const result = new Future();
  const when = (go: () => void): void =>
    index === undefined ? (value as Future).onKnown(go) : (value as Future).onListed(go);
  when(() => {
    if (!slot.waiting) return;
    slot.begin();
    const late = containerOf(value);
    const { open } = value as Future;
    try {
      result.follow(open ? nth(open.entries, index as number) : late ? late.get(key) : read(plain(value) as never));
    } catch (error) {
      slot.fail(error);
      return;
    }
    slot.succeed();
  });
  return result;
}

/** `value[key]`: there as soon as the key and that member are. */
export function memberAt($: Scope, value: Later, key: Later): Later {
  if ($.frame.dead) return NEVER;
  if (isThere(key)) return $.get(value, plain(key) as Key);
  const slot = $.text();
  const result = new Future();
  whenAll([key], ([there]) => {
    if (slot.waiting) $.open(slot, (scope) => scope.get(value, there as Key), $, result);
  });
  return result;
}

/**
 * Destructuring by plain keys, or by none of an object: `whole` does it on a value that is there, and throws as it
 * would have. The last part is the rest where there is one: the elements from `rest` on, or the other members.
 */
export function unpack(
  $: Scope,
  keys: readonly Key[],
  value: Later,
  whole: (value: never) => readonly unknown[],
  rest?: number | "members",
): Later[] {
  const count = keys.length + (rest === undefined ? 0 : 1);
  if ($.frame.dead) return Array.from({ length: count }, () => NEVER);
  /** Each part in its own time, where the value is a container that fits. */
  const parts = (): Later[] | undefined => {
    const indexed = typeof keys[0] === "number" || typeof rest === "number";
    if (indexed && value instanceof Future && value.open) {
      const { entries } = value.open;
      return rest === undefined ? keys.map((key) => nth(entries, key as number)) : undefined;
    }
    const container = containerOf(value);
    if (!container || (indexed && !container.isArray)) return undefined;
    const named = keys.map((key) => container.get(key));
    return rest === undefined ? named : [...named, contain(restOf(container, keys, rest))];
  };
  const there = parts();
  if (there) return there;
  if (isThere(value)) return spread(count, $.on([value], whole));
  const slot = $.frame.add();
  const results = Array.from({ length: count }, () => new Future());
  const finish = (): void => {
    if (!slot.waiting) return;
    slot.begin();
    try {
      const given = parts() ?? whole(plain(value) as never);
      results.forEach((result, i) => result.follow(given[i]));
    } catch (error) {
      slot.fail(error);
      return;
    }
    slot.succeed();
  };
  const known = (): void => (parts() ? finish() : whenAll([value], finish));
  if (rest === undefined) whenListed(value, known);
  else (value as Future).onKnown(known);
  return results;
}

/** What a pattern leaves: elements from a place on, or members that it does not name. */
function restOf(container: Container, keys: readonly Key[], rest: number | "members"): object {
  const parts = partsOf(container) as object;
  if (typeof rest === "number") return [...(parts as unknown[]).slice(rest)]; // a hole is undefined
  const others = { ...parts } as Record<Key, unknown>;
  for (const key of keys) delete others[key];
  return others;
}

/** The place in a list that a key names. */
function indexOf(key: Key): number | undefined {
  if (typeof key === "symbol") return undefined;
  const index = Number(key);
  return Number.isInteger(index) && index >= 0 && String(index) === String(key) ? index : undefined;
}

/** `list.push(…)` of an array that nobody else holds: a new version of it; see version.ts. */
export function pushed($: Scope, list: Later, values: readonly Later[], spread: readonly number[]): Later {
  if (spread.length > 0) {
    const all = spreadList($, values, spread);
    return $.late(
      isKnown(all),
      (start) => whenKnown([all], start),
      (scope) =>
        scope.push(
          list,
          (entriesOf(all) as readonly Entry[]).map((e) => (e as Element).value),
        ),
    );
  }
  return changed(
    $,
    list,
    (version) => version.push(values),
    (whole) => (whole as { push: unknown }).push,
  );
}

/** `object[key] = value`, alike. */
export function put($: Scope, object: Later, key: Later, value: Later): Later {
  if ($.frame.dead) return NEVER;
  const late = isThere(key) ? (isThere(value) || !isForWhole(object, plain(key)) ? undefined : value) : key;
  if (late !== undefined) {
    const slot = $.text();
    const result = new Future();
    whenAll([late], () => {
      if (slot.waiting) $.open(slot, (scope) => scope.put(object, key, value), $, result);
    });
    return result;
  }
  const name = plain(key) as Key;
  return changed(
    $,
    object,
    (version) => version.put(typeof name === "symbol" ? name : String(name), isThere(value) ? plain(value) : value),
    (whole) => ((whole as Record<Key, unknown>)[name] = undefined),
  );
}

/** What `go` makes of the version of an array or object; `fail` throws what the source would where there is none. */
function changed($: Scope, object: Later, go: (version: Version) => Version, fail: (whole: unknown) => void): Later {
  if ($.frame.dead) return NEVER;
  const result = new Future();
  const slot = object instanceof Future && !object.known ? $.text() : undefined;
  whenVersion(
    object,
    (version) => {
      if (slot && !slot.waiting) return;
      slot?.begin();
      try {
        result.follow(go(version));
      } catch (error) {
        (slot ?? $.text()).fail(error);
        return;
      }
      slot?.succeed();
    },
    (whole) => {
      if (slot && !slot.waiting) return;
      slot?.begin();
      try {
        fail(whole);
      } catch (error) {
        (slot ?? $.text()).fail(error);
      }
    },
  );
  return result.lazy ?? result;
}
