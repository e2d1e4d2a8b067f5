// Several at once: a composite calls a function given by its constructor, which changes a counter of the parent; fields of this read by destructuring in a callback; a child and itself destructured in a callback; a child that is given its parent structurally and spreads itself; a static counter that a leaf reads and the parent changes.
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
// A composite calls a function given by its constructor, which changes a counter of the parent.
class Poke1 extends Module { t = new Text("poke"); constructor(readonly note: () => number) { super(); }
  forward(q: string): string { const r = this.t(q); this.note(); return r; } }
class Main1 extends Module { n = 0; t = new Text("t"); poke = new Poke1(() => ++this.n);
  forward(doc: string): unknown { const a = this.poke(this.t(doc)); const n = this.n; const b = this.poke(doc); return [a, n, b, this.n, this.poke(this.t(a)), this.n]; } }
// Fields of this read by destructuring in a callback.
class Main2 extends Module { n = 0; t = new Text("t");
  forward(doc: string): unknown { this.n = this.t(doc).length; const a = [this].map(({ n }) => n); this.n += this.t(doc + a[0]).length; const b = [this].map(({ n }) => n); return [a, b, this.n]; } }
// A child and itself destructured in a callback.
class Child3 extends Module { n = 0; t = new Text("c"); forward(q: string): string { const r = this.t(q); this.n += r.length; return r; } }
class Main3 extends Module { n = 0; c = new Child3(); d = new Child3(); 
  forward(doc: string): unknown { this.c(doc); const a = [this.c, this.d].map(({ n }) => n); this.d(doc); const b = [this.c, this.d].reduce((s, { n }) => s + n, 0); this.c("x"); const { c: { n }, d: { n: m } } = this; this.d(doc); for (const { n: k } of [this.c, this.d]) a.push(k); return [a, b, n, m]; } }
// A child that is given its parent structurally and spreads itself.
class Child4 extends Module { t = new Text("c"); n = 0; constructor(readonly up: { n: number }) { super(); }
  forward(q: string): unknown { this.n++; this.up.n += this.t(q).length; return { ...this.up, own: this.n }; } }
class Main4 extends Module { n = 1; c: Child4; constructor() { super(); this.c = new Child4(this); }
  forward(doc: string): unknown { const a = (this.c(doc) as any).n; const n = this.n; const b = (this.c(doc + "x") as any).own; return [a, n, b, this.n]; } }
// A static counter that a leaf reads and the parent changes.
class Peek5 extends Module { static n = 0; forward(q: string): string { return leaf("peek", "text", q, Peek5.n); } }
class Main5 extends Module { t = new Text("t"); peek = new Peek5();
  forward(doc: string): unknown { const a = this.peek(doc); Peek5.n = this.t(doc).length; const b = this.peek(this.t(a)); Peek5.n++; return [a, b, Peek5.n, this.peek(doc)]; } }
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
