// iterator of a list across two loops
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
class Text extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string { return leaf(this.id, "text", ...args); } }
export class Main extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    const it = ["a", "b", "c", doc].values();
    const out: string[] = [];
    for (const x of it) { out.push(this.t(x)); if (out.length === 2) break; }
    for (const x of it) out.push(this.u(x));
    return [out, it.next().done];
  }
}
export const inputs = [["doc one"], ["a doc two"], ["x3"]];
