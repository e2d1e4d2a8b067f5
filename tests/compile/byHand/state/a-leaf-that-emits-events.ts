// Several at once: A leaf that tells listeners, which change their owner; a method handed to a child bound; a function set on a leaf after it is made; a leaf calls a method of a plain object given to it; a leaf calls a method of its parent.
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
// A leaf that tells listeners, which change their owner.
class Bus1 { #on: ((q: string) => void)[] = []; on(f: (q: string) => void) { this.#on.push(f); return this; } emit(q: string) { for (const f of this.#on) f(q); } }
class Child1 extends Module { constructor(readonly bus: Bus1) { super(); } forward(q: string): string { this.bus.emit(q); return leaf("c", "text", q); } }
class Main1 extends Module { bus = new Bus1(); seen: string[] = []; c = new Child1(this.bus); t = new Text("t"); constructor() { super(); this.bus.on((q) => { this.seen.push(q); }); } forward(doc: string): unknown { this.seen = []; const a = this.c(this.t(doc)); const n = this.seen.length; this.c(doc); const s = this.seen.join(); this.c(this.t(s)); return [a, n, s, this.seen]; } }
// A method handed to a child bound.
class Peek2 extends Module { constructor(readonly see: (q: string) => string) { super(); } forward(q: string): string { return leaf("peek", "text", this.see(q)); } }
class Main2 extends Module { n = 0; t = new Text("t"); p: Peek2; constructor() { super(); this.p = new Peek2(this.look.bind(this)); } look(q: string) { return q + this.n; } forward(doc: string): unknown { const a = this.p(doc); this.n = this.t(doc).length; const b = this.p(doc); return [a, b]; } }
// A function set on a leaf after it is made.
class Peek3 extends Module { see: (q: string) => string = (q) => q; forward(q: string): string { return leaf("peek", "text", this.see(q)); } }
class Main3 extends Module { n = 0; t = new Text("t"); p = new Peek3(); constructor() { super(); this.p.see = (q) => q + this.n; } forward(doc: string): unknown { const a = this.p(doc); this.n = this.t(doc).length; const b = this.p(doc); this.n++; return [a, b, this.p(this.t(b))]; } }
// A leaf calls a method of a plain object given to it.
class Clock4 { n = 0; tick() { return ++this.n; } }
class Peek4 extends Module { constructor(readonly c: Clock4) { super(); } forward(q: string): string { return leaf("peek", "text", q, this.c.n); } }
class Tick4 extends Module { constructor(readonly c: Clock4) { super(); } forward(q: string): string { this.c.tick(); return leaf("tick", "text", q); } }
class Main4 extends Module { c = new Clock4(); p = new Peek4(this.c); k = new Tick4(this.c); t = new Text("t"); forward(doc: string): unknown { const a = this.p(doc); this.k(this.t(doc)); const b = this.p(doc); this.c.tick(); const d = this.p(this.t(b)); this.k(d); return [a, b, d, this.p("e"), this.c.n]; } }
// A leaf calls a method of its parent.
class Peek5 extends Module { constructor(readonly up: { state(): number }) { super(); } forward(q: string): string { return leaf("peek", "text", q, this.up.state()); } }
class Main5 extends Module { n = 0; p: Peek5 = new Peek5(this); t = new Text("t"); state() { return this.n; } forward(doc: string): unknown { const a = this.p(doc); this.n = this.t(doc).length; const b = this.p(doc); this.n++; return [a, b, this.p(this.t(b))]; } }
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
