// Several at once: Object.assign on this and on children, fields of primitives; this[key] = value; symbols as keys of modules; Reflect.set, defineProperty and delete on this; a module held under unknown names.
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
// Object.assign on this and on children, fields of primitives.
class C1 extends Module { n = 0; s = ""; t = new Text("c"); forward(q: string): string { const r = this.t(q); Object.assign(this, { n: this.n + r.length, s: r }); return r; } }
class Main1 extends Module { n = 0; c = new C1(); t = new Text("t"); forward(doc: string): unknown { const a = this.c.n; this.c(doc); const b = this.c.n; Object.assign(this, { n: this.t(doc).length }); const d = this.n; Object.assign(this.c, { n: 5 }, { s: this.t("s") }); const e = [this.c.n, this.c.s]; this.c("x"); return [a, b, d, e, this.c.n]; } }
// This[key] = value.
class C2 extends Module { n = 0; m = 0; t = new Text("c"); forward(q: string, key: "n" | "m"): string { const r = this.t(q); this[key] += r.length; return r; } }
class Main2 extends Module { c = new C2(); forward(doc: string): unknown { const a = this.c.n; this.c(doc, "n"); const b = this.c.n; this.c(doc, "m"); const d = [this.c.n, this.c.m]; const { n, m } = this.c; for (const k of ["n", "m"] as const) this.c[k] = 1; return [a, b, d, n, m, this.c.n + this.c.m]; } }
// Symbols as keys of modules.
const LAST3 = Symbol("last");
class W3 extends Module { [LAST3] = ""; t = new Text("w"); forward(q: string): string { this[LAST3] = this.t(q); return q; } }
class Main3 extends Module { w = new W3(); o: { [LAST3]?: string } = {}; t = new Text("t"); forward(doc: string): unknown { this.w(doc); const a = this.w[LAST3]; this.w("x"); this.o[LAST3] = this.t(a); const b = this.o[LAST3]; const { [LAST3]: c } = this.w; this.w("z"); return [a, b, c, this.w[LAST3]]; } }
// Reflect.set, defineProperty and delete on this.
class W4 extends Module { n?: number = 0; t = new Text("w"); forward(q: string): string { Reflect.set(this, "n", (this.n ?? 0) + this.t(q).length); return q; } drop() { delete this.n; } put(n: number) { Object.defineProperty(this, "n", { value: n, writable: true, configurable: true, enumerable: true }); } }
class Main4 extends Module { w = new W4(); forward(doc: string): unknown { this.w(doc); const a = this.w.n; this.w("x"); const b = this.w.n; this.w.drop(); const c = this.w.n; this.w("y"); const d = "n" in this.w; this.w.put(3); const e = this.w.n; this.w("z"); return [a, b, c, d, e, Reflect.get(this.w, "n")]; } }
// A module held under unknown names.
class C5 extends Module { n = 0; t = new Text("c"); forward(q: string): string { this.n++; return this.t(q, this.n); } }
class Main5 extends Module { a = new C5(); b = new C5(); t = new Text("t"); forward(doc: string): unknown { const pick = (q: string) => (q.length % 2 ? this.a : this.b); const m = pick(doc); m(doc); const x = m.n; const l = [this.a, this.b]; const k = l.find((c) => c.n === 0) ?? this.a; k("k"); const y = k.n; const r: Record<string, C5> = { a: this.a }; r["a"]!("r"); const z = r["a"]!.n; const [f, g] = l; f!("f"); const w = f!.n + g!.n; const map = new Map(l.map((c, i) => [i, c])); map.get(1)!("m"); return [x, y, z, w, map.get(1)!.n, l.at(-1)!.n, l.map((c) => c.n)]; } }
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
