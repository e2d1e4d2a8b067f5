// A base class in another file changes what the derived class reads.
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
import { Base } from "./base.js";
class D extends Base { own() { return this.n; } override forward(q: string): string { const a = this.own(); const r = super.forward(q); return r + a + this.own() + this.log.length; } }
export class Main extends Module { d = new D(); forward(doc: string): unknown { const a = this.d(doc); const n = this.d.n; const b = this.d(a); return [a, n, b, this.d.own(), this.d.log.join()]; } }
export const inputs = [["doc one"], ["a doc two"]];
// @file: base.ts
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
export class Base extends Module { n = 0; log: string[] = []; t = new Text("b"); note(q: string) { this.log.push(q); this.n++; } forward(q: string): string { const r = this.t(q, this.n); this.note(r); return r; } }
