// Many small programs, one after another: lists, tables and trees that are built and changed.
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
class Text extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string { return leaf(this.id, "text", ...args); } }
class List extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string[] { return leaf(this.id, "list", ...args); } }
class Num extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): number { return leaf(this.id, "number", ...args); } }
class Flag extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): boolean { return leaf(this.id, "flag", ...args); } }
class Item extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): { title: string; tags: string[]; n: number } { return leaf(this.id, "item", ...args); } }
/** List from a list answer pushed spliced and indexed by an answer. */
class P1 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  list = new List("list");
  num = new Num("num");
  forward(doc: string): unknown {
    const l = this.list(doc);
    const m = l.map((x) => this.t(x));
    m.push(...this.list("more"), this.u(doc));
    m.splice(this.num(doc) % 3, 1, ...m.slice(-2));
    const i = this.num("i") % m.length;
    m[i] = this.v(m[i]!);
    m[m.length] = "end";
    return [l, m, m[i], m.findIndex((x) => x === "end")];
  }
}
/** List in an object in a list changed by path. */
class P2 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    const s = { rows: ["p", doc].map((x) => ({ cells: [this.t(x)] })) };
    s.rows[1]!.cells.push(this.u(doc));
    const { rows: [first] } = s;
    first!.cells[0] += "!";
    s.rows.push(first!);
    s.rows[2]!.cells.unshift("z");
    return [s, s.rows[0] === s.rows[2]];
  }
}
/** Matrix filled and transposed. */
class P3 extends Module {
  t = new Text("t");
  forward(doc: string): unknown {
    const m: string[][] = [];
    for (let i = 0; i < 3; i++) { m[i] = []; for (let j = 0; j < 2; j++) m[i]![j] = this.t(doc, i, j); }
    const tr = m[0]!.map((_, j) => m.map((row) => row[j]!));
    m[1]![1] = "changed";
    tr[0]!.reverse();
    return [m, tr, m.flat().length, m.map((r) => r.join("+")).join("|")];
  }
}
/** Nested records by two answers. */
class P4 extends Module {
  t = new Text("t");
  u = new Text("u");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const r: any = {};
    for (const a of ["x", "y"]) for (const b of ["1", "2"]) { r[a] ??= {}; r[a][b] = this.t(a, b); if (this.flag(a, b)) r[a].flag = b; }
    const { x: { 1: first = "none", ...rest }, ...others } = r;
    rest.added = this.u(first);
    return [r, first, rest, others];
  }
}
/** Objects that are shared by two lists. */
class P5 extends Module {
  t = new Text("t");
  u = new Text("u");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const a = ["p", doc].map((x) => ({ x, t: this.t(x), n: 0 }));
    const b = a.filter((o) => this.flag(o.x));
    for (const o of b) o.n++;
    a.push({ x: "q", t: this.u("q"), n: 5 });
    a.sort((x, y) => y.n - x.n || (x.x < y.x ? -1 : 1));
    return [a, b, b.map((o) => a.indexOf(o))];
  }
}
/** Push returns the length. */
class P6 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  forward(doc: string): unknown {
    const l: unknown[] = [];
    const n = [l.push(this.t(doc)), l.push(this.u(doc), 1), l.unshift(this.v(doc)), (l.length = 2), l.length];
    return [n, l];
  }
}
/** Running sums and prefix lists. */
class P7 extends Module {
  num = new Num("num");
  forward(doc: string): unknown {
    const ns = ["a", "b", "c", doc].map((x) => this.num(x));
    let s = 0;
    const sums = ns.map((n) => (s += n));
    const prefix = ns.reduce<number[][]>((acc, n) => [...acc, [...(acc.at(-1) ?? []), n]], []);
    return [sums, prefix, s, Math.max(...ns), ns.indexOf(Math.min(...ns))];
  }
}
/** Same list pushed into itself and others. */
class P8 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    const l: any[] = [this.t(doc)];
    const m = [l, l];
    l.push(m);
    m[0]!.push(this.u(doc));
    return [l.length, m[1]!.length, m, l[1] === m];
  }
}
/** Stack of lists. */
class P9 extends Module {
  t = new Text("t");
  list = new List("list");
  forward(doc: string): unknown {
    const stack: string[][] = [[doc]];
    const out: string[] = [];
    while (stack.length && out.length < 6) { const top = stack.at(-1)!; if (top.length === 0) { stack.pop(); continue; } const x = top.shift()!; out.push(this.t(x)); if (stack.length < 4) stack.push(this.list(x)); }
    return [out, stack];
  }
}
/** String indexed by answers. */
class P10 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  num = new Num("num");
  forward(doc: string): unknown {
    const s = this.t(doc);
    return [s[this.num(doc)], s.charCodeAt(this.num("b")), s.slice(this.num("c"), -this.num("d")), s.replace(s[0]!, this.u(doc)), s.repeat(this.num("e") % 3), s.split(this.v("f")[0]!)];
  }
}
/** Strings built by character. */
class P11 extends Module {
  t = new Text("t");
  flag = new Flag("flag");
  num = new Num("num");
  forward(doc: string): unknown {
    let s = "";
    for (const c of doc) { s += this.flag(c) ? c.toUpperCase() : c; if (s.length > 5) { s = this.t(s).slice(0, 3) + s; break; } }
    return [s, s.length, s[0], s.at(-1), [...s].reverse().join(""), s.split("").map((c) => this.num(c))];
  }
}
/** Texts as keys of a record. */
class P12 extends Module {
  t = new Text("t");
  u = new Text("u");
  list = new List("list");
  forward(doc: string): unknown {
    const r: Record<string, string[]> = {};
    for (const x of ["a", doc]) { const k = this.t(x); r[k] = this.list(k); r[k]!.push(x); }
    for (const k of Object.keys(r)) { r[k] = r[k]!.map((y) => this.u(y)); if (r[k]!.length > 2) delete r[k]; }
    return [r, Object.keys(r).length];
  }
}
/** Tree built by answers and changed by path. */
class P13 extends Module {
  t = new Text("t");
  v = new Text("v");
  list = new List("list");
  forward(doc: string): unknown {
    type N = { v: string; kids: N[] };
    const make = (v: string, d: number): N => ({ v: this.t(v), kids: d > 0 ? this.list(v).slice(0, 2).map((x) => make(x, d - 1)) : [] });
    const root = make(doc, 2);
    let n = root;
    while (n.kids.length) { n.v += "!"; n = n.kids.at(-1)!; }
    n.kids.push({ v: "leaf", kids: [] });
    const all = (t: N): string[] => [t.v, ...t.kids.flatMap(all)];
    return [all(root), root];
  }
}
/** Truncation while iterating by index. */
class P14 extends Module {
  t = new Text("t");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const l = ["a", "b", "c", "d", doc];
    const out: string[] = [];
    for (let i = 0; i < l.length; i++) { out.push(this.t(l[i])); if (this.flag(l[i])) l.splice(i--, 1); if (out.length > 9) break; }
    return [out, l];
  }
}
/** Two lists filled in one loop and zipped. */
class P15 extends Module {
  t = new Text("t");
  flag = new Flag("flag");
  num = new Num("num");
  forward(doc: string): unknown {
    const a: string[] = [], b: number[] = [];
    for (const x of ["p", "q", doc]) { if (this.flag(x)) a.push(this.t(x)); b.push(this.num(x)); if (a.length > 1) a.shift(); }
    const z = b.map((n, i) => [n, a[i] ?? "none"]);
    return [z, a.length, b.length];
  }
}
/** Typed arrays and buffers. */
class P16 extends Module {
  t = new Text("t");
  v = new Text("v");
  num = new Num("num");
  forward(doc: string): unknown {
    const b = new Uint8Array(4);
    for (let i = 0; i < 4; i++) b[i] = this.num(doc, i) * 60;
    const v = new DataView(b.buffer);
    const f = new Float64Array([this.num("f"), 0.5]);
    f.set([9], 1);
    return [[...b], v.getUint16(0), [...f.map((x) => x * 2)], b.subarray(1).length, this.t(b[3])];
  }
}
/** Weak maps and symbols by object answers. */
class P17 extends Module {
  t = new Text("t");
  item = new Item("item");
  forward(doc: string): unknown {
    const w = new WeakMap<object, string>();
    const l = ["a", doc].map((x) => this.item(x));
    for (const o of l) w.set(o, this.t(o.title));
    w.delete(l[0]!);
    return [l.map((o) => w.get(o)), w.has(l[1]!)];
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
    return out;
  }
}
export const inputs = [["doc one"], ["a doc two"]];
