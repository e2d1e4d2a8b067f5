/** Which local objects are private: every rule with code that keeps it and code that breaks it. */
import type { Node } from "oxc-parser";
import { expect, test } from "vitest";
import { lineStarts, parse } from "../syntax/parse.js";
import { resolveBindings } from "../syntax/resolveBindings.js";
import { isFunction, walk, type AnyFunction } from "../syntax/walk.js";
import { findClasses } from "./classes.js";
import { findLaunches } from "./launches.js";
import { findLocalLaunches } from "./localFunctions.js";
import type { FileAnalysis } from "./methodContext.js";
import { inPlaceFunctions } from "./inPlace.js";
import { privatesOf } from "./privates.js";

const FILE = `
import { LLMInference, Module, ModuleList } from "plait";
import { helper } from "./far.js";
class Sub extends Module { forward(o: unknown): string { return helper(o); } }
class Main extends Module {
  llm = new LLMInference({ alias: "fast" });
  sub = new Sub();
  many = new ModuleList([new Sub()]);
  METHOD(docs: string[], q: string, c: boolean, n: number, any: any, all: unknown[][]) {
    BODY
  }
}`;

interface Analysed {
  ctx: FileAnalysis & { fn: AnyFunction };
  text: string;
}

function analyse(body: string): Analysed {
  const text = FILE.replace("METHOD", /await/.test(body) ? "async forward" : "forward").replace("BODY", () => body);
  const { program, errors } = parse("file.ts", text);
  expect(errors).toEqual([]);
  const file = {
    fileName: "file.ts",
    displayName: "file.ts",
    text,
    program,
    bindings: resolveBindings(program),
    host: undefined,
    readImport: undefined,
    readPlan: undefined,
    effects: undefined,
    lines: lineStarts(text),
    diagnostics: [],
  };
  const analysis: FileAnalysis = { file, classes: findClasses(file), launches: new Map() };
  findLaunches(analysis);
  findLocalLaunches(analysis);
  const fn = analysis.classes.get("Main")?.methods.get("forward")?.fn as AnyFunction;
  return { ctx: { ...analysis, fn }, text };
}

/** `b: list b.push(1)`: each private name with its writes. */
function verdictOf(body: string): string {
  const { ctx, text } = analyse(body);
  const source = (node: Node): string => text.slice(node.start, node.end);
  const found = [...privatesOf(ctx)].map(
    ([binding, { kind, writes }]) => `${binding.name}: ${kind} ${writes.map(source).join(" ")}`,
  );
  return found.join("; ");
}

const NONE = "";

// What is listed, with its writes in source order.
test.each([
  // What makes a new object.
  ["const b = []; b.push(1)", "b: list b.push(1)"],
  ["const b: string[] = [] as string[]; (b as any[])!.push(1)", "b: list (b as any[])!.push(1)"],
  ["const b = { k: 1, ...any }; b.k = 2", "b: record b.k = 2"],
  ["const b = { f() { return 1 } }; b.k = 2", "b: record b.k = 2"],
  ["const b = new Map(); b.set(1, 2)", "b: chained b.set(1, 2)"],
  ["const b = new Set(docs); b.add(1); b.delete(2)", "b: chained b.add(1) b.delete(2)"],
  ["const b = new Array(3); b[0] = 1", "b: list b[0] = 1"],
  ["const b = Array.from(docs); b.pop()", "b: list b.pop()"],
  ["const b = Object.keys(any); b.sort()", "b: list b.sort()"],
  ["const b = docs.slice(1); b.reverse()", "b: list b.reverse()"],
  ["const b = docs.map((d) => this.llm(d)); b.push(q)", "b: list b.push(q)"],
  ["const b = q.split(','); b.shift()", "b: list b.shift()"],
  ["const b = [...docs].sort(); b.unshift(q)", "b: list b.unshift(q)"],
  ["let b: string[] = []; b.push(q); b = []; b.push(q)", "b: list b.push(q) b.push(q)"],
  ["let b: any = []; if (c) b = {}; b[0] = 1", "b: chained b[0] = 1"],
  ["var b = []; b.push(1)", "b: list b.push(1)"],
  ["for (const d of docs) { const b = []; b.push(d); all.push(b) }", "b: list b.push(d)"],
  ["docs.map((d) => { const b = []; b.push(d); return b })", "b: list b.push(d)"],
  ["switch (n) { case 1: const b = []; b.push(1) }", "b: list b.push(1)"],
  // Writes.
  ["const b = [1]; b[0] += 2; b[n]--; b.length = 0; delete b[1]", "b: list b[0] += 2 b[n]-- b.length = 0 delete b[1]"],
  ["const b: any = {}; b[q] = 1; b.k ??= 2; delete b.k", "b: record b[q] = 1 b.k ??= 2 delete b.k"],
  ["const b = []; const x = (b[0] = q); const y = b.push(x)", "b: list b[0] = q b.push(x)"],
  ["const b = []; for (let i = 0; i < n; b.fill(0)) i++", "b: list b.fill(0)"],
  ["const b = new Set(); docs.forEach((d) => b.add(d))", "b: chained b.add(d)"],
  ["const b = []; b.push(b.length); b[b.length] = b[0]", "b: list b.push(b.length) b[b.length] = b[0]"],
  ["const b = []; b.push(...b)", "b: list b.push(...b)"],
  ["const b = []; c && b.sort()", "b: list b.sort()"],
  // Reads.
  [
    "const b = []; for (const d of docs) b.push(this.llm(`${d} ${b.join()}`)); return b",
    "b: list b.push(this.llm(`${d} ${b.join()}`))",
  ],
  // What it holds, and nobody else.
  ["const b: any = { o: [] }; b.k = 1; b.o.push(2)", "b: record b.k = 1 b.o.push(2)"],
  ["const b: any = { o: { l: [q] } }; b.o.l.push(2); b.o['l'][0]++", "b: record b.o.l.push(2) b.o['l'][0]++"],
  ["const b: any = { o: any }; b.k = 1; b.o.push(2)", "b: record b.k = 1"],
  ["const b: any = { o: [], ...any }; b.k = 1; b.o.push(2)", "b: record b.k = 1"],
  ["const b: any = { ...any, o: [] }; b.k = 1; b.o.push(2)", "b: record b.k = 1 b.o.push(2)"],
  ["const b: any = { o: [], [q]: any }; b.k = 1; b.o.push(2)", "b: record b.k = 1"],
  ["const b: any = { o: new Set() }; b.k = 1; b.o.add(2)", "b: record b.k = 1"],
  ["const b: any = { o: [] }; b.o = [q]; b.o.push(2)", "b: record b.o = [q] b.o.push(2)"],
  ["const b: any = { o: [] }; const c = (b.o = [q]); b.o.push(2)", "b: record b.o = [q]"],
  [
    "const b = [1, 2]; b.push(3); [b[0], b[1]] = [b[1], b[0]]; const c = []; [c[0], b[2]] = docs",
    "b: list b.push(3) [b[0], b[1]] = [b[1], b[0]] [c[0], b[2]] = docs; c: list [c[0], b[2]] = docs",
  ],
  ["const b: any = { o: [] }; b.o = docs; b.o.push(2)", "b: record b.o = docs"],
  ["const b: any = { o: [] }; b.o = {}; b.o.k = 2", "b: record b.o = {}"],
  ["const b: any = { o: [] }; b.o ??= any; b.o.push(2)", "b: record b.o ??= any"],
  ["const b: any = { o: [] }; delete b.o; b.o.push(2)", "b: record delete b.o"],
  ["const b: any = { o: [] }; b[q] = any; b.o.push(2)", "b: record b[q] = any"],
  ["const b: any = { o: [] }; b[q].push(1); b.o.push(2); b.k = 3", "b: record b.k = 3"],
  ["const b: any = { o: [] }; b.o.push(2); helper(b[q])", NONE],
  [
    "let b: any = { o: [] }; b.o.push(1); b = { o: [2], p: [] }; b.p.push(3); b.o.pop()",
    "b: record b.o.push(1) b.o.pop()",
  ],
  ["const b: any = { o: [], p: [] }; helper(b.o); b.p.push(1); b.k = 2", "b: record b.p.push(1) b.k = 2"],
  ["const b: any = { o: [] }; helper(b.o); b.o.push(1); b.k = 2", "b: record b.k = 2"],
  ["const b: any = { o: [] }; b.o.push(1); helper(b.o)", "b: record b.o.push(1)"],
  ["const b: any = { o: [] }; helper(b); b.o.push(1)", NONE],
  ["const b: any = { o: [] }; const { o } = b; b.o.push(1); b.k = 2", "b: record b.k = 2"],
  ["const b: any = { o: [] }; const c = { ...b }; b.o.push(1); b.k = 2", "b: record b.k = 2"],
  ["const b: any = { o: [] }; Object.values(b); b.o.push(1); b.k = 2", "b: record b.k = 2"],
  ["const b: any = { o: [] }; Object.keys(b); JSON.stringify(b); b.o.push(1)", "b: record b.o.push(1)"],
  ["const b: any = { o: [] }; for (const x of b.o) b.k = x", "b: record b.k = x"],
  ["const b: any = { o: [], k: 1 }; for (const x of b.o) { b.o.push(x); b.k = 2; }", "b: record b.k = 2"],
  ["const b: any = { o: [] }; b?.o.push(1); b.k = 2", "b: record b.k = 2"],
  ["const b: any = { o: { f() {} } }; b.o.f(); b.o.k = 1; b.k = 2", "b: record b.k = 2"],
  ["const b: any = { o: [] }; b.o.push((b.o = [1], 2)); b.k = 2", NONE],
  ["const b: any = { o: [], p: [] }; b.o.push(b.p.pop()); b.k = 2", "b: record b.o.push(b.p.pop()) b.p.pop() b.k = 2"],
  ["const b: any = { o: [] }; b.o.push(b.o.pop()); b.k = 2", "b: record b.k = 2"],
  [
    "const b = []; JSON.stringify(b); Array.isArray(b); console.log(b, 'x'); new Set(b); b.push(1)",
    "b: list b.push(1)",
  ],
  ["const b = []; const [x] = b; const y = [...b, typeof b, !b]; b.push(1)", "b: list b.push(1)"],
  ["const b: any = { x: 1 }; for (const k in b) { b[k] = 2; b.n++; }", "b: record b[k] = 2 b.n++"],
  ["const b: any = { x: 1 }; for (const k in b) delete b[k]", NONE],
  ["const b = [1]; for (const k in b) b[k] = 2", NONE],
  ["const b: any = { o: [] }; for (const k in b) helper(k); b.o.push(1)", "b: record b.o.push(1)"],
  ["const b: any = {}; for (const k in b) helper(k); if ('k' in b) b.k = 1", "b: record b.k = 1"],
  ["const b = []; for (const [i, x] of b.entries()) helper(i, x); b.push(1)", "b: list b.push(1)"],
  ["const b = []; helper(Math.max(...b)); b.push(1)", "b: list b.push(1)"],
  ["const b = []; b.filter(Boolean).map((x, i) => x + i); b.push(1)", "b: list b.push(1)"],
  ["const b = []; b.reduce((sum, x, i) => sum + x + i, 0); b.push(1)", "b: list b.push(1)"],
  ["const b = []; this.llm(b); this.llm({ docs: [b] }); b.push(q)", "b: list b.push(q)"],
  ["const b = []; while (b.length < n) b.push(this.llm(q))", "b: list b.push(this.llm(q))"],
  ["const b = []; const x = b.length > 2 ? b.shift() : 0", "b: list b.shift()"],
  ["const b = [1]; b.slice().forEach((x) => { b.push(x) })", "b: list b.push(x)"],
  // Functions in place.
  ["const b = []; docs.forEach((d) => { b.push(d) })", "b: list b.push(d)"],
  ["const b = []; this.many.map((m) => { b.push(m(q)) })", "b: list b.push(m(q))"],
  ["const b = []; docs.sort(() => b.push(1))", "b: list b.push(1)"],
  ["const b: any = {}; q.replace(/x/g, (x) => (b[x] = x))", "b: record b[x] = x"],
  ["const b = []; (() => { b.push(1) })()", "b: list b.push(1)"],
  [
    "const b = []; await Promise.all(docs.map(async (d) => { b.push(await this.llm(d)) }))",
    "b: list b.push(await this.llm(d))",
  ],
  // Escapes after the last write.
  ["const b = []; b.push(1); helper(b); return b", "b: list b.push(1)"],
  ["const b = []; if (c) { helper(b) } else { b.push(1) }", "b: list b.push(1)"],
  ["const b = []; c ? helper(b) : b.push(1)", "b: list b.push(1)"],
  ["const b = []; for (const d of docs) { if (c) return helper(b); b.push(d) }", "b: list b.push(d)"],
  ["const b = []; if (c) throw helper(b); b.push(1)", "b: list b.push(1)"],
  ["const b = []; try { if (c) return b; } catch { b.push(1) }", "b: list b.push(1)"],
  ["try { const b = []; if (c) return helper(b); b.push(1) } finally { helper() }", "b: list b.push(1)"],
  ["let b = []; for (const d of docs) { b.push(d); if (b.length > 2) { all.push(b); b = [] } }", "b: list b.push(d)"],
  ["let b = []; for (const d of docs) { b.push(d); if (c) all.push(b); b = [] }", "b: list b.push(d)"],
  ["let b = []; for (const d of docs) { if (c) continue; b.push(d); all.push(b); b = [] }", "b: list b.push(d)"],
  ["let b = []; helper(b); b = []; b.push(1)", "b: list b.push(1)"],
  ["let b = [1]; b = any.concat(b).slice() as any; return b", NONE],
  ["let b = []; b = docs.concat(b); b.push(q)", "b: list b.push(q)"],
  ["const b = []; b.push(q); return b.map(helper)", "b: list b.push(q)"],
  // Functions that are made when all is written.
  ["const b = []; b.push(1); const f = () => b.length; f()", "b: list b.push(1)"],
  ["const b = []; docs.forEach((d) => { b.push(d) }); const f = () => () => [b, b[0]]; f()", "b: list b.push(d)"],
  ["for (const d of docs) { const b = []; b.push(d); setTimeout(() => helper(b)) }", "b: list b.push(d)"],
  ["const b = { l: [] }; b.l.push(1); const f = () => b.l; f()", "b: record b.l.push(1)"],
])("%s", (body, wanted) => {
  expect(verdictOf(body).replaceAll(/\s+/g, " ")).toBe(wanted);
});

// What is not, each for one reason.
test.each([
  ["nothing changes it", "const b = [1]; return b.length"],
  ["a parameter", "docs.push(q)"],
  ["somebody's object", "const b = docs; b.push(q)"],
  ["somebody's object, perhaps", "const b = c ? docs : []; b.push(q)"],
  ["made by an unknown function", "const b = helper(); b.push(q)"],
  ["a method of something unknown", "const b = any.slice(); b.push(q)"],
  ["a piece of a string", "let b: any = q.slice(1); b.k = 1"],
  ["a result of a module", "const b: any = this.sub(q); b.k = 1"],
  ["assigned something else later", "let b = []; b.push(1); b = docs"],
  ["assigned in a pattern", "let b = []; b.push(1); [b] = all"],
  ["swapped", "let a = [1], b = [2]; a.push(1); b.push(1); [a, b] = [b, a]"],
  ["assigned by a loop's head", "let b = []; b.push(1); for (b of all) helper()"],
  ["no value at first", "let b: any; if (c) b = []; b.push(1)"],
  ["a name for the new object", "let b = []; const a = (b = []); b.push(1)"],
  ["logical assignment", "let b = []; b ??= []; b.push(1)"],
  ["destructured", "const { b } = { b: [] }; b.push(1)"],
  ["a loop's variable", "for (let b = []; b.length < n; ) b.push(1)"],
  ["declared twice", "var b = []; b.push(1); var b = any"],
  ["declared in a branch, used outside", "if (c) { var b = [] } b.push(1)"],
  ["used before", "if (c) b.push(1); const b = []; b.push(1)"],
  ["declared in another case", "switch (n) { case 1: let b = []; case 2: b.push(1) }"],
  ["an accessor", "const b = { get k() { return n++ } }; b.j = 1"],
  ["a prototype", "const b: any = { __proto__: any }; b.j = 1"],
  ["a prototype later", "const b: any = {}; b.__proto__ = any"],
  ["a hidden call", "const b: any = { toJSON() { return this.n++ } }; b.j = 1"],
  ["an iterator of its own", "const b: any = { [Symbol.iterator]() { return this } }; b.j = 1"],
  ["a shadowed global", "const Map: any = helper; const b = new Map(); b.set(1, 2)"],
  ["of an inner function", "const f = () => { const b = []; b.push(1) }; f()"],
  // Other names for it.
  ["an alias", "const b = []; const a = b; b.push(1)"],
  ["an alias in a branch", "const b = []; let a; if (c) a = b; b.push(1)"],
  ["stored in an object", "const b = []; any.b = b; b.push(1)"],
  ["stored in a literal", "const b = []; const o = { b }; b.push(1)"],
  ["stored in a list", "const b = []; const o = [b]; b.push(1)"],
  ["stored in itself", "const b: any[] = []; b.push(b)"],
  ["stored in a member of itself", "const b: any = {}; b.self = b"],
  ["passed on", "const b = []; helper(b); b.push(1)"],
  ["passed to a module", "const b = []; this.sub(b); b.push(1)"],
  ["passed to a constructor", "const b = []; new Date(b as any); b.push(1)"],
  ["passed on in a method's argument", "const b = []; docs.concat(b); b.push(q)"],
  ["passed to a tag", "const b = []; helper`${b}`; b.push(1)"],
  ["passed to a replacer", "const b = []; JSON.stringify(b, any); b.push(1)"],
  ["a Map given to a model call", "const b = new Map(); this.llm(b); b.set(1, 2)"],
  ["compared", "const b = []; if (b === any) helper(); b.push(1)"],
  ["replaced too early", "let b = [1]; b = []; helper(b); b.push(1)"],
  ["in the test of a branch", "const b = []; if (helper(b)) b.push(1)"],
  ["in one return, one after the other", "const b = []; return helper(b) && b.push(1)"],
  ["given to a callback as its this", "const b = []; Array.from(docs, helper, b); b.push(1)"],
  [
    "a jump out of a handler",
    "let b = []; for (const d of docs) { try { all.push(b); helper(d) } catch { continue } b.push(d); b = [] }",
  ],
  ["chosen", "const b = []; helper(c ? b : 1); b.push(1)"],
  ["awaited", "const b = []; await b; b.push(1)"],
  ["in the same call", "const b = []; helper(b, b.push(1))"],
  ["in the same return", "const b = []; return [b, b.push(1)]"],
  ["in the round before", "const b = []; for (const d of docs) { b.push(d); all.push(b) }"],
  ["in the round before, in two arms", "const b = []; for (const d of docs) { if (c) helper(b); else b.push(d) }"],
  ["in the callback before", "const b = []; docs.map((d) => { b.push(d); return b })"],
  ["in a while loop's test", "const b = []; while (helper(b)) b.push(1)"],
  ["caught throw", "const b = []; try { throw b } catch {} b.push(1)"],
  ["caught return", "const b = []; try { return helper(b) } catch {} b.push(1)"],
  ["return with a finalizer", "const b = []; try { return b } finally { b.push(1) }"],
  ["replaced, but not always", "let b = []; for (const d of docs) { b.push(d); all.push(b); if (c) b = [] }"],
  ["a jump past the new one", "let b = []; for (const d of docs) { b.push(d); all.push(b); if (c) continue; b = [] }"],
  [
    "an error past the new one",
    "let b = []; for (const d of docs) { b.push(d); try { all.push(b); helper(); b = [] } catch {} }",
  ],
  ["a return past the new one", "let b = []; docs.forEach((d) => { b.push(d); all.push(b); if (c) return; b = [] })"],
  [
    "replaced further out",
    "let b = []; for (const a of all) { for (const d of docs) { b.push(d); all.push(b) } b = [] }",
  ],
  ["written before it is replaced", "let b = []; helper(b); b.push(1); b = []"],
  ["written while it is replaced", "let b = []; helper(b); b = [b.push(1)]; b.push(1)"],
  // Methods and members.
  ["the result of sort", "const b = []; const a = b.sort(); b.push(1)"],
  ["a chain of set", "const b = new Map(); b.set(1, 2).set(3, 4)"],
  ["an unknown method", "const b: any = []; b.push(1); b.shuffle()"],
  ["a method by a variable name", "const b: any = []; b.push(1); b[q]()"],
  ["a method of its own", "const b: any = { f() { this.n++ } }; b.k = 1; b.f()"],
  ["a method that is taken out", "const b = []; const f = b.push; b.push(1)"],
  ["a tag of its own", "const b: any = {}; b.k = 1; b.f`x`"],
  ["an optional write", "const b: any = []; b?.push(1)"],
  ["a target in a pattern that is iterated", "const b = [1, 2]; b.push(3); for ([b[0], b[1]] of all) helper()"],
  ["a target with a default", "const b = [1, 2]; b.push(3); [b[0] = 1] = [b[1]]"],
  ["a target of what reads it", "const b = [1, 2]; b.push(3); [b[1], b[0]] = b"],
  ["a target of what may hold it", "const b = [1, 2]; b.push(3); [b[1], b[0]] = helper(b)"],
  ["a target of a loop", "const b = [1]; b.push(3); for (b[0] of docs) helper()"],
  ["a member of a list", "const b: any = []; b.note = 1"],
  ["a negative index", "const b = []; b[-1] = 1"],
  ["a member by a name", "const b: any = []; b[q] = 1"],
  ["a member of a Map", "const b: any = new Map(); b.k = 1"],
  ["a callback that gets the list", "const b = []; b.map((x, i, list) => list); b.push(1)"],
  ["a callback that takes the rest", "const b = []; b.map((...a) => a); b.push(1)"],
  ["a callback with arguments", "const b = []; b.map(function () { return arguments }); b.push(1)"],
  ["an unknown callback", "const b = []; b.map(helper); b.push(1)"],
  ["a reducer that gets the list", "const b = []; b.reduce((a, x, i, list) => list, 0); b.push(1)"],
  ["an iterator that is kept", "const b = []; const a = b.values(); b.push(1)"],
  // Reads that are under way.
  ["pushed in a loop over it", "const b = [1]; for (const x of b) b.push(x)"],
  ["pushed in a loop over its entries", "const b = [1]; for (const x of b.entries()) b.push(1)"],
  ["deleted in a loop over it", "const b: any = {}; for (const k in b) delete b[k]"],
  ["pushed in its own callback", "const b = [1]; b.forEach((x) => { b.push(x) })"],
  ["pushed in its own arguments", "const b = []; b.push(b.pop())"],
  ["pushed in the arguments of another use", "const b = []; helper(b.concat(b.push(1)))"],
  ["pushed between two reads", "const b = []; helper(b[0], b.push(1))"],
  ["pushed in a default", "const b = []; const [x = b.push(1)] = b"],
  ["replaced in its own arguments", "let b = []; b.push((b = [], 1))"],
  // Functions that run elsewhere.
  ["captured", "const b = []; const f = () => b.length; b.push(1); f()"],
  ["written in a closure", "const b = []; const f = () => b.push(1); f()"],
  ["written in a callback of something else", "const b = []; setTimeout(() => { b.push(1) })"],
  ["written in a callback of who knows what", "const b = []; any.sort(() => b.push(1))"],
  ["written while it is sorted", "const b = [1]; b.sort(() => { b.push(1); return 0 })"],
  ["written while it is copied", "const b = [1]; Array.from(b, () => b.push(1))"],
  ["written in a declared function", "const b = []; function f() { b.push(1) } f()"],
  ["written in an async callback that nothing joins", "const b = []; docs.forEach(async (d) => { b.push(d) })"],
  ["written in an async function called at once", "const b = []; (async () => { b.push(1) })()"],
  ["written in a function that may call itself", "const b = []; (function f(): void { b.push(1); f() })()"],
  [
    "captured by a function that is called before it stands there",
    "const b = []; f(); b.push(1); function f() { return b }",
  ],
  ["captured in a loop that writes", "const b = []; for (const d of docs) { b.push(d); setTimeout(() => b.length) }"],
  ["captured and written in one closure", "const b = []; b.push(1); const f = () => { b.push(2) }; f()"],
  ["captured and replaced", "let b = []; b.push(1); const f = () => b; b = []; b.push(2); f()"],
  ["captured, of a Map", "const b = new Map(); b.set(1, 2); const f = () => b.size; f()"],
  ["captured as a member", "const b = { l: [] }; const f = () => b.l; b.l.push(1); f()"],
  ["captured by a class", "const b = []; b.push(1); class A { x = b } new A()"],
  ["written in a class", "const b = []; class A { x = b.push(1) } new A()"],
  ["written in a generator", "const b = []; docs.map(function* () { b.push(1) })"],
  ["captured in an array callback", "const b = []; docs.map(() => () => b.length); b.push(1)"],
])("%s: %s", (_, body) => {
  expect(verdictOf(body)).toBe(NONE);
});

test("escapes tell where others get hold of it", () => {
  const { ctx, text } = analyse("const b = []; b.push(q); helper(b.length, b); const a = [...b]; return b");
  const [found] = privatesOf(ctx).values();
  expect(found?.escapes.map(({ at: node }) => text.slice(node.start - 2, node.end + 1))).toEqual([", b)", "n b\n"]);
});

test("functions that run where they stand", () => {
  const { ctx, text } = analyse(
    "docs.map((d) => 1); any.find(() => 2); new Map().forEach(() => 3); (() => 4)(); helper(() => 5);" +
      "docs.map(helper, () => 6); docs.map(async () => 7); await Promise.all(docs.map(async () => 8)); const f = () => 9;" +
      "docs.sort((() => 1) as any); q.replace(/x/, () => '2'); JSON.parse(q).map(() => 3); any.find(() => this.llm(4))",
  );
  const inPlace = inPlaceFunctions(ctx.fn, ctx);
  const found: string[] = [];
  walk(ctx.fn, (node) => {
    if (isFunction(node) && node !== ctx.fn) found.push(`${text.at(node.end - 1)} ${inPlace.get(node) ?? "elsewhere"}`);
  });
  expect(found).toEqual([
    "1 callback",
    "2 elsewhere",
    "3 callback",
    "4 once",
    "5 elsewhere",
    "6 elsewhere",
    "7 elsewhere",
    "8 callback",
    "9 elsewhere",
    "1 callback",
    "' callback",
    "3 callback",
    ") callback",
  ]);
});

/**
 * The property that it is all for: with a copy made before each write, and the name standing for the copy from then
 * on, a program gives and keeps the same objects, with the same sharing.
 */
test("a private object may be copied at each write", () => {
  let listed = 0;
  let nested = 0;
  for (let seed = 1; seed <= 3000; seed++) {
    const body = program(seed);
    const { ctx, text } = analyse(body);
    const edits: { at: number; text: string }[] = [];
    for (const [binding, { owned, paths }] of privatesOf(ctx)) {
      listed++;
      for (const [target, path] of paths) {
        const receiver = binding.references.find((r) => r.start >= target.start && r.end <= target.end && !r.write);
        if (!receiver) throw new Error("a write without a receiver");
        if (path.length > 0) nested++;
        let copies = "";
        for (let i = 0; i <= path.length; i++) {
          const name = [binding.name, ...path.slice(0, i)].join(".");
          const part = path.slice(0, i).reduce((outer, key) => outer.members.get(key) as typeof owned, owned);
          copies += `${name} = ${part.shapes.has("list") ? `${name}.slice()` : `{ ...${name} }`}, `;
        }
        edits.push({ at: receiver.start, text: `(${copies}` }, { at: receiver.end, text: ")" });
      }
    }
    let copied = text;
    for (const edit of edits.sort((a, b) => b.at - a.at))
      copied = copied.slice(0, edit.at) + edit.text + copied.slice(edit.at);
    const start = (whole: string): string =>
      whole.slice(
        whole.indexOf("{", whole.indexOf("forward(docs")) + 1,
        whole.lastIndexOf("}", whole.lastIndexOf("}") - 1),
      );
    expect(outcome(start(copied), seed), body).toEqual(outcome(start(text), seed));
  }
  expect(listed).toBeGreaterThan(400);
  expect(nested).toBeGreaterThan(250);
});

function random(seed: number): () => number {
  let state = seed * 2654435761;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5) | 0;
    return ((state ^ (state >>> 13)) >>> 0) / 4294967296;
  };
}

const TREE = "{ list: [1], record: { list: [], 0: 5 }, 0: 5 }";

/** Statements about a few lists, records and records of them, in all sorts of places. */
function program(seed: number): string {
  const next = random(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)] as T;
  let count = 0;
  // Most kinds of statements are left out of a program, so that the others meet.
  const used = new Set(Array.from({ length: 30 }, (_, kind) => kind).filter(() => next() < 0.2));
  const block = (names: readonly string[], depth: number, inside: { loop: boolean }): string => {
    let own = names;
    let text = "";
    for (let i = 0, length = 1 + Math.floor(next() * 4); i < length; i++) {
      if (depth < 3 && next() < (own.length === 0 ? 1 : 0.12)) {
        const name = `${pick(["l", "r", "t"])}${count++}`;
        const made = { l: pick(["[]", "[1, 2]", "docs.slice()"]), r: "{ 0: 5 }", t: TREE }[name[0] as "l"];
        text += `let ${name} = ${made};\n`;
        own = [...own, name];
      } else text += statement(own, depth, inside);
    }
    return text;
  };
  const statement = (names: readonly string[], depth: number, inside: { loop: boolean }): string => {
    const name = pick(names);
    const b = name[0] === "t" ? `${name}${pick(["", ".list", ".record", ".record.list"])}` : name;
    const inner = (loop = inside.loop): string => `{\n${block(names, depth + 1, { loop })}}`;
    const list = name[0] === "l" || b.endsWith("list");
    if (depth < 4 && next() < 0.4) {
      return pick([
        () => `if (c()) ${inner()}\n`,
        () => `if (c()) ${inner()} else ${inner()}\n`,
        () => `for (let i = 0; i < 2; i++) ${inner(true)}\n`,
        () => `while (c()) ${inner(true)}\n`,
        () => `do ${inner(true)} while (c());\n`,
        () =>
          list
            ? `for (const x of ${b}) { step(x); ${block(names, depth + 1, { loop: true })} }\n`
            : `for (const k in ${b}) ${inner(true)}\n`,
        () =>
          list
            ? `${b}${pick(["", ".slice()"])}.forEach((x) => ${inner(false)});\n`
            : `Object.keys(${b}).forEach((k) => ${inner(false)});\n`,
        () => `docs.map((d) => ${inner(false)});\n`,
        () => `(() => ${inner(false)})();\n`,
        () => `try ${inner()} catch ${inner()}\n`,
        () => `try ${inner()} finally ${inner()}\n`,
        () =>
          `switch (step()) { case 1: { ${block(names, depth + 1, inside)} } default: ${statement(names, depth + 1, inside)} }\n`,
      ])();
    }
    const write = list
      ? pick([
          `${b}.push(step())`,
          `${b}[0] = step()`,
          `${b}.pop()`,
          `${b}.length = 1`,
          `${b}[1]++`,
          `${b}.push(${b}.length)`,
          `${b}.push(${b})`,
          `${b}.push(${b}.pop())`,
        ])
      : pick([
          `${b}.k = step()`,
          `${b}[step()] = 1`,
          `delete ${b}.k`,
          `${b}[0] += 1`,
          `${b}.k = ${b}[0]`,
          `${b}.k = ${b}`,
        ]);
    const fresh = list
      ? pick(["[]", "[3]", `${b}.slice()`, `[...${b}]`, `docs.concat(${b})`, `[${b}]`])
      : pick([`{ ...${b} }`, b === name ? TREE : "{ list: [7], 0: 1 }"]);
    const kinds = [
      () => write,
      () => write,
      () => write,
      () => `step(${write})`,
      () => `if (c()) ${write}`,
      () => `keep(${b})`,
      () => `keep([${b}])`,
      () => `keep(${b}, ${write})`,
      () => `keep(${list ? `[...${b}]` : `{ ...${b} }`}, ${write})`,
      () => `keep(c() ? ${b} : 1)`,
      () => `const a${count++} = ${b}`,
      () => `${b} = ${fresh}`,
      () => `${b} = ${fresh}`,
      () => `keep((${b} = ${fresh}))`,
      () => `const a${count++} = (${b} = ${fresh})`,
      () => `keep(JSON.stringify(${b}))`,
      () => `keep(Object.values(${b}))`,
      () => `keep(() => ${b})`,
      () => (list ? `${b}.sort()` : `${b}.j = 1`),
      () => `step(\`\${${list ? b : `${b}[0]`}} \${${write}}\`)`,
      () => `if (c()) return ${pick([b, `keep(${b})`, `[${b}, ${write}]`])}`,
      () => `if (c()) throw ${pick(["step()", b, `keep(${b})`])}`,
      () => (inside.loop ? `if (c()) ${pick(["break", "continue"])}` : `step()`),
      () => `[${b}[0], ${b}[1]] = [${b}[1], ${b}[0]]`,
    ];
    return `${pick(kinds.filter((_, kind) => kind < 2 || used.has(kind)))()};\n`;
  };
  return block([], 0, { loop: false });
}

/** What a program gives or throws, and all that it let others keep, which they may change. */
function outcome(body: string, seed: number): unknown {
  const next = random(seed + 7);
  const kept: unknown[] = [];
  let steps = 0;
  const step = (): number => {
    if (++steps > 300) throw new Error("too long");
    return 1 + Math.floor(next() * 4);
  };
  const keep = (value: unknown): unknown => {
    step();
    kept.push(value);
    if (Array.isArray(value) && next() < 0.3) value.push("theirs");
    if (next() < 0.2) throw new Error("kept");
    return value;
  };
  const c = (): boolean => step() > 2;
  let result: unknown;
  try {
    result = new Function("docs", "keep", "step", "c", body)(["a", "b"], keep, step, c);
  } catch (error) {
    result = error instanceof Error ? error.message : [error];
  }
  const seen = new Map<unknown, number>();
  const describe = (value: unknown): unknown => {
    if (typeof value === "function") return describe(value());
    if (typeof value !== "object" || value === null) return value;
    const before = seen.get(value);
    if (before !== undefined) return `#${before}`;
    seen.set(value, seen.size);
    return Object.entries(value).map(([key, inner]) => [key, describe(inner)]);
  };
  return describe([result, kept]);
}
