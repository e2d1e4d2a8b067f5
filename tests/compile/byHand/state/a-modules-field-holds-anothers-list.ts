// Several at once: a module's field holds another's list; one list under two modules, replaced and then changed; Object.assign, spread and delete on a shared record; a record of modules that changes; let m, pattern.
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
// A module's field holds another's list.
class Hist1 extends Module { h: string[] = []; t = new Text("h"); forward(q: string): string { this.h.push(this.t(q)); return q; } }
class Main1 extends Module { a = new Hist1(); view = this.a.h; copy = { of: this.a.h }; t = new Text("t"); forward(doc: string): unknown { const z = this.view.length; this.a(doc); const n = this.view.length; this.a("x"); const m = this.copy.of.length; this.view.push("own"); this.a(this.t("l")); return [z, n, m, this.a.h.join(), this.copy.of.at(-1)]; } }
// One list under two modules, replaced and then changed.
class Hist2 extends Module { t = new Text("h"); h: string[]; constructor(h: string[]) { super(); this.h = h; } forward(q: string): string { this.h.push(this.t(q)); if (this.h.length > 1) this.h = [...this.h]; return q; } }
class Main2 extends Module { l: string[] = []; a = new Hist2(this.l); b = new Hist2(this.l); forward(doc: string): unknown { this.a(doc); const n = this.l.length; this.b("x"); const m = this.l.length; this.a("y"); const k = this.b.h === this.l; this.b("z"); return [n, m, k, this.l, this.a.h, this.b.h]; } }
// Object.assign, spread and delete on a shared record.
class W3 extends Module { t = new Text("w"); constructor(readonly o: Record<string, string>) { super(); } forward(k: string): string { Object.assign(this.o, { [k]: this.t(k) }); delete this.o["gone"]; return k; } }
class Main3 extends Module { o: Record<string, string> = { gone: "g" }; w = new W3(this.o); forward(doc: string): unknown { const a = { ...this.o }; this.w("k"); const b = { ...this.o }; const c = Object.keys(this.o); this.w(doc); const d = Object.entries(this.o).flat().join(); const e = "gone" in this.o; for (const k in this.o) if (k === "k") this.w("l"); return [a, b, c, d, e, this.o]; } }
// A record of modules that changes.
class Cnt4 extends Module { n = 0; t = new Text("c"); constructor(readonly id: string) { super(); } forward(q: string): string { this.n++; return this.t(this.id, q, this.n); } }
class Main4 extends Module { tools: Record<string, Cnt4> = { a: new Cnt4("a"), b: new Cnt4("b") }; t = new Text("t"); forward(doc: string): unknown { const x = this.tools["a"]!(doc); this.tools["a"] = this.tools["b"]!; const y = this.tools["a"]!(x); const n = this.tools["b"]!.n; delete this.tools["b"]; const keys = Object.keys(this.tools); this.tools["a"]!("z"); return [x, y, n, keys, Object.values(this.tools).map((t) => t.n)]; } }
// Let m, pattern.
class Cnt5 extends Module { n = 0; t = new Text("c"); forward(q: string): string { this.n++; return this.t(q, this.n); } }
class Main5 extends Module { a = new Cnt5(); b = new Cnt5(); t = new Text("t");
  forward(doc: string): unknown { let m = this.a; const x = m(doc); [m] = [this.b]; return [x, m(x), m.n]; } }
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
