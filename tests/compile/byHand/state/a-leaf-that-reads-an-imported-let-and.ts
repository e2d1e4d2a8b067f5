// A leaf that reads an imported let and an imported list.
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
import { n, log, bump } from "./st.js";
class Peek extends Module { forward(q: string): string { return leaf("peek", "text", q, n, log.length); } }
export class Main extends Module { t = new Text("t"); peek = new Peek();
  forward(doc: string): unknown { const a = this.peek(doc); bump(this.t(doc)); const b = this.peek(doc); bump(this.t(a)); log.push(this.t(b)); return [a, b, this.peek(this.t("z")), n, log.join()]; } }
export const inputs = [["doc one"], ["a doc two"]];
// @file: st.ts
export let n = 0;
export const log: string[] = [];
export function bump(q: string) { n += q.length; log.push(q); }
