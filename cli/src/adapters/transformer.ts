/**
 * For ts-patch, with the user's own TypeScript 6 and their own `tsc` options:
 *
 *     { "plugins": [{ "transform": "plaitc/transformer", "transformProgram": true }] }
 *
 * The program that `tspc` goes on with holds the compiled texts. Whatever it is asked about errors, it answers
 * for the texts that the user wrote; plaitc's own errors join the semantic ones. Warnings and remarks do not:
 * `tspc` would fail on them. Maps lead to the user's source.
 */
import { createHash } from "node:crypto";
import path from "node:path";
import { compileFile, type CompiledFile, type Diagnostic } from "plaitc-compiler";
import { createTsHost, overlayProgram, type TypeScript } from "plaitc-compiler/typescript";
import { remapEmitted } from "./remapEmitted.js";

type Program = Parameters<typeof createTsHost>[1];
type SourceFile = Parameters<typeof createTsHost>[2];
type CompilerHost = ReturnType<TypeScript["createCompilerHost"]>;
type TsDiagnostic = ReturnType<Program["getSemanticDiagnostics"]>[number];

// ts-patch looks for a default export.
export default function transformProgram(
  program: Program,
  givenHost: CompilerHost | undefined,
  _config: object,
  { ts }: { ts: TypeScript },
): Program {
  const compiled = compilePipelines(program, ts);
  const changed = new Map([...compiled].filter(([, file]) => file.changed));
  const errors = [...compiled].flatMap(([name, file]) => {
    const source = program.getSourceFile(name);
    return source ? file.diagnostics.filter((d) => d.severity === "error").map((d) => toTs(d, source, ts)) : [];
  });
  if (changed.size === 0 && errors.length === 0) return program;

  const host = givenHost ?? ts.createCompilerHost(program.getCompilerOptions());
  const overlay = overlayProgram(ts, program, host, new Map([...changed].map(([name, { code }]) => [name, code])));
  for (const [name, { code }] of changed) setVersion(overlay.getSourceFile(name), code);
  answerForOriginal(overlay, program, errors, ts);
  emitWithMaps(overlay, program, host, changed);
  return overlay;
}

/** Files by name, as the program spells it. */
function compilePipelines(program: Program, ts: TypeScript): Map<string, CompiledFile> {
  const root = path.dirname(String(program.getCompilerOptions()["configFilePath"] ?? path.join(program.getCurrentDirectory(), "tsconfig.json")));
  const files = program
    .getSourceFiles()
    .filter(
      (file) =>
        !file.isDeclarationFile &&
        !file.fileName.endsWith(".json") &&
        !program.isSourceFileFromExternalLibrary(file) &&
        program.getSyntacticDiagnostics(file).length === 0,
    );
  return new Map(
    files.map((file) => [
      file.fileName,
      compileFile({
        fileName: file.fileName,
        text: file.text,
        displayName: path.relative(root, file.fileName).replaceAll("\\", "/"),
        host: createTsHost(ts, program, file),
      }),
    ]),
  );
}

/** `tsc` prints every code as `TS…`; ours is far from its own and repeated in the message. */
function toTs(diagnostic: Diagnostic, file: SourceFile, ts: TypeScript): TsDiagnostic {
  const { code, message, hint, start, end } = diagnostic;
  return {
    category: ts.DiagnosticCategory.Error,
    code: 990_000 + Number(code.replace(/\D/g, "")),
    messageText: `${code}: ${message}${hint === undefined ? "" : ` ${hint}`}`,
    source: "plaitc",
    file,
    start,
    length: Math.max(1, end - start),
    relatedInformation: diagnostic.related
      .filter((related) => related.file === file.fileName)
      .map((related) => ({
        category: ts.DiagnosticCategory.Message,
        code: 0,
        messageText: related.message,
        file,
        start: related.start,
        length: related.end - related.start,
      })),
  };
}

/** Incremental builds compare versions; what counts is the compiled text. */
function setVersion(file: SourceFile | undefined, code: string): void {
  if (file) (file as SourceFile & { version?: string }).version = createHash("sha256").update(code).digest("hex");
}

type Ask = (file?: SourceFile, ...rest: unknown[]) => readonly TsDiagnostic[];

/** Also what only TypeScript's incremental builder calls. */
const QUESTIONS = [
  "getSyntacticDiagnostics",
  "getSemanticDiagnostics",
  "getBindAndCheckDiagnostics",
  "getProgramDiagnostics",
  "getDeclarationDiagnostics",
  "getGlobalDiagnostics",
  "getOptionsDiagnostics",
  "getConfigFileParsingDiagnostics",
] as const;
const SEMANTIC: readonly string[] = ["getSemanticDiagnostics", "getBindAndCheckDiagnostics"];

function answerForOriginal(overlay: Program, program: Program, errors: readonly TsDiagnostic[], ts: TypeScript): void {
  const from = program as unknown as Record<string, Ask | undefined>;
  const to = overlay as unknown as Record<string, Ask | undefined>;
  for (const question of QUESTIONS) {
    const ask = from[question];
    if (!ask) continue;
    to[question] = (file, ...rest) => {
      // Some of these take no file but a cancellation token.
      const original = file && "fileName" in file ? (program.getSourceFile(file.fileName) ?? file) : file;
      const found = ask.call(program, original, ...rest);
      if (!SEMANTIC.includes(question)) return found;
      const own = errors.filter((error) => original === undefined || error.file === original);
      return own.length === 0 ? found : ts.sortAndDeduplicateDiagnostics([...found, ...own]);
    };
  }
}

function emitWithMaps(overlay: Program, program: Program, host: CompilerHost, changed: ReadonlyMap<string, CompiledFile>): void {
  const emit = overlay.emit.bind(overlay) as (...args: unknown[]) => ReturnType<Program["emit"]>;
  const options = overlay.getCompilerOptions();
  overlay.emit = (target, writeFile, ...rest) => {
    const write = writeFile ?? host.writeFile.bind(host);
    const { noCheck } = options;
    options.noCheck = true; // the user's text has been checked; generated code is not the user's to repair
    try {
      const result = emit(
        target && (overlay.getSourceFile(target.fileName) ?? target),
        ((fileName, text, mark, onError, sources, data) => {
          const [source] = sources ?? [];
          const file = sources?.length === 1 && source ? changed.get(source.fileName) : undefined;
          const original = file && program.getSourceFile(file.fileName)?.text;
          const remapped = file?.map && original !== undefined ? remapEmitted(fileName, text, file.map, original) : text;
          write(fileName, remapped, mark, onError, sources, data);
        }) satisfies typeof write,
        ...rest,
      );
      return { ...result, diagnostics: atOriginal(result.diagnostics, program, changed) };
    } finally {
      if (noCheck === undefined) delete options.noCheck;
      else options.noCheck = noCheck;
    }
  };
}

/** What is found while declarations are written has positions in the compiled text; the original knows the same. */
function atOriginal(found: readonly TsDiagnostic[], program: Program, changed: ReadonlyMap<string, CompiledFile>): readonly TsDiagnostic[] {
  const moved = new Set(found.flatMap(({ file }) => (file && changed.has(file.fileName) ? [file.fileName] : [])));
  return [
    ...found.filter(({ file }) => !file || !moved.has(file.fileName)),
    ...[...moved].flatMap((name) => program.getDeclarationDiagnostics(program.getSourceFile(name))),
  ];
}
