/**
 * A program through the compiler: every file that may hold a pipeline, with types at hand, then TypeScript's
 * own emit over the results. `project.ts` calls it with the real `compileFile`.
 */
import path from "node:path";
import { looksLikePipeline } from "../looksLikePipeline.js";
import { readImport } from "../readImport.js";
import { readEffects } from "../readEffects.js";
import { readPlan } from "../readPlan.js";
import { whileFilesStay } from "../settledFiles.js";
import type { CompiledFile, CompileFileOptions, Diagnostic } from "../types.js";
import { checkBindings } from "./checkBindings.js";
import { type EmittedFile, emitProject } from "./emitProject.js";
import type { LoadedProject } from "./loadProject.js";
import { reachesModules } from "./reachesModules.js";
import { fromTsDiagnostic, programDiagnostics } from "./tsDiagnostics.js";
import { createTsHost } from "./tsHost.js";
import type { ts } from "./typescript.js";

export interface CompileProgramOptions {
  printAfter?: CompileFileOptions["printAfter"];
}

export type CompileFile = (options: CompileFileOptions) => CompiledFile;

export interface CompileProgramResult {
  /** Every file that was looked at, also where nothing changed. */
  files: CompiledFile[];
  diagnostics: Diagnostic[];
  emitted: EmittedFile[];
  /** True where the settings or the errors found say that nothing is to be written. */
  emitSkipped: boolean;
}

export function compileProgram(
  project: LoadedProject,
  compileFile: CompileFile,
  { printAfter }: CompileProgramOptions = {},
): CompileProgramResult {
  const { ts: tsApi, program } = project;
  const found = programDiagnostics(tsApi, program);
  const files = whileFilesStay(() =>
    program
      .getSourceFiles()
      .filter((file) => mayHoldPipeline(project, file))
      .map((file) => compileSourceFile(project, file, compileFile, printAfter)),
  );
  const own = [
    ...readEffects(project.root).diagnostics,
    ...files.flatMap((file) => ownDiagnostics(program, file)),
    ...checkBindings(program, tsApi),
  ];

  const hasErrors =
    found.some((d) => d.category === tsApi.DiagnosticCategory.Error) || own.some((d) => d.severity === "error");
  const { noEmit, noEmitOnError } = program.getCompilerOptions();
  const emitSkipped = noEmit === true || (noEmitOnError === true && hasErrors);
  const { emitted, diagnostics: late } = emitSkipped ? { emitted: [], diagnostics: [] } : emitProject(project, files);

  const typescript = [...tsApi.sortAndDeduplicateDiagnostics([...found, ...late])];
  return {
    files,
    diagnostics: inOrder([...typescript.map((d) => fromTsDiagnostic(tsApi, d)), ...own]),
    emitted,
    emitSkipped,
  };
}

export function compileSourceFile(
  { ts: tsApi, program, root }: LoadedProject,
  file: ts.SourceFile,
  compileFile: CompileFile,
  printAfter?: CompileFileOptions["printAfter"],
): CompiledFile {
  return compileFile({
    fileName: file.fileName,
    text: file.text,
    displayName: path.relative(root, file.fileName).replaceAll("\\", "/"),
    host: createTsHost(tsApi, program, file),
    readImport,
    readPlan,
    ...effectsOption(root),
    ...(printAfter && { printAfter }),
  });
}

function effectsOption(root: string): Pick<CompileFileOptions, "effects"> {
  const { effects } = readEffects(root);
  return effects ? { effects } : {};
}

/** A syntax error is left to TypeScript, which has said it already, and says it better. */
export function ownDiagnostics(program: ts.Program, { fileName, diagnostics }: CompiledFile): Diagnostic[] {
  if (!diagnostics.some((d) => d.code === "PLT1000")) return diagnostics;
  const file = program.getSourceFile(fileName);
  const isSaid = file !== undefined && program.getSyntacticDiagnostics(file).length > 0;
  return isSaid ? diagnostics.filter((d) => d.code !== "PLT1000") : diagnostics;
}

/**
 * A cheap look at the text, because most files of a project hold no pipeline. A class that only overrides
 * a helper of its base has no `forward` of its own.
 */
export function mayHoldPipeline({ ts: tsApi, program }: LoadedProject, file: ts.SourceFile): boolean {
  return (
    !file.isDeclarationFile &&
    !program.isSourceFileFromExternalLibrary(file) &&
    !file.fileName.includes("/node_modules/") &&
    !file.fileName.endsWith(".json") &&
    (/\bforward\b/.test(file.text) || looksLikePipeline(file.text)) &&
    reachesModules(tsApi, program, file)
  );
}

/** What concerns the project as a whole first; then by file and place. */
export function inOrder(diagnostics: Diagnostic[]): Diagnostic[] {
  return diagnostics.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.start - b.start);
}
