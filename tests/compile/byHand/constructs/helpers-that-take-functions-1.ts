// Many small programs, one after another: helpers that take functions.
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
declare function later<T>(v: T): Promise<T>;
class Text extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string { return leaf(this.id, "text", ...args); } }
class Flag extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): boolean { return leaf(this.id, "flag", ...args); } }
class Num extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): number { return leaf(this.id, "number", ...args); } }
async function retry<T>(f: (n: number) => Promise<T>, times: number): Promise<T> { let last: unknown; for (let i = 0; i < times; i++) { try { return await f(i); } catch (e) { last = e; await later(i); } } throw last; }
class Prompt { parts: string[] = []; add(x: string) { this.parts.push(x); return this; } ask(f: (x: string) => string) { this.parts.push(f(this.parts.join(" "))); return this; } when(c: boolean, f: (p: Prompt) => void) { if (c) f(this); return this; } get text() { return this.parts.join("|"); } }
class Cache<V> { m = new Map<string, V>(); hits = 0; get(k: string, f: () => V): V { if (this.m.has(k)) { this.hits++; return this.m.get(k)!; } const v = f(); this.m.set(k, v); return v; } }
function attempt<T>(f: () => T, ok: (v: T) => void, bad: (e: unknown) => void, end?: () => void) { try { ok(f()); } catch (e) { bad(e); } finally { end?.(); } }
const compose = (...fs: ((x: any) => any)[]) => (x: any) => fs.reduceRight((a, f) => f(a), x);
const curry = (f: (a: string, b: string) => string) => (a: string) => (b: string) => f(a, b);
const twice = (m: (x: string) => string, x: string) => m(m(x));
function each<T, R>(l: T[], f: (x: T, i: number) => R) { const out: R[] = []; l.forEach((x, i) => { out.push(f(x, i)); }); return out; }
const mapValues = <V, W>(o: Record<string, V>, f: (v: V, k: string) => W): Record<string, W> => Object.fromEntries(Object.entries(o).map(([k, v]) => [k, f(v, k)]));
function filterObject<V>(o: Record<string, V>, f: (v: V) => boolean) { const r: Record<string, V> = {}; for (const [k, v] of Object.entries(o)) if (f(v)) r[k] = v; return r; }
function memoize<A, R>(f: (a: A) => R) { const m = new Map<A, R>(); return (a: A): R => { if (!m.has(a)) m.set(a, f(a)); return m.get(a)!; }; }
const partition = <T,>(l: T[], f: (x: T) => boolean): [T[], T[]] => l.reduce<[T[], T[]]>((p, x) => (p[f(x) ? 0 : 1].push(x), p), [[], []]);
const groupBy = <T,>(l: T[], f: (x: T) => string | number) => { const r: Record<string, T[]> = {}; for (const x of l) (r[f(x)] ||= []).push(x); return r; };
async function all<T>(tasks: (() => Promise<T>)[], width: number) { const out: T[] = []; for (let i = 0; i < tasks.length; i += width) out.push(...(await Promise.all(tasks.slice(i, i + width).map((t) => t())))); return out; }
type S = { n: number; log: string[] };
const run = (s: S, table: Record<string, (s: S, x: string) => S>, steps: [string, string][]) => steps.reduce((acc, [k, x]) => table[k]?.(acc, x) ?? acc, s);
async function sortBy<T>(l: T[], key: (x: T) => Promise<number>) { const ks = await Promise.all(l.map(async (x) => [await key(x), x] as const)); return ks.sort((a, b) => a[0] - b[0]).map(([, x]) => x); }
function until<T>(f: (n: number) => T, ok: (v: T) => boolean, most = 5) { let v = f(0); for (let n = 1; n < most && !ok(v); n++) v = f(n); return v; }
type N = { name: string; kids?: N[] };
function visit(n: N, f: (n: N, depth: number) => void, depth = 0) { f(n, depth); for (const k of n.kids ?? []) visit(k, f, depth + 1); }
function mapTree<T>(n: N, f: (n: N, kids: T[]) => T): T { return f(n, (n.kids ?? []).map((k) => mapTree(k, f))); }
/** Async retry helper with backoff. */
class P1 extends Module {
  t = new Text("t");
  u = new Text("u");
  async forward(doc: string): Promise<unknown> {
    const a = await retry(async (n) => await this.t(doc, n), 3);
    const b = await Promise.all(["x", "y"].map((k) => retry(async () => this.u(k), 2)));
    return [a, b];
  }
}
/** Builder with chained methods. */
class P2 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const p = new Prompt().add(doc).ask((x) => this.t(x)).when(this.flag(doc), (q) => q.add(this.u("when"))).ask(this.v).add("end");
    return [p.text, p.parts.length];
  }
}
/** Cache class with compute. */
class P3 extends Module {
  t = new Text("t");
  forward(doc: string): unknown {
    const c = new Cache<string>();
    const out = ["a", "b", "a", doc, "b"].map((k) => c.get(k, () => this.t(k)));
    return [out, c.hits, [...c.m.keys()]];
  }
}
/** Callbacks with success and failure. */
class P4 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const out: unknown[] = [];
    attempt(() => this.t(doc), (v) => out.push(v), () => out.push("bad"), () => out.push("end"));
    attempt(() => { if (this.flag(doc)) throw "x"; return this.u(doc); }, (v) => out.push(v, this.v(v)), (e) => out.push(["bad", e]));
    return out;
  }
}
/** Compose and curry helpers. */
class P5 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  forward(doc: string): unknown {
    const f = compose((x: string) => this.t(x), (x: string) => x + "1", (x: string) => this.u(x));
    const g = curry((a, b) => this.v(a, b));
    return [f(doc), g("a")(doc), ["x", "y"].map(g("p")), ["x"].map(f)];
  }
}
/** Helper that takes a module. */
class P6 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  forward(doc: string): unknown {
    return [twice(this.t, doc), twice((x) => this.u(x), "b"), each(["a", "b"], this.v), each([1, 2], (x, i) => this.t(x, i)), twice((x) => x + "x", "p")];
  }
}
/** Lazy values. */
class P7 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const lazy = <T,>(f: () => T) => { let v: T | undefined, done = false; return () => { if (!done) { v = f(); done = true; } return v!; }; };
    const a = lazy(() => this.t(doc)), b = lazy(() => a() + this.u("b"));
    return this.flag(doc) ? [b(), a(), b()] : [a()];
  }
}
/** Map values helper. */
class P8 extends Module {
  t = new Text("t");
  v = new Text("v");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const r = mapValues({ a: doc, b: "y" }, (v, k) => this.t(v, k));
    return [r, filterObject(r, (v) => this.flag(v)), mapValues(r, (v) => v.length)];
  }
}
/** Memoize helper. */
class P9 extends Module {
  t = new Text("t");
  forward(doc: string): unknown {
    const ask = memoize((x: string) => this.t(x));
    const len = memoize((x: string) => x.length);
    return [ask(doc), ask("b"), ask(doc), ["b", "c", "b"].map(ask), len("abc")];
  }
}
/** Middleware chain. */
class P10 extends Module {
  t = new Text("t");
  u = new Text("u");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    type H = (x: string, next: (x: string) => string) => string;
    const chain = (hs: H[], end: (x: string) => string) => (x: string): string => { const go = (i: number, y: string): string => (i === hs.length ? end(y) : hs[i]!(y, (z) => go(i + 1, z))); return go(0, x); };
    const run = chain([(x, next) => "[" + next(x + "1") + "]", (x, next) => this.flag(x) ? next(this.t(x)) : "stop" + x, (x, next) => next(x) + next("again")], (x) => this.u(x));
    return [run(doc), run("b")];
  }
}
/** Observer list with removal while it is told. */
class P11 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    const listeners = new Set<(x: string) => void>();
    const out: unknown[] = [];
    const once = (f: (x: string) => void) => { const g = (x: string) => { listeners.delete(g); f(x); }; listeners.add(g); return g; };
    once((x) => { out.push(["first", this.t(x)]); });
    listeners.add((x) => { out.push(["second", this.u(x)]); });
    for (const x of [doc, "b"]) for (const f of listeners) f(x);
    return [out, listeners.size];
  }
}
/** Partition and group helpers. */
class P12 extends Module {
  t = new Text("t");
  flag = new Flag("flag");
  num = new Num("num");
  forward(doc: string): unknown {
    const [yes, no] = partition(["a", "b", "c", doc], (x) => this.flag(x));
    return [yes.map((x) => this.t(x)), no, groupBy(["a", "b", doc], (x) => this.num(x))];
  }
}
/** Pool of tasks worked off by a helper. */
class P13 extends Module {
  t = new Text("t");
  async forward(doc: string): Promise<unknown> {
    return await all(["a", "b", "c", doc].map((x) => async () => await this.t(x)), 2);
  }
}
/** Reducer table. */
class P14 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    return run({ n: 0, log: [] }, { ask: (s, x) => ({ ...s, n: s.n + 1, log: [...s.log, this.t(x, s.n)] }), drop: (s) => ({ ...s, log: s.log.slice(1) }), keep: (s, x) => { s.log.push(this.u(x)); return s; } }, [["ask", doc], ["keep", "k"], ["none", ""], ["drop", ""], ["ask", "z"]]);
  }
}
/** Sort by an async key. */
class P15 extends Module {
  num = new Num("num");
  async forward(doc: string): Promise<unknown> {
    return [await sortBy(["c", "a", doc], async (x) => await this.num(x)), await sortBy([3, 1], async (x) => x)];
  }
}
/** Undo stack of closures. */
class P16 extends Module {
  t = new Text("t");
  forward(doc: string): unknown {
    const stack: (() => unknown)[] = [];
    let state = "s";
    const apply = (x: string) => { const before = state; state = this.t(state, x); stack.push(() => { const now = state; state = before; return now; }); };
    apply("a"); apply(doc); const mid = state; const undone = stack.pop()!(); apply("c");
    return [state, mid, undone, stack.length, stack.map((f) => f()), state];
  }
}
/** Until helper with a predicate. */
class P17 extends Module {
  t = new Text("t");
  v = new Text("v");
  flag = new Flag("flag");
  num = new Num("num");
  forward(doc: string): unknown {
    return [until((n) => this.t(doc, n), (v) => this.flag(v)), until((n) => this.num(n), (v) => v > 4), until((n) => n, (v) => v > 2)];
  }
}
/** Visitor over a tree. */
class P18 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    const tree: N = { name: doc, kids: [{ name: "a", kids: [{ name: "b" }] }, { name: "c" }] };
    const out: string[] = [];
    visit(tree, (n, d) => { out.push(this.t(n.name, d)); });
    return [out, mapTree<string>(tree, (n, kids) => this.u(n.name, ...kids))];
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
  async forward(doc: string): Promise<unknown> {
    const out: unknown[] = [];
    try { out.push(await this.p1(doc)); } catch (e) { out.push(e); }
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
    try { out.push(await this.p13(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p14(doc)); } catch (e) { out.push(e); }
    try { out.push(await this.p15(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p16(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p17(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p18(doc)); } catch (e) { out.push(e); }
    return out;
  }
}
export const inputs = [["doc one"], ["a doc two"]];
