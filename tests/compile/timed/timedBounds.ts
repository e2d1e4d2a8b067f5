/** Small programs with the bound that follows from the rules by hand. A leaf `mN` answers its argument after N ms. */
import type { Order } from "../world.js";

/** A leaf's name says how long it takes. */
export const BY_NAME: Order = { name: "by name", latency: (key) => Number(/^[a-z]+(\d+)\(/.exec(key)?.[1] ?? 0) };

export function timedProgram(body: string): string {
  const fields = [1, 5, 10, 20, 50, 100].map((ms) => `m${ms} = new Same(${ms});`).join(" ");
  return `import { Module } from "plait";
class Same extends Module { constructor(readonly ms: number) { super(); } forward(...args: any[]): any { return leaf("m" + this.ms, "same", ...args); } }
class Fails extends Module { forward(...args: any[]): any { leaf("f20", "text", ...args); throw new Error("failed"); } }
class Adds extends Module { forward(list: any[], x: any): any { list.push(leaf("d10", "same", x)); return 1; } }
class Pair extends Module { ${fields} forward(x: any, y: any): any { return { early: this.m10(x), late: this.m10(y) }; } }
class Guards extends Module { ${fields} forward(x: any): any { if (this.m50(x)) throw new Error("guard"); return this.m1(x); } }
export class Main extends Module { ${fields} fails = new Fails(); adds = new Adds(); pair = new Pair(); guards = new Guards(); k: any = 0; #p: any = 0;
  guarded(x: any): any { if (this.m50(x)) return 1; return 2; }
  forward(doc: string): any {
${body}
  }
}
`;
}

/** What a program does, and when its last call ends. */
export const BOUNDS: readonly (readonly [body: string, makespan: number])[] = [
  // Whether `??=` assigns says nothing of what its key assigns.
  ["let d = 1; const by: any = { k: this.m50(0) }; by[(d = 2, 'k')] ??= 1; return this.m50(d);", 50],
  // Keys are there when the list is known, whatever its elements still wait for.
  ["for (const key in [1].filter(() => this.m10(1)).map(() => this.m50(1))) this.m50(key);", 60],
  // A variable that is given what it has does not wait for the decision.
  ["let d = 1; if (this.m50(0)) d = d; return this.m20(d);", 50],
  ["let d = 1; if (this.m50(0)) d = 2; return this.m20(d);", 70],
  ["let d = 1; const first = d; if (this.m50(0)) d &&= first; return this.m20(d);", 50],
  ["let d = doc; if (this.m50(0)) d = doc; else { d = doc; } return this.m20(d);", 50],
  ["let d = doc; if (this.m50(0)) d = doc; d = this.m1(doc); if (this.m50(0)) d = doc; return this.m20(d);", 70],
  ["let d = 1; const two = d + 1; if (this.m50(0)) d &&= two; return this.m20(d);", 70],
  ["let d = 1; let e = 1; if (this.m50(0)) [d, e] = [d, 2]; return this.m20(d);", 50],
  ["let d = 1; let e = 1; if (this.m50(0)) [d, e] = [e, d]; return this.m20(d);", 70],
  ["let d = 1; [1].forEach(() => { if (this.m50(1)) d = d; }); return this.m20(d);", 50],
  ["let d = 1; let e = 1; [1].forEach(() => { if (this.m50(1)) [d, e] = [d, 2]; }); return this.m20(d);", 50],
  ["let d = 1; let e = 1; [1].forEach(() => { if (this.m50(1)) [d, e] = [d, 2]; }); return this.m20(e);", 70],
  // Neither does one that only a function assigns that nobody calls.
  ["let d = 1; if (this.m50(0)) { const f = () => { d = 2; }; } return this.m20(d);", 50],
  ["let d = 1; if (this.m50(0)) { const f = () => { d = 2; }; const g = () => f(); } return this.m20(d);", 50],
  ["let d = 1; if (this.m50(0)) { const f = () => { d = 2; }; f(); } return this.m20(d);", 70],
  ["let d = 1; if (this.m50(0)) { const f = () => { d = 2; }; const g = () => f(); g(); } return this.m20(d);", 70],
  // Data.
  [`const a = this.m10(1); return [a, this.m20(2)];`, 20],
  [`return this.m10(this.m20(1));`, 30],
  [`return this.m10(this.m20(1), this.m50(2));`, 60],
  [`return this.m10(\`\${this.m20(1)} \${this.m50(2)}\`);`, 60],
  [`return this.m10(JSON.stringify({ a: this.m20(1), b: 2 }));`, 30],
  // Members of containers have their own times.
  [`const o = { a: this.m50(1), b: 2 }; return this.m20(o.b);`, 50],
  [`const o = { a: this.m50(1), b: 2 }; return this.m20(o);`, 70],
  [`const { a, b } = { a: this.m50(1), b: 2 }; return this.m20(b);`, 50],
  [`const [p, ...r] = [1, this.m50(2)]; return this.m20(r.length);`, 50],
  [`const l = [...[this.m50(1)], 2]; return this.m20(l.length);`, 50],
  // How many arguments there are, where they are spread.
  [`return this.m20(...this.m50([]));`, 70],
  [`const f = (a: any, b = 1) => b; return this.m20(f(0, ...this.m50([])));`, 70],
  [`const f = (a: any, ...b: any[]) => b.length; return this.m20(f(0, ...this.m50([])));`, 70],
  [`const f = (a: any, b: any) => a; return this.m20(f(0, ...this.m50([])));`, 50],
  [`const l = [...this.m50([1])]; return this.m20(l.length);`, 70],
  [`const [x] = Promise.all([this.m10(1), this.m50(2)]) as any; return this.m20(x);`, 50],
  [`const m = new Map(); m.set("a", this.m50(1)); m.set("b", 2); return this.m20(m.get("b"));`, 50],
  [`const m = new Map(); m.set("a", this.m50(1)); m.set("b", 2); return this.m20(m.get("a"));`, 70],
  [`const m = new Map(); m.set(this.m50("k"), 1); return this.m20(m.size);`, 70],
  [`const o = [0, 0]; o[this.m50(1)] = 2; return this.m20(o[0]);`, 70],
  [`const o = [0, 0]; o[1] = this.m50(2); return this.m20(o[0]);`, 50],
  [`const l = [this.m50(2), 1]; l.sort(); return this.m20(l[0]);`, 70],
  [`const l: any[] = []; this.adds(l, 1); return this.m20(l.length);`, 30],
  [
    `const y = ["g"]; const k = y.filter(() => { y.push(this.m50(0)); y.reverse(); return true; }); return this.m20(k[0]);`,
    50,
  ],
  // How many arguments there are is known when it is known what is spread.
  [`return this.m10(1, ...[1].filter(() => this.m50(false)));`, 60],
  [`return this.m10(1, ...[1].filter(() => this.m50(true)));`, 60],
  [`return this.pair(1, ...[2].filter(() => this.m50(false)));`, 60],
  [`return this.pair(...[1, 2], ...[3].filter(() => this.m50(false)));`, 50],
  [`const l: any[] = []; l.push(...[1].filter(() => this.m50(false))); return this.m20(l.length);`, 70],
  // What is caught in a round does not end it.
  [
    `const l: any[] = []; for (let i = 0; ; i++) { if (i > 1) break; l.push(this.m10(i)); try { if (this.m20(i) > 5) throw 1; } catch {} } return l;`,
    20,
  ],
  // Branches.
  [`if (this.m10(true)) this.m1(1); return this.m50(2);`, 50],
  [`let x = 1; if (this.m50(false)) x = 2; return this.m20(x);`, 70],
  [`let x = 1; let y = 2; if (this.m50(true)) x = 3; return this.m20(y);`, 50],
  [`if (this.m50(false)) return 0; return this.m20(1);`, 70],
  [`if (this.m20(false)) { if (this.m50(true)) return 1; } return this.m10(1);`, 30],
  [`if (this.m20(true)) { if (this.m50(false)) return 1; } return this.m10(1);`, 80],
  [`const x = this.m50(true) ? this.m10(1) : 2; return x;`, 60],
  [`return this.m10(0) || this.m20(1);`, 30],
  [`const o: any = this.m20(undefined); o?.f(this.m50(1)); return this.m10(2);`, 20],
  // What an optional chain starts from is evaluated whatever it comes to.
  [
    `let n = 0; const f = (x: any) => this.m50(x); f([1].map(() => { n = 1; }) && undefined)?.a; return this.m20(n);`,
    50,
  ],
  [`let n = 0; this.m50(undefined)?.a[(n = 1)]; return this.m20(n);`, 70],
  [`const l = [1]; if (this.m50(true)) l.push(2); return this.m20(l.length);`, 70],
  [`const l = [1]; if (this.m50(false)) l.push(2); return this.m20(l.length);`, 70],
  [`const o = { a: 1, b: 2 }; if (this.m50(true)) o.a = 3; return this.m20(o.b);`, 70],
  [`const o = { a: 1, b: 2 }; if (this.m50(true)) o.a = 3; return this.m20(o.a);`, 70],
  [`if (this.m50(true)) this.k = 3; return this.m20(1);`, 50],
  [`if (this.m50(true)) this.k = 3; return this.m20(this.k);`, 70],
  [`if (this.m50(false)) this.k = 3; return this.m20(this.k);`, 70],
  [`if (this.m50(false)) this.#p = 3; return this.m20(this.#p);`, 70],
  [`if (this.m50(false)) this.#p = 3; return this.m20(1);`, 50],
  [`switch (this.m20(2)) { case 1: this.m100(1); break; case 2: this.m10(1); } return this.m20(1);`, 30],
  [`let x = 0; switch (this.m50(2)) { case 1: x = 1; } return this.m20(x);`, 70],
  [`switch (true) { case this.m10(false): case this.m10(true): this.m5(1); }`, 25],
  [`let x = 0; let y = 0; b: { if (this.m50(false)) break b; x = 1; } return this.m20(x);`, 70],
  [`let x = 0; let y = 0; b: { if (this.m50(false)) break b; x = 1; } return this.m20(y);`, 50],
  // What follows a block waits for what may leave the block, not for jumps to its end.
  [`b: { if (this.m10(false)) return 0; if (this.m50(true)) break b; this.m1(0); } return this.m20(1);`, 60],
  [`b: { if (this.m50(true)) break b; if (this.m10(false)) return 0; } return this.m20(1);`, 70],
  [
    `switch (1) { case 1: if (this.m10(false)) return 0; if (this.m50(true)) break; this.m1(0); } return this.m20(1);`,
    60,
  ],
  [`switch (1) { case 1: if (this.m50(true)) break; if (this.m10(false)) return 0; } return this.m20(1);`, 70],
  [`b: for (;;) { if (this.m10(false)) return 0; if (this.m50(true)) break b; this.m1(0); } return this.m20(1);`, 80],
  [`b: for (const x of this.m50([1, 2])) { if (x) continue b; } return this.m20(1);`, 50],
  // What no way leads to changes nothing.
  [`let x = 0; switch (2) { case 2: if (this.m50(true)) break; break; case 3: x = 1; } return this.m20(x);`, 50],
  [`let x = 0; switch (2) { case 2: if (this.m50(true)) break; case 3: x = 1; } return this.m20(x);`, 70],
  // Functions and composites.
  [`const r = this.pair(1, this.m50(2)); return this.m100(r.early);`, 110],
  [`const f = (x: any) => this.m10(x); return [f(1), f(f(2))];`, 20],
  [`let n = 0; const add = (x: number) => { n += x; }; if (this.m50(true)) add(1); return this.m20(n);`, 70],
  [`return this.m20(this.guarded(false));`, 70],
  [`this.guarded(false); return this.m20(1);`, 50],
  [`this.guards(false); return this.m20(1);`, 51],
  // Loops.
  [`const out: any[] = []; for (const x of [1, 2]) out.push(this.m50(x)); return this.m20(out.length);`, 50],
  [`const out: any[] = []; for (const x of [1, 2]) out.push(this.m50(x)); return this.m20(out);`, 70],
  [`let last = 0; for (const x of [1, 2, 3]) last = this.m10(last + x); return last;`, 30],
  [`for (const x of [1, 2]) { if (this.m10(false)) continue; this.m50(x); }`, 60],
  [`let last = 0; for (const x of [1, 2]) { if (this.m50(true)) continue; last = x; } return this.m20(last);`, 70],
  [
    `const l: any[] = []; for (const x of [1, 2]) { if (this.m50(true)) continue; l.push(x); } return this.m20(l.length);`,
    70,
  ],
  [`for (const x of [1, 2, 3]) { if (this.m10(x === 2)) break; this.m50(x); }`, 60],
  [`for (const x of this.m10([1, 2])) { if (this.m10(false)) return x; } return this.m5(1);`, 35],
  [`let n = 0; while (this.m10(n < 2)) n++; return this.m5(n);`, 35],
  [`for (let i = 0; i < this.m10(2); i++) this.m5(i);`, 30],
  [`let n = 0; for (const x of this.m50([])) n++; return this.m20(n);`, 70],
  [`outer: for (const p of [1, 2]) for (const q of [1, 2]) { if (this.m10(q === 2)) continue outer; this.m5(q); }`, 20],
  [`each: for (const x of [1, 2]) { if (this.m20(true)) continue each; } return this.m50(1);`, 50],
  [`each: while (this.m10(true)) { if (this.m10(true)) break each; } return this.m50(1);`, 50],
  // Array callbacks.
  [`return [this.m10(1), this.m50(2)].map((x, i) => (i ? this.m10(x) : this.m50(x)));`, 60],
  [`return [1, 2].filter((x) => (x === 1 ? this.m10(true) : this.m50(true))).map((x) => this.m20(x));`, 70],
  [`return [1, 2, 3].find((x) => this.m10(x === 2));`, 20],
  [`return [1, 2].every(() => this.m10(true));`, 20],
  [`return [1, 2, 3].reduce((s, x) => s + this.m10(x), 0);`, 10],
  [`return [1, 2, 3].reduce((s, x) => this.m10(s + x), 0);`, 30],
  [`let n = 0; this.m50([]).forEach(() => { n++; }); return this.m20(n);`, 70],
  [`const [x] = [1, , 2].concat(this.m50([])); return this.m20(x);`, 50],
  [`const [, , , x] = [1, , 2].concat(this.m50([3])); return this.m20(x);`, 70],
  // `find` visits each place, whatever the callback does to the list: only the element may be another one.
  [`[1, 2].find((x, i, all) => { if (this.m50(1)) all.push(3); this.m20(i); return false; });`, 50],
  [`[1, 2].find((x, i, all) => { if (this.m50(1)) all.push(3); this.m20(x); return false; });`, 70],
  // What is put in front moves the others at once.
  [`const l = [this.m10(1), 2]; l.unshift(this.m50(0)); return this.m20(l[1]);`, 50],
  [`const l = [1, 2]; l.unshift(this.m50(0)); return this.m20(l[0]);`, 70],
  [`const l = [1, 2]; l.unshift(this.m50(0)); return this.m20(l.length);`, 50],
  // Effects.
  [`this.m50(1); const e = effect("x"); return this.m10(e);`, 60],
  [`this.m50(1); console.log("x"); return this.m10(1);`, 50],
  // Failure.
  [`let x = 0; try { x = this.m10(1); this.m50(2); } catch { x = 2; } return this.m5(x);`, 55],
  [`try { this.k = 1; this.m50(2); } catch {} return this.m20(this.k);`, 70],
  [`try { this.k = 1; this.#p = 1; this.m50(2); } catch {} return this.m20(1);`, 50],
  [`try { this.#p = 1; this.m50(2); } catch {} return this.m20(this.#p);`, 70],
  [`const y = this.m10(1); try { this.m50(2); } catch {} return this.m20(y);`, 50],
  [`try { this.m50(1); } catch { return 0; } return this.m5(1);`, 55],
  [`const f = () => { try { this.m50(1); return 1; } catch { return 2; } }; return this.m5(f());`, 55],
  [
    `let x; try { if (this.m20(true)) throw new Error("e"); this.m100(1); } catch { x = this.m10(2); } return this.m5(x);`,
    35,
  ],
  [`try { this.m50(1); } finally { this.m10(2); } return this.m5(1);`, 60],
  [`try { this.fails(); this.m50(1); } catch { this.m10(2); }`, 30],
  [`try { this.m50(1); this.fails(); } catch { this.m10(2); }`, 60],
];
