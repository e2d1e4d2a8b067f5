// Many small programs, one after another: functions in data.
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
class Text extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string { return leaf(this.id, "text", ...args); } }
class Flag extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): boolean { return leaf(this.id, "flag", ...args); } }
class Num extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): number { return leaf(this.id, "number", ...args); } }
class Bus { subs: ((x: string) => Promise<void>)[] = []; on(f: (x: string) => Promise<void>) { this.subs.push(f); return () => { this.subs = this.subs.filter((g) => g !== f); }; } async emit(x: string) { for (const f of this.subs) await f(x); } async emitAll(x: string) { await Promise.all(this.subs.map((f) => f(x))); } }
class Queue { q: (() => unknown)[] = []; done: unknown[] = []; add(...f: (() => unknown)[]) { this.q.push(...f); return this.q.length; } drain() { while (this.q.length) this.done.push(this.q.shift()!()); return this.done; } }
class Asker { n = 0; constructor(readonly f: (x: string) => string) {} bound() { return (x: string) => { this.n++; return this.f(x + this.n); }; } static of(f: (x: string) => string) { return new Asker(f).bound(); } }
class Tool { calls = 0; constructor(private readonly f: (x: string, n: number) => string, readonly opts: { prefix?: string; after?: (x: string) => string } = {}) {} use(x: string) { this.calls++; const r = this.f((this.opts.prefix ?? "") + x, this.calls); return this.opts.after ? this.opts.after(r) : r; } }
class Router { routes = new Map<string, (x: string) => string>(); fallback?: (x: string) => string; add(k: string, f: (x: string) => string) { this.routes.set(k, f); return this; } route(k: string, x: string) { const f = this.routes.get(k) ?? this.fallback; return f ? f(x) : "none"; } }
abstract class Step { constructor(readonly name: string) {} abstract run(x: string): string; go(x: string) { return "[" + this.name + this.run(x) + "]"; } }
class Ask extends Step { constructor(readonly f: (x: string) => string) { super("ask"); } run(x: string) { return this.f(x); } }
class Plain extends Step { run(x: string) { return x + "p"; } }
/** Async class with stored callbacks. */
class P1 extends Module {
  t = new Text("t");
  u = new Text("u");
  async forward(doc: string): Promise<unknown> {
    const log: string[] = [];
    const bus = new Bus();
    const off = bus.on(async (x) => { log.push(await this.t(x)); });
    bus.on(async (x) => { log.push(await this.u(x)); });
    await bus.emit(doc); off(); await bus.emit("b");
    return [log, bus.subs.length];
  }
}
/** Call apply and bind of stored functions. */
class P2 extends Module {
  t = new Text("t");
  forward(doc: string): unknown {
    const o = { fs: [function (this: any, x: string) { return x + (this?.s ?? "-"); }], ask: (x: string) => this.t(x) };
    const bound = o.ask.bind(null, doc);
    return [o.fs[0]!.call({ s: "S" }, "x"), bound(), o.ask.call(undefined, "c"), o.ask.apply(o, ["a"]), (Reflect.apply as any)(o.fs[0]!, { s: 1 }, ["r"])];
  }
}
/** Class that keeps a queue of thunks. */
class P3 extends Module {
  t = new Text("t");
  u = new Text("u");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const q = new Queue();
    q.add(() => this.t(doc), () => { if (this.flag(doc)) q.add(() => this.u("more")); return "two"; });
    return [q.drain().length, q.done];
  }
}
/** Class whose method gives a closure. */
class P4 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    const a = new Asker((x) => this.t(x)), g = a.bound();
    return [g(doc), g("b"), a.n, Asker.of(this.u)("c"), ["x", "y"].map(a.bound())];
  }
}
/** Class with a field function given to the constructor. */
class P5 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  forward(doc: string): unknown {
    const a = new Tool((x, n) => this.t(x, n), { prefix: "p" }), b = new Tool((x) => x, { after: (x) => this.u(x) }), c = new Tool(this.v);
    return [[a, b, c].map((t) => t.use(doc)), a.use("again"), a.calls, b.calls];
  }
}
/** Class with a map of handlers. */
class P6 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  forward(doc: string): unknown {
    const r = new Router().add("a", (x) => this.t(x)).add("b", this.u);
    const out = [r.route("a", doc), r.route("b", "x"), r.route("c", "y")];
    r.fallback = (x) => this.v(x);
    return [out, r.route("c", "y"), r.routes.size];
  }
}
/** Decorators of functions by hand. */
class P7 extends Module {
  t = new Text("t");
  forward(doc: string): unknown {
    const logged = <A extends unknown[], R>(name: string, f: (...a: A) => R, log: string[]) => (...a: A): R => { log.push(name + ">"); const r = f(...a); log.push(name + "<" + String(r)); return r; };
    const log: string[] = [];
    const ask = logged("ask", (x: string) => this.t(x), log), up = logged("up", (x: string) => x.toUpperCase(), log);
    return [up(ask(doc)), ask(up("b")), log];
  }
}
/** Function that is replaced in an object. */
class P8 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    const o = { f: (x: string) => this.t(x) };
    const before = o.f;
    const a = o.f(doc);
    o.f = (x) => before(x + "2") + this.u(x);
    const b = o.f("b");
    o.f = () => "plain";
    return [a, b, o.f("c"), before("d")];
  }
}
/** Functions as values of conditions. */
class P9 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const f = this.flag(doc) ? (x: string) => this.t(x) : (x: string) => x + "no";
    const g = this.flag("b") && ((x: string) => this.u(x));
    let h: ((x: string) => string) | undefined;
    if (this.flag("c")) h = (x) => this.v(x);
    h ??= (x) => "h" + x;
    return [f(doc), g ? g("g") : "none", h("h"), (g || f)("or"), [f, h].map((k) => k("m"))];
  }
}
/** Functions compared and found by identity. */
class P10 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    const f = (x: string) => this.t(x), g = (x: string) => this.u(x);
    const l = [f, g, f];
    return [l.indexOf(g), l.lastIndexOf(f), new Set(l).size, l.filter((h) => h !== f).map((h) => h(doc)), f === l[2] ? f("same") : "no", typeof f, l.includes(g)];
  }
}
/** Functions in lists by position. */
class P11 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  num = new Num("num");
  forward(doc: string): unknown {
    const fs = [(x: string) => this.t(x), (x: string) => this.u(x), this.v];
    const i = this.num(doc) % 3;
    const out = [fs[0]!(doc), fs[i]!("i"), fs.at(-1)!("last"), [fs[1], fs[2]][i % 2]!("two"), fs.slice(1)[0]!("s")];
    const popped = fs.pop()!;
    out.push(popped("p"), fs.length + "", fs.shift()!("q"), (fs.pop() ?? this.v)("r"), (fs.pop() ?? this.v)("none"));
    return out;
  }
}
/** Functions through json like cloning and assign. */
class P12 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  forward(doc: string): unknown {
    const a = { f: (x: string) => this.t(x), n: 1 };
    const b = Object.assign({}, a, { g: (x: string) => this.u(x) }), c = { ...b, n: 2 }, d = structuredClone({ n: a.n });
    return [b.f(doc), b.g("g"), c.f("c"), d, Object.entries(c).filter(([, v]) => typeof v === "function").map(([k, v]) => [k, (v as any)(k)])];
  }
}
/** Promise returning functions kept in an object. */
class P13 extends Module {
  t = new Text("t");
  u = new Text("u");
  flag = new Flag("flag");
  async forward(doc: string): Promise<unknown> {
    const o = { a: async (x: string) => await this.t(x), b: async (x: string) => (await this.flag(x)) ? await this.u(x) : x };
    const out: unknown[] = [];
    for (const k of ["a", "b"] as const) out.push(await o[k](doc));
    return [out, await Promise.all(Object.values(o).map((f) => f("all"))), await Promise.all(Object.entries(o).map(async ([k, f]) => [k, await f(k)]))];
  }
}
/** Steps as objects taken apart. */
class P14 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    const steps = [{ name: "a", run: (x: string) => this.t(x) }, { name: "b", run: (x: string) => this.u(x) }, { name: "c", run: (x: string) => x + "c" }];
    const out: unknown[] = [];
    for (const { name, run } of steps) out.push([name, run(doc)]);
    const { run } = steps.find((s) => s.name === "b")!;
    return [out, run("x"), steps.map(({ run: r }, i) => r("m" + i)), steps.at(-1)!.run("z"), steps.reduce((x, s) => s.run(x), doc), steps.filter((s) => s.name !== "c").map((s) => s.run("f"))];
  }
}
/** Subclasses of a plain class with a hook. */
class P15 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    const steps: Step[] = [new Ask((x) => this.t(x)), new Plain("plain"), new Ask(this.u)];
    return [steps.map((s) => s.go(doc)), steps.reduce((x, s) => s.go(x), "z"), steps[0]!.run("r")];
  }
}
/** Tail function chosen by a switch. */
class P16 extends Module {
  t = new Text("t");
  u = new Text("u");
  num = new Num("num");
  forward(doc: string): unknown {
    const pick = (k: number): ((x: string) => string) => { switch (k % 3) { case 0: return (x) => this.t(x); case 1: return this.u; default: return (x) => x; } };
    return [pick(this.num(doc))(doc), [0, 1, 2].map((k) => pick(k)("x")), pick(0) === pick(0)];
  }
}
/** Weak map from objects to functions. */
class P17 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    const w = new WeakMap<object, (x: string) => string>();
    const a = {}, b = {};
    w.set(a, (x) => this.t(x)).set(b, this.u);
    return [w.get(a)!(doc), w.get(b)!("b"), w.has({}), w.get({})?.("none")];
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
    try { out.push(this.p15(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p16(doc)); } catch (e) { out.push(e); }
    try { out.push(this.p17(doc)); } catch (e) { out.push(e); }
    return out;
  }
}
export const inputs = [["doc one"], ["a doc two"]];
