// Many small programs, one after another: odds and ends.
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
class Text extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string { return leaf(this.id, "text", ...args); } }
class Same extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): any { return leaf(this.id, "same", ...args); } }
class Flag extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): boolean { return leaf(this.id, "flag", ...args); } }
class Items extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): { title: string; tags: string[]; n: number }[] { return leaf(this.id, "items", ...args); } }
class Num extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): number { return leaf(this.id, "number", ...args); } }
class Bag { [k: string]: any }
class Range { constructor(readonly a: number, readonly b: number) {} *[Symbol.iterator]() { for (let i = this.a; i < this.b; i++) yield i; } }
/** Answers that are the argument itself. */
class P1 extends Module {
  t = new Text("t");
  same = new Same("same");
  forward(doc: string): unknown {
    const o = { a: 1, l: [1] };
    const same = this.same(o);
    same.b = 2; o.l.push(3);
    const l = this.same(o.l);
    l.push(4);
    return [same === o, o, l === o.l, this.t(same.l.length)];
  }
}
/** Assigned in the middle of an expression that calls. */
class P2 extends Module {
  t = new Text("t");
  forward(doc: string): unknown {
    let last = "none";
    const ask = (x: string) => (last = this.t(x, last));
    const r = ask("a") + last + ask(last) + last;
    const l = [last, ask("c"), last, (last += "!", last)];
    return [r, l, { a: last, b: ask("d"), c: last }, `${last}${ask("e")}${last}`];
  }
}
/** Delete and re-add in a loop over keys. */
class P3 extends Module {
  t = new Text("t");
  v = new Text("v");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const o: Record<string, any> = { a: 1, b: 2 };
    for (const k of Object.keys(o)) { const v = o[k]; delete o[k]; o[this.flag(k) ? k : k + "2"] = this.t(v); }
    return [o, Object.keys(o)];
  }
}
/** Finally that returns from a loop inside a callback. */
class P4 extends Module {
  t = new Text("t");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    return ["a", "b", doc].map((x) => { for (const y of ["1", "2"]) { try { if (this.flag(x, y)) throw y; this.t(x, y); } catch (e) { return ["c", e]; } finally { if (this.flag(x, y, "f")) return ["f", y]; } } return x; });
  }
}
/** Handlers in null prototype and class instance. */
class P5 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    const a: any = Object.create(null), b = new Bag();
    a.ask = (x: string) => this.t(x); b["as" + "k2"] = (x: string) => this.u(x);
    return [a.ask(doc), b.ask2("b")];
  }
}
/** Handlers with names of the library from entries. */
class P6 extends Module {
  t = new Text("t");
  forward(doc: string): unknown {
    const o: any = Object.fromEntries(["get", "find", "add"].map((k) => [k, (x: string) => this.t(k, x)]));
    return [o.get(doc), o.find("f"), o.add("a")];
  }
}
/** Handlers with names of the library under computed names. */
class P7 extends Module {
  t = new Text("t");
  forward(doc: string): unknown {
    const o: any = {};
    for (const k of ["get", "find", "add", "search"]) o[k] = (x: string) => this.t(k, x);
    return [o.get(doc), o.find("f"), o.add("a"), o.search("s")];
  }
}
/** Iteration of object answers with member writes. */
class P8 extends Module {
  t = new Text("t");
  u = new Text("u");
  items = new Items("items");
  forward(doc: string): unknown {
    const l = this.items(doc);
    for (const o of l) { o.n += 1; o.tags.push(this.t(o.title)); if (o.n > 5) o.title = this.u(o.n); }
    const { 0: first, length } = l;
    return [l, first?.title, length, l.map(({ tags }) => tags.length)];
  }
}
/** Iterator of own class over a list of answers with early return in a method. */
class P9 extends Module {
  t = new Text("t");
  u = new Text("u");
  flag = new Flag("flag");
  first(r: Range) { for (const i of r) { const x = this.t(i); if (this.flag(x)) return [i, x]; } return null; }
  forward(doc: string): unknown {
    return [this.first(new Range(0, 3)), this.first(new Range(2, 2)), [...new Range(1, 3)].map((i) => this.u(i)), Math.max(...new Range(0, 4))];
  }
}
/** Same list through calls and mutated in between. */
class P10 extends Module {
  t = new Text("t");
  u = new Text("u");
  same = new Same("same");
  forward(doc: string): unknown {
    const l: any[] = ["a"];
    const m = this.same(l); m.push(this.t(m.length));
    const n = this.same(m); l.push(this.u(n.length));
    n.reverse();
    return [l, m === n, l.length];
  }
}
/** Spread of arguments that are iterators. */
class P11 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  forward(doc: string): unknown {
    const it = ["a", "b"].values();
    const r = this.t(...it);
    return [r, this.u(...it), [...it], this.v(...new Map([[1, 2]]).keys())];
  }
}
/** Switch on types of answers with fallthrough and scoped functions. */
class P12 extends Module {
  t = new Text("t");
  u = new Text("u");
  num = new Num("num");
  forward(doc: string): unknown {
    const out: unknown[] = [];
    for (const k of ["a", "b", doc]) { switch (this.num(k) % 3) { case 0: const f = (x: string) => this.t(x, k); out.push(f("0")); case 1: { const f = (x: string) => this.u(x, k); out.push(f("1")); break; } case 2: function g(x: string) { return "g" + x; } out.push(g(k)); } }
    return out;
  }
}
/** Try around a whole pipeline that is used outside. */
class P13 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    let part: string[] = [], rest: string[] = [];
    try { part = ["a", "b", doc].map((x) => this.t(x)); rest = part.map((x) => this.u(x)); part.push("p"); } catch { part.push("c"); rest = part.slice(1); } finally { rest.push("f" + part.length); }
    return [part, rest];
  }
}
/** Tuple state like hooks. */
class P14 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  forward(doc: string): unknown {
    const useState = <T,>(v: T): [() => T, (f: (v: T) => T) => void] => { let s = v; return [() => s, (f) => { s = f(s); }]; };
    const [get, set] = useState(this.t(doc));
    const before = get();
    set((v) => v + "!"); set((v) => this.u(v));
    return [before, get()];
  }
}
/** Weird loop heads. */
class P15 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  flag = new Flag("flag");
  num = new Num("num");
  forward(doc: string): unknown {
    const out: unknown[] = [];
    for (let [i, j] = [0, this.num(doc)]; i < 3 && j < 9; [i, j] = [i + 1, j + this.num(i)]) out.push([i, j, this.t(i, j)]);
    for (const x of (out.push("head"), ["p"])) out.push(this.u(x));
    let k = 3; while (k --> 0) { if (this.flag(k)) continue; out.push(k); }
    for (var v of ["q", doc]) ; out.push(v!);
    for (const { length } of [..."ab", this.t("len")]) out.push(length);
    return out;
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
    return out;
  }
}
export const inputs = [["doc one"], ["a doc two"]];
