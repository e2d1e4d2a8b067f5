// class that can be iterated
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
class Text extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string { return leaf(this.id, "text", ...args); } }
class Flag extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): boolean { return leaf(this.id, "flag", ...args); } }
class Pages { asked = 0; constructor(readonly n: number) {} *[Symbol.iterator]() { for (let i = 0; i < this.n; i++) { this.asked++; yield "p" + i; } } }
export class Main extends Module {
  t = new Text("t");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const p = new Pages(3);
    const out: unknown[] = [];
    for (const x of p) { out.push(this.t(x), p.asked); if (this.flag(x)) break; }
    const n = p.asked;
    out.push([...p].length, p.asked);
    return [out, n];
  }
}
export const inputs = [["doc one"], ["a doc two"], ["x3"]];
