/** What the analyses say of single expressions: kinds, effects, and which calls are module calls. */
import type { Expression, Node } from "oxc-parser";
import { expect, test } from "vitest";
import { lineStarts, parse } from "../syntax/parse.js";
import { resolveBindings } from "../syntax/resolveBindings.js";
import { walk } from "../syntax/walk.js";
import { findClasses } from "./classes.js";
import { effectsOf } from "./effects.js";
import { kindOf } from "./kinds.js";
import { findLaunches } from "./launches.js";
import { launchWrites } from "./launchWrites.js";
import { findMutations } from "./mutations.js";
import type { ValueKind } from "../types.js";
import type { FileAnalysis } from "./methodContext.js";

const FILE = `
import { LLMInference, Module, ModuleList } from "plait";
import { Far, helper } from "./far.js";
let changing = 0;
const log: string[] = [];
const PROMPTS = ["a", "b"];
function pure(s: string) { return s.trim(); }
function loud(s: string) { console.log(s); return s; }
function counts(n: number) { return n > 9 ? "many" : counts(n + 1); }
function nests(n: number) { return [nests(n)]; }
interface Step { id: string; needs: string[]; note?: string; inner: { k: number[] } | null; next: Step }
function never(n: number) { return never(n); }
function ping(n: number): number { return n ? pong(n) : 0; }
function pong(n: number): number { helper(n); return ping(n); }
class Leaf extends Module { forward(q: string): string[] { return helper(q); } }
class Writer extends Module { forward(o: { n: number }) { o.n++; return o; } }
class Own extends Module { a = new Leaf(); forward(q: string) { const out: string[] = []; out.push(...this.a(q)); return out; } }
class Deep extends Module { a = new Leaf(); forward(o: { n: { k: number } }) { const p = o.n; p.k = this.a("x").length; } }
class Keeps extends Module { a = new Leaf(); forward(list: { k: number }[]) { const out: unknown[] = []; out.push(...list.slice(1), list[0]); return [out.length, this.a("x")]; } }
class Sorts extends Module { a = new Leaf(); forward(list: string[]) { list.sort(); return this.a("x"); } }
class Main extends Module {
  keeps = new Keeps();
  sorts = new Sorts();
  llm = new LLMInference({ alias: "fast" });
  leaf = new Leaf();
  writer = new Writer();
  own = new Own();
  deep = new Deep();
  far = new Far();
  list = [new Leaf(), new Leaf()];
  many = new ModuleList([new Leaf()]);
  tools: Record<string, Leaf> = {};
  rows = [[new Leaf()]];
  mixed = [new LLMInference({ alias: "p" }), new LLMInference({ alias: "q", output: far })];
  typed: LLMInference<"r", { n: number }>;
  prompt = "p";
  history: string[] = [];
  count = 0;
  get title() { return this.prompt; }
  get next() { return ++this.count; }
  plain(s: string) { return s + this.prompt; }
  asks(s: string) { return this.llm(s); }
  note(s: string) { this.history.push(s); log.push(s); changing++; }
  forward(doc: string, items: string[], thing: { n: number; tags: string[] }, flag: boolean, any: any, model: Leaf) {
    let moving = doc; moving = "x";
    const fixed = { k: 1 };
    let grown = [doc]; grown = flag ? grown : grown.concat("x");
    let turn = doc; turn = turn + 1;
    let counted = 0; counted = counted + 1;
    let which = this.leaf; which = this.list[1];
    let wild = [doc]; wild = any;
    let deeper = [doc]; deeper = [deeper];
    const plan = JSON.parse(doc); const steps = JSON.parse(doc) as Step[]; const [first] = steps;
    const touched = JSON.parse(doc); touched.run = helper;
    let left = doc; let right = [doc]; for (const r of right) { left = r; right = [left].concat(right); }
    BODY;
  }
}`;

function analyse(body: string): { analysis: FileAnalysis; node: Expression } {
  const text = FILE.replace("BODY", `result(${body})`);
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
  const analysis = {
    file,
    classes: findClasses(file),
    launches: new Map(),
  } as unknown as FileAnalysis;
  findLaunches(analysis);
  findMutations(analysis);
  let node: Node | undefined;
  walk(program, (inner) => {
    if (inner.type === "CallExpression" && inner.callee.type === "Identifier" && inner.callee.name === "result")
      node = inner.arguments[0];
  });
  return { analysis, node: node as Expression };
}

test.each([
  [`"a"`, "string"],
  ["`a${doc}`", "string"],
  ["doc", "string"],
  ["doc.trim().toUpperCase()", "string"],
  [`doc.split(",")`, "array of string"],
  [`doc.length`, "primitive"],
  ["doc + 1", "string"],
  ["1 + 2", "primitive"],
  ["typeof any", "string"],
  ["flag ? doc : 'x'", "string"],
  ["flag ? doc : 1", "primitive"],
  ["flag ? doc : items", "json"],
  ["doc ?? 'x'", "string"],
  ["items", "array of string"],
  ["items.map((i) => i.length)", "array of primitive"],
  ["items[0]", "string"],
  ["[...items]", "array of string"],
  ["thing", "object"],
  ["any", "unknown"],
  ["{ k: 1 }", "object"],
  ["() => 1", "function"],
  ["/x/", "object"],
  ["JSON.stringify(any)", "string"],
  ["Object.keys(any)", "array of string"],
  ["pure(doc)", "string"],
  ["this.prompt", "string"],
  ["this.llm", "module"],
  ["this.llm(doc)", "string"],
  ["this.leaf(doc)", "array of string"],
  ["this.list", "array of module"],
  ["this.list[0]", "module"],
  ["this.list[0]!", "module"],
  ["this.many", "module"],
  ["this.many[0]", "module"],
  ["this.tools[doc]", "module"],
  ["this.far", "unknown"],
  ["flag ? this.leaf : this.list[0]", "module"],
  ["this.asks(doc)", "string"],
  ["moving", "string"],
  ["model", "module"],
  ["grown", "array of string"],
  ["turn", "string"],
  ["counted", "primitive"],
  ["which", "module"],
  ["wild", "unknown"],
  ["deeper", "array of json"],
  ["left", "string"],
  ["right", "array of string"],
  ["counts(1)", "string"],
  ["never(1)", "unknown"],
  ["steps", "array of object"],
  ["steps[0].id", "string"],
  ["steps.map((step) => step.needs)", "array of array"],
  ["steps.map(({ needs }) => needs)[0]", "array of string"],
  ["steps.filter((step) => step.id)[0].next.next.needs", "array of string"],
  ["first.needs", "array of string"],
  ["steps[0].note", "primitive"],
  ["steps[0].inner", "unknown"],
  ["steps[0].other", "unknown"],
  ["(any as string[])", "array of string"],
  ["(any as Leaf)(doc)", "array of string"],
  ["({ ...any, k: doc }).k", "string"],
  ["({ k: doc, ...any }).k", "unknown"],
  ["({ get k() { return any; } }).k", "unknown"],
  ["({ k: null as Step | null }).k", "unknown"],
  ["({ k: [] as string[] }).k", "array of string"],
  ["plan", "json"],
  ["plan.steps[0].id", "json"],
  ["plan.steps ?? []", "json"],
  ["plan.name ?? 'none'", "json"],
  ["plan.name ?? any", "unknown"],
  ["plan.steps.map((step) => step.id)", "array of json"],
  ["plan.steps.filter((step) => step.id)", "array of json"],
  ["plan.name.trim()", "string"],
  ["plan.rows.slice(1)", "json"],
  ["touched.steps", "unknown"],
  ["JSON.parse(doc, helper)", "unknown"],
  ["items ?? []", "array of string"],
  ["nests(1)", "unknown"],
  ["this.typed(doc)", "unknown"],
  ["this.rows.map((row) => row.map((one) => one(doc)))", "array of array"],
  ["this.rows.map((row) => row.map((one) => one(doc)))[0][0]", "array of string"],
  ["this.mixed[0]", "module"],
  ["this.mixed.map((one) => one(doc))", "array of unknown"],
  // Lists without elements, whatever their types say.
  ["([])[1]", "primitive"],
  ["([] as string[])[0] ?? doc", "primitive"],
  ["[].slice(1).at(0)", "primitive"],
  // What lists in a list hold.
  ["[[1], [2]].flat()", "array of primitive"],
  ["[['a'], [doc]].flat()", "array of string"],
  ["[[[1]], [[2]]].flat(2)", "array of unknown"],
  ["Promise.all(items.map(async (x) => `${x}`))", "array of string"],
  ["Promise.allSettled(items.map(async (x) => `${x}`))", "array of object"],
])("kind of %s", (body, wanted) => {
  const { analysis, node } = analyse(body);
  const nameOf = (kind: ValueKind): string => (kind.type === "unknown" && kind.json ? "json" : kind.type);
  const kind = kindOf(node, analysis);
  expect(kind.type === "array" ? `array of ${nameOf(kind.of)}` : nameOf(kind)).toBe(wanted);
});

// e: keeps its place; w: may change objects; r: reads objects that may change.
test.each([
  ["1 + 2", ""],
  ["doc.trim()", ""],
  ["`${doc}!`", ""],
  ["`${any}`", "r"],
  ["doc.split(',').map((x) => x.trim())", ""],
  ["thing.n", "r"],
  ["items.length", "r"],
  ["items.slice(1)", "r"],
  ["items.sort()", "ewr"],
  ["[...items].sort()", "r"],
  ["items.slice().reverse()", "r"],
  ["items.map((i) => pure(i))", "r"],
  ["items.map((i) => loud(i))", "er"],
  ["items.map(pure)", "r"],
  ["items.map(loud)", "er"],
  ["items.map(helper)", "ewr"],
  ["plan.steps.map((step) => step.id)", "r"],
  ["plan.steps.map(helper)", "ewr"],
  ["plan.name.trim()", "r"],
  ["touched.steps.map((step) => step.id)", "ewr"],
  ["items.map(String)", "r"],
  ["items.push(doc)", "ewr"],
  ["thing.n++", "ewr"],
  ["thing.tags[0] = doc", "ewr"],
  ["delete any.k", "ewr"],
  ["moving = doc", ""],
  ["console.log(doc)", "e"],
  ["helper(doc)", "ew"],
  ["pure(doc)", ""],
  ["loud(doc)", "e"],
  ["ping(1)", "ew"],
  ["pong(1)", "ew"],
  ["new Map()", ""],
  ["new Far()", "ewr"],
  ["new Date()", "e"],
  ["new Date(1)", ""],
  ["Date.now()", "e"],
  ["Math.random()", "e"],
  ["Math.max(1, 2)", ""],
  ["JSON.parse(doc)", ""],
  ["Object.keys(any)", "r"],
  ["Object.assign(any, thing)", "ewr"],
  ["String(1)", ""],
  ["fetch(doc)", "ew"],
  ["any.method()", "ewr"],
  ["() => helper(doc)", ""],
  ["(() => helper(doc))()", "ew"],
  ["this.plain(doc)", ""],
  ["this.title", ""],
  ["this.next", "ewr"],
  ["this.count", "er"],
  ["this.history.length", "er"],
  ["this.note(doc)", "ewr"],
  ["this.prompt", ""],
  ["changing", "e"],
  ["log.length", "er"],
  ["PROMPTS.length", "r"],
  ["tag`x`", "ew"],
  ["String.raw`x`", ""],
  ["(x) => x", ""],
  ["'k' in thing", "r"],
  ["{ ...thing }", "r"],
])("effects of %s", (body, wanted) => {
  const { analysis, node } = analyse(body);
  const { effect, writes, reads } = effectsOf(node, analysis);
  const got = `${effect ? "e" : ""}${writes ? "w" : ""}${reads ? "r" : ""}`;
  // What only costs time may be more than what is wanted here; what is wanted must be there.
  expect(got.replace("r", ""), body).toBe(wanted.replace("r", ""));
  if (wanted.includes("r")) expect(reads || effect, body).toBe(true);
});

test.each([
  ["this.llm(doc)", "module certain"],
  ["this.leaf.forward(doc)", "module certain"],
  ["this.list[0]!(doc)", "module certain"],
  ["this.list.at(-1)!(doc)", "module certain"],
  ["this.many[0]!(doc)", "module certain"],
  ["this.tools[doc]!(doc)", "module certain"],
  ["this.far(doc)", "module"],
  ["this.asks(doc)", "method certain"],
  ["this.plain(doc)", "none"],
  ["model(doc)", "module certain"],
  ["any(doc)", "module"],
  ["pure(doc)", "none"],
  ["helper(doc)", "none"],
  ["doc.trim()", "none"],
  ["any.method()", "none"],
  ["(flag ? this.llm : this.leaf)(doc)", "module certain"],
])("module call: %s", (body, wanted) => {
  const { analysis, node } = analyse(body);
  const call = node.type === "TSNonNullExpression" ? node.expression : node;
  const launch = analysis.launches.get(call);
  expect(launch ? `${launch.kind}${launch.certain ? " certain" : ""}` : "none").toBe(wanted);
});

test.each([
  ["this.leaf(doc)", false],
  ["this.writer(thing)", true],
  ["this.own(doc)", false],
  ["this.deep(any)", true],
  ["this.keeps(any)", false],
  ["this.sorts(any)", true],
])("a callee that changes objects of its caller: %s", (body, wanted) => {
  const { analysis, node } = analyse(body);
  const launch = analysis.launches.get(node);
  expect(launch && launchWrites(launch, analysis)).toBe(wanted);
});
