/** For the tests of the passes: a class of leaves, and what becomes of a method of it. */
import { expect } from "vitest";
import type { MethodPlan, PlanNode } from "plait/internal";
import { compileFile } from "../src/compileFile.js";

const HEADER = `import { LLMInference, Module, speculate } from "plait";
class Check extends Module { forward(q: string): boolean { return q.length > 3; } }
class Search extends Module {
  static idempotent = true;
  forward(q: string): string { return q; }
}
class Embed extends Module {
  static deterministic = true;
  forward(q: string): string { return q; }
}
class Lookup extends Module {
  static deterministic = true;
  forward(q: string): string[] { return [q]; }
}
class Careless extends Module { forward(q: string): string { return q; } }
export class Main extends Module {
  check = new Check();
  search = new Search();
  embed = new Embed();
  lookup = new Lookup();
  careless = new Careless();
  a = new LLMInference({ alias: "a" });
  forward(q: string, xs: string[]) {
`;

export interface Lowered {
  /** The compiled method, without indentation. */
  code: string;
  plan: MethodPlan;
  /** Codes of what was reported. */
  codes: string[];
  messages: string[];
  call(label: string): PlanNode;
}

/** Compiles a body of `forward(q: string, xs: string[])`. */
export function compileBody(body: string): Lowered {
  const text = `${HEADER}${body}\n  }\n}\n`;
  const { code, changed, plans, diagnostics } = compileFile({ fileName: "a.ts", text });
  expect(diagnostics.filter((d) => d.severity === "error")).toEqual([]);
  expect(changed).toBe(true);
  const plan = plans.find((p) => p.module === "Main")?.methods["forward"] as MethodPlan;
  const start = code.indexOf("forward($");
  const compiled = code.slice(start, code.indexOf("\n    }, JSON", start));
  return {
    code: compiled.replaceAll(/^ {6,8}/gm, "").trim(),
    plan,
    codes: diagnostics.map((d) => d.code),
    messages: diagnostics.map((d) => d.message),
    call: (label) => plan.nodes.find((n) => n.label === label && n.site !== undefined) as PlanNode,
  };
}
