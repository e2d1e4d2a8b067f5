// Many small programs, one after another: functions with a this of their own.
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
class Text extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string { return leaf(this.id, "text", ...args); } }
/** Closures in a map of handlers. */
class P1 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    const state = { n: 0, log: [] as unknown[] };
    const handlers: Record<string, (x: string) => unknown> = { add: (x) => { state.n += 1; return this.t(x, state.n); }, log: (x) => { state.log.push(this.u(x)); return state.log.length; }, none: () => undefined };
    const out = ["add", "log", "add", "none", "log"].map((k, i) => handlers[k]!(k + i));
    return [out, state];
  }
}
/** Function given this. */
class P2 extends Module {
  t = new Text("t");
  forward(doc: string): unknown {
    const ask = function (this: P2, x: string) { return this.t(x); };
    return [ask.call(this, doc), ask.bind(this)("b"), ["p", "q"].map(ask, this), ["r"].map((x) => ask.call(this, x))];
  }
}
/** Object with methods that use its own state and the modules of another this. */
class P3 extends Module {
  forward(doc: string): unknown {
    const self = this;
    const o = { n: 0, seen: [] as string[], ask(x: string) { this.n++; const y = self.t(x, this.n); this.seen.push(y); return y; }, get last() { return this.seen.at(-1); } };
    return [o.ask(doc), o.ask("b"), o.n, o.last, o.seen, self.u(o.last)];
  }
}
/** Own this in a function expression that fails. */
class P4 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    const f = function (this: any) { return this.u("x"); };
    try { return [this.t(doc), f(), this.u("y")]; } catch (e) { return (e as Error).name; }
  }
}
/** Own this in a method shorthand with an unknown callee. */
class P5 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    const handlers: any = { add: (x: string) => this.t(x), log(x: string) { return this.u(x); } };
    return [handlers.add(doc)];
  }
}
/** Own this in a method shorthand. */
class P6 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    const o = { log() { return (this as any).u(1); }, u: (n: number) => n };
    return [o.log(), this.t(doc), this.u(doc)];
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
