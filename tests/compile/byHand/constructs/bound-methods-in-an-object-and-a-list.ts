// bound methods in an object and a list
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
class Text extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string { return leaf(this.id, "text", ...args); } }
export class Main extends Module {
  t = new Text("t");
  u = new Text("u");
  ask(x: string) { return this.t(x); }
  other(x: string) { return this.u(x); }
  forward(doc: string): unknown {
    const o = { ask: this.ask.bind(this), other: this.other.bind(this) };
    const l = [this.ask.bind(this), this.other.bind(this)];
    return [o.ask(doc), ["a"].map(o.other), l.map((f) => f(doc)), l[1]!("z")];
  }
}
export const inputs = [["doc one"], ["a doc two"], ["x3"]];
