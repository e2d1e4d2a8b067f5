// A composite deep below changes what a leaf beside it reads, in other files.
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
import { Outer } from "./outer.js"; import { Tell } from "./tell.js";
export class Main extends Module { o = new Outer(); l = new Tell(); t = new Text("t"); forward(doc: string): unknown { const a = this.l(this.t(doc)); this.o(doc); const b = this.l(doc); this.o("x"); return [a, b, this.l("z")]; } }
export const inputs = [["doc one"], ["a doc two"]];
// @file: st.ts
export const st = { n: 0 };
// @file: outer.ts
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
import { st } from "./st.js";
class Inner extends Module { t = new Text("i"); forward(q: string): string { const r = this.t(q); st.n += r.length; return r; } }
export class Outer extends Module { i = new Inner(); forward(q: string): string { return this.i(q) + "o"; } }
// @file: tell.ts
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
import { st } from "./st.js";
class In extends Module { forward(q: string): string { return leaf("tell", "text", q, st.n); } }
export class Tell extends Module { i = new In(); forward(q: string): string { return this.i(q); } }
