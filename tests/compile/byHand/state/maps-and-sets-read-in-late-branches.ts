// As texts read them: their sizes, their members, in expressions of every kind.
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
class Size extends Module {
  a = new List("size");
  flag = new Flag();
  forward(doc: string): unknown {
    const seen = new Set<string>(["s"]);
    let out: unknown = 0;
    if (this.flag(doc)) out = this.a(seen.size);
    seen.add(doc);
    return [out, [...seen]];
  }
}
class Parts extends Module {
  flag = new Flag();
  forward(doc: string): unknown {
    const told = new Map<string, string>([["k", "v"]]);
    let out: unknown = 0;
    if (this.flag(doc)) out = { size: told.size, more: [told?.size] };
    told.set("z", doc);
    return [out, told.size];
  }
}
class Pattern extends Module {
  a = new List("pattern");
  flag = new Flag();
  forward(doc: string): unknown {
    const told = new Map<string, string>([["k", "v"]]);
    let out: unknown = 0;
    if (this.flag(doc)) {
      const { size } = told;
      out = this.a(size);
    }
    told.clear();
    return [out, told.size];
  }
}
class Choice extends Module {
  a = new List("choice");
  flag = new Flag();
  forward(doc: string): unknown {
    const told = new Map<string, string[]>([["l", ["q"]]]);
    const seen = new Set<string>(["s"]);
    const t = this.a(doc);
    const out: unknown = this.flag(doc) ? this.a(seen.size, [told.size].map((n) => n + seen.size)) : seen.size;
    const late = t.length > 0 && [seen.size, this.a(t.length, seen.has("s"))];
    if (this.flag("again")) this.a(...told.get("l")!);
    seen.clear();
    told.get("l")!.push(doc);
    return [out, late, [...seen], [...told]];
  }
}
export class Main extends Module {
  size = new Size();
  parts = new Parts();
  pattern = new Pattern();
  choice = new Choice();
  forward(doc: string): unknown {
    return [this.size(doc), this.parts(doc), this.pattern(doc), this.choice(doc)];
  }
}
export const inputs = [["doc one"], ["a doc two"], ["three"]];
