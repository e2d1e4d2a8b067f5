/** Containers keep the types of what they hold. */
import { LLMInference, Module, ModuleDict, ModuleList, Sequential, type AliasesOf } from "plait";
import { endpoint, type Equal, type Expect } from "./expect.js";

class Count extends Module {
  forward(text: string): number {
    return text.length;
  }
}

class Containers extends Module {
  list = new ModuleList([new LLMInference({ alias: "l1" }), new LLMInference({ alias: "l2" })]);
  dict = new ModuleDict({ ask: new LLMInference({ alias: "d1" }), count: new Count() });
  chain = new Sequential(new LLMInference({ alias: "c1" }), new Count());
  nested = new ModuleList([new Sequential(new LLMInference({ alias: "n1" }))]);

  forward(text: string): string {
    const parts: string[] = this.list.map((step) => step(text));
    for (const step of this.list) parts.push(step(text));
    const n: number = this.dict.get("count")(text) + this.chain(text);
    // error TS2345: '"nope"' is not assignable
    this.dict.get("nope");
    // error TS2345: 'number' is not assignable
    this.chain(3);
    // error TS2345: not assignable to parameter of type 'never'
    this.list(text);
    return parts.join() + n;
  }
}
export type Aliases = Expect<Equal<AliasesOf<Containers>, "l1" | "l2" | "d1" | "c1" | "n1">>;
// error TS2741: 'n1' is missing
new Containers().bind({ endpoints: { l1: endpoint, l2: endpoint, d1: endpoint, c1: endpoint } });

// error TS2345: not assignable
export const unfit = new Sequential(new Count(), new LLMInference({ alias: "a" }));
class Label extends Module {
  forward(count: number, unit?: string): string {
    return `${count} ${unit ?? ""}`;
  }
}
export const fits = new Sequential(
  new LLMInference({ alias: "a" }),
  new Count(),
  new Label(),
  new LLMInference({ alias: "b" }),
);
export const label: string = fits("text");
export type ChainAliases = Expect<Equal<AliasesOf<typeof fits>, "a" | "b">>;
// error TS2345: not assignable
export const late = new Sequential(new LLMInference({ alias: "a" }), new Count(), new Count());
// error TS2345: 'string' is not assignable
export const notModules = new ModuleList(["text"]);
export const dynamic = new ModuleDict<Record<string, Count>>({ a: new Count() });
// error TS2722: Cannot invoke an object which is possibly 'undefined'
dynamic.get("b")("x");
