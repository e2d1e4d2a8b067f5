// Many small programs, one after another: keys, lengths and texts of objects.
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
class Text extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string { return leaf(this.id, "text", ...args); } }
class Num extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): number { return leaf(this.id, "number", ...args); } }
class List extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string[] { return leaf(this.id, "list", ...args); } }
class Maybe extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string | undefined { return leaf(this.id, "maybe", ...args); } }
class Flag extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): boolean { return leaf(this.id, "flag", ...args); } }
class Item extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): { title: string; tags: string[]; n: number } { return leaf(this.id, "item", ...args); } }
/** Batches of answers flushed by weight. */
class P1 extends Module {
  u = new Text("u");
  num = new Num("num");
  forward(doc: string): unknown {
    let batch: string[] = [], weight = 0; const out: unknown[] = [];
    const flush = () => { if (batch.length === 0) return; out.push(this.u(batch.join("+"), weight)); batch = []; weight = 0; };
    for (const k of ["a", "b", "c", doc, "e"]) { const w = this.num(k); if (weight + w > 5) flush(); batch.push(k); weight += w; }
    flush();
    return out;
  }
}
/** Empty objects and lists are truthy and texts are not. */
class P2 extends Module {
  t = new Text("t");
  u = new Text("u");
  list = new List("list");
  num = new Num("num");
  maybe = new Maybe("maybe");
  forward(doc: string): unknown {
    const l = this.list(doc), m = this.maybe(doc), n = this.num(doc);
    return [l ? "l" : "no", m ? "m" : "no", n ? "n" : "no", [] + "", !![].length, l.length ? this.t(l) : this.u("empty"), m?.length ? 1 : 0, `${[]}${{}}`];
  }
}
/** Extra member of a list of calls in a loop. */
class P3 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    const l: any = [];
    for (const k of ["a", "b", doc]) { l.push(this.t(k)); l.last = k; l["k" + l.length] = this.u(k); }
    return [l.last, l.k1, l.k3, l.length, Object.keys(l)];
  }
}
/** Extra member of a list that is cut. */
class P4 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    const l: any = ["a", "b"];
    l.extra = this.t(doc);
    l.length = 1;
    l.push(this.u(doc));
    return [l.extra, l, l.length];
  }
}
/** Extra member of a list that was looked at. */
class P5 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  forward(doc: string): unknown {
    const l: any = ["a", "b"];
    l.extra = this.t(doc);
    const s = l.join();
    l[-1] = this.u(doc);
    const n = l.length;
    l.push(this.v(doc));
    return [l.extra, l[-1], l, n, s];
  }
}
/** Index that is an object or a list. */
class P6 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  num = new Num("num");
  forward(doc: string): unknown {
    const l: any = ["a", "b"], o: any = {};
    l[[1] as any] = this.t(doc);
    o[[this.num(doc), "x"] as any] = this.u(doc);
    o[{ toString: () => "k" } as any] = this.v(doc);
    o[null as any] = 1; o[undefined as any] = 2; o[true as any] = 3; o[1e21] = 4;
    return [l, o];
  }
}
/** Json with answers and toJSON and replacers. */
class P7 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  num = new Num("num");
  forward(doc: string): unknown {
    const o = { a: this.t(doc), b: { toJSON: () => "tj" }, c: [undefined, this.num(doc)], d: new Map([[1, 2]]) };
    return [JSON.stringify(o), JSON.stringify(o, ["a", "c"]), JSON.stringify(o, (k, v) => typeof v === "string" ? v.length : v), JSON.parse(`{"x":[1,"${this.u(doc)}"]}`, (k, v) => Array.isArray(v) ? v.length : v)];
  }
}
/** Key of a member is length by an answer. */
class P8 extends Module {
  flag = new Flag("flag");
  num = new Num("num");
  forward(doc: string): unknown {
    const l: any = ["a", "b", "c"];
    const k = this.flag(doc) ? "length" : "0";
    l[k] = this.num(doc);
    return [l, l.length];
  }
}
/** Length of a list of a branch. */
class P9 extends Module {
  u = new Text("u");
  flag = new Flag("flag");
  num = new Num("num");
  forward(doc: string): unknown {
    const l = this.flag(doc) ? ["a", this.u("a")] : ["b", "c", "d"];
    l.length = this.num(doc) % 2;
    l.length += 1;
    l.length++;
    return [l, l.length];
  }
}
/** Length of an object that is no list. */
class P10 extends Module {
  num = new Num("num");
  forward(doc: string): unknown {
    const o: any = { length: 1 };
    o.length = this.num(doc);
    o.length += this.num("b");
    return [o, o.length, Array.from(o).length];
  }
}
/** Length that is not valid of a list that is not there yet. */
class P11 extends Module {
  t = new Text("t");
  u = new Text("u");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const l = this.flag(doc) ? ["a"] : ["b", "c"];
    try { l.push(this.t(doc)); l.length = -1; l.push("never"); } catch (e) { return [(e as Error).name, l, this.u(l)]; }
    return l;
  }
}
/** Length that is not valid. */
class P12 extends Module {
  t = new Text("t");
  u = new Text("u");
  num = new Num("num");
  forward(doc: string): unknown {
    const l = [this.t(doc), "b"];
    const before = this.u(doc);
    try { l.length = this.num(doc) - 3.5; } catch (e) { return [(e as Error).name, l, before]; }
    return l;
  }
}
/** List emptied by length and refilled in a loop. */
class P13 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  forward(doc: string): unknown {
    const batch: string[] = [], out: unknown[] = [];
    for (const k of ["a", "b", "c", doc, "e"]) { batch.push(this.t(k)); if (batch.length === 2) { out.push(this.u([...batch])); batch.length = 0; } }
    if (batch.length) out.push(this.v(batch));
    return [out, batch];
  }
}
/** List emptied by splice and pushed as itself. */
class P14 extends Module {
  t = new Text("t");
  forward(doc: string): unknown {
    let batch: string[] = []; const out: unknown[] = [];
    for (const k of ["a", "b", "c", doc, "e"]) { batch.push(this.t(k)); if (batch.length === 2) { out.push(batch); batch = []; } }
    out.push(batch.splice(0));
    return [out, batch, out.length];
  }
}
/** List grown by a far index. */
class P15 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  forward(doc: string): unknown {
    const l: string[] = [];
    l[3] = this.t(doc);
    l[1] = this.u(doc);
    const m = l.map((x) => this.v(x));
    l.push("e");
    return [l, m, l.length, l.indexOf(undefined as any), l.includes(undefined as any), l.findIndex((x) => x === undefined)];
  }
}
/** Members deleted by answers. */
class P16 extends Module {
  t = new Text("t");
  u = new Text("u");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const o: any = { a: 1, b: 2, c: this.t(doc) };
    for (const k of Object.keys(o)) if (this.flag(k)) delete o[k]; else o[k] = this.u(k, o[k]);
    return [o, "a" in o, Object.keys(o).length];
  }
}
/** Object filled in another order than it was made. */
class P17 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  forward(doc: string): unknown {
    const o: any = { z: 1, a: this.t(doc) };
    o[2] = this.u(doc); o.m = 5; delete o.z; o.z = this.v(doc); o[1] = "one"; o.a = "again";
    return [Object.keys(o), o, JSON.stringify(o), Object.entries(o).map(([k, v]) => k + v)];
  }
}
/** Order of keys when the value comes late. */
class P18 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  flag = new Flag("flag");
  num = new Num("num");
  forward(doc: string): unknown {
    const o: Record<string, unknown> = {};
    o.x = this.t(doc); o.y = "plain"; if (this.flag(doc)) o.w = this.u(doc); o.v = 1; o.x = "again";
    for (const k of ["q", "p"]) o[k + this.num(k)] = k;
    const ks: string[] = []; for (const k in o) ks.push(k);
    return [ks, Object.values(o), { ...o, y: 2 }];
  }
}
/** Proto assigned by a member. */
class P19 extends Module {
  t = new Text("t");
  item = new Item("item");
  forward(doc: string): unknown {
    const o: any = { a: 1 };
    o.__proto__ = this.item(doc);
    o.b = this.t(doc);
    return [o.title, Object.keys(o), "title" in o, o.b];
  }
}
/** Proto in a literal and as a computed key. */
class P20 extends Module {
  t = new Text("t");
  item = new Item("item");
  forward(doc: string): unknown {
    const p = this.item(doc);
    const o: any = { __proto__: p, a: this.t(doc) }, q: any = { ["__proto__"]: p };
    return [o.title, Object.keys(o), Object.keys(q), q.title];
  }
}
/** Symbol key by hand. */
class P21 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  forward(doc: string): unknown {
    const s = Symbol("s");
    const o: any = { [s]: 1, n: this.t(doc) };
    o[s] = this.u(doc);
    o[Symbol.for("x")] = this.v(doc);
    const c = { ...o };
    return [o[s], c[s], c[Symbol.for("x")], Object.keys(o)];
  }
}
/** Symbol.toPrimitive and iterators over own state. */
class P22 extends Module {
  t = new Text("t");
  forward(doc: string): unknown {
    const o = { l: ["a", doc].map((x) => this.t(x)), *[Symbol.iterator]() { yield* this.l; }, [Symbol.toPrimitive]: (h: string) => h };
    const a = [...o];
    o.l.push("x"); o.l[0] = "y";
    const [p, ...q] = o;
    return [a, p, q, `${o as any}`, Math.max(...new Set([1, 2]))];
  }
}
/** ToString of lists and objects of ones own. */
class P23 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  forward(doc: string): unknown {
    const o = { s: this.t(doc), toString() { return "o:" + this.s; }, valueOf() { return this.s.length; } };
    const r = [`${o}`, o + "", +o, o > 3, [o, o].join("/"), String(o)];
    o.s = this.u(doc);
    return [r, `${o}`, this.v(`${o}`)];
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
  p22 = new P22();
  p23 = new P23();
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
    try { out.push(this.p21(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p22(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p23(doc)); } catch (e) { out.push(e); }
    return out;
  }
}
export const inputs = [["doc one"], ["a doc two"]];
