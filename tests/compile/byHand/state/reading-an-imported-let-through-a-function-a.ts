// Reading an imported let through a function, a namespace and a re-export.
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
import * as st from "./index.js"; import { n as count, bump } from "./index.js";
export class Main extends Module { t = new Text("t"); forward(doc: string): unknown { const a = [count, st.n, st.read()]; bump(this.t(doc)); const b = [count, st.n, st.read()]; st.bump(this.t(doc + count)); const c = this.t(`${st.n}`); st.bump(c); return [a, b, c, st.n, count]; } }
export const inputs = [["doc one"], ["a doc two"]];
// @file: index.ts
export * from "./st.js";
export { read } from "./rd.js";
// @file: rd.ts
import { n } from "./st.js";
export function read() { return n * 10; }
// @file: st.ts
export let n = 0;
export function bump(q: string) { n += q.length; }
