/**
 * The symbols that plait's objects know each other by. They come from the global symbol registry, so that
 * two copies of the package in one process recognise each other's modules; in types they are the one
 * property that `AliasesOf` probes, where a structural test would recurse.
 */

/** On every module. */
export const MODULE: unique symbol = Symbol.for("plait.module");
/** On every parameter. */
export const PARAMETER: unique symbol = Symbol.for("plait.parameter");
/** On modules that ask an endpoint themselves: the alias of that endpoint. */
export const ALIAS: unique symbol = Symbol.for("plait.alias");
/** Of containers, in types only: the union of what they hold. */
export const CHILDREN: unique symbol = Symbol.for("plait.children");
/** On containers that do not keep their items in fields: a method that lists them as `[name, item]`. */
export const ENTRIES: unique symbol = Symbol.for("plait.entries");
/** On modules whose `forward` passes its arguments on: the module that says how many there are. */
export const ENTRANCE: unique symbol = Symbol.for("plait.entrance");

/** What `util.inspect` and `console.log` look for in Node, Bun and Deno. */
export const INSPECT: unique symbol = Symbol.for("nodejs.util.inspect.custom");

/** The options object of `util.inspect`, as far as plait reads it. */
export interface InspectOptions {
  depth?: number | null;
}
export type Inspect = (value: unknown, options: InspectOptions) => string;
