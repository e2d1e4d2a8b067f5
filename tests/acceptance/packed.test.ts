/**
 * The packages as a user gets them: packed, installed into projects outside this repository, built, run and
 * type-checked there. Dependencies come from npm's cache or registry.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { startSimulator } from "plait/simulate";
import { PIPELINE, toolFile, TSCONFIG, write, type Outcome } from "../cli/project.js";
import { compilers, median, root, runFile, runNode } from "./support.js";

const PACKAGES = ["plait", "plaitc-compiler", "plaitc"] as const;
const FOLDER = { plait: "runtime", "plaitc-compiler": "compiler", plaitc: "cli" };
const NPM_FLAGS = ["--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"];

const work = realpathSync(mkdtempSync(path.join(tmpdir(), "plaitc-packed-")));
const tarballs = {} as Record<(typeof PACKAGES)[number], string>;
/** A user's project with everything installed. */
const project = path.join(work, "project");
/** A production install of `plait` alone. */
const production = path.join(work, "production");

async function npm(cwd: string, ...args: string[]): Promise<Outcome> {
  const file = process.env["npm_execpath"];
  // Settings that npm itself left in the environment of `npm test` are those of this repository.
  const env = Object.fromEntries(
    Object.keys(process.env)
      .filter((name) => /^npm_/i.test(name))
      .map((name) => [name, undefined]),
  );
  const outcome = file?.endsWith(".js")
    ? await runNode(cwd, [file, ...args], env)
    : await runFile(process.platform === "win32" ? "npm.cmd" : "npm", cwd, args, env);
  if (outcome.code !== 0) throw new Error(`npm ${args.join(" ")}\n${outcome.out}\n${outcome.err}`);
  return outcome;
}

const specOf = (name: (typeof PACKAGES)[number]): string => `file:${tarballs[name].replaceAll("\\", "/")}`;

/** The command as `npx plaitc` finds it. */
function plaitc(cwd: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  const bin = path.join(cwd, "node_modules/.bin", process.platform === "win32" ? "plaitc.cmd" : "plaitc");
  return runFile(bin, cwd, args, env);
}

const HOSTED = PIPELINE.replace(
  'const simulated = { provider: "simulated", model: "simulated" } as const;',
  'const simulated = { provider: "openai", model: "m", baseUrl: `${process.env["SIMULATOR"]}/v1` } as const;',
);
const UNBOUND = `import { LLMInference, Module } from "plait";
export class Report extends Module {
  reader = new LLMInference({ alias: "fast" });
  writer = new LLMInference({ alias: "eloquent" });
  forward(topic: string): string {
    return this.writer(this.reader(topic));
  }
}
export const report = new Report().bind({ endpoints: { fast: { provider: "simulated", model: "m" } } });
`;

beforeAll(async () => {
  for (const name of PACKAGES) {
    const { out } = await npm(
      path.join(root, FOLDER[name]),
      "pack",
      "--json",
      "--ignore-scripts",
      "--pack-destination",
      work,
    );
    const [packed] = Object.values(JSON.parse(out) as Record<string, { filename: string }>);
    tarballs[name] = path.join(work, packed!.filename);
  }
  write(project, {
    "package.json": JSON.stringify({
      type: "module",
      dependencies: { plait: specOf("plait"), openai: "*" },
      devDependencies: {
        plaitc: specOf("plaitc"),
        "plaitc-compiler": specOf("plaitc-compiler"),
        "@types/node": "^20.19.0",
      },
    }),
    "tsconfig.json": JSON.stringify(TSCONFIG),
    "src/compare.ts": HOSTED,
  });
  write(production, {
    "package.json": JSON.stringify({
      type: "module",
      dependencies: { plait: specOf("plait") },
      devDependencies: { plaitc: specOf("plaitc"), "plaitc-compiler": specOf("plaitc-compiler"), typescript: "*" },
    }),
  });
  await npm(project, "install", ...NPM_FLAGS);
  await npm(production, "install", "--omit=dev", ...NPM_FLAGS);
}, 180_000);
afterAll(() => rmSync(work, { recursive: true, force: true }));

test("npx plaitc build; node imports the compiled file and calls the function", async () => {
  const built = await plaitc(project, ["build"]);
  expect(built).toMatchObject({ code: 0, err: "" });
  const simulator = await startSimulator({ seed: 5, latencyMs: 60 });
  try {
    const script =
      'const { compare } = await import("./dist/compare.js"); console.log(await compare("Tea is warm.", "Tea is bitter."));';
    const { code, out, err } = await runNode(project, ["--input-type=module", "-e", script], {
      SIMULATOR: simulator.url,
    });
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const [first, second, last] = simulator.log;
    expect(simulator.log).toHaveLength(3);
    expect(simulator.peakInFlight).toBe(2);
    const byPrompt = [first!, second!].sort((a, b) => (a.prompt < b.prompt ? 1 : -1));
    expect(last!.prompt).toBe(`${byPrompt[0]!.answer} versus ${byPrompt[1]!.answer}`);
    expect(out.trim()).toBe(last!.answer);
  } finally {
    await simulator.close();
  }
});

describe("an unbound alias", () => {
  const folder = path.join(project, "unbound");
  beforeAll(() => write(folder, { "tsconfig.json": JSON.stringify(TSCONFIG), "src/report.ts": UNBOUND }));

  test.each(compilers)("fails in plain tsc, %s, which names it", async (_name, tsc) => {
    const { code, out } = await runNode(folder, [tsc, "--noEmit", "--pretty", "false"]);
    expect(out).toMatch(/^src\/report\.ts\(9,\d+\): error TS2741: .*'eloquent'/m);
    expect(code).not.toBe(0);
  });

  test("fails in plaitc check, which names it", async () => {
    const { code, out } = await plaitc(project, ["check", "-p", "unbound"]);
    expect(out).toMatch(/^unbound\/src\/report\.ts\(9,\d+\): error \w+: .*eloquent/m);
    expect(code).toBe(1);
  });
});

describe("a production install of plait", () => {
  test("is plait alone, without TypeScript", () => {
    const installed = readdirSync(path.join(production, "node_modules")).filter((name) => !name.startsWith("."));
    expect(installed).toEqual(["plait"]);
    const files = readdirSync(path.join(production, "node_modules/plait"), { recursive: true, encoding: "utf8" });
    expect(files.filter((name) => /typescript|ts-morph|oxc|\.test\.|\.tsbuildinfo/.test(name))).toEqual([]);
  });

  // An empty process takes some 40 ms where nothing else runs: half of that are 20 ms. Here other tests run beside it.
  test("imports in half the time of an empty process, or less", async () => {
    const time = async (script: string): Promise<number> => {
      const start = performance.now();
      const { code } = await runNode(production, ["--input-type=module", "-e", script]);
      expect(code).toBe(0);
      return performance.now() - start;
    };
    for (let attempt = 1; ; attempt++) {
      const times = { empty: [] as number[], plait: [] as number[] };
      for (let i = 0; i < 11; i++) {
        times.empty.push(await time(""));
        times.plait.push(await time('import "plait"'));
      }
      const empty = median(times.empty);
      const net = median(times.plait) - empty;
      const figures = `import "plait": ${net.toFixed(1)} ms net (median of 11; empty process ${empty.toFixed(1)} ms; attempt ${attempt})`;
      console.log(figures);
      if (net <= empty / 2) return;
      if (attempt === 3) expect.fail(figures);
    }
  });
});

test("plaitc init: a project that installs, builds and runs without a key", async () => {
  const empty = path.join(work, "new");
  write(empty, { "package.json": "{}" });
  const made = await runNode(empty, [path.join(project, "node_modules/plaitc/dist/main.js"), "init", "app"]);
  expect(made).toMatchObject({ code: 0, err: "" });
  const app = path.join(empty, "app");
  expect(existsSync(path.join(app, ".gitignore"))).toBe(true);
  // The released versions that it asks for are these tarballs.
  const manifest = JSON.parse(readFileSync(path.join(app, "package.json"), "utf8")) as Record<
    "dependencies" | "devDependencies",
    Record<string, string>
  >;
  expect(manifest.dependencies["plait"]).toMatch(/^\^\d/);
  manifest.dependencies["plait"] = specOf("plait");
  Object.assign(manifest.devDependencies, { plaitc: specOf("plaitc"), "plaitc-compiler": specOf("plaitc-compiler") });
  write(app, { "package.json": JSON.stringify(manifest) });
  await npm(app, "install", ...NPM_FLAGS);
  const { out } = await npm(app, "start", "--silent");
  expect(out).toMatch(/^Compiled 1 module with 3 calls; \d+ files written\.$/m);
  expect(out.trim().split("\n").length).toBeGreaterThan(1);
});

test.each(PACKAGES)("publint has nothing to say about %s", async (name) => {
  const pkgDir = path.join(project, "node_modules", name);
  const { messages, pkg } = await publint({ pkgDir, pack: false, strict: true });
  expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
});

test.each(PACKAGES)("%s imports only what it declares", (name) => {
  const folder = path.join(project, "node_modules", name);
  const manifest = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")) as Record<
    string,
    Record<string, string> | undefined
  >;
  const declared = new Set([
    name,
    ...Object.keys(manifest["dependencies"] ?? {}),
    ...Object.keys(manifest["peerDependencies"] ?? {}),
  ]);
  const undeclared = new Set<string>();
  for (const file of readdirSync(path.join(folder, "dist"), { recursive: true, encoding: "utf8" })) {
    if (!/\.js$|\.d\.ts$/.test(file)) continue;
    const text = readFileSync(path.join(folder, "dist", file), "utf8").replaceAll(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, "");
    for (const [, , specifier] of text.matchAll(
      /(?:^|[;}\s])(?:(?:import|export)\s[^"'`;]*?from\s*|import\s*)(["'])([^"'`\n]+)\1|\bimport\((["'])/gm,
    )) {
      const packageName = /^(?:@[^/]+\/)?[^/]+/.exec(specifier ?? ".")![0];
      if (!specifier || /^(?:\.|node:)/.test(specifier)) continue;
      if (!declared.has(packageName)) undeclared.add(`${file}: ${specifier}`);
    }
  }
  expect([...undeclared]).toEqual([]);
});

test.each(compilers)("the declarations of all entry points are sound, %s", async (name, tsc) => {
  const entries = PACKAGES.flatMap((one) => {
    const { exports } = JSON.parse(readFileSync(path.join(project, "node_modules", one, "package.json"), "utf8")) as {
      exports: Record<string, unknown>;
    };
    return Object.keys(exports)
      .filter((key) => !key.endsWith(".json"))
      .map((key) => path.posix.join(one, key));
  });
  const folder = path.join(project, `declarations-${name.at(-1)}`);
  // Who uses the Vite plugin has a Vite; the repository's own saves an installation here.
  const vite = path.join(folder, "../node_modules/vite");
  if (!existsSync(vite)) symlinkSync(realpathSync(toolFile("vite")), vite, "junction");
  const compilerOptions = {
    ...TSCONFIG.compilerOptions,
    skipLibCheck: false,
    exactOptionalPropertyTypes: true,
    rootDir: ".",
    noEmit: true,
  };
  write(folder, {
    "tsconfig.json": JSON.stringify({ compilerOptions, include: ["*.ts"] }),
    "all.ts": entries.map((entry, i) => `import * as m${i} from "${entry}";\nvoid m${i};`).join("\n"),
  });
  const { out } = await runNode(folder, [tsc, "-p", ".", "--pretty", "false"]);
  // Errors in the declarations of others are theirs.
  const ours = out
    .split("\n")
    .filter(
      (line) =>
        /error TS/.test(line) &&
        (/node_modules\/plait(?:c|c-compiler)?\//.test(line) || !line.includes("node_modules/")),
    );
  expect(ours).toEqual([]);
  expect(entries).toContain("plait/simulate");
});
