// A leaf of another file with a counter of its own file that its file exports.
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
import { Peek, calls } from "./peek.js";
export class Main extends Module { p = new Peek(); t = new Text("t"); forward(doc: string): unknown { const a = this.p(doc); const n = calls(); const b = this.p(this.t(a)); const m = calls(); return [a, n, b, m]; } }
export const inputs = [["doc one"], ["a doc two"]];
// @file: peek.ts
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
let count = 0;
export function calls() { return count; }
export class Peek extends Module { forward(q: string): string { count++; return leaf("peek", "text", q); } }
