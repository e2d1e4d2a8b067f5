// Several at once: an array pattern over modules; a function that destructures its argument; destructuring assignment of a child's fields; a catch clause and defaults that read state; leaf order: a late reader before a leaf that writes.
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
// An array pattern over modules.
class Child1 extends Module { n = 0; t = new Text("c"); forward(q: string): string { const r = this.t(q); this.n += r.length; return r; } }
class Main1 extends Module { list = [new Child1(), new Child1()]; forward(doc: string): unknown { this.list[0]!(doc); const [{ n: a }, { n: b }] = this.list as [Child1, Child1]; this.list[1]!("x"); const sum = this.list.reduce((s, { n }) => s + n, 0); const big = this.list.filter(({ n }) => n > 8).length; const idx = this.list.findIndex(({ n }) => n > 0); return [a, b, sum, big, idx]; } }
// A function that destructures its argument.
class Child2 extends Module { n = 0; t = new Text("c"); forward(q: string): string { const r = this.t(q); this.n += r.length; return r; } }
const tell2 = ({ n }: { n: number }) => n;
const deep2 = ({ c: { n } }: { c: { n: number } }) => n;
class Main2 extends Module { c = new Child2(); tellOwn({ n }: Child2) { return n; } forward(doc: string): unknown { this.c(doc); const a = tell2(this.c); const b = this.tellOwn(this.c); const d = deep2(this); const e = [this.c].map(tell2); this.c("x"); const f = [this].map(deep2); return [a, b, d, e, f]; } }
// Destructuring assignment of a child's fields.
class Child3 extends Module { n = 0; s = ""; t = new Text("c"); forward(q: string): string { this.s = this.t(q); this.n += this.s.length; return q; } }
class Main3 extends Module { c = new Child3(); n = 0; forward(doc: string): unknown { this.c(doc); let s: string; let n: number; ({ s, n } = this.c); ({ n: this.n } = this.c); this.c("x"); const { n: own, c: { s: cs, ...rest } } = this; return [s, n, this.n, own, cs, (rest as any).n]; } }
// A catch clause and defaults that read state.
class Child4 extends Module { n = 0; t = new Text("c"); forward(q: string): string { const r = this.t(q); this.n += r.length; return r; } }
class Main4 extends Module { c = new Child4(); forward(doc: string): unknown { const f = ({ k = this.c.n }: { k?: number }) => k; const a = f({}); this.c(doc); const b = f({}); const g = (k = this.c.n) => k; const { z = this.c.n } = {} as { z?: number }; this.c("x"); const d = [undefined, 1].map((v = this.c.n) => v); return [a, b, g(), z, d, f({})]; } }
// Leaf order: a late reader before a leaf that writes.
class W5 extends Module { constructor(readonly mem: { l: string[] }) { super(); } forward(q: string): string { this.mem.l.push(q); return leaf("w", "text", q); } }
class R5 extends Module { constructor(readonly mem: { l: string[] }) { super(); } forward(q: string): string { return leaf("r", "text", q, this.mem.l.length); } }
class Main5 extends Module { t = new Text("t"); mem = { l: [] as string[] }; w = new W5(this.mem); r = new R5(this.mem); forward(doc: string): unknown { const a = this.r(this.t(doc)); const b = this.w(doc); const c = this.r(this.t(doc + "c")); this.w(b); return [a, b, c, this.mem.l.join()]; } }
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
