/** What counts as a list for the array methods of compiled code, and the error for what does not. */
import { PlaitError } from "../errors.js";
import { isModule } from "../module/module.js";
import { labelOf } from "./describe.js";

/** A container of modules that can be listed. */
export function iterableModule(value: unknown): value is Iterable<unknown> {
  return isModule(value) && Symbol.iterator in value;
}

/** An array whose method is that of all arrays. */
export function isPlainArray(value: unknown, method: string): value is unknown[] {
  return Array.isArray(value) && (value as never)[method] === Array.prototype[method as never];
}

/** Whether an error says that code which waits for nothing was to make module calls: a defect of the program. */
export function isOfUncompiled(error: unknown): boolean {
  return error instanceof PlaitError && error.code === "PLT1005";
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
