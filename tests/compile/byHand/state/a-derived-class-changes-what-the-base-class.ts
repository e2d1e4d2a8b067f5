// A derived class changes what the base class of another file reads.
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
class D extends Base { override forward(q: string): string { const r = super.forward(q); this.level = r.length; return r + super.forward("again"); } }
export class Main extends Module { d = new D(); forward(doc: string): unknown { const a = this.d(doc); const n = this.d.level; const b = this.d.peek(a); return [a, n, b]; } }
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
export class Base extends Module { level = 0; t = new Text("b"); peek(q: string): string { return q + this.level; } forward(q: string): string { return this.t(this.peek(q)); } }
