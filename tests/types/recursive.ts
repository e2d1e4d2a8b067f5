/** Classes that hold themselves or each other do not upset the walk. */
import { LLMInference, Module, ModuleList, type AliasesOf } from "plait";
import { endpoint, type Equal, type Expect } from "./expect.js";

class Tree extends Module {
  asker = new LLMInference({ alias: "t" });
  left?: Tree;
  right?: Tree;
  forest: Tree[] = [];
  list = new ModuleList<Tree>();
  byName = new Map<string, Tree>();
  forward(x: string): string {
    return this.asker(x);
  }
}
export type TreeAliases = Expect<Equal<AliasesOf<Tree>, "t">>;
new Tree().bind({ endpoints: { t: endpoint } });
// error TS2741: 't' is missing
new Tree().bind({ endpoints: {} });
// error TS2353: 'u' does not exist
new Tree().bind({ endpoints: { t: endpoint, u: endpoint } });

class A extends Module {
  asker = new LLMInference({ alias: "a" });
  b?: B;
  c?: C;
  forward(x: string): string {
    return this.asker(x);
  }
}
class B extends Module {
  asker = new LLMInference({ alias: "b" });
  a?: A;
  forward(x: string): string {
    return this.asker(x);
  }
}
class C extends Module {
  asker = new LLMInference({ alias: "c" });
  a?: A;
  forward(x: string): string {
    return this.asker(x);
  }
}
// error TS2741: 'c' is missing
new B().bind({ endpoints: { a: endpoint, b: endpoint } });

// A type that grows for ever: required what was seen, open for the rest.
class Box<T> extends Module {
  asker = new LLMInference({ alias: "box" });
  value?: T;
  inner?: Box<T[]>;
  forward(x: string): string {
    return this.asker(x);
  }
}
// error TS2322: 'box' is missing
new Box<string>().bind({ endpoints: { other: endpoint } });
