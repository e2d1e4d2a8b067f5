// bound method written as a callback
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
class Text extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string { return leaf(this.id, "text", ...args); } }
export class Main extends Module {
  t = new Text("t");
  pre = "p";
  ask(x: string, i?: number) { return this.t(this.pre + x, i); }
  forward(doc: string): unknown {
    return ["a", doc].map(this.ask.bind(this));
  }
}
export const inputs = [["doc one"], ["a doc two"], ["x3"]];
