// index that is a float or negative or text
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
class Text extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string { return leaf(this.id, "text", ...args); } }
class Num extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): number { return leaf(this.id, "number", ...args); } }
export class Main extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  num = new Num("num");
  forward(doc: string): unknown {
    const l: any = ["a", "b"];
    const n = this.num(doc);
    l[n / 2] = this.t(doc);
    l["01"] = this.u(doc);
    l[n - 3] = this.v(doc);
    return [l, Object.keys(l), l.length, l[n / 2]];
  }
}
export const inputs = [["doc one"], ["a doc two"], ["x3"]];
