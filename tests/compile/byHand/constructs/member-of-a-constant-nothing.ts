// member of a constant nothing
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
class Text extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string { return leaf(this.id, "text", ...args); } }
export class Main extends Module {
  t = new Text("t");
  forward(doc: string): unknown {
    const n: any = undefined, m: any = null;
    const out: unknown[] = [];
    try { n.x(this.t("3")); } catch (e) { out.push((e as Error).name); }
    try { m.x(this.t("4")); } catch (e) { out.push((e as Error).name); }
    try { m.y[this.t("5")]; } catch (e) { out.push((e as Error).name); }
    try { (undefined as any).x(this.t("6")); } catch (e) { out.push((e as Error).name); }
    try { m[this.t("7")].z; } catch (e) { out.push((e as Error).name); }
    return out;
  }
}
export const inputs = [["doc one"], ["a doc two"], ["x3"]];
