/** Programs for mistakes of the runtime that generated programs and fixtures seldom come to. */
const program = (forward: string): string => `import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
class Text extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]) { return leaf(this.id, "text", ...args); } }
class Flag extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]) { return leaf(this.id, "flag", ...args); } }
class List extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]) { return leaf(this.id, "list", ...args); } }
class Pair extends Module { ask = new Text("pair.ask"); tell = new Text("pair.tell"); forward(a: string, b: string) { const one = this.ask(a); console.log("asked", one); return { one, two: this.tell(b) }; } }
export class Main extends Module {
  text0 = new Text("text0");
  text1 = new Text("text1");
  text2 = new Text("text2");
  flag0 = new Flag("flag0");
  list0 = new List("list0");
  pair = new Pair();
  forward(doc: string) {
${forward}
  }
}
export const inputs = [["doc one"], ["a doc two~x"]];
`;

export const PROBES: Readonly<Record<string, string>> = {
  "two variables of one branch": program(`
    let a = doc;
    let b = doc;
    if (this.flag0(doc)) { a = this.text0("a"); b = this.text1("b"); }
    else { a = this.text1("c"); b = this.text0("d"); }
    const left = this.text2(a);
    const right = this.text2(b, "right");
    return [left, right];`),
  "two variables of one loop": program(`
    let a = doc;
    let b = doc;
    for (const d of [doc, "b"]) {
      if (this.flag0(d)) break;
      a = this.text0("a", d);
      b = this.text1("b", d);
    }
    const left = this.text2(a);
    const right = this.text2(b, "right");
    return [left, right];`),
  "a child, its effects and parts": program(`
    const both = this.pair(this.text0("a"), this.text1("b"));
    const one = this.text2(both.one);
    const two = this.text2(both.two, "two");
    console.log("done", one);
    return { one, two };`),
  "lists of lists": program(`
    const lists = [doc, "b", "c"].map((d) => this.list0(d));
    const kept = ["u", "v", "w", "x"].filter((d) => this.flag0(d));
    const answers = lists.map((list, i) => this.text1(list[0] ?? "none", i));
    console.log(kept);
    return [answers.map((a) => this.text2(a)), kept, [doc, "e"].flatMap((d) => this.list0(d, "flat"))];`),
  holes: program(`
    let n = 0;
    let last = "none";
    [doc, , "x"].forEach((d) => { n++; last = this.text0(String(d), last); });
    return [n, last];`),
  "a finally that leaves": program(`
    for (const d of [doc, "b", "c"]) {
      let a = "none";
      try { a = this.text0(d); } finally { if (this.flag0(d)) return "left at " + d; }
      this.text1(a);
    }
    return "right";`),
  "a list that is read late and written on": program(`
    const out: string[] = [];
    out.push(doc);
    let told = "none";
    if (this.flag0(doc)) told = this.text1(out.join()); else told = this.text2(out.join());
    out.push(this.text0(doc));
    return [told, out];`),
  "a list that is there, read late and written on": program(`
    const list = [doc, "b"];
    let told = "none";
    if (this.flag0(doc)) told = list.join("+"); else told = list.join("-");
    list.push("c");
    return [this.text0(told), list];`),
  "assignments that come late": program(`
    let last = "none";
    try {
      if (this.flag0(doc)) last = "yes " + doc; else last = "no " + doc;
      last = this.text1("after");
      this.text2("more", doc);
      this.text0("most");
    } catch {
      return "failed after " + last;
    }
    return last;`),
};
