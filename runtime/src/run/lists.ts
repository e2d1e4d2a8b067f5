/** What counts as a list for the array methods of compiled code, and the error for what does not. */
import { PlaitError } from "../errors.js";
import { isModule } from "../module/module.js";
import { labelOf } from "./describe.js";

/** A container of modules that can be listed. */
export function iterableModule(value: unknown): value is Iterable<unknown> {
  return isModule(value) && Symbol.iterator in value;
}

export function notAnArray(value: unknown, label: string, method = "map"): unknown {
  if (value === undefined || value === null) {
    return new TypeError(`Cannot read properties of ${String(value)} (reading '${method}')`);
  }
  const what = isModule(value) ? labelOf(value) : typeof value;
  return new PlaitError(
    "PLT1005",
    `${label}: .${method}() with module calls in its callback works on arrays, and this is ${what}. Make an array of it first: Array.from(…).`,
  );
}
