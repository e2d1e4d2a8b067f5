// Functions of another file that read what changes of modules that they are given, as members, in patterns, as callbacks.
import { Module } from "plait";
import { deep, nested, first, flat } from "./utils.js";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
class Text extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string { return leaf(this.id, "text", ...args); } }
class Child extends Module { n = 0; t = new Text("t"); forward(doc: string): string { const r = this.t(doc, this.n); this.n += r.length; return r; } }
export class Main extends Module {
  c = new Child();
  k = 0;
  a(doc: string): unknown { this.c(doc); return [this].map(nested); }
  b(doc: string): unknown { this.c(doc); return nested(this); }
  d(doc: string): unknown { this.c(doc); return [this].map(deep); }
  e(doc: string): unknown { this.c(doc); return [this].map((m) => nested(m)); }
  f(doc: string): unknown { this.k += this.c(doc).length; return [this].map(flat); }
  g(doc: string): unknown { this.c(doc); return deep(this); }
  h(doc: string): unknown { this.c(doc); return first([this]); }
  i(doc: string): unknown { this.c(doc); return first([{ c: this.c }]); }
  j(doc: string): unknown { this.c(doc); const self = this; return [self].map(nested); }
  forward(doc: string): unknown {
    return [this.a(doc), this.b(doc), this.d(doc), this.e(doc), this.f(doc), this.g(doc), this.h(doc), this.i(doc), this.j(doc)];
  }
}
export const inputs = [["doc one"], ["a doc two"], ["three"]];
// @file: utils.ts
export const nested = ({ c: { n } }: { c: { n: number } }): number => n;
export const deep = (m: { c: { n: number } }): number => m.c.n;
export const first = (list: { c: { n: number } }[]): number => list[0]!.c.n;
export function flat({ k }: { k: number }): number { return k; }
