// Getters that count, that take from a list, that note who asks, and texts that do: each is read in its turn, in loops
// with module calls, in late branches, by patterns and by helpers.
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
class List extends Module {
  forward(...args: unknown[]): string[] {
    return leaf("list", "list", ...args);
  }
}
class Ids {
  n = 0;
  get next() {
    return this.n++;
  }
  get pair() {
    return `${this.next}-${this.next}`;
  }
}
class Tokens {
  constructor(private list: string[]) {}
  get taken() {
    return this.list.shift();
  }
  get peek() {
    return this.list[0];
  }
}
const take = (ids: { next: number }) => ids.next;
export class Main extends Module {
  a = new Text("a");
  b = new Text("b");
  flag = new Flag();
  list = new List();
  forward(doc: string): unknown {
    const ids = new Ids();
    const first = `${ids.next}${this.a(ids.next)}${ids.next}`;
    if (this.flag(doc)) ids.n = 50;
    for (const word of ["one", ...this.list(doc)]) this.b(word, ids.next);
    const { next } = ids;
    const more = [ids.pair, this.a(take(ids)), [ids].map((one) => one.next)];

    const tokens = new Tokens(["1", "2", "3", "4", "5"]);
    const asked = this.a(tokens.taken, tokens.peek);
    if (this.flag(asked)) this.a(tokens.taken);
    while (tokens.peek && this.flag(tokens.peek)) this.b(tokens.taken);
    const left = [tokens.taken, this.a(tokens.peek), tokens.taken];

    let n = 0;
    const counter = {
      get next() {
        return ++n;
      },
    };
    const counted = [counter.next, this.a(counter.next), counter.next];
    if (this.flag("again")) this.b(counter.next);

    const log: string[] = [];
    const noted = {
      toString() {
        log.push("asked");
        return `noted ${log.length}`;
      },
    };
    const text = this.a(`${noted}`);
    if (this.flag(text)) this.b(`${noted}`);
    return [first, next, more, asked, left, counted, counter.next, n, log.length, "" + noted, log];
  }
}
export const inputs = [["doc one"], ["a doc two"]];
