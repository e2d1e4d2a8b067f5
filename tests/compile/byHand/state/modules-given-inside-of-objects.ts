// Modules that are given to others inside of objects and lists: files that do not know them change their members, one
// under a name that is known when it runs.
import { Module } from "plait";
import { Tagger, Writer } from "./writers.js";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
class Text extends Module {
  constructor(readonly id: string) {
    super();
  }
  forward(...args: unknown[]): string {
    return leaf(this.id, "text", ...args);
  }
}
class Tagged extends Module {
  tag = "";
  w = new Tagger(["tag", { it: this }]);
  t = new Text("tagged");
  forward(doc: string): string {
    this.w(doc);
    return this.t(doc, this.tag);
  }
}
export class Main extends Module {
  n = 0;
  w = new Writer({ parent: this }, "w");
  tagged = new Tagged();
  t = new Text("main");
  forward(doc: string): unknown {
    this.w(doc);
    return [this.t(doc, this.n), this.n, this.tagged(doc)];
  }
}
export const inputs = [["doc one"], ["a doc two"], ["three"]];
// @file: writers.ts
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
export class Writer extends Module {
  t: Text;
  constructor(
    readonly of: { parent: { n?: number } },
    id: string,
  ) {
    super();
    this.t = new Text(id);
  }
  forward(doc: string): void {
    const { length } = this.t(doc);
    this.of.parent.n = (this.of.parent.n ?? 0) + length;
  }
}
export class Tagger extends Module {
  t = new Text("tagger");
  constructor(readonly of: [string, { it: Record<string, unknown> }]) {
    super();
  }
  forward(doc: string): void {
    const told = this.t(doc);
    this.of[1].it[this.of[0]] = told;
  }
}
