// methods and arrows in one object
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
declare function later<T>(v: T): Promise<T>;
class Text extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string { return leaf(this.id, "text", ...args); } }
export class Main extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  forward(doc: string): unknown {
    const self = this;
    const o: any = { add: (x: string) => this.t(x), log(x: string) { return self.u(x); }, plain(x: string) { return x + "p"; }, async later(x: string) { return self.v(x); }, n: 1 };
    return [o.add(doc), o.log("l"), o.plain("x"), o.n];
  }
}
export const inputs = [["doc one"], ["a doc two"], ["x3"]];
