// Many small programs, one after another: await in many places.
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
declare function later<T>(v: T): Promise<T>;
class Text extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string { return leaf(this.id, "text", ...args); } }
class Flag extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): boolean { return leaf(this.id, "flag", ...args); } }
class Num extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): number { return leaf(this.id, "number", ...args); } }
class List extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string[] { return leaf(this.id, "list", ...args); } }
class Item extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): { title: string; tags: string[]; n: number } { return leaf(this.id, "item", ...args); } }
class Maybe extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string | undefined { return leaf(this.id, "maybe", ...args); } }
/** All settled of a map whose callback throws. */
class P1 extends Module {
  t = new Text("t");
  flag = new Flag("flag");
  async forward(doc: string): Promise<unknown> {
    const r = await Promise.allSettled(["a", "b", doc].map(async (k) => { if (await this.flag(k)) throw new Error(k); return this.t(k); }));
    const ok = r.filter((x) => x.status === "fulfilled").map((x: any) => x.value);
    return [ok, r.length, r.map((x) => x.status)];
  }
}
/** All settled of calls and plain values. */
class P2 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  async forward(doc: string): Promise<unknown> {
    const r = await Promise.allSettled([this.t(doc), later("l"), this.u(doc), 3, this.v("v")]);
    return r.map((x) => x.status === "fulfilled" ? x.value : "failed");
  }
}
/** Async closures in a list. */
class P3 extends Module {
  t = new Text("t");
  async forward(doc: string): Promise<unknown> {
    const fs = ["a", doc].map((k) => async () => await this.t(k));
    const out: string[] = [];
    for (const f of fs) out.push(await f());
    return [out, await Promise.all(fs.map((f) => f()))];
  }
}
/** Async function declaration hoisted and used before. */
class P4 extends Module {
  async forward(doc: string): Promise<unknown> {
    const a = await ask("a");
    async function ask(k: string) { return [await this_.t(k), k]; }
    var this_ = this;
    return a;
  }
}
/** Async helper that is not awaited at once. */
class P5 extends Module {
  t = new Text("t");
  async forward(doc: string): Promise<unknown> {
    const log: string[] = [];
    const ask = async (k: string) => { log.push("s" + k); const r = await this.t(k); log.push("e" + k); return r; };
    const a = await ask("a"), b = await ask(doc);
    log.push("after");
    return [a, b, log];
  }
}
/** Async helper with early return and throw. */
class P6 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  flag = new Flag("flag");
  async forward(doc: string): Promise<unknown> {
    const ask = async (k: string): Promise<string> => { if (await this.flag(k)) return "no"; if (k === "b") throw new Error("bad " + (await this.t(k))); return this.u(k); };
    const out: string[] = [];
    for (const k of ["a", "b", doc]) { try { out.push(await ask(k)); } catch (e) { out.push((e as Error).message); } finally { out.push(await this.v(k)); } }
    return out;
  }
}
/** Async iife with return in loop. */
class P7 extends Module {
  t = new Text("t");
  flag = new Flag("flag");
  async forward(doc: string): Promise<unknown> {
    const r = await (async () => { for (const k of ["a", "b", doc]) { if (await this.flag(k)) return [k, await this.t(k)]; } return "none"; })();
    return r;
  }
}
/** Async map in a chain with later. */
class P8 extends Module {
  t = new Text("t");
  async forward(doc: string): Promise<unknown> {
    const r = await Promise.all((await Promise.all(["a", doc].map(async (x) => await later(x + "1")))).map(async (x) => [await this.t(x), await later(x)]));
    return r.flat();
  }
}
/** Async method style helpers. */
class P9 extends Module {
  t = new Text("t");
  async ask(k: string, n = 1): Promise<string[]> { const out: string[] = []; for (let i = 0; i < n; i++) out.push(await this.t(k, i)); return out; }
  async twice(k: string) { return [await this.ask(k, 2), ...(await this.ask(k))]; }
  async forward(doc: string): Promise<unknown> {
    const [a, b] = await Promise.all([this.twice(doc), this.ask("b")]);
    return [a, b, (await this.ask("c")).length];
  }
}
/** Async recursion over a tree of lists. */
class P10 extends Module {
  t = new Text("t");
  flag = new Flag("flag");
  async forward(doc: string): Promise<unknown> {
    const walk = async (x: any): Promise<any> => Array.isArray(x) ? Promise.all(x.map((y) => walk(y))) : (await this.flag(x)) ? await this.t(x) : x;
    return await walk(["a", [doc, ["b"]], []]);
  }
}
/** Async recursion. */
class P11 extends Module {
  t = new Text("t");
  async forward(doc: string): Promise<unknown> {
    const walk = async (k: string, d: number): Promise<unknown> => d === 0 ? await this.t(k) : [await walk(k + "l", d - 1), await walk(k + "r", d - 1)];
    return await walk(doc, 2);
  }
}
/** Async sort keys. */
class P12 extends Module {
  num = new Num("num");
  async forward(doc: string): Promise<unknown> {
    const l = ["c", "a", doc];
    const keyed = await Promise.all(l.map(async (x) => [await this.num(x), x] as const));
    keyed.sort(([a, x], [b, y]) => a - b || (x < y ? -1 : 1));
    return keyed.map(([, x]) => x);
  }
}
/** Await between read and write of a compound assignment. */
class P13 extends Module {
  num = new Num("num");
  async forward(doc: string): Promise<unknown> {
    let n = 1;
    const bump = async () => { n += 10; return await later(1); };
    n += await bump();
    n = n + (await bump());
    const o = { n: 1 };
    const f = async () => { o.n = 100; return await this.num(doc); };
    o.n += await f();
    o.n = (await f()) + o.n;
    return [n, o];
  }
}
/** Await in class field arrow. */
class P14 extends Module {
  t = new Text("t");
  ask = async (k: string) => (await this.t(k)) + "!";
  async forward(doc: string): Promise<unknown> {
    return [await this.ask(doc), await Promise.all(["a", "b"].map(this.ask))];
  }
}
/** Await in default parameter values through helper. */
class P15 extends Module {
  u = new Text("u");
  v = new Text("v");
  async forward(doc: string): Promise<unknown> {
    const f = async (a: string, b: Promise<string> | string = this.u(a)) => [a, await b];
    return [await f(doc), await f("x", this.v("y")), await f("p", later("q"))];
  }
}
/** Await in odd places. */
class P16 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  list = new List("list");
  item = new Item("item");
  flag = new Flag("flag");
  num = new Num("num");
  maybe = new Maybe("maybe");
  async forward(doc: string): Promise<unknown> {
    const o: any = { [await this.t(doc)]: await later(1), l: [...(await this.list(doc)), await this.u(doc)], [`${await later("k")}2`]: (await this.item(doc)).title };
    const { [await later("k2")]: k2, ...rest } = o;
    o[await later("m")] = await this.v(k2);
    o.n = o.l.length + (await this.num(doc)) * (await later(2));
    return [o, rest, typeof (await this.maybe(doc)), !(await this.flag(doc)), await (await later(this.t("x")))];
  }
}
/** Await inside template and tagged template. */
class P17 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  async forward(doc: string): Promise<unknown> {
    const tag = (s: TemplateStringsArray, ...v: unknown[]) => [...s, ...v];
    return [`${await this.t(doc)}-${await later(1)}${await this.u(await later("u"))}`, tag`a${await this.v(doc)}b${await later(2)}`];
  }
}
/** Await of a list is a list. */
class P18 extends Module {
  t = new Text("t");
  u = new Text("u");
  async forward(doc: string): Promise<unknown> {
    const l = await ["a", doc].map((x) => this.t(x));
    const m: any = await { a: 1, b: this.u(doc) };
    const n = await [later(1), 2][1];
    return [l, m, n, await null, await (() => 5)()];
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
    try { out.push(await this.p2(doc)); } catch (e) { out.push(e); }
    try { out.push(await this.p3(doc)); } catch (e) { out.push(e); }
    try { out.push(await this.p4(doc)); } catch (e) { out.push(e); }
    try { out.push(await this.p5(doc)); } catch (e) { out.push(e); }
    try { out.push(await this.p6(doc)); } catch (e) { out.push(e); }
    try { out.push(await this.p7(doc)); } catch (e) { out.push(e); }
    try { out.push(await this.p8(doc)); } catch (e) { out.push(e); }
    try { out.push(await this.p9(doc)); } catch (e) { out.push(e); }
    try { out.push(await this.p10(doc)); } catch (e) { out.push(e); }
    try { out.push(await this.p11(doc)); } catch (e) { out.push(e); }
    try { out.push(await this.p12(doc)); } catch (e) { out.push(e); }
    try { out.push(await this.p13(doc)); } catch (e) { out.push(e); }
    try { out.push(await this.p14(doc)); } catch (e) { out.push(e); }
    try { out.push(await this.p15(doc)); } catch (e) { out.push(e); }
    try { out.push(await this.p16(doc)); } catch (e) { out.push(e); }
    try { out.push(await this.p17(doc)); } catch (e) { out.push(e); }
    try { out.push(await this.p18(doc)); } catch (e) { out.push(e); }
    return out;
  }
}
export const inputs = [["doc one"], ["a doc two"]];
