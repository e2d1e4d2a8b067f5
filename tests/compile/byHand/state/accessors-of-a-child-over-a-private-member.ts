// Several at once: accessors of a child over a private member that forward changes; an accessor pair that another class of the file uses through a field; modules passed as arguments that change their own state; a module returned by a method and by a module; modules in local variables that change.
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
class Text extends Module {
  constructor(readonly id: string) {
    super();
  }
  forward(...args: unknown[]): string {
    return leaf(this.id, "text", ...args);
  }
}
// Accessors of a child over a private member that forward changes.
class Child1 extends Module { #v = ""; t = new Text("c"); get v() { return this.#v; } set v(x: string) { this.#v = x + "!"; } forward(q: string): string { this.v = this.t(q, this.v); return this.v; } }
class Main1 extends Module { c = new Child1(); forward(doc: string): unknown { const a = this.c(doc); const v = this.c.v; this.c.v = doc; const w = this.c.v; this.c(doc); return [a, v, w, this.c.v]; } }
// An accessor pair that another class of the file uses through a field.
class Store2 { #all: string[] = []; get all() { return this.#all; } set last(q: string) { this.#all.push(q); } get count() { return this.#all.length; } }
class Child2 extends Module { t = new Text("c"); constructor(readonly s: Store2) { super(); } forward(q: string): string { this.s.last = this.t(q); return q + this.s.count; } }
class Main2 extends Module { s = new Store2(); c = new Child2(this.s); forward(doc: string): unknown { const a = this.c(doc); const n = this.s.count; const b = this.c(doc); this.s.last = b; return [a, n, b, this.s.all.join(), this.c("q"), this.s.count]; } }
// Modules passed as arguments that change their own state.
class Cnt3 extends Module { n = 0; t = new Text("c"); forward(q: string): string { this.n++; return this.t(q, this.n); } }
class Use3 extends Module { forward(m: Cnt3, q: string): string { const a = m(q); return a + m.n + m(a); } }
class Main3 extends Module { c = new Cnt3(); u = new Use3(); forward(doc: string): unknown { const a = this.u(this.c, doc); const n = this.c.n; const b = this.u(this.c, a); return [a, n, b, this.c(doc), this.c.n]; } }
// A module returned by a method and by a module.
class Cnt4 extends Module { n = 0; t = new Text("c"); forward(q: string): string { this.n++; return this.t(q, this.n); } }
class Pick4 extends Module { a = new Cnt4(); b = new Cnt4(); t = new Text("p"); forward(q: string): Cnt4 { return this.t(q).length % 2 ? this.a : this.b; } }
class Main4 extends Module { p = new Pick4(); x = new Cnt4(); y = new Cnt4(); pick(q: string) { return q.length % 2 ? this.x : this.y; }
  forward(doc: string): unknown { const m = this.p(doc); const a = m(doc); const s = this.p.a.n + this.p.b.n; const k = this.pick(a); k(doc); const n = this.x.n + this.y.n; return [a, s, n, this.p(a)(a), k.n, m.n]; } }
// Modules in local variables that change.
class Cnt5 extends Module { n = 0; constructor(readonly id: string) { super(); } t = new Text("c"); forward(q: string): string { this.n++; return this.t(this.id, q, this.n); } }
class Main5 extends Module { a = new Cnt5("a"); b = new Cnt5("b"); t = new Text("t");
  forward(doc: string): unknown { let m = this.a; const out: unknown[] = []; for (let i = 0; i < 4; i++) { out.push(m(doc), m.n); if (this.t(doc + i).length % 2) m = m === this.a ? this.b : this.a; } [m] = [this.b]; out.push(m("x"), this.b.n); return [out, this.a.n, this.b.n]; } }
export class Main extends Module {
  m1 = new Main1();
  m2 = new Main2();
  m3 = new Main3();
  m4 = new Main4();
  m5 = new Main5();
  forward(doc: string): unknown {
    return [this.m1(doc), this.m2(doc), this.m3(doc), this.m4(doc), this.m5(doc)];
  }
}
export const inputs = [["doc one"], ["a doc two"]];
