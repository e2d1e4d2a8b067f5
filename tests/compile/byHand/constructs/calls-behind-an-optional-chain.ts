// What stands behind `?.` is made where there is something, and overlaps with what it does not wait for.
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
declare function effect(...args: unknown[]): string;
class Text extends Module {
  constructor(readonly id: string) {
    super();
  }
  forward(...args: unknown[]): string {
    return leaf(this.id, "text", ...args);
  }
}
class List extends Module {
  forward(...args: unknown[]): string[] {
    return leaf("list", "list", ...args);
  }
}
class Maybe extends Module {
  forward(...args: unknown[]): string | undefined {
    return leaf("maybe", "maybe", ...args);
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
  list = new List();
  maybe = new Maybe();
  flag = new Flag();
  record: { x: Text; y?: Text } | undefined = { x: new Text("x") };
  nobody: { x: Text } | undefined = undefined;
  forward(doc: string): unknown {
    const texts = this.flag(doc) ? [doc, "x"] : undefined;
    const seen = this.flag("seen") ? new Map([["k", doc]]) : null;
    seen?.set("j", this.a(`${seen.size}`));
    const own: string[] = [];
    own?.push(this.a(doc));
    let turns = 0;
    const next = (): string | undefined => {
      turns++;
      return turns > 1 ? undefined : doc;
    };
    let list: string[] | undefined = [doc];
    const before = list?.concat(((list = undefined), this.a(doc)));
    const log = this.flag("log") ? (text: string) => effect(text) : undefined;
    return [
      this.maybe(doc)?.concat(this.a(doc), this.b(doc))?.length,
      texts?.map((text) => this.a(text)).filter((text) => this.flag(text))?.[0]?.length,
      this.list(doc)?.find((text) => this.flag(text))?.concat(this.b("found")),
      this.record?.x(doc),
      this.record?.y?.(this.a("never")),
      this.nobody?.x(this.a("never")),
      [next()?.concat(this.a(doc)), next()?.concat(this.a("never")), turns],
      before,
      list,
      own?.at(-1)?.concat(this.b(`${own.length}`)),
      seen && [...seen],
      log?.(this.b("told")),
    ];
  }
}
export const inputs = [["doc one"], ["a doc two"]];
