// Many small programs, one after another: lists, tables and trees that are built and changed.
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
class Num extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): number { return leaf(this.id, "number", ...args); } }
class Text extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string { return leaf(this.id, "text", ...args); } }
class Item extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): { title: string; tags: string[]; n: number } { return leaf(this.id, "item", ...args); } }
class Flag extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): boolean { return leaf(this.id, "flag", ...args); } }
class List extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string[] { return leaf(this.id, "list", ...args); } }
/** Binary search by answers. */
class P1 extends Module {
  num = new Num("num");
  forward(doc: string): unknown {
    const l = Array.from({ length: 16 }, (_, i) => i);
    let lo = 0, hi = l.length;
    const asked: unknown[] = [];
    while (lo < hi) { const mid = (lo + hi) >> 1; asked.push(mid); if (this.num(doc, l[mid]) < 3) lo = mid + 1; else hi = mid; }
    return [lo, asked];
  }
}
/** Chunks and windows. */
class P2 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  forward(doc: string): unknown {
    const l = ["a", "b", "c", "d", doc].map((x) => this.t(x));
    const chunks: string[][] = [];
    for (let i = 0; i < l.length; i += 2) chunks.push(l.slice(i, i + 2));
    const windows = l.slice(1).map((x, i) => this.u(l[i], x));
    chunks[0]!.push("more");
    return [chunks.map((c) => c.length), chunks.map((c) => this.v(...c)), windows, l.length];
  }
}
/** Copy by slice spread from and structuredClone. */
class P3 extends Module {
  item = new Item("item");
  forward(doc: string): unknown {
    const l = ["a", doc].map((x) => this.item(x));
    const c = [l.slice(), [...l], Array.from(l), structuredClone(l), JSON.parse(JSON.stringify(l)), l.concat(), Object.assign([], l)];
    l[0]!.n = 77; l[1] = "gone" as any;
    return [c.map((x: any) => x[0].n), c.map((x: any) => x[1].title), c.map((x: any) => x[0] === l[0])];
  }
}
/** Counts by answer. */
class P4 extends Module {
  t = new Text("t");
  num = new Num("num");
  forward(doc: string): unknown {
    const c: Record<string, number> = {};
    for (const x of ["p", "q", "r", doc]) { const k = String(this.num(x)); c[k] = (c[k] ?? 0) + 1; }
    const top = Object.entries(c).sort(([a, n], [b, m]) => m - n || a.localeCompare(b))[0];
    return [c, top, this.t(top)];
  }
}
/** Date and math in between. */
class P5 extends Module {
  t = new Text("t");
  num = new Num("num");
  forward(doc: string): unknown {
    const d = new Date(2020, 0, 1 + this.num(doc));
    d.setDate(d.getDate() + this.num("b"));
    const e = new Date(d);
    e.setFullYear(2000);
    return [d.getTime() - e.getTime(), d.getDate(), this.t(e.getMonth())];
  }
}
/** Dedupe by a set in filter. */
class P6 extends Module {
  num = new Num("num");
  forward(doc: string): unknown {
    const seen = new Set<number>();
    const l = ["a", "b", "c", "d", doc].filter((x) => { const n = this.num(x); if (seen.has(n)) return false; seen.add(n); return true; });
    return [l, [...seen]];
  }
}
/** Destructuring of a list that is changed afterwards. */
class P7 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    const l = ["a", "b", doc].map((x) => this.t(x));
    const [p, ...q] = l;
    const { 1: second, length, ...others } = l;
    l[1] = this.u(doc); q[0] = "q";
    return [l, p, q, second, length, others];
  }
}
/** Dynamic programming table. */
class P8 extends Module {
  t = new Text("t");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const a = ["x", "y", "z"], d: number[][] = Array.from({ length: 4 }, () => Array(4).fill(0));
    for (let i = 1; i <= 3; i++) for (let j = 1; j <= 3; j++) d[i]![j] = this.flag(a[i - 1], a[j - 1]) ? d[i - 1]![j - 1]! + 1 : Math.max(d[i - 1]![j]!, d[i]![j - 1]!);
    return [d, this.t(d[3]![3])];
  }
}
/** Element swapped by answers in bubble sort. */
class P9 extends Module {
  t = new Text("t");
  num = new Num("num");
  forward(doc: string): unknown {
    const l = ["a", "b", "c", doc];
    for (let i = 0; i < l.length; i++) for (let j = 0; j + 1 < l.length - i; j++) if (this.num(l[j]) > this.num(l[j + 1])) { const h = l[j]!; l[j] = l[j + 1]!; l[j + 1] = h; }
    return l.map((x) => this.t(x));
  }
}
/** Flags as a list of conditions. */
class P10 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const fl = ["a", "b", doc].map((x) => this.flag(x));
    if (fl.every(Boolean)) return this.t("all");
    if (fl.some((f) => f)) return [this.u("some"), fl.indexOf(true), fl.filter((f) => !f).length];
    return [this.v("none"), fl];
  }
}
/** Groups by answer. */
class P11 extends Module {
  t = new Text("t");
  flag = new Flag("flag");
  num = new Num("num");
  forward(doc: string): unknown {
    const g: Record<string, string[]> = {};
    for (const x of ["p", "q", "r", doc]) (g[this.num(x) % 2 ? "odd" : "even"] ??= []).push(this.t(x));
    const m = new Map<boolean, string[]>();
    for (const x of ["p", "q", doc]) { const k = this.flag(x); m.set(k, [...(m.get(k) ?? []), x]); }
    const h = new Map<number, string[]>();
    for (const x of ["p", "q", doc]) { const k = this.num(x) % 2; const l = h.get(k); if (l) l.push(x); else h.set(k, [x]); }
    return [g, [...m], [...h]];
  }
}
/** Includes of answers in answers. */
class P12 extends Module {
  t = new Text("t");
  list = new List("list");
  forward(doc: string): unknown {
    const l = this.list(doc);
    const out: unknown[] = [];
    for (const x of [...l, "a", "b"]) { if (l.includes(x)) out.push(this.t(x)); else if (!out.includes(x)) out.push(x); }
    return [out, l.indexOf("a"), l.some((x) => out.includes(x))];
  }
}
/** Insertion with splice by comparison. */
class P13 extends Module {
  t = new Text("t");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const out: string[] = [];
    for (const x of ["c", "a", doc, "b"]) { let i = 0; while (i < out.length && this.flag(x, out[i])) i++; out.splice(i, 0, x); }
    return [out, this.t(out)];
  }
}
/** Iterating backwards with removal. */
class P14 extends Module {
  t = new Text("t");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const l = ["a", "b", "c", doc];
    for (let i = l.length - 1; i >= 0; i--) if (this.flag(l[i])) l.splice(i, 1); else l[i] = this.t(l[i]);
    return l;
  }
}
/** Join of a list that is changed in the same expression. */
class P15 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    const l = ["a", doc].map((x) => this.t(x));
    const r = [l.join(), l.push("x"), l.join("-"), l.pop(), l.length, `${l}`, l.shift(), [...l], l.unshift(this.u(doc)), l[0]];
    return [r, l];
  }
}
/** Linked list built backwards and walked. */
class P16 extends Module {
  t = new Text("t");
  v = new Text("v");
  forward(doc: string): unknown {
    type L = { v: string; next: L | null };
    let head: L | null = null;
    for (const x of ["a", "b", doc]) head = { v: this.t(x), next: head };
    const out: string[] = [];
    for (let p = head; p; p = p.next) { out.push(p.v); if (p.next) p.next.v += "<"; }
    return [out, head];
  }
}
/** Linked list with a tail and a circle. */
class P17 extends Module {
  t = new Text("t");
  v = new Text("v");
  forward(doc: string): unknown {
    const head: any = { v: doc };
    let tail = head;
    for (const x of ["a", "b"]) { tail.next = { v: this.t(x) }; tail = tail.next; }
    tail.next = head;
    const out: string[] = [];
    let p = head;
    for (let i = 0; i < 5; i++) { out.push(p.v); p.v += i; p = p.next; }
    return out;
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
