// A class instance exported by another file.
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
class Peek extends Module { forward(q: string): string { return leaf("peek", "text", q, store.size); } }
export class Main extends Module { c = new Child(); p = new Peek(); t = new Text("t"); forward(doc: string): unknown { const a = this.p(doc); this.c(doc); const b = this.p(this.t(a)); store.add(this.t(b)); const n = store.size; this.c("x"); return [a, b, n, this.p("l"), store.last]; } }
export const inputs = [["doc one"], ["a doc two"]];
// @file: st.ts
class Store { #items: string[] = []; add(q: string) { this.#items.push(q); return this; } get size() { return this.#items.length; } get last() { return this.#items.at(-1); } }
export const store = new Store();
