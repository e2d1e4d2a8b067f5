// A reduce whose first value fills the list that it goes over, in a module that is called in rounds.
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
class Text extends Module {  forward(n: number): string { return leaf("t", "text", n); } }
class C0 extends Module {
  text0 = new Text();
  forward(): string {
    const self = this;
    const kept3: unknown[] = [];
    const add4 = (q: string) => self.text0(kept3.push([]));
    return kept3.reduce((sofar, value) => sofar + add4("k"), add4("d"));
  }
}
export class Main extends Module {
  child0 = new C0();
  forward(doc: string): unknown {
    let round = 0;
    while (true) {
      if (++round > 2) break;
      this.child0();
    }
    return [round, doc];
  }
}
export const inputs = [["doc one"], ["a doc two"], ["three"]];
