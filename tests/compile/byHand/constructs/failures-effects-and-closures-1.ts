// Many small programs, one after another: failures, effects and closures.
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
declare function effect(...args: unknown[]): string;
class Text extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string { return leaf(this.id, "text", ...args); } }
class List extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string[] { return leaf(this.id, "list", ...args); } }
class Flag extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): boolean { return leaf(this.id, "flag", ...args); } }
/** Args and rest in closures. */
class P1 extends Module {
  t = new Text("t");
  list = new List("list");
  forward(doc: string): unknown {
    const f = (...xs: unknown[]) => { xs.push(this.t(...xs)); return xs; };
    const l = [1, 2];
    const r = f(...l, "x", ...this.list(doc));
    return [r, l, f(), f(l)[0] === l];
  }
}
/** Catch that returns and finally that changes. */
class P2 extends Module {
  t = new Text("t");
  forward(doc: string): unknown {
    const o: any = { steps: [] };
    const f = (k: string) => { try { o.steps.push(this.t(k)); return o.steps.length; } catch { return [o.steps.push("c")]; } finally { o.steps.push("f" + k); } };
    const r = [f("a"), f("b"), f(doc)];
    return [r, o];
  }
}
/** Closure counters. */
class P3 extends Module {
  t = new Text("t");
  forward(doc: string): unknown {
    const counter = () => { let n = 0; return { next: () => ++n, reset() { n = 0; }, ask: () => this.t(doc, n++) }; };
    const a = counter(), b = counter();
    const r = [a.next(), a.ask(), a.ask(), b.ask(), a.next(), (a.reset(), a.ask()), b.next()];
    return r;
  }
}
/** Closure over a catch parameter and a switch binding. */
class P4 extends Module {
  t = new Text("t");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const fs: (() => unknown)[] = [];
    for (const k of ["a", "b"]) { try { if (this.flag(k)) throw k; throw this.t(k); } catch (e) { fs.push(() => e); switch (e) { case k: let z = e + "z"; fs.push(() => z); z += "2"; } } }
    return fs.map((f) => f());
  }
}
/** Closure over a loop variable of for of that is assigned. */
class P5 extends Module {
  t = new Text("t");
  forward(doc: string): unknown {
    const fs: (() => unknown)[] = [];
    for (let x of ["a", "b", doc]) { fs.push(() => x); x += this.t(x); fs.push(() => (x += "!")); }
    return [fs.map((f) => f()), fs.map((f) => f())];
  }
}
/** Currying and composition. */
class P6 extends Module {
  t = new Text("t");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const pipe = (...fs: ((x: string) => string)[]) => (x: string) => fs.reduce((a, f) => f(a), x);
    const pre = (p: string) => (x: string) => this.t(p, x);
    const p = pipe(pre("1"), (x) => x + "!", pre("2"), this.flag(doc) ? pre("3") : (x) => x);
    return [p(doc), ["a", "b"].map(p)];
  }
}
/** Effect results feed calls. */
class P7 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    const a = effect("one"), b = this.t(a), c = effect("two", b), d = this.u(c, a);
    return [a, b, c, d, effect()];
  }
}
/** Effects in conditions of loops. */
class P8 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    let n = 0;
    const out: unknown[] = [];
    while (effect("test", n).length && n < 3) { out.push(this.t(n)); n++; }
    for (const x of [effect("x"), effect("y")]) out.push(this.u(x));
    return out;
  }
}
/** Error objects are kept and rethrown later. */
class P9 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    const errors: unknown[] = [];
    for (const k of ["a", "b", "c", doc]) { try { this.t(k); } catch (e) { errors.push(e); } }
    if (errors.length > 1) throw new AggregateError(errors, this.u(doc));
    return errors.length;
  }
}
/** Error with a cause and identity. */
class P10 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  forward(doc: string): unknown {
    let first: unknown;
    try { try { this.t(doc); this.u(doc); this.v(doc); } catch (e) { first = e; throw new Error("wrapped", { cause: e }); } } catch (e: any) { return [e.cause === first, e.message]; }
    return "fine";
  }
}
/** Failure between a sort and what follows. */
class P11 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  forward(doc: string): unknown {
    const l = ["c", "b", "a"].map((x) => this.t(x));
    try { l.sort(); l[1] = this.u(l[0]); l.reverse(); this.v(l[0]); l.sort(); } catch { l.push("x"); }
    return l;
  }
}
/** Failure inside a map whose callback changes outer things. */
class P12 extends Module {
  t = new Text("t");
  forward(doc: string): unknown {
    const log: string[] = [];
    let n = 0;
    let r: unknown;
    try { r = ["a", "b", "c", doc].map((x) => { n++; log.push(x); const y = this.t(x); log.push(y); return y; }); } catch { log.push("failed"); }
    return [n, log, r];
  }
}
/** Failure inside nested maps with a list being spliced. */
class P13 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  forward(doc: string): unknown {
    const l = ["a", "b", "c"];
    try { l.splice(0, 1, ...["p", "q"].map((x) => this.t(x)), this.u(doc)); l.splice(1, 1); l.unshift(this.v(l.length)); l.reverse(); } catch { l.push("failed"); }
    return [l, l.length];
  }
}
/** Finally with calls of its own that may fail. */
class P14 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  forward(doc: string): unknown {
    const out: unknown[] = [];
    try { try { out.push(this.t(doc)); } finally { out.push(this.u(doc)); out.push("still"); } out.push(this.v(doc)); } catch (e) { out.push("caught"); }
    return out;
  }
}
/** Function declared below with hoisting and shared variables. */
class P15 extends Module {
  forward(doc: string): unknown {
    let n = 0;
    const a = step("x"), b = step("y");
    function step(k: string) { n++; return that.t(k, n); }
    var that: any;
    return [a, b];
  }
}
/** List elements written before a failure are there in the handler. */
class P16 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  forward(doc: string): unknown {
    const l = ["a", "b"];
    const o: any = { n: 0, in: { list: [] } };
    try {
      l[0] = this.t(doc); o.n++; o.in.list.push(this.u(doc)); l.push(this.v(l[0]!)); o.late = this.t("late"); l.length = 1;
    } catch (e) { o.e = String((e as any)?.message ?? e).slice(0, 6); }
    return [l, o];
  }
}
/** Logs around failures. */
class P17 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  forward(doc: string): unknown {
    console.log("start");
    try { const a = this.t(doc); console.log("a"); const b = this.u(a); console.log("b", b); effect(a, b); } catch { console.log("failed"); } finally { console.error("fin"); }
    const c = this.v(doc);
    console.log(c);
    return c;
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
