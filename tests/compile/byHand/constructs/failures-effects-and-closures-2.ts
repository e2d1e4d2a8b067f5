// Many small programs, one after another: failures, effects and closures.
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
declare function effect(...args: unknown[]): string;
class Text extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string { return leaf(this.id, "text", ...args); } }
class Flag extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): boolean { return leaf(this.id, "flag", ...args); } }
class Item extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): { title: string; tags: string[]; n: number } { return leaf(this.id, "item", ...args); } }
class Num extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): number { return leaf(this.id, "number", ...args); } }
/** Logs in callbacks. */
class P1 extends Module {
  t = new Text("t");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    return ["a", "b", doc].map((x, i) => { console.log("before", i); const y = this.t(x); console.log("after", y); return this.flag(y) ? (effect(y), y) : x; });
  }
}
/** Map and set written before a failure. */
class P2 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    const m = new Map<string, unknown>(), s = new Set<string>();
    try { for (const k of ["a", "b", "c", doc]) { s.add(k); m.set(k, this.t(k)); s.add(this.u(k)); m.delete("a"); } } catch { m.set("failed", s.size); }
    return [[...m], [...s]];
  }
}
/** Memo through an object with in. */
class P3 extends Module {
  item = new Item("item");
  forward(doc: string): unknown {
    const cache: Record<string, unknown> = {};
    const ask = (k: string): unknown => (k in cache ? cache[k] : (cache[k] = this.item(k)));
    const a: any = ask(doc), b: any = ask(doc);
    a.n = -1;
    return [a === b, b.n, ask("z")];
  }
}
/** Memoised asking with a map. */
class P4 extends Module {
  t = new Text("t");
  forward(doc: string): unknown {
    const cache = new Map<string, string>();
    const ask = (k: string) => { if (!cache.has(k)) cache.set(k, this.t(k)); return cache.get(k)!; };
    return [["a", "b", "a", doc, "b"].map(ask), cache.size, [...cache.keys()]];
  }
}
/** Methods with this and call apply bind. */
class P5 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    const o = { pre: this.t(doc), ask(this: any, x: string) { return this.pre + x; } };
    const f = o.ask, g = o.ask.bind({ pre: "bound" });
    return [o.ask(this.u(doc)), f.call({ pre: "c" }, "x"), f.apply(o, ["y"]), g("z"), (0, o.ask).call({ pre: 1 }, "w")];
  }
}
/** Mutual recursion with memo. */
class P6 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  forward(doc: string): unknown {
    const memo: Record<string, unknown> = {};
    const even = (n: number): unknown => memo["e" + n] ??= n === 0 ? this.t(doc) : [odd(n - 1), this.u(n)];
    const odd = (n: number): unknown => memo["o" + n] ??= n === 0 ? this.v(doc) : [even(n - 1), even(n - 1) === even(n - 1)];
    return [even(4), odd(3), Object.keys(memo)];
  }
}
/** Named function expression that calls itself. */
class P7 extends Module {
  forward(doc: string): unknown {
    const f = function self(n: number): unknown { return n === 0 ? this_.t(doc) : [self(n - 1), this_.u(n)]; };
    const this_ = this;
    return f(3);
  }
}
/** Queue of thunks worked off in a loop. */
class P8 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const q: (() => unknown)[] = [() => this.t(doc)];
    const out: unknown[] = [];
    while (q.length > 0 && out.length < 6) { const f = q.shift()!; const r = f(); out.push(r); if (this.flag(r)) q.push(() => this.u(r), () => r); else if (out.length < 3) q.push(() => [this.v(r)]); }
    return out;
  }
}
/** Recursion with an accumulator. */
class P9 extends Module {
  t = new Text("t");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const collect = (x: string, depth: number, acc: string[]): string[] => { acc.push(this.t(x, depth)); if (depth > 0 && this.flag(x)) { collect(x + "l", depth - 1, acc); } if (depth > 0) collect(x + "r", depth - 1, acc); return acc; };
    return collect(doc, 3, []);
  }
}
/** Retry with while and a flag. */
class P10 extends Module {
  t = new Text("t");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    let ok = false, n = 0, x: unknown;
    while (!ok && n < 4) { try { x = this.t(doc, n); ok = this.flag(x) || n > 2; } catch { x = "failed"; } finally { n++; } }
    return [ok, n, x];
  }
}
/** Returned closures called in another order. */
class P11 extends Module {
  t = new Text("t");
  forward(doc: string): unknown {
    const make = (k: string) => { const x = this.t(k); let used = 0; return () => [x, ++used]; };
    const fs = ["a", "b", doc].map(make);
    const r = [fs[2]!(), fs[0]!(), fs[2]!()];
    return [r, fs.reverse().map((f) => f())];
  }
}
/** State machine. */
class P12 extends Module {
  t = new Text("t");
  u = new Text("u");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    type S = "a" | "b" | "c" | "end";
    let s: S = "a"; const path: unknown[] = [];
    while (s !== "end" && path.length < 8) { switch (s as S) { case "a": path.push(this.t(path.length)); s = this.flag(path.length) ? "b" : "c"; break; case "b": path.push("b"); if (this.flag("b", path.length)) { s = "end"; continue; } case "c": path.push(this.u(path.length)); s = path.length > 5 ? "end" : "a"; } }
    return [path, s];
  }
}
/** Throw inside of a reduce in a try in a loop. */
class P13 extends Module {
  t = new Text("t");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const out: unknown[] = [];
    for (const k of ["a", doc]) { try { out.push(["x", "y", "z"].reduce((acc, x) => { if (this.flag(acc, x)) throw { acc, x }; return this.t(acc, x); }, k)); } catch ({ acc, x }: any) { out.push([acc, x]); } }
    return out;
  }
}
/** Throw of something that is no error, from a map. */
class P14 extends Module {
  t = new Text("t");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    try { return ["a", "b", doc].map((x) => { if (this.flag(x)) throw x; return this.t(x); }); } catch (e) { return ["thrown", e]; }
  }
}
/** Try as an expression through an arrow. */
class P15 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  forward(doc: string): unknown {
    const attempt = <T,>(f: () => T, other: T): T => { try { return f(); } catch { return other; } };
    return [attempt(() => this.t(doc), "o1"), ["a", "b"].map((x) => attempt(() => this.u(x), x)), attempt(() => attempt(() => { throw 1; }, this.v("in")), "o2")];
  }
}
/** Try in a loop with a retry. */
class P16 extends Module {
  t = new Text("t");
  forward(doc: string): unknown {
    const out: unknown[] = [];
    for (const k of ["a", "b", doc]) {
      for (let attempt = 0; ; attempt++) {
        try { out.push([attempt, this.t(k, attempt)]); break; } catch (e) { if (attempt === 2) { out.push("gave up"); break; } continue; } finally { out.push("f"); }
      }
    }
    return out;
  }
}
/** Variables of a loop after a failure. */
class P17 extends Module {
  t = new Text("t");
  num = new Num("num");
  forward(doc: string): unknown {
    let i = 0, last = "none", sum = 0;
    const out: string[] = [];
    try { for (; i < 4; i++) { last = this.t(doc, i); out.push(last); sum += this.num(last); [last, i] = [last + "x", i]; } } catch { out.push("caught " + i + " " + last.length); }
    return [i, last, sum, out];
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
