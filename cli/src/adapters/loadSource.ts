/**
 * One file from TypeScript with pipelines to JavaScript that Node runs: compiled, types stripped, with a map
 * that leads back to what the user wrote. Loads no TypeScript; a process has to start in a tenth of a second.
 */
import remapping from "@jridgewell/remapping";
import { transformSync } from "oxc-transform";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import {
  compileFile,
  findEffects,
  formatDiagnostic,
  readImport,
  readPlan,
  type Diagnostic,
  type RawSourceMap,
} from "plaitc-compiler";

export interface LoadedSource {
  code: string;
  format: "module" | "commonjs";
}

const LANGUAGE: Record<string, "ts" | "tsx" | "js" | "jsx"> = {
  ".ts": "ts",
  ".mts": "ts",
  ".cts": "ts",
  ".tsx": "tsx",
  ".js": "js",
  ".mjs": "js",
  ".jsx": "jsx",
};

export function isLoadable(file: string): boolean {
  return path.extname(file) in LANGUAGE && !/[\\/]node_modules[\\/]/.test(file) && !file.startsWith(runtimeFolder());
}

let folder: string | undefined;

/** Where the runtime is: in a workspace it may be linked, outside of node_modules. */
function runtimeFolder(): string {
  if (folder === undefined) {
    try {
      folder = path.dirname(createRequire(import.meta.url).resolve("plait/package.json")) + path.sep;
    } catch {
      folder = path.sep + path.sep; // plait is not installed here: its import will say so
    }
  }
  return folder;
}

export function isTypeScript(file: string): boolean {
  return /\.(?:[cm]?ts|[jt]sx)$/.test(file);
}

/**
 * Undefined where Node can load the file as it is.
 *
 * @throws SyntaxError with the formatted diagnostics, where the file cannot be compiled.
 */
export function loadSource(file: string, text: string): LoadedSource | undefined {
  const { effects, diagnostics, fileName: configFile } = findEffects(file);
  if (configFile !== undefined && diagnostics.length > 0)
    reject(diagnostics, configFile, readFileSync(configFile, "utf8"));
  const options = { fileName: file, text, displayName: shown(file), readImport, readPlan };
  const compiled = compileFile(effects ? { ...options, effects } : options);
  reject(compiled.diagnostics, file, text);
  if (!compiled.changed && !isTypeScript(file)) return undefined;

  const stripped = transformSync(file, compiled.code, { lang: LANGUAGE[path.extname(file)] ?? "ts", sourcemap: true });
  if (stripped.errors.length > 0) {
    throw syntaxError(stripped.errors.map((error) => error.codeframe ?? error.message).join("\n"), file);
  }
  const map = lead(stripped.map as RawSourceMap | undefined, compiled.map, file);
  return { code: map === undefined ? stripped.code : `${stripped.code}\n${inline(map)}\n`, format: formatOf(file) };
}

/** The name in messages: relative to the working directory where the file is below it. */
export function shown(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return (relative.startsWith("..") ? file : relative).replaceAll("\\", "/");
}

export function formatAll(diagnostics: readonly Diagnostic[], file: string, text: string): string {
  return diagnostics
    .map((diagnostic) =>
      formatDiagnostic(diagnostic, { readText: (name) => (name === file ? text : undefined), cwd: process.cwd() }),
    )
    .join("\n\n");
}

function reject(diagnostics: readonly Diagnostic[], file: string, text: string): void {
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === "error");
  const [first] = errors;
  if (first) throw syntaxError(formatAll(errors, file, text), `${file}:${first.line}:${first.column}`);
}

/** Its stack names the place in the user's file: where in the loader it was thrown helps nobody. */
function syntaxError(message: string, place: string): SyntaxError {
  const error = new SyntaxError(message);
  error.stack = `${error.name}: ${message}\n    at ${place}`;
  return error;
}

function formatOf(file: string): "module" | "commonjs" {
  return file.endsWith(".cts") ? "commonjs" : "module";
}

/** JavaScript → (type stripping) → compiled text → (compileFile) → the file itself. */
function lead(stripped: RawSourceMap | undefined, splice: RawSourceMap | null, file: string): RawSourceMap | undefined {
  if (!stripped) return undefined;
  const map =
    splice === null
      ? stripped
      : (remapping({ ...stripped, sources: ["compiled"] }, (source) =>
          source === "compiled" ? { ...splice, sources: ["source"] } : null,
        ) as unknown as RawSourceMap);
  return { version: 3, sources: [pathToFileURL(file).href], names: [...map.names], mappings: map.mappings };
}

function inline(map: RawSourceMap): string {
  return `//# sourceMappingURL=data:application/json;base64,${Buffer.from(JSON.stringify(map)).toString("base64")}`;
}
