// Many small programs, one after another: forms of TypeScript and of classes.
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
declare function later<T>(v: T): Promise<T>;
class Text extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string { return leaf(this.id, "text", ...args); } }
class Num extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): number { return leaf(this.id, "number", ...args); } }
class List extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string[] { return leaf(this.id, "list", ...args); } }
class Flag extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): boolean { return leaf(this.id, "flag", ...args); } }
class Maybe extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string | undefined { return leaf(this.id, "maybe", ...args); } }
class Item extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): { title: string; tags: string[]; n: number } { return leaf(this.id, "item", ...args); } }
enum Tone { Dry = "dry", Warm = "warm" }
const enum Level { Low, High = 5 }
namespace Names { export const a = "A"; export const f = (x: string) => x + a; }
const doc0 = "d0";
/** Chained comparisons and min max of calls. */
class P1 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  num = new Num("num");
  forward(doc: string): unknown {
    const a = this.num(doc), b = this.num("b"), c = this.num("c");
    const best = [["a", a], ["b", b], ["c", c]].reduce((p, q) => (q[1]! > p[1]! ? q : p));
    return [best, Math.max(a, b, c) === best[1], a < b ? (b < c ? this.t("abc") : this.u("acb")) : this.v("ba"), [a, b, c].sort((x, y) => x - y)];
  }
}
/** Class expression and new with spread. */
class P2 extends Module {
  t = new Text("t");
  u = new Text("u");
  list = new List("list");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const C = class Named { args: unknown[]; constructor(...a: unknown[]) { this.args = a; } get n() { return this.args.length; } static make(...a: unknown[]) { return new Named(...a); } };
    const l = ["x", ...this.list(doc)];
    const c = new C(this.t(doc), ...l, ...new Set([1, 1]));
    return [c.n, c.args, C.make(...c.args, this.u(c.n)).n, new (this.flag(doc) ? C : Array as any)(2) instanceof C];
  }
}
/** Date of template with nested templates and functions. */
class P3 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    const f = (x: string) => `<${x ? `${x}:${this.t(`in ${x}`)}` : "none"}>`;
    return `${f(doc)}-${[1, 2].map((i) => `${i}${this.u(`${i}`)}`).join(`,${f("")}`)}`;
  }
}
/** Deep optional chain with calls in arguments and keys. */
class P4 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const o: any = this.flag(doc) ? { f: (x: string) => ({ g: { [x]: [1, { h: () => x + "!" }] } }) } : null;
    const k = this.t(doc);
    return [o?.f(k).g[k][1].h(), o?.f?.(this.u(doc))?.g?.[this.u(doc)]?.[1]?.h?.(), o?.["f"](k)?.zz?.[this.v(doc)], (o?.f)?.(k).g != null, o?.f(k).zz?.a.b.c.d];
  }
}
/** Delete with optional chain and computed keys. */
class P5 extends Module {
  t = new Text("t");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const o: any = { a: { b: this.t(doc), c: 1 }, l: [1, 2, 3] };
    const r = [delete o?.a?.b, delete o.zz?.q, delete o.l[1], delete o[this.flag(doc) ? "l" : "a"]];
    return [r, o, Object.keys(o)];
  }
}
/** Enums and namespaces beside. */
class P6 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  num = new Num("num");
  forward(doc: string): unknown {
    const by: Record<Tone, string> = { [Tone.Dry]: this.t(Tone.Dry), [Tone.Warm]: this.u(doc) };
    return [by, Level.High + this.num(doc), Names.f(this.v(Names.a)), Object.values(Tone).map((x) => by[x])];
  }
}
/** Exponent shifts and mixed operators. */
class P7 extends Module {
  t = new Text("t");
  num = new Num("num");
  forward(doc: string): unknown {
    let n = this.num(doc), m = 2n ** BigInt(this.num("b") + 1);
    n **= 2; n <<= this.num("c") % 3; n ^= 5; n %= 7; m <<= 2n; n >>>= 0; n |= this.num("d"); n &&= n + 1;
    return [n, String(m), -(n ** 2), ~n, n ?? 1, (n, m) > 3, !(n in [1, 2]), 7 / 0, this.t(n)];
  }
}
/** Fields that are assigned while it runs. */
class P8 extends Module {
  t = new Text("t");
  count = 0; notes: string[] = []; cache: Record<string, string> = {};
  note(x: string) { this.count++; this.notes.push(x); return this.cache[x] ??= this.t(x, this.count); }
  forward(doc: string): unknown {
    const a = this.note(doc), b = this.note("b"), c = this.note(doc);
    this.notes.reverse();
    return [a, b, c, this.count, this.notes, Object.keys(this.cache)];
  }
}
/** For await over a list and over promises. */
class P9 extends Module {
  t = new Text("t");
  async forward(doc: string): Promise<unknown> {
    const out: string[] = [];
    for (const x of await Promise.all([later("a"), later("b")])) out.push(await this.t(x));
    return out;
  }
}
/** Loop over object entries with index and break label. */
class P10 extends Module {
  t = new Text("t");
  v = new Text("v");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const o = { a: 1, b: 2, c: 3 };
    const out: unknown[] = [];
    find: for (const [i, [k, v]] of Object.entries(o).entries()) { for (const x of "xy") { if (this.flag(k, x)) { out.push([i, k, v, this.t(k)]); continue find; } if (v === 3) break find; } out.push(k); }
    return out;
  }
}
/** Method that changes its parameter. */
class P11 extends Module {
  t = new Text("t");
  u = new Text("u");
  add(l: string[], x: string) { l.push(this.t(x)); return l.length; }
  fill(o: Record<string, string>, k: string) { if (!(k in o)) o[k] = this.u(k); return o; }
  forward(doc: string): unknown {
    const l: string[] = [], o: Record<string, string> = {};
    const n = [this.add(l, doc), l.length, this.add(l, "b"), l.join().length > 0];
    const same = this.fill(o, "k") === o;
    this.fill(o, "k"); this.fill(o, "j");
    return [l, o, n, same];
  }
}
/** Nested ternaries with assignments. */
class P12 extends Module {
  t = new Text("t");
  u = new Text("u");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    let s = "", n = 0;
    const pick = (k: string) => this.flag(k) ? (n++, this.t(k)) : (s += k, this.flag(k + "2") ? s : this.u(k, n));
    return [pick(doc), pick("b"), pick("c"), s, n];
  }
}
/** Object spread with conditional parts and getters. */
class P13 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  flag = new Flag("flag");
  maybe = new Maybe("maybe");
  forward(doc: string): unknown {
    const base = { get len() { return 3; }, a: 1 };
    const o = { ...base, ...(this.flag(doc) ? { a: this.t(doc), c: 1 } : { b: this.u(doc) }), ...[..."xy"], last: this.v(doc), ...undefined, ...(this.maybe(doc) as any) };
    return [o, Object.keys(o)];
  }
}
/** Parameter default that reads this and other parameters. */
class P14 extends Module {
  t = new Text("t");
  u = new Text("u");
  ask(x: string, y = this.t(x), { z = y + x, w = [z] }: { z?: string; w?: string[] } = {}) { return [x, y, z, w]; }
  forward(doc: string): unknown {
    return [this.ask(doc), this.ask("a", "b"), this.ask("a", undefined, { w: ["q"] }), this.ask("z", "y", { z: this.u("z") })];
  }
}
/** Private members and statics of the class. */
class P15 extends Module {
  t = new Text("t");
  #seen: string[] = []; static prefix = "p"; static #count = 0;
  #ask(x: string) { this.#seen.push(x); return this.t(P15.prefix + x); }
  static wrap(x: string) { return "<" + x + ">"; }
  get last() { return this.#seen.at(-1); }
  ask2 = (x: string) => this.#ask(x) + this.last;
  forward(doc: string): unknown {
    const a = this.#ask(doc), b = this.ask2("b");
    return [a, b, P15.wrap(this.last!), this.#seen.length, #seen in this];
  }
}
/** Recursion with index and early return through a method. */
class P16 extends Module {
  t = new Text("t");
  flag = new Flag("flag");
  num = new Num("num");
  walk(l: string[], i = 0): string | undefined { if (i >= l.length) return undefined; const x = this.t(l[i]); if (this.flag(x)) return x; return this.walk(l, i + 1); }
  depth(n: number): number { return n <= 0 ? this.num(doc0) : 1 + this.depth(n - 1 - this.num(n) % 2); }
  forward(doc: string): unknown {
    return [this.walk([doc, "b", "c"]), this.depth(4)];
  }
}
/** Short circuits with side effects in between. */
class P17 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  flag = new Flag("flag");
  num = new Num("num");
  maybe = new Maybe("maybe");
  forward(doc: string): unknown {
    let n = 0;
    const r = [this.flag(doc) && n++ < 3 && this.t(n), this.flag("b") || (n += 10, this.u(n)), this.maybe(doc) ?? (n *= 2) ?? this.v(n), (n = 5) && this.num(doc) || n--];
    return [r, n];
  }
}
/** Static method that asks and overloads. */
class P18 extends Module {
  t = new Text("t");
  u = new Text("u");
  ask(x: string): string; ask(x: number): string; ask(x: any): string { return typeof x === "number" ? this.t("n", x) : this.u(x); }
  static both(m: P18, x: string) { return [m.ask(x), m.ask(1)]; }
  forward(doc: string): unknown {
    return [this.ask(doc), this.ask(3), P18.both(this, "b")];
  }
}
/** Swap through methods and returned objects. */
class P19 extends Module {
  t = new Text("t");
  pair(x: string) { const p = { a: this.t(x), b: x }; return p; }
  swap<T>(p: { a: T; b: T }) { [p.a, p.b] = [p.b, p.a]; return p; }
  forward(doc: string): unknown {
    const p = this.pair(doc), q = this.swap(p);
    q.a += "!";
    return [p, q === p, this.swap(this.pair("z")).b];
  }
}
/** Typeof in guards on unions. */
class P20 extends Module {
  t = new Text("t");
  u = new Text("u");
  list = new List("list");
  item = new Item("item");
  num = new Num("num");
  maybe = new Maybe("maybe");
  forward(doc: string): unknown {
    const out: unknown[] = [];
    for (const x of [this.maybe(doc), this.num(doc), this.list(doc), null, this.item(doc), () => 1]) {
      if (typeof x === "string") out.push(["s", this.t(x)]); else if (Array.isArray(x)) out.push(["l", x.length]); else if (x === null || x === undefined) out.push(["none", this.u(String(x))]); else if (typeof x === "object" && "title" in x) out.push(["o", x.title]); else out.push([typeof x]);
    }
    return out;
  }
}
/** Typescript forms around calls. */
class P21 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  maybe = new Maybe("maybe");
  forward(doc: string): unknown {
    const a = this.t(doc) as unknown as string, b = (<string>this.u(doc))!, c = (this.v(doc) satisfies string);
    const d = (this.maybe(doc)! as string)?.length, e = ((this.t)!)(a), f = (this.u as any)(b);
    let g: string; g = this.v(c)!; (g as any) += "x"; (g)! += "y";
    return [a, b, c, d, e, f, g];
  }
}
export class Main extends Module {
  p1 = new P1();
  p2 = new P2();
  p3 = new P3();
  p4 = new P4();
  p5 = new P5();
  p6 = new P6();
  p7 = new P7();
  p8 = new P8();
  p9 = new P9();
  p10 = new P10();
  p11 = new P11();
  p12 = new P12();
  p13 = new P13();
  p14 = new P14();
  p15 = new P15();
  p16 = new P16();
  p17 = new P17();
  p18 = new P18();
  p19 = new P19();
  p20 = new P20();
  p21 = new P21();
  async forward(doc: string): Promise<unknown> {
    const out: unknown[] = [];
    try { out.push(this.p1(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p2(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p3(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p4(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p5(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p6(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p7(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p8(doc)); } catch (e) { out.push(e); }
    try { out.push(await this.p9(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p10(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p11(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p12(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p13(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p14(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p15(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p16(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p17(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p18(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p19(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p20(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p21(doc)); } catch (e) { out.push(e); }
    return out;
  }
}
export const inputs = [["doc one"], ["a doc two"]];
