// Several at once: a child composite sets its leaf's field; a leaf is async and reads state at its start and after an await; an async leaf with a field cache of its own; a derived leaf that overrides forward with super; a derived leaf that reads let by override.
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
// A child composite sets its leaf's field.
class Peek1 extends Module { temp = 0; forward(q: string): string { return leaf("peek", "text", q, this.temp); } }
class Child1 extends Module { t = new Text("c"); constructor(readonly p: Peek1) { super(); } forward(q: string): string { this.p.temp = this.t(q).length; return q; } }
class Main1 extends Module { p = new Peek1(); c = new Child1(this.p); t = new Text("t"); forward(doc: string): unknown { const a = this.p(doc); this.c(doc); const b = this.p(this.t(a)); this.c(b); return [a, b, this.p("x"), this.p.temp]; } }
// A leaf is async and reads state at its start and after an await.
let level2 = 0;
class Slow2 extends Module { async forward(q: string): Promise<string> { const before = level2; const r = await leaf("slow", "text", q, before); return r + before; } }
class Main2 extends Module { s = new Slow2(); t = new Text("t"); forward(doc: string): unknown { level2 = 0; const a = this.s(doc); level2 = this.t(doc).length; const b = this.s(doc); level2++; return [a, b, this.s(this.t(b)), level2]; } }
// An async leaf with a field cache of its own.
class Slow3 extends Module { cache = new Map<string, string>(); async forward(q: string): Promise<string> { const had = this.cache.get(q); if (had) return had + "'"; const r = await leaf("slow", "text", q); this.cache.set(q, r); return r; } }
class Main3 extends Module { s = new Slow3(); t = new Text("t"); forward(doc: string): unknown { const a = this.s(doc); const n = this.s.cache.size; const b = this.s(this.t(doc)); const c = this.s(b); return [a, n, b, c, this.s.cache.size]; } }
// A derived leaf that overrides forward with super.
class Peek4 extends Module { forward(q: string): string { return leaf("peek", "text", q); } }
class Twice4 extends Peek4 { override forward(q: string): string { return super.forward(q + "2"); } }
class Main4 extends Module { l = new Twice4(); t = new Text("t"); forward(doc: string): unknown { const x = this.l(doc); return [x, this.t(x)]; } }
// A derived leaf that reads let by override.
let level5 = 0;
class Peek5 extends Module { see() { return 0; } forward(q: string): string { return leaf("peek", "text", q, this.see()); } }
class Level5 extends Peek5 { override see() { return level5; } }
class Main5 extends Module { l: Peek5 = new Level5(); t = new Text("t"); forward(doc: string): unknown { level5 = 0; const x = this.l(doc); level5 = this.t(doc).length; const y = this.l(doc); level5++; return [x, y, this.l(doc)]; } }
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
