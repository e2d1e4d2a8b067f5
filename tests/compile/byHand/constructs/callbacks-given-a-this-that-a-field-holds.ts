// Methods of what a field holds, which may be a module, as callbacks with a `this` of their own: also in a part of the
// method that runs as written.
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
class Tally {
  n = 0;
  add(word: string) {
    this.n += word.length;
    return this.n;
  }
}
function twice(f: () => void): void {
  f();
  f();
}
export class Main extends Module {
  a = new Text("a");
  flag = new Flag();
  bag: Set<string> = new Set();
  tally: any = undefined;
  forward(doc: string): unknown {
    this.bag = new Set(["one", "two"].map((word) => this.a(word)));
    this.tally = new Tally();
    const { bag } = this;
    ["three", "four"].forEach(this.bag.add, this.bag);
    const sums = ["x", doc].map(this.tally.add, this.tally);
    const rounds = {
      *[Symbol.iterator]() {
        yield "first";
        yield "second";
      },
    };
    const drop = (word: string) => this.bag.delete(this.a(word));
    twice(() => drop("one"));
    ["five", "six"].forEach(this.bag.add, this.bag);
    for (const round of rounds) {
      if (this.flag(round)) this.tally = new Tally();
      sums.push(...[round, "y"].map(this.tally.add, this.tally));
      [this.a(round)].forEach(this.bag.add, this.bag);
    }
    return [[...bag], sums, this.tally.n];
  }
}
export const inputs = [["doc one"], ["a doc two"]];
