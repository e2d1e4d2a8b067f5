import { existsSync, readFileSync, rmSync } from "node:fs";
import { once } from "node:events";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { makeProject, PIPELINE, plaitc, removeProjects, startPlaitc, write, WRONG } from "./project.js";

const PLAIN = "export const answer: number = 42;\n";

interface Watched {
  folder: string;
  /** What was printed since the last call, once `pattern` is part of it. */
  until(pattern: RegExp): Promise<string>;
  dist(name: string): string;
  end(): Promise<number | null>;
}

const running: Watched[] = [];
afterAll(async () => {
  for (const one of running.splice(0)) await one.end();
  removeProjects();
});

async function watching(args: string[] = ["watch"], files: Record<string, string> = {}): Promise<Watched> {
  const folder = makeProject({ "src/compare.ts": PIPELINE, "src/plain.ts": PLAIN, ...files });
  const server = startPlaitc(folder, ...args);
  let out = "";
  for (const stream of [server.stdout, server.stderr]) stream.on("data", (data) => (out += String(data)));
  const exited = once(server, "exit") as Promise<[number | null]>;
  const watched: Watched = {
    folder,
    async until(pattern) {
      const deadline = Date.now() + 30_000;
      while (!pattern.test(out)) {
        if (Date.now() > deadline || server.exitCode !== null) throw new Error(`no ${String(pattern)} in:\n${out}`);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      const printed = out;
      out = "";
      return printed;
    },
    dist: (name) => readFileSync(path.join(folder, "dist", name), "utf8"),
    async end() {
      if (server.exitCode === null) server.kill("SIGINT");
      return (await exited)[0];
    },
  };
  running.push(watched);
  return watched;
}

const DONE = /written in \d+ ms\. Watching/;

describe("plaitc watch", () => {
  test("builds, builds again what changes, and Ctrl-C ends it with 0", async () => {
    const { folder, until, dist, end } = await watching();
    expect(await until(DONE)).toContain("7 files written");
    write(folder, { "src/compare.ts": PIPELINE.replace("versus", "against") });
    expect(await until(DONE)).toMatch(/\b3 files written/);
    expect(dist("compare.js")).toContain("against");
    expect(dist("compare.plan.json")).toContain("Compare");
    expect(await end()).toBe(0);
  });

  test("errors are reported and gone when they are mended; it keeps running", async () => {
    const { folder, until, dist, end } = await watching();
    await until(DONE);
    write(folder, { "src/plain.ts": 'export const answer: number = "many";\n' });
    const broken = await until(DONE);
    expect(broken).toMatch(/^src\/plain\.ts\(1,14\): error TS2322: /m);
    expect(broken).toContain("Found 1 error in 1 file.");
    write(folder, { "src/rank.ts": WRONG });
    const both = await until(DONE);
    expect(both).toMatch(/^src\/rank\.ts\(7,\d+\): error PLT1001: /m);
    expect(both).toContain("TS2322");
    write(folder, { "src/plain.ts": "export const answer: number = 43;\n" });
    rmSync(path.join(folder, "src/rank.ts"));
    expect(await until(/written in(?![^]*error)[^]*Watching/)).not.toContain("error");
    expect(dist("plain.js")).toContain("43");
    expect(await end()).toBe(0);
  });

  test("new files in new folders, and other settings", async () => {
    const { folder, until, dist } = await watching();
    await until(DONE);
    write(folder, { "src/deep/er/new.ts": "export const fresh = 1;\n" });
    while (!existsSync(path.join(folder, "dist/deep/er/new.js"))) await until(DONE);
    write(folder, { "src/deep/er/new.ts": "export const fresh = 2;\n" });
    await until(DONE);
    expect(dist("deep/er/new.js")).toContain("fresh = 2");
    const tsconfig = JSON.parse(readFileSync(path.join(folder, "tsconfig.json"), "utf8")) as {
      compilerOptions: object;
    };
    write(folder, {
      "tsconfig.json": JSON.stringify({
        ...tsconfig,
        compilerOptions: { ...tsconfig.compilerOptions, removeComments: true },
      }),
    });
    await until(DONE);
    expect(dist("compare.js")).not.toContain("Compares two texts.");
  });

  test("a file of a folder that the settings do not name, which a source imports", async () => {
    const { folder, until } = await watching(["watch"], {
      "shared/size.d.ts": "export type Size = number;\n",
      "src/plain.ts": `import type { Size } from "../shared/size.js";\nexport const answer: Size = 42;\n`,
    });
    expect(await until(DONE)).not.toContain("error");
    write(folder, { "shared/size.d.ts": "export type Size = string;\n" });
    expect(await until(DONE)).toMatch(/src\/plain\.ts\(2,14\): error TS2322/);
  });

  test("build --watch is the same", async () => {
    const { folder, until, dist, end } = await watching(["build", "-w", "--outDir", "dist"]);
    await until(DONE);
    write(folder, { "src/plain.ts": "export const answer: number = 44;\n" });
    await until(DONE);
    expect(dist("plain.js")).toContain("44");
    expect(await end()).toBe(0);
  });

  test("wrong usage: exit code 2", () => {
    expect(plaitc(running[0]!.folder, "watch", "src/compare.ts").code).toBe(2);
  });
});

/** The loop carries a value, so that calls wait for each other, and the compiler says so. */
const CHAIN = `import { LLMInference, Module } from "plait";

export class Chain extends Module {
  step = new LLMInference({ alias: "fast" });

  forward(texts: string[]): string {
    let draft = "";
    for (const text of texts) {
      draft = this.step(draft + text);
    }
    console.log(draft);
    return draft;
  }
}
`;

describe("remarks", () => {
  interface Found {
    severity: string;
    code: string;
    related: { file: string; line: number; message: string }[];
  }

  test("build prints them only with --remarks; check --json gives all, with related places", () => {
    const unbound = PIPELINE.replace("extractor =", "private extractor =").replace("{ fast: simulated, ", "{ ");
    const folder = makeProject({ "src/chain.ts": CHAIN });
    const quiet = plaitc(folder, "build");
    expect(quiet.out).not.toMatch(/: remark PLT/);
    expect(quiet.out).toMatch(/remarks? on calls that wait for each other: --remarks shows/);
    const { out, code } = plaitc(folder, "build", "--remarks");
    expect(code).toBe(0);
    expect(out).toMatch(/^src\/chain\.ts\(\d+,\d+\): remark PLT2\d+: /m);
    expect(out).not.toContain("--remarks shows");
    const { diagnostics } = JSON.parse(plaitc(folder, "check", "--json").out) as { diagnostics: Found[] };
    const remarks = diagnostics.filter((d) => d.severity === "remark");
    expect(remarks.length).toBe((out.match(/: remark PLT/g) ?? []).length);
    // Where the draft is written, and where the next round reads it.
    const at = (text: string): number => CHAIN.split("\n").findIndex((line) => line.includes(text)) + 1;
    expect(remarks.find((d) => d.code === "PLT2003")?.related).toMatchObject([
      {
        file: path.join(folder, "src/chain.ts"),
        line: at("draft = this.step"),
        message: expect.stringMatching(/^written here/),
      },
      { file: path.join(folder, "src/chain.ts"), line: at("draft + text"), message: "read here" },
    ]);

    write(folder, { "src/compare.ts": unbound });
    const found = JSON.parse(plaitc(folder, "check", "--json").out) as { diagnostics: Found[] };
    expect(found.diagnostics.find((d) => d.code === "PLT1030")?.related).toMatchObject([
      { file: path.join(folder, "src/compare.ts"), line: 5, message: '"fast" is needed here' },
    ]);
    expect(found.diagnostics.filter((d) => d.severity === "remark")).toHaveLength(remarks.length);
  });
});
