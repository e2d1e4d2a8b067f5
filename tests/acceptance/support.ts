/** What the acceptance tests share: sources compiled and loaded, commands run beside a simulator, calls compared in time. */
import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { transformSync } from "oxc-transform";
import { compileFile, type CompiledFile } from "plaitc-compiler";
import type { Bound, Module } from "plait";
import type { SimulatedCall, Simulator } from "plait/simulate";
import { emptyFolder, install, toolFile, type Outcome } from "../cli/project.js";

export const root = fileURLToPath(new URL("../..", import.meta.url));
export const plaitcBin = path.join(root, "cli/dist/main.js");
export const compilers = [
  ["TypeScript 6", toolFile("typescript/bin/tsc")],
  ["TypeScript 7", toolFile("typescript7/bin/tsc")],
] as const;

export type AnyModule = Module & { bind(resources: object): Bound<Module> };
export type Loaded = Record<string, new () => AnyModule>;

/** Compiles a text with no error, and nothing but `compileFile`. */
export function compileText(source: string, fileName: string): CompiledFile {
  const compiled = compileFile({ fileName, text: source, displayName: path.basename(fileName) });
  const errors = compiled.diagnostics.filter((d) => d.severity === "error");
  if (errors.length > 0) throw new Error(errors.map((d) => `${d.line}:${d.column} ${d.code} ${d.message}`).join("\n"));
  return compiled;
}

export function stripTypes(fileName: string, text: string): string {
  const { code, errors } = transformSync(fileName, text, { lang: "ts" });
  if (errors[0]) throw new Error(errors[0].message);
  return code;
}

/** The exports of a compiled text. */
export async function load(source: string): Promise<Loaded> {
  const folder = emptyFolder();
  install(folder);
  const file = path.join(folder, "program.ts");
  const { code, changed } = compileText(source, file);
  if (!changed) throw new Error("there was nothing to compile");
  const target = path.join(folder, "program.mjs");
  writeFileSync(target, stripTypes(file, code));
  return (await import(pathToFileURL(target).href)) as Loaded;
}

export function loadExample(name: string): Promise<Loaded> {
  return load(readFileSync(path.join(root, "examples", name), "utf8"));
}

const CLEAN = {
  ...process.env,
  NO_COLOR: "1",
  FORCE_COLOR: undefined,
  NODE_OPTIONS: undefined,
  VITEST: undefined,
  OPENAI_API_KEY: undefined,
  ANTHROPIC_API_KEY: undefined,
};

/** Runs Node and leaves this process free, so that a simulator in it can answer. */
export function runNode(cwd: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  return runFile(process.execPath, cwd, args, env);
}

export function runFile(
  file: string,
  cwd: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const options = { cwd, env: { ...CLEAN, ...env }, maxBuffer: 2 ** 26, encoding: "utf8" as const };
    execFile(file, args, options, (error, out, err) => {
      if (error && typeof error.code !== "number")
        reject(new Error(`${file} ${args.join(" ")}\n${error.message}\n${out}`));
      else resolve({ code: error ? Number(error.code) : 0, out, err });
    });
  });
}

/** Endpoints that reach the simulator with the OpenAI SDK, one for each alias. */
export function endpointsAt(simulator: Simulator, aliases: readonly string[], more: object = {}): object {
  const endpoint = (alias: string) => ({
    provider: "openai",
    model: `model-${alias}`,
    baseUrl: `${simulator.url}/v1`,
    ...more,
  });
  return { endpoints: Object.fromEntries(aliases.map((alias) => [alias, endpoint(alias)])) };
}

/** The one call whose system prompt has these words. */
export function callWith(simulator: Simulator, words: string): SimulatedCall {
  const found = simulator.log.filter((call) => call.system.includes(words));
  if (found.length !== 1) throw new Error(`${found.length} calls with "${words}", wanted 1`);
  return found[0] as SimulatedCall;
}

/** Common time of two calls as a share of the shorter one. */
export function overlapOf(a: SimulatedCall, b: SimulatedCall): number {
  const common = Math.min(a.endedAtMs, b.endedAtMs) - Math.max(a.startedAtMs, b.startedAtMs);
  return common / Math.min(a.endedAtMs - a.startedAtMs, b.endedAtMs - b.startedAtMs);
}

/** Resolves when the simulator has no call in flight: it learns of a closed connection a moment after the client closed it. */
export async function drained(simulator: Simulator, withinMs = 2_000): Promise<void> {
  const until = performance.now() + withinMs;
  while (simulator.inFlight > 0) {
    if (performance.now() > until) throw new Error(`the server still has ${simulator.inFlight} calls in flight`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
