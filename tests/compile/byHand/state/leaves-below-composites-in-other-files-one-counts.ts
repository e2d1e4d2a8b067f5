// Leaves below composites in other files: one counts, one tells, the parent reads between.
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
import { A } from "./a.js"; import { count } from "./cnt.js";
export class Main extends Module { a = new A(); t = new Text("t"); forward(doc: string): unknown { const x = this.a(this.t(doc)); const n = count(); const y = this.a(doc); const m = count(); this.a("z"); return [x, n, y, m, count()]; } }
export const inputs = [["doc one"], ["a doc two"]];
// @file: cnt.ts
let n = 0;
export function bump() { n++; }
export function count() { return n; }
// @file: a.ts
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
import { bump } from "./cnt.js";
class L extends Module { forward(q: string): string { bump(); return leaf("l", "text", q); } }
export class A extends Module { l = new L(); forward(q: string): string { return this.l(q) + "a"; } }
