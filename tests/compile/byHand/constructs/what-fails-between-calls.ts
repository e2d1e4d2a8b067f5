// Many small programs, one after another: what fails between calls.
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
class Text extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string { return leaf(this.id, "text", ...args); } }
class Flag extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): boolean { return leaf(this.id, "flag", ...args); } }
class List extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string[] { return leaf(this.id, "list", ...args); } }
class Num extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): number { return leaf(this.id, "number", ...args); } }
class Maybe extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string | undefined { return leaf(this.id, "maybe", ...args); } }
/** Aggregate in order when several fail. */
class P1 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  forward(doc: string): unknown {
    const out: unknown[] = [];
    for (const k of ["a", "b", "c", "d"]) { try { out.push([this.t(k), this.u(k), this.v(k)]); } catch (e) { out.push(String((e as any)?.message ?? e).split(" ")[0]); } }
    return out;
  }
}
/** Callbacks with try and finally and returns. */
class P2 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const out = ["a", "b", doc].map((x, i) => { try { if (this.flag(x)) return ["yes", this.t(x)]; if (i === 1) throw "one"; return this.u(x); } catch (e) { return ["caught", e === "one", x]; } finally { if (i === 2 && this.flag("fin")) return "over"; } });
    const f = ["a", "b"].filter((x) => { try { return this.flag(x); } catch { return true; } });
    const some = ["a", "b", "c"].some((x) => { try { if (this.flag(x, "s")) return true; } finally { this.v(x); } return false; });
    return [out, f, some];
  }
}
/** Calls of what is no function. */
class P3 extends Module {
  t = new Text("t");
  u = new Text("u");
  list = new List("list");
  forward(doc: string): unknown {
    const out: unknown[] = [];
    const bad: any = 5, n: any = undefined;
    try { bad(this.t("1")); } catch (e) { out.push((e as Error).name); }
    try { new bad(this.t("2")); } catch (e) { out.push((e as Error).name); }
    try { n.x(this.t("3")); } catch (e) { out.push((e as Error).name); }
    try { n(this.u("4"), ...this.list("5")); } catch (e) { out.push((e as Error).name); }
    try { [this.t("6"), ...n, this.u("7")]; } catch (e) { out.push((e as Error).name); }
    try { this.t(...n, this.u("8")); } catch (e) { out.push((e as Error).name); }
    try { this.t(...bad, this.u("9")); } catch (e) { out.push((e as Error).name); }
    try { bad`x${this.t("10")}`; } catch (e) { out.push((e as Error).name); }
    return out;
  }
}
/** Circular json and deep equality. */
class P4 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    const a: any = { t: this.t(doc) }; a.self = a;
    try { JSON.stringify(a); } catch (e) { return [(e as Error).name, a.self.self.t, this.u(a.t)]; }
    return "fine";
  }
}
/** Comparator that counts and changes. */
class P5 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    let n = 0;
    const l = ["b", "a", "c"].map((x) => this.t(x));
    l.sort((a, b) => { n++; return a < b ? -1 : 1; });
    const many = n > 0;
    l.toSorted((a, b) => { n = 100; return 0; });
    return [l, many, n, this.u(n)];
  }
}
/** Continue and break inside try inside switch inside loop. */
class P6 extends Module {
  t = new Text("t");
  flag = new Flag("flag");
  num = new Num("num");
  forward(doc: string): unknown {
    const out: unknown[] = [];
    for (let i = 0; i < 5; i++) {
      switch (this.num(doc, i) % 3) {
        case 0: try { if (this.flag(i)) continue; out.push("z"); } finally { out.push("f" + i); }
        case 1: try { out.push(this.t(i)); if (i === 3) break; } catch { out.push("c"); continue; }
        default: out.push("d"); break;
      }
      out.push(i);
    }
    return out;
  }
}
/** Error thrown by a getter or iterator between calls. */
class P7 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  forward(doc: string): unknown {
    const o = { get bad(): string { throw new Error("got"); } };
    const out: unknown[] = [];
    try { this.t(this.u("1"), o.bad, this.v("2")); } catch (e) { out.push((e as Error).message); }
    try { const { bad } = o; out.push(bad); } catch (e) { out.push((e as Error).message); }



    try { out.push(JSON.stringify({ a: this.t("8"), toJSON() { throw new Error("json"); } })); } catch (e) { out.push((e as Error).message); }
    return out;
  }
}
/** Loops whose head fails. */
class P8 extends Module {
  t = new Text("t");
  num = new Num("num");
  maybe = new Maybe("maybe");
  forward(doc: string): unknown {
    const out: unknown[] = [];
    try { for (const x of this.maybe(doc) as any) out.push(this.t(x)); } catch (e) { out.push((e as Error).name); }
    try { for (const x of 5 as any) out.push(this.t(x)); } catch (e) { out.push((e as Error).name); }
    for (const k in this.maybe("z") as any) out.push(k);
    for (const k in null as any) out.push(k);
    try { for (let i = this.num("i"); (undefined as any).x > i; i++) out.push(i); } catch (e) { out.push((e as Error).name); }
    return out;
  }
}
/** Object reassigned by the right side. */
class P9 extends Module {
  t = new Text("t");
  u = new Text("u");
  num = new Num("num");
  forward(doc: string): unknown {
    let o: any = { n: 1, name: "first" };
    const first = o;
    o.x = (o = { name: "second" }, this.t(doc));
    o.y = o.z = (o = { name: "third", n: 5 }, this.u(doc));
    o.n += (o = { n: 100 }, this.num(doc));
    o[(o = { k: "fourth" }, this.t("k"))] = o.k;
    let l = [1, 2, 3], m = l, i = 0;
    l[i] = (l = [], i = 2, this.num("i"));
    return [first, o, l, m, i];
  }
}
/** Operators that throw between calls. */
class P10 extends Module {
  t = new Text("t");
  num = new Num("num");
  maybe = new Maybe("maybe");
  forward(doc: string): unknown {
    const out: unknown[] = [];
    for (const f of [() => this.t("1") + (1n as any) * (this.num("2") as any), () => (this.t("3") in (this.t("4") as any)), () => ({} instanceof (this.t("5") as any)), () => Symbol() + this.t("6"), () => -(Symbol() as any), () => "x".repeat(this.num("7") - 9), () => new Array(this.num("8") - 9), () => JSON.parse(this.t("9")), () => this.num("a").toFixed(200), () => (this.maybe("b") as any).x.y, () => BigInt(this.num("c") + 0.5), () => decodeURIComponent("%" + this.t("d")), () => new RegExp("(" + this.t("e")), () => Object.defineProperty(Object.freeze({}), "x", { value: this.t("g") })]) { try { out.push(f()); } catch (e) { out.push((e as Error).constructor.name); } }
    return out;
  }
}
/** Patterns that fail after calls. */
class P11 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  forward(doc: string): unknown {
    const out: unknown[] = [];
    for (const v of [null, undefined, 5, "ab", {}, [1]] as any[]) {
      try { const [a = this.t("a"), b = this.u("b")] = v; out.push([a, b]); } catch (e) { out.push((e as Error).name); }
      try { const { length = this.v("l"), x: { y } = { y: this.t("y") } } = v; out.push([length, y]); } catch (e) { out.push((e as Error).name); }
      try { for (const [p, q = this.u("q")] of [v, [3]]) out.push([p, q]); } catch (e) { out.push((e as Error).name); }
    }
    return out;
  }
}
/** Return in loop inside of finally and nested functions. */
class P12 extends Module {
  t = new Text("t");
  u = new Text("u");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const f = (l: string[]) => { for (const x of l) { try { if (this.flag(x)) return this.t(x); } finally { for (const y of ["p", "q"]) { if (this.flag(x, y)) break; this.u(x, y); } } } return "none"; };
    return [f(["a", "b"]), f([doc]), f([])];
  }
}
/** Sort with comparators that look at calls and throw. */
class P13 extends Module {
  t = new Text("t");
  num = new Num("num");
  forward(doc: string): unknown {
    const l = ["c", "a", doc, "b"].map((x) => ({ x, n: this.num(x) }));
    const out: unknown[] = [];
    try { l.sort((a, b) => { if (a.n === b.n) throw new Error("same " + a.n); return a.n - b.n; }); out.push("sorted"); } catch (e) { out.push((e as Error).message.slice(0, 4)); }
    const m: any[] = [3, , undefined, this.num(doc), "1"];
    m.sort();
    out.push(m, l.length, [..."cab"].sort().map((x) => this.t(x)), [5, 10, this.num("z")].sort());
    return out;
  }
}
/** Strings with surrogates. */
class P14 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  forward(doc: string): unknown {
    const s = "a🙂b" + this.t(doc)[0];
    const out: unknown[] = [];
    for (const c of s) out.push(this.u(c));
    return [out, s.length, [...s].length, s.split("").length, Array.from(s, (c) => this.v(c)).length, s.at(1), s.codePointAt(1)];
  }
}
/** Targets that are evaluated before the value. */
class P15 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  num = new Num("num");
  forward(doc: string): unknown {
    const log: string[] = [];
    const get = (n: string, o: any) => { log.push(n); return o; };
    const o: any = {}, p: any = {};
    get("1", o)[get("2", "k")] = get("3", this.t(doc));
    [get("4", o).a, get("5", p).b] = [get("6", this.u(doc)), get("7", 2)];
    ({ x: get("8", o)[get("9", "z")] } = get("10", { x: this.v(doc) }));
    for (get("11", o).f of [1, this.num(doc)]) get("12", 0);
    get("13", o).a += get("14", this.t("z"));
    delete get("15", o)[get("16", "a")];
    get("17", p).b ||= get("18", 1);
    return [o, p, log];
  }
}
/** Use before declaration. */
class P16 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  forward(doc: string): unknown {
    const out: unknown[] = [];
    try { this.t(doc, later1); } catch (e) { out.push((e as Error).name); }
    const later1 = this.u(doc);
    try { out.push(f()); } catch (e) { out.push((e as Error).name); }
    let z = this.v(later1);
    function f() { return z; }
    out.push(f());
    try { const q = q2 + this.t("q"); const q2 = "x"; out.push(q, q2); } catch (e) { out.push((e as Error).name); }
    return out;
  }
}
/** Write to a member of nothing evaluates the right side first. */
class P17 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    const out: unknown[] = [];
    const n: any = null, o: any = {};
    for (const f of [() => { n.x = this.t("1"); }, () => { n[this.t("k")] = this.u("2"); }, () => { o.a.b = this.t("3"); }, () => { o.a[this.t("4")].c = this.u("5"); }, () => { n.x += this.t("6"); }, () => { n.x ??= this.t("7"); }, () => { n.f(this.t("8")); }, () => { o.f(this.t("9")); }, () => { o.a?.b(this.t("10")); }, () => { o[this.t("11")](this.u("12")); }]) {
      try { f(); out.push("fine"); } catch (e) { out.push((e as Error).constructor.name); }
    }
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
  p16 = new P16();
  p17 = new P17();
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
    return out;
  }
}
export const inputs = [["doc one"], ["a doc two"]];
