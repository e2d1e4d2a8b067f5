/** What plait's containers check and say alike. */
import { PlaitError } from "../errors.js";
import { isModule, type Module } from "./module.js";
import { isParameter, type Parameter } from "./parameter.js";

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (typeof value === "function") return `the function ${value.name || "(unnamed)"}`;
  if (typeof value === "object") return `an object of class ${value.constructor?.name ?? "Object"}`;
  return typeof value;
}

/** @throws PlaitError PLT1018 */
export function checkModule(value: unknown, where: string): asserts value is Module {
  if (isModule(value)) return;
  throw new PlaitError(
    "PLT1018",
    `${where} must be a module, not ${kindOf(value)}. Wrap a function in a class that extends Module.`,
  );
}

/** @throws PlaitError PLT1018 */
export function checkParameter(value: unknown, where: string): asserts value is Parameter {
  if (isParameter(value)) return;
  throw new PlaitError("PLT1018", `${where} must be a Parameter, not ${kindOf(value)}. Write new Parameter(…).`);
}

export function notCallable(container: string, instead: string): PlaitError {
  return new PlaitError(
    "PLT1018",
    `a ${container} holds modules and cannot be called itself. Call what it holds: ${instead}.`,
  );
}
