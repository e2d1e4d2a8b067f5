/**
 * The types of plait as a user's editor sees them: the fixtures in `types/` are checked against the emitted
 * declarations, by TypeScript 6 and 7. A line `// error TS2741: 'smart' is missing` in a fixture says that the
 * next line has that error, with these words (separated by `;`) in its message; every other error fails the test.
 */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const fixtures = join(root, "tests/types");
const tsc = (name: string): string => join(root, "node_modules", name, "bin/tsc");
const compilers = { "TypeScript 6": tsc("typescript"), "TypeScript 7": tsc("typescript7") };

let work: string;

beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), "plait-types-"));
  const emit = ["--emitDeclarationOnly", "--declaration", "--composite", "false", "--incremental", "false"];
  await run(tsc("typescript7"), ["-p", join(root, "runtime"), "--outDir", join(work, "plait"), ...emit]);
  // The package.json makes the emitted files ES modules.
  await writeFile(join(work, "package.json"), '{ "type": "module" }');
}, 60_000);

afterAll(() => rm(work, { recursive: true, force: true }));

interface Ran {
  output: string;
  ms: number;
}

function run(compiler: string, args: readonly string[]): Promise<Ran> {
  const start = performance.now();
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [compiler, "--pretty", "false", ...args],
      { maxBuffer: 2 ** 26 },
      (error, stdout, stderr) => {
        if (error && typeof error.code !== "number") reject(error);
        else resolve({ output: stdout + stderr, ms: performance.now() - start });
      },
    );
  });
}

/** Checks `files` as one program of a user with strict options. */
async function check(compiler: string, name: string, files: readonly string[]): Promise<Ran & { outDir: string }> {
  const outDir = join(work, `out-${name}-${basename(join(compiler, "../.."))}`);
  const config = join(work, `${basename(outDir)}.json`);
  const compilerOptions = {
    target: "es2022",
    lib: ["es2023"],
    module: "nodenext",
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noImplicitOverride: true,
    skipLibCheck: false,
    declaration: true,
    emitDeclarationOnly: true,
    rootDir: "/",
    outDir,
    types: ["node"],
    typeRoots: [join(root, "node_modules/@types")],
    paths: { plait: [join(work, "plait/index.d.ts")] },
  };
  await writeFile(config, JSON.stringify({ compilerOptions, files }));
  return { ...(await run(compiler, ["-p", config])), outDir };
}

interface Diagnostic {
  file: string;
  line: number;
  code: string;
  message: string;
}

function diagnosticsIn(output: string): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const line of output.split(/\r?\n/)) {
    const head = /^(.*)\((\d+),\d+\): error (TS\d+): (.*)$/.exec(line);
    if (head) {
      const [, file = "", at, code = "", message = ""] = head;
      found.push({ file: basename(file), line: Number(at), code, message });
    } else if (found.length > 0 && /^\s/.test(line)) {
      (found.at(-1) as Diagnostic).message += `\n${line}`;
    } else if (line.startsWith("error")) {
      found.push({ file: "", line: 0, code: line, message: line });
    }
  }
  return found;
}

/** The errors that a fixture announces. */
async function announcedIn(file: string): Promise<(Diagnostic & { words: string[] })[]> {
  const lines = (await readFile(file, "utf8")).split(/\r?\n/);
  return lines.flatMap((text, i) => {
    const marker = /^\s*\/\/ error (TS\d+): (.*)$/.exec(text);
    if (!marker) return [];
    const [, code = "", message = ""] = marker;
    return [{ file: basename(file), line: i + 2, code, message, words: message.split("; ") }];
  });
}

describe.each(Object.entries(compilers))("%s", (_name, compiler) => {
  it("reports exactly the announced errors, and emits declarations", { timeout: 60_000 }, async () => {
    const names = (await readdir(fixtures)).filter((name) => name.endsWith(".ts"));
    const files = names.map((name) => join(fixtures, name));
    const { output, outDir } = await check(compiler, "fixtures", files);
    const announced = (await Promise.all(files.map(announcedIn))).flat();
    const reported = diagnosticsIn(output);
    const place = ({ file, line, code }: Diagnostic): string => `${file}:${line} ${code}`;
    const unannounced = reported.filter((d) => !announced.some((a) => place(a) === place(d)));
    expect(unannounced.map((d) => `${place(d)} ${d.message}`)).toEqual([]);
    expect(announced.map(place).filter((p) => !reported.some((d) => place(d) === p))).toEqual([]);
    for (const { words, ...expected } of announced) {
      const messages = reported.filter((d) => place(d) === place(expected)).map((d) => d.message);
      for (const word of words) expect(messages.join("\n"), place(expected)).toContain(word);
    }

    const emitted = await readFile(join(outDir, fixtures, "declarations.d.ts"), "utf8");
    expect(emitted).toContain('extractor: LLMInference<"fast"');
    expect(emitted).toContain('ModuleList<LLMInference<"smart"');
    expect(emitted).toMatch(/forward\(document: string\): string\[\]/);
    expect(emitted).toMatch(/published: import\(".*"\)\.Bound<Published>/);
  });

  it("sees aliases through 20 levels and 200 classes, at a small cost", { timeout: 60_000 }, async () => {
    const dir = join(work, "deep");
    await mkdir(dir, { recursive: true });
    const large = join(dir, "large.ts");
    const floor = join(dir, "floor.ts");
    const aliases = Array.from({ length: 10 }, (_, i) => `bottom${i}`);
    const endpoints = aliases.map((alias) => `${alias}: endpoint`);
    const bind = (list: readonly string[]): string => `new Top().bind({ endpoints: { ${list.join(", ")} } });\n`;
    const last = `${layers(20, 10)}\nexport const all = ${bind(endpoints)}`;
    await writeFile(large, `${last}// error\n${bind(endpoints.slice(0, -1))}`);
    await writeFile(floor, `${layers(2, 10)}\nexport const all = ${bind(endpoints)}`);

    const small = await check(compiler, "floor", [floor]);
    const big = await check(compiler, "large", [large]);
    expect(diagnosticsIn(small.output)).toEqual([]);
    expect(diagnosticsIn(big.output)).toEqual([
      expect.objectContaining({
        code: "TS2741",
        message: expect.stringContaining("'bottom9' is missing"),
      }),
    ]);
    // Measured: about 1.2 times the floor. The bound is wide, because machines are busy.
    expect(big.ms).toBeLessThan(3 * small.ms + 1_000);
  });
});

/** Layers of modules, each of which holds three of the layer below; the lowest holds model calls; `Top` holds the highest. */
function layers(depth: number, width: number): string {
  const lines = [
    'import { LLMInference, Module } from "plait";',
    'const endpoint = { provider: "openai", model: "m" } as const;',
  ];
  for (let level = 0; level < depth; level++) {
    for (let i = 0; i < width; i++) {
      const below = [0, 1, 2].map((k) => `f${k} = new M${level - 1}_${(i + k) % width}();`).join(" ");
      const fields = level === 0 ? `f0 = new LLMInference({ alias: "bottom${i}" });` : below;
      lines.push(`class M${level}_${i} extends Module { ${fields} forward(x: string) { return this.f0(x); } }`);
    }
  }
  const top = Array.from({ length: width }, (_, i) => `f${i} = new M${depth - 1}_${i}();`).join(" ");
  lines.push(`export class Top extends Module { ${top} forward(x: string) { return this.f0(x); } }`);
  return lines.join("\n");
}
