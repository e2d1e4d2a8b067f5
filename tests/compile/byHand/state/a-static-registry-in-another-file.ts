// A static registry in another file.
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
import { Registry } from "./reg.js";
class Child extends Module { t = new Text("c"); forward(q: string): string { Registry.put(q, this.t(q)); return q; } }
export class Main extends Module { c = new Child(); t = new Text("t"); forward(doc: string): unknown { const a = Registry.size; this.c(doc); const b = Registry.size; this.c("b"); const g = Registry.get("b"); Registry.put(doc, this.t(doc)); return [a, b, g, Registry.get(doc), Registry.size, Registry.hits]; } }
export const inputs = [["doc one"], ["a doc two"]];
// @file: reg.ts
export class Registry { static #m = new Map<string, string>(); static hits = 0; static put(k: string, v: string) { Registry.#m.set(k, v); } static get(k: string) { Registry.hits++; return this.#m.get(k); } static get size() { return Registry.#m.size; } }
