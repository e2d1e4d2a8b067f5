/**
 * Values as text that two runs can be compared by: everything that a program can tell apart is in it, with
 * objects numbered, so that sharing and cycles show (G1: deep-equal and the same aliasing).
 */

const seenPrimitives = (value: unknown): string | undefined => {
  if (value === null) return "null";
  switch (typeof value) {
    case "string":
      return JSON.stringify(value);
    case "number":
      return Object.is(value, -0) ? "-0" : String(value);
    case "bigint":
      return `${value}n`;
    case "undefined":
    case "boolean":
      return String(value);
    case "symbol":
      return value.toString();
    default:
      return undefined;
  }
};

/** Values that belong together are given as one array, so that what they share shows. */
export function canonical(value: unknown): string {
  const ids = new Map<object, number>();
  const visit = (current: unknown): string => {
    const primitive = seenPrimitives(current);
    if (primitive !== undefined) return primitive;
    const object = current as object;
    const known = ids.get(object);
    if (known !== undefined) return `@${known}`;
    ids.set(object, ids.size);
    if (typeof object === "function")
      return `<${(object as { constructor?: { name?: string } }).constructor?.name ?? "function"}>`;
    if (object instanceof Error) return `${errorText(object)}${members(object)}`;
    if (object instanceof Promise) return "<promise>";
    if (object instanceof Date) return `<date ${object.getTime()}>`;
    if (object instanceof RegExp) return String(object);
    if (object instanceof Map) return `<map ${visit([...object])}>`;
    if (object instanceof Set) return `<set ${visit([...object])}>`;
    if (Array.isArray(object)) {
      const list: string[] = [];
      for (let i = 0; i < object.length; i++) list.push(i in object ? visit(object[i]) : "<hole>");
      return `[${list.join(", ")}]`;
    }
    const prototype = Object.getPrototypeOf(object) as { constructor?: { name?: string } } | null;
    const name =
      prototype === null ? "null " : prototype === Object.prototype ? "" : `${prototype.constructor?.name ?? "?"} `;
    return `${name}${members(object)}`;
  };
  const members = (object: object): string => {
    const keys = Object.keys(object);
    if (object instanceof Error && keys.length === 0) return "";
    return `{${keys.map((key) => `${JSON.stringify(key)}: ${visit((object as Record<string, unknown>)[key])}`).join(", ")}}`;
  };
  return visit(value);
}

/** Engines name expressions in some messages (`$1.x is not a function`); what is wrong is the same. */
function errorText(error: Error): string {
  let { message } = error;
  if (error instanceof TypeError || error instanceof ReferenceError) {
    message = message
      // V8 says this one or that of the same line, as soon as it has run it a few times.
      .replace(/^Cannot destructure property 'Symbol\(Symbol\.iterator\)' .*$/s, "… is not iterable")
      .replace(/^.* is not (a function|iterable|a constructor|defined)\b.*$/s, "… is not $1")
      .replace(/^Cannot destructure .*$/s, "Cannot destructure …")
      .replace(/^Cannot read properties of (\w+) .*$/s, "Cannot read properties of $1")
      .replace(/^(undefined|object null|object) is not iterable.*$/s, "… is not iterable");
  }
  return `<${error.name}: ${message}>`;
}

export function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h ^= h >>> 15;
  h = Math.imul(h, 0x2c1b3c6d);
  h ^= h >>> 12;
  h = Math.imul(h, 0x297a2d39);
  return (h ^ (h >>> 15)) >>> 0;
}

/** A number in [0, 1) that depends on nothing but `text`. */
export function chance(text: string): number {
  return hash(text) / 2 ** 32;
}
