// Many small programs, one after another: functions kept under names.
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
class Text extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string { return leaf(this.id, "text", ...args); } }
class Flag extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): boolean { return leaf(this.id, "flag", ...args); } }
class Reg { items: Record<string, any> = {}; add(k: string, f: any) { this.items[k] = f; return this; } run(k: string, x: string) { return this.items[k](x); } }
/** Handlers as a list of pairs. */
class P1 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    const l: [string, (x: string) => string][] = [["a", (x) => this.t(x)], ["b", (x) => this.u(x)]];
    const [[, first], { 1: second }] = l as any;
    return [l.map(([k, f]) => f(k)), first(doc), second("x"), l.find(([k]) => k === "b")![1]("y")];
  }
}
/** Handlers as modules under computed names. */
class P2 extends Module {
  forward(doc: string): unknown {
    const o: any = {};
    for (const k of ["t", "u"]) o[k + "2"] = (this as any)[k];
    return [o.t2(doc), o.u2("x")];
  }
}
/** Handlers by assign and defineProperty. */
class P3 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    const o: any = Object.assign({}, { a: (x: string) => this.t(x) });
    Object.defineProperty(o, "b", { value: (x: string) => this.u(x) });
    return [o.a(doc), o.b("x")];
  }
}
/** Handlers by reduce. */
class P4 extends Module {
  t = new Text("t");
  forward(doc: string): unknown {
    const o = ["a", "b"].reduce<any>((acc, k) => ({ ...acc, [k]: (x: string) => this.t(k, x) }), {});
    return [o.a(doc), o.b("x")];
  }
}
/** Handlers from entries written out. */
class P5 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    const o: any = Object.fromEntries([["a", (x: string) => this.t(x)], ["b", (x: string) => this.u(x)]]);
    return [o.a(doc), o.b("x")];
  }
}
/** Handlers in a class of the file. */
class P6 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    const r = new Reg().add("a", (x: string) => this.t(x)).add("b", (x: string) => this.u(x));
    return [r.run("a", doc), r.run("b", "x"), r.items.a("direct")];
  }
}
/** Handlers in a map called by get. */
class P7 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    const m = new Map<string, (x: string) => string>([["a", (x) => this.t(x)]]);
    m.set("b", (x) => this.u(x));
    return [m.get("a")!(doc), m.get("b")?.("x"), m.get("c")?.("x"), [...m.values()].map((f) => f("z")), m.entries().next().value![1](doc)];
  }
}
/** Handlers of a function that gives an object. */
class P8 extends Module {
  t = new Text("t");
  forward(doc: string): unknown {
    const make = (p: string): any => { const o: any = {}; o["a" + ""] = (x: string) => this.t(p, x); return o; };
    return [make("p").a(doc), make("q").a("x")];
  }
}
/** Handlers spread and destructured. */
class P9 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  forward(doc: string): unknown {
    const o = { a: (x: string) => this.t(x), b: (x: string) => this.u(x) };
    const { a, ...rest } = o;
    const c = { ...rest, c: a };
    return [a(doc), rest.b("x"), c.c("z"), Object.values(c).map((f) => f("v")), Object.entries(o).map(([k, f]) => f(k))];
  }
}
/** Handlers through optional and logical. */
class P10 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const o: any = this.flag(doc) ? { a: (x: string) => this.t(x) } : {};
    const f = o.a ?? ((x: string) => this.u(x));
    const g = o.a || this.v;
    return [f(doc), g("x"), (o.a ?? this.v)("y"), o.a?.("z")];
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
    return out;
  }
}
export const inputs = [["doc one"], ["a doc two"]];
