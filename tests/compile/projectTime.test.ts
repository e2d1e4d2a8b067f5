/**
 * A project with plaitc beside TypeScript alone, on the same files: both do the same work, and plaitc its own besides.
 * `npm run bench:compile` measures it well; here the bound is wide, so that only a real loss of speed is found.
 */
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import ts from "typescript";
import { afterAll, expect, test } from "vitest";
import { compile } from "../../compiler/dist/project.js";
import { writeProject } from "../../scripts/compileProject.mjs";

const ROUNDS = 3;
/** In the best round: what else the machine does can make one of the two slower, hardly each time the same one. */
const MOST_TIMES_TYPESCRIPT = 1.5;

const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "plaitc-time-")));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the processor worked, because other processes may be at work too. */
function cpuMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function withPlaitc(): void {
  const { diagnostics, emitted } = compile({ project: folder });
  expect(diagnostics.filter((d) => d.severity === "error")).toEqual([]);
  expect(emitted.length).toBeGreaterThan(120);
}

function withTypeScript(): void {
  const config = ts.getParsedCommandLineOfConfigFile(
    path.join(folder, "tsconfig.json"),
    {},
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: () => undefined,
    },
  )!;
  const host = { ...ts.createCompilerHost(config.options), jsDocParsingMode: ts.JSDocParsingMode.ParseForTypeErrors };
  const program = ts.createProgram(config.fileNames, config.options, host);
  expect(ts.getPreEmitDiagnostics(program)).toEqual([]);
  program.emit(undefined, () => undefined);
}

test("a project takes not much longer than with TypeScript alone", { timeout: 300_000 }, () => {
  writeProject(folder, { files: 40 });
  const ratios = Array.from({ length: ROUNDS }, () => {
    const typescriptMs = cpuMs(withTypeScript);
    return cpuMs(withPlaitc) / typescriptMs;
  });
  expect(Math.min(...ratios)).toBeLessThan(MOST_TIMES_TYPESCRIPT);
});
