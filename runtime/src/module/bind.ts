/**
 * What `bind` checks, in types and at run time.
 *
 * In types: `AliasesOf` walks from a module through its public fields and collects the alias of every model
 * call, so that an alias without an endpoint is an error in the editor that names it. The walk goes level by
 * level over a union of module types, in tail calls, so that neither depth nor recursive classes matter; each
 * step probes one brand property instead of comparing structures.
 *
 * What types cannot see (`private`, `protected` and `#` fields, aliases widened to `string`, fields of type
 * `any`, `unknown` or just `Module`) makes a pipeline *open*: aliases that are seen are still required, but
 * further endpoints are allowed. In a pipeline that is not open, an endpoint that nothing uses is an error,
 * which is how a misspelt alias is found. At run time everything but `#` fields is checked again.
 */
import { PlaitError } from "../errors.js";
import { Dispatcher } from "../resources/dispatcher.js";
import type { EndpointList, LoadedResources, ResourceConfig } from "../resources/config.js";
import { createBound, type Bound } from "../run/bound.js";
import { ALIAS, type MODULE } from "./brand.js";
import { forwardProblem, type Module } from "./module.js";
import { nearest } from "./nearest.js";

declare const OPEN: unique symbol;
type Open = typeof OPEN;

interface Branded {
  readonly [MODULE]: true;
}
type Fields<M> = Exclude<keyof M, keyof Module>;
// oxlint-disable-next-line typescript/no-explicit-any -- the one type that every function fits
type AnyFunction = (...args: any[]) => any;
type IsAny<T> = 0 extends 1 & T ? true : false;

/** All module types that can be reached from the union `F`, and `Open` for what cannot be seen. */
type Reach<F, Seen = never, Depth extends 0[] = []> = [F] extends [never]
  ? Seen
  : Depth["length"] extends 64
    ? Seen | ([F] extends [Seen] ? never : Open) // a recursive class has shown all it has by now
    : Reach<Below<F>, Seen | F, [...Depth, 0]>;

type Below<M> = M extends Branded ? { [K in Fields<M>]-?: Held<M[K]> }[Fields<M>] : never;

/** The modules that a field of type `T` holds. */
type Held<T> = unknown extends T
  ? Open
  : T extends Branded | Open
    ? T
    : T extends readonly (infer E)[]
      ? Held<E>
      : // oxlint-disable-next-line typescript/no-explicit-any -- keys of any type
        T extends ReadonlyMap<any, infer E>
        ? Held<E>
        : T extends ReadonlySet<infer E>
          ? Held<E>
          : T extends AnyFunction
            ? never
            : T extends object
              ? { [K in keyof T]-?: T[K] extends Branded | undefined ? T[K] : never }[keyof T] & object
              : never;

/** The alias of one module type, and `Open` where it may hide others. */
type Here<M> = M extends Open
  ? Open
  : M extends { readonly [ALIAS]: infer A extends string }
    ? (string extends A ? Open : A) | Hidden<M>
    : Hidden<M> | Unknown<M>;

/** `Open` for a class with hidden fields: what `keyof` shows is then not enough to be one. */
type Hidden<M> = { [K in keyof M]: M[K] } & AnyFunction extends M ? never : Open;

/** `Open` for `Module` itself: it could be anything. */
type Unknown<M> = [Fields<M>] extends [never]
  ? // oxlint-disable-next-line typescript/no-explicit-any -- the parameters that every forward fits
    M extends { forward(...args: any[]): infer R }
    ? IsAny<R> extends true
      ? Open
      : never
    : never
  : never;

type Seen<M> = Here<Reach<M>>;
type ResourcesOf<A> = Omit<ResourceConfig, "endpoints"> & {
  readonly endpoints: { readonly [K in Extract<A, string>]: EndpointList } & (Open extends A
    ? { readonly [alias: string]: EndpointList }
    : unknown);
};

/** Every alias that the types of a module show, as a union of literals. */
export type AliasesOf<M> = Extract<Seen<M>, string>;

/** A resource configuration with an endpoint for each alias in `A` and no other. */
export type Resources<A extends string> = ResourcesOf<A>;

/** The resource configuration that `bind` of the module type `M` takes. */
export type ResourcesFor<M> = ResourcesOf<Seen<M>>;

/**
 * The brand of resources that were read from a file. Without the fields of a configuration: next to them in a
 * union, TypeScript would report a missing alias against the union instead of at `endpoints`.
 */
export type Loaded = Omit<LoadedResources, keyof ResourceConfig>;

/** `Module.bind` without its types. The dispatcher is made here, so that a missing key is found before any call. */
export function bindModule<M extends Module>(module: M, resources: object): Bound<M> {
  const label = module.constructor.name || "the module";
  const endpoints = (resources as Partial<ResourceConfig> | null | undefined)?.endpoints;
  if (typeof endpoints !== "object" || endpoints === null) {
    throw new PlaitError(
      "PLT1031",
      `${label}.bind() needs { endpoints: { … } } or what defineResources() or loadResources() returned.`,
    );
  }
  const modules = module.namedModules();
  for (const [, inner] of modules) {
    const problem = forwardProblem(inner);
    if (problem) throw problem;
  }
  checkAliases(label, modules, Object.keys(endpoints));
  return createBound(module, new Dispatcher(resources as ResourceConfig));
}

function checkAliases(label: string, modules: readonly [string, Module][], given: readonly string[]): void {
  const users = new Map<string, string[]>();
  for (const [name, module] of modules) {
    const alias = aliasOf(module);
    if (alias === undefined || given.includes(alias)) continue;
    const names = users.get(alias);
    if (names) names.push(name);
    else users.set(alias, [name]);
  }
  if (users.size === 0) return;
  const lines = [...users].map(([alias, names]) => {
    const used = names.map((name) => (name === "" ? label : `${label}.${name}`)).join(", ");
    const suggestion = nearest(alias, given);
    return `  - ${JSON.stringify(alias)}, used by ${used}${suggestion === undefined ? "" : `; did you mean "${suggestion}"?`}`;
  });
  const known =
    given.length === 0 ? "none are given" : `given are ${given.map((alias) => JSON.stringify(alias)).join(", ")}`;
  throw new PlaitError(
    "PLT1031",
    `${label} uses ${users.size === 1 ? "an alias that has" : "aliases that have"} no endpoint:\n${lines.join("\n")}\nOf the endpoints, ${known}. Add the missing ones to "endpoints".`,
  );
}

function aliasOf(module: Module): string | undefined {
  const alias = (module as unknown as { [ALIAS]?: unknown })[ALIAS];
  return typeof alias === "string" ? alias : undefined;
}
