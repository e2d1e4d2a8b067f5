// Many small programs, one after another: patterns, chains, operators and templates.
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
class Text extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string { return leaf(this.id, "text", ...args); } }
class Num extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): number { return leaf(this.id, "number", ...args); } }
class Maybe extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string | undefined { return leaf(this.id, "maybe", ...args); } }
class Flag extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): boolean { return leaf(this.id, "flag", ...args); } }
class Item extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): { title: string; tags: string[]; n: number } { return leaf(this.id, "item", ...args); } }
/** Logical assignment evaluates its object once. */
class P1 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  forward(doc: string): unknown {
    const log: string[] = [];
    const o: any = {};
    const f = (k: string) => { log.push(k); return o; };
    f("1").x ??= this.t(doc);
    f("2")[log.length + ""] ||= this.u(doc);
    f("3").x &&= f("4").x + this.v(doc);
    f("5").n = f("6").y = log.length;
    return [o, log];
  }
}
/** Nan and negative zero keep their nature. */
class P2 extends Module {
  t = new Text("t");
  num = new Num("num");
  forward(doc: string): unknown {
    const n = this.num(doc) * -0, m = Number(this.t(doc));
    return [Object.is(n, -0), Number.isNaN(m), [m].includes(m), [m].indexOf(m), new Set([n, 0, m, NaN]).size, this.t(n, m), 1 / n];
  }
}
/** Nested defaults that use earlier names. */
class P3 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  forward(doc: string): unknown {
    const { a = this.t(doc), b: { c = a + "c", d: [e = c, f = this.u(e)] = [] } = {} as any, ...g } = { z: 1, y: this.v(doc) } as any;
    return [a, c, e, f, g];
  }
}
/** Nullish and logical assignment on members. */
class P4 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  maybe = new Maybe("maybe");
  forward(doc: string): unknown {
    const o: any = { a: this.maybe(doc), b: "", c: 0, l: [] };
    o.a ??= this.t(doc);
    o.b ||= this.u(doc);
    o.c &&= this.v(doc);
    o.l[o.l.length] ??= this.t("l");
    (o.d ??= []).push(this.u("d"));
    const r = (o.a &&= o.a + "!");
    return [o, r];
  }
}
/** Numeric and string accumulation in one loop. */
class P5 extends Module {
  t = new Text("t");
  num = new Num("num");
  forward(doc: string): unknown {
    let n = 0, s = "", big = 0n, l = 0;
    for (const k of ["a", "b", doc]) { n += this.num(k); s += this.t(k)[0] + n; big += BigInt(this.num(k)); l = Math.max(l, s.length); s = s.padStart(l + 1, "-"); }
    return [n, s, String(big), l, n / 2 | 0, n ** 2, n % 3, -n >>> 28];
  }
}
/** Optional call short circuits its arguments. */
class P6 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const log: string[] = [];
    const f: any = this.flag(doc) ? (x: unknown) => [x, this.t(doc)] : undefined;
    const r = f?.(log.push("asked"), this.u(doc));
    const s = f?.(this.v(doc)).length.toFixed?.(1);
    return [r, s, log];
  }
}
/** Optional chains over answers. */
class P7 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  maybe = new Maybe("maybe");
  forward(doc: string): unknown {
    const m = this.maybe(doc);
    const o: any = { a: { b: { c: this.t(doc), f(x: string) { return this.c + x; } } }, n: null };
    return [m?.length, m?.toUpperCase().slice(1), o.n?.x.y.z, o.a?.b?.f(this.u(doc)), o.x?.(this.v(doc)), o["a"]?.["b"].c, delete o?.a?.b.c, o, o?.[this.t(doc)]];
  }
}
/** Parameters with defaults and patterns in closures. */
class P8 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  forward(doc: string): unknown {
    const f = ({ a = this.t(doc), b = a + "1" }: any = {}, [c, d = this.u(b)]: string[] = ["c"], ...e: unknown[]) => [a, b, c, d, e];
    return [f(), f({ a: "A" }), f({ b: "B" }, ["x", "y"], 1, this.v(doc)), f.length];
  }
}
/** Pattern assignment evaluates targets first. */
class P9 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  forward(doc: string): unknown {
    const log: string[] = [];
    const o: any = {}, f = (n: string) => { log.push("t" + n); return o; };
    [f("1").a, f("2").b = (log.push("d"), this.t(doc)), ...f("3").c] = ["x", undefined, "y", "z"];
    ({ p: f("4").p, q: f("5").q = this.u(doc) } = { p: this.v(doc) } as any);
    return [o, log];
  }
}
/** Prototype chains and own keys. */
class P10 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    const base = { greet() { return "hi " + (this as any).name; }, shared: [] as string[] };
    const a: any = Object.create(base);
    a.name = this.t(doc);
    a.shared.push(this.u(doc));
    const b = Object.assign(Object.create(base), { name: "b" });
    const ks: string[] = [];
    for (const k in a) ks.push(k);
    return [a.greet(), b.greet(), b.shared, ks, Object.keys(a)];
  }
}
/** Replace with a callback of what was asked before. */
class P11 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  forward(doc: string): unknown {
    const map: Record<string, string> = {};
    for (const k of ["a", "b"]) map[k] = this.t(k);
    const r = "a-b-c".replace(/[abc]/g, (k) => map[k] ?? `{${k}}`);
    map.a = "late";
    return [r, "x,y".split(",").map((k) => this.u(k)).join(map.a), [..."a1b2".matchAll(/\d/g)].map((m) => this.v(m[0], m.index))];
  }
}
/** Rest of a pipelined list. */
class P12 extends Module {
  t = new Text("t");
  forward(doc: string): unknown {
    const [first, ...rest] = ["a", "b", doc].map((x) => this.t(x));
    rest.push(first!);
    const [, second, ...{ length }] = rest;
    return [rest, second, length];
  }
}
/** Spread of a text of a map and of a set in calls. */
class P13 extends Module {
  t = new Text("t");
  u = new Text("u");
  num = new Num("num");
  forward(doc: string): unknown {
    const m = new Map([["k", this.t(doc)]]);
    return [[..."ab", ...m, ...m.keys(), ...new Set([1, 1, 2])], this.u(...m.values(), ..."xy"), Math.max(...[this.num(doc), this.num("b")], 3), { ...m, ..."ab" as any }];
  }
}
/** Spread of object answers with overrides in order. */
class P14 extends Module {
  t = new Text("t");
  item = new Item("item");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const a = this.item(doc), b = this.item("b");
    const o: any = { title: "first", ...a, n: -1, ...(this.flag(doc) && b), ...(null as any), ...[this.t(doc)], tags: [...a.tags, ...b.tags] };
    return [o, Object.keys(o), o.tags === a.tags];
  }
}
/** Sticky regular expression with state. */
class P15 extends Module {
  t = new Text("t");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const re = /\w/g;
    const out: unknown[] = [];
    let m: RegExpExecArray | null;
    while ((m = re.exec(doc)) && out.length < 4) { out.push([m[0], re.lastIndex, this.t(m[0])]); if (this.flag(m[0])) re.lastIndex++; }
    return [out, re.lastIndex];
  }
}
/** Swap of elements through patterns. */
class P16 extends Module {
  t = new Text("t");
  forward(doc: string): unknown {
    const l = ["a", "b", doc].map((x) => this.t(x));
    [l[0], l[2]] = [l[2]!, l[0]!];
    let [p, , q] = l;
    [p, q] = [q, p];
    ({ length: l[3] as any } = l);
    return [l, p, q];
  }
}
/** Symbols and weird keys. */
class P17 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    const s = Symbol("s");
    const o: any = { [s]: this.t(doc), "a-b": this.u(doc), 0: "zero", "": "empty", __proto__: { inherited: 1 } };
    const { [s]: x, "a-b": y, "": z, inherited, ...rest } = o;
    return [x, y, z, inherited, Object.keys(rest), o[0], Reflect.ownKeys(o).length];
  }
}
/** Tagged templates with calls. */
class P18 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  forward(doc: string): unknown {
    const tag = (s: TemplateStringsArray, ...v: unknown[]) => s.raw.join("|") + v.map((x, i) => x + String(i)).join();
    const same = (s: TemplateStringsArray) => s;
    const l = [];
    for (const k of ["a", doc]) l.push(tag`x${this.t(k)}\n${k}${this.u(k)}z`, same`q${k}`);
    return [l, l[1] === l[3], String.raw`\u${this.v(doc)}\n`];
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
    return out;
  }
}
export const inputs = [["doc one"], ["a doc two"]];
