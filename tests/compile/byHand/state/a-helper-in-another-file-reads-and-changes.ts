// A helper in another file reads and changes fields of the module that it is given.
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
import { note, count } from "./help.js";
export class Main extends Module { n = 0; log: string[] = []; t = new Text("t"); forward(doc: string): unknown { const a = count(this); note(this, this.t(doc)); const b = count(this); note(this, this.t("b")); const c = [this.n, this.log.length]; note(this, "x"); return [a, b, c, this.log.join(), this.n]; } }
export const inputs = [["doc one"], ["a doc two"]];
// @file: help.ts
interface Has { n: number; log: string[] }
export function note(m: Has, q: string) { m.n++; m.log.push(q); }
export function count(m: Has) { return m.n * 10 + m.log.length; }
