// Many small programs, one after another: loops, switches, finally and generators.
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
class Text extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string { return leaf(this.id, "text", ...args); } }
class Flag extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): boolean { return leaf(this.id, "flag", ...args); } }
class Num extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): number { return leaf(this.id, "number", ...args); } }
class List extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string[] { return leaf(this.id, "list", ...args); } }
class Items extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): { title: string; tags: string[]; n: number }[] { return leaf(this.id, "items", ...args); } }
/** Break of a labelled block out of a finally. */
class P1 extends Module {
  t = new Text("t");
  u = new Text("u");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    let x = this.t(doc);
    blk: try {
      x = this.u(x);
      if (this.flag(x)) throw new Error(x);
      x += "!";
    } finally {
      x += "f";
      break blk;
    }
    return x;
  }
}
/** Break out of a labelled block. */
class P2 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const out: string[] = [];
    blk: {
      out.push(this.t(doc));
      if (this.flag(doc)) break blk;
      out.push(this.u(doc));
      if (this.flag(doc, 1)) break blk;
      out.push(this.v(doc));
    }
    return [out, out.length, out.at(-1)];
  }
}
/** Catch parameter shadowed by var and reassigned. */
class P3 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    let e = this.t(doc);
    try {
      e = this.u(e);
      throw e;
    } catch (e) {
      e = e + "!";
      console.log(e);
    }
    return e;
  }
}
/** Catch with a pattern and default. */
class P4 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  forward(doc: string): unknown {
    let r: unknown;
    try {
      const x = this.t(doc);
      throw { code: x, list: [1, , 3] };
    } catch ({ code, list: [a, b = this.u(doc), ...c], missing = this.v(code) }: any) {
      r = [code, a, b, c, missing];
    }
    return r;
  }
}
/** Continue in finally of a loop. */
class P5 extends Module {
  t = new Text("t");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const out: unknown[] = [];
    for (let i = 0; i < 4; i++) {
      try {
        const x = this.t(doc, i);
        if (this.flag(x)) throw new Error(x);
        out.push(x);
      } finally {
        if (i % 2) continue;
        out.push(["f", i]);
        if (this.flag(doc, i)) break;
      }
      out.push(i);
    }
    return out;
  }
}
/** Continue of an outer loop from a switch. */
class P6 extends Module {
  t = new Text("t");
  u = new Text("u");
  flag = new Flag("flag");
  num = new Num("num");
  forward(doc: string): unknown {
    const out: unknown[] = [];
    outer: for (const a of ["a", "b", "c", "d"]) {
      for (const b of [1, 2, 3]) {
        switch (this.num(a, b)) {
          case 0: out.push(["zero", a, b]); continue outer;
          case 1: case 2: out.push([this.t(a), b]); continue;
          case 3: out.push("three");
          case 4: out.push(this.u(a, b)); break;
          default: if (this.flag(a, b, doc)) break outer; out.push("d");
        }
        out.push([a, b]);
      }
      out.push(a);
    }
    return out;
  }
}
/** Do while with continue checks the test. */
class P7 extends Module {
  t = new Text("t");
  flag = new Flag("flag");
  num = new Num("num");
  forward(doc: string): unknown {
    const out: unknown[] = [];
    let i = 0;
    do {
      i++;
      const x = this.t(doc, i);
      if (this.flag(x)) continue;
      out.push(x);
    } while (this.num(doc, i) > 1 && i < 6);
    return [out, i];
  }
}
/** For in assigning to a pattern. */
class P8 extends Module {
  t = new Text("t");
  forward(doc: string): unknown {
    let k: string | undefined, l: string | undefined;
    const out: unknown[] = [];
    for ([k, l = this.t(doc)] in { ab: 1, c: 2 }) out.push(k, l);
    return [out, k, l];
  }
}
/** For in over an object that is filled and deleted from. */
class P9 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  forward(doc: string): unknown {
    const o: Record<string, unknown> = { b: this.t(doc), a: 1, 2: this.u(doc), 1: "x" };
    const out: unknown[] = [];
    for (const k in o) { out.push([k, o[k], this.v(k)]); if (k === "1") delete o.a; }
    return [out, Object.keys(o)];
  }
}
/** For let closure changes the counter. */
class P10 extends Module {
  t = new Text("t");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const fs: (() => number)[] = [];
    const out: unknown[] = [];
    for (let i = 0; i < 6; i++) {
      fs.push(() => (i += 1));
      out.push(this.t(doc, i));
      if (this.flag(doc, i)) fs[fs.length - 1]!();
    }
    return [out, fs.map((f) => f()), fs.map((f) => f())];
  }
}
/** For let closure made in the head. */
class P11 extends Module {
  t = new Text("t");
  forward(doc: string): unknown {
    const fs: (() => unknown)[] = [];
    for (let i = 0, f = () => i; i < 3; fs.push(() => i), i++) { fs.push(f); this.t(i); }
    return fs.map((f) => f());
  }
}
/** For of assigning to a member. */
class P12 extends Module {
  t = new Text("t");
  u = new Text("u");
  list = new List("list");
  forward(doc: string): unknown {
    const o: any = { list: [] };
    for (o.x of this.list(doc)) o.list.push(o.x + this.t(o.x));
    for (o.list[o.list.length] of ["z", "y"]) this.u(o.list.length);
    return o;
  }
}
/** For of destructuring with defaults from calls. */
class P13 extends Module {
  t = new Text("t");
  u = new Text("u");
  items = new Items("items");
  forward(doc: string): unknown {
    const out: unknown[] = [];
    for (const { title, tags: [first = this.t(title), ...rest], n = 0 } of this.items(doc)) out.push([title, first, rest, n]);
    for (const [a, b = this.u(a)] of [["p", "q"], ["r"], [doc, undefined]] as string[][]) out.push([a, b]);
    return out;
  }
}
/** For of over a list that grows from calls. */
class P14 extends Module {
  t = new Text("t");
  list = new List("list");
  forward(doc: string): unknown {
    const q = [doc];
    const out: unknown[] = [];
    for (const x of q) {
      out.push(this.t(x));
      if (q.length < 5) q.push(...this.list(x));
      if (out.length > 8) break;
    }
    return [out, q];
  }
}
/** For with comma update and closures of let per turn. */
class P15 extends Module {
  t = new Text("t");
  u = new Text("u");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const fs: (() => unknown)[] = [];
    for (let i = 0, s = this.t(doc); i < 3; i++, s += i) {
      fs.push(() => [i, s, this.u(s)]);
      if (this.flag(i)) i += 0.5;
    }
    return fs.map((f) => f());
  }
}
/** For without test and with return. */
class P16 extends Module {
  t = new Text("t");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    let i = 0;
    for (;;) {
      const x = this.t(doc, i);
      if (this.flag(x) || i > 4) return [x, i];
      i++;
    }
  }
}
/** Function hoisted in a block. */
class P17 extends Module {
  t = new Text("t");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const out: unknown[] = [];
    if (this.flag(doc)) { out.push(f("1")); function f(x: string) { return out.length + x; } }
    { out.push(g()); function g() { return "g"; } }
    return [out, this.t(out)];
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
