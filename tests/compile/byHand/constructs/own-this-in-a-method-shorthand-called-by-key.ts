// own this in a method shorthand called by key
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
class Text extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string { return leaf(this.id, "text", ...args); } }
class Flag extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): boolean { return leaf(this.id, "flag", ...args); } }
export class Main extends Module {
  t = new Text("t");
  u = new Text("u");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const handlers: any = { add: (x: string) => this.t(x), log(x: string) { return this.u(x); }, u: (x: string) => x };
    const k = this.flag(doc) ? "add" : "log";
    return handlers[k](doc);
  }
}
export const inputs = [["doc one"], ["a doc two"], ["x3"]];
