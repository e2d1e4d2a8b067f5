// Many small programs, one after another: members of nothing.
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
class Text extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string { return leaf(this.id, "text", ...args); } }
class Flag extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): boolean { return leaf(this.id, "flag", ...args); } }
/** Member of nothing that is a parameter or variable. */
class P1 extends Module {
  t = new Text("t");
  u = new Text("u");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const out: unknown[] = [];
    let n: any = this.flag(doc) ? undefined : null;
    const f = (m: any) => { try { m.x(this.t("1")); } catch (e) { out.push((e as Error).name); } };
    f(null); f({}); f(undefined);
    try { n.x(this.t("2")); } catch (e) { out.push((e as Error).name); }
    n = undefined;
    try { n.x(this.t("3")); } catch (e) { out.push((e as Error).name); }
    try { n.x.y(this.t("4")); } catch (e) { out.push((e as Error).name); }
    try { n[this.u("k")](this.t("5")); } catch (e) { out.push((e as Error).name); }
    try { n.x`${this.t("6")}`; } catch (e) { out.push((e as Error).name); }
    try { new n.x(this.t("7")); } catch (e) { out.push((e as Error).name); }
    try { delete n[this.t("8")]; } catch (e) { out.push((e as Error).name); }
    return out;
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
