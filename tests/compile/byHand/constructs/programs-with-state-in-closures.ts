// Many small programs, one after another: programs with state in closures.
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
class Text extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string { return leaf(this.id, "text", ...args); } }
class List extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string[] { return leaf(this.id, "list", ...args); } }
class Num extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): number { return leaf(this.id, "number", ...args); } }
class Flag extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): boolean { return leaf(this.id, "flag", ...args); } }
class Maybe extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string | undefined { return leaf(this.id, "maybe", ...args); } }
class Runner { constructor(readonly f: (x: string) => string, readonly g: { run: (x: string) => string }) {} both(x: string) { return [this.f(x), this.g.run(x)]; } static twice(f: (x: string) => string, x: string) { return f(f(x)); } }
/** Arrow fields kept in lists and objects. */
class P1 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  ask = (x: string) => this.t(x);
  len = (x: string) => x.length;
  tools = { ask: (x: string) => this.u(x), list: [(x: string) => this.v(x)] };
  forward(doc: string): unknown {
    const fs = [this.ask, this.len as any], o = { f: this.ask, g: this.tools.ask, h: this.tools.list[0] };
    const { f, g } = o, { ask } = this.tools, [first] = this.tools.list;
    return [fs[0](doc), fs.map((k) => k("m")), o.f("f"), o.g("g"), o.h!("h"), f("ff"), g("gg"), ask("a"), first!("1"), this.tools.list.map((k) => k("l")), Object.values(this.tools.list).length];
  }
}
/** Closures that share and swap variables. */
class P2 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  forward(doc: string): unknown {
    let [x, y] = [this.t(doc), this.u(doc)];
    const swap = () => { [x, y] = [y, x]; }, ask = () => this.v(x, y), set = (v: string) => (x = v);
    const r = [ask()]; swap(); r.push(ask()); set(this.t("new")); r.push(ask()); swap();
    return [r, x, y];
  }
}
/** Deep recursion over answers with shared state. */
class P3 extends Module {
  list = new List("list");
  num = new Num("num");
  forward(doc: string): unknown {
    const seen = new Set<string>(); const order: string[] = [];
    const visit = (x: string, d: number): number => { if (seen.has(x) || d > 2) return 0; seen.add(x); order.push(x); let n = 1; for (const y of this.list(x)) n += visit(y, d + 1); order.push("/" + this.num(x)); return n; };
    return [visit(doc, 0), visit(doc, 0), order, seen.size];
  }
}
/** Getter of the class that gives a closure. */
class P4 extends Module {
  t = new Text("t");
  get asker() { const p = "p"; return (x: string) => p + x; }
  make(p: string) { let n = 0; return { ask: (x: string) => this.t(p, x, ++n), get count() { return n; } }; }
  forward(doc: string): unknown {
    const m = this.make("m");
    return [this.asker(doc), m.ask(doc), m.ask("b"), m.count, this.make("z").ask("y"), [this.make("l")].map((o) => [o.ask("1"), o.count])];
  }
}
/** Matrix by nested array from and flags. */
class P5 extends Module {
  flag = new Flag("flag");
  num = new Num("num");
  forward(doc: string): unknown {
    const m = Array.from({ length: 3 }, (_, i) => Array.from({ length: 3 }, (_, j) => (i === j ? 1 : this.flag(i, j) ? 1 : 0)));
    let n = 0;
    rows: for (const [i, row] of m.entries()) for (const [j, c] of row.entries()) { if (!c) continue; if (j > i && this.num(i, j) > 4) continue rows; n += c; }
    return [m, n, m.map((r) => r.filter(Boolean).length), m[0]!.map((_, j) => m.reduce((s, r) => s + r[j]!, 0))];
  }
}
/** Methods handed to a helper class. */
class P6 extends Module {
  t = new Text("t");
  u = new Text("u");
  ask(x: string) { return this.t(x); }
  forward(doc: string): unknown {
    const r = new Runner((x) => this.ask(x), { run: this.ask.bind(this) });
    return [r.both(doc), Runner.twice(r.f, "t"), Runner.twice(this.ask.bind(this), "b"), Runner.twice(this.u, "m")];
  }
}
/** Object that counts its own calls. */
class P7 extends Module {
  t = new Text("t");
  forward(doc: string): unknown {
    const bot = { calls: 0, log: [] as string[], ask: (x: string): string => { bot.calls++; const r = this.t(x, bot.calls); bot.log.push(r); return r; }, reset() { this.calls = 0; this.log.length = 0; } };
    const a = bot.ask(doc), b = bot.ask("b"), n = bot.calls, l = [...bot.log];
    bot.reset();
    return [a, b, n, l, bot.ask("c"), bot.calls, bot.log];
  }
}
/** Permutations with pruning. */
class P8 extends Module {
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const out: string[][] = [];
    const go = (left: string[], acc: string[]) => { if (out.length > 3) return; if (left.length === 0) { out.push([...acc]); return; } for (let i = 0; i < left.length; i++) { if (this.flag(left[i], acc.length)) continue; acc.push(left[i]!); go([...left.slice(0, i), ...left.slice(i + 1)], acc); acc.pop(); } };
    go(["a", "b", doc], []);
    return [out, out.length];
  }
}
/** Recursive arrow field and mutual methods. */
class P9 extends Module {
  t = new Text("t");
  u = new Text("u");
  walk = (n: number): unknown => (n <= 0 ? this.t("leaf") : [this.walk(n - 1), this.other(n - 2)]);
  other(n: number): unknown { return n <= 0 ? this.u("o") : { w: this.walk(n - 1) }; }
  forward(doc: string): unknown {
    return [this.walk(2), this.other(2)];
  }
}
/** Scheduler with priorities. */
class P10 extends Module {
  t = new Text("t");
  u = new Text("u");
  num = new Num("num");
  forward(doc: string): unknown {
    const jobs: { p: number; f: () => unknown }[] = [];
    const add = (p: number, f: () => unknown) => { jobs.push({ p, f }); jobs.sort((a, b) => a.p - b.p); };
    add(2, () => this.t(doc)); add(1, () => { add(0, () => this.u("zero")); return "one"; }); add(this.num(doc), () => "n");
    const out: unknown[] = [];
    while (jobs.length) out.push(jobs.shift()!.f());
    return out;
  }
}
/** Streaming window of the last two answers. */
class P11 extends Module {
  t = new Text("t");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const window: string[] = [], out: unknown[] = [];
    for (const x of ["a", "b", "c", doc]) { const y = this.t(x, ...window); window.push(y); if (window.length > 2) window.shift(); if (this.flag(y)) { out.push([...window]); window.length = 1; } else out.push(window.at(-1)); }
    return [out, window];
  }
}
/** Table of methods by name. */
class P12 extends Module {
  t = new Text("t");
  u = new Text("u");
  flag = new Flag("flag");
  a(x: string) { return this.t(x); }
  b(x: string) { return this.u(x) + "b"; }
  plain(x: string) { return x; }
  forward(doc: string): unknown {
    const out: unknown[] = [];
    for (const k of ["a", "b", "plain"] as const) out.push(this[k](doc));
    const k = this.flag(doc) ? "a" : "b";
    return [out, this[k]("k"), (this as any)[k + ""]("s"), (this as any).zz?.("none"), ["a", "plain"].map((n) => (this as any)[n]("m"))];
  }
}
/** Text that grows until an answer is content. */
class P13 extends Module {
  t = new Text("t");
  maybe = new Maybe("maybe");
  forward(doc: string): unknown {
    let draft = doc, rounds = 0; const history: string[] = [];
    for (;;) { const critique = this.maybe(draft, rounds); history.push(draft); if (!critique || ++rounds >= 4) break; draft = this.t(draft, critique).slice(0, 12) + rounds; if (history.includes(draft)) break; }
    return { draft, rounds, history };
  }
}
/** Tokenizer with a position that closures move. */
class P14 extends Module {
  t = new Text("t");
  forward(doc: string): unknown {
    const s = "a(b c)d"; let i = 0;
    const peek = () => s[i], next = () => s[i++]!;
    const parse = (): unknown[] => { const out: unknown[] = []; while (i < s.length && peek() !== ")") { const c = next(); if (c === "(") { out.push(parse()); next(); } else if (c !== " ") out.push(this.t(c, i)); } return out; };
    return [parse(), i];
  }
}
/** Vote of three with a tie break. */
class P15 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  num = new Num("num");
  forward(doc: string): unknown {
    const votes = [this.num("a", doc), this.num("b", doc), this.num("c", doc)].map((n) => n % 3);
    const counts = votes.reduce<Record<number, number>>((c, v) => { c[v] = (c[v] || 0) + 1; return c; }, {});
    const [[winner, n] = [], second] = Object.entries(counts).sort((a, b) => b[1] - a[1]) as any;
    return second && second[1] === n ? this.t("tie", winner, second[0]) : [winner, n, this.u(winner)];
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
    return out;
  }
}
export const inputs = [["doc one"], ["a doc two"]];
