/**
 * A Map or Set is changed in place, so that what handles a failure would see changes from behind it: one that is
 * changed inside of a `try` and made outside of it is no private object. Arrays and plain objects have versions.
 */
import type { Node } from "oxc-parser";
import { declaredIn, type Binding } from "../syntax/bindings.js";
import { type AnyFunction, nodesOf } from "../syntax/walk.js";
import type { Private } from "./privates.js";

export function outsideOfTries(
  privates: ReadonlyMap<Binding, Private>,
  fn: AnyFunction,
): ReadonlyMap<Binding, Private> {
  const tries = nodesOf(fn, "TryStatement");
  const inside = (node: Node, range: Node): boolean => node.start >= range.start && node.end <= range.end;
  return new Map(
    [...privates].filter(
      ([binding, { kind, writes }]) =>
        writes.length > 0 &&
        (kind !== "chained" ||
          !tries.some((range) => !declaredIn(binding, range) && writes.some((write) => inside(write, range)))),
    ),
  );
}
