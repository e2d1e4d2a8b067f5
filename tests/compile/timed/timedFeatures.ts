/** Program bodies that between them use what programs may use, for checking the interpreter against the engine. */

const HEAD = `import { LLMInference, Module } from "plait";
class Text extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string { return leaf(this.id, "text", ...args); } }
class Flag extends Module { forward(...args: unknown[]): boolean { return leaf("flag", "flag", ...args); } }
class List extends Module { forward(...args: unknown[]): string[] { return leaf("list", "list", ...args); } }
class Item extends Module { forward(...args: unknown[]): any { return leaf("item", "item", ...args); } }
class Count extends Module { forward(...args: unknown[]): number { return leaf("count", "number", ...args); } }
class Same extends Module { forward(x: any): any { return leaf("same", "same", x); } }
class Adds extends Module { forward(x: any[], y: any): any { x.push(leaf("adds", "text", y)); return x; } }
`;

/** A program around the body of a `forward(doc)`, with leaves of each kind. */
export function around(body: string, options: { before?: string; members?: string; after?: string } = {}): string {
  return `${HEAD}${options.before ?? ""}
export class Main extends Module {
  a = new LLMInference({ alias: "a" });
  b = new Text("b");
  c = new Text("c");
  ok = new Flag();
  list = new List();
  item = new Item();
  count = new Count();
  same = new Same();
  adds = new Adds();
  ${options.members ?? ""}
  forward(doc: string): any {
${body}
  }
}
export const inputs = [["doc one"], ["a doc two~x"], ["third"]];
${options.after ?? ""}`;
}

export const FEATURES: Record<string, string> = {
  loops: around(`
    const out: any[] = [];
    let last = doc;
    for (let i = 0, j = 9; i < 3; i++, j--) { if (i === 1 && this.ok(i)) continue; out.push(this.a(last, i, j)); }
    for (const [i, x] of ["p", "q"].entries()) { last = this.b(last, x, i); out[i + 5] = last; }
    for (const k in { x: 1, y: 2 }) out.push(k, this.b(k));
    for (const c of "xy") out.push(this.c(c));
    for (const [k, v] of new Map([["k", this.a("k")], ["l", "m"]])) out.push(k + this.b(v));
    for (const v of new Set(["s", "s", "t"])) out.push(this.c(v));
    for (const { title, tags: [first = "none"] } of [this.item(1), this.item(2)]) out.push(title, first);
    let n = 0;
    while (n < 4 && !this.ok(n)) n++;
    do { last += this.a(n); n++; } while (n < 3);
    const fs: (() => number)[] = [];
    for (let i = 0; i < 3; i++) fs.push(() => i++);
    fs[0]!(); fs[0]!();
    for (var w of [1, 2]) out.push(w);
    let x: any; for (x of [this.a("x")]) out.push(x); for (out[0] of ["first"]);
    return [out, last, n, fs.map((f) => f()), w, x];`),
  "labels and jumps": around(`
    const out: string[] = [];
    outer: for (const p of ["1", "2", "3"]) {
      inner: for (const q of ["x", "y", "z"]) {
        if (this.ok(p, q)) continue outer;
        switch (this.count(p, q) % 4) {
          case 0: continue inner;
          case 1: out.push(this.a(p, q));
          case 2: if (p === "2") break outer; break;
          default: { let t = this.b(q); if (t.length > 99) break; out.push(t); break inner; }
        }
        out.push("after " + q);
      }
    }
    block: { if (this.ok("b")) break block; out.push(this.c("block")); }
    lone: if (out.length > 1) { out.push("in"); if (doc) break lone; out.push("never"); }
    for (;;) { if (out.push("turn") > 5) break; }
    return out;`),
  switches: around(`
    let x = "s";
    switch (this.count(doc)) { default: x += this.a("default"); case 1: x += "1"; break; case 2: case 3: x += this.b("23"); }
    switch (true) { case this.ok("p"): x += "p"; break; case this.ok("q"): x += this.c("q"); break; }
    switch (doc) { case "nothing": return "never"; }
    const f = (k: number) => { switch (k) { case 0: return "zero"; case 1: { const y = this.a(k); return y; } default: return undefined; } };
    return [x, f(0), f(1), f(2)];`),
  tries: around(`
    const out: any[] = [];
    let x = "none";
    try { x = this.a(doc); if (this.ok(x)) throw new Error("mine " + x); out.push(this.b(x)); }
    catch (error) { out.push(String(error)); x = "caught"; } finally { out.push(this.c("finally")); }
    const f = () => { try { return this.a("try"); } finally { out.push("done"); } };
    const g = () => { try { throw this.item("thrown"); } catch ({ title, n = 3 }) { return [title, n]; } };
    const h = () => { for (const k of ["1", "2"]) { try { if (k === "1") continue; return k; } finally { out.push(k); } } };
    const o = () => { try { return "lost"; } finally { return "finally"; } };
    try { try { (undefined as any).x; } catch (e) { throw new TypeError("again " + (e instanceof TypeError)); } finally { out.push("inner"); } } catch (e) { out.push(e); }
    let tries = 0;
    while (tries < 3) { try { tries++; const y = this.a("retry", tries); if (y.length % 2) throw "odd"; out.push(y); break; } catch { out.push("again"); } }
    return [out, x, f(), g(), h(), o()];`),
  closures: around(`
    let total = 0;
    const add = (n: number) => { total += n; return total; };
    function twice(f: (s: string) => string, s: string) { return f(f(s)); }
    const made = [1, 2].map((n) => (s: string) => this.a(s, n));
    const table: Record<string, (s: string) => string> = { u: (s) => s.toUpperCase(), a: made[0]! };
    const rec = (n: number): string => (n <= 0 ? this.b("end") : rec(n - 1) + n);
    const self = this;
    const old = function (this: any, s: string) { return self.a(s) + typeof this; };
    const out = [add(this.count(1)), add(2), twice((s) => this.b(s), doc), later(), table["a"]!("k"), table.u!(doc), rec(2), old("o"), ((q) => this.c(q))("iife")];
    function later() { return "hoisted " + total; }
    const curry = (a: string) => (b: string) => self.b(a, b);
    const named = function fact(n: number): number { return n < 2 ? 1 : n * fact(n - 1); };
    let when = "early"; const seen = () => when; when = this.a("late");
    return [out, total, curry("x")("y"), named(4), seen(), Reflect.ownKeys(table), add.name, twice.length, old.call({ k: 1 }, "c"), add.apply(null, [5]), made[1]!.bind(null, "bound")()];`),
  "array callbacks": around(`
    const list = ["p", "q", , "r"] as string[];
    const items = this.list(doc).concat(["z"]);
    const out: any[] = [list.map((x, i, all) => x + i + all.length), items.map((x) => this.a(x)), list.filter((x) => this.ok(x)), items.flatMap((x) => [x, [this.b(x)]]), items.flatMap((x) => x)];
    out.push(items.reduce((sum, x) => sum + this.count(x), 0), items.reduce((a, x) => this.a(a, x)), items.reduceRight((a, x) => a + x, ""));
    out.push(list.find((x) => this.ok(x)), list.findLast((x) => x === undefined), items.findIndex((x) => this.ok(x, 2)), items.findLastIndex((x) => this.ok(x, 3)), items.some((x) => this.ok(x, 4)), items.every((x) => this.ok(x, 5)));
    items.forEach(function (this: any, x) { this.seen = this.seen + x; out.push(this.seen); }, { seen: ":" });
    out.push(items.filter(Boolean).map(String).join(), [3, 1, 2].sort((a, b) => a - b), [..."hello"].map((c, i) => (i ? c : this.c(c))), Array.from({ length: 2 }, (_, i) => this.a(i)), Array.from(new Set([1, 1])), Array.of(this.b("of")), [[1, [2, [3]]]].flat(2));
    out.push([1, 2, 3].at(-1), [1, 2, 3].slice(1), [5, 6].entries().next().value, [...[7, 8].keys()], Object.entries({ k: this.a("ok") }).map(([k, v]) => k + v), items.indexOf("z"), items.includes("q"), [1, 2, 3].toReversed(), [, 1, , 2].slice(1), [, 1].concat([, 2], "c"), [, 1].toReversed(), [...[, 1]], [1, 2].with(0, 9), new Array(3).fill(0), [undefined, null].map((x) => x ?? this.c("nil")));
    new Map([["k", 1]]).forEach((v, k) => out.push(k, v)); new Set(["s"]).forEach((v) => out.push(this.b(v)));
    return out;`),
  mutation: around(`
    const list: any[] = ["k"]; const alias = list; const held = { list, again: list, o: { a: { b: 1 } } };
    alias.push(this.a("one"), "two"); list.unshift("zero"); list.splice(1, 1, this.b("spliced"), "x");
    const popped = list.pop(), shifted = list.shift();
    held.o.a.b = this.count(2); (held.o as any)["c" + 1] = this.c("c1"); delete (held.o as any).a; held.o = { ...held.o, z: 1 } as any;
    list.reverse(); list[5] = "five"; const size = list.length; list.length = 2; list.sort();
    const map = new Map<string, any>([["m", 1]]); map.set("n", this.a("n")).set("m", 2); map.delete("zz"); const set = new Set([1]); set.add(2).add(1); set.delete(1);
    const passed = this.same(held); passed.extra = "extra"; this.adds(list, "leaf"); const record: Record<string, number> = {}; for (const w of ["a", "b", "a"]) record[w] = (record[w] ?? 0) + 1;
    let n = 1; n++; ++n; n += 2; n **= 2; n ||= 7; let u: any; u ??= this.b("u"); u &&= u + "!"; let o: any = { k: null }; o.k ??= this.c("ok"); o.k += "+"; o.n = 1; o.n++; --o.n;
    [list[0], list[1]] = [list[1], list[0]]; ({ k: o.m, ...o.rest } = { k: 1, y: 2, z: this.a("z") } as any);
    Object.assign(o, { p: this.b("p") }); Object.defineProperty(o, "hidden", { value: 1 });
    return [list, alias === list, held, popped, shifted, size, [...map], [...set], map.get("n"), map.has("m"), map.size, passed === held, record, n, u, o, Object.keys(o), "p" in o, typeof o.q, void 0, Object.fromEntries([["f", this.c("f")]])];`),
  classes: around(
    `
    const box = new Box(this.a("box"), 3); box.n = 4; const { twice } = box; const other = new Special(doc);
    const out = [box, box.double, box.describe(), other, other.describe(), Special.made, Box.of("k"), other instanceof Box, box.secret(), Object.getPrototypeOf(other) === Special.prototype, new (class { k = 1; })(), new Mixed("m").id];
    box.double = 8; try { (Box as any)(); } catch (e) { out.push(e as any); } try { (doc as any).nothing(); } catch (e) { out.push(e as any); }
    return [out, box.n, this.help(doc), this.#hidden("h"), this.label, this.child(doc), this.child.describe("d"), typeof twice, this.tools["t"]!("tool"), this.byName.get("m")!("map"), this.use(this.a, "u"), pick([this.b, this.c], 1)("picked")];`,
    {
      before: `
class Box { static #count = 0; static { Box.#count = 10; } #n: number; label = "box" as string; readonly text: string;
  constructor(text: string, n = 1) { this.text = text; this.#n = n; Box.#count++; }
  static of(text: string) { return new this(text).text + Box.#count; }
  get double() { return this.#n * 2; } set double(v: number) { this.#n = v / 2; } get n() { return this.#n; } set n(v) { this.#n = v; }
  describe() { return this.label + " " + this.text; } #inner() { return "secret " + this.#n; } secret() { return #n in this ? this.#inner() : ""; } twice = () => this.#n * 2; }
class Special extends Box { static made = "made"; extra = this.text + "?"; constructor(t: string) { super(t + "!", 2); this.label = "special"; } override describe() { return super.describe() + " & " + this.extra; } get [\`computed\`]() { return 1; } }
class Mixed { constructor(readonly id: string, private q = 2) {} }
abstract class Base extends Module { ask = new LLMInference({ alias: "ask" }); abstract name2(): string; describe(q: string) { return this.ask(this.name2() + q); } forward(q: string): string { return this.describe(q); } }
class Child extends Base { more = new Text("more"); name2() { return "child"; } override forward(q: string): string { return super.forward(q) + this.more(q); } }
const pick = <T>(list: T[], i: number): T => list[i]!;
`,
      members: `child = new Child(); tools: Record<string, Text> = { t: new Text("t") }; byName = new Map([["m", new Text("m")]]);
  get label() { return "label"; } help(q: string): string { return this.a(q) + this.#hidden(q); } #hidden(q: string): string { return this.b(q); } use(m: LLMInference, q: string) { return m(m(q)); }`,
    },
  ),
  syntax: around(
    `
    const { title: t = "d", tags: [first = this.a("dflt"), ...more], ...rest } = this.item(doc); const [p, , q = "q", ...r] = this.list(doc); const f = ({ k = 1, l: { m = this.b("m") } = {} as any } = {}, [z = 2] = [], ...more: any[]) => [k, m, z, more];
    const tag = (s: TemplateStringsArray, ...v: any[]) => s.raw.join("|") + v.join(); const o: any = { [\`k\${1}\`]: 1, get g() { return this.k1 + 1; }, set g(v) { this.k1 = v; }, m() { return super.toString === Object.prototype.toString; }, async: 1, "x-y": [...this.list(2)], __proto__: { inherited: 1 } };
    o.g = 4; const opt: any = doc.length > 6 ? { a: { b: () => this.c("opt") } } : undefined;
    enum E { A, B = 5, C, D = "d" } const big = 2n ** 3n; label: { break label; } let i = 0; const seq = (i++, i++, this.a(i));
    return [t, first, more, rest, p, q, r, f(), f({ k: 2 }, [3], 4, 5), tag\`a\\n\${this.a(1)}b\${2}\`, o, o.m(), o.g, opt?.a.b(), opt?.["a"]?.b?.(), opt?.zz?.(this.b("never")), opt?.a!.b.name.length, [E.A, E.B, E.C, E[5], E.D], big, seq, doc.replace(/[aeiou]/g, (v) => v.toUpperCase()).split(" "), /d(o)(?<c>c)/.exec(doc)?.groups?.["c"], JSON.stringify({ o, x: [undefined] }), JSON.parse('{"a":[1,{"b":2}]}'), typeof undeclared, [1, 2, 3].includes(2) && !(1 > 2), -"3" + +"4", 7 % 4, 1 << 3, ~5, "b" > "a", null ?? "n", 0 || "or", String(null), Number("4"), Math.max(...[1, 5, 2]), isNaN(NaN), [] + "", \`\${[1, [2, 3]]}\`, parseInt("12px"), (12.345).toFixed(1), structuredClone({ a: [1] }), doc.at(0), [doc].concat(doc, [doc]), new Error("e " + this.a("e")).message, Symbol.iterator in [], new Date2().x];`,
    { before: `class Date2 { x = 1 }\ndeclare const undeclared: any;` },
  ),
  async: around(`return "unused";`, {
    before: `class Child extends Module { a = new LLMInference({ alias: "ca" }); async forward(q: string) { const x = await this.a(q); return { x, y: await this.a(x) }; } }`,
    members: `child = new Child();
  async help(q: string) { return (await this.a(q)).trim(); }`,
  }).replace(
    /forward\(doc: string\): any \{\nreturn "unused";/,
    `async forward(doc: string): Promise<any> {
    const [p, q] = await Promise.all([this.a("p"), this.b("q")]);
    const notes = await Promise.all((await this.list(doc)).map(async (n) => await this.a(n + p)));
    const ask = async (s: string) => { const t = await this.b(s); return t + "!"; };
    const x = await later(await ask(doc)); const { y } = await this.child(q);
    return [p, q, notes, x, y, await this.help(doc), await Promise.resolve(4), await ask("z")];`,
  ),
  "errors of the language": around(`
    const out: any[] = []; const nil: any = null; const nothing: any = undefined; const five: any = 5; const o: any = {};
    const attempts: (() => unknown)[] = [() => nil.x, () => nothing.x(), () => o.f(), () => o.a.b, () => { const { a } = nil; return a; }, () => { const [a] = nothing; return a; }, () => { const [a] = five; return a; }, () => [...o], () => Math.max(...o), () => { for (const x of five) return x; }, () => five(), () => new five(), () => { nil.x = 1; }, () => (z as any), () => "x" in five, () => o instanceof five, () => JSON.parse("{"), () => missing, () => [].reduce((a: any) => a), () => [1].map(nothing), () => { fixed = 2; }, () => Object.freeze([1]).push(2), () => { (Object.freeze({ a: 1 }) as any).a = 2; }, () => "s".repeat(-1), () => new Array(-1), () => new Set(five), () => (({ a: { b } }: any) => b)({}), () => null!["k"], () => this.nope(), () => BigInt(1) + five, () => { throw undefined; }, () => { throw { k: 1 }; }, () => o.x.y.z, () => o?.x.y, () => decodeURIComponent("%")];
    for (const attempt of attempts) { try { out.push(attempt()); } catch (e) { out.push(e); } }
    const fixed = 1; let z = 3;
    return [out, fixed, z];`),
  files: `${around(
    `const x = ask(this.b, doc); const y = this.child(doc, [x]); return [x, y, SIZE, tidy(y), this.ask2("q"), counter(), counter()];`,
    {
      before: `import { ask, tidy, SIZE, counter } from "./helpers.js";\nimport { Child, Base } from "./child.js";\nimport type { Q } from "./helpers.js";`,
      members: `child = new Child(); ask2(q: string): string { return ask(this.a, q); }`,
    },
  )}
// @file: helpers.ts
import { upper } from "./more.js";
export type Q = string;
export const SIZE = 3;
let n = 0;
export const counter = () => ++n;
export function ask(model: (q: string) => string, q: string): string { return model(upper(q)) + model("again"); }
export const tidy = (s: any) => String(s).slice(0, SIZE);
// @file: child.ts
import { LLMInference, Module } from "plait";
import { ask } from "./helpers.js";
export class Base extends Module { m = new LLMInference({ alias: "m" }); say(q: string): string { return this.m(q); } forward(q: string, rest: string[]): string { return this.say(q) + rest.join(); } }
export class Child extends Base { override say(q: string): string { return super.say(ask(this.m, q)); } }
// @file: more.ts
export const upper = (s: string) => s.toUpperCase();
`,
};
