import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import { expect, test } from "vitest";
import { tempProject } from "../test/tempProject.js";
import { compile } from "./project.js";

const REPORT = `import { LLMInference, Module } from "plait";

export class Report extends Module {
  fast = new LLMInference({ alias: "fast" });
  smart = new LLMInference({ alias: "smart" });

  forward(first: string, second: string): string {
    const a = this.fast(first);
    const b = this.fast(second);
    return this.smart(a + b);
  }
}
`;

test("a project comes out as JavaScript, declarations, maps and plans, and nothing is written", () => {
  const folder = tempProject(
    { "src/report.ts": REPORT, "src/other.ts": "export const n = 1;\n" },
    { rootDir: "src", outDir: "dist", declaration: true, sourceMap: true },
  );
  const { diagnostics, emitted, emitSkipped, files, plans } = compile({ project: folder });
  expect(diagnostics.filter((d) => d.severity === "error")).toEqual([]);
  expect(emitSkipped).toBe(false);
  expect(files).toMatchObject([{ fileName: `${folder}/src/report.ts`, changed: true }]);
  expect(plans).toMatchObject([{ module: "Report", file: "src/report.ts", methods: { forward: { calls: 3 } } }]);
  expect(emitted.map((f) => path.relative(folder, f.fileName)).sort()).toEqual([
    "dist/other.d.ts",
    "dist/other.js",
    "dist/other.js.map",
    "dist/report.d.ts",
    "dist/report.js",
    "dist/report.js.map",
    "dist/report.plan.json",
  ]);
  expect(existsSync(`${folder}/dist`)).toBe(false);
  expect(readdirSync(folder)).not.toContain("dist");

  const text = (name: string): string => emitted.find((f) => f.fileName.endsWith(name))!.text;
  expect(JSON.parse(text("report.plan.json"))).toEqual(plans);
  expect(text("report.d.ts")).not.toContain("plait/internal");

  // Each call site of the source is the origin of some place in the JavaScript.
  const js = text("report.js").split("\n");
  const map = new TraceMap(text("report.js.map"));
  const origins = js.flatMap((line, index) =>
    [...line].map((_, column) => originalPositionFor(map, { line: index + 1, column }).line),
  );
  for (const line of [8, 9, 10]) expect(origins).toContain(line);
});

test("an outDir and noEmit given here win over the tsconfig", () => {
  const folder = tempProject({ "report.ts": REPORT }, { outDir: "dist" });
  const { emitted } = compile({ project: folder, outDir: `${folder}/out` });
  expect(emitted.map((f) => f.fileName)).toContain(`${folder}/out/report.js`);
  expect(compile({ project: folder, noEmit: true })).toMatchObject({
    emitted: [],
    emitSkipped: true,
    plans: [{ module: "Report" }],
  });
});

test("a project that cannot be loaded is diagnostics, not an exception", () => {
  const { diagnostics, ...rest } = compile({ project: "/nowhere/at/all" });
  expect(diagnostics).toMatchObject([{ code: "PLT1040" }]);
  expect(rest).toEqual({ files: [], plans: [], emitted: [], emitSkipped: true });
});

test("a syntax error is reported once", () => {
  const folder = tempProject({ "report.ts": REPORT.replace("second);", "second;") }, {});
  const { diagnostics } = compile({ project: folder, noEmit: true });
  expect(diagnostics.map((d) => d.code)).toEqual(["TS1005"]);
});
