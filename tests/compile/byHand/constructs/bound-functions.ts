// Many small programs, one after another: bound functions.
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
class Text extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string { return leaf(this.id, "text", ...args); } }
/** Bound function of the method. */
class P1 extends Module {
  t = new Text("t");
  forward(doc: string): unknown {
    const f = function (this: { p: string }, x: string) { return x + this.p; };
    const ask = (p: string, x: string) => this.t(p, x);
    const g = f.bind({ p: "P" }), h = ask.bind(null, "pre");
    return [g(doc), ["a"].map(g), h(doc), ["a", "b"].map(h)];
  }
}
/** Bound method in a constant that is called. */
class P2 extends Module {
  t = new Text("t");
  pre = "p";
  ask(x: string, i?: number) { return this.t(this.pre + x, i); }
  forward(doc: string): unknown {
    const bound = this.ask.bind(this);
    return [bound(doc), bound("b", 1)];
  }
}
/** Bound method with an argument. */
class P3 extends Module {
  t = new Text("t");
  ask(p: string, x: string, i?: number) { return this.t(p, x, i); }
  forward(doc: string): unknown {
    const bound = this.ask.bind(this, "pre");
    return [["a", doc].map(bound), ["b"].map(this.ask.bind(this, "q")), ["c", "d"].filter(this.ask.bind(this, "f")), bound("x")];
  }
}
/** Bound module and bound arrow field. */
class P4 extends Module {
  t = new Text("t");
  ask = (x: string) => this.t(x);
  forward(doc: string): unknown {
    const t = this.t, a = this.ask;
    return [t(doc), ["a", "b"].map(t as any), a("c"), ["d"].map(a), ["e"].map(this.ask)];
  }
}
/** Callback list given by calls and changed while it runs. */
class P5 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    let f = (x: string): string => { const r = this.t(x); f = (y) => this.u(y); return r; };
    const r = ["a", "b", doc].map(f);
    return [r, f("z"), ["p", "q"].map(f)];
  }
}
/** Method without bind in a constant. */
class P6 extends Module {
  ask(this: void, x: string) { return x + "!"; }
  forward(doc: string): unknown {
    const { ask } = this;
    const self = this;
    return [ask(doc), ["a", doc].map(ask), ["b"].map((x) => self.t(x))];
  }
}
export class Main extends Module {
  p1 = new P1();
  p2 = new P2();
  p3 = new P3();
  p4 = new P4();
  p5 = new P5();
  p6 = new P6();
  forward(doc: string): unknown {
    const out: unknown[] = [];
    try { out.push(this.p1(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p2(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p3(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p4(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p5(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p6(doc)); } catch (e) { out.push(e); }
    return out;
  }
}
export const inputs = [["doc one"], ["a doc two"]];
