// length assigned by an answer
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
class Text extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string { return leaf(this.id, "text", ...args); } }
class Num extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): number { return leaf(this.id, "number", ...args); } }
export class Main extends Module {
  t = new Text("t");
  u = new Text("u");
  num = new Num("num");
  forward(doc: string): unknown {
    const l = ["a", "b", "c", doc].map((x) => this.t(x));
    l.length = this.num(doc) % 4;
    l.push("after");
    l[6] = this.u(doc);
    return [l, l.length, l.filter((x) => x)];
  }
}
export const inputs = [["doc one"], ["a doc two"], ["x3"]];
