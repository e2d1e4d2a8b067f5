/**
 * Code of the standard library that moves elements and members without looking at them. It runs as soon as it is
 * known which there are: what it gives holds those that are still to come as futures.
 *
 *   [a, b, c].slice(1)      there when the list is, with `b` and `c` each in its own time
 */
import { contain, containerOf, Future, isThere, plain, whenAll } from "./future.js";
import { isPlainArray, notAnArray } from "./lists.js";
import type { Later, MapBody, Scope } from "./scope.js";
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
  slice: Infinity,
  toReversed: Infinity,
  concat: 0,
  with: 1,
  toSpliced: 2,
  entries: 0,
};

/** A method in `METHODS`, of what is an array by its type. */
export function listMethod($: Scope, name: string, list: Later, args: readonly Later[]): Later {
  const looked = METHODS[name] as number;
  return onKnown($, name === "concat" ? [list, ...args] : [list], args.slice(0, looked), (scope) => {
    const elements = partsOf(list);
    if (!isPlainArray(elements, name)) {
      // No array after all, or one with methods of its own.
      return scope.on([list, ...args], (whole: never, ...given: never[]) =>
        (whole as Record<string, (...args: unknown[]) => unknown>)[name]?.(...given),
      );
    }
    if (name === "entries") return contain(elements.map((element: Later, i) => contain([i, element])));
    const given = args.map((arg, i) => (i < looked ? plain(arg) : name === "concat" ? listOrElement(arg) : arg));
    const made: unknown = Array.prototype[name as "at"].apply(elements, given as never);
    return name === "at" ? made : contain(made as object);
  });
}

const listOrElement = (value: Later): Later => (isThere(value) || containerOf(value)?.isArray ? partsOf(value) : value);

/** Calls `body` with each element: code that takes no time of its own, so that all of it is in this frame. */
export function over($: Scope, items: Later, body: MapBody, method: string): Later {
  return onKnown($, [items], [], (scope) => {
    const container = containerOf(items);
    if (container && !container.isArray) return scope.on([items], (whole) => fail(whole, method));
    const list = container ? container.target : plain(items);
    if (!isPlainArray(list, method)) return fail(list, method);
    const results: Later[] = new Array(list.length);
    for (let i = 0; i < list.length; i++)
      if (i in list) results[i] = body(scope, container ? container.get(i) : list[i], i, items);
    return contain(results);
  });
}

function fail(value: unknown, method: string): never {
  // As JavaScript says it of what has no such method.
  if (value !== undefined && value !== null && typeof (value as Record<string, unknown>)[method] !== "function")
    throw new TypeError(`.${method} is not a function`);
  throw notAnArray(value, `.${method}`, method);
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

/** `{ ...a, b, ...c }`. */
export function merged($: Scope, parts: readonly Later[]): Later {
  return onKnown($, parts, [], () => {
    let made = {};
    for (const part of parts) made = { ...made, ...(partsOf(part) as object) };
    return contain(made);
  });
}
