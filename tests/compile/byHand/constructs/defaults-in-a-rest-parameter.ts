// A rest parameter, or the rest of a list, that is itself taken apart: its defaults name what is around them.
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
  b = new Text("b");
  forward(doc: string): unknown {
    const before = (x: string): string => this.b(x);
    const ask = (x: string, ...[y = this.a(x), ...more]: string[]): unknown => [x, y, more];
    const first = before(doc);
    let mark = "m";
    const [one, ...[two = one + mark, three = this.a(two)]] = [first];
    mark = "later";
    function plain(...[from = doc, { to = from + mark } = {}]: [string?, { to?: string }?]): unknown {
      return [from, to];
    }
    return [ask(doc), ask(first, "given", "more"), one, two, three, plain(), plain(first, { to: mark })];
  }
}
export const inputs = [["doc one"], ["a doc two"]];
