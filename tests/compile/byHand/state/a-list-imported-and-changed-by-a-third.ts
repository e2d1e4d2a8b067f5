// A list imported and changed by a third file's composite.
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
import { log } from "./st.js"; import { Writer } from "./w.js";
export class Main extends Module { t = new Text("t"); w = new Writer(); forward(doc: string): unknown { const a = log.length; this.w(doc); const b = log.length; this.w(this.t(doc)); const c = log.join(); this.w("x"); return [a, b, c, [...log]]; } }
export const inputs = [["doc one"], ["a doc two"]];
// @file: st.ts
export const log: string[] = [];
// @file: w.ts
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
import { log } from "./st.js";
export class Writer extends Module { t = new Text("w"); forward(q: string): string { log.push(this.t(q)); return q; } }
