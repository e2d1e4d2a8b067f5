/**
 * Small programs that use single parts of lists and objects, with the time that they take when each part is used
 * in its own. Leaves say with their names how long they take; the typed ones give what their types say.
 */
const MS = [1, 5, 10, 20, 50, 100];
const FIELDS = MS.map((ms) =>
  ["S", "L", "B", "N"].map((kind) => `${kind.toLowerCase()}${ms} = new ${kind}(${ms});`).join(" "),
).join(" ");

export function elementwiseProgram(body: string): string {
  return `import { Module } from "plait";
class S extends Module { constructor(readonly ms: number) { super(); } forward(...args: any[]): string { return leaf("s" + this.ms, "text", ...args); } }
class L extends Module { constructor(readonly ms: number) { super(); } forward(x: string[]): string[] { return leaf("l" + this.ms, "same", x); } }
class B extends Module { constructor(readonly ms: number) { super(); } forward(x: boolean): boolean { return leaf("b" + this.ms, "same", x); } }
class N extends Module { constructor(readonly ms: number) { super(); } forward(x: number): number { return leaf("n" + this.ms, "same", x); } }
class Pair extends Module { ${FIELDS} forward(x: string, y: string): { early: string; late: string; list: string[] } { return { early: this.s10(x), late: this.s100(y), list: [this.s10(x), this.s100(y)] }; } }
class Deep extends Module { pair = new Pair(); ${FIELDS} forward(x: string): { p: { early: string; late: string; list: string[] }; n: number } { const p = this.pair(x, x); return { p, n: p.list.length }; } }
class Takes extends Module { ${FIELDS} forward(list: string[]): string { return this.s10(list[0]); } }
class Joins extends Module { ${FIELDS} forward(x: string): string[] { return ["z"].concat(this.l100([x])); } }
class Keeps extends Module { ${FIELDS} forward(list: string[]): string[] { return list.filter((x) => x !== "").map((x) => this.s50(x)); } }
export class Main extends Module { ${FIELDS} pair = new Pair(); deep = new Deep(); takes = new Takes(); keeps = new Keeps(); joins = new Joins();
  forward(doc: string): any {
${body}
  }
}
`;
}

/** Of three texts the first takes long. */
const texts = `const l = ["a", "b", "c"].map((x, i) => i === 0 ? this.s100(x) : this.s10(x));`;
const records = `const r = ["a", "b"].map((x) => ({ name: this.s10(x), body: this.s100(x) }));`;
const pushed = `const l: string[] = []; for (const x of ["a", "b"]) l.push(x === "a" ? this.s10(x) : this.s100(x));`;
const filled = `const o: Record<string, string> = {}; for (const k of ["a", "b"]) o[k] = k === "a" ? this.s10(k) : this.s100(k);`;
const mapped = `const m = new Map([["k", this.s10("a")], ["l", this.s100("b")]]);`;
const slowFirst = `const l = ["a", "b"].filter((x) => x === "a" ? this.b100(true) : this.b10(true));`;
const slowLast = `const l = ["a", "b", "c"].filter((x) => x === "c" ? this.b100(false) : this.b10(true));`;

export const ELEMENTWISE: readonly (readonly [body: string, makespan: number])[] = [
  // How many there are, and single ones.
  [`${texts} return this.s20(l.length);`, 100],
  [`${texts} return this.s20(\`\${l.length} \${l[1]}\`);`, 100],
  [`${texts} const i = this.n1(1); return this.s20(l[i]);`, 100],
  [`${texts} return this.s100(l.at(-1)!);`, 110],
  [`${pushed} return this.s20(\`\${l.length} points\`);`, 100],
  [`${pushed} return this.s100(l[0]);`, 110],
  // Values of a Map.
  [`${mapped} return this.s100(m.get("k")!);`, 110],
  [`${mapped} return [this.s20(m.size), m.has("l") ? this.s100("x") : ""];`, 100],
  [`${mapped} const n = this.b5(true) ? m : new Map([["k", this.s1("x")]]); return this.s100(n.get("k")!);`, 110],
  [`${mapped} return m ? this.s100("x") : "";`, 100],
  [
    `${mapped} const n = new Map([...m, ["z", this.s50("z")]]); return [this.s100(n.get("k")!), this.s50(n.get("z")!)];`,
    110,
  ],
  [
    `${mapped} const l: string[] = []; for (const [k, v] of m) l.push(k === "k" ? this.s100(v) : this.s10(v)); return l;`,
    110,
  ],
  [`${mapped} return [...m].map(([k, v]) => k === "k" ? this.s100(v) : this.s10(v));`, 110],
  [`${mapped} const [[k, v]] = [...m]; return this.s100(k, v);`, 110],
  // What a loop without calls replaces, and what it leaves.
  [`let x = this.s100("a"); for (let i = 0; i < 3; i++) x = "k" + i; return this.s20(x);`, 100],
  [
    `let x = this.s100("a"), y = this.s10("b"); for (const c of "abc") { if (c === "z") y = c; else [x] = [c]; } return [this.s100(x), this.s100(y)];`,
    110,
  ],
  // A queue that is taken from at both ends.
  [`const q = [this.s10("a"), this.s100("b")]; return this.s100(q.shift()!);`, 110],
  [`const q = [this.s100("a"), this.s10("b")]; return this.s100(q.pop()!);`, 110],
  [`const q = ["x"]; q.unshift(this.s100("a")); return [this.s100(q[1]!), this.s20(q.length)];`, 100],
  [
    `const q = ["a"]; const l = []; for (let n = 0; q.length > 0 && n < 3; n++) { const x = q.shift()!; l.push(this.s100(x)); q.push(this.s10(x)); } return l;`,
    120,
  ],
  // Rounds that may be left early, for the next one.
  [`let i = 0; while (i < 2) { i++; try { this.s100("a"); } catch { continue; } } return i;`, 100],
  [
    `let i = 0; let n = ""; while (i < 2) { i++; switch (this.n10(i)) { case 7: continue; default: n += this.s100("x"); } n += this.s20("y"); } return n;`,
    110,
  ],
  [
    `let i = 0; const l = []; while (i < 2) { i++; try { if (this.b10(true)) continue; } catch { this.s10("x"); } l.push(this.s100("y")); } return [l, i];`,
    10,
  ],
  // Functions of an expression.
  [
    `const f = ({ early }: any) => early + "!"; return this.s100(f({ early: this.s10("a"), late: this.s100("b") }));`,
    110,
  ],
  [`const f = ({ list }: any, n = 1) => list.length + n; return this.s50(f({ list: [this.s100("a")] }));`, 100],
  [`const f = (x: any) => x; return this.s100(f({ early: this.s10("a"), late: this.s100("b") }).early);`, 110],
  // A member that is called like that of a Map.
  [
    `const o = this.b1(true) ? { size: this.s10("a"), late: this.s100("b") } : { size: "", late: "" }; return this.s100(o.size);`,
    111,
  ],
  // What moves elements.
  [`${texts} return this.s100(l.slice(1).join("\\n"));`, 110],
  [`${texts} return [l.slice(1).map((x) => this.s100(x)), l.slice(0, 1)];`, 110],
  [`${texts} return this.s100(l.concat(["x"])[1]!);`, 110],
  [`${texts} return this.s100([...l, "x"].slice(1).join());`, 110],
  [`${texts} return this.s100(l.toReversed()[0]!);`, 110],
  [`${texts} return this.s100(l.with(0, "x").join());`, 110],
  [`${texts} return this.s100(l.toSpliced(0, 1, "x").join());`, 110],
  [`let l = ["a", "b"].map((x, i) => i ? this.s10(x) : this.s100(x)); l = l.slice(1); return this.s100(l[0]);`, 110],
  [`const l: string[] = []; l.push(this.s100("a"), this.s10("b")); return this.s100(l.slice(1).join());`, 110],
  // Code over one element at a time.
  [`${texts} return l.map((x) => x.trim()).map((x) => this.s20(x));`, 120],
  [`${texts} return l.filter((x) => x !== "").length;`, 100],
  [`${records} return r.filter((x) => x.name !== "q").map((x) => this.s50(x.name));`, 100],
  [`${records} return r.filter(({ name }) => name !== "q").map(({ name }) => this.s50(name));`, 100],
  [`${records} return this.s50(r[0]!.name);`, 100],
  [`${records} return this.s50(r.map((x) => x.name).join());`, 100],
  [`${records} for (const { name } of r) this.s50(name);`, 100],
  // What a test keeps: each element waits for its own, its place for those of all before it.
  [`${slowFirst} return l.map((x) => this.s50(x));`, 150],
  [
    `${slowFirst} return l.filter((x) => x !== "").map((x) => this.s100(x + "!")).filter((x) => this.b5(x !== "")).length;`,
    205,
  ],
  [
    `const l = ["a", "b"].filter((x) => x === "a" ? this.b10(true) : this.b100(false)); return l.map((x) => this.s100(x));`,
    110,
  ],
  [`${slowLast} return l.map((x) => this.s100(x));`, 110],
  [`${slowLast} return l.map((x, i) => this.s100(x, i));`, 110],
  [`${slowFirst} return l.map((x, i) => this.s50(x, i));`, 150],
  [`${slowLast} return this.s100(l[0]);`, 110],
  [`${slowLast} const [first, second] = l; return [this.s100(first), this.s50(second)];`, 110],
  [`${slowLast} return l.slice(0, 2).map((x) => this.s100(x));`, 110],
  [`${slowLast} return this.s50(l.length);`, 150],
  [`${slowLast} const out = []; for (const x of l) out.push(this.s100(x)); return out;`, 110],
  [`${slowLast} return l.find((x) => this.b100(x === "b"));`, 210],
  [`${slowLast} return ["z", ...l, "z"].map((x) => this.s100(x));`, 110],
  [`${slowLast} return l.concat(["z"]).map((x) => this.s100(x));`, 110],
  [`${slowLast} return l.filter((x) => x !== "b").map((x) => this.s100(x));`, 110],
  // Lists in lists.
  [`return ["a", "b"].flatMap((x) => x === "a" ? this.l100([x]) : this.l10([x])).map((x) => this.s50(x));`, 150],
  [`return ["a", "b"].flatMap((x) => x === "a" ? this.l10([x]) : this.l100([])).map((x) => this.s100(x));`, 110],
  [`return this.s20(["a", "b"].flatMap((x) => [x === "a" ? this.s100(x) : this.s10(x), x]).length);`, 100],
  [`return this.s100(["a", "b"].flatMap((x) => x === "b" ? this.l100([x]) : this.l10([x]))[0]!);`, 110],
  [`return [["a"], []].map((x) => x.length > 0 ? this.l10(x) : this.l100(x)).flat().map((x) => this.s100(x));`, 110],
  [
    `return ["a", "b"].flatMap((x) => [x, x + "q"].filter((y) => y === "a" ? this.b100(true) : this.b10(true)).map((y) => ({ y }))).map(({ y }) => this.s50(y));`,
    150,
  ],
  [`return [...this.l100([]), ...this.l10(["a"])].map((x) => this.s100(x));`, 110],
  [`return ["z"].concat(this.l100(["a"])).map((x) => (x === "z" ? this.s100(x) : this.s10(x)));`, 110],
  [`return this.joins("a").map((x) => (x === "z" ? this.s100(x) : this.s10(x)));`, 110],
  [
    `const f = () => ["z", "y"].filter((x) => x === "z" || this.b100(true)); return f().map((x) => x === "z" ? this.s100(x) : this.s10(x));`,
    110,
  ],
  [
    `const f = () => { if (this.b10(true)) return ["z", ...this.l100(["a"])]; return []; }; return f().slice(0, 2).map((x) => x === "z" ? this.s100(x) : this.s10(x));`,
    120,
  ],
  [`return this.joins("a").slice(0, 2).map((x) => x === "z" ? this.s100(x) : this.s10(x));`, 110],
  [`let n = 0; ${texts} l.forEach((x) => { n++; }); return this.s50(n);`, 100],
  [`let s = ""; ${slowFirst} l.forEach((x, i) => { if (i === 1) s = x; }); return this.s50(s);`, 150],
  // Outcomes.
  [`${texts} return this.s50(Promise.allSettled(l.map(async (x) => await this.s20(x))).length);`, 120],
  [`${texts} return this.s50(Promise.allSettled(l.map(async (x) => await this.s20(x)))[1].status);`, 120],
  [
    `${texts} const [, second] = Promise.allSettled([this.s100("a"), this.s10("b")]); return this.s50(second.status);`,
    100,
  ],
  // Members.
  [`const { early, late } = this.pair("a", "b"); return [this.s100(early), late];`, 110],
  [`const o = { ...this.pair("a", "b"), x: 1 }; return this.s100(o.early);`, 110],
  [`const o = { ...this.pair("a", "b"), x: 1 }; return this.s50(o.x);`, 100],
  [`const p = this.pair("a", "b"); const o = { ...p, late: "no", list: [] }; return this.s100(o);`, 110],
  [`const o = { a: this.s10(1), b: this.s50(2) }; return Object.entries(o).map(([k, v]) => this.s50(k, v));`, 100],
  [`const o = { a: this.s10(1), b: this.s100(2) }; return this.s50(Object.keys(o).length);`, 100],
  [`const o = { a: this.s10(1), b: this.s50(2) }; return Object.values(o).map((v) => this.s50(v));`, 100],
  [`${filled} return this.s100(o["a"]!);`, 110],
  [`${filled} return Object.keys(o).map((k) => this.s10(o[k]));`, 110],
  // Across modules.
  [`return this.takes([this.s10(1), this.s100(2)]);`, 100],
  [`return this.keeps([this.s10(1), this.s50(2)]);`, 100],
  [`return this.s100(this.deep("a").p.early);`, 110],
  [`const d = this.deep("a"); return [this.s100(d.p.early), this.s100(d.n), this.s50(d.p.list.length)];`, 110],
];
