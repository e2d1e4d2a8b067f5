/**
 * Finds the modules and parameters in a module's fields. Fields may hold them directly or in plain arrays,
 * plain objects, Maps, Sets and plait's containers, nested as deep as one likes. Only a module's own
 * enumerable fields count, in the order in which they were made: what `private` hides from types is found,
 * what `#` hides is not. Getters are not run.
 */
import { ENTRIES } from "./brand.js";
import { isModule, type Module } from "./module.js";
import { isParameter, type Parameter } from "./parameter.js";

export type NamedModule = [name: string, module: Module];
export type NamedParameter = [name: string, parameter: Parameter];

type Named = [name: string, value: unknown];

const PLAIN_NAME = /^[^.[\]"]+$/;

/** `steps` + `0` → `steps.0`; a key that would be ambiguous is quoted: `tools["v1.2"]`. */
export function joinName(prefix: string, key: string): string {
  return under(prefix, PLAIN_NAME.test(key) ? key : `[${JSON.stringify(key)}]`);
}

/** `steps.0` + `extractor` → `steps.0.extractor`, for a name that is joined already. */
function under(prefix: string, name: string): string {
  return prefix === "" || name.startsWith("[") ? prefix + name : `${prefix}.${name}`;
}

function fieldsOf(object: object): Named[] {
  const fields: Named[] = [];
  for (const key of Object.keys(object)) {
    const field = Object.getOwnPropertyDescriptor(object, key);
    if (field && "value" in field) fields.push([key, field.value]);
  }
  return fields;
}

function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** What a value holds, where it is something that modules may be kept in. */
function itemsOf(value: unknown): Named[] | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if (ENTRIES in value) return [...(value as { [ENTRIES](): Iterable<Named> })[ENTRIES]()];
  if (Array.isArray(value) || isPlainObject(value)) return fieldsOf(value);
  if (value instanceof Map) {
    return Array.from(value, ([key, item]: [unknown, unknown], index) => [
      typeof key === "string" || typeof key === "number" ? String(key) : String(index),
      item,
    ]);
  }
  if (value instanceof Set) return Array.from(value, (item: unknown, index) => [String(index), item]);
  return undefined;
}

/** The modules and parameters in the fields of one module, each once, in field order. */
export function entriesOf(module: Module): [name: string, entry: Module | Parameter][] {
  const entries: [string, Module | Parameter][] = [];
  const seen = new Set<unknown>();
  const names = new Map<string, number>();
  const roots = fieldsOf(module);
  if (ENTRIES in module) roots.push(...(module as unknown as { [ENTRIES](): Iterable<Named> })[ENTRIES]());

  // A stack instead of recursion: plain data in fields may be nested deeper than the call stack allows.
  const todo: Named[] = roots.map(([key, value]): Named => [joinName("", key), value]).reverse();
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    const [name, value] = next;
    if ((typeof value !== "object" && typeof value !== "function") || value === null) continue;
    if (seen.has(value)) continue;
    if (isModule(value) || isParameter(value)) {
      seen.add(value);
      // Two keys may spell the same, as 1 and "1" in a Map: names stay unique all the same.
      const count = (names.get(name) ?? 0) + 1;
      names.set(name, count);
      entries.push([count === 1 ? name : joinName(name, `#${count}`), value]);
      continue;
    }
    const items = itemsOf(value);
    if (!items) continue;
    seen.add(value);
    for (let i = items.length - 1; i >= 0; i--) {
      const [key, item] = items[i] as Named;
      if (typeof item === "object" || typeof item === "function") todo.push([joinName(name, key), item]);
    }
  }
  return entries;
}

export function childrenOf(module: Module): NamedModule[] {
  return entriesOf(module).filter((entry): entry is NamedModule => isModule(entry[1]));
}

/** `root` under the name "", then everything below it: parents before children, fields in order. */
export function namedModulesOf(root: Module): NamedModule[] {
  const found: NamedModule[] = [];
  const seen = new Set<Module>();
  const todo: NamedModule[] = [["", root]];
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    const [name, module] = next;
    if (seen.has(module)) continue;
    seen.add(module);
    found.push(next);
    const children = childrenOf(module);
    for (let i = children.length - 1; i >= 0; i--) {
      const [key, child] = children[i] as NamedModule;
      todo.push([under(name, key), child]);
    }
  }
  return found;
}

export function namedParametersOf(root: Module): NamedParameter[] {
  const found: NamedParameter[] = [];
  const seen = new Set<Parameter>();
  for (const [name, module] of namedModulesOf(root)) {
    for (const [key, entry] of entriesOf(module)) {
      if (!isParameter(entry) || seen.has(entry)) continue;
      seen.add(entry);
      found.push([under(name, key), entry]);
    }
  }
  return found;
}
