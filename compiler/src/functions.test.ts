/** Helpers of a project that is compiled with types: what they are is known from each other's text. */
import { expect, test } from "vitest";
import { tempProject } from "../test/tempProject.js";
import { compile } from "./project.js";

const HELPERS = `import type { LLMInference } from "plait";
export function ask(model: LLMInference, q: string): string { return model(q); }
export async function each(models: ReadonlyMap<string, Tool>, q: string): Promise<string[]> {
  const all: string[] = [];
  for (const model of models.values()) all.push(await model(q));
  return all;
}
export type Tool = LLMInference<"a"> | LLMInference<"b">;
`;
const MAIN = `import { LLMInference, Module } from "plait";
import { ask, each, type Tool } from "./helpers.js";
export class Main extends Module {
  a = new LLMInference({ alias: "a" });
  b = new LLMInference({ alias: "b" });
  byName = new Map<string, Tool>([["a", this.a], ["b", this.b]]);
  forward(doc: string): string {
    const x = ask(this.a, doc);
    const y = this.byName.get("b")!(doc);
    const all = each(this.byName, doc) as unknown as string[];
    return ask(this.b, x + y + all.join());
  }
}
`;

test("calls of functions of other files are certain, and the emitted JavaScript registers them", () => {
  const folder = tempProject({ "src/helpers.ts": HELPERS, "src/main.ts": MAIN }, { rootDir: "src", outDir: "dist" });
  const { diagnostics, emitted, plans } = compile({ project: folder });
  expect(diagnostics.filter((d) => d.severity === "error" || d.code === "PLT2009")).toEqual([]);
  expect(plans.map((p) => p.module).sort()).toEqual(["Main", "ask", "each"]);
  const forward = plans.find((p) => p.module === "Main")?.methods["forward"];
  expect(forward?.nodes.filter((n) => n.kind === "method").map((n) => n.callee)).toEqual(["ask", "each", "ask"]);
  const helpers = emitted.find((f) => f.fileName.endsWith("dist/helpers.js"));
  expect(helpers?.text).toContain("$compiledFunction(ask, {");
  expect(emitted.some((f) => f.fileName.endsWith("dist/helpers.plan.json"))).toBe(true);
});
