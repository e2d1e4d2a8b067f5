// Several at once: modules in a Map share a store by closure; a record of leaves reads the parent's field by closure, dynamic dispatch; an array of leaves of two classes, one reads static state; inheritance: the base reads a field that the derived class changes; an abstract hook changes state that the base's template method reads.
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
// Modules in a Map share a store by closure.
class R1 extends Module { constructor(readonly id: string, readonly see: (q: string) => number) { super(); } forward(q: string): string { return leaf(this.id, "text", q, this.see(q)); } }
class Main1 extends Module { t = new Text("t"); store = new Map<string, number>(); tools = new Map([["a", new R1("a", (q) => this.store.get("a") ?? 0)], ["b", new R1("b", () => this.store.size)]]);
  forward(doc: string): unknown { const a = this.tools.get("a")!(doc); this.store.set("a", this.t(doc).length); const b = this.tools.get("b")!(this.t("k")); this.store.set("c", this.t(b).length); const out: string[] = []; for (const m of this.tools.values()) out.push(m(doc)); return [a, b, out]; } }
// A record of leaves reads the parent's field by closure, dynamic dispatch.
class R2 extends Module { constructor(readonly see: () => unknown) { super(); } forward(q: string): string { return leaf("r", "text", q, this.see()); } }
class Main2 extends Module { t = new Text("t"); n = 0; s = ""; tools: Record<string, R2> = { n: new R2(() => this.n), s: new R2(() => this.s) };
  forward(doc: string): unknown { const out: string[] = []; for (const k of ["n", "s", "n"]) { this.n += this.t(doc + k).length; out.push(this.tools[k]!(doc)); this.s = out.join(); } return [out, this.n, this.s]; } }
// An array of leaves of two classes, one reads static state.
class A3 extends Module { static seen = 0; forward(q: string): string { return leaf("a", "text", q, A3.seen); } }
class B3 extends Module { t = new Text("b"); forward(q: string): string { const r = this.t(q); A3.seen++; return r; } }
class Main3 extends Module { steps = [new A3(), new B3(), new A3(), new B3(), new A3()];
  forward(doc: string): unknown { let x = doc; const all: string[] = []; for (const s of this.steps) { x = s(doc); all.push(x); } return [all, this.steps.map((s) => s(x)), A3.seen]; } }
// Inheritance: the base reads a field that the derived class changes.
class Base4 extends Module { n = 0; t = new Text("b"); forward(q: string): string { return this.t(q, this.n); } }
class Derived4 extends Base4 { override forward(q: string): string { const r = super.forward(q); this.n += r.length; return r + super.forward(q); } }
class Main4 extends Module { d: Base4 = new Derived4(); 
  forward(doc: string): unknown { const a = this.d(doc); const n = this.d.n; const b = this.d(doc); return [a, n, b, this.d.n]; } }
// An abstract hook changes state that the base's template method reads.
abstract class Base5 extends Module { log: string[] = []; t = new Text("b"); abstract hook(q: string): void; forward(q: string): string { this.hook(q); const r = this.t(q, this.log.length); this.hook(r); return r + this.log.join(); } }
class One5 extends Base5 { u = new Text("u"); override hook(q: string): void { this.log.push(this.u(q)); } }
class Two5 extends Base5 { override hook(q: string): void { this.log = [...this.log, q]; } }
class Main5 extends Module { hooks: Base5[] = [new One5(), new Two5()];
  forward(doc: string): unknown { const a = this.hooks.map((h) => h(doc)); return [a, this.hooks[0]!(doc), this.hooks.map((h) => h.log.length)]; } }
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
