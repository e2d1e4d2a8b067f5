/**
 * A program through the compiler: every file that may hold a pipeline, with types at hand, then TypeScript's
 * own emit over the results. `project.ts` calls it with the real `compileFile`.
 */
import path from "node:path";
import type { CompiledFile, CompileFileOptions, Diagnostic } from "../types.js";
import { checkBindings } from "./checkBindings.js";
import { type EmittedFile, emitProject } from "./emitProject.js";
import type { LoadedProject } from "./loadProject.js";
import { fromTsDiagnostic, programDiagnostics } from "./tsDiagnostics.js";
import { createTsHost } from "./tsHost.js";
import type { ts } from "./typescript.js";

export interface CompileProgramOptions {
  printAfter?: CompileFileOptions["printAfter"];
}

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
  compileFile: (options: CompileFileOptions) => CompiledFile,
  { printAfter }: CompileProgramOptions = {},
): CompileProgramResult {
  const { ts: tsApi, program, root } = project;
  const syntaxErrors = new Set(program.getSyntacticDiagnostics().map((d) => d.file?.fileName));
  const found = programDiagnostics(tsApi, program);

  const files = program
    .getSourceFiles()
    .filter((file) => mayHoldPipeline(program, file))
    .map((file) =>
      compileFile({
        fileName: file.fileName,
        text: file.text,
        displayName: path.relative(root, file.fileName).replaceAll("\\", "/"),
        host: createTsHost(tsApi, program, file),
        ...(printAfter && { printAfter }),
      }),
    );
  const own = [
    ...files.flatMap((file) =>
      // TypeScript has said it already, and says it better.
      file.diagnostics.filter((d) => d.code !== "PLT1000" || !syntaxErrors.has(d.file)),
    ),
    ...checkBindings(program, tsApi),
  ];

  const { noEmit, noEmitOnError } = program.getCompilerOptions();
  const hasErrors =
    found.some((d) => d.category === tsApi.DiagnosticCategory.Error) || own.some((d) => d.severity === "error");
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

/**
 * A cheap look at the text, because most files of a project hold no pipeline. A class that only overrides
 * a helper of its base has no `forward` of its own.
 */
function mayHoldPipeline(program: ts.Program, file: ts.SourceFile): boolean {
  return (
    !file.isDeclarationFile &&
    !program.isSourceFileFromExternalLibrary(file) &&
    !file.fileName.includes("/node_modules/") &&
    !file.fileName.endsWith(".json") &&
    /\b(?:forward|extends)\b/.test(file.text)
  );
}

/** What concerns the project as a whole first; then by file and place. */
function inOrder(diagnostics: Diagnostic[]): Diagnostic[] {
  return diagnostics.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.start - b.start);
}
