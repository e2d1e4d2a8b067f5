/** What single expressions may do, with the standard library, declarations and functions of the file behind them. */
import type { Node } from "oxc-parser";
import { expect, test } from "vitest";
import { analyse, resultOf } from "../../test/analyse.js";
import { effectsOf, immutable } from "./effects.js";

const FILE = `
import { LLMInference, Module } from "plait";
import { helper } from "./far.js";
import _, { chunk, get as pick } from "lodash";
import * as crypto from "crypto";
import path from "node:path";
import { slow } from "slow";
const PATTERN = /^a/i;
const STICKY = /a/y;
const GLOBAL = /a/g;
const LOOKED = /b/g;
const ROWS = [{ n: 1 }];
const TABLE = new Map<string, number>();
function collect(rows: string[]) { const out: string[] = []; for (const r of rows) out.push(r.trim()); return out; }
function count(rows: string[]) { const seen: Record<string, number> = {}; rows.forEach((r) => { seen[r] = (seen[r] ?? 0) + 1; }); return seen; }
function total(rows: { n: number }[]) { let sum = 0; rows.forEach((r) => { sum += r.n; }); return sum; }
function index(rows: string[]) { const m = new Map<string, string>(); for (const r of rows) m.set(r, r); return m; }
function marks(rows: { n: number }[]) { for (const r of rows) r.n = 0; }
function inside(rows: { n: number }[]) { const copy = [...rows]; copy[0]!.n = 1; return copy; }
function moved(rows: string[]) { let list: string[] = []; list = rows; list.push("x"); return list; }
function sorts(rows: string[]) { return rows.sort(); }
function twice(f: (q: string) => string, s: string) { return f(f(s)); }
function through(rows: string[], f: (q: string) => string) { return rows.map((r) => twice(f, r)); }
function other(s: string, f: (q: string) => string = helper) { return s === "" ? through([s], f)[0] : f(s); }
function swap(n: number, f: () => void, g: () => void) { if (n > 0) swap(n - 1, g, f); else f(); }
function later(f: () => void) { return () => f(); }
function replaced(f: (q: string) => string, s: string) { f = helper; return f(s); }
function tag(strings: TemplateStringsArray, ...values: unknown[]) { return strings.join("_") + values.join(""); }
function calling(strings: TemplateStringsArray, f: () => string) { return strings[0] + f(); }
const print = (s: string) => { console.log(s); return s; };
function rank(rows: string[]) { return [...rows].sort((a, b) => a.localeCompare(b)); }
/** @plait pure */
function trusted(text: string) { return helper(text); }
/** @plait reads */
const current = () => helper("x");
/** @plait effect */
function noted(text: string) { return text; }
/** @plait pure */
declare function outside(o: object): string[];
const tools = {
  /** @plait pure */
  trim(text: string) { return helper(text); },
  raw(text: string) { return helper(text); },
};
class Plain { /** @plait pure */ static of(text: string) { return helper(text); } }
class Main extends Module {
  llm = new LLMInference({ alias: "a" });
  seen = new Set<string>();
  pattern = /x/;
  rows = [{ n: 1 }];
  /** @plait pure */
  clean(text: string) { return helper(text); }
  touch() { const { rows } = this; rows[0]!.n = 2; LOOKED.exec("b"); this.seen.add("x"); }
  forward(doc: string, items: string[], things: { n: number }[], map: Map<string, number>, set: ReadonlySet<string>,
      any: any, when: Date, re: RegExp, url: URL, weak: WeakMap<object, string>) {
    const own = new Map([["a", 1]]);
    const names = new Set<string>();
    result(BODY);
  }
}`;

const OPTIONS = {
  effects: { lodash: { chunk: "pure", get: "reads" }, "node:crypto": { createHash: "pure" }, slow: "effect" },
} as const;

// e: keeps its place; w: may change objects; r: reads objects that may change.
test.each([
  ["PATTERN.test(doc)", ""],
  ["/x/u.test(doc)", ""],
  ["/x/.exec(doc)", ""],
  ["/x/g.test(doc)", ""],
  ["GLOBAL.test(doc)", "ew"],
  ["STICKY.test(doc)", "ew"],
  ["re.test(doc)", "ewr"],
  ["new RegExp(doc).test(doc)", ""],
  ["new RegExp(doc, 'g').test(doc)", ""],
  ["new RegExp(re).test(doc)", "r"],
  ["doc.replace(PATTERN, 'x')", ""],
  ["this.pattern.test(doc)", ""],
  ["doc.replace(/x/g, (m) => m + m)", ""],
  ["doc.replace(/x/g, (m) => helper(m))", "ew"],
  ["doc.split(any)", "r"],
  ["map.get(doc)", "r"],
  ["map.has(doc)", "r"],
  ["[...map.keys()]", "r"],
  ["map.forEach((v) => v + 1)", "r"],
  ["map.forEach((v) => helper(v))", "ewr"],
  ["map.set(doc, 1)", "ewr"],
  ["map.delete(doc)", "ewr"],
  ["set.has(doc)", "r"],
  ["own.get('a')", "r"],
  ["own.set('a', 2)", "ewr"],
  ["names.add(doc)", "ewr"],
  ["new Set(items).has(doc)", "r"],
  ["new Map().set(doc, 1)", ""],
  ["new Set<string>().add(doc).add('x')", ""],
  ["weak.get(any)", "r"],
  ["TABLE.get(doc)", "r"],
  ["any.get(doc)", "ewr"],
  ["when.getTime()", "r"],
  ["when.setHours(1)", "ewr"],
  ["url.toString()", "r"],
  ["url.searchParams.get('q')", "r"],
  ["url.searchParams.append('q', doc)", "ewr"],
  ["Array.isArray(any)", ""],
  ["Boolean(any)", ""],
  ["JSON.parse(doc)", ""],
  ["JSON.stringify(any)", "r"],
  ["JSON.stringify(any, null, 2)", "r"],
  ["JSON.parse(doc, (k, v) => helper(v))", "ew"],
  ["Object.freeze({ a: 1 })", ""],
  ["Object.freeze(any)", "ewr"],
  ["Object.assign({}, any)", "r"],
  ["Object.assign(any, {})", "ewr"],
  ["Object.groupBy(items, (i) => i[0]!)", "r"],
  ["Array.from({ length: 3 }, (_, i) => i)", ""],
  ["Array.from(items, helper)", "ewr"],
  ["items.map(trusted)", "r"],
  ["items.map(noted)", "ewr"],
  ["items.toSorted()", "r"],
  ["items.filter(Boolean).sort()", "r"],
  ["items.sort().slice()", "ewr"],
  ["items.at(0)", "r"],
  ["items.fill('x')", "ewr"],
  ["structuredClone(any)", "r"],
  ["performance.now()", "e"],
  ["crypto.randomUUID()", "ew"],
  ["Date.now()", "e"],
  ["new Date(doc)", ""],
  ["new Intl.NumberFormat('en').format(1)", ""],
  ["new Intl.DateTimeFormat('en').format()", "e"],
  ["new URL(doc)", ""],
  ["new Uint8Array(4)", ""],
  ["new Error(doc)", ""],
  ["Promise.reject(doc)", "ew"],
  ["setTimeout(any, 1)", "ewr"],
  ["collect(items)", "r"],
  ["count(items)", "r"],
  ["total(things)", "r"],
  ["index(items)", "r"],
  ["rank(items)", "r"],
  ["twice((q) => q + '!', doc)", ""],
  ["twice(String, doc)", "r"],
  ["twice(print, doc)", "e"],
  ["twice(helper, doc)", "ew"],
  ["twice(any, doc)", "ewr"],
  ["twice(...any)", "ewr"],
  ["through(items, (q) => q + '!')", "r"],
  ["through(items, print)", "e"],
  ["other(doc, (q) => q)", "ewr"],
  ["other(doc)", "ewr"],
  ["swap(1, () => {}, () => console.log(doc))", "e"],
  ["swap(1, () => {}, () => {})", ""],
  ["later(() => console.log(doc))", ""],
  ["later(() => {})()", "ewr"],
  ["replaced((q) => q, doc)", "ewr"],
  ["items.map((i) => twice((q) => q + i, doc))", "r"],
  ["items.map((i) => twice(any, i))", "ewr"],
  ["((f: (q: string) => string) => f(doc))(print)", "e"],
  ["tag`a ${doc}`", ""],
  ["tag`a ${any}`", "r"],
  ["tag`a ${helper(doc)}`", "ew"],
  ["calling`a ${() => doc}`", ""],
  ["calling`a ${() => print(doc)}`", "e"],
  ["calling`a`", ""],
  ["String.raw`a ${doc}`", ""],
  ["helper`a ${doc}`", "ew"],
  ["marks(things)", "ewr"],
  ["inside(things)", "ewr"],
  ["moved(items)", "ewr"],
  ["sorts(items)", "ewr"],
  ["trusted(doc)", ""],
  ["trusted(any)", "r"],
  ["current()", "r"],
  ["noted(doc)", "ew"],
  ["outside(any)", "r"],
  ["outside(any).sort()", "ewr"],
  ["tools.trim(doc)", ""],
  ["tools.raw(doc)", "ewr"],
  ["Plain.of(doc)", ""],
  ["this.clean(doc)", ""],
  ["chunk(items, 2)", "r"],
  ["pick(any, doc)", "r"],
  ["_.chunk(items, 2)", "r"],
  ["_.shuffle(items)", "ewr"],
  ["crypto.createHash(doc)", ""],
  ["slow(doc)", "ew"],
  ["path.join(doc, 'x')", ""],
  ["path.resolve(doc)", "r"],
  ["helper(doc)", "ew"],
  ["this.rows.length", "er"],
  ["LOOKED.source", "er"],
  ["ROWS.length", "r"],
  ["this.seen.has(doc)", "er"],
  ["delete any.k", "ewr"],
  ["delete any?.k", "ewr"],
  ["delete { k: 1 }.k", ""],
])("effects of %s", (body, wanted) => {
  const analysis = analyse(
    FILE.replace("BODY", () => body),
    OPTIONS,
  );
  const { effect, writes, reads } = effectsOf(resultOf(analysis), analysis);
  const got = `${effect ? "e" : ""}${writes ? "w" : ""}${reads ? "r" : ""}`;
  // What is an effect is waited for in any case.
  expect(effect ? got.replace("r", "") : got).toBe(effect ? wanted.replace("r", "") : wanted);
});

test.each([
  ["/x/", true],
  ["/x/g", false],
  ["PATTERN", true],
  ["GLOBAL", false],
  ["this.pattern", true],
  ["re", false],
  ["doc", true],
  ["items", false],
])("%s cannot change: %s", (body, wanted) => {
  const analysis = analyse(
    FILE.replace("BODY", () => body),
    OPTIONS,
  );
  expect(immutable(resultOf(analysis) as never, analysis)).toBe(wanted);
});

test.each([
  ["console.log(doc)", "print", "console.log(doc)", undefined],
  ["items.map((i) => console.log(i))", "print", "items.map((i) => console.log(i))", "console.log(i)"],
  ["[Date.now(), helper(doc)]", "call", "helper(doc)", undefined],
  ["[helper(doc), any.k = 1]", "call", "helper(doc)", undefined],
  ["sorts(items)", "write", "sorts(items)", "rows.sort()"],
  ["Math.random()", "random", "Math.random()", undefined],
  ["this.rows", "state", "this.rows", undefined],
])("why %s is an effect", (body, reason, because, within) => {
  const analysis = analyse(
    FILE.replace("BODY", () => body),
    OPTIONS,
  );
  const found = effectsOf(resultOf(analysis), analysis);
  const text = (node: Node | undefined): string | undefined => node && analysis.file.text.slice(node.start, node.end);
  expect([found.reason, text(found.because), text(found.within)]).toEqual([reason, because, within]);
});
