/** Programs for mistakes of the runtime that generated programs and fixtures seldom come to. */
import { LIST_PROBES } from "./listProbes.js";
import { program } from "./probe.js";

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
  "an effect of a child, behind one of its caller": program(`
    const slow = this.text1("slow", doc);
    console.log("slow", slow);
    return this.pair("a", this.text0("b"));`),
  "filtered twice, and used one by one": program(`
    const kept = [doc, "b", "c", "d", "e", "f"].filter((d) => this.flag0(d)).filter((d) => this.flag1(d));
    const told = kept.map((d, i) => this.text2(d, i));
    return [kept.map((d) => this.text0(d)), kept[0], kept.slice(1, 5).map((d) => this.text1(d)), told];`),
  "a handler that fails": program(`
    let a = "none";
    try { a = this.text0(doc); this.text1(a); }
    catch { throw new Error("in the handler"); }
    finally { console.log("at last", a); }
    return a;`),
  "a list that a handler goes on with": program(`
    const out: string[] = [doc];
    try {
      out.push(this.text0(doc));
      out.push("between");
      this.text1("other");
      out.push("last");
    } catch { out.push("caught"); }
    return out;`),
  "a part that settles while others are told": program(`
    const first = this.text0(doc);
    const one = effect("one", first);
    const two = effect("two", first);
    let kept = "none";
    try {
      this.text1(doc);
      if (one === "no") throw new Error("one");
      if (two === "no") throw new Error("two");
      kept = "went";
    } catch { kept = "caught"; }
    return kept;`),
  "promises that are no calls": program(`
    const there = await later(doc);
    return [this.text0(there), await later(this.text1(doc))];`),
  "a promise that nobody comes to wait for": program(
    `
    const slow = this.text0(doc, "slow");
    if (this.flag0(doc)) check(slow);
    await refuse(slow);
    return slow;`,
    `function check(text: string) { throw new Error("checked " + text); }
/** @plait pure */
async function refuse(text: string) { throw new Error("refused " + text); }`,
  ),
  "an effect that fails": program(
    `
    const first = this.text0(doc);
    this.text2("slow", doc);
    const told = tell(first);
    return this.deaf(told);`,
    `function tell(text: string): string { console.log(text); throw new Error(text); }`,
    `deaf = new Text("deaf");`,
  ),
  "what runs as written": program(`
    const self = this;
    const told = [doc, "b"].map(function (this: string, word: string) { return self.text0(word + this); }, "!");
    return this.text1(told.join());`),
  "a child that is called behind the compiler's back": program(
    `
    const told = this.hidden(doc);
    let last = "none";
    for (let i = 0; i < 6; i++) last = this.text0(last, i);
    return [told, last];`,
    `class Hidden extends Module { deaf = new Text("deaf"); ask = new Text("ask"); async forward(a: string) { Reflect.apply(this.deaf as any, undefined, [a]); return await Reflect.apply(this.ask as any, undefined, [a]); } }`,
    "hidden = new Hidden();",
  ),
  ...LIST_PROBES,
};
