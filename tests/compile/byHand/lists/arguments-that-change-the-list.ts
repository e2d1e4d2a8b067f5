// Arguments of array methods that change the list on which the method is called, or give it to what changes it.
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
class Text extends Module {  forward(...a: unknown[]): string { return leaf("t", "text", ...a); } }
class Flag extends Module {  forward(...a: unknown[]): boolean { return leaf("f", "flag", ...a); } }
class Grow extends Module {
  text0 = new Text();
  forward(list: string[]): string { const s = this.text0(list.length); list.push(s); return s; }
}
export class Main extends Module {
  text0 = new Text();
  flag0 = new Flag();
  grow = new Grow();
  list: string[] = ["x"];
  pick(list: string[]) { list.push("p"); return (x: string) => this.text0("pick", x); }
  forward(doc: string): unknown {
    const all: string[] = [];
    const a: string[] = [];
    for (const q of [doc, "k"]) {
      all.push(a.reduce((sofar, value) => this.text0(sofar, value), this.grow(a)));
      if (this.flag0(q, a.length)) all.push(this.grow(a));
    }
    const b = [doc];
    const c = b.map((x) => this.text0(x, "c"), b.push(this.grow(b)));
    const d = b.map(this.pick(b));
    const e = b.slice(0, b.push("q", "r"));
    const f = b.concat(b, [String(b.push("s"))], b);
    const g = b.indexOf(this.grow(b));
    const h = b.includes((b.push("zz"), "zz"));
    const i = b.at((b.push("last"), -1));
    const j = b.join((b.push("joined"), this.text0("sep")));
    const k = [...b, b.push("k"), ...b];
    const l = { b: [...b], n: b.push(this.grow(b)), c: [...b] };
    return [all, a, b, c, d, e, f, g, h, i, j, k, l];
  }
}
export const inputs = [["doc one"], ["a doc two"], ["three"]];
