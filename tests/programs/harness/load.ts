/**
 * A program's file in its compiled forms, imported as the modules that a user would get: `loaded`, as a loader or a
 * bundler compiles it, without a type checker; `built`, as `plaitc build` does, with one; `sequential`, the
 * reference. And its twin.
 */
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { transformSync } from "oxc-transform";
import { compileFile, type CompiledFile, type Diagnostic } from "plaitc-compiler";
import { compile, type CompileResult } from "plaitc-compiler/project";
import type { Module } from "plait";
import type { Model } from "./model.js";
import type { PipelineCase } from "./pipelineCase.js";

const FORMS = ["sequential", "loaded", "built"] as const;
export type Form = (typeof FORMS)[number];
/** What is compared with the twin. */
export const COMPILED = ["loaded", "built"] as const satisfies readonly Form[];

export type Run = (...args: unknown[]) => Promise<unknown>;

export interface LoadedCase extends PipelineCase {
  /**
   * The program, or its twin, on a model: an async function.
   *
   * @throws Error where the program does not compile in this form.
   */
  start(form: Form | "twin", model: Model): Run;
}

const programs = fileURLToPath(new URL("..", import.meta.url));
const root = path.join(programs, "../..");

type Exports = object | Error;

export async function loadCase(one: PipelineCase): Promise<LoadedCase> {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "plaitc-programs-")));
  try {
    const link = path.join(folder, "node_modules/plait");
    mkdirSync(path.dirname(link));
    symlinkSync(realpathSync(path.join(root, "node_modules/plait")), link, "junction");
    const forms = {} as Record<Form, Exports>;
    for (const form of FORMS) forms[form] = await importForm(one, form, path.join(folder, `${form}.mjs`));
    return { ...one, start: (form, model) => start(one, forms, form, model) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function importForm(one: PipelineCase, form: Form, target: string): Promise<Exports> {
  const file = path.join(programs, `${one.name}.ts`);
  try {
    const code = form === "built" ? builtFile(file).code : loadedFile(file, form === "sequential");
    const stripped = transformSync(file, code, { lang: "ts" });
    if (stripped.errors[0]) throw new Error(stripped.errors[0].message);
    writeFileSync(target, stripped.code);
    return (await import(pathToFileURL(target).href)) as object;
  } catch (error) {
    return error as Error;
  }
}

function loadedFile(file: string, sequential: boolean): string {
  const compiled = compileFile({ fileName: file, text: readFileSync(file, "utf8"), reference: sequential });
  const { code, reference } = checked(compiled, compiled.diagnostics);
  return reference ?? code;
}

let project: CompileResult | undefined;

function builtFile(file: string): CompiledFile {
  project ??= compile({ project: path.join(programs, "tsconfig.json") });
  const { files, diagnostics } = project;
  const same = (name: string): boolean => path.resolve(name) === path.resolve(file);
  const compiled = files.find(({ fileName }) => same(fileName));
  if (!compiled) throw new Error(`${path.basename(file)} is not in the project`);
  const own = diagnostics.filter((diagnostic) => same(diagnostic.file));
  return checked(compiled, own);
}

function checked(compiled: CompiledFile, diagnostics: readonly Diagnostic[]): CompiledFile {
  const name = path.basename(compiled.fileName);
  const errors = diagnostics.filter((d) => d.severity === "error");
  if (errors.length > 0)
    throw new Error(errors.map((d) => `${name}:${d.line}:${d.column} ${d.code} ${d.message}`).join("\n"));
  if (!compiled.changed) throw new Error(`${name} holds nothing to compile`);
  return compiled;
}

type AnyModule = Module & { bind(resources: object): Run };

function start(one: PipelineCase, forms: Record<Form, Exports>, form: Form | "twin", model: Model): Run {
  if (form === "twin") return (...args) => one.twin(model, ...(args as never[]));
  const exports = forms[form];
  if (exports instanceof Error) throw exports;
  const module = one.make(exports as never, model) as AnyModule;
  const aliases = module
    .modules()
    .map((inner) => (inner as { alias?: unknown }).alias)
    .filter((alias) => typeof alias === "string");
  return module.bind({ endpoints: Object.fromEntries(aliases.map((alias) => [alias, { client: model.client }])) });
}
