/**
 * A whole TypeScript project through the compiler, with types. This entry brings a TypeScript with it; the
 * package's main entry, which loaders use, does not.
 *
 *     const { emitted, diagnostics } = compile({ project: "tsconfig.json" });
 *
 * Nothing is written: the caller decides where `emitted` goes.
 */
import type { ModulePlan } from "plait/internal";
import { compileFile } from "./compileFile.js";
import { bundledTypeScript } from "./frontend/bundledTypeScript.js";
import { compileProgram } from "./frontend/compileProgram.js";
import type { EmittedFile } from "./frontend/emitProject.js";
import { loadProject } from "./frontend/loadProject.js";
import { type OpenProject, openProject as openLoaded } from "./frontend/openProject.js";
import type { CompiledFile, CompileFileOptions, Diagnostic } from "./types.js";

export type { EmittedFile } from "./frontend/emitProject.js";
export type { CheckedUpdate, OpenProject, ProjectUpdate } from "./frontend/openProject.js";

export interface CompileOptions {
  /** A tsconfig, or the folder of a `tsconfig.json`. */
  project: string;
  /** Wins over the tsconfig, as for `tsc`. */
  outDir?: string;
  /** true: check only. false: emit even where the tsconfig has `noEmit`. */
  noEmit?: boolean;
  /** Called with (pass name, printed result) after each pass of each file. */
  printAfter?: CompileFileOptions["printAfter"];
}

export interface CompileResult {
  /** Every file that was looked at, also where nothing changed. */
  files: CompiledFile[];
  plans: ModulePlan[];
  /** TypeScript's and plaitc's own, in the order of files and places. */
  diagnostics: Diagnostic[];
  /** JavaScript, declarations, source maps and plan files, with absolute names. */
  emitted: EmittedFile[];
  /** True where nothing was to be written: `noEmit`, errors under `noEmitOnError`, or no project. */
  emitSkipped: boolean;
}

/** Compiles the project. Whatever is wrong with it is in `diagnostics`; nothing is thrown. */
export function compile({ project, printAfter, ...overrides }: CompileOptions): CompileResult {
  const loaded = loadProject(project, overrides);
  if (!loaded.project) {
    return {
      files: [],
      plans: [],
      diagnostics: loaded.diagnostics,
      emitted: [],
      emitSkipped: true,
    };
  }
  const result = compileProgram(loaded.project, compileFile, printAfter ? { printAfter } : {});
  return { ...result, plans: result.files.flatMap((file) => file.plans) };
}

/**
 * The project, loaded to stay: what `plaitc watch` stands on. Nothing is watched and nothing is written here.
 *
 *     const open = openProject({ project: "tsconfig.json" });
 *     const first = open.update().check();                        // all files
 *     const { emitted, check } = open.update(["/app/src/a.ts"]);  // what a.ts becomes
 *     const { diagnostics } = check();                            // of all files, after the change
 */
export function openProject({ project, ...overrides }: Omit<CompileOptions, "printAfter">): OpenProject {
  return openLoaded(bundledTypeScript, project, overrides, compileFile);
}
