// Many small programs, one after another: array methods, Maps and Sets.
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
class Text extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string { return leaf(this.id, "text", ...args); } }
class List extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string[] { return leaf(this.id, "list", ...args); } }
class Flag extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): boolean { return leaf(this.id, "flag", ...args); } }
class Num extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): number { return leaf(this.id, "number", ...args); } }
/** Map index list and thisArg. */
class P1 extends Module {
  t = new Text("t");
  list = new List("list");
  forward(doc: string): unknown {
    const l = this.list(doc).concat(["z", "y"]);
    const o = { p: this.t(doc) };
    return l.map(function (this: any, x, i, all) { return [this.p, x, i, all.length, all[i + 1], all === l]; }, o);
  }
}
/** Map iteration while it is changed. */
class P2 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  forward(doc: string): unknown {
    const m = new Map<string, unknown>([["a", 1], ["b", 2], ["c", 3]]);
    const out: unknown[] = [];
    for (const [k, v] of m) { out.push([k, v, this.t(k)]); if (k === "a") { m.delete("b"); m.set("d", this.u(k)); } if (k === "c") m.set("a", "again"); }
    m.forEach((v, k, all) => { out.push([v, k, all.size]); });
    return [out, [...m], [...m.keys()]];
  }
}
/** Map over a pipelined list then its list argument is changed. */
class P3 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    const l = ["a", "b", doc].map((x) => this.t(x));
    const r = l.map((x, i, all) => { if (i === 0) all[2] = "changed"; return this.u(x); });
    return [l, r];
  }
}
/** Map returning closures. */
class P4 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    const fs = ["a", doc].map((x) => () => this.t(x));
    const gs = ["a", doc].map((x) => { const y = this.u(x); return () => y; });
    return [fs.map((f) => f()), gs.map((g) => g()), fs[0]!() === fs[0]!()];
  }
}
/** Map whose values are calls by key. */
class P5 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  forward(doc: string): unknown {
    const m = new Map<string, string>();
    for (const k of ["a", "b", doc]) m.set(k, this.t(k));
    m.set("a", this.u(m.get("a")!));
    const g = [...m].map(([k, v]) => this.v(k, v));
    return [g, m.get("b"), m.has("zz"), m.size, [...m.entries()][0], Object.fromEntries(m)];
  }
}
/** Map with parseInt like references. */
class P6 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    return [["a", doc].map(this.t), ["1", "2", "3"].map(Number), ["1", "2", "3"].map(parseInt as any), ["a", "", doc].filter(Boolean).map(String).map((x) => this.u(x))];
  }
}
/** Object.entries map and fromEntries. */
class P7 extends Module {
  t = new Text("t");
  v = new Text("v");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const o = { a: doc, b: "y", 1: "one" };
    const r = Object.fromEntries(Object.entries(o).map(([k, v], i) => [k + i, this.t(v, i)]));
    const s = Object.entries(r).filter(([, v]) => this.flag(v)).map(([k]) => k);
    return [r, s, Object.values(r).at(-1), Object.keys(r)];
  }
}
/** Objects of a map are changed afterwards. */
class P8 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    const l = ["a", doc].map((x) => ({ x, y: this.t(x), z: undefined as any }));
    for (const o of l) o.z = this.u(o.y);
    l[0]!.y = "changed";
    const last = l.pop()!;
    last.x += "!";
    return [l, last];
  }
}
/** Reduce of an empty list throws after the calls before it. */
class P9 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  list = new List("list");
  forward(doc: string): unknown {
    const l = this.list(doc).filter((x) => false);
    this.t(doc);
    try { return l.reduce((a, x) => this.u(a, x)); } catch (e) { return [(e as Error).name, this.v(doc)]; }
  }
}
/** Reduce to a list of lists by flag. */
class P10 extends Module {
  t = new Text("t");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const [yes, no] = ["a", "b", "c", doc].reduce<[string[], string[]]>(([y, n], x) => this.flag(x) ? [[...y, this.t(x)], n] : [y, [...n, x]], [[], []]);
    return { yes, no };
  }
}
/** Reduce whose accumulator is an object that is changed. */
class P11 extends Module {
  t = new Text("t");
  forward(doc: string): unknown {
    const r = ["a", "b", doc].reduce<Record<string, any>>((acc, x, i, all) => { acc[x] = this.t(x, Object.keys(acc).length); acc.n = (acc.n ?? 0) + all.length; return acc; }, {});
    return [r, Object.entries(r)];
  }
}
/** Reduce without a seed with holes. */
class P12 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    const l = [, "a", , doc, "c"];
    return [l.reduce((a, x, i) => this.t(a, x, i)), l.reduceRight((a, x, i) => this.u(a, x, i)), [, doc].reduce((a, x) => this.t(a, x))];
  }
}
/** Set iteration while it grows. */
class P13 extends Module {
  t = new Text("t");
  list = new List("list");
  forward(doc: string): unknown {
    const s = new Set(["a", doc]);
    const out: unknown[] = [];
    for (const x of s) { out.push(this.t(x)); for (const y of this.list(x)) if (s.size < 6) s.add(y); }
    return [out, [...s]];
  }
}
/** Set of answers without doubles. */
class P14 extends Module {
  t = new Text("t");
  u = new Text("u");
  num = new Num("num");
  forward(doc: string): unknown {
    const s = new Set<unknown>();
    for (const k of ["a", "b", "a", doc]) s.add(this.num(k));
    s.delete(3);
    const out: unknown[] = [];
    s.forEach((x) => { out.push(this.t(x)); });
    for (const x of s) out.push(this.u(x));
    return [out, s.size, [...s], s.has(this.num(doc))];
  }
}
/** Some with an early side effect order. */
class P15 extends Module {
  t = new Text("t");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const log: string[] = [];
    const r = ["a", "b", doc, "d"].some((x) => { log.push("t" + x); if (this.flag(x)) { log.push(this.t(x)); return true; } log.push("n"); return false; });
    return [r, log];
  }
}
/** Sort by answers that were asked before. */
class P16 extends Module {
  t = new Text("t");
  num = new Num("num");
  forward(doc: string): unknown {
    const l = ["c", "a", doc, "b"];
    const by = l.map((x) => ({ x, n: this.num(x) }));
    by.sort((p, q) => q.n - p.n || p.x.localeCompare(q.x));
    return by.map(({ x }) => this.t(x));
  }
}
/** Sort in place is seen by an alias. */
class P17 extends Module {
  t = new Text("t");
  forward(doc: string): unknown {
    const l = ["c", "a", doc, "b"].map((x) => this.t(x));
    const m = l;
    const first = l[0];
    const r = l.sort();
    return [m[0], first, r === m, l.indexOf(first!)];
  }
}
/** Sort of pipelined texts with and without a comparator. */
class P18 extends Module {
  t = new Text("t");
  forward(doc: string): unknown {
    const l = ["c", "a", doc, "b"].map((x) => this.t(x));
    const s = [...l].sort();
    const t = l.toSorted((a, b) => b.length - a.length || (a < b ? 1 : -1));
    l.sort((a, b) => a < b ? -1 : 1);
    return [l, s, t, l[0] === s[0], l.at(-1)];
  }
}
/** Splice of a pipelined list. */
class P19 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    const l = ["c", "a", doc, "b"].map((x) => this.t(x));
    const cut = l.splice(1, 2, this.u(doc), "new");
    l.splice(-1);
    l.splice(l.length, 0, cut[0]!);
    return [l, cut, l.length];
  }
}
/** Spread of a pipelined list before and after a change. */
class P20 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    const l = ["c", doc].map((x) => this.t(x));
    const a = [...l, "x"];
    l.push(this.u(doc));
    const b = [...l];
    l[0] = "first";
    l.length = 2;
    return [a, b, l];
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
  forward(doc: string): unknown {
    const out: unknown[] = [];
    try { out.push(this.p1(doc)); } catch (e) { out.push(e); }
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
    try { out.push(this.p17(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p18(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p19(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p20(doc)); } catch (e) { out.push(e); }
    return out;
  }
}
export const inputs = [["doc one"], ["a doc two"]];
