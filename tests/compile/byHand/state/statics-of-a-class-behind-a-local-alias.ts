// Several at once: statics of a class behind a local alias and a field; a static block and static methods that change private statics; an object shared by two children through their constructors; An object shared by two leaves, which read and write it; leaf reads what the parent's method result shares.
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
// Statics of a class behind a local alias and a field.
class Conf1 { static mode = "a"; static list: string[] = []; }
class Main1 extends Module { t = new Text("t"); conf = Conf1;
  forward(doc: string): unknown { const C = Conf1; const a = this.conf.mode; C.mode = this.t(doc); const b = this.conf.mode; this.conf.list.push(this.t(b)); const c = Conf1.list.length; C.list.push(this.t(a)); return [a, b, c, this.conf.list.join(), Conf1.mode]; } }
// A static block and static methods that change private statics.
class Count2 extends Module { static #n = 0; static { Count2.#n = 5; } static next() { return ++Count2.#n; } static get now() { return Count2.#n; } t = new Text("c");
  forward(q: string): string { const r = this.t(q); Count2.next(); return r; } }
class Main2 extends Module { a = new Count2(); b = new Count2();
  forward(doc: string): unknown { const x = this.a(doc); const n = Count2.now; const y = this.b(x); const m = Count2.now; this.a("q"); return [x, y, n, m, Count2.next()]; } }
// An object shared by two children through their constructors.
class W3 extends Module { t = new Text("w"); constructor(readonly mem: { s: string; l: string[] }) { super(); } forward(q: string): string { const r = this.t(q, this.mem.s); this.mem.s = r; this.mem.l.push(r); return r; } }
class R3 extends Module { t = new Text("r"); constructor(readonly mem: { s: string; l: string[] }) { super(); } forward(q: string): string { return this.t(q, this.mem.s, this.mem.l.length); } }
class Main3 extends Module { mem = { s: "", l: [] as string[] }; w = new W3(this.mem); r = new R3(this.mem);
  forward(doc: string): unknown { const a = this.r(doc); const b = this.w(doc); const c = this.r(doc); const d = this.w(c); return [a, b, c, d, this.r("x"), this.mem.s, this.mem.l.length]; } }
// An object shared by two leaves, which read and write it.
class W4 extends Module { constructor(readonly mem: { s: string; l: string[] }) { super(); } forward(q: string): string { this.mem.s = q; this.mem.l.push(q); return leaf("w", "text", q); } }
class R4 extends Module { constructor(readonly mem: { s: string; l: string[] }) { super(); } forward(q: string): string { return leaf("r", "text", q, this.mem.s, this.mem.l.length); } }
class Main4 extends Module { t = new Text("t"); mem = { s: "", l: [] as string[] }; w = new W4(this.mem); r = new R4(this.mem);
  forward(doc: string): unknown { const a = this.r(doc); const b = this.w(this.t(doc)); const c = this.r(this.t(doc)); const d = this.w(c); return [a, b, c, d, this.r("x"), this.mem.s, this.mem.l.length]; } }
// Leaf reads what the parent's method result shares.
class R5 extends Module { constructor(readonly mem: string[]) { super(); } forward(q: string): string { return leaf("r", "text", q, this.mem.length); } }
class Main5 extends Module { t = new Text("t"); #mem: string[] = []; r = new R5(this.give()); give() { return this.#mem; }
  forward(doc: string): unknown { const a = this.r(doc); this.#mem.push(this.t(doc)); const b = this.r(this.t(doc)); this.give().push(this.t(b)); return [a, b, this.r("x")]; } }
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
