// Helpers that wrap state in a closure, made in another file.
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
class Child extends Module { t = new Text("c"); constructor(readonly c: { next(): number; readonly now: number }) { super(); } forward(q: string): string { const r = this.t(q); this.c.next(); return r; } }
export class Main extends Module { n = counter(); c = new Child(this.n); d = new Child(this.n); forward(doc: string): unknown { const a = this.c(doc); const x = this.n.now; this.d(a); const y = this.n.now; this.n.next(); return [a, x, y, this.c("z"), this.n.now]; } }
export const inputs = [["doc one"], ["a doc two"]];
// @file: counter.ts
export function counter() { let n = 0; return { next() { return ++n; }, get now() { return n; } }; }
