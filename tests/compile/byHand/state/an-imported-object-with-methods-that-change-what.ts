// An imported object with methods that change what others read.
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
import { store } from "./st.js";
class Child extends Module { t = new Text("c"); forward(q: string): string { store.add(this.t(q)); return q; } }
class Peek extends Module { forward(q: string): string { return leaf("peek", "text", q, store.all().length); } }
export class Main extends Module { c = new Child(); p = new Peek(); t = new Text("t"); forward(doc: string): unknown { store.clear(); const a = this.p(doc); this.c(doc); const b = this.p(this.t(a)); store.add(this.t(b)); const n = store.all().length; this.c("x"); return [a, b, n, this.p("l"), store.all().join()]; } }
export const inputs = [["doc one"], ["a doc two"]];
// @file: st.ts
const items: string[] = [];
export const store = { add(q: string) { items.push(q); }, all() { return items; }, clear() { items.length = 0; } };
