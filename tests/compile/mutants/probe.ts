/** The frame that all probes have: modules to ask, and a method of its own for each. */

/** `before` stands in front of the classes; `fields` are more modules of Main. */
export const program = (forward: string, before = "", fields = ""): string => `import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
declare function effect(...args: unknown[]): string;
declare function later(value: any): Promise<any>;
class Text extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]) { return leaf(this.id, "text", ...args); } }
class Flag extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]) { return leaf(this.id, "flag", ...args); } }
class List extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]) { return leaf(this.id, "list", ...args); } }
class Pair extends Module { ask = new Text("pair.ask"); tell = new Text("pair.tell"); forward(a: string, b: string) { const one = this.ask(a); console.log("asked", one); return { one, two: this.tell(b) }; } }
${before}
export class Main extends Module {
  text0 = new Text("text0");
  text1 = new Text("text1");
  text2 = new Text("text2");
  flag0 = new Flag("flag0");
  flag1 = new Flag("flag1");
  list0 = new List("list0");
  pair = new Pair();
  ${fields}
  ${/\bawait\b/.test(forward) ? "async " : ""}forward(doc: string) {
${forward}
  }
}
export const inputs = [["doc one"], ["a doc two~x"]];
`;
