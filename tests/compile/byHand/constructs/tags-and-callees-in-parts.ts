// What a call, a tag or a chain begins with may itself have several parts: a key with calls in it, expressions between
// commas.
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
class Flag extends Module {
  forward(...args: unknown[]): boolean {
    return leaf("flag", "flag", ...args);
  }
}
export class Main extends Module {
  a = new Text("a");
  b = new Text("b");
  flag = new Flag();
  forward(doc: string): unknown {
    const tags = {
      mark: "t",
      long(texts: TemplateStringsArray, ...values: unknown[]): unknown {
        return [this.mark, texts.join("|"), values];
      },
      short(texts: TemplateStringsArray): unknown {
        return [this.mark, texts.length];
      },
    };
    let count = 1;
    const inner = { ask: (q: string) => [q] };
    return [
      tags[this.flag(doc) ? "long" : "short"]`about ${this.a(doc)} and ${((tags.mark = "u"), this.b(doc))}`,
      (count++, this.a)(doc, count),
      (count++, inner)?.ask(this.b(doc)),
      (count++, this)?.a(doc, count),
      count,
    ];
  }
}
export const inputs = [["doc one"], ["a doc two"]];
