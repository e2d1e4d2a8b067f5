/** Every alias in the tree needs an endpoint, and where all is visible no other endpoint is allowed. */
import { LLMInference, Module, type AliasesOf } from "plait";
import { endpoint, type Equal, type Expect } from "./expect.js";

class Two extends Module {
  extractor = new LLMInference({ alias: "fast" });
  comparer = new LLMInference({ alias: "smart" });
  label = "not a module";
  when = new Date();
  callback = (x: number): number => x;
  forward(document: string): string {
    return this.comparer(this.extractor(document));
  }
}
export type Aliases = Expect<Equal<AliasesOf<Two>, "fast" | "smart">>;

export const run = new Two().bind({
  endpoints: { fast: endpoint, smart: endpoint },
  maxTotalConcurrent: 3,
});

// error TS2741: 'smart' is missing
new Two().bind({ endpoints: { fast: endpoint } });
// error TS2561: 'smrt' does not exist; Did you mean to write 'smart'?
new Two().bind({ endpoints: { fast: endpoint, smrt: endpoint } });
// error TS2353: 'unrelated' does not exist
new Two().bind({ endpoints: { fast: endpoint, smart: endpoint, unrelated: endpoint } });
// error TS2820: Did you mean '"openai"'?
new Two().bind({ endpoints: { fast: { provider: "opena", model: "m" }, smart: endpoint } });
// error TS2739: fast, smart
new Two().bind({ endpoints: {} });

const separately = { endpoints: { fast: endpoint } };
// error TS2345: 'smart' is missing
new Two().bind(separately);

class Nested extends Module {
  two = new Two();
  list = [new LLMInference({ alias: "l1" }), new LLMInference({ alias: "l2" })];
  record = { a: new LLMInference({ alias: "r1" }), count: 1 };
  map = new Map([["k", new LLMInference({ alias: "m1" })]]);
  set = new Set([new LLMInference({ alias: "s1" })]);
  conditional = Math.random() > 0.5 ? new LLMInference({ alias: "c1" }) : undefined;
  optional?: LLMInference<"o1">;
  either: LLMInference<"e1"> | Two = new Two();
  deep = [[new LLMInference({ alias: "d1" })]];
  forward(x: string): string {
    return this.two(x);
  }
}
export type NestedAliases = Expect<
  Equal<
    AliasesOf<Nested>,
    "fast" | "smart" | "l1" | "l2" | "r1" | "m1" | "s1" | "c1" | "o1" | "e1" | "d1"
  >
>;
const allButOne = {
  fast: endpoint,
  smart: endpoint,
  l1: endpoint,
  l2: endpoint,
  r1: endpoint,
  s1: endpoint,
  c1: endpoint,
  o1: endpoint,
  e1: endpoint,
  d1: endpoint,
};
// error TS2741: 'm1' is missing
new Nested().bind({ endpoints: allButOne });

class Base extends Module {
  first = new LLMInference({ alias: "a" });
  forward(x: string): string {
    return this.first(x);
  }
}
class Sub extends Base {
  second = new LLMInference({ alias: "b" });
  override forward(x: string): string {
    return this.second(super.forward(x));
  }
}
export const asBase: Base = new Sub();
export type SubAliases = Expect<Equal<AliasesOf<Sub>, "a" | "b">>;

class Templated<const A extends string> extends Module {
  asker: LLMInference<A>;
  constructor(alias: A) {
    super();
    this.asker = new LLMInference({ alias });
  }
  forward(x: string): string {
    return String(this.asker(x));
  }
}
class Templates extends Module {
  a = new Templated("ga");
  b = new Templated("gb");
  forward(x: string): string {
    return this.b(this.a(x));
  }
}
export type TemplateAliases = Expect<Equal<AliasesOf<Templates>, "ga" | "gb">>;

class Leaf extends Module {
  async forward(query: string): Promise<string[]> {
    return [query];
  }
}
export type NoAliases = Expect<Equal<AliasesOf<Leaf>, never>>;
export const leaf = new Leaf().bind({ endpoints: {} });
class WithLeaf extends Module {
  leaf = new Leaf();
  asker = new LLMInference({ alias: "a" });
  forward(x: string): string {
    return this.asker(this.leaf(x).join());
  }
}
// error TS2353: 'b' does not exist
new WithLeaf().bind({ endpoints: { a: endpoint, b: endpoint } });
