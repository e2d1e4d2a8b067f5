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
import { compileFile, findEffects, readImport, readPlan, type CompiledFile, type Diagnostic } from "plaitc-compiler";
import { createTsHost, overlayProgram, type TypeScript } from "plaitc-compiler/typescript";
import { remapEmitted } from "./remapEmitted.js";

type Program = Parameters<typeof createTsHost>[1];
type SourceFile = Parameters<typeof createTsHost>[2];
type CompilerHost = ReturnType<TypeScript["createCompilerHost"]>;
type TsDiagnostic = ReturnType<Program["getSemanticDiagnostics"]>[number];

// oxlint-disable-next-line import/no-default-export -- what ts-patch looks for
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
  emitBoth(overlay, program, host, changed);
  return overlay;
}

/** Files by name, as the program spells it. */
function compilePipelines(program: Program, ts: TypeScript): Map<string, CompiledFile> {
  const root = path.dirname(
    String(program.getCompilerOptions()["configFilePath"] ?? path.join(program.getCurrentDirectory(), "tsconfig.json")),
  );
  const files = program
    .getSourceFiles()
    .filter(
      (file) =>
        !file.isDeclarationFile &&
        !file.fileName.endsWith(".json") &&
        !program.isSourceFileFromExternalLibrary(file) &&
        program.getSyntacticDiagnostics(file).length === 0,
    );
  const { effects } = findEffects(path.join(root, "tsconfig.json"));
  return new Map(
    files.map((file) => [
      file.fileName,
      compileFile({
        fileName: file.fileName,
        text: file.text,
        displayName: path.relative(root, file.fileName).replaceAll("\\", "/"),
        host: createTsHost(ts, program, file),
        readImport,
        readPlan,
        ...(effects && { effects }),
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

type Emit = (
  target?: SourceFile,
  writeFile?: CompilerHost["writeFile"],
  ...rest: unknown[]
) => ReturnType<Program["emit"]>;

/**
 * JavaScript from the overlay; declarations of compiled files from the program that the user wrote, so that
 * nothing generated can show in them or in their maps.
 */
function emitBoth(
  overlay: Program,
  program: Program,
  host: CompilerHost,
  changed: ReadonlyMap<string, CompiledFile>,
): void {
  // ts-patch puts an emit of its own, with the transformers of other plugins, in front of this one.
  const holder = overlay as unknown as { originalEmit?: Emit; emit: Emit };
  const slot = holder.originalEmit ? "originalEmit" : "emit";
  const emitOverlay = (holder[slot] as Emit).bind(overlay);
  const emitOriginal = program.emit.bind(program) as Emit;
  const options = overlay.getCompilerOptions();

  holder[slot] = (target, writeFile, token, declarationsOnly, ...rest) => {
    const write = writeFile ?? host.writeFile.bind(host);
    if (target && declarationsOnly && changed.has(target.fileName)) {
      // The builder asks in this way too, for a declaration that it only compares.
      return emitOriginal(program.getSourceFile(target.fileName), write, token, declarationsOnly, ...rest);
    }
    const writeJavaScript: typeof write = (fileName, text, mark, onError, sources, data) => {
      const [source] = sources ?? [];
      const file = sources?.length === 1 && source ? changed.get(source.fileName) : undefined;
      if (file && isDeclaration(fileName)) return;
      const original = file && program.getSourceFile(file.fileName)?.text;
      const remapped = file?.map && original !== undefined ? remapEmitted(fileName, text, file.map, original) : text;
      write(fileName, remapped, mark, onError, sources, data);
    };
    const { noCheck } = options;
    options.noCheck = true; // the user's text has been checked; generated code is not the user's to repair
    let result;
    try {
      const file = target && (overlay.getSourceFile(target.fileName) ?? target);
      result = emitOverlay(file, writeJavaScript, token, declarationsOnly, ...rest);
    } finally {
      if (noCheck === undefined) delete options.noCheck;
      else options.noCheck = noCheck;
    }
    if (result.emitSkipped && (options.noEmit || options.noEmitOnError)) return result;
    const names = target ? [target.fileName].filter((name) => changed.has(name)) : [...changed.keys()];
    const declarations =
      options.declaration || options.composite
        ? names.map((name) =>
            emitOriginal(program.getSourceFile(name), write, token, declarationsOnly || true, ...rest),
          )
        : [];
    return {
      emitSkipped: result.emitSkipped || declarations.some((one) => one.emitSkipped),
      diagnostics: [
        ...result.diagnostics.filter(({ file }) => !file || !changed.has(file.fileName)),
        ...declarations.flatMap((one) => one.diagnostics),
      ],
      ...(result.emittedFiles
        ? {
            emittedFiles: [
              ...new Set([...result.emittedFiles, ...declarations.flatMap((one) => one.emittedFiles ?? [])]),
            ],
          }
        : {}),
    };
  };
}

function isDeclaration(fileName: string): boolean {
  return /\.d(?:\.[^.]+)?\.[cm]?ts(?:\.map)?$/.test(fileName);
}
