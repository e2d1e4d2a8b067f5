// Many small programs, one after another: await in many places.
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
declare function later<T>(v: T): Promise<T>;
class Text extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string { return leaf(this.id, "text", ...args); } }
class Flag extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): boolean { return leaf(this.id, "flag", ...args); } }
class Maybe extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string | undefined { return leaf(this.id, "maybe", ...args); } }
class List extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string[] { return leaf(this.id, "list", ...args); } }
class Num extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): number { return leaf(this.id, "number", ...args); } }
/** Awaited conditional and logical. */
class P1 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  flag = new Flag("flag");
  maybe = new Maybe("maybe");
  async forward(doc: string): Promise<unknown> {
    const x = (await this.flag(doc)) ? await this.t(doc) : await later("no");
    const y = (await this.maybe(doc)) || (await this.u(doc));
    const z = (await this.maybe("z")) ?? (await later(undefined)) ?? (await this.v(x));
    return [x, y, z];
  }
}
/** For of with await in the head and in the test. */
class P2 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  flag = new Flag("flag");
  async forward(doc: string): Promise<unknown> {
    const out: unknown[] = [];
    for (const x of await later(["a", "b"])) out.push(await this.t(x));
    for (let i = await later(0); i < (await later(2)); i += await later(1)) out.push(await this.u(i));
    while (await later(out.length < 6)) out.push(await this.v(out.length));
    do { out.push("d"); } while ((await this.flag(out.length)) && out.length < 9);
    return out;
  }
}
/** Labelled loop with awaits and finally. */
class P3 extends Module {
  t = new Text("t");
  flag = new Flag("flag");
  async forward(doc: string): Promise<unknown> {
    const out: unknown[] = [];
    o: for (const a of await later(["a", "b"])) { for (let i = 0; ; i++) { try { if (await this.flag(a, i)) continue o; if (i > 2) break o; out.push(await this.t(a, i)); } finally { out.push(await later("f")); } } }
    return out;
  }
}
/** Later promises kept in an object. */
class P4 extends Module {
  t = new Text("t");
  async forward(doc: string): Promise<unknown> {
    const o = { p: later(1), q: later(this.t(doc)) };
    const x = await o.p;
    const l = [later("a"), later("b")];
    const out: unknown[] = [];
    for (const p of l) out.push(await p);
    return [x, await o.q, out, await Promise.all(l)];
  }
}
/** Optional await of a helper. */
class P5 extends Module {
  t = new Text("t");
  flag = new Flag("flag");
  async forward(doc: string): Promise<unknown> {
    const f: any = (await this.flag(doc)) ? async (x: string) => await this.t(x) : null;
    return [await f?.(doc), (await f?.("b"))?.length ?? "none"];
  }
}
/** Promise all of a map with index and holes. */
class P6 extends Module {
  t = new Text("t");
  u = new Text("u");
  async forward(doc: string): Promise<unknown> {
    const r = await Promise.all(["a", , doc].map(async (x, i) => { const y = await this.t(x, i); return y + (await this.u(y)); }));
    return [r, r.length, 1 in r];
  }
}
/** Promise all of an object's values. */
class P7 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  async forward(doc: string): Promise<unknown> {
    const o: any = { a: this.t(doc), b: this.u(doc) };
    const vs = await Promise.all(Object.values(o));
    const es = Object.fromEntries(await Promise.all(Object.entries(o).map(async ([k, v]) => [k, await this.v(v)] as const)));
    return [vs, es];
  }
}
/** Promise all of mixed things. */
class P8 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  async forward(doc: string): Promise<unknown> {
    const [a, b, c, [d], e] = await Promise.all([this.t(doc), later(this.u(doc)), 5, Promise.all([this.v(doc)]), Promise.resolve(doc)]);
    return [a, b, c, d, e];
  }
}
/** Promise all with push results and length checks. */
class P9 extends Module {
  t = new Text("t");
  u = new Text("u");
  async forward(doc: string): Promise<unknown> {
    const seen: string[] = [];
    const r = await Promise.all(["a", "b", doc].map(async (k) => { const x = await this.t(k); return [x, await this.u(x)]; }));
    for (const [x] of r) seen.push(x!);
    return [seen, r.flat().length, new Set(seen).size];
  }
}
/** Promise race and any of calls. */
class P10 extends Module {
  t = new Text("t");
  u = new Text("u");
  async forward(doc: string): Promise<unknown> {
    const a = await Promise.race([this.t(doc)]);
    const b = await Promise.any([this.u(doc)]);
    return [a, b];
  }
}
/** Promises stored in a list in a loop and joined later. */
class P11 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  async forward(doc: string): Promise<unknown> {
    const ps: unknown[] = [];
    for (const k of ["a", "b", doc]) ps.push(this.t(k));
    ps.unshift(this.u(doc));
    const x = this.v(doc);
    const r = await Promise.all(ps);
    return [r, await x, ps.length];
  }
}
/** Promises stored in variables and awaited out of order. */
class P12 extends Module {
  t = new Text("t");
  u = new Text("u");
  async forward(doc: string): Promise<unknown> {
    const a = this.t(doc), b = this.u(doc);
    const c = later(doc + "l");
    const y = await b;
    const z = await c;
    const x = await a;
    return [x, y, z, await a === x];
  }
}
/** Resolve of a call and nested later. */
class P13 extends Module {
  t = new Text("t");
  u = new Text("u");
  list = new List("list");
  async forward(doc: string): Promise<unknown> {
    const a = await Promise.resolve(this.t(doc));
    const b = await later(later(this.u(doc)));
    const c = await Promise.all([later([1, 2]), later(this.list(doc))]);
    return [a, b, c.flat()];
  }
}
/** Return await in try. */
class P14 extends Module {
  t = new Text("t");
  u = new Text("u");
  async forward(doc: string): Promise<unknown> {
    const f = async (k: string) => { try { return await this.t(k); } catch { return "caught"; } finally { await this.u(k); } };
    return [await f("a"), await f(doc)];
  }
}
/** Sequential reduce with await. */
class P15 extends Module {
  t = new Text("t");
  async forward(doc: string): Promise<unknown> {
    const r = await ["a", "b", doc].reduce(async (acc, x) => { const l = await acc; l.push(await this.t(x, l.length)); return l; }, Promise.resolve([] as string[]));
    return r;
  }
}
/** Switch on an awaited value with awaited cases. */
class P16 extends Module {
  t = new Text("t");
  num = new Num("num");
  async forward(doc: string): Promise<unknown> {
    const out: unknown[] = [];
    for (const k of ["a", "b", doc]) switch (await this.num(k)) { case await later(3): out.push("3"); case await this.num("b"): out.push(await this.t(k)); break; default: out.push(await later(k)); }
    return out;
  }
}
/** Throw of an awaited value. */
class P17 extends Module {
  t = new Text("t");
  u = new Text("u");
  async forward(doc: string): Promise<unknown> {
    try { throw await this.t(doc); } catch (e) { try { throw new Error(await later("m")); } catch (f) { return [e, (f as Error).message, await this.u(e)]; } }
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
    return out;
  }
}
export const inputs = [["doc one"], ["a doc two"]];
