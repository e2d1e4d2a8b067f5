// Many small programs, one after another: static members.
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
class Text extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string { return leaf(this.id, "text", ...args); } }
class Flag extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): boolean { return leaf(this.id, "flag", ...args); } }
class Base { static list: string[] = []; static add(x: string) { this.list.push(x); return this; } static all() { return [...this.list]; } }
class Sub extends Base { static list: string[] = []; static twice(f: (x: string) => string) { return this.all().map(f); } }
class Ids { static n = 0; static next() { return "id" + Ids.n++; } static reset() { this.n = 0; } }
class Conf { static mode = "a"; static list: string[] = []; static set(m: string) { Conf.mode = m; Conf.list.push(m); } static get() { return this.mode + this.list.length; } static tell(f: (x: string) => string) { return f(this.mode); } }
/** Inherited statics. */
class P1 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    Base.list = []; Sub.list = [];
    Base.add("base"); Sub.add(doc).add("s");
    const a = Sub.twice((x) => this.t(x));
    Sub.add("late"); Base.add("late2");
    return [a, Base.all(), Sub.twice((x) => this.u(x)).length];
  }
}
/** Static counter in a loop of calls. */
class P2 extends Module {
  t = new Text("t");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    Ids.reset();
    const out: unknown[] = [];
    for (const x of ["a", doc]) { out.push(this.t(x, Ids.next())); if (this.flag(x)) Ids.next(); }
    return [out, Ids.n, Ids.next()];
  }
}
/** Static state by this and by name. */
class P3 extends Module {
  t = new Text("t");
  u = new Text("u");
  static seen: string[] = []; static n = 0; static last = "";
  static note(x: string) { this.seen.push(x); this.n++; P3.last = x; return this.n; }
  static get size() { return this.seen.length; }
  ask(x: string) { P3.note(x); return this.t(x, P3.n, P3.last); }
  forward(doc: string): unknown {
    const out = [this.ask(doc), this.ask("b"), P3.size, P3.note("c"), this.u(P3.last)];
    const r = [...P3.seen];
    P3.seen.length = 0; P3.n = 0; P3.last = "";
    return [out, r];
  }
}
/** Statics of a plain class changed by name and read by this. */
class P4 extends Module {
  t = new Text("t");
  u = new Text("u");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    Conf.list = [];
    Conf.set("x");
    const a = Conf.get(), b = Conf.tell((x) => this.t(x, doc));
    Conf.set(this.flag(doc) ? "y" : "z");
    return [a, b, Conf.get(), Conf.tell(this.u), Conf.list];
  }
}
export class Main extends Module {
  p1 = new P1();
  p2 = new P2();
  p3 = new P3();
  p4 = new P4();
  forward(doc: string): unknown {
    const out: unknown[] = [];
    try { out.push(this.p1(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p2(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p3(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p4(doc)); } catch (e) { out.push(e); }
    return out;
  }
}
export const inputs = [["doc one"], ["a doc two"]];
