/**
 * Writes what `tsc` would write for the project, with compiled text in the place of the files that changed.
 *
 *     unchanged files, and all declarations   from the user's program, which is checked already
 *     JavaScript of changed files             from the same program, with the compiled members put into it
 *                                             (`splicedEmit`); or from their text alone (`isolatedEmit`); or,
 *                                             where other files show in it, from a second program
 *     report.plan.json beside report.js       the plans of report.ts
 *
 * Compiled text is not checked (`noCheck`): the user's text was, and generated code is not the user's to repair.
 * Declarations come from the user's text too, so that nothing generated shows in them. No `.tsbuildinfo` is
 * written, because `tsc -b` would take the output for its own.
 */
import type { CompiledFile } from "../types.js";
import { isolatableFiles } from "./isolatableFiles.js";
import {
  emitIsolated,
  type IsolatedFile,
  isolatedFile,
  isolatedOptions,
  isolatedProgram,
  withUserPositions,
} from "./isolatedEmit.js";
import type { LoadedProject } from "./loadProject.js";
import { overlayProgram } from "./overlayProgram.js";
import { emitSpliced, type SplicedFile, splicedFile } from "./splicedEmit.js";
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
  /** The same by the name of the file that it comes from. */
  outputs: ReadonlyMap<string, readonly EmittedFile[]>;
  /** What TypeScript finds only while it writes declarations. */
  diagnostics: ts.Diagnostic[];
}

type EmittedProject = Pick<LoadedProject, "ts" | "program" | "host">;

export interface EmitProjectOptions {
  /** Names of the files to write; default: all. */
  only?: ReadonlySet<string>;
  /** Default: both. */
  what?: "javascript" | "declarations";
}

export function emitProject(
  { ts: tsApi, program, host }: EmittedProject,
  files: readonly CompiledFile[],
  { only, what }: EmitProjectOptions = {},
): EmitProjectResult {
  const options = program.getCompilerOptions();
  const isWanted = (name: string): boolean => only?.has(name) ?? true;
  const wantsCode = what !== "declarations" && !options.emitDeclarationOnly;
  const wantsDeclarations = what !== "javascript" && (options.declaration === true || options.composite === true);
  const compiledFiles = new Map(files.filter((f) => isWanted(f.fileName)).map((f) => [f.fileName, f]));
  const changed = wantsCode ? [...compiledFiles.values()].filter((f) => f.changed) : [];
  const ways = waysToEmit(changed);
  const emitted = new Map<string, EmittedFile[]>();
  const diagnostics: ts.Diagnostic[] = [];

  for (const file of program.getSourceFiles()) {
    if (file.isDeclarationFile || !isWanted(file.fileName)) continue;
    const written: EmittedFile[] = [];
    emitted.set(file.fileName, written);
    const keep = (fileName: string, text: string, withMark: boolean): void => {
      if (wantsDeclarations || !isDeclaration(fileName)) {
        written.push({ fileName, text: withMark ? BYTE_ORDER_MARK + text : text });
      }
    };
    const parts = ways.spliced.get(file.fileName);
    const overlaid = ways.connected.get(file.fileName);
    const isSeparate = ways.isolated.has(file.fileName) || overlaid !== undefined;
    if (parts) diagnostics.push(...emitSpliced(tsApi, program, parts, keep));
    else if (wantsCode && !isSeparate) diagnostics.push(...program.emit(file, keep).diagnostics);
    else if (wantsDeclarations) diagnostics.push(...program.emit(file, keep, undefined, true).diagnostics);
    if (!overlaid) continue;
    ways.overlay?.emit(ways.overlay.getSourceFile(file.fileName), (fileName, text, withMark) =>
      keep(fileName, withUserPositions(fileName, text, { map: overlaid.map, original: file.text }), withMark),
    );
  }
  if (ways.isolated.size > 0) {
    for (const result of emitIsolated(tsApi, isolatedOptions(program), [...ways.isolated.values()])) {
      emitted.get(result.fileName)?.push(...result.written);
    }
  }
  for (const [name, written] of emitted) written.push(...planFile(written, compiledFiles.get(name)));
  return { emitted: [...emitted.values()].flat(), outputs: emitted, diagnostics };

  /** The cheapest way for each file that gives what it should. */
  function waysToEmit(changedFiles: readonly CompiledFile[]) {
    const isIsolatable = isolatableFiles(tsApi, program);
    const spliced = new Map<string, SplicedFile>();
    const isolated = new Map<string, IsolatedFile>();
    const connected = new Map<string, CompiledFile>();
    for (const compiled of changedFiles) {
      const file = program.getSourceFile(compiled.fileName);
      if (!file) continue;
      const isAlone = isIsolatable(file);
      const parts = isAlone ? splicedFile(tsApi, program, file, compiled) : undefined;
      if (parts) spliced.set(file.fileName, parts);
      else if (isAlone) isolated.set(file.fileName, isolatedFile(file, compiled));
      else connected.set(file.fileName, compiled);
    }
    const texts = new Map([...connected].map(([name, { code }]) => [name, code]));
    const overlay = texts.size > 0 ? overlayProgram(tsApi, program, host, texts, EMIT_JAVASCRIPT_ONLY) : undefined;
    return { spliced, isolated, connected, overlay };
  }
}

/**
 * JavaScript of a few files without asking for their types, which may take longer than all the rest: the same text
 * as `emitProject` gives. Undefined where other files show in it.
 */
export function emitAlone(
  { ts: tsApi, program }: EmittedProject,
  files: readonly CompiledFile[],
): EmittedFile[] | undefined {
  const isIsolatable = isolatableFiles(tsApi, program);
  const originals: IsolatedFile[] = [];
  for (const { fileName } of files) {
    const file = program.getSourceFile(fileName);
    if (!file || !isIsolatable(file)) return undefined;
    originals.push(isolatedFile(file, { code: file.text, map: null }));
  }
  const options = isolatedOptions(program);
  const alone = isolatedProgram(tsApi, options, originals);
  return files.flatMap((compiled, index) => {
    const written: EmittedFile[] = [];
    const keep = (fileName: string, text: string, withMark: boolean): void =>
      void written.push({ fileName, text: withMark ? BYTE_ORDER_MARK + text : text });
    const file = alone.getSourceFile(compiled.fileName) as ts.SourceFile;
    const parts = compiled.changed ? splicedFile(tsApi, alone, file, compiled) : undefined;
    if (parts) emitSpliced(tsApi, alone, parts, keep);
    else if (!compiled.changed) alone.emit(file, keep);
    else {
      const { code, map } = compiled;
      const replaced = { ...(originals[index] as IsolatedFile), code, map };
      written.push(...emitIsolated(tsApi, options, [replaced]).flatMap((result) => result.written));
    }
    return [...written, ...planFile(written, compiled)];
  });
}

export function isDeclaration(fileName: string): boolean {
  return /\.d(?:\.[^.]+)?\.[cm]?ts(?:\.map)?$/.test(fileName);
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
