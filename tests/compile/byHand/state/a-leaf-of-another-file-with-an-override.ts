// A leaf of another file with an override here.
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
import { Peek } from "./peek.js";
let level = 0;
class Level extends Peek { override see() { return level; } }
export class Main extends Module { l = new Level(); p = new Peek(); t = new Text("t"); forward(doc: string): unknown { level = 0; const a = this.l(doc); level = this.t(doc).length; const b = this.l(doc); level++; return [a, b, this.p(doc), this.l(this.t(b))]; } }
export const inputs = [["doc one"], ["a doc two"]];
// @file: peek.ts
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
export class Peek extends Module { see() { return 0; } forward(q: string): string { return leaf("peek", "text", q, this.see()); } }
