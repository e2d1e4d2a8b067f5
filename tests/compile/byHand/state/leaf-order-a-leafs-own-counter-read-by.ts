// Several at once: leaf order: a leaf's own counter, read by its parent between; a leaf keeps what it is given and later changes it; a composite keeps what it is given; a composite returns its own list, which it later changes; a getter that gives a live list.
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
// Leaf order: a leaf's own counter, read by its parent between.
class P1 extends Module { n = 0; forward(q: string): string { this.n++; return leaf("p", "text", q); } }
class Main1 extends Module { t = new Text("t"); p = new P1(); forward(doc: string): unknown { const a = this.p(this.t(doc)); const n = this.p.n; const b = this.p(doc); const m = this.p.n; this.p("z"); return [a, n, b, m, this.p.n]; } }
// A leaf keeps what it is given and later changes it.
class Keep2 extends Module { last: string[] | undefined; forward(l: string[]): string { this.last?.push("seen"); this.last = l; return leaf("keep", "text", l.length); } }
class Main2 extends Module { t = new Text("t"); k = new Keep2(); forward(doc: string): unknown { const l = [doc]; const a = this.k(l); const n = l.length; const m = [this.t(doc)]; const b = this.k(m); const x = l.length; this.k([]); return [a, n, b, x, l, m]; } }
// A composite keeps what it is given.
class Keep3 extends Module { last: string[] | undefined; t = new Text("k"); forward(l: string[]): string { this.last?.push(this.t("seen")); this.last = l; return this.t(l.length); } }
class Main3 extends Module { t = new Text("t"); k = new Keep3(); forward(doc: string): unknown { const l = [doc]; const a = this.k(l); const n = l.length; const m = [this.t(doc)]; const b = this.k(m); const x = l.length; this.k([]); return [a, n, b, x, l, m]; } }
// A composite returns its own list, which it later changes.
class Hist4 extends Module { h: string[] = []; t = new Text("h"); forward(q: string): string[] { this.h.push(this.t(q)); return this.h; } }
class Main4 extends Module { a = new Hist4(); t = new Text("t"); forward(doc: string): unknown { const h = this.a(doc); const n = h.length; const s = h.join(); const g = this.a("x"); const u = this.t(h); return [n, s, h === g, u, g.length, h.map((q) => this.t(q))]; } }
// A getter that gives a live list.
class Hist5 extends Module { #h: string[] = []; t = new Text("h"); get all() { return this.#h; } forward(q: string): string { this.#h.push(this.t(q)); return q; } }
class Main5 extends Module { a = new Hist5(); t = new Text("t"); forward(doc: string): unknown { const h = this.a.all; this.a(doc); const n = h.length; this.a("x"); h.push(this.t("own")); const m = this.a.all.length; this.a("y"); return [n, m, h.join(), [...this.a.all]]; } }
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
