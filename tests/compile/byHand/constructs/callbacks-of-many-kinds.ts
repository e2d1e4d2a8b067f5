// Many small programs, one after another: callbacks of many kinds.
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
declare function later<T>(v: T): Promise<T>;
class Text extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string { return leaf(this.id, "text", ...args); } }
class Flag extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): boolean { return leaf(this.id, "flag", ...args); } }
class Num extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): number { return leaf(this.id, "number", ...args); } }
class List extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string[] { return leaf(this.id, "list", ...args); } }
class Item extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): { title: string; tags: string[]; n: number } { return leaf(this.id, "item", ...args); } }
/** Async callbacks in all methods. */
class P1 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  flag = new Flag("flag");
  async forward(doc: string): Promise<unknown> {
    const l = ["a", "b", doc];
    const m = l.map(async (x) => await this.t(x));
    const r1 = await Promise.all(m);
    const r2 = await Promise.all(l.flatMap((x) => [this.u(x), later(x)]));
    const kept = (await Promise.all(l.map(async (x) => [x, await this.flag(x)] as const))).filter(([, k]) => k).map(([x]) => x);
    const first = await l.reduce(async (p, x) => (await p) ?? ((await this.flag(x)) ? x : undefined), Promise.resolve(undefined as string | undefined));
    for (const p of l.map(async (x) => await this.v(x))) r1.push(await p);
    return [r1, r2, kept, first];
  }
}
/** Bound methods and thisArg as callbacks. */
class P2 extends Module {
  t = new Text("t");
  u = new Text("u");
  pre = "p";
  ask(x: string, i?: number) { return this.t(this.pre + x, i); }
  static wrap(x: string) { return "<" + x + ">"; }
  forward(doc: string): unknown {
    const l = ["a", doc];
    const bound = this.ask.bind(this);
    return [l.map(this.ask, this), l.map(bound), l.map((x) => this.ask(x)), l.map(P2.wrap), l.map(this.ask.bind({ ...this, pre: "q", t: this.u } as any)), l.map(function (this: any, x) { return this.pre + x; }, { pre: "r" })];
  }
}
/** Callback that returns early from nested loops. */
class P3 extends Module {
  flag = new Flag("flag");
  num = new Num("num");
  forward(doc: string): unknown {
    const grid = [["a", "b"], [doc, "d"]];
    const f = () => { for (const row of grid) for (const c of row) { const hit = row.find((y) => y !== c && this.flag(c, y)); if (hit) return [c, hit]; if (this.num(c) > 4) break; } return null; };
    return [f(), grid.some((row) => row.every((c) => this.flag(c))), grid.findIndex((row) => row.includes(doc)), grid.map((r) => r.reduce((a, c) => a + this.num(c), 0))];
  }
}
/** Callbacks with default and rest parameters. */
class P4 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  forward(doc: string): unknown {
    const l: any[] = ["a", undefined, doc];
    return [l.map((x = "d", ...r) => [this.t(x), r.length]), l.map(([c, ...s] = "zz", i) => this.u(c, s.join(""), i)), l.reduce((acc, x = "e", ...[i]) => acc + this.v(x, i)[0], ""), l.filter((_, ...[i]) => i !== 1).length];
  }
}
/** Every method on a list of objects that callbacks change. */
class P5 extends Module {
  t = new Text("t");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const l = ["a", "b", doc].map((x, i) => ({ x, i, seen: [] as unknown[] }));
    l.forEach((o) => { o.seen.push(this.t(o.x)); });
    const f = l.filter((o) => { o.i += 10; return this.flag(o.x); });
    const s = l.some((o) => { o.seen.push("s"); return this.flag(o.seen.length, o.x); });
    f.forEach((o) => o.seen.push("f"));
    const m = l.map((o) => { o.x += "!"; return { ...o, seen: [...o.seen] }; });
    l[0]!.seen.length = 0;
    return [l, f.length, s, m];
  }
}
/** Groups walked in order with a running total. */
class P6 extends Module {
  t = new Text("t");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const g: Record<string, string[]> = {};
    for (const x of ["a", "b", "c", doc]) { const k = this.flag(x) ? "yes" : "no"; (g[k] ||= []).push(x); }
    let total = 0;
    const out = Object.entries(g).sort(([a], [b]) => a < b ? -1 : 1).map(([k, xs]) => { total += xs.length; return [k, total, xs.map((x) => this.t(k, x))]; });
    return [out, total];
  }
}
/** Indices that answers decide. */
class P7 extends Module {
  t = new Text("t");
  num = new Num("num");
  forward(doc: string): unknown {
    const l = ["a", "b", "c", doc].map((x) => this.t(x));
    const i = this.num(doc) % 4, j = this.num("j") % 4;
    [l[i], l[j]] = [l[j]!, l[i]!];
    const part = l.slice(Math.min(i, j), Math.max(i, j) + 1);
    const without = l.filter((_, k) => k !== i);
    l.splice(i, 1);
    return [l, part, without, l.at(-i), l[l.length - 1 - j], l.indexOf(part[0]!)];
  }
}
/** Map over entries of a map and values of an object. */
class P8 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  flag = new Flag("flag");
  num = new Num("num");
  forward(doc: string): unknown {
    const m = new Map([["a", 1], [doc, 2]]);
    const o = { p: "x", q: doc };
    const r = [...m].map(([k, v]) => this.t(k, v));
    m.forEach((v, k) => { m.set(k, v * 10); r.push(this.u(k, v)); });
    return [r, [...m.entries()].map(([k, v]) => k + v), Object.values(o).map((x) => this.v(x)), Object.keys(o).reduce((acc, k) => ({ ...acc, [k]: this.num(k) }), {}), Array.from(m.values(), (v) => this.num(v)), Array.from(m.keys()).filter((k) => this.flag(k))];
  }
}
/** Modules as callbacks of every method. */
class P9 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  list = new List("list");
  flag = new Flag("flag");
  num = new Num("num");
  forward(doc: string): unknown {
    const l = ["a", "b", doc];
    return [l.map(this.t), l.filter(this.flag), l.find(this.flag), l.findIndex(this.flag as any), l.some(this.flag), l.every(this.flag), l.flatMap(this.list), l.forEach(this.u), l.reduce(this.v as any), l.reduceRight(this.v as any, "seed"), Array.from(l, this.num), l.findLast(this.flag), Array.from({ length: 2 }, this.t)];
  }
}
/** Nested callbacks sharing a counter. */
class P10 extends Module {
  t = new Text("t");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    let n = 0;
    const r = ["a", "b"].map((x) => { n++; return ["p", "q"].filter((y) => { n += 2; return this.flag(x, y, n); }).map((y) => this.t(y, n++)); });
    return [r, n];
  }
}
/** Pipelines with several stages and a filter in between. */
class P11 extends Module {
  t = new Text("t");
  u = new Text("u");
  list = new List("list");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const r = ["a", "b", "c", doc].map((x) => this.t(x)).filter((x) => this.flag(x)).map((x, i) => [i, this.u(x)] as const).filter(([, y]) => y.length > 2).flatMap(([i, y]) => [i, ...this.list(y)]).slice(0, 5);
    return [r, r.length, r.at(-1), r.indexOf(r[0]!)];
  }
}
/** Reduce that builds closures. */
class P12 extends Module {
  t = new Text("t");
  forward(doc: string): unknown {
    const run = ["a", "b", doc].reduce<(x: string) => string>((next, k) => (x) => this.t(k, next(x)), (x) => x);
    return [run("start"), run("again")];
  }
}
/** Reduce with break by throw. */
class P13 extends Module {
  t = new Text("t");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const out: unknown[] = [];
    try { ["a", "b", "c"].reduce((acc, x, i) => { out.push(acc); if (this.flag(x)) throw acc + i; return acc + this.t(x)[0]; }, "s"); out.push("all"); } catch (e) { out.push(["thrown", e]); }
    return out;
  }
}
/** Stages kept in variables and used twice. */
class P14 extends Module {
  t = new Text("t");
  item = new Item("item");
  forward(doc: string): unknown {
    const a = ["a", "b", doc].map((x) => this.item(x));
    const b = a.filter((o) => o.n > 2), c = a.map((o) => o.title), d = b.map((o) => this.t(o.title));
    a[0]!.title = "changed"; a.push(this.item("late"));
    const e = a.map((o) => o.title);
    b.sort((p, q) => p.n - q.n);
    return [a.length, b, c, d, e, b.every((o) => a.includes(o))];
  }
}
/** Top by score. */
class P15 extends Module {
  t = new Text("t");
  num = new Num("num");
  forward(doc: string): unknown {
    const scored = ["a", "b", "c", doc].map((x) => ({ x, s: this.num(x) }));
    const top = scored.reduce((p, q) => (q.s > p.s ? q : p)), max = Math.max(...scored.map(({ s }) => s));
    const ties = scored.filter(({ s }) => s === max).map(({ x }) => x);
    top.x += "*";
    return [top === scored.find(({ s }) => s === max), ties, scored, this.t(top.x)];
  }
}
/** Zip and transpose and unzip. */
class P16 extends Module {
  t = new Text("t");
  u = new Text("u");
  list = new List("list");
  forward(doc: string): unknown {
    const a = ["a", doc].map((x) => this.t(x)), b = this.list(doc);
    const z = Array.from({ length: Math.max(a.length, b.length) }, (_, i) => [a[i], b[i]]);
    const [left, right] = z.reduce<[unknown[], unknown[]]>(([p, q], [x, y]) => [[...p, x], [...q, y]], [[], []]);
    return [z, left, right, z.map(([x]) => this.u(x)), Object.fromEntries(z.map(([x, y], i) => [x ?? i, y]))];
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
  async forward(doc: string): Promise<unknown> {
    const out: unknown[] = [];
    try { out.push(await this.p1(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p2(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p3(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p4(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p5(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p6(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p7(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p8(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p9(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p10(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p11(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p12(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p13(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p14(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p15(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p16(doc)); } catch (e) { out.push(e); }
    return out;
  }
}
export const inputs = [["doc one"], ["a doc two"]];
