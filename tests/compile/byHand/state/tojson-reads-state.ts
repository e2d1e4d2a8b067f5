// Several at once: toJSON reads state; a WeakMap cache of the file; symbols as keys of shared state; a leaf changes its argument; results returned twice: a shared object that a child gives and then changes.
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
// ToJSON reads state.
class Box1 { l: string[] = []; toJSON() { return this.l.join("+"); } }
class W1 extends Module { t = new Text("w"); constructor(readonly b: Box1) { super(); } forward(q: string): string { this.b.l.push(this.t(q)); return q; } }
class Main1 extends Module { b = new Box1(); w = new W1(this.b); forward(doc: string): unknown { this.w(doc); const a = JSON.stringify(this.b); this.w("x"); const c = JSON.stringify({ b: this.b, l: [this.b] }); this.w("y"); return [a, c, JSON.stringify(this.b)]; } }
// A WeakMap cache of the file.
const cache2 = new WeakMap<object, string>();
class Memo2 extends Module { t = new Text("m"); forward(o: { q: string }): string { const had = cache2.get(o); if (had) return had + "!"; const r = this.t(o.q); cache2.set(o, r); return r; } }
class Main2 extends Module { m = new Memo2(); forward(doc: string): unknown { const o = { q: doc }; const p = { q: doc }; const a = this.m(o); const h = cache2.has(o); const b = this.m(o); const c = this.m(p); return [a, h, b, c, cache2.get(p)]; } }
// Symbols as keys of shared state.
const LAST3 = Symbol("last");
class W3 extends Module { [LAST3] = ""; t = new Text("w"); forward(q: string): string { this[LAST3] = this.t(q); return q; } }
class Main3 extends Module { w = new W3(); o: { [LAST3]?: string } = {}; t = new Text("t"); forward(doc: string): unknown { this.w(doc); const a = this.w[LAST3]; this.w("x"); this.o[LAST3] = this.t(a); const b = this.o[LAST3]; return [a, b, this.w[LAST3]]; } }
// A leaf changes its argument.
class Norm4 extends Module { forward(o: { q: string; n: number }): string { o.n++; o.q = o.q.trim() + "."; return leaf("norm", "text", o.q); } }
class Main4 extends Module { norm = new Norm4(); t = new Text("t"); forward(doc: string): unknown { const o = { q: doc, n: 0 }; const a = this.norm(o); const q = o.q; const b = this.t(o.q, o.n); this.norm(o); return [a, q, b, o]; } }
// Results returned twice: a shared object that a child gives and then changes.
class Src5 extends Module { cur = { s: "", n: 0 }; t = new Text("s"); forward(q: string) { this.cur.s = this.t(q); this.cur.n++; return this.cur; } }
class Main5 extends Module { s = new Src5(); t = new Text("t"); forward(doc: string): unknown { const a = this.s(doc); const x = a.s; const u = this.t(a.s); const b = this.s(doc + "b"); const y = a.n; return [x, u, a === b, y, a.s, this.t(b.s)]; } }
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
