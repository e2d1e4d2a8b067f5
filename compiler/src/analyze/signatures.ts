/**
 * What the standard library does, as data: what each function looks at and changes, what it gives back, and
 * whether it calls what it is given. What is not in these tables is unknown, and therefore an effect.
 *
 *     Array.sort   →  changes its receiver, calls its first argument, gives the receiver
 *     JSON.parse   →  reads its first argument, calls its second, gives an object that nobody else holds
 *
 * Objects are trusted to have no `toString`, `valueOf`, `toJSON`, `then` or getter with an effect, but for those that
 * changingReads.ts finds.
 */

/**
 * What happens to a receiver or an argument. `calls`: a function is called on the spot, in order, any number of times;
 * what it gives may then be read, too.
 */
export type Access =
  | "ignores"
  | "reads"
  | "reads deeply"
  | "writes"
  | "calls"
  | "calls and reads"
  | "calls and reads deeply";

export const isCalled = (access: Access | undefined): boolean => access?.startsWith("calls") === true;

/**
 * What comes out. `value`: a primitive; `fresh`: an object that nobody else holds, whatever is in it; `element`:
 * something that the receiver or an argument held before; `view`: an object that looks at the receiver later on;
 * a number: the argument of that index.
 */
export type Returns = "value" | "fresh" | "element" | "view" | "receiver" | number;

export interface Signature {
  receiver: Access;
  /** By position; the last one stands for all that follow. */
  args: readonly Access[];
  returns: Returns;
  throws: "never" | "may";
  /** Something that is different each time. `alone`: only without arguments. */
  draws?: "time" | "time alone" | "random";
  prints?: true;
}

export type LibraryType =
  | "String"
  | "Array"
  | "Primitive"
  | "Map"
  | "Set"
  | "WeakMap"
  | "WeakSet"
  | "RegExp"
  /** A regular expression without the flags `g` and `y`: matching leaves it as it is. */
  | "Pattern"
  | "Date"
  | "URL"
  | "URLSearchParams"
  | "TextEncoder"
  | "TextDecoder"
  | "Error"
  | "Intl"
  /** A value that `JSON.parse` made: a text, a number, a list or a plain object. */
  | "Json";

type Table = ReadonlyMap<string, Signature>;
type Row = readonly [names: string, signature: Signature];

function table(...rows: readonly Row[]): Table {
  return new Map(rows.flatMap(([names, signature]) => names.split(" ").map((name) => [name, signature] as const)));
}

type More = Partial<Pick<Signature, "throws" | "draws" | "prints">>;

/** Of a receiver that it looks at. */
function looks(returns: Returns, args: readonly Access[] = ["ignores"], more: More = {}): Signature {
  return { receiver: "reads", args, returns, throws: "never", ...more };
}

/** Of a receiver that it changes. */
function changes(returns: Returns, args: readonly Access[] = ["ignores"], more: More = {}): Signature {
  return { receiver: "writes", args, returns, throws: "never", ...more };
}

/** Without a receiver, or of one that never changes. */
function plain(returns: Returns, args: readonly Access[] = ["reads"], more: More = {}): Signature {
  return { receiver: "ignores", args, returns, throws: "never", ...more };
}

const MAY: More = { throws: "may" };

const STRING = table(
  [
    "at charAt charCodeAt codePointAt concat endsWith includes indexOf lastIndexOf localeCompare padEnd padStart",
    plain("value"),
  ],
  [
    "startsWith substring substr slice toLowerCase toUpperCase toLocaleLowerCase toLocaleUpperCase toString",
    plain("value"),
  ],
  ["trim trimEnd trimStart trimLeft trimRight valueOf isWellFormed toWellFormed search", plain("value")],
  ["normalize repeat", plain("value", ["reads"], MAY)],
  ["match split", plain("fresh")],
  ["matchAll", plain("fresh", ["reads"], MAY)],
  ["replace replaceAll", plain("value", ["reads", "calls and reads deeply"], MAY)],
);

const PRIMITIVE = table(
  ["toFixed toPrecision toExponential toString toLocaleString", plain("value", ["reads"], MAY)],
  ["valueOf", plain("value")],
);

const ARRAY = table(
  ["at", looks("element")],
  ["includes indexOf lastIndexOf", looks("value")],
  ["join toString toLocaleString", { ...looks("value"), receiver: "reads deeply" }],
  ["keys values entries", looks("view")],
  ["slice toReversed toSpliced", looks("fresh")],
  ["concat", looks("fresh", ["reads"])],
  ["flat", { ...looks("fresh"), receiver: "reads deeply" }],
  ["with", looks("fresh", ["ignores"], MAY)],
  ["map filter", looks("fresh", ["calls", "ignores"], MAY)],
  ["flatMap", looks("fresh", ["calls and reads", "ignores"], MAY)],
  ["toSorted", looks("fresh", ["calls"], MAY)],
  ["forEach every some findIndex findLastIndex", looks("value", ["calls", "ignores"], MAY)],
  ["find findLast", looks("element", ["calls", "ignores"], MAY)],
  ["reduce reduceRight", looks("element", ["calls", "ignores"], MAY)],
  ["push unshift", changes("value", ["ignores"], MAY)],
  ["pop shift", changes("element", ["ignores"], MAY)],
  ["splice", changes("fresh", ["ignores"], MAY)],
  ["reverse fill copyWithin", changes("receiver", ["ignores"], MAY)],
  ["sort", changes("receiver", ["calls"], MAY)],
);

const ITERATED = ["keys values entries", looks("view")] as const;

const MAP = table(
  ["get", looks("element")],
  ["has", looks("value")],
  ITERATED,
  ["forEach", looks("value", ["calls", "ignores"], MAY)],
  ["set", changes("receiver")],
  ["delete clear", changes("value")],
  ["getOrInsert", changes("element")],
  ["getOrInsertComputed", changes("element", ["ignores", "calls"], MAY)],
);

const SET = table(
  ["has", looks("value")],
  ["isSubsetOf isSupersetOf isDisjointFrom", looks("value", ["reads"], MAY)],
  ["union intersection difference symmetricDifference", looks("fresh", ["reads"], MAY)],
  ITERATED,
  ["forEach", looks("value", ["calls", "ignores"], MAY)],
  ["add", changes("receiver")],
  ["delete clear", changes("value")],
);

const WEAK = table(
  ["get", looks("element")],
  ["has", looks("value")],
  ["set add", changes("receiver", ["ignores"], MAY)],
  ["delete", changes("value")],
);

const REGEXP = table(
  ["test", changes("value", ["reads"])],
  ["exec", changes("fresh", ["reads"])],
  ["toString", looks("value")],
);

const PATTERN = table(["test toString", plain("value")], ["exec", plain("fresh")]);

const DATE = table(
  [
    "getDate getDay getFullYear getHours getMilliseconds getMinutes getMonth getSeconds getTime getTimezoneOffset getYear",
    looks("value"),
  ],
  [
    "getUTCDate getUTCDay getUTCFullYear getUTCHours getUTCMilliseconds getUTCMinutes getUTCMonth getUTCSeconds",
    looks("value"),
  ],
  ["toDateString toJSON toString toTimeString toUTCString valueOf", looks("value")],
  ["toISOString toLocaleDateString toLocaleString toLocaleTimeString", looks("value", ["reads"], MAY)],
  ["setDate setFullYear setHours setMilliseconds setMinutes setMonth setSeconds setTime", changes("value", ["reads"])],
  [
    "setUTCDate setUTCFullYear setUTCHours setUTCMilliseconds setUTCMinutes setUTCMonth setUTCSeconds",
    changes("value", ["reads"]),
  ],
);

const SEARCH_PARAMS = table(
  ["get has toString", looks("value", ["reads"])],
  ["getAll", looks("fresh", ["reads"])],
  ITERATED,
  ["forEach", looks("value", ["calls", "ignores"], MAY)],
  ["append set delete sort", changes("value", ["reads"])],
);

const INTL = table(
  ["format formatRange", plain("value", ["reads"], { throws: "may", draws: "time alone" })],
  ["formatToParts formatRangeToParts", plain("fresh", ["reads"], { throws: "may", draws: "time alone" })],
  ["select selectRange compare of", plain("value", ["reads"], MAY)],
  ["resolvedOptions segment", plain("fresh")],
);

/** The value may have no such method. */
const JSON_VALUE: Table = new Map(
  [...STRING, ...PRIMITIVE, ...ARRAY].map(([name, signature]) => [name, { ...signature, throws: "may" }]),
);

const METHODS: Record<LibraryType, Table> = {
  String: STRING,
  // Of a primitive that may be a string.
  Primitive: new Map([...STRING, ...PRIMITIVE]),
  Array: ARRAY,
  Map: MAP,
  Set: SET,
  WeakMap: WEAK,
  WeakSet: WEAK,
  RegExp: REGEXP,
  Pattern: PATTERN,
  Date: DATE,
  URL: table(["toString toJSON", looks("value")]),
  URLSearchParams: SEARCH_PARAMS,
  TextEncoder: table(["encode", plain("fresh")], ["encodeInto", plain("fresh", ["reads", "writes"])]),
  // Of a text in several parts, it remembers how far it is.
  TextDecoder: table(["decode", changes("value", ["reads"], MAY)]),
  Error: table(["toString", looks("value")]),
  Intl: INTL,
  Json: JSON_VALUE,
};

const GLOBALS = table(
  ["Boolean isNaN isFinite", plain("value", ["ignores"])],
  ["String Number parseInt parseFloat escape unescape", plain("value", ["reads deeply"])],
  ["BigInt encodeURIComponent decodeURIComponent encodeURI decodeURI atob btoa", plain("value", ["reads"], MAY)],
  ["Symbol", plain("value")],
  ["structuredClone", plain("fresh", ["reads deeply"], MAY)],
  ["Date", plain("value", ["ignores"], { draws: "time" })],
  ["Array Object RegExp", plain("fresh", ["reads"], MAY)],
  ["Error TypeError RangeError SyntaxError ReferenceError EvalError URIError AggregateError", plain("fresh")],
);

const OBJECT = table(
  ["keys values entries getOwnPropertyNames getOwnPropertySymbols", plain("fresh", ["reads"], MAY)],
  ["getOwnPropertyDescriptor getOwnPropertyDescriptors", plain("fresh", ["reads"], MAY)],
  ["fromEntries", plain("fresh", ["reads deeply"], MAY)],
  ["groupBy", plain("fresh", ["reads", "calls and reads deeply"], MAY)],
  ["is", plain("value", ["ignores"])],
  ["hasOwn isExtensible isFrozen isSealed", plain("value", ["reads"], MAY)],
  ["getPrototypeOf", plain("element", ["reads"], MAY)],
  ["create", plain("fresh", ["ignores", "reads"], MAY)],
  ["assign", plain(0, ["writes", "reads"], MAY)],
  ["freeze seal preventExtensions", plain(0, ["writes"], MAY)],
  ["defineProperty defineProperties setPrototypeOf", plain(0, ["writes", "reads"], MAY)],
);

/** Those of `Promise` that give a promise which may fail are missing: made too early, nobody would handle it. */
const NAMESPACES: ReadonlyMap<string, Table> = new Map([
  [
    "Math",
    table(
      [
        "abs acos acosh asin asinh atan atan2 atanh cbrt ceil clz32 cos cosh exp expm1 f16round floor fround hypot imul",
        plain("value"),
      ],
      ["log log10 log1p log2 max min pow round sign sin sinh sqrt tan tanh trunc", plain("value")],
      ["sumPrecise", plain("value", ["reads"], MAY)],
      ["random", plain("value", [], { draws: "random" })],
    ),
  ],
  [
    "JSON",
    table(
      ["parse", plain("fresh", ["reads", "calls"], MAY)],
      ["stringify", plain("value", ["reads deeply", "calls and reads deeply", "reads"], MAY)],
      ["rawJSON", plain("fresh", ["reads"], MAY)],
      ["isRawJSON", plain("value", ["ignores"])],
    ),
  ],
  [
    "Number",
    table(
      ["isFinite isInteger isNaN isSafeInteger", plain("value", ["ignores"])],
      ["parseFloat parseInt", plain("value")],
    ),
  ],
  ["String", table(["fromCharCode", plain("value")], ["fromCodePoint raw", plain("value", ["reads"], MAY)])],
  ["BigInt", table(["asIntN asUintN", plain("value", ["reads"], MAY)])],
  ["Symbol", table(["for keyFor", plain("value")])],
  ["Object", OBJECT],
  [
    "Array",
    table(
      ["isArray", plain("value", ["ignores"])],
      ["of", plain("fresh", ["ignores"])],
      ["from", plain("fresh", ["reads", "calls", "ignores"], MAY)],
    ),
  ],
  ["Map", table(["groupBy", plain("fresh", ["reads", "calls"], MAY)])],
  [
    "Reflect",
    table(
      ["has ownKeys getOwnPropertyDescriptor isExtensible", plain("fresh", ["reads"], MAY)],
      ["get getPrototypeOf", plain("element", ["reads"], MAY)],
      [
        "set deleteProperty defineProperty setPrototypeOf preventExtensions",
        plain("value", ["writes", "ignores"], MAY),
      ],
    ),
  ],
  ["Date", table(["now", plain("value", [], { draws: "time" })], ["parse UTC", plain("value")])],
  ["RegExp", table(["escape", plain("value", ["reads"], MAY)])],
  ["URL", table(["canParse", plain("value")], ["parse", plain("fresh")])],
  ["ArrayBuffer", table(["isView", plain("value", ["ignores"])])],
  [
    "Buffer",
    table(
      ["isBuffer", plain("value", ["ignores"])],
      ["byteLength", plain("value")],
      ["from concat", plain("fresh", ["reads deeply"], MAY)],
    ),
  ],
  ["Promise", table(["resolve", plain("fresh", ["reads"])])],
  ["Intl", table(["getCanonicalLocales supportedValuesOf", plain("fresh", ["reads"], MAY)])],
  ["performance", table(["now", plain("value", [], { draws: "time" })])],
  [
    "crypto",
    table(
      ["randomUUID", plain("value", [], { draws: "random" })],
      ["getRandomValues", plain(0, ["writes"], { throws: "may", draws: "random" })],
    ),
  ],
]);

const CONSTRUCTORS = table(
  ["Set WeakSet Array Object RegExp", plain("fresh", ["reads"], MAY)],
  ["Map WeakMap URL URLSearchParams", plain("fresh", ["reads deeply"], MAY)],
  ["Error TypeError RangeError SyntaxError ReferenceError EvalError URIError AggregateError", plain("fresh")],
  ["String Number Boolean TextEncoder TextDecoder", plain("fresh", ["reads"], MAY)],
  [
    "Uint8Array Uint8ClampedArray Uint16Array Uint32Array Int8Array Int16Array Int32Array",
    plain("fresh", ["reads"], MAY),
  ],
  ["Float32Array Float64Array BigInt64Array BigUint64Array ArrayBuffer DataView", plain("fresh", ["reads"], MAY)],
  ["Date", plain("fresh", ["reads"], { draws: "time alone" })],
);

const INTL_CONSTRUCTORS = table([
  "Collator DateTimeFormat DisplayNames DurationFormat ListFormat Locale NumberFormat PluralRules RelativeTimeFormat Segmenter",
  plain("fresh", ["reads"], MAY),
]);

const PRINTS = plain("value", ["reads deeply"], { prints: true });

export function methodSignature(type: LibraryType, name: string): Signature | undefined {
  return METHODS[type].get(name);
}

/** A function that is there without an import. */
export function globalSignature(name: string): Signature | undefined {
  return GLOBALS.get(name);
}

/** `Object.keys`, `Math.max`, `console.log`. */
export function staticSignature(namespace: string, name: string): Signature | undefined {
  return namespace === "console" ? PRINTS : NAMESPACES.get(namespace)?.get(name);
}

/** Whether what is called on a global of this name is the library's, and nobody else's. */
export function isNamespace(name: string): boolean {
  return NAMESPACES.has(name) || name === "Promise" || name === "Reflect" || name === "console";
}

/** `new Map(…)`; `new Intl.NumberFormat(…)` with its namespace. */
export function constructorSignature(name: string, namespace?: string): Signature | undefined {
  if (namespace !== undefined) return namespace === "Intl" ? INTL_CONSTRUCTORS.get(name) : undefined;
  return CONSTRUCTORS.get(name);
}

/** What a method of this name does, whatever in the library it is called on; undefined where they do not agree. */
export function anySignature(name: string): AnySignature | undefined {
  return ANY.get(name);
}

interface AnySignature {
  changes: boolean;
  fresh: boolean;
}

const ANY: ReadonlyMap<string, AnySignature> = new Map(
  Object.values(METHODS)
    .flatMap((methods) => [...methods.keys()])
    .map((name) => [name, signatureOfAny(name)]),
);

function signatureOfAny(name: string): AnySignature {
  const found = Object.values(METHODS).flatMap((methods) => methods.get(name) ?? []);
  // Of a regular expression of which nothing is known, matching is hardly ever meant to be continued.
  const relevant = name === "test" ? [] : found;
  return {
    changes: relevant.some((signature) => signature.receiver === "writes"),
    fresh: found.every(({ returns }) => returns === "fresh" || returns === "value"),
  };
}

export function isLibraryType(name: string): name is LibraryType {
  return (
    Object.hasOwn(METHODS, name) && name !== "Pattern" && name !== "Primitive" && name !== "Intl" && name !== "Json"
  );
}
