// A helper in another file with a child and an untyped parameter.
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
import { note } from "./help.js";
class C extends Module { n = 0; t = new Text("c"); forward(q: string): string { note(this, this.t(q)); return q; } }
export class Main extends Module { c = new C(); forward(doc: string): unknown { this.c(doc); const a = this.c.n; this.c("x"); const b = this.c.n; note(this.c, "y"); return [a, b, this.c.n]; } }
export const inputs = [["doc one"], ["a doc two"]];
// @file: help.ts
export function note(m: any, q: string) { m.n += q.length; return m; }
