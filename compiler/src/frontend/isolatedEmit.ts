/**
 * JavaScript of single files, from their text alone: no library, no import and no other file is looked at. It is
 * what `tsc` writes for the file wherever no fact of another file shows in the output; `isolatableFiles` says where.
 *
 *     { fileName: "/app/src/report.ts", code: "…spliced text…" }  →  /app/dist/report.js, /app/dist/report.js.map
 */
import type { RawSourceMap } from "../types.js";
import { composeInlineMap, composeMaps } from "./composeMaps.js";
import type { EmittedFile } from "./emitProject.js";
import type { ts, TypeScript } from "./typescript.js";

/** A file of which JavaScript is wanted. */
export interface IsolatedFile {
  fileName: string;
  code: string;
  /** From `code` to the text that the user wrote, where they differ. */
  map: RawSourceMap | null;
  original: string;
  /** Whether Node takes the file for an ES module, as the program found out. */
  impliedNodeFormat?: ts.ResolutionMode;
  /** `type` in the package.json that the file belongs to. */
  packageType?: string;
}

export interface IsolatedResult {
  fileName: string;
  written: EmittedFile[];
}

/** For the option `emitBOM`. */
const BYTE_ORDER_MARK = "\ufeff";

const ISOLATED: ts.CompilerOptions = {
  isolatedModules: true,
  noCheck: true,
  noResolve: true,
  noLib: true,
  types: [],
  noEmit: false,
  noEmitOnError: false,
  declaration: false,
  declarationMap: false,
  emitDeclarationOnly: false,
  isolatedDeclarations: false,
  composite: false,
  incremental: false,
  suppressOutputPathCheck: true,
};

/** Settings of the program for files alone; output folders stay those of the whole project. */
export function isolatedOptions(program: ts.Program): ts.CompilerOptions {
  const { configFile: _, paths: __, plugins: ___, lib: ____, ...options } = program.getCompilerOptions();
  const withFolder = program as ts.Program & { getCommonSourceDirectory(): string };
  return { ...options, ...ISOLATED, rootDir: withFolder.getCommonSourceDirectory() };
}

export function isolatedFile(
  file: ts.SourceFile,
  { code, map }: { code: string; map: RawSourceMap | null },
): IsolatedFile {
  const { packageJsonScope } = file as WithScope;
  const packageType = packageJsonScope?.contents?.packageJsonContent.type;
  return {
    fileName: file.fileName,
    code,
    map,
    original: file.text,
    ...(file.impliedNodeFormat !== undefined && { impliedNodeFormat: file.impliedNodeFormat }),
    ...(packageType !== undefined && { packageType }),
  };
}

/** What TypeScript keeps of a package.json, as far as emit reads it. */
interface WithScope {
  packageJsonScope?: { contents?: { packageJsonContent: { type?: string } } };
}

/** The files in one program, which is cheaper than a program for each. `options` come from `isolatedOptions`. */
export function isolatedProgram(
  tsApi: TypeScript,
  options: ts.CompilerOptions,
  files: readonly IsolatedFile[],
): ts.Program {
  const byName = new Map(files.map((file) => [file.fileName, file]));
  return tsApi.createProgram({
    rootNames: [...byName.keys()],
    options,
    host: isolatedHost(tsApi, options, byName),
  });
}

export function emitIsolated(
  tsApi: TypeScript,
  options: ts.CompilerOptions,
  files: readonly IsolatedFile[],
): IsolatedResult[] {
  const program = isolatedProgram(tsApi, options, files);
  return files.map((file) => {
    const written: EmittedFile[] = [];
    program.emit(program.getSourceFile(file.fileName), (fileName, text, withMark) => {
      const mapped = withUserPositions(fileName, text, file);
      written.push({ fileName, text: withMark ? BYTE_ORDER_MARK + mapped : mapped });
    });
    return { fileName: file.fileName, written };
  });
}

function isolatedHost(
  tsApi: TypeScript,
  options: ts.CompilerOptions,
  files: ReadonlyMap<string, IsolatedFile>,
): ts.CompilerHost {
  return {
    getSourceFile(name, languageVersionOrOptions) {
      const file = files.get(name);
      if (!file) return undefined;
      const given =
        typeof languageVersionOrOptions === "object"
          ? languageVersionOrOptions
          : { languageVersion: languageVersionOrOptions };
      const { impliedNodeFormat: _, ...rest } = given;
      const sourceFile = tsApi.createSourceFile(name, file.code, {
        ...rest,
        ...(file.impliedNodeFormat !== undefined && { impliedNodeFormat: file.impliedNodeFormat }),
        jsDocParsingMode: tsApi.JSDocParsingMode.ParseNone,
      });
      if (file.packageType !== undefined) {
        (sourceFile as WithScope).packageJsonScope = { contents: { packageJsonContent: { type: file.packageType } } };
      }
      return sourceFile;
    },
    getDefaultLibFileName: () => "lib.d.ts",
    writeFile: () => undefined,
    getCurrentDirectory: () => options.rootDir ?? "/",
    getCanonicalFileName: (name) => (tsApi.sys.useCaseSensitiveFileNames ? name : name.toLowerCase()),
    useCaseSensitiveFileNames: () => tsApi.sys.useCaseSensitiveFileNames,
    getNewLine: () => (options.newLine === tsApi.NewLineKind.CarriageReturnLineFeed ? "\r\n" : "\n"),
    fileExists: (name) => files.has(name),
    readFile: (name) => files.get(name)?.code,
  };
}

const INLINE_MAP = "//# sourceMappingURL=data:";

/** JavaScript with its map inside, or a map file: both lead to the user's text afterwards. */
export function withUserPositions(
  fileName: string,
  text: string,
  { map, original }: { map: RawSourceMap | null; original: string },
): string {
  if (!map) return text;
  if (!fileName.endsWith(".map")) return text.includes(INLINE_MAP) ? composeInlineMap(text, map, original) : text;
  return JSON.stringify(composeMaps(JSON.parse(text) as RawSourceMap, map, original));
}
