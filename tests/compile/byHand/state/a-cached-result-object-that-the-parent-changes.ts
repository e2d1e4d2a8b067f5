// Several at once: a cached result object that the parent changes; @plait pure helper in between; A composite reads the counter of a leaf; two leaves of a file: one counts, the other tells; an event emitter between modules.
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
class Text extends Module {
  constructor(readonly id: string) {
    super();
  }
  forward(...args: unknown[]): string {
    return leaf(this.id, "text", ...args);
  }
}
// A cached result object that the parent changes.
class Src1 extends Module { cache: Record<string, { tags: string[] }> = {}; t = new Text("s"); forward(q: string) { return (this.cache[q] ??= { tags: [this.t(q)] }); } }
class Main1 extends Module { s = new Src1(); t = new Text("t"); forward(doc: string): unknown { const a = this.s(doc); a.tags.push(this.t("p")); const b = this.s(doc); const n = b.tags.length; b.tags.push(this.t("r")); return [n, a === b, a.tags, this.s("other").tags, this.s(doc).tags.length]; } }
// @plait pure helper in between.
const seen2: string[] = [];
/** @plait pure */
function norm2(q: string): string { return q.trim().toLowerCase(); }
class Main2 extends Module { t = new Text("t"); forward(doc: string): unknown { seen2.length = 0; const a = norm2(this.t(doc)); seen2.push(a); const b = this.t(norm2(a), seen2.length); seen2.push(norm2(b)); return [a, b, seen2.join()]; } }
// A composite reads the counter of a leaf.
let count3 = 0;
class Peek3 extends Module { forward(q: string): string { count3++; return leaf("peek", "text", q); } }
class Main3 extends Module { p = new Peek3(); t = new Text("t"); forward(doc: string): unknown { const a = this.p(doc); const n = count3; const b = this.p(this.t(a)); const m = count3; const c = [this.p("x"), this.p("y")]; return [a, n, b, m, c, count3]; } }
// Two leaves of a file: one counts, the other tells.
let count4 = 0;
class Inc4 extends Module { forward(q: string): string { count4++; return leaf("inc", "text", q); } }
class Tell4 extends Module { forward(q: string): string { return leaf("tell", "text", q, count4); } }
class Main4 extends Module { i = new Inc4(); l = new Tell4(); t = new Text("t"); forward(doc: string): unknown { const a = this.l(doc); this.i(this.t(doc)); const b = this.l(doc); this.i(doc); const c = this.l(this.t(b)); this.i(c); return [a, b, c, this.l("z")]; } }
// An event emitter between modules.
class Bus5 { #on: ((q: string) => void)[] = []; on(f: (q: string) => void) { this.#on.push(f); return this; } emit(q: string) { for (const f of this.#on) f(q); } }
class Child5 extends Module { t = new Text("c"); constructor(readonly bus: Bus5) { super(); } forward(q: string): string { const r = this.t(q); this.bus.emit(r); return r; } }
class Main5 extends Module { bus = new Bus5(); seen: string[] = []; c = new Child5(this.bus); d = new Child5(this.bus); constructor() { super(); this.bus.on((q) => { this.seen.push(q); }); } forward(doc: string): unknown { this.seen = []; const a = this.c(doc); const n = this.seen.length; this.d(a); const s = this.seen.join(); this.bus.emit("m"); return [a, n, s, this.seen]; } }
export class Main extends Module {
  m1 = new Main1();
  m2 = new Main2();
  m3 = new Main3();
  m4 = new Main4();
  m5 = new Main5();
  forward(doc: string): unknown {
    return [this.m1(doc), this.m2(doc), this.m3(doc), this.m4(doc), this.m5(doc)];
  }
}
export const inputs = [["doc one"], ["a doc two"]];
