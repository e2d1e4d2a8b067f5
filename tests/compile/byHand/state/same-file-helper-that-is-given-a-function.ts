// Several at once: same-file helper that is given a function with a module call; nested destructuring of this; for-of destructuring of modules; map destructuring of modules; entries of a Map of modules.
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
// Same-file helper that is given a function with a module call.
const asked1: string[] = [];
function ask1(m: (q: string) => string, q: string): string { const r = m(q); asked1.push(r); return r; }
class Main1 extends Module { t = new Text("t"); u = new Text("u"); forward(doc: string): unknown { asked1.length = 0; const a = ask1(this.t, doc); const n = asked1.length; const b = ask1(this.u, a); const c = ask1((q) => this.t(q, asked1.length), "in"); return [a, n, b, c, asked1.join()]; } }
// Nested destructuring of this.
class Child2 extends Module { n = 0; t = new Text("c"); forward(q: string): string { const r = this.t(q); this.n += r.length; return r; } }
class Main2 extends Module { c = new Child2(); forward(doc: string): unknown { this.c(doc); const { c: { n } } = this; this.c("x"); return [n]; } }
// For-of destructuring of modules.
class Child3 extends Module { n = 0; t = new Text("c"); forward(q: string): string { const r = this.t(q); this.n += r.length; return r; } }
class Main3 extends Module { c = new Child3(); d = new Child3(); forward(doc: string): unknown { this.c(doc); const out: number[] = []; for (const { n } of [this.c, this.d]) out.push(n); this.d("x"); return [out]; } }
// Map destructuring of modules.
class Child4 extends Module { n = 0; t = new Text("c"); forward(q: string): string { const r = this.t(q); this.n += r.length; return r; } }
class Main4 extends Module { c = new Child4(); d = new Child4(); forward(doc: string): unknown { this.c(doc); const out = [this.c, this.d].map(({ n }) => n); this.d("x"); return [out]; } }
// Entries of a Map of modules.
class Child5 extends Module { n = 0; t = new Text("c"); forward(q: string): string { const r = this.t(q); this.n += r.length; return r; } }
class Main5 extends Module { m = new Map([["a", new Child5()], ["b", new Child5()]]); forward(doc: string): unknown { this.m.get("a")!(doc); const out: unknown[] = []; for (const [k, { n }] of this.m) out.push(k, n); this.m.get("b")!("x"); const all = [...this.m.values()].map(({ n }) => n); const rec = Object.entries({ c: this.m.get("a")! }).map(([k, { n }]) => k + n); this.m.get("a")!("z"); return [out, all, rec]; } }
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
