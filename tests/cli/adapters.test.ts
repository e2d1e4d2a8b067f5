import { readFileSync } from "node:fs";
import path from "node:path";
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeProject, node, PIPELINE, removeProjects, toolFile, TSCONFIG, write, WRONG } from "./project.js";

const MAIN = `import { compare } from "./compare.js";
enum Kind { Empty, Full }
const kind: Kind = process.argv[2] === "empty" ? Kind.Empty : Kind.Full;
console.log(typeof (await compare(kind === Kind.Empty ? "" : "a", "b")), compare.plan.plan?.module);
`;

let project = "";
beforeAll(() => {
  project = makeProject({ "src/compare.ts": PIPELINE, "src/main.ts": MAIN });
});
afterAll(removeProjects);

describe("plaitc/register", () => {
  const orders: [string, string[]][] = [
    ["alone", ["--import", "plaitc/register"]],
    ["after tsx", ["--import", "tsx", "--import", "plaitc/register"]],
    ["before tsx", ["--import", "plaitc/register", "--import", "tsx"]],
  ];
  test.each(orders)("%s: compiles, and errors point into the source", (_name, imports) => {
    expect(node(project, ...imports, "src/main.ts")).toEqual({ code: 0, out: "string Compare\n", err: "" });
    const failed = node(project, ...imports, "src/main.ts", "empty");
    expect(failed.code).toBe(1);
    expect(failed.err).toContain("doc1 is empty");
    expect(failed.err).toMatch(/compare\.ts:11:\d+/);
  });

  test("what cannot be compiled is an error that can be read", () => {
    write(project, { "src/rank.ts": WRONG });
    const { code, err } = node(project, "--import", "plaitc/register", "src/rank.ts");
    expect(code).toBe(1);
    expect(err).toMatch(/src\/rank\.ts:7:\d+ - error PLT1001: /);
    expect(err).toContain("docs.sort(");
    expect(err).not.toContain("loadSource");
  });

  test("loads no TypeScript", () => {
    write(project, {
      "src/loaded.ts": 'import "./compare.js";\nprocess.stdout.write(String(process.memoryUsage().rss));\n',
    });
    const { code, out } = node(project, "--import", "plaitc/register", "src/loaded.ts");
    expect(code).toBe(0);
    // TypeScript alone would take another 80 MB.
    expect(Number(out)).toBeLessThan(160e6);
  });
});

describe("plaitc/transformer", () => {
  const tspc = (folder: string, ...args: string[]) => node(folder, toolFile("ts-patch/bin/tspc.js"), ...args);
  const tsconfig = {
    ...TSCONFIG,
    compilerOptions: {
      ...TSCONFIG.compilerOptions,
      declarationMap: true,
      plugins: [{ transform: "plaitc/transformer", transformProgram: true }],
    },
  };
  const read = (folder: string, name: string): string => readFileSync(path.join(folder, name), "utf8");

  test("compiled code, untouched declarations, maps to the source", () => {
    const folder = makeProject({ "src/compare.ts": PIPELINE, "src/main.ts": MAIN }, tsconfig);
    expect(tspc(folder)).toEqual({ code: 0, out: "", err: "" });
    expect(node(folder, "dist/main.js")).toEqual({ code: 0, out: "string Compare\n", err: "" });
    expect(node(folder, toolFile("typescript/bin/tsc"), "--outDir", "plain").code).toBe(0);
    expect(read(folder, "dist/compare.d.ts")).toBe(read(folder, "plain/compare.d.ts"));

    expect(read(folder, "dist/compare.d.ts.map")).toBe(read(folder, "plain/compare.d.ts.map"));

    const lines = read(folder, "dist/compare.js").split("\n");
    const line = lines.findIndex((text) => text.includes("systemPrompt"));
    const map = new TraceMap(read(folder, "dist/compare.js.map"));
    const position = { line: line + 1, column: lines[line]?.indexOf("extractor") ?? 0 };
    expect(originalPositionFor(map, position)).toMatchObject({ source: "../src/compare.ts", line: 5, column: 2 });
    expect(node(folder, "--enable-source-maps", "dist/main.js", "empty").err).toMatch(/compare\.ts:11:/);
  });

  test("TypeScript's errors and plaitc's, where the user made them", () => {
    const folder = makeProject(
      { "src/compare.ts": `${PIPELINE}export const n: number = "text";\n`, "src/rank.ts": WRONG },
      tsconfig,
    );
    const { code, out } = tspc(folder, "--pretty", "false");
    expect(code).not.toBe(0);
    expect(out).toMatch(/^src\/compare\.ts\(18,14\): error TS2322: /m);
    expect(out).toMatch(/^src\/rank\.ts\(7,\d+\): error TS991001: PLT1001: /m);
    expect(out.trim().split(/^src/m)).toHaveLength(3);
  });

  test("incremental builds", () => {
    const folder = makeProject({ "src/compare.ts": PIPELINE, "src/main.ts": MAIN }, tsconfig);
    const build = () => tspc(folder, "--incremental", "--listEmittedFiles").out;
    expect(build()).toContain("compare.js");
    expect(build()).not.toContain("compare.js");
    write(folder, { "src/compare.ts": PIPELINE.replace("versus", "against") });
    expect(build()).toContain("compare.js");
    expect(read(folder, "dist/compare.js")).toContain("against");
    expect(node(folder, "dist/main.js").out).toBe("string Compare\n");
  });

  test("nothing to compile", () => {
    const folder = makeProject({ "src/plain.ts": "export const a = 1;\n" }, tsconfig);
    expect(tspc(folder)).toEqual({ code: 0, out: "", err: "" });
  });
});

describe("plaitc/vite", () => {
  test("in vitest: compiled, errors point into the source, diagnostics fail the import", () => {
    const folder = makeProject({
      "vitest.config.ts": `import { plaitc } from "plaitc/vite";
export default { plugins: [plaitc()], cacheDir: ".cache" };
`,
      "src/compare.ts": PIPELINE,
      "src/rank.ts": WRONG,
      "src/compare.test.ts": `import { expect, test } from "vitest";
import { compare } from "./compare.js";
test("compiled", async () => {
  expect(compare.plan.plan?.module).toBe("Compare");
  expect(typeof (await compare("a", "b"))).toBe("string");
});
test("stack", async () => {
  const error = await compare("", "b").catch((reason: Error) => reason);
  expect((error as Error).stack).toMatch(/compare\\.ts:11:/);
});
test("diagnostics", async () => {
  await expect(import("./rank.js")).rejects.toThrow("PLT1001");
});
`,
    });
    const { code, out, err } = node(folder, toolFile("vitest/vitest.mjs"), "run");
    expect(`${out}\n${err}`).toContain("3 passed");
    expect(code).toBe(0);
  });
});
