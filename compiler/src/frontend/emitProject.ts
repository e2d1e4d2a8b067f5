/**
 * Writes what `tsc` would write for the project, with compiled text in the place of the files that changed.
 *
 *     unchanged files, and all declarations   from the user's program, which is checked already
 *     JavaScript of changed files             from a second program that shares every other file with it
 *     report.plan.json beside report.js       the plans of report.ts
 *
 * The second program is not checked (`noCheck`): the user's text was, and generated code is not the user's
 * to repair. Declarations come from the user's text too, so that nothing generated shows in them. No
 * `.tsbuildinfo` is written, because `tsc -b` would take the output for its own.
 */
import type { CompiledFile, RawSourceMap } from "../types.js";
import { composeInlineMap, composeMaps } from "./composeMaps.js";
import type { LoadedProject } from "./loadProject.js";
import { overlayProgram } from "./overlayProgram.js";
import type { ts } from "./typescript.js";

const EMIT_JAVASCRIPT_ONLY: ts.CompilerOptions = {
  noCheck: true,
  noEmitOnError: false,
  declaration: false,
  declarationMap: false,
  composite: false,
  incremental: false,
};

/** For the option `emitBOM`. */
const BYTE_ORDER_MARK = "\ufeff";

export interface EmittedFile {
  /** Absolute. */
  fileName: string;
  text: string;
}

export interface EmitProjectResult {
  emitted: EmittedFile[];
  /** What TypeScript finds only while it writes declarations. */
  diagnostics: ts.Diagnostic[];
}

export function emitProject(
  { ts: tsApi, program, host }: Pick<LoadedProject, "ts" | "program" | "host">,
  files: readonly CompiledFile[],
): EmitProjectResult {
  const compiledFiles = new Map(files.map((file) => [file.fileName, file]));
  const changed = new Map(files.filter((f) => f.changed).map((f) => [f.fileName, f]));
  const texts = new Map([...changed].map(([name, { code }]) => [name, code]));
  const overlay = changed.size > 0 ? overlayProgram(tsApi, program, host, texts, EMIT_JAVASCRIPT_ONLY) : undefined;
  const { declaration, composite, emitDeclarationOnly } = program.getCompilerOptions();
  const emitted: EmittedFile[] = [];
  const diagnostics: ts.Diagnostic[] = [];

  for (const file of program.getSourceFiles()) {
    if (file.isDeclarationFile) continue;
    const written: EmittedFile[] = [];
    const keep = (fileName: string, text: string, withMark: boolean): void =>
      void written.push({ fileName, text: withMark ? BYTE_ORDER_MARK + text : text });
    const replaced = changed.get(file.fileName);
    if (!replaced || !overlay) {
      diagnostics.push(...program.emit(file, keep).diagnostics);
    } else {
      if (declaration || composite) {
        diagnostics.push(...program.emit(file, keep, undefined, true).diagnostics);
      }
      if (!emitDeclarationOnly) {
        overlay.emit(overlay.getSourceFile(file.fileName), (fileName, text, withMark) =>
          keep(fileName, withUserPositions(fileName, text, replaced, file.text), withMark),
        );
      }
    }
    emitted.push(...written, ...planFile(written, compiledFiles.get(file.fileName)));
  }
  return { emitted, diagnostics };
}

/** JavaScript with its map inside, or a map file: both lead to the user's text afterwards. */
function withUserPositions(fileName: string, text: string, { map }: CompiledFile, original: string): string {
  if (!map) return text;
  if (!fileName.endsWith(".map")) return composeInlineMap(text, map, original);
  return JSON.stringify(composeMaps(JSON.parse(text) as RawSourceMap, map, original));
}

/** `report.js` → `report.plan.json`; `report.mjs`, which may stand beside it, → `report.mjs.plan.json`. */
function planFile(written: readonly EmittedFile[], file: CompiledFile | undefined): EmittedFile[] {
  const code = written.find(({ fileName }) => /\.[cm]?jsx?$/.test(fileName));
  if (!code || !file || file.plans.length === 0) return [];
  return [
    {
      fileName: `${code.fileName.replace(/\.jsx?$/, "")}.plan.json`,
      text: JSON.stringify(file.plans, null, 2) + "\n",
    },
  ];
}
