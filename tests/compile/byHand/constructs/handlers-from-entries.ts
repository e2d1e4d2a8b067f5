// handlers from entries
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
class Text extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string { return leaf(this.id, "text", ...args); } }
export class Main extends Module {
  t = new Text("t");
  forward(doc: string): unknown {
    const o: any = Object.fromEntries(["a", "b"].map((k) => [k, (x: string) => this.t(k, x)]));
    return [o.a(doc), o.b("x")];
  }
}
export const inputs = [["doc one"], ["a doc two"], ["x3"]];
