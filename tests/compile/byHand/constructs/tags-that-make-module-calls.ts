// Templates whose tag makes module calls: a module, a method, a local function, what a function gives, in code that is
// compiled and in parts that run as written.
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
type Texts = TemplateStringsArray;
class Prompt extends Module {
  constructor(readonly id: string) {
    super();
  }
  forward(texts: Texts, ...values: unknown[]): string {
    return leaf(this.id, "text", texts, texts.raw, ...values);
  }
}
class Flag extends Module {
  forward(...args: unknown[]): boolean {
    return leaf("flag", "flag", ...args);
  }
}
function* once(): Generator<string> {
  yield "one";
  yield "two";
}
const filled = (texts: Texts, values: readonly unknown[]): string =>
  texts.reduce((text, part, i) => text + String(values[i - 1]) + part);
function through(ask: Prompt) {
  return (texts: Texts, ...values: unknown[]): string => ask(texts, values.length, ...values);
}
export class Main extends Module {
  a = new Prompt("a");
  b = new Prompt("b");
  flag = new Flag();
  prompts: Record<string, Prompt> = { short: new Prompt("short"), long: new Prompt("long") };
  ask(texts: Texts, ...values: unknown[]): string {
    return this.b`asked ${filled(texts, values)}`;
  }
  asWritten(doc: string): unknown {
    const tag = <T>(texts: Texts, ...values: T[]): string => this.a(texts, ...values);
    const out: unknown[] = [];
    for (const each of once()) {
      if (this.flag(each)) continue;
      out.push(this.a`written ${each}`, tag<string>`\n ${each} and ${this.b`inner ${doc}`}`, this.ask`w ${out.length}`);
    }
    return out;
  }
  forward(doc: string): unknown {
    let last = "none";
    const same: Texts[] = [];
    const tag = (texts: Texts, ...values: unknown[]): string => {
      same.push(texts);
      last = this.a(texts, last, ...values);
      return last;
    };
    const twice = ["p", doc].map((each) => tag`each ${each}`);
    const plain = (texts: Texts, ...values: string[]): string => filled(texts, values);
    return [
      this.a`about ${doc} and ${this.b`more on ${doc}`}, ${1 + 1}`,
      this.ask`z`,
      twice,
      same[0] === same[1],
      through(this.b)`through ${doc}`,
      this.prompts[this.flag(doc) ? "long" : "short"]!`of ${doc}`,
      plain`nothing but ${this.b`text ${last}`}`,
      String.raw`\n${this.a`raw`}`,
      this.asWritten(doc),
    ];
  }
}
export const inputs = [["doc one"], ["a doc two"]];
