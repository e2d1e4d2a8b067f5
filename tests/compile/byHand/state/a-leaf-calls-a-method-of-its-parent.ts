// Several at once: a leaf calls a method of its parent that changes it; a leaf reads a field of its parent; a leaf destructures the parent, spreads it, lists its keys; a leaf reads its own field that the parent sets; a leaf reads its own private field that a setter sets.
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
// A leaf calls a method of its parent that changes it.
class Poke1 extends Module { constructor(readonly up: Main1) { super(); } forward(q: string): string { this.up.note(q); return leaf("poke", "text", q); } }
class Main1 extends Module { log: string[] = []; p: Poke1 = new Poke1(this); t = new Text("t"); note(q: string) { this.log.push(q); } forward(doc: string): unknown { const a = this.p(this.t(doc)); const n = this.log.length; const b = this.p(doc); return [a, n, b, this.log.join(), this.p(this.t(a)), this.log]; } }
// A leaf reads a field of its parent.
class Peek2 extends Module { constructor(readonly up: Main2) { super(); } forward(q: string): string { return leaf("peek", "text", q, this.up.n, this.up.log.length); } }
class Main2 extends Module { n = 0; log: string[] = []; p: Peek2 = new Peek2(this); t = new Text("t"); forward(doc: string): unknown { const a = this.p(doc); this.n = this.t(doc).length; const b = this.p(doc); this.log.push(this.t(b)); return [a, b, this.p(doc)]; } }
// A leaf destructures the parent, spreads it, lists its keys.
class Peek3 extends Module { constructor(readonly up: Main3) { super(); } forward(q: string): string { const { n, ...rest } = this.up; return leaf("peek", "text", q, n, rest.log, Object.keys(this.up).length, { ...this.up }.n); } }
class Main3 extends Module { n = 0; log: string[] = []; p: Peek3 = new Peek3(this); t = new Text("t"); forward(doc: string): unknown { const a = this.p(doc); this.n = this.t(doc).length; const b = this.p(doc); this.log.push(this.t(b)); return [a, b, this.p(doc)]; } }
// A leaf reads its own field that the parent sets.
class Peek4 extends Module { temp = 0; forward(q: string): string { return leaf("peek", "text", q, this.temp); } }
class Main4 extends Module { p = new Peek4(); t = new Text("t"); forward(doc: string): unknown { const a = this.p(doc); this.p.temp = this.t(doc).length; const b = this.p(this.t(a)); this.p.temp++; const c = this.p(doc); Object.assign(this.p, { temp: 7 }); return [a, b, c, this.p("x"), this.p.temp]; } }
// A leaf reads its own private field that a setter sets.
class Peek5 extends Module { #temp = 0; set temp(n: number) { this.#temp = n; } heat(n: number) { this.#temp += n; return this; } forward(q: string): string { return leaf("peek", "text", q, this.#temp); } }
class Main5 extends Module { p = new Peek5(); t = new Text("t"); forward(doc: string): unknown { const a = this.p(doc); this.p.temp = this.t(doc).length; const b = this.p(this.t(a)); this.p.heat(2); const c = this.p(doc); return [a, b, c, this.p.heat(1)("x")]; } }
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
