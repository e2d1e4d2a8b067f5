// Lists with holes of which it is not known yet how long they are, under methods that leave holes out and count them.
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
class Text extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string { return leaf(this.id, "text", ...args); } }
class Flag extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): boolean { return leaf(this.id, "flag", ...args); } }
class List extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string[] { return leaf(this.id, "list", ...args); } }
export class Main extends Module {
  ask = new Text("ask");
  good = new Flag("good");
  list = new List("list");
  maker() { return (q: unknown) => this.ask(q); }
  open(doc: string): unknown[] {
    const t = this.ask(doc);
    return ["h", , doc].concat(this.list(doc), [t, , t].filter((x) => this.good(x)), [, doc] as string[]);
  }
  forward(doc: string): unknown {
    const seen: unknown[] = [];
    this.open(doc).forEach((x, i) => { seen.push(this.ask(x, i), i); });
    const effects: unknown[] = this.open(doc).map((x, i) => this.maker()([x, i]));
    const sum = this.open(doc).reduce((so: string, x, i) => this.ask(so, x, i), "");
    const unseeded = this.open(doc).reduce((so, x, i) => this.ask(so, x, i));
    const right = this.open(doc).reduceRight((so: unknown, x, i) => this.ask(so, x, i), "");
    const some = this.open(doc).some((x, i) => i > 2 && this.good(x, i));
    const every = this.open(doc).every((x, i) => i < 2 || this.good(x, i));
    const found = this.open(doc).find((x, i) => this.good(x, i));
    const at = this.open(doc).findIndex((x, i) => this.good(x, i));
    const flat = this.open(doc).flatMap((x, i) => [this.ask(x), i]);
    const kept = this.open(doc).filter((x, i) => this.good(x, i));
    let n = "";
    for (const x of this.open(doc)) n = this.ask(n, x);
    for (const i in this.open(doc)) n = this.ask(n, i);
    for (const [i, x] of this.open(doc).entries()) n = this.ask(n, i, x);
    const told: unknown[] = [];
    this.open(doc).forEach((x, i) => { told.push(this.maker()([x, i])); });
    let last: unknown;
    const assigned = this.open(doc).map((x, i) => { last = this.ask(last, x, i); return last; });
    return [seen, effects, sum, unseeded, right, some, every, found, at, flat, kept, n, told, assigned, last, Object.keys(assigned)];
  }
}
export const inputs = [["doc one"], ["a doc two"], ["three"]];
