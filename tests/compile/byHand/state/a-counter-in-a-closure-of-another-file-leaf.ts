// A leaf counts by a closure that is made in another file.
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
import { counter } from "./counter.js";
class Child extends Module { constructor(readonly c: { next(): number; readonly now: number }) { super(); } forward(q: string): string { this.c.next(); return leaf("c", "text", q); } }
class Tell extends Module { constructor(readonly c: { readonly now: number }) { super(); } forward(q: string): string { return leaf("tell", "text", q, this.c.now); } }
export class Main extends Module { n = counter(); c = new Child(this.n); d = new Tell(this.n); t = new Text("t"); forward(doc: string): unknown { const a = this.c(this.t(doc)); const x = this.n.now; const b = this.d(a); this.n.next(); const y = this.n.now; return [a, x, y, b, this.d("s"), this.c("z"), this.n.now]; } }
export const inputs = [["doc one"], ["a doc two"]];
// @file: counter.ts
export function counter() { let n = 0; return { next() { return ++n; }, get now() { return n; } }; }
