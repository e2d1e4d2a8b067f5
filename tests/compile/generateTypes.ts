/** What the program generator knows of types, names and classes. */
export type Type = "text" | "list" | "item" | "items" | "flag" | "number" | "maybe";

export const TYPES: Record<Type, string> = {
  text: "string",
  list: "string[]",
  item: "Item",
  items: "Item[]",
  flag: "boolean",
  number: "number",
  maybe: "string | undefined",
};

export interface Variable {
  name: string;
  type: Type;
  /** Declared with `let`, or a parameter. */
  writable: boolean;
  /** An object that the method made itself, so that changing it is its own business. */
  fresh: boolean;
}

export interface Callable {
  callee: string;
  /** Undefined: anything. */
  params: readonly Type[] | undefined;
  returns: Type;
}

export interface ClassModel {
  name: string;
  params: readonly Type[];
  returns: Type;
  modules: Callable[];
  methods: Callable[];
}

export interface Scope {
  variables: readonly Variable[];
  /** No module calls here: a callback of sync code. */
  quiet: boolean;
  /** Inside a loop of this method. */
  loop: boolean;
  /** What `return` returns; undefined where it may not stand. */
  returns: Type | undefined;
}
