// What stands before the first `?.` is evaluated like anything else: calls of local functions, functions that are
// called at once, lists that are mapped. Also where a part of the method runs as written.
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
  record = { x: new Text("x") };
  nobody: Record<string, Text> | undefined = undefined;
  forward(doc: string): unknown {
    const ask = (q: string) => this.a(q);
    const found = () => {
      this.b(doc);
      return this.record;
    };
    const all = () => {
      this.b("all");
      return [this.a];
    };
    const once = [
      ask(doc)?.length,
      found().x?.(doc),
      found()?.x?.("again")?.length,
      all()[0]?.(doc)?.at?.(-1),
      (() => this.b("at once"))()?.slice(0, 3),
      [1, 2].map((n) => this.a(`${n}`))?.join()?.length,
      this.nobody?.["x"]?.(this.a("never")),
    ];
    const rounds = {
      *[Symbol.iterator]() {
        yield "one";
        yield "two";
      },
    };
    const more: unknown[] = [];
    for (const round of rounds) {
      more.push(ask(round)?.length, found().x?.(round)?.length, all()[0]?.(round), (() => this.b(round))()?.length);
      more.push([round].map((r) => this.a(r))?.[0]?.length);
    }
    return [once, more];
  }
}
export const inputs = [["doc one"], ["a doc two"]];
