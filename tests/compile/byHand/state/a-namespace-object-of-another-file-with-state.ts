// A namespace object of another file with state.
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
import * as mem from "./mem.js";
class C extends Module { t = new Text("c"); forward(q: string): string { mem.put(q, this.t(q)); return q; } }
class P extends Module { forward(q: string): string { return leaf("p", "text", q, mem.size(), mem.all.length); } }
export class Main extends Module { c = new C(); p = new P(); t = new Text("t"); forward(doc: string): unknown { const a = this.p(doc); this.c(doc); const b = this.p(this.t(a)); const n = mem.all.length; mem.put("k", this.t(b)); const m = mem.size(); this.c("z"); return [a, b, n, m, this.p("l"), mem.hits]; } }
export const inputs = [["doc one"], ["a doc two"]];
// @file: mem.ts
const map = new Map<string, string>();
export const all: string[] = [];
export let hits = 0;
export function put(k: string, v: string) { map.set(k, v); all.push(k); hits++; }
export function size() { return map.size; }
