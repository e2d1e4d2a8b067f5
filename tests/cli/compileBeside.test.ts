/** A project whose files are compiled in a second thread gives what one thread alone gives. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tempProject } from "../../compiler/test/tempProject.js";
import { compileBeside, paysBeside } from "../../compiler/dist/frontend/compileBeside.js";
import { loadProject } from "../../compiler/dist/frontend/loadProject.js";
import { compile } from "../../compiler/dist/project.js";

const COUNT = 70;

const pipeline = (i: number): string => `import { LLMInference, Module } from "plait";
import { trim${(i + 1) % COUNT} } from "./pipeline${(i + 1) % COUNT}.js";

export const trim${i} = (text: string): string => text.trim() + ${i};

export class Pipeline${i} extends Module {
  first = new LLMInference({ alias: "fast" });
  second = new LLMInference({ alias: "smart" });
  forward(docs: string[]): string {
    const parts = docs.map((doc) => this.first(trim${(i + 1) % COUNT}(doc)));
    ${i % 9 === 0 ? "const wrong: number = parts;" : ""}
    return this.second(parts.join("\\n"));
  }
}
`;
const FILES = Object.fromEntries(Array.from({ length: COUNT }, (_, i) => [`src/pipeline${i}.ts`, pipeline(i)]));

test("the same files, plans, errors and output", () => {
  const folder = tempProject(FILES);
  const { program } = loadProject(folder).project!;
  const beside = compileBeside(folder, {}).take(program);
  // Passes that are printed run in this thread.
  const alone = compile({ project: folder, printAfter: () => undefined });
  expect(alone.plans).toHaveLength(COUNT);
  expect(alone.diagnostics.filter((d) => d.code === "TS2322")).toHaveLength(Math.ceil(COUNT / 9));
  expect(beside).toEqual(alone.files);
  expect(paysBeside(2)).toBe(false);
  expect(compile({ project: folder })).toEqual(alone);
}, 60_000);

test("a file that changes in between is compiled as it is checked", () => {
  const folder = tempProject(FILES);
  const { program } = loadProject(folder).project!;
  writeFileSync(join(folder, "src/pipeline3.ts"), "export const trim3 = String;\n");
  expect(compileBeside(folder, {}).take(program)).toBeUndefined();
}, 60_000);

test("where there is no project, nobody waits for it", () => {
  const folder = tempProject(FILES);
  const { program } = loadProject(folder).project!;
  const started = performance.now();
  expect(compileBeside(join(folder, "elsewhere"), {}).take(program)).toBeUndefined();
  expect(performance.now() - started).toBeLessThan(30_000);
}, 60_000);
