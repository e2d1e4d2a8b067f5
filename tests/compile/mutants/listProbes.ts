/** Probes for lists, objects and loops: those that are known in part, and those that are built up. */
import { program } from "./probe.js";

export const LIST_PROBES: Readonly<Record<string, string>> = {
  "lists with holes": program(`
    const all = await Promise.all([doc, , "b"].map(async (d) => this.text0(String(d))));
    const flat = [doc, "c"].flatMap((d) => [this.text1(d), , d]);
    const spread = [...(this.flag0(doc) ? [doc, , "e"] : ["f", , "g"]), "h"];
    const joined = [doc, "x", "y"].filter((d) => this.flag1(d)).concat([, "z"] as string[]);
    const mapped = [doc, , "k"].concat(["l"]).map((d) => this.text2(String(d)));
    const joinedOfJoined = await Promise.all([doc, , "k"].concat(["m"]).map(async (d) => this.text2(String(d))));
    return [all, flat, spread.map((d) => this.text2(String(d))), joined, mapped, joinedOfJoined];`),
  "outcomes of a list with holes": program(`
    const outcomes = await Promise.allSettled([doc, , "b"].map(async (d) => this.text0(String(d))));
    return [outcomes.length, outcomes.map((one) => one.status), this.text1(String(outcomes[0]?.status))];`),
  "a list that is built up": program(`
    const out: (string | undefined)[] = [doc, , "x"];
    out.push(this.text0(doc));
    out[6] = this.text1(doc);
    const long = out.length;
    const told = this.text2(String(long));
    out.length = 2;
    out.push("end");
    return [out, long, out.length, told];`),
  "reduce without a start": program(`
    const right = [doc, , "b", "c"].reduceRight((a, d) => this.text1(a, d));
    const left = [doc, "d", "e"].reduce((a, d) => this.text2(a, d));
    let none = "full";
    try { none = (JSON.parse("[]") as string[]).reduce((a, d) => this.text0(a, d)); }
    catch { none = this.text0("empty"); }
    return [left, right, none];`),
  "a list that its loop changes": program(`
    const list = [doc, "b", "c", "d"];
    const told: string[] = [];
    list.forEach((d, i) => {
      const t = this.text0(d);
      if (i === 0) { list[1] = t; delete list[2]; }
      told.push(t);
    });
    for (const d of list) {
      const t = this.text1(String(d));
      told.push(t);
      if (list.length < 6) list.push(t);
    }
    return [list, told];`),
  "names that are inherited": program(`
    const own: Record<string, string> = Object.assign(Object.create({ base: doc }), { a: doc, b: "b" });
    const told: string[] = [];
    for (const name in own) told.push(this.text0(name, own[name]));
    return told;`),
  "names of what is still to come": program(`
    const all = { a: this.text0(doc), b: this.text1(doc) };
    const told: string[] = [];
    for (const name in all) told.push(this.text2(name));
    return [all, told];`),
  "an iterator of its own": program(
    `
    let last = "none";
    for (const d of numbers(doc)) {
      last = this.text0(d);
      if (this.flag0(last)) break;
    }
    return last;`,
    `function* numbers(doc: string) {
  try { for (let i = 0; i < 4; i++) { console.log("next", i); yield doc + i; } }
  finally { console.log("closed"); }
}`,
  ),
  "a loop over what a filter keeps": program(`
    const told: string[] = [];
    for (const d of [doc, "b", "c", "d"].filter((d) => this.flag0(d))) told.push(this.text0(d));
    return told;`),
  "a loop over what a filter keeps, until something": program(`
    const told: string[] = [];
    for (const d of [doc, "b", "c", "d"].filter((d) => this.flag0(d))) {
      if (this.flag1(d)) break;
      told.push(this.text0(d));
    }
    return told;`),
  "tests of what is still to come": program(`
    const both = this.flag0(doc) ? { one: this.text0(doc) } : undefined;
    const has = both ? this.text1("has") : this.text1("has none");
    let what = "none";
    if (both) what = this.text2("what", doc);
    const { one = this.text1("one") } = both ?? { one: [this.text0("list"), "x"] };
    const { list = [this.text1("list")] } = this.flag1(doc) ? { list: [this.text0("list"), "x"] } : {};
    return [both == null ? 1 : 2, has, what, both?.one, one, this.text2(list.length)];`),
  "what a pattern leaves": program(`
    const [first, ...others] = [this.text0(doc), this.text1(doc), doc];
    const { a, ...rest } = { a: this.text0("a"), b: this.text1("b"), c: doc };
    return [this.text2(others[1] as string), this.text2(rest.c), first, others, a, rest, Object.keys(rest).length];`),
  "pairs that make an object": program(`
    const made = Object.fromEntries([doc, "b"].map((d, i) => ["k" + i, this.text0(d)]));
    const late = Object.fromEntries([[this.text1(doc), this.text0("z")]]);
    return [this.text2(String(made.k1)), made, late, this.text2(String(Object.keys(late).length))];`),
  "elements that are pushed together": program(`
    const out: string[] = [];
    out.push(...[this.text0(doc), doc], "between", ...(this.flag0(doc) ? ["x"] : ["y", "z"]));
    out.push("last");
    return [this.text1(out[1] as string), out];`),
  "what is known in part": program(`
    const both = this.pair(this.text0("a"), this.text1("b"));
    const members = Object.values(both).map((member) => this.text2(member, "member"));
    const merged = { one: "none", ...both, two: doc };
    const one = this.text2(merged.one, "merged");
    const other = this.text2(this.text1("b", merged.two), "merged");
    const put = [doc, "y", "z"].with(0, this.text1("with"));
    return [members, one, other, put, this.text2(String(put[1]), "with")];`),
  "what is put between": program(`
    const between = [doc, "y"].toSpliced(1, 0, this.text0("in"));
    return [between, this.text2(String(between[0])), between.toReversed().map((d) => this.text1(d))];`),
  "a list that is spread late": program(`
    const list = this.flag0(doc) ? [this.text0("p"), this.text1("q")] : [this.text1("u"), this.text0("v"), doc];
    return [this.text2("first"), ...list, "r"].map((d) => this.text2(d));`),
  "lists in lists in lists": program(`
    const flat = [[doc, [this.text0(doc), ["deep"]]], [this.list0(doc)]].flat(2) as string[];
    return flat.map((d) => this.text1(String(d)));`),
  "elements of what a flatMap gives": program(`
    const each = [doc, "b"].flatMap((d) => [this.text0(d), this.text1(d)]).map((d) => this.text2(d));
    const lists = [doc, "b", "c"].flatMap((d) => this.list0(d));
    const [first, second] = lists;
    return [each, lists.map((d) => this.text0(d)), lists.slice(1, 3).map((d) => this.text1(d)), this.text2(first ?? "none"), second, lists[2]];`),
  "elements of what has just come": program(`
    const words = [...new Map([["k", doc], [this.text0(doc), "v"]]).values()];
    return words.slice(0, 2).filter((word, at) => word !== this.text1(doc) || at > 5);`),
  "a filter by objects": program(`
    const kept = [doc, "b", "c"].filter((d) => [this.text0(d)]);
    return kept.map((d) => this.text1(d));`),
  "the place of what a filter keeps": program(`
    const kept = [doc, "b", "c", "d"].filter((d) => this.flag0(d));
    return [kept.map((d, i) => this.text1(d, i)), this.text2(String(kept[1]))];`),
  "a map that counts": program(`
    let n = 0;
    const told = [doc, "b", , ].map((d) => { n++; return this.text0(String(d), n); });
    return [told, n];`),
  "an object that a function value writes to": program(`
    const o = { n: "none" };
    const fns = [(d: string) => { o.n = this.text1(d); return d; }];
    fns[0]?.(doc);
    return this.text0(o.n);`),
  "a memory of modules of unknown class": program(
    `
    const first = [this.steps[0]!(doc), this.steps[1]!("a"), this.late(doc), this.steps[1]!("b"), this.rows.length];
    const call = (step: any, q: string) => step(q);
    const o = { n: "none" };
    return [first, call(new Fill(), o), this.text2(o.n)];`,
    `class Write extends Module { ask = new Text("write"); constructor(readonly rows: string[]) { super(); } forward(q: string) { this.rows.push(this.ask(q)); return q; } }
class Look extends Module { ask = new Text("look"); constructor(readonly rows: string[]) { super(); } forward(q: string) { return this.ask(q + this.rows.length); } }
class Through extends Module { constructor(readonly step: Module<[string], any>) { super(); } forward(q: string) { return this.step(q); } }
class Late extends Module { test = new Text("late"); constructor(readonly step: Module<[string], any>) { super(); } forward(q: string) { if (this.test(q) !== "") return this.step(q); return q; } }
class Fill extends Module { ask = new Text("fill"); forward(o: { n: string }) { o.n = this.ask("f"); return "filled"; } }`,
    `rows: string[] = [];
  steps: Module<[string], any>[] = [new Through(new Write(this.rows)), new Through(new Look(this.rows))];
  late = new Late(new Write(this.rows));`,
  ),
};
