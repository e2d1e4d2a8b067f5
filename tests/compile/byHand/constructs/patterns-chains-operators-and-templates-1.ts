// Many small programs, one after another: patterns, chains, operators and templates.
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
class Text extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string { return leaf(this.id, "text", ...args); } }
class Num extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): number { return leaf(this.id, "number", ...args); } }
class Flag extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): boolean { return leaf(this.id, "flag", ...args); } }
class Maybe extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string | undefined { return leaf(this.id, "maybe", ...args); } }
class List extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string[] { return leaf(this.id, "list", ...args); } }
class Item extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): { title: string; tags: string[]; n: number } { return leaf(this.id, "item", ...args); } }
class Lazy { made = 0; constructor(readonly s: string) {} get v() { this.made++; return this.s + this.made; } }
class Acc { #n = 0; log: string[] = []; get n() { return this.#n; } set n(v) { this.log.push("n" + v); this.#n = v; } static of(s: string) { const a = new Acc(); a.n = s.length; return a; } }
/** Arguments are read before later arguments change them. */
class P1 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  forward(doc: string): unknown {
    let x = "x";
    const o = { v: "v" };
    return [this.t(x, (x = "y"), x, (x += this.u(doc)), x), this.v(o.v, (o.v = "w"), o.v), x];
  }
}
/** Callee is read before its arguments. */
class P2 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  forward(doc: string): unknown {
    let f = (a: string) => this.t(a);
    const r = f((f = (a) => this.u(a), "1"));
    const o = { f: (a: string) => this.t("o" + a) };
    const s = o.f((o.f = (a) => this.v(a), "2"));
    return [r, f("3"), s, o.f("4")];
  }
}
/** Class with a lazy getter. */
class P3 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  forward(doc: string): unknown {
    const l = new Lazy(this.t(doc));
    const a = l.v, b = this.u(l.v), c = l.v;
    return [a, b, c, l.made];
  }
}
/** Class with accessors beside the module. */
class P4 extends Module {
  t = new Text("t");
  num = new Num("num");
  forward(doc: string): unknown {
    const a = Acc.of(this.t(doc));
    a.n++;
    a.n += this.num(doc);
    const b = a.n;
    a.n = 0;
    return [b, a.n, a.log];
  }
}
/** Comma expressions and void. */
class P5 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  flag = new Flag("flag");
  num = new Num("num");
  maybe = new Maybe("maybe");
  forward(doc: string): unknown {
    let a: any = (this.t(doc), this.u(doc));
    const b = void this.v(doc);
    const c = (a += "1", a += this.t(a), a);
    return [a, b, c, !this.flag(doc), -this.num(doc), +this.t(doc), typeof this.maybe(doc), typeof (undefined as any)];
  }
}
/** Compound assignment reads its left side first. */
class P6 extends Module {
  t = new Text("t");
  num = new Num("num");
  forward(doc: string): unknown {
    let s = "s";
    const f = () => { s = "changed"; return this.t(doc); };
    s += f();
    let n = 1;
    n += (n = 5, this.num(doc)) + n;
    const l = [1, 2];
    let i = 0;
    l[i++] += (i++, this.num(doc));
    l[i] = i = 7;
    return [s, n, l, i];
  }
}
/** Computed key that is a call. */
class P7 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    const o: Record<string, unknown> = { [this.t(doc)]: 1, other: this.u(doc) };
    const { [this.t(doc)]: one, ...rest } = o;
    return [one, rest];
  }
}
/** Conditional expression chains with calls. */
class P8 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  flag = new Flag("flag");
  num = new Num("num");
  maybe = new Maybe("maybe");
  forward(doc: string): unknown {
    const a = this.flag(doc) ? this.t(doc) : this.flag("b") ? this.u(doc) : (this.num(doc) > 3 && this.v(doc)) || (this.maybe(doc) ?? "none");
    return [a, (this.flag(a) || this.t(a)) && !this.flag("z") || "or"];
  }
}
/** Default reads a variable that an argument changes. */
class P9 extends Module {
  t = new Text("t");
  forward(doc: string): unknown {
    let n = 0;
    const f = (a: number, b = n, c = () => n) => { n += 10; return [a, b, c(), this.t(doc, n)]; };
    return [f(n++), f(n++, (n += 2)), n];
  }
}
/** Delete in and typeof of members. */
class P10 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  list = new List("list");
  forward(doc: string): unknown {
    const o: any = { a: this.t(doc), b: { c: this.u(doc) } };
    const had = ["a" in o, "zz" in o, delete o.a, "a" in o, typeof o.a, delete o.b.c, "c" in o.b, Object.hasOwn(o, "b")];
    o.a = this.v(doc);
    return [had, o, Object.keys(o), "length" in this.list(doc), 0 in this.list(doc)];
  }
}
/** Destructuring of undefined throws after earlier calls. */
class P11 extends Module {
  t = new Text("t");
  u = new Text("u");
  maybe = new Maybe("maybe");
  forward(doc: string): unknown {
    const x = this.t(doc);
    try { const { a: { b } } = { a: this.maybe(doc) } as any; return [b, x]; } catch (e) { return [(e as Error).constructor.name, this.u(x)]; }
  }
}
/** Destructuring with computed keys and defaults in order. */
class P12 extends Module {
  t = new Text("t");
  item = new Item("item");
  forward(doc: string): unknown {
    const log: string[] = [];
    const k = () => { log.push("k"); return "title"; };
    const { [k()]: a = (log.push("d"), "x"), n: b = (log.push("n"), 1), zz: c = (log.push("z"), this.t(doc)) } = this.item(doc) as any;
    return [a, b, c, log];
  }
}
/** Exceptions of plain code between calls. */
class P13 extends Module {
  t = new Text("t");
  u = new Text("u");
  maybe = new Maybe("maybe");
  forward(doc: string): unknown {
    const out: unknown[] = [];
    for (const k of ["a", "b", "c", doc]) {
      try { const m = this.maybe(k); out.push(m!.length); out.push(this.t(k)); null!; (k === "b" ? null as any : { f() {} }).f(); } catch (e) { out.push(e instanceof TypeError, this.u(k)); }
    }
    return out;
  }
}
/** Frozen and sealed objects. */
class P14 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    const o = Object.freeze({ a: this.t(doc), l: [this.u(doc)] });
    o.l.push("still");
    try { (o as any).a = "x"; } catch (e) { return [o, (e as Error).name]; }
    return o;
  }
}
/** Getter and setter in an object literal. */
class P15 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  forward(doc: string): unknown {
    const o = { _x: this.t(doc), get x() { return this._x + "g"; }, set x(v: string) { this._x = v + "s"; } };
    const a = o.x;
    o.x = this.u(a);
    const { x: b } = o;
    o.x += "!";
    return [a, b, o.x, { ...o }];
  }
}
/** Increments of members and elements. */
class P16 extends Module {
  num = new Num("num");
  forward(doc: string): unknown {
    const o = { n: this.num(doc), l: [this.num("l"), 1], s: "5" as any };
    const r = [o.n++, ++o.n, o.l[0]!--, --o.l[1]!, o.s++, ++o.s, o["n"]++];
    return [r, o];
  }
}
/** Instanceof and classes made inside. */
class P17 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  forward(doc: string): unknown {
    class P { constructor(readonly v: string) {} twice() { return this.v + this.v; } static make(x: string) { return new this(x); } }
    class Q extends P { twice() { return super.twice() + "q"; } }
    const p = new P(this.t(doc)), q = Q.make(this.u(doc));
    return [p.twice(), q.twice(), q instanceof Q, p instanceof Q, this.v(p.v)];
  }
}
/** Json and dates of answers. */
class P18 extends Module {
  t = new Text("t");
  num = new Num("num");
  forward(doc: string): unknown {
    const o = { a: this.t(doc), b: [this.num(doc), undefined, () => 1], c: undefined, d: new Date(this.num(doc)) };
    const s = JSON.stringify(o, null, 1);
    o.a = "later";
    return [s, JSON.parse(s), structuredClone({ x: o.b[0], l: [o.a] })];
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
    return out;
  }
}
export const inputs = [["doc one"], ["a doc two"]];
