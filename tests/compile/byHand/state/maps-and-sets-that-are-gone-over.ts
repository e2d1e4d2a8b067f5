// A Map or Set of the method's own is changed in place. What goes over it inside of a branch that begins late has to
// have read it before it is changed behind the branch.
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
class List extends Module {
  constructor(readonly id: string) {
    super();
  }
  forward(...args: unknown[]) {
    return leaf(this.id, "list", ...args);
  }
}
class Flag extends Module {
  forward(...args: unknown[]) {
    return leaf("f", "flag", ...args);
  }
}
class Spread extends Module {
  a = new List("spread");
  flag = new Flag();
  forward(doc: string): unknown {
    const seen = new Set<string>(["s"]);
    const told = new Map<string, unknown>([["k", "v"]]);
    let out: unknown = 0;
    const list = ["q"];
    if (this.flag(doc)) {
      list.push(...seen);
      out = [this.a(...told), this.a([...seen, ...told.values()]), [...seen].map((x) => this.a(x)), list];
    }
    seen.add(doc);
    told.set("z", doc);
    return [out, [...seen], [...told]];
  }
}
class Walked extends Module {
  a = new List("walked");
  flag = new Flag();
  forward(doc: string): unknown {
    const seen = new Set<string>(["s", "t"]);
    const told = new Map<string, unknown>([["k", "v"]]);
    if (this.flag(doc)) {
      for (const x of seen) if (this.a(x).length > 1) break;
      for (const [k, v] of told.entries()) this.a(k, v);
    }
    seen.add(doc);
    told.delete("k");
    for (const x of ["1", "2"]) {
      if (this.flag(x)) this.a(x, [...seen]);
      seen.add(x);
    }
    return [seen.size, told.size];
  }
}
class TakenApart extends Module {
  a = new List("apart");
  flag = new Flag();
  forward(doc: string): unknown {
    const seen = new Set<string>(["s"]);
    const told = new Map<string, unknown>([["k", "v"]]);
    let out: unknown = 0;
    let first: unknown;
    let others: unknown[] = [];
    if (this.flag(doc)) {
      const [x, ...rest] = seen;
      [first, ...others] = told;
      out = this.a(x, rest, first, others, Object.fromEntries(told));
    }
    seen.clear();
    told.clear();
    return [out, seen.size, told.size];
  }
}
export class Main extends Module {
  spread = new Spread();
  walked = new Walked();
  apart = new TakenApart();
  forward(doc: string): unknown {
    return [this.spread(doc), this.walked(doc), this.apart(doc)];
  }
}
export const inputs = [["doc one"], ["a doc two"], ["three"]];
