// Two leaves in other files share a third file's state.
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
import { Inc } from "./inc.js"; import { Tell } from "./tell.js";
export class Main extends Module { i = new Inc(); l = new Tell(); t = new Text("t"); forward(doc: string): unknown { const a = this.l(doc); this.i(this.t(doc)); const b = this.l(doc); this.i(doc); const c = this.l(this.t(b)); this.i(c); return [a, b, c, this.l("z")]; } }
export const inputs = [["doc one"], ["a doc two"]];
// @file: st.ts
export const st = { n: 0 };
// @file: inc.ts
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
import { st } from "./st.js";
export class Inc extends Module { forward(q: string): string { st.n++; return leaf("inc", "text", q); } }
// @file: tell.ts
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
import { st } from "./st.js";
export class Tell extends Module { forward(q: string): string { return leaf("tell", "text", q, st.n); } }
