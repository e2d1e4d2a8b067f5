// An object of the method's own is changed by name as long as nobody else holds it. What changes it after a module got
// it is an effect.
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
    const item = { title: "a", tags: ["t"] };
    [doc, "k"].forEach((e) => {
      item.title = e + this.b(e);
    });
    const use = this.a(item);
    Object.assign(item, { title: this.b(item.title) });
    return [use, item, this.a(item.title)];
  }
}
export const inputs = [["doc one"], ["a doc two"], ["three"]];
