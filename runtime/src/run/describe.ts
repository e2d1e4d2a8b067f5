/** How a module is called in events and errors. */
import type { Module } from "../module/module.js";

/** The alias of a model call, undefined for other modules. */
export function aliasOf(module: Module): string | undefined {
  const alias: unknown = (module as { alias?: unknown }).alias;
  return typeof alias === "string" ? alias : undefined;
}

/** Class name, with the alias of a model call: `LLMInference(fast)`. */
export function labelOf(module: Module): string {
  const name = module.constructor.name || "Module";
  const alias = aliasOf(module);
  return alias === undefined ? name : `${name}(${alias})`;
}
