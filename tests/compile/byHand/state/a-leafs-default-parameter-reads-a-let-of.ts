// Several at once: a leaf's default parameter reads a let of the file; class field initialisers of locals count; Object.defineProperty on a shared object; Reflect reads and writes; structuredClone snapshots.
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
// A leaf's default parameter reads a let of the file.
let mode1 = "a";
class Peek1 extends Module { forward(q: string, m = mode1): string { return leaf("peek", "text", q, m); } }
class Main1 extends Module { t = new Text("t"); p = new Peek1(); forward(doc: string): unknown { mode1 = "a"; const a = this.p(doc); mode1 = this.t(doc); const b = this.p(this.t(a)); mode1 += "x"; return [a, b, this.p(doc), mode1]; } }
// Class field initialisers of locals count.
let made2 = 0;
class Item2 { id = ++made2; }
class Child2 extends Module { t = new Text("c"); forward(q: string): string { const i = new Item2(); return this.t(q, i.id); } }
class Main2 extends Module { c = new Child2(); forward(doc: string): unknown { made2 = 0; const a = this.c(doc); const i = new Item2().id; const b = this.c(doc); return [a, i, b, new Item2().id, made2]; } }
// Object.defineProperty on a shared object.
class W3 extends Module { t = new Text("w"); constructor(readonly o: Record<string, unknown>) { super(); } forward(q: string): string { const r = this.t(q); Object.defineProperty(this.o, "last", { value: r, configurable: true, enumerable: true, writable: true }); return q; } }
class Main3 extends Module { o: Record<string, unknown> = {}; w = new W3(this.o); forward(doc: string): unknown { this.w(doc); const a = this.o["last"]; this.w("x"); const b = JSON.stringify(this.o); Object.defineProperty(this.o, "k", { get: () => this.o["last"], configurable: true }); this.w("y"); return [a, b, this.o["k"]]; } }
// Reflect reads and writes.
class W4 extends Module { t = new Text("w"); constructor(readonly o: Record<string, unknown>) { super(); } forward(q: string): string { Reflect.set(this.o, "last", this.t(q)); return q; } }
class Main4 extends Module { o: Record<string, unknown> = {}; n = 0; w = new W4(this.o); t = new Text("t"); forward(doc: string): unknown { this.w(doc); const a = Reflect.get(this.o, "last"); this.w("x"); const b = Reflect.ownKeys(this.o).length; Reflect.set(this, "n", this.t(doc).length); const n = this.n; Reflect.deleteProperty(this.o, "last"); const c = "last" in this.o; this.w("y"); return [a, b, n, c, Reflect.has(this.o, "last")]; } }
// StructuredClone snapshots.
class W5 extends Module { t = new Text("w"); constructor(readonly o: { l: string[] }) { super(); } forward(q: string): string { this.o.l.push(this.t(q)); return q; } }
class Main5 extends Module { o = { l: [] as string[] }; w = new W5(this.o); forward(doc: string): unknown { this.w(doc); const a = structuredClone(this.o); this.w("x"); const b = structuredClone(this.o.l); this.w("y"); return [a, b, this.o]; } }
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
