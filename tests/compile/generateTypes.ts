/** What the program generator knows of types, names, callables and scopes; see generate.ts. */
import type { Generator } from "./generateContext.js";

/** `depth` is a small number that says how often a recursive function may go on. */
export type Type =
  | "text"
  | "list"
  | "item"
  | "items"
  | "flag"
  | "number"
  | "maybe"
  | "dict"
  | "bag"
  | "record"
  | "rows"
  | "box"
  | "depth";

export const TYPES: Record<Type, string> = {
  text: "string",
  list: "string[]",
  item: "Item",
  items: "Item[]",
  flag: "boolean",
  number: "number",
  maybe: "string | undefined",
  dict: "Map<string, string>",
  bag: "Set<string>",
  record: "Record<string, string>",
  rows: "string[][]",
  box: "{ one: string[]; two: string[] }",
  depth: "number",
};

export interface Variable {
  name: string;
  type: Type;
  /** Declared with `let`, or a parameter. */
  writable: boolean;
  /** Several async callbacks at a time can see it, or a loop runs over it: nobody changes it here. */
  shared?: boolean;
}

/** A module is waited for in async code; a plain function never is. */
export type CallableKind = "leaf" | "child" | "method" | "local" | "plain";

export interface Callable {
  /** `@` stands for the object whose method this is. */
  callee: string;
  /** Undefined: anything. */
  params: readonly Type[] | undefined;
  returns: Type;
  kind: CallableKind;
  /** Arguments before those of `params`, as written: a module, a closure. */
  first?: (generator: Generator, scope: Scope, depth: number) => string | undefined;
  /** The function is a value of its own: it can be passed on. */
  value?: boolean;
  /** It changes something after it has waited: what runs beside it may see it or not. */
  late?: boolean;
}

export interface ClassModel {
  name: string;
  params: readonly Type[];
  returns: Type;
  /** Everything that can be called, with `@` for the instance. */
  callables: Callable[];
  /** Fields that hold a Text module, with `@`. */
  texts: string[];
  suffix: boolean;
  getter: boolean;
  setter: boolean;
  plain: boolean;
  statics: boolean;
  /** There is a class `Keeper`, which is no module and holds one. */
  keeper: boolean;
  /** It has a list `store` that modules of it share. */
  sharing: boolean;
  /** It has a list `log`, and a method that changes it. */
  log: boolean;
}

export interface Scope {
  variables: readonly Variable[];
  /** Local functions and local names of modules. */
  callables: readonly Callable[];
  /** Local names of Text modules. */
  modules: readonly string[];
  /** No module calls here: a callback of sync code. */
  quiet: boolean;
  /** No visible effects and nothing that several callbacks share is changed. */
  pure: boolean;
  /** What stands for the module; undefined where nothing does. */
  self: string | undefined;
  /** What `return` returns; undefined where it may not stand, "nothing" where it takes no value. */
  returns: Type | "nothing" | undefined;
  /** `break` may stand here, and `continue`. */
  breaks: boolean;
  loop: boolean;
  labels: readonly { name: string; loop: boolean }[];
  /** In a `try` of this function whose handler goes on. */
  caught: boolean;
  /** How often this code may run. */
  repeated: boolean;
}

export interface Made {
  text: string;
  declares?: readonly Variable[];
  /** Names that are declared beside them. */
  names?: readonly string[];
  callables?: readonly Callable[];
  modules?: readonly string[];
}

/** A kind of statement. Each program uses some of them, so that one kind in trouble does not hide the others. */
export interface Construct {
  name: string;
  weight: number;
  /** Statements of its own in it: not at the deepest level. */
  nests?: boolean;
  /** Shows effects or changes something: not among async callbacks. */
  impure?: boolean;
  make(generator: Generator, scope: Scope, indent: string, free: readonly string[]): Made | undefined;
}

/** A kind of expression of one type. */
export interface Producer {
  name: string;
  type: Type;
  weight: number;
  impure?: boolean;
  make(generator: Generator, scope: Scope, depth: number): string | undefined;
}

export const variable = (name: string, type: Type, writable = false): Variable => ({ name, type, writable });

export const shadowed = (scope: Scope, ...names: readonly string[]): Scope => ({
  ...scope,
  variables: scope.variables.filter((v) => !names.includes(v.name)),
});

export const withVariables = (scope: Scope, ...variables: readonly Variable[]): Scope => ({
  ...scope,
  variables: [...scope.variables.filter((v) => !variables.some((w) => w.name === v.name)), ...variables],
});

/** The inside of a function: nothing to leave from outside of it. */
export const functionScope = (scope: Scope, returns: Scope["returns"], ...params: readonly Variable[]): Scope => ({
  ...withVariables(scope, ...params),
  returns,
  breaks: false,
  loop: false,
  labels: [],
  caught: false,
});

/** Many async callbacks at once: what they share stays as it is. */
export const pureScope = (scope: Scope): Scope => ({
  ...scope,
  pure: true,
  variables: scope.variables.map((v) => ({ ...v, writable: false, shared: true })),
});
