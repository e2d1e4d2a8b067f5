// Many small programs, one after another: helpers that take functions.
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
class Text extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string { return leaf(this.id, "text", ...args); } }
function retry<T>(f: (n: number) => T, times: number): T { for (let i = 0; ; i++) { try { return f(i); } catch (e) { if (i + 1 >= times) throw e; } } }
/** Retry helper. */
class P1 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    return [retry((n) => this.t(doc, n), 3), ["a", "b"].map((x) => retry((n) => this.u(x, n), 2))];
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
