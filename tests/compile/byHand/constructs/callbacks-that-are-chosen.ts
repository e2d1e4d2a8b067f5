// callbacks that are chosen
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
class Text extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string { return leaf(this.id, "text", ...args); } }
class Flag extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): boolean { return leaf(this.id, "flag", ...args); } }
class Num extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): number { return leaf(this.id, "number", ...args); } }
export class Main extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  flag = new Flag("flag");
  num = new Num("num");
  forward(doc: string): unknown {
    const f = (x: string) => this.t(x), g = (x: string) => x + "g";
    const l = ["a", doc];
    const o = { f, h: (x: string) => this.u(x) }, fs = [f, g];
    const make = (p: string) => (x: string, i: number) => this.v(p, x, i);
    return [l.map(this.flag(doc) ? f : g), l.map(o.h), l.map(fs[0]!), l.map(fs[this.num(doc) % 2]!), l.map(make("m")), l.map((o as any).zz ?? g), l.map(o["f"])];
  }
}
export const inputs = [["doc one"], ["a doc two"], ["x3"]];
