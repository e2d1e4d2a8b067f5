// Several at once: a module in a conditional, swapped, and in an object; swap; deep in an object; deep in an object, consts.
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
// A module in a conditional, swapped, and in an object.
class C1 extends Module { n = 0; t = new Text("c"); forward(q: string): string { this.n++; return this.t(q, this.n); } }
class Main1 extends Module { a = new C1(); b = new C1(); t = new Text("t"); forward(doc: string): unknown { let x = this.a; let y = this.b; x(doc); [x, y] = [y, x]; const n = x.n; x("x"); const m = x.n + y.n; const o = { m: x, k: { y } }; o.m("o"); const p = o.m.n; o.k.y("k"); const q = o.k.y.n; const c = (doc.length > 3 ? o.m : y).n; (doc ? x : y)("last"); return [n, m, p, q, c, o.m.n]; } }
// Swap.
class C2 extends Module { n = 0; t = new Text("c"); forward(q: string): string { this.n++; return this.t(q, this.n); } }
class Main2 extends Module { a = new C2(); b = new C2(); forward(doc: string): unknown { let x = this.a; let y = this.b; x(doc); [x, y] = [y, x]; const n = x.n; x("x"); return [n, x.n + y.n]; } }
// Deep in an object.
class C3 extends Module { n = 0; t = new Text("c"); forward(q: string): string { this.n++; return this.t(q, this.n); } }
class Main3 extends Module { a = new C3(); b = new C3(); forward(doc: string): unknown { let x = this.a; let y = this.b; [x, y] = [y, x]; const o = { m: x, k: { y } }; o.k.y("k"); return [o.k.y.n]; } }
// Deep in an object, consts.
class C4 extends Module { n = 0; t = new Text("c"); forward(q: string): string { this.n++; return this.t(q, this.n); } }
class Main4 extends Module { a = new C4(); b = new C4(); forward(doc: string): unknown { const o = { m: this.a, k: { y: this.b } }; o.k.y("k"); const l = { list: [this.a, this.b] }; l.list[0]!(doc); const m = { map: new Map([["a", this.a]]) }; m.map.get("a")!("m"); return [o.k.y.n, this.a.n]; } }
export class Main extends Module {
  m1 = new Main1();
  m2 = new Main2();
  m3 = new Main3();
  m4 = new Main4();
  forward(doc: string): unknown {
    return [this.m1(doc), this.m2(doc), this.m3(doc), this.m4(doc)];
  }
}
export const inputs = [["doc one"], ["a doc two"]];
