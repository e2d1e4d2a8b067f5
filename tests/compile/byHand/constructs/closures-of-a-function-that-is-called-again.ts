// A local function, or a callback, that makes a function at each call: all of them see the one variable, as it is when
// they are called.
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
export class Main extends Module {
  a = new Text("a");
  forward(doc: string): unknown {
    let count = 0;
    const readers: (() => unknown)[] = [];
    const ask = (q: string): string => {
      count++;
      readers.push(() => count);
      return this.a(q);
    };
    const answers = [ask(doc), ask("again")];
    const seen = readers.map((read) => read());
    let last = "none";
    const later: (() => string)[] = [];
    [doc, "b"].forEach((q) => {
      last = this.a(q, last);
      later.push(() => last);
    });
    return [answers, seen, later.map((read) => read())];
  }
}
export const inputs = [["doc one"], ["a doc two"]];
