/** Plans and texts that were broken by hand must not pass: the checks are what turns a miscompile into a build error. */
import type { MethodPlan } from "plait/internal";
import { expect, test } from "vitest";
import { findClasses } from "../analyze/classes.js";
import { findLaunches } from "../analyze/launches.js";
import { loopsIn } from "../analyze/loops.js";
import { findMutations } from "../analyze/mutations.js";
import type { MethodContext } from "../analyze/methodContext.js";
import { compileFile } from "../compileFile.js";
import type { CompiledMethod } from "../emit/emitFile.js";
import type { MethodIr, Op } from "../ir.js";
import { lowerMethod } from "../lower/lowerMethod.js";
import type { State } from "../lower/state.js";
import { buildPlan } from "../plan/buildPlan.js";
import { resolveBindings } from "../syntax/resolveBindings.js";
import { lineStarts, parse } from "../syntax/parse.js";
import { verifyEmitted } from "./verifyEmitted.js";
import { verifyPlan } from "./verifyPlan.js";

const source = (body: string): string => `import { LLMInference, Module } from "plait";
export class Main extends Module {
  a = new LLMInference({ alias: "a" });
  b = new LLMInference({ alias: "b" });
  forward(doc: string) {
    ${body}
  }
}`;

const BODY = `const x = this.a(doc);
    console.log("one");
    const y = doc ? this.b(x) : this.a("else");
    console.log("two", y);
    const list = [x, y].map((v) => this.b(v));
    console.log("three");
    return list;`;

function lower(body: string): { ir: MethodIr; plan: MethodPlan; state: State } {
  const text = source(body);
  const { program } = parse("a.ts", text);
  const file = {
    fileName: "a.ts",
    displayName: "a.ts",
    text,
    program,
    bindings: resolveBindings(program),
    host: undefined,
    readImport: undefined,
    readPlan: undefined,
    lines: lineStarts(text),
    diagnostics: [],
  };
  const analysis = {
    file,
    classes: findClasses(file),
    launches: new Map(),
  } as unknown as MethodContext;
  findLaunches(analysis);
  findMutations(analysis);
  const owner = analysis.classes.get("Main")!;
  const { fn } = owner.methods.get("forward")!;
  const { ir, state } = lowerMethod(
    { ...analysis, owner, name: "forward", fn, privates: new Map(), loops: loopsIn(fn) },
    "$",
    new Set(),
  );
  return { ir, plan: buildPlan(ir, state), state };
}

test("what the compiler makes passes", () => {
  const { ir, plan, state } = lower(BODY);
  expect(verifyPlan(ir, plan, state)).toEqual([]);
});

test("a call that is missing, or there twice", () => {
  const { ir, plan, state } = lower(BODY);
  const call = plan.nodes.find((n) => n.kind === "call")!;
  const { site: _, ...without } = call;
  const missing = { ...plan, nodes: plan.nodes.map((n) => (n === call ? without : n)) };
  expect(verifyPlan(ir, missing, state).join()).toMatch(/is not in the plan/);
  const twice = { ...plan, nodes: [...plan.nodes, { ...call, id: plan.nodes.length }] };
  expect(verifyPlan(ir, twice, state).join()).toMatch(/planned 2 times/);
});

test("nodes that are not in their places", () => {
  const { ir, plan, state } = lower(BODY);
  expect(verifyPlan(ir, { ...plan, nodes: plan.nodes.slice(1) }, state).join()).toMatch(/not in its place/);
  const own = plan.nodes.map((n) => (n.id === 2 ? { ...n, parent: 2 } : n));
  expect(verifyPlan(ir, { ...plan, nodes: own }, state).join()).toMatch(/not in its place/);
});

test("an edge that goes back", () => {
  const { ir, plan, state } = lower(BODY);
  const broken = { ...plan, edges: [...plan.edges, { from: 3, to: 1, kind: "data" as const, reason: "" }] };
  expect(verifyPlan(ir, broken, state).join()).toMatch(/goes back/);
});

test("every order edge that nothing else implies is needed", () => {
  const { ir, plan, state } = lower(BODY);
  const effects = plan.nodes.filter((n) => n.kind === "effect").map((n) => n.id);
  for (const id of effects) {
    const broken = { ...plan, edges: plan.edges.filter((e) => e.to !== id) };
    expect(verifyPlan(ir, broken, state).join(), `effect ${id}`).toMatch(/not ordered after/);
  }
});

test("a name that is used before it is there", () => {
  const { ir, plan, state } = lower(BODY);
  const [first, ...rest] = ir.body.ops as [Op, ...Op[]];
  const moved = { ...ir, body: { ...ir.body, ops: [...rest, first] } };
  expect(verifyPlan(moved, plan, state).join()).toMatch(/before it is defined/);
});

const compiledBlock = (statements: string): string => `import { compiled as $compiled } from "plait/internal";
class Main {
  static {
    $compiled(this, {
      forward($, doc) {
        ${statements}
      },
    }, JSON.parse("{}"));
  }
}`;

const methods = [{ ir: { name: "forward" } }] as unknown as CompiledMethod[];
const names = { scope: "$", compiled: "$compiled", compiledFunction: "$compiledFunction" };

test.each([
  ["a future in the text of a callback", "const x = $.call(0, this.a, [doc]); return $.on([], () => `${x}`);"],
  ["a parameter in the text of a callback", "return $.on([], () => doc.trim());"],
  ["a future in an effect", "const x = $.call(0, this.a, [doc]); $.effect([], () => console.log(x));"],
  [
    "a future in a region that runs as written",
    "const x = $.call(0, this.a, [doc]); return $.sequential([], async ($) => x);",
  ],
  ["an element of a map", "return $.map(0, doc, ($, item) => $.on([], () => item));"],
  ["one of several", "const [x, y] = $.onAll(2, [doc], (doc) => [doc, doc]); return $.on([x], (x) => x + y);"],
  ["a future in a function in a text", "const x = $.call(0, this.a, [doc]); return $.on([], () => [1].map(() => x));"],
])("rejects %s", (_, statements) => {
  expect(verifyEmitted("a.ts", compiledBlock(statements), methods, names).join()).toMatch(/without being waited for/);
});

test.each([
  "const x = $.call(0, this.a, [doc]); return $.on([x], (x) => `${x}`);",
  `const k = "k"; return $.on([doc], (doc) => doc + k);`,
  "return $.map(0, doc, ($, item, i) => $.on([item], (item) => item + i));",
  "return $.on([doc], (doc) => [1].map((doc) => doc));",
])("accepts %s", (statements) => {
  expect(verifyEmitted("a.ts", compiledBlock(statements), methods, names)).toEqual([]);
});

test("rejects a text that does not parse", () => {
  expect(verifyEmitted("a.ts", "class {", [], names).join()).toMatch(/does not parse/);
});

test("rejects a text without one of the methods", () => {
  expect(verifyEmitted("a.ts", compiledBlock("return doc;").replace("forward(", "other("), methods, names)).toEqual([
    "1 compiled methods are not in the emitted text",
  ]);
});

test("the compiler's own text passes", () => {
  const { changed, diagnostics } = compileFile({ fileName: "a.ts", text: source(BODY) });
  expect(diagnostics.filter((d) => d.severity === "error")).toEqual([]);
  expect(changed).toBe(true);
});
