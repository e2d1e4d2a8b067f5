import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { once } from "node:events";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  emptyFolder,
  install,
  makeProject,
  node,
  PIPELINE,
  plaitc,
  removeProjects,
  startPlaitc,
  toolFile,
  write,
  WRONG,
} from "./project.js";

let project = "";
let wrong = "";
/** A file without a project. */
let lonely = "";
beforeAll(() => {
  project = makeProject({ "src/compare.ts": PIPELINE, "src/plain.ts": "export const answer: number = 42;\n" });
  lonely = emptyFolder();
  write(lonely, { "compare.ts": PIPELINE, "plain.ts": "export const n = 1;\n" });
  wrong = makeProject({ "src/rank.ts": WRONG, "src/types.ts": "export const n: number = 'text';\n" });
});
afterAll(removeProjects);

describe("plaitc build", () => {
  test("writes JavaScript, declarations, maps and plans, and what it writes runs", () => {
    const { code, out } = plaitc(project, "build");
    expect(out).toMatch(/^Compiled 1 module with 3 calls; 7 files written\.$/m);
    expect(code).toBe(0);
    const names = ["compare", "plain"].flatMap((name) => [`${name}.d.ts`, `${name}.js`, `${name}.js.map`]);
    expect(readdirSync(path.join(project, "dist")).sort()).toEqual(
      expect.arrayContaining(["compare.plan.json", ...names]),
    );
    expect(readdirSync(path.join(project, "dist")).filter((name) => name.endsWith(".tmp"))).toEqual([]);
    const ran = node(
      project,
      "--input-type=module",
      "-e",
      'import { compare } from "./dist/compare.js"; console.log(await compare("a", "b"));',
    );
    expect(ran).toMatchObject({ code: 0, err: "" });
  });

  test("errors of TypeScript and of plaitc, and exit code 1", () => {
    const { code, out } = plaitc(wrong, "build", "--outDir", "elsewhere");
    expect(code).toBe(1);
    expect(out).toMatch(/^src\/rank\.ts\(7,\d+\): error PLT1001: /m);
    expect(out).toMatch(/^src\/types\.ts\(1,14\): error TS2322: /m);
    expect(out).toMatch(/^Found \d+ errors in 2 files\.$/m);
    expect(existsSync(path.join(wrong, "elsewhere"))).toBe(true);
    expect(existsSync(path.join(wrong, "dist"))).toBe(false);
  });

  test("--pretty shows the code", () => {
    const { out } = plaitc(wrong, "check", "--pretty");
    expect(out).toContain("docs.sort(");
    expect(out).toMatch(/^src\/rank\.ts:7:\d+ - error PLT1001: /m);
  });

  test("--noEmit writes nothing", () => {
    rmSync(path.join(project, "dist"), { recursive: true, force: true });
    expect(plaitc(project, "build", "--noEmit").code).toBe(0);
    expect(existsSync(path.join(project, "dist"))).toBe(false);
  });

  test("no project", () => {
    const { code, out } = plaitc(emptyFolder(), "build");
    expect(code).toBe(1);
    expect(out).toContain("tsconfig.json");
  });

  test("wrong usage: exit code 2", () => {
    expect(plaitc(project, "build", "src/compare.ts")).toMatchObject({ code: 2 });
    expect(plaitc(project, "build", "--outdir", "x").err).toContain("Did you mean --outDir?");
  });
});

describe("plaitc check", () => {
  test("nothing wrong, nothing written", () => {
    const folder = makeProject({ "src/compare.ts": PIPELINE });
    expect(plaitc(folder, "check")).toMatchObject({
      code: 0,
      out: "Compiled 1 module with 3 calls; nothing written.\n",
    });
    expect(existsSync(path.join(folder, "dist"))).toBe(false);
  });

  test("--json", () => {
    const { code, out } = plaitc(wrong, "check", "--json");
    expect(code).toBe(1);
    const { diagnostics } = JSON.parse(out) as { diagnostics: { code: string; line: number; severity: string }[] };
    expect(diagnostics).toContainEqual(expect.objectContaining({ code: "PLT1001", line: 7, severity: "error" }));
  });
});

describe("plaitc graph", () => {
  test("draws the plan", () => {
    const { code, out } = plaitc(project, "graph");
    expect(code).toBe(0);
    expect(out).toContain("Compare.forward(doc1, doc2)  src/compare.ts:8");
    expect(out).toContain("facts1");
    expect(out).not.toContain("\u001B");
  });
  test("other formats", () => {
    const graph = (...args: string[]): string => plaitc(lonely, "graph", "compare.ts#Compare", ...args).out;
    expect(graph("--format", "mermaid")).toContain("flowchart TD");
    expect(graph("--format", "dot")).toContain('digraph "Compare.forward"');
    const plans = JSON.parse(graph("--format", "json")) as { module: string }[];
    expect(plans.map((plan) => plan.module)).toEqual(["Compare"]);
    expect(graph("--ascii")).toMatch(/^[\x20-\x7E\n]*$/);
  });
  test("a file outside any project", () => {
    expect(plaitc(lonely, "graph", "compare.ts").out).toContain("Compare.forward(doc1, doc2)");
  });
  test("what is not there", () => {
    expect(plaitc(lonely, "graph", "none.ts")).toMatchObject({
      code: 1,
      err: expect.stringContaining("there is no file") as string,
    });
    expect(plaitc(lonely, "graph", "compare.ts#Compar").err).toContain("Did you mean Compare?");
    expect(plaitc(lonely, "graph", "plain.ts").err).toContain("no class with module calls");
    expect(plaitc(lonely, "graph", "--format", "png").code).toBe(2);
  });
});

describe("plaitc run", () => {
  const inputs = ["--input", "A is 1.", "--input", "A is 2."];

  test("a bound pipeline", () => {
    const { code, out, err } = plaitc(project, "run", "src/compare.ts#compare", ...inputs);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out.trim()).not.toBe("");
  });
  test("a class with --simulate, its calls over time", () => {
    const { code, err } = plaitc(
      project,
      "run",
      "src/compare.ts#Compare",
      "--simulate",
      "--latency",
      "20..40",
      "--timeline",
      ...inputs,
    );
    expect(code).toBe(0);
    expect(err).toMatch(/^\+\d\.\d{3}s start facts1 \(fast\)$/m);
    expect(err).toMatch(/^3 calls in \d+ ms; one after another they take \d+ ms/m);
  });
  test("inputs from files, results as JSON", () => {
    write(project, { "doc.txt": "A is 3." });
    const { code, out } = plaitc(project, "run", "src/compare.ts#compare", "--json", "-i", "@doc.txt", "-i", '"B"');
    expect(code).toBe(0);
    expect(typeof JSON.parse(out)).toBe("string");
  });
  test("errors point into the source", () => {
    const { code, err } = plaitc(project, "run", "src/compare.ts#compare", "-i", "", "-i", "b");
    expect(code).toBe(1);
    expect(err).toContain("doc1 is empty");
    expect(err).toMatch(/compare\.ts:11:/);
  });
  test.each([
    [["src/none.ts"], 1, "there is no file"],
    [["src/compare.ts#compair", ...inputs], 1, "Did you mean compare?"],
    [["src/plain.ts"], 1, "none of which is a bound pipeline"],
    [["src/compare.ts#Compare", ...inputs], 1, "--simulate"],
    [["src/compare.ts#compare", "-i", "a"], 2, "takes 2 inputs (doc1, doc2), but 1 was given"],
    [["src/compare.ts#compare", "-i", "@none.txt", "-i", "b"], 1, "cannot read the input"],
    [[], 2, "which file?"],
  ])("%j", (args, code, message) => {
    const outcome = plaitc(project, "run", ...args);
    expect(outcome.err).toContain(message);
    expect(outcome.code).toBe(code);
  });
});

describe("plaitc simulate", () => {
  test("serves until it is interrupted", async () => {
    const server = startPlaitc(project, "simulate", "--latency", "1");
    let out = "";
    server.stdout.on("data", (data) => (out += String(data)));
    while (!out.includes("ANTHROPIC_API_KEY")) await once(server.stdout, "data");
    const base = /OPENAI_BASE_URL=(\S+)/.exec(out)?.[1] ?? "";
    const response = await fetch(`${base}/chat/completions`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: "Bearer simulated" },
      body: JSON.stringify({ model: "gpt-x", messages: [{ role: "user", content: "Hello there." }] }),
    });
    expect(response.status).toBe(200);
    await response.text();
    while (!out.includes("gpt-x")) await once(server.stdout, "data");
    expect(out).toMatch(/^\+\d+\.\d{3}s {2}openai {2}gpt-x {2}200 {2}\d+ ms {2}Hello there\.$/m);
    server.kill("SIGINT");
    const [code] = (await once(server, "exit")) as [number | null];
    expect(code).toBe(0);
  });
  test("wrong values", () => {
    expect(plaitc(project, "simulate", "--port", "x").code).toBe(2);
    expect(plaitc(project, "simulate", "--latency", "5..1").code).toBe(2);
  });
});

describe("plaitc init", () => {
  test("makes a project that builds, runs without a key, and satisfies tsc", () => {
    const folder = emptyFolder();
    expect(plaitc(folder, "init", "app").code).toBe(0);
    const app = path.join(folder, "app");
    mkdirSync(app, { recursive: true });
    install(app);
    expect(plaitc(app, "build")).toMatchObject({ code: 0 });
    expect(node(app, "dist/main.js")).toMatchObject({ code: 0, err: "" });
    for (const typescript of ["typescript", "typescript7"]) {
      expect(node(app, toolFile(`${typescript}/bin/tsc`), "--noEmit")).toMatchObject({ code: 0, out: "" });
    }
    const command = /`npx plaitc (run .*?--simulate) /.exec(readFileSync(path.join(app, "README.md"), "utf8"))?.[1];
    expect(plaitc(app, ...(command ?? "").split(" "), "--input", "Tea?").code).toBe(0);
    const again = plaitc(folder, "init", "app");
    expect(again).toMatchObject({ code: 1, err: expect.stringContaining("src/main.ts") as string });
  });
});
