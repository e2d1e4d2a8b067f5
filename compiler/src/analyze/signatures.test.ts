/** The tables against the engine: what they call reading changes nothing, and what they call changing changes something. */
import { describe, expect, test } from "vitest";
import {
  globalSignature,
  isCalled,
  methodSignature,
  staticSignature,
  type LibraryType,
  type Signature,
} from "./signatures.js";

const isEven = (x: unknown): boolean => typeof x === "number" && x % 2 === 0;

const SAMPLES: Partial<Record<LibraryType, { make: () => unknown; args: Record<string, unknown[]> }>> = {
  Array: {
    make: () => [3, 1, 2],
    args: {
      push: [4],
      unshift: [4],
      splice: [0, 1],
      fill: [0],
      copyWithin: [0, 1],
      concat: [[1]],
      with: [0, 9],
      join: ["-"],
      reduce: [(a: number, b: number) => a + b],
      reduceRight: [(a: number, b: number) => a + b],
    },
  },
  Map: {
    make: () => new Map([["a", 1]]),
    args: {
      get: ["a"],
      has: ["a"],
      set: ["b", 2],
      delete: ["a"],
      getOrInsert: ["b", 1],
      getOrInsertComputed: ["b", () => 1],
    },
  },
  Set: {
    make: () => new Set([1, 2]),
    args: {
      has: [1],
      add: [3],
      delete: [1],
      union: [new Set([9])],
      intersection: [new Set([1])],
      difference: [new Set([1])],
      symmetricDifference: [new Set([1])],
      isSubsetOf: [new Set([1])],
      isSupersetOf: [new Set([1])],
      isDisjointFrom: [new Set([1])],
    },
  },
  Date: { make: () => new Date(86_400_000 * 400), args: {} },
  RegExp: { make: () => /a/g, args: { test: ["aa"], exec: ["aa"] } },
  Pattern: { make: () => /a/, args: { test: ["aa"], exec: ["aa"] } },
  URLSearchParams: {
    make: () => new URLSearchParams("b=2&a=1"),
    args: {
      get: ["a"],
      getAll: ["a"],
      has: ["a"],
      append: ["c", "3"],
      set: ["a", "4"],
      delete: ["a"],
      forEach: [() => 0],
    },
  },
};

/** Everything about a receiver that can change. */
function stateOf(value: unknown): string {
  if (value instanceof Map || value instanceof Set) return JSON.stringify([...value]);
  if (value instanceof RegExp) return `${value.source} ${value.lastIndex}`;
  if (value instanceof Date) return String(value.getTime());
  if (value instanceof URLSearchParams) return value.toString();
  return JSON.stringify(value);
}

function methodsOf(type: LibraryType, example: unknown): [string, Signature][] {
  const own = Object.getOwnPropertyNames(Object.getPrototypeOf(example) as object);
  return own.flatMap((name): [string, Signature][] => {
    const signature = methodSignature(type, name);
    return signature ? [[name, signature]] : [];
  });
}

/** The arguments of a setter of dates, a callback, or nothing. */
function argumentsOf(type: LibraryType, name: string, signature: Signature): unknown[] {
  const known = SAMPLES[type]?.args;
  if (known && Object.hasOwn(known, name)) return known[name] as unknown[];
  if (isCalled(signature.args[0]) && !/sort/i.test(name)) return [isEven];
  return type === "Date" && name.startsWith("set") ? [7] : [];
}

describe.each(Object.entries(SAMPLES))("%s", (kind, { make }) => {
  const type = kind as LibraryType;
  test.each(methodsOf(type, make()))("%s", (name, signature) => {
    const receiver = make() as Record<string, (...args: unknown[]) => unknown>;
    const before = stateOf(receiver);
    const args = argumentsOf(type, name, signature);
    const result = receiver[name]?.(...args);
    expect(stateOf(receiver) !== before, "changes its receiver").toBe(signature.receiver === "writes");
    if (signature.returns === "receiver") expect(result).toBe(receiver);
    if (signature.returns === "value") expect(Object(result)).not.toBe(result);
    if (signature.returns === "fresh") {
      expect(result).not.toBe(receiver);
      expect(args).not.toContain(result);
    }
  });
});

test("no method of a string, an array, a Map, a Set or a regular expression is missing", () => {
  const except =
    /^(?:constructor|length|size|flags|source|global|ignoreCase|multiline|sticky|unicode|unicodeSets|dotAll|hasIndices|compile)$/;
  // From before the language had templates and `slice`.
  const old = /^(?:anchor|big|blink|bold|fixed|fontcolor|fontsize|italics|link|small|strike|sub|sup|substr)$/;
  const missing = (type: LibraryType, example: unknown): string[] =>
    Object.getOwnPropertyNames(Object.getPrototypeOf(example) as object).filter(
      (name) => !except.test(name) && !old.test(name) && !methodSignature(type, name),
    );
  expect(missing("String", new String(""))).toEqual([]);
  expect(missing("Array", [])).toEqual([]);
  expect(missing("Map", new Map())).toEqual([]);
  expect(missing("Set", new Set())).toEqual([]);
  expect(missing("RegExp", /x/)).toEqual([]);
});

test.each(["Math", "JSON", "Object", "Array", "Number", "Reflect"])("of %s, what is left out has a reason", (name) => {
  const namespace = (globalThis as unknown as Record<string, object>)[name] as object;
  const missing = Object.getOwnPropertyNames(namespace).filter(
    (member) => typeof (namespace as Record<string, unknown>)[member] === "function" && !staticSignature(name, member),
  );
  // They call, or wait for, something that nobody can see.
  expect(missing.filter((member) => !["apply", "construct", "fromAsync"].includes(member))).toEqual([]);
});

test("a name that every object has is not taken for a function of the library", () => {
  expect(globalSignature("constructor")).toBeUndefined();
  expect(staticSignature("Math", "toString")).toBeUndefined();
  expect(methodSignature("Map", "hasOwnProperty")).toBeUndefined();
});

test("what is given is changed where the table says so", () => {
  for (const name of ["assign", "defineProperties"] as const) {
    const target = {};
    const result = (Object[name] as (...args: unknown[]) => unknown)(
      target,
      name === "assign" ? { a: 1 } : { a: { value: 1 } },
    );
    expect(Object.getOwnPropertyNames(target)).toEqual(["a"]);
    expect(staticSignature("Object", name)?.args[0]).toBe("writes");
    expect(result).toBe(target);
  }
});
