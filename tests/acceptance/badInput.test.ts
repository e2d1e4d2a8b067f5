/** Bad input: each is a clear error with a position or a name, and never more than that. */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, afterEach, describe, expect, test, vi } from "vitest";
import { startSimulator, type Simulator } from "plait/simulate";
import { emptyFolder, install, makeProject, PIPELINE, removeProjects, write } from "../cli/project.js";
import { endpointsAt, load, plaitcBin, runNode, stripTypes, type Loaded } from "./support.js";

let simulator: Simulator | undefined;
afterEach(async () => {
  vi.unstubAllEnvs();
  await simulator?.close();
  simulator = undefined;
});
afterAll(removeProjects);

const plaitc = (cwd: string, ...args: string[]) => runNode(cwd, [plaitcBin, ...args]);

const ONE = `import { LLMInference, Module } from "plait";
export class One extends Module {
  writer = new LLMInference({ alias: "fast", systemPrompt: "Write." });
  critic = new LLMInference({ alias: "smart", systemPrompt: "Criticize." });
  forward(topic: string): string {
    return this.critic(this.writer(topic));
  }
}
`;

test("a syntax error: where it is, from build, check and the loader", async () => {
  const broken = ONE.replace("this.critic(this.writer(topic));", "this.critic(this.writer(topic);");
  const folder = makeProject({ "src/one.ts": broken });
  for (const command of ["build", "check"]) {
    const { code, out } = await plaitc(folder, command);
    expect(out).toMatch(/^src\/one\.ts\(6,\d+\): error TS1005: /m);
    expect(code).toBe(1);
  }
  const loaded = await runNode(folder, ["--import", "plaitc/register", "src/one.ts"]);
  expect(loaded.err).toMatch(/src\/one\.ts:6:\d+ - error PLT1000: /);
  expect(loaded.err).toContain("this.critic(this.writer(topic);");
  expect(loaded.code).toBe(1);
});

test("no tsconfig: which one was looked for, and what to do", async () => {
  const folder = emptyFolder();
  for (const args of [["build"], ["check"], ["build", "-p", "nowhere/tsconfig.app.json"]]) {
    const { code, out, err } = await plaitc(folder, ...args);
    expect(`${out}${err}`).toContain("PLT1040");
    expect(`${out}${err}`).toContain(path.join(folder, args[2] ?? "tsconfig.json").replaceAll("\\", "/"));
    expect(code).toBe(1);
  }
});

describe("an alias without an endpoint", () => {
  test("at run time: bind names it, who needs it and the one that was meant", async () => {
    const { One } = await load(ONE);
    const model = { provider: "simulated", model: "m" };
    expect(() => new One!().bind({ endpoints: { fast: model, smrt: model } })).toThrow(
      /PLT1031: One uses an alias that has no endpoint:\n.*"smart", used by One\.critic; did you mean "smrt"\?/,
    );
  });

  test("in a check: the place of the binding", async () => {
    const bound = `${ONE}export const run = new One().bind({ endpoints: { fast: { provider: "simulated", model: "m" } } });\n`;
    const { code, out } = await plaitc(makeProject({ "src/one.ts": bound }), "check");
    expect(out).toMatch(/^src\/one\.ts\(9,\d+\): error TS2741: .*'smart'/m);
    expect(code).toBe(1);
  });

  test("in a check, where types cannot see it: a private field", async () => {
    const hidden = `${ONE.replace("critic =", "private critic =")}export const run = new One().bind({ endpoints: { fast: { provider: "simulated", model: "m" } } });\n`;
    const { code, out } = await plaitc(makeProject({ "src/one.ts": hidden }), "check");
    expect(out).toMatch(/^src\/one\.ts\(9,\d+\): error PLT1030: .*"smart"/m);
    expect(code).toBe(1);
  });
});

test("a missing key: an error of bind, before any call", async () => {
  vi.stubEnv("ANTHROPIC_API_KEY", undefined);
  vi.stubEnv("OPENAI_API_KEY", undefined);
  simulator = await startSimulator();
  const { One } = await load(ONE);
  const { endpoints } = endpointsAt(simulator, ["fast"]) as { endpoints: object };
  const bind = (smart: object) => () => new One!().bind({ endpoints: { ...endpoints, smart } });
  expect(bind({ provider: "openai", model: "m" })).toThrow(/PLT1032: endpoint "smart" .*OPENAI_API_KEY/);
  expect(bind({ provider: "anthropic", model: "m" })).toThrow(/PLT1032: endpoint "smart" .*ANTHROPIC_API_KEY/);
  expect(simulator.log).toEqual([]);
  expect(simulator.inFlight).toBe(0);
});

test("another plan version: which class, which versions, what to do", async () => {
  const folder = makeProject({ "src/compare.ts": PIPELINE });
  expect(await plaitc(folder, "build")).toMatchObject({ code: 0 });
  const file = path.join(folder, "dist/compare.js");
  const text = readFileSync(file, "utf8");
  const older = text.replace(/planVersion\\":\d+/, 'planVersion\\":999');
  expect(older).not.toBe(text);
  writeFileSync(file, older);
  const { code, err } = await runNode(folder, ["dist/compare.js"]);
  expect(code).toBe(1);
  expect(err).toMatch(
    /PLT1017: Compare \(.*compare\.ts\) was compiled for plan version 999; this plait speaks version \d+/,
  );
});

test("a class that was not compiled: the three ways to compile it", async () => {
  const folder = emptyFolder();
  install(folder);
  writeFileSync(path.join(folder, "one.mjs"), stripTypes("one.ts", ONE));
  const { One } = (await import(pathToFileURL(path.join(folder, "one.mjs")).href)) as Loaded;
  simulator = await startSimulator();
  const run = new One!().bind(endpointsAt(simulator, ["fast", "smart"]));
  const error = await run("tea").catch((reason: Error) => reason as Error);
  expect(error).toMatchObject({ name: "PlaitError", code: "PLT1015" });
  const { message } = error as Error;
  expect(message).toContain("One.forward()");
  for (const way of ["plaitc build", "plaitc/register", "plaitc/vite", "plaitc/transformer"])
    expect(message).toContain(way);
  expect(simulator.log).toEqual([]);
});

describe("text that would like to be code", () => {
  const HOSTILE = '"); process.exit(7); ("';
  const OTHER = "`); process.exit(7); (` ${process.exit(7)} */ </script> \u2028 \\";
  const FILE = "src/'); process.exit(7); ('.ts";
  const source = `import { LLMInference, Module } from "plait";
export class Hostile extends Module {
  a = new LLMInference({ alias: ${JSON.stringify(HOSTILE)}, systemPrompt: ${JSON.stringify(HOSTILE)} });
  b = new LLMInference({ alias: ${JSON.stringify(OTHER)}, systemPrompt: ${JSON.stringify(OTHER)} });
  forward(doc: string): string {
    const quoted = this.a(${JSON.stringify(HOSTILE)} + doc);
    if (quoted === ${JSON.stringify(HOSTILE)}) return "same";
    return this.b(\`\${quoted} ${HOSTILE}\`);
  }
}
const endpoint = { provider: "openai", model: ${JSON.stringify(HOSTILE)}, baseUrl: process.env["SIMULATOR"] + "/v1" } as const;
export const run = new Hostile().bind({ endpoints: { ${JSON.stringify(HOSTILE)}: endpoint, ${JSON.stringify(OTHER)}: endpoint } });
if (process.argv[2] === "go") console.log("done:" + JSON.stringify(await run(${JSON.stringify(OTHER)})));
`;

  test("stays data in build, run and every graph", { timeout: 120_000 }, async () => {
    const server = (simulator = await startSimulator());
    const folder = makeProject({ [FILE]: source });
    const built = await plaitc(folder, "build");
    expect(built).toMatchObject({ code: 0, err: "" });
    const plans = JSON.parse(
      readFileSync(path.join(folder, FILE.replace("src", "dist").replace(".ts", ".plan.json")), "utf8"),
    ) as {
      methods: { forward: { nodes: { alias?: string }[] } };
    }[];
    expect(plans[0]?.methods.forward.nodes.map(({ alias }) => alias).filter(Boolean)).toEqual([HOSTILE, OTHER]);

    const env = { SIMULATOR: server.url };
    const ways = [
      [FILE.replace("src", "dist").replace(".ts", ".js"), "go"],
      ["--import", "plaitc/register", FILE, "go"],
      [plaitcBin, "run", `${FILE}#run`, "--json", "--input", OTHER],
    ];
    for (const args of ways) {
      const before = server.log.length;
      const { code, out, err } = await runNode(folder, args, env);
      expect({ args, code, err }).toEqual({ args, code: 0, err: "" });
      expect(out).not.toBe("");
      const [first, second] = server.log.slice(before);
      expect(first).toMatchObject({ system: HOSTILE, prompt: HOSTILE + OTHER, model: HOSTILE, status: 200 });
      expect(second).toMatchObject({ system: OTHER, prompt: `${first?.answer} ${HOSTILE}` });
    }

    rmSync(path.join(folder, "dist"), { recursive: true });
    for (const format of ["terminal", "mermaid", "dot", "json"]) {
      const { code, out, err } = await plaitc(folder, "graph", "--format", format);
      expect({ format, code, err }).toEqual({ format, code: 0, err: "" });
      // A quote ends a text in these two languages.
      if (format === "mermaid") expect(out).not.toContain(HOSTILE);
      if (format === "dot") expect(out.replaceAll('\\"', "")).not.toMatch(/"\); process/);
      if (format === "json") expect(JSON.parse(out)).toHaveLength(1);
      expect(out).toContain("process.exit(7)");
      if (format !== "json") expect(out).not.toContain("\u2028");
    }
  });

  test("stays data in diagnostics", async () => {
    const wrong = source.replace("return this.b(", `const n: number = ${JSON.stringify(HOSTILE)}; return this.b(n && `);
    const folder = makeProject({});
    write(folder, { [FILE]: wrong });
    const { code, out } = await plaitc(folder, "check");
    expect(code).toBe(1);
    // For TypeScript, U+2028 ends a line.
    expect(out).toMatch(/^src\/'\); process\.exit\(7\); \('\.ts\(10,\d+\): error TS2322: /m);
  });
});
