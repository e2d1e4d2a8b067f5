// Several at once: recursion with state; mutual recursion through a parent; a generic module with state; a class that is no module, with a method that calls a module and changes its own state; default parameters that read state.
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
// Recursion with state.
class Rec1 extends Module { depth = 0; t = new Text("r"); forward(q: string, n: number): string { this.depth++; const r = n > 0 ? this.forward2(q, n - 1) : this.t(q, this.depth); this.depth--; return r + this.depth; } forward2(q: string, n: number): string { return this.forward(this.t(q), n); } }
class Main1 extends Module { r = new Rec1(); forward(doc: string): unknown { const a = this.r(doc, 2); const d = this.r.depth; return [a, d, this.r(a, 1), this.r.depth]; } }
// Mutual recursion through a parent.
class Kid2 extends Module { t = new Text("k"); constructor(readonly up: Main2) { super(); } forward(q: string, n: number): string { this.up.seen.push(n); return n > 0 ? this.up.step(this.t(q), n - 1) : this.t(q, this.up.seen.length); } }
class Main2 extends Module { seen: number[] = []; kid: Kid2 = new Kid2(this); step(q: string, n: number): string { this.seen.push(-n); return this.kid(q, n); }
  forward(doc: string): unknown { const a = this.kid(doc, 2); const n = this.seen.length; const b = this.step(doc, 1); return [a, n, b, this.seen.join()]; } }
// A generic module with state.
class Memo3<T> extends Module { cache = new Map<string, T>(); constructor(readonly make: Module<[string], T>) { super(); } forward(q: string): T { const had = this.cache.get(q); if (had !== undefined) return had; const r = (this.make as any)(q) as T; this.cache.set(q, r); return r; } }
class Main3 extends Module { m = new Memo3<string>(new Text("t") as any); forward(doc: string): unknown { const a = this.m(doc); const n = this.m.cache.size; const b = this.m(doc); const c = [a, "k", b, "k"].map((q) => this.m(q)); return [a, n, b, c, this.m.cache.size]; } }
// A class that is no module, with a method that calls a module and changes its own state.
class Agent4 { n = 0; constructor(readonly m: Text) {} ask(q: string): string { this.n++; return this.m(q, this.n); } get asked() { return this.n; } }
class Main4 extends Module { t = new Text("t"); agent = new Agent4(this.t); forward(doc: string): unknown { const a = this.agent.ask(doc); const n = this.agent.n; const b = this.agent.ask(a); return [a, n, b, this.agent.asked]; } }
// Default parameters that read state.
class Child5 extends Module { n = 0; t = new Text("c"); forward(q: string, k = this.n): string { this.n++; return this.t(q, k); } }
class Main5 extends Module { n = 0; c = new Child5(); t = new Text("t"); ask(q: string, k: number = this.n): string { return this.t(q, k); }
  forward(doc: string): unknown { const a = this.c(doc); const b = this.c(doc); this.n = this.t(a).length; const x = this.ask(doc); this.n++; return [a, b, x, this.ask(doc), this.c("l"), this.n]; } }
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
