// Defaults in patterns that assign other variables, or change lists, with effects in them.
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
declare function effect(...args: unknown[]): string;
class Text extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string { return leaf(this.id, "text", ...args); } }
export class Main extends Module {
  t = new Text("t");
  m0(doc: string, list: string[] = [], n = 0): unknown { this.t("a", doc); const [{ } = { title: (doc += effect(doc)) }] = [] as any; return [this.t(doc, list, n), doc, list, n]; }
  m1(doc: string, list: string[] = [], n = 0): unknown { this.t("a", doc); const { b = (doc += effect("b")) } = {} as any; return [this.t(doc, list, n), doc, list, n]; }
  m2(doc: string, list: string[] = [], n = 0): unknown { this.t("a", doc); let g; [g = (doc += effect("g"))] = [] as any; return [this.t(doc, list, n), doc, list, n]; }
  m3(doc: string, list: string[] = [], n = 0): unknown { this.t("a", doc); const [a = (list.push(effect("a")))] = [] as any; return [this.t(doc, list, n), doc, list, n]; }
  m4(doc: string, list: string[] = [], n = 0): unknown { this.t("a", doc); for (const [a = (doc += effect("f"))] of [[]] as any[]) this.t(doc); return [this.t(doc, list, n), doc, list, n]; }
  m5(doc: string, list: string[] = [], n = 0): unknown { this.t("a", doc); const z = [[]].map(([a = (doc += effect("m"))]: any) => this.t(a)); return [this.t(doc, list, n), doc, list, n]; }
  m6(doc: string, list: string[] = [], n = 0): unknown { this.t("a", doc); const z = [[]].map(([a = (doc += effect("n"))]: any) => a); return [this.t(doc, list, n), doc, list, n]; }
  m7(doc: string, list: string[] = [], n = 0): unknown { this.t("a", doc); try { this.t("try"); throw []; } catch ([e = (doc += effect("c"))]: any) { this.t(e); } return [this.t(doc, list, n), doc, list, n]; }
  m8(doc: string, list: string[] = [], n = 0): unknown { this.t("a", doc); const [a = n++, c = this.t(n)] = [] as any; doc += n; return [this.t(doc, list, n), doc, list, n]; }
  forward(doc: string): unknown {
    return [this.m0(doc), this.m1(doc), this.m2(doc), this.m3(doc), this.m4(doc), this.m5(doc), this.m6(doc), this.m7(doc), this.m8(doc)];
  }
}
export const inputs = [["doc one"], ["a doc two"], ["three"]];
