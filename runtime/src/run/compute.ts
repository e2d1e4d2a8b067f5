/** Code that ends at once, in its slot. */
import { Future, isThere, NEVER, plain } from "./future.js";
import type { Later } from "./scope.js";
import type { Slot } from "./slot.js";

/** Runs code that ends at once in a slot of its own; dependents start before the slot is done. */
export function compute(slot: Slot, result: Future, body: () => unknown): void {
  slot.begin();
  let value: unknown;
  try {
    value = body();
  } catch (error) {
    slot.fail(error);
    return;
  }
  result.resolve(value);
  slot.succeed();
}

/** The values of an array of `count`, each a future of its own until it is there. */
export function spread(count: number, value: Later): Later[] {
  if (isThere(value)) {
    const values = plain(value) as readonly unknown[];
    return Array.from({ length: count }, (_, i) => values[i]);
  }
  if (value === NEVER) return Array.from({ length: count }, () => NEVER);
  const results = Array.from({ length: count }, () => new Future());
  (value as Future).onComplete(() => {
    const values = (value as Future).value as readonly unknown[];
    results.forEach((result, i) => result.resolve(values[i]));
  });
  return results;
}
