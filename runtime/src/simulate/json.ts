/**
 * JSON that fits a schema, filled from the prompt: a field called `summary` gets a summary, an enum the
 * member that fits the text best, a list the key sentences.
 */
import { classify, holds, pointsOf, scoreOf, summarise, titleOf, answerFrom } from "./answers.js";
import { hash32 } from "./hash.js";
import { keyTerms, namesIn, sentencesOf } from "./text.js";

export type Schema = Record<string, unknown>;

export interface JsonContext {
  readonly text: string;
  readonly instruction: string;
  readonly seed: number;
}

const DEEPEST = 12;

/** A value that fits `schema`. Supports what structured output supports; `pattern` and `not` are ignored. */
export function fillSchema(schema: Schema, context: JsonContext): unknown {
  return fill(schema, context, "", 0);

  function fill(given: unknown, local: JsonContext, name: string, depth: number): unknown {
    const node = resolve(given, schema);
    if (!node || depth > DEEPEST) return null;
    if (Object.hasOwn(node, "const")) return node["const"];
    const members = node["enum"];
    if (Array.isArray(members) && members.length > 0) return choose(members, local);
    const branches = (node["anyOf"] ?? node["oneOf"]) as unknown[] | undefined;
    if (Array.isArray(branches) && branches.length > 0) {
      // Near the bottom, the branch that ends is better than the one that goes on.
      const plain = branches.find((branch) => resolve(branch, schema)?.["type"] === "null");
      const rest = branches.filter((branch) => branch !== plain);
      return fill(depth > 4 && plain ? plain : (rest[0] ?? plain), local, name, depth + 1);
    }
    switch (typeOf(node)) {
      case "object":
        return fillObject(node, local, depth);
      case "array":
        return fillArray(node, local, name, depth);
      case "string":
        return fillString(node, local, `${name} ${textIn(node, "description")}`, name);
      case "number":
      case "integer":
        return fillNumber(node, local, name);
      case "boolean":
        return holds(`${name.replaceAll("_", " ")} ${textIn(node, "description")}`, local.text);
      default:
        return null;
    }
  }

  function fillObject(node: Schema, local: JsonContext, depth: number): Schema {
    const properties = (node["properties"] ?? {}) as Schema;
    const required = new Set(Array.isArray(node["required"]) ? node["required"] : []);
    const result: Schema = {};
    for (const [key, child] of Object.entries(properties)) {
      if (depth > 4 && !required.has(key)) continue;
      // defineProperty, because a property may be called __proto__.
      const value = fill(child, local, key, depth + 1);
      Object.defineProperty(result, key, { value, enumerable: true, configurable: true, writable: true });
    }
    return result;
  }

  function fillArray(node: Schema, local: JsonContext, name: string, depth: number): unknown[] {
    const prefix = Array.isArray(node["prefixItems"]) ? node["prefixItems"] : [];
    const least = whole(node["minItems"], 0);
    const most = whole(node["maxItems"], Number.POSITIVE_INFINITY);
    const items = resolve(node["items"], schema);
    const values: unknown[] = prefix.map((child) => fill(child, local, name, depth + 1));
    if (!items || node["items"] === false) return values;
    const wanted = Math.max(least, Math.min(most, depth > 4 ? least : 3));
    const parts = /key|tag|topic|term|entit|name|label|categor/i.test(name)
      ? keyTerms(local.text, wanted)
      : pointsOf(local.text, wanted);
    const unique = node["uniqueItems"] === true;
    const size = Array.isArray(items["enum"]) && unique ? Math.min(wanted, items["enum"].length) : wanted;
    for (let index = values.length; index < size; index++) {
      if (index >= Math.max(least, parts.length)) break;
      const part = parts[index] ?? `${parts[index % Math.max(1, parts.length)] ?? local.text} (${index + 1})`;
      const own = { ...local, text: part, seed: local.seed + index };
      let value = fill(items, own, `${name} item`, depth + 1);
      if (unique && values.some((other) => JSON.stringify(other) === JSON.stringify(value))) {
        if (Array.isArray(items["enum"])) value = items["enum"].find((member) => !values.includes(member));
        else if (typeof value === "string") value = `${value} (${index + 1})`;
        else if (typeof value === "number") value += index;
        else continue;
      }
      values.push(value);
    }
    return values;
  }
}

/** A schema read from an example or a list of keys in an instruction, or undefined where there is none. */
export function schemaIn(instruction: string): Schema | undefined {
  const text = instruction.slice(0, 8_000);
  if (!/\bjson\b/i.test(text)) return undefined;
  const properties: Schema = Object.create(null) as Schema;
  for (const found of text.matchAll(/["']([A-Za-z_]\w{0,40})["']\s*:\s*(["'[{]|-?\d|true|false|<?\w+)?/g))
    properties[found[1]!] = exampleType(found[2] ?? "", text.slice(found.index, found.index + 120));
  if (Object.keys(properties).length === 0) {
    const keys = /\b(?:keys|fields|properties)\b:?\s+([^.\n]{3,200})/i.exec(text)?.[1] ?? "";
    for (const key of keys.split(/,|\band\b|\s+/)) {
      const name = key.replace(/^["'`(]+|["'`).]+$/g, "");
      if (/^[A-Za-z_]\w{0,40}$/.test(name)) properties[name] = exampleType("", name);
    }
  }
  const required = Object.keys(properties);
  return required.length === 0 ? undefined : { type: "object", properties, required };
}

function exampleType(start: string, around: string): Schema {
  const range = /(\d{1,3})\s*(?:-|–|to|\.\.)\s*(\d{1,3})/.exec(around.slice(0, 60));
  const limits = range ? { minimum: Number(range[1]), maximum: Number(range[2]) } : {};
  if (start === "[") return { type: "array", items: { type: "string" } };
  if (/^(?:true|false|boolean|bool|<bool\w*)$/i.test(start)) return { type: "boolean" };
  const number = { type: /\d\.\d/.test(around.slice(0, 60)) ? "number" : "integer", ...limits };
  if (/^-?\d$|^<?(?:number|int|integer|float)$/i.test(start)) return number;
  if (/^["']?(?:score|rating)\b/i.test(around) && !/^["']/.test(start)) return number;
  return { type: "string" };
}

function choose(members: readonly unknown[], { text, instruction, seed }: JsonContext): unknown {
  const labels = members.filter((member): member is string => typeof member === "string");
  if (labels.length > 0) return classify(labels, text, instruction, seed);
  return members[hash32(text, seed) % members.length];
}

function fillString(node: Schema, { text, instruction, seed }: JsonContext, meaning: string, name: string): string {
  const formatted = FORMATS[textIn(node, "format")];
  if (formatted) return formatted(hash32(text, seed));
  const least = whole(node["minLength"], 0);
  const most = whole(node["maxLength"], Number.POSITIVE_INFINITY);
  let value = wordsFor(meaning, name, text, instruction);
  if (value === "") value = "none";
  while (value.length < least) value += ` ${value}`;
  return value.length > most ? value.slice(0, most) : value;
}

function wordsFor(meaning: string, name: string, text: string, instruction: string): string {
  if (/\btitle|headline|heading|subject/i.test(meaning)) return titleOf(text);
  if (/^(?:query|question|q|search|text|input|prompt|message|content)$/i.test(name)) return text.trim();
  if (/expression|formula|calculation/i.test(name)) {
    const sum = /[\d(][\d\s()+\-*/.]{0,200}[\d)]/.exec(text)?.[0];
    if (sum) return sum;
  }
  if (/city|town|place|location|country|person|people|author|company|^name$/i.test(name))
    return namesIn(text)[0] ?? keyTerms(text, 1)[0] ?? "";
  if (/\b(?:key ?word|topic|tag|term|name|entity|category|label|id)s?\b/i.test(name)) return keyTerms(text, 1)[0] ?? "";
  if (/\bsummar|overview|abstract|gist/i.test(meaning)) return summarise(text);
  if (/answer|response/i.test(name)) {
    const question = sentencesOf(instruction).find((sentence) => sentence.endsWith("?"));
    if (question) return answerFrom(question, [text]);
  }
  if (name.endsWith("item")) return sentencesOf(text).join(" ") || text.trim();
  return summarise(text, 1);
}

const FORMATS: Readonly<Record<string, (hash: number) => string>> = Object.assign(
  Object.create(null) as Record<string, (hash: number) => string>,
  {
    date: (hash: number) => isoDate(hash).slice(0, 10),
    "date-time": isoDate,
    time: (hash: number) => isoDate(hash).slice(11),
    email: (hash: number) => `person${hash % 1000}@example.com`,
    uri: (hash: number) => `https://example.com/${hash.toString(36)}`,
    url: (hash: number) => `https://example.com/${hash.toString(36)}`,
    uuid: (hash: number) => `${hash.toString(16).padStart(8, "0")}-0000-4000-8000-000000000000`,
  },
);

function isoDate(hash: number): string {
  return new Date(Date.UTC(2020, 0, 1) + (hash % 150_000) * 1_000_000).toISOString();
}

function fillNumber(node: Schema, { text, instruction, seed }: JsonContext, name: string): number {
  const integer = typeOf(node) === "integer";
  const step = numeric(node["multipleOf"]) ?? (integer ? 1 : 0);
  const least = numeric(node["minimum"]) ?? above(numeric(node["exclusiveMinimum"]), step || 0.01);
  const most = numeric(node["maximum"]) ?? above(numeric(node["exclusiveMaximum"]), -(step || 0.01));
  if (least === undefined && most === undefined && /count|number|total|length|words/i.test(name))
    return sentencesOf(text).length;
  const low = least ?? (most === undefined ? 0 : Math.min(0, most));
  const high = most ?? Math.max(low + 10, 10);
  const offered = /\b(\d{1,3})\s*(?:-|–|to)\s*(\d{1,3})\b/.exec(instruction);
  const range: [number, number] =
    least === undefined && most === undefined && offered ? [Number(offered[1]), Number(offered[2])] : [low, high];
  const value = range[0] + scoreOf(text, [0, 1], seed) * (range[1] - range[0]);
  if (step === 0) return Math.round(value * 100) / 100;
  const stepped = Math.round(value / step) * step;
  if (stepped < low) return Math.ceil(low / step) * step;
  return stepped > high ? Math.floor(high / step) * step : stepped;
}

/** Follows `$ref` inside the root and merges `allOf`. */
function resolve(given: unknown, root: Schema, depth = 0): Schema | undefined {
  if (given === true) return { type: "string" };
  if (typeof given !== "object" || given === null || Array.isArray(given)) return undefined;
  const node = given as Schema;
  const reference = node["$ref"];
  if (typeof reference === "string" && depth < 20) {
    let target: unknown = root;
    for (const step of reference
      .replace(/^#\/?/, "")
      .split("/")
      .filter((part) => part !== "")) {
      const key = step.replaceAll("~1", "/").replaceAll("~0", "~");
      target =
        typeof target === "object" && target !== null && Object.hasOwn(target, key)
          ? (target as Schema)[key]
          : undefined;
    }
    return resolve(target, root, depth + 1);
  }
  const parts = node["allOf"];
  if (!Array.isArray(parts) || depth >= 20) return node;
  const merged: Schema = { ...node, properties: { ...(node["properties"] as Schema | undefined) } };
  delete merged["allOf"];
  for (const part of parts) {
    const each = resolve(part, root, depth + 1);
    if (!each) continue;
    Object.assign(merged, {
      ...each,
      properties: { ...(merged["properties"] as Schema), ...(each["properties"] as Schema | undefined) },
    });
  }
  return merged;
}

function typeOf(node: Schema): string {
  const { type } = node;
  if (Array.isArray(type)) return String(type.find((each) => each !== "null") ?? "null");
  if (typeof type === "string") return type;
  if (Object.hasOwn(node, "properties")) return "object";
  return Object.hasOwn(node, "items") ? "array" : "string";
}

function textIn(node: Schema, key: string): string {
  const value = node[key];
  return typeof value === "string" ? value : "";
}

function numeric(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

function above(value: number | undefined, by: number): number | undefined {
  return value === undefined ? undefined : value + by;
}

function whole(value: unknown, otherwise: number): number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : otherwise;
}
