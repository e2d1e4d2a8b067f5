// Several at once: a leaf calls a function given by its constructor, which reads a field of the parent; a leaf calls a function given by its constructor, which reads a list of the file; a leaf calls a function given by its constructor in a record; a composite calls a function given by its constructor, which reads a field of the parent; a leaf calls a function given by its constructor, which changes a field of the parent.
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
// A leaf calls a function given by its constructor, which reads a field of the parent.
class Peek1 extends Module { constructor(readonly get: () => number) { super(); }
  forward(q: string): string { return leaf("peek", "text", q, this.get()); } }
class Main1 extends Module { n = 0; t = new Text("t"); peek = new Peek1(() => this.n);
  forward(doc: string): unknown { const a = this.peek(doc); this.n = this.t(doc).length; const b = this.peek(doc); this.n += this.t(b).length; return [a, b, this.peek(this.t(a)), this.n]; } }
// A leaf calls a function given by its constructor, which reads a list of the file.
const log2: string[] = [];
class Peek2 extends Module { constructor(readonly get: () => number) { super(); }
  forward(q: string): string { return leaf("peek", "text", q, this.get()); } }
class Main2 extends Module { t = new Text("t"); peek = new Peek2(() => log2.length);
  forward(doc: string): unknown { log2.length = 0; const a = this.peek(doc); log2.push(this.t(doc)); const b = this.peek(doc); log2.push(this.t(b)); return [a, b, this.peek(this.t(a))]; } }
// A leaf calls a function given by its constructor in a record.
class Peek3 extends Module { constructor(readonly o: { get: () => number }) { super(); }
  forward(q: string): string { return leaf("peek", "text", q, this.o.get()); } }
class Main3 extends Module { n = 0; t = new Text("t"); peek = new Peek3({ get: () => this.n });
  forward(doc: string): unknown { const a = this.peek(doc); this.n = this.t(doc).length; const b = this.peek(doc); this.n += this.t(b).length; return [a, b, this.peek(this.t(a)), this.n]; } }
// A composite calls a function given by its constructor, which reads a field of the parent.
class Peek4 extends Module { t = new Text("peek"); constructor(readonly get: () => number) { super(); }
  forward(q: string): string { return this.t(q, this.get()); } }
class Main4 extends Module { n = 0; t = new Text("t"); peek = new Peek4(() => this.n);
  forward(doc: string): unknown { const a = this.peek(doc); this.n = this.t(doc).length; const b = this.peek(doc); this.n += this.t(b).length; return [a, b, this.peek(this.t(a)), this.n]; } }
// A leaf calls a function given by its constructor, which changes a field of the parent.
class Poke5 extends Module { constructor(readonly note: (q: string) => void) { super(); }
  forward(q: string): string { this.note(q); return leaf("poke", "text", q); } }
class Main5 extends Module { log: string[] = []; t = new Text("t"); poke = new Poke5((q) => { this.log.push(q); });
  forward(doc: string): unknown { const a = this.poke(this.t(doc)); const n = this.log.length; const b = this.poke(doc); return [a, n, b, this.log.join(), this.poke(this.t(a)), [...this.log]]; } }
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
