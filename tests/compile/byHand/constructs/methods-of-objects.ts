// Many small programs, one after another: methods of objects.
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
class Text extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string { return leaf(this.id, "text", ...args); } }
class Flag extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): boolean { return leaf(this.id, "flag", ...args); } }
/** Methods of an object with a spread and a computed name. */
class P1 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const self = this;
    const base = { log(x: string) { return self.u(x); } };
    const o: any = { ...base, ["k" + 1](x: string) { return self.t(x); }, log2: (x: string) => this.v(x), ...(this.flag(doc) ? { extra() { return self.t("extra"); } } : {}) };
    return [o.log(doc), o.k1("1"), o.log2("2"), o.extra?.()];
  }
}
/** Methods with defaults rest and patterns. */
class P2 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  forward(doc: string): unknown {
    const self = this;
    const o: any = { ask({ a = self.t("d"), ...r }: any = {}, ...xs: string[]) { return [a, r, xs, self.u(...xs)]; }, k: this.v(doc) };
    return [o.ask(), o.ask({ a: 1, b: 2 }, "x"), o.k];
  }
}
/** Only methods in an object. */
class P3 extends Module {
  forward(doc: string): unknown {
    const self = this;
    const o = { ask(x: string) { return self.t(x); }, twice(x: string) { return [self.u(x), self.v(x)]; } };
    return [o.ask(doc), o.twice("x"), ["a", "b"].map(o.ask), Object.keys(o)];
  }
}
export class Main extends Module {
  p1 = new P1();
  p2 = new P2();
  p3 = new P3();
  forward(doc: string): unknown {
    const out: unknown[] = [];
    try { out.push(this.p1(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p2(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p3(doc)); } catch (e) { out.push(e); }
    return out;
  }
}
export const inputs = [["doc one"], ["a doc two"]];
