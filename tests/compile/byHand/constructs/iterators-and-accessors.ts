// Many small programs, one after another: iterators and accessors.
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
class Text extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string { return leaf(this.id, "text", ...args); } }
class Flag extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): boolean { return leaf(this.id, "flag", ...args); } }
class List extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string[] { return leaf(this.id, "list", ...args); } }
class Jobs { constructor(readonly l: string[]) {} [Symbol.iterator]() { return this; } next() { return this.l.length ? { done: false as const, value: this.l.shift()! } : { done: true as const, value: undefined }; } }
/** Class whose iterator takes from a shared list. */
class P1 extends Module {
  t = new Text("t");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const l = ["a", "b", doc];
    const jobs = new Jobs(l);
    const out: unknown[] = [];
    for (const x of jobs) { out.push(this.t(x), l.length); if (this.flag(x)) l.push("again"); if (out.length > 9) break; }
    return [out, l];
  }
}
/** Counter object with next used by hand. */
class P2 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    const ids = { n: 0, next() { return "id" + this.n++; } };
    const a = this.t(ids.next()), b = this.u(ids.next());
    return [a, b, ids.next(), ids.n];
  }
}
/** Entries of a map taken by hand. */
class P3 extends Module {
  t = new Text("t");
  forward(doc: string): unknown {
    const m = new Map([["a", 1], ["b", 2]]);
    const it = m.entries();
    const first = it.next().value;
    m.set("c", 3);
    const out: unknown[] = [];
    for (const [k] of it) { out.push(this.t(k)); m.delete("c"); }
    return [first, out, [...m.keys()]];
  }
}
/** Generator delegating to another and to a list of answers. */
class P4 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    const l = ["a", doc].map((x) => this.t(x));
    function* inner() { yield* l; return "r"; }
    function* outer(): Generator<unknown> { const r = yield* inner(); yield r; yield* "xy"; }
    const first = [...outer()];
    l.push("late");
    return [first, [...outer()].map((x) => this.u(x))];
  }
}
/** Generator in a variable over two loops without effects of its own. */
class P5 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    function* g() { yield* ["a", "b", "c", "d"]; }
    const it = g();
    const it2 = ["a", "b", "c"].values();
    const out: unknown[] = [];
    for (const x of it) { out.push(this.t(x)); for (const y of it2) { out.push(this.u(x, y)); break; } }
    const [left] = it2;
    return [out, left, [...it]];
  }
}
/** Generator kept in a variable and used in two loops. */
class P6 extends Module {
  t = new Text("t");
  forward(doc: string): unknown {
    const log: string[] = [];
    function* g() { for (const x of ["a", "b", "c", "d"]) { log.push("y" + x); yield x; } }
    const it = g();
    for (const x of it) { log.push(this.t(x)); break; }
    log.push("between");
    const rest = [...it];
    return [log, rest];
  }
}
/** Generator method of the class. */
class P7 extends Module {
  t = new Text("t");
  u = new Text("u");
  *parts(s: string) { for (const w of s.split(" ")) yield w; }
  forward(doc: string): unknown {
    return [...this.parts(doc)].map((w) => this.t(w)).concat(Array.from(this.parts("x y"), (w) => this.u(w)));
  }
}
/** Generator over a list that changes while the loop runs. */
class P8 extends Module {
  t = new Text("t");
  forward(doc: string): unknown {
    const l = ["a", "b"];
    function* each() { for (let i = 0; i < l.length; i++) yield l[i]!; }
    const out: string[] = [];
    for (const x of each()) { out.push(this.t(x)); if (l.length < 4) l.push(x + "+"); }
    return [out, l];
  }
}
/** Generator passed to a method of the standard library. */
class P9 extends Module {
  t = new Text("t");
  v = new Text("v");
  forward(doc: string): unknown {
    const log: string[] = [];
    function* g(n: number) { for (let i = 0; i < n; i++) { log.push("g" + i); yield [i, "v" + i] as const; } }
    const it = g(2);
    log.push("x");
    const m = new Map(it);
    log.push(this.t(m.get(1)));
    const l = Array.from(g(1));
    return [log, [...m], l, Object.fromEntries(g(2)), Math.max(...[...g(2)].map(([i]) => i))];
  }
}
/** Generator taken apart by a pattern. */
class P10 extends Module {
  t = new Text("t");
  forward(doc: string): unknown {
    const log: string[] = [];
    function* g() { try { log.push("1"); yield "a"; log.push("2"); yield "b"; log.push("3"); } finally { log.push("f"); } }
    const it = g();
    log.push("before");
    const [a] = it;
    log.push(this.t(a!));
    const [b, c] = g();
    return [log, a, b, c, it.next()];
  }
}
/** Generator that drains a queue that the body fills. */
class P11 extends Module {
  t = new Text("t");
  list = new List("list");
  forward(doc: string): unknown {
    const queue = [doc];
    function* drain() { while (queue.length) yield queue.shift()!; }
    const out: string[] = [];
    for (const x of drain()) { out.push(this.t(x)); if (out.length < 5) queue.push(...this.list(x)); }
    return [out, queue];
  }
}
/** Generator that logs between yields. */
class P12 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    function* g() { console.log("start"); yield "a"; console.log("middle"); yield "b"; console.log("end"); }
    for (const x of g()) { console.log("body", this.t(x)); }
    return this.u(doc);
  }
}
/** Generator with return and throw. */
class P13 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    const log: unknown[] = [];
    function* g(): Generator<string, string, unknown> { try { yield "a"; yield "b"; } catch (e) { log.push(["in", e]); yield "c"; } finally { log.push("f"); } return "end"; }
    const i = g(); log.push(i.next(), i.throw(this.t(doc)), i.next(), i.next());
    const j = g(); log.push(j.next(), j.return(this.u(doc)), j.next());
    return log;
  }
}
/** Getter that takes from a list. */
class P14 extends Module {
  t = new Text("t");
  forward(doc: string): unknown {
    const l = ["a", "b", doc];
    const o = { get next() { return l.shift(); } };
    const out: unknown[] = [];
    while (l.length) out.push(this.t(o.next));
    return [out, l, o.next];
  }
}
/** Getter with an effect on the counter of its object. */
class P15 extends Module {
  t = new Text("t");
  u = new Text("u");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const o = { n: 0, get next() { return ++this.n; } };
    const a = [o.next, this.t(o.next), o.next];
    if (this.flag(doc)) a.push(o.next);
    return [a, o.n, o.next, this.u(o.next)];
  }
}
/** Infinite generator with break by an answer. */
class P16 extends Module {
  t = new Text("t");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    function* ids() { let i = 0; while (true) yield i++; }
    const out: unknown[] = [];
    for (const i of ids()) { if (i > 5 || this.flag(doc, i)) break; out.push(this.t(i)); }
    return out;
  }
}
/** Iterator kept in a variable and continued. */
class P17 extends Module {
  t = new Text("t");
  forward(doc: string): unknown {
    const log: unknown[] = [];
    const src = { [Symbol.iterator]() { let i = 0; return { next() { log.push(i); return i < 3 ? { done: false, value: i++ } : { done: true, value: undefined }; } }; } };
    for (const x of src as Iterable<number>) log.push(this.t(x));
    log.push("between");
    const all = [...(src as Iterable<number>)];
    return [log, all, Array.from(src as Iterable<number>).length];
  }
}
/** Iterator that is assigned anew. */
class P18 extends Module {
  t = new Text("t");
  forward(doc: string): unknown {
    let it = ["a", "b"].values();
    const out: unknown[] = [];
    for (let i = 0; i < 2; i++) { const [x] = it; out.push(x, this.t(x), [...it]); it = ["p", "q", "r"].keys() as any; }
    return out;
  }
}
/** List iterator taken by spread pattern and from. */
class P19 extends Module {
  t = new Text("t");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const it = ["a", "b", "c", "d", doc].values();
    const [a] = [it.next().value];
    for (const x of it) { if (this.flag(x)) break; }
    const r = Array.from(it);
    const it2 = new Map([["k", 1], ["l", 2]]).entries();
    const [first] = it2;
    return [a, r, this.t(r), first, [...it2]];
  }
}
/** Matches across two loops. */
class P20 extends Module {
  t = new Text("t");
  u = new Text("u");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const it = doc.matchAll(/\w/g);
    const out: unknown[] = [];
    for (const m of it) { out.push(this.t(m[0])); if (this.flag(m[0])) break; }
    out.push("between");
    for (const m of it) out.push([m.index, this.u(m[0])]);
    return out;
  }
}
/** Setter that appends. */
class P21 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  forward(doc: string): unknown {
    const log: unknown[] = [];
    const o: any = { set last(v: unknown) { log.push(v); } };
    o.last = this.t(doc);
    o.last = "x";
    log.push("y");
    ({ a: o.last } = { a: this.u(doc) });
    return [log, o.last];
  }
}
/** ToString with a counter. */
class P22 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    let n = 0;
    const id = { toString: () => "id" + n++ };
    return [`${id}`, this.t(`${id}`), id + "x", [id, id].join(), n, this.u(`${n}`)];
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
  p22 = new P22();
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
    try { out.push(this.p22(doc)); } catch (e) { out.push(e); }
    return out;
  }
}
export const inputs = [["doc one"], ["a doc two"]];
