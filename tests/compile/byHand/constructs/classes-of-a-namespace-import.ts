// Module classes that are named through the namespace of another file: made where they are used, in lists and maps, as
// types of parameters and as base classes.
import { Module } from "plait";
import * as tools from "./tools.js";
class Louder extends tools.default {
  override forward(q: string): string {
    return super.forward(q) + "!";
  }
}
class Longer extends tools.default {
  more = new tools.Text("more");
  override forward(q: string): string {
    return this.more(super.forward(q));
  }
}
export class Main extends Module {
  static shared: tools.Text | undefined;
  list: tools.Text[] = [];
  byName = new Map<string, tools.Text>();
  later: tools.Text | undefined;
  louder = new Louder();
  longer = new Longer();
  ask(tool: tools.Text, q: string): string {
    return tool(q);
  }
  forward(doc: string): unknown {
    this.list.push(new tools.Text("list"));
    this.byName.set("k", new tools.Text("map"));
    const local = new tools.Text("local");
    const chosen: tools.Text = doc.length > 8 ? local : new tools.Text("other");
    const told = [local(doc), chosen("z"), new tools.Text("at once")(doc), this.ask(local, "asked")];
    const held = [this.list[0]!(doc), this.byName.get("k")!("m"), (Main.shared ??= new tools.Text("shared"))("s")];
    const rounds = {
      *[Symbol.iterator]() {
        yield "one";
        yield "two";
      },
    };
    for (const round of rounds) held.push(local(round), this.list.map((tool) => tool(round)).join());
    this.list.length = 0;
    return [told, held, this.louder(doc), this.longer(doc)];
  }
}
export const inputs = [["doc one"], ["a doc two"]];
// @file: tools.ts
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
export class Text extends Module {
  constructor(readonly id: string) {
    super();
  }
  forward(...args: unknown[]): string {
    return leaf(this.id, "text", ...args);
  }
}
export default class Base extends Module {
  text = new Text("base");
  forward(q: string): string {
    return this.text(q);
  }
}
