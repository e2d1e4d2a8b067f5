// Many small programs, one after another: loops, switches, finally and generators.
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
class Text extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string { return leaf(this.id, "text", ...args); } }
class Flag extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): boolean { return leaf(this.id, "flag", ...args); } }
class Num extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): number { return leaf(this.id, "number", ...args); } }
class Maybe extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string | undefined { return leaf(this.id, "maybe", ...args); } }
class List extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string[] { return leaf(this.id, "list", ...args); } }
/** Generator of ones own. */
class P1 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  forward(doc: string): unknown {
    function* g(n: number, s: string) { for (let i = 0; i < n; i++) yield s + i; return "end"; }
    const out: unknown[] = [];
    for (const x of g(3, this.t(doc))) out.push(this.u(x));
    const it = g(2, doc);
    out.push(it.next(), it.next(), it.next(), it.next());
    return [out, [...g(2, this.v(doc))]];
  }
}
/** Generator whose finally runs on break. */
class P2 extends Module {
  t = new Text("t");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const log: string[] = [];
    function* g() { try { yield "1"; yield "2"; yield "3"; } finally { log.push("closed"); } }
    for (const x of g()) { log.push(this.t(x)); if (this.flag(x)) break; }
    const [a] = g();
    return [log, a];
  }
}
/** Generator with values sent in. */
class P3 extends Module {
  t = new Text("t");
  forward(doc: string): unknown {
    function* g(): Generator<string, string, string> { const a = yield "q1"; const b = yield "q2" + a; return a + b; }
    const it = g();
    let r = it.next();
    const out: unknown[] = [];
    while (!r.done) { out.push(r.value); r = it.next(this.t(r.value)); }
    return [out, r.value];
  }
}
/** Iterator whose return is called when a call fails. */
class P4 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    const log: unknown[] = [];
    const it = (n: number) => ({ [Symbol.iterator]() { let i = 0; return { next() { return { done: i >= n, value: i++ }; }, return() { log.push("r"); return {}; } }; } });
    try {
      for (const x of it(3)) log.push(this.t(x));
    } catch { log.push("caught"); }
    log.push(this.u(doc));
    return log;
  }
}
/** Labelled continue in do while with try finally. */
class P5 extends Module {
  t = new Text("t");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const out: unknown[] = [];
    let i = 0;
    o: do {
      i++;
      for (const x of ["a", "b"]) {
        try {
          if (this.flag(x, i)) continue o;
          out.push(this.t(x, i));
          if (this.flag(x, i, 2)) break o;
        } finally {
          out.push("f" + i + x);
        }
      }
    } while (i < 4);
    return [out, i];
  }
}
/** Nested try with rethrow and finally order. */
class P6 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  forward(doc: string): unknown {
    const log: string[] = [];
    try {
      try {
        log.push(this.t(doc));
        log.push(this.u(doc));
      } catch (e) {
        log.push("inner");
        this.v(doc);
        throw e;
      } finally {
        log.push("fin " + log.length);
      }
      log.push("after");
    } catch (e) {
      log.push("outer " + log.length);
    }
    return log;
  }
}
/** Return in finally overrides a return and a throw. */
class P7 extends Module {
  t = new Text("t");
  u = new Text("u");
  v = new Text("v");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const f = (k: string): unknown => {
      try {
        if (this.flag(k)) return this.t(k);
        throw new Error(this.u(k));
      } finally {
        if (this.flag(k, 2)) return ["finally", this.v(k)];
      }
    };
    const out: unknown[] = [];
    for (const k of [doc, "b", "c"]) { try { out.push(f(k)); } catch (e) { out.push(["caught", (e as Error).message]); } }
    return out;
  }
}
/** Return of a list that finally pushes to. */
class P8 extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    const f = () => {
      const list = [this.t(doc)];
      try { return list; } finally { list.push(this.u(doc)); }
    };
    const l = f();
    return [l, l.length];
  }
}
/** Return value evaluated before finally changes it. */
class P9 extends Module {
  t = new Text("t");
  forward(doc: string): unknown {
    let n = 1;
    const f = () => {
      try { return n + this.t(doc); } finally { n = 5; }
    };
    const a = f();
    return [a, n];
  }
}
/** Switch whose tests are calls. */
class P10 extends Module {
  t = new Text("t");
  u = new Text("u");
  flag = new Flag("flag");
  num = new Num("num");
  maybe = new Maybe("maybe");
  forward(doc: string): unknown {
    const out: unknown[] = [];
    for (const k of ["x", "y", "z"]) {
      switch (true) {
        case this.flag(k): out.push(["flag", k]); break;
        case this.num(k) > 2: { const x = this.t(k); out.push(x); break; }
        case this.maybe(k) === undefined: out.push("undef");
        default: out.push(this.u(k));
      }
    }
    return out;
  }
}
/** Switch with a default in the middle that falls through. */
class P11 extends Module {
  t = new Text("t");
  u = new Text("u");
  flag = new Flag("flag");
  num = new Num("num");
  forward(doc: string): unknown {
    const out: unknown[] = [];
    for (const k of [0, 1, 2, 3, 4]) {
      switch (this.num(doc, k)) {
        case 1: out.push("one"); 
        default: out.push(this.t(k)); 
        case 2: out.push(this.u(k)); if (this.flag(k)) break;
        case 3: out.push("three", k);
      }
    }
    return out;
  }
}
/** Switch with let shared over cases. */
class P12 extends Module {
  t = new Text("t");
  num = new Num("num");
  forward(doc: string): unknown {
    const out: unknown[] = [];
    for (const k of [0, 1, 2]) {
      switch (this.num(doc, k) % 3) {
        case 0: { out.push("z"); }
        case 1: let y = this.t(k); out.push(() => y); y += "1"; break;
        case 2: y = "q"; out.push(y);
      }
    }
    return out.map((f: any) => typeof f === "function" ? f() : f);
  }
}
/** Throw in finally replaces the error. */
class P13 extends Module {
  t = new Text("t");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const out: unknown[] = [];
    for (const k of [doc, "b", "c", "d"]) {
      try {
        try {
          out.push(this.t(k));
          if (this.flag(k)) throw new Error("first " + k);
        } finally {
          out.push("f" + k);
          if (this.flag(k, "f")) throw new Error("second " + k);
        }
      } catch (e) {
        out.push((e as Error).message);
      }
    }
    return out;
  }
}
/** Var in a loop shared by closures. */
class P14 extends Module {
  t = new Text("t");
  forward(doc: string): unknown {
    var fs: (() => unknown)[] = [];
    for (var i = 0; i < 3; i++) { var x = this.t(doc, i); fs.push(() => [i, x]); }
    return [fs.map((f) => f()), i, x!];
  }
}
/** Var read before it is assigned. */
class P15 extends Module {
  t = new Text("t");
  u = new Text("u");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const out: unknown[] = [typeof a, a];
    if (this.flag(doc)) { var a: string | undefined = this.t(doc); }
    out.push(a);
    a = this.u(doc);
    return [out, a];
  }
}
/** While with a queue that is shifted. */
class P16 extends Module {
  t = new Text("t");
  list = new List("list");
  forward(doc: string): unknown {
    const q: string[] = [doc, "b"];
    const out: string[] = [];
    while (q.length && out.length < 7) {
      const x = q.shift()!;
      out.push(this.t(x));
      for (const y of this.list(x)) q.unshift(y);
    }
    return [out, q];
  }
}
/** While with an assignment in the test. */
class P17 extends Module {
  t = new Text("t");
  maybe = new Maybe("maybe");
  forward(doc: string): unknown {
    let x: string | undefined;
    const out: unknown[] = [];
    let n = 0;
    while ((x = this.maybe(doc, n++)) !== undefined && n < 6) out.push(x, this.t(x));
    return [out, x, n];
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
