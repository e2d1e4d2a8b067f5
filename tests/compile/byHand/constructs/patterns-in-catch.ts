// Many small programs, one after another: patterns in catch.
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
class Text extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string { return leaf(this.id, "text", ...args); } }
/** Catch patterns whose defaults name others. */
class P1 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  forward(doc: string): unknown {
    const out: unknown[] = [];
    const holder = { go: (turn: number) => { try { throw { code: this.t(doc, turn), list: [1] }; } catch ({ code, missing = this.v(code), list: [a, b = code + a], [code + ""]: none = turn, ...rest }: any) { return [code, missing, a, b, none, rest]; } } };
    out.push(holder.go(1));
    let n = 0;
    try { throw { x: undefined }; } catch ({ x = (n++, this.u(n)), y = () => x + n }: any) { n += 10; out.push(x, y()); }
    for (const k of ["a", "b"]) { try { throw [k, undefined]; } catch ([p, q = this.t(p, k)]: any) { out.push([p, q]); } }
    return [out, n];
  }
}
export class Main extends Module {
  p1 = new P1();
  forward(doc: string): unknown {
    const out: unknown[] = [];
    try { out.push(this.p1(doc)); } catch (e) { out.push(e); }
    return out;
  }
}
export const inputs = [["doc one"], ["a doc two"]];
