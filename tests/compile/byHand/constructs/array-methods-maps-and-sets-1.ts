// Many small programs, one after another: array methods, Maps and Sets.
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
class Text extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string { return leaf(this.id, "text", ...args); } }
class List extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string[] { return leaf(this.id, "list", ...args); } }
class Num extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): number { return leaf(this.id, "number", ...args); } }
class Flag extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): boolean { return leaf(this.id, "flag", ...args); } }
class Item extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): { title: string; tags: string[]; n: number } { return leaf(this.id, "item", ...args); } }
/** Array.from of an object with a length and members. */
class P1 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  forward(doc: string): unknown {
    return [Array.from({ length: 3, 0: doc, 2: "z" } as ArrayLike<string>, (x, i) => this.t(x, i)), Array.from(new Map([["k", doc]]), ([k, v]) => this.u(k, v)), Array.from({ length: 2 }).map((x, i) => this.v(x, i)), Array(2).fill(0).map((_, i) => this.t(i)), [...Array(2).keys()].map((i) => this.u(i)), new Array(3).map((x) => this.t(x))];
  }
}
/** Array.from with a callback. */
class P2 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  list = new List("list");
  forward(doc: string): unknown {
    return [Array.from({ length: 3 }, (_, i) => this.t(doc, i)), Array.from("ab", (c) => this.u(c)), Array.from(new Set(["x", "x", "y"]), (c, i) => this.v(c, i)), Array.from(["a", , "b"], (c) => this.t(c)), Array.from(this.list(doc), (x) => this.u(x))];
  }
}
/** Compare pipelined lists. */
class P3 extends Module {
  t = new Text("t");
  forward(doc: string): unknown {
    const l = ["c", doc].map((x) => this.t(x));
    const m = l.map((x) => x);
    const n = l.slice();
    return [l === m, l[1] === n[1], l == l, l.join() === m.join(), n.includes(l[0]!), m.indexOf(l[1]!), JSON.stringify(l) === JSON.stringify(n)];
  }
}
/** Concat nested and holes. */
class P4 extends Module {
  t = new Text("t");
  list = new List("list");
  forward(doc: string): unknown {
    const l = ["a", doc].map((x) => this.t(x));
    const c = l.concat("q", ["r", ["s"]] as any, this.list(doc), [, "h"] as any);
    return [c, c.length, c.flat(), ([] as any[]).concat(l, l)];
  }
}
/** Entries keys and values of a list that changes. */
class P5 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  forward(doc: string): unknown {
    const l = ["a", "b", doc];
    const out: unknown[] = [];
    for (const [i, x] of l.entries()) { out.push([i, this.t(x)]); if (i === 0) l[1] = "changed"; if (i === 1) l.pop(); }
    for (const i of l.keys()) out.push(this.u(i));
    for (const x of l.values()) out.push(this.v(x));
    return [out, [...l.entries()].flat()];
  }
}
/** Every over a list that the callback changes. */
class P6 extends Module {
  t = new Text("t");
  num = new Num("num");
  forward(doc: string): unknown {
    const l = ["a", "b", doc, "d"];
    const r = l.every((x, i) => { l[i + 1] = x + i; return this.num(x) >= 1; });
    return [r, l, this.t(l.join())];
  }
}
/** Fill copyWithin and reverse. */
class P7 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    const l = ["c", "d", doc, "e"].map((x) => this.t(x));
    const r = l.toReversed();
    l.copyWithin(0, 2);
    const c = [...l];
    l.fill(this.u(doc), 1, 3);
    const f = [...l];
    l.reverse();
    return [r, c, f, l];
  }
}
/** Filter with an index and holes. */
class P8 extends Module {
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const l = ["a", , doc, "c", , ""];
    const seen: unknown[] = [];
    const r = l.filter((x, i) => { seen.push(i); return this.flag(x, i) || i === 5; });
    return [r, seen, r.length];
  }
}
/** Find findLast findIndex findLastIndex. */
class P9 extends Module {
  flag = new Flag("flag");
  num = new Num("num");
  forward(doc: string): unknown {
    const l = ["a", "b", "c", doc, "e"];
    return [l.find((x) => this.flag(x)), l.findLast((x) => this.flag(x)), l.findIndex((x, i) => this.num(x, i) > 4), l.findLastIndex((x, i) => this.num(x, i) > 4), l.find((x) => this.num(x) > 9)];
  }
}
/** Find goes over holes and some does not. */
class P10 extends Module {
  num = new Num("num");
  forward(doc: string): unknown {
    const l = [, "a", , doc];
    const seen: unknown[] = [];
    const a = l.find((x, i) => { seen.push("f" + i); return this.num(x, i) > 3; });
    const b = l.some((x, i) => { seen.push("s" + i); return this.num(x, i) > 4; });
    const c = l.every((x, i) => { seen.push("e" + i); return this.num(x, i) > 1; });
    return [a, b, c, seen];
  }
}
/** FlatMap of a list or a text. */
class P11 extends Module {
  t = new Text("t");
  list = new List("list");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    return ["a", "b", doc].flatMap((x) => this.flag(x) ? this.list(x) : this.t(x));
  }
}
/** FlatMap of strings lists and nested lists. */
class P12 extends Module {
  t = new Text("t");
  list = new List("list");
  forward(doc: string): unknown {
    return ["a", doc].flatMap((x) => [x, [this.t(x)], ...this.list(x)]).concat([["z"]] as any).flat();
  }
}
/** FlatMap with holes inside the results. */
class P13 extends Module {
  t = new Text("t");
  forward(doc: string): unknown {
    const r = ["a", doc].flatMap((x) => [this.t(x), , x]);
    return [r, r.length, 1 in r];
  }
}
/** ForEach pushes to its own list. */
class P14 extends Module {
  t = new Text("t");
  forward(doc: string): unknown {
    const l = ["a", "b", doc];
    const out: string[] = [];
    l.forEach((x, i) => { if (i < 2) l.push(x + i); out.push(this.t(x)); });
    return [l, out];
  }
}
/** ForEach shortens its list. */
class P15 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    const l = ["a", "b", doc, "d"].map((x) => this.t(x));
    const out: unknown[] = [];
    l.forEach((x, i) => { out.push(this.u(x)); if (i === 1) l.pop(); });
    return [l, out];
  }
}
/** ForEach with return values ignored and nested maps. */
class P16 extends Module {
  t = new Text("t");
  forward(doc: string): unknown {
    const out: unknown[] = [];
    ["a", doc].forEach((x) => ["1", "2"].map((y) => out.push(this.t(x + y))));
    return out;
  }
}
/** Holes made by delete and by length. */
class P17 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    const l = ["c", "d", doc].map((x) => this.t(x));
    delete l[1];
    l.length = 5;
    const seen: unknown[] = [];
    l.forEach((x, i) => seen.push([i, x]));
    return [l, seen, 1 in l, 4 in l, Object.keys(l), l.map((x) => this.u(x)), [...l], l.flat(), l.filter(() => true)];
  }
}
/** Indexed from the end. */
class P18 extends Module {
  t = new Text("t");
  forward(doc: string): unknown {
    const l = ["c", "d", doc].map((x) => this.t(x));
    return [l[l.length - 1], l.at(-1), l.at(-2), l.at(-9), l[-1], l.slice(-2), l.slice(-1)[0], l.lastIndexOf(l[0]!), l.with(-1, "w"), l.toSpliced(-2, 1)];
  }
}
/** IndexOf of an object answer. */
class P19 extends Module {
  item = new Item("item");
  forward(doc: string): unknown {
    const l = ["a", doc].map((x) => this.item(x));
    const m = [...l].reverse();
    m[0]!.n = 99;
    return [l.indexOf(m[0]!), l, m, l[1] === m[0]];
  }
}
/** Iterator helpers by hand. */
class P20 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    const it = ["a", "b", doc][Symbol.iterator]();
    const out: unknown[] = [];
    out.push(it.next().value, this.t(doc));
    for (const x of it) out.push(this.u(x));
    return [out, it.next()];
  }
}
/** List with extra members. */
class P21 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    const l: any = ["c", doc].map((x) => this.t(x));
    l.extra = this.u(doc);
    l["7"] = "seven";
    return [l.length, l.extra, Object.keys(l), l.map((x: any) => x).extra, [...l].length, l.slice(6)];
  }
}
export class Main extends Module {
  p1 = new P1();
  p2 = new P2();
  p3 = new P3();
  p4 = new P4();
  p5 = new P5();
  p6 = new P6();
  p7 = new P7();
  p8 = new P8();
  p9 = new P9();
  p10 = new P10();
  p11 = new P11();
  p12 = new P12();
  p13 = new P13();
  p14 = new P14();
  p15 = new P15();
  p16 = new P16();
  p17 = new P17();
  p18 = new P18();
  p19 = new P19();
  p20 = new P20();
  p21 = new P21();
  forward(doc: string): unknown {
    const out: unknown[] = [];
    try { out.push(this.p1(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p2(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p3(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p4(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p5(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p6(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p7(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p8(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p9(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p10(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p11(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p12(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p13(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p14(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p15(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p16(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p17(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p18(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p19(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p20(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p21(doc)); } catch (e) { out.push(e); }
    return out;
  }
}
export const inputs = [["doc one"], ["a doc two"]];
