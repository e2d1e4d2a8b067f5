/**
 * From a tsconfig, or the folder that holds one, to a TypeScript program; or to diagnostics that say why
 * there is none:
 *
 *     loadProject("app")                 → { project: { program, configPath: "app/tsconfig.json", … } }
 *     loadProject("elsewhere")           → PLT1040 with the path that was tried
 *     loadProject("broken.json")         → TypeScript's own errors, at their place in the file
 */
import { existsSync, statSync } from "node:fs";
import path from "node:path";
import type { ts } from "ts-morph";
import { PLT1040 } from "../messages.generated.js";
import type { Diagnostic } from "../types.js";
import { bundledLibrary, bundledTypeScript as tsApi } from "./bundledTypeScript.js";
import { libraryFiles, libraryFolder } from "./libraryFiles.js";
import { fromTsDiagnostic } from "./tsDiagnostics.js";
import type { TypeScript } from "./typescript.js";

export interface LoadedProject {
  ts: TypeScript;
  program: ts.Program;
  host: ts.CompilerHost;
  /** Absolute path of the tsconfig. */
  configPath: string;
  /** Folder of the tsconfig: what displayed paths are relative to. */
  root: string;
}

/** Settings that win over the tsconfig, as command-line options do for `tsc`. */
export interface ProjectOverrides {
  outDir?: string;
  noEmit?: boolean;
}

export interface LoadProjectResult {
  /** Absent where the tsconfig cannot be used at all. */
  project?: LoadedProject;
  diagnostics: Diagnostic[];
}

export function loadProject(projectPath: string, overrides: ProjectOverrides = {}): LoadProjectResult {
  const { config, configPath, diagnostics } = readConfig(projectPath, overrides);
  if (!config) return { diagnostics };
  const host = rememberingHost(compilerHost(config.options));
  const program = tsApi.createProgram(programOptions(config, host));
  return { project: { ts: tsApi, program, host, configPath, root: path.dirname(configPath) }, diagnostics: [] };
}

export interface ReadConfigResult {
  /** Absent where no program can be made from it. */
  config?: ts.ParsedCommandLine;
  configPath: string;
  diagnostics: Diagnostic[];
}

export function readConfig(projectPath: string, overrides: ProjectOverrides = {}): ReadConfigResult {
  const configPath = findConfig(projectPath);
  if (!existsSync(configPath)) return { configPath, diagnostics: [missingConfig(configPath)] };

  const fatal: ts.Diagnostic[] = [];
  const config = tsApi.getParsedCommandLineOfConfigFile(configPath, optionsOf(overrides), {
    ...tsApi.sys,
    onUnRecoverableConfigFileDiagnostic: (diagnostic) => fatal.push(diagnostic),
  });
  if (!config) return { configPath, diagnostics: fatal.map((d) => fromTsDiagnostic(tsApi, d)) };
  // "No inputs were found", and values that no program can be made from.
  if (config.fileNames.length === 0 && !config.projectReferences?.length) {
    const errors = tsApi.getConfigFileParsingDiagnostics(config);
    return { configPath, diagnostics: errors.map((d) => fromTsDiagnostic(tsApi, d)) };
  }
  return { config, configPath, diagnostics: [] };
}

export function programOptions(config: ts.ParsedCommandLine, host: ts.CompilerHost): ts.CreateProgramOptions {
  return {
    rootNames: config.fileNames,
    options: config.options,
    host,
    configFileParsingDiagnostics: tsApi.getConfigFileParsingDiagnostics(config),
    ...(config.projectReferences && { projectReferences: config.projectReferences }),
  };
}

function findConfig(projectPath: string): string {
  const absolute = path.resolve(projectPath);
  const isFolder = existsSync(absolute) ? statSync(absolute).isDirectory() : path.extname(absolute) !== ".json";
  return slashes(isFolder ? path.join(absolute, "tsconfig.json") : absolute);
}

function missingConfig(configPath: string): Diagnostic {
  return {
    ...PLT1040({ path: configPath }),
    file: "",
    start: 0,
    end: 0,
    line: 1,
    column: 1,
    related: [],
  };
}

function optionsOf({ outDir, noEmit }: ProjectOverrides): ts.CompilerOptions {
  return {
    // Whether an old option should go is between the project and its own TypeScript.
    ignoreDeprecations: "6.0",
    ...(outDir !== undefined && { outDir: slashes(path.resolve(outDir)) }),
    ...(noEmit !== undefined && { noEmit }),
  };
}

/** The ordinary host, with the library files that are in no folder. */
export function compilerHost(options: ts.CompilerOptions): ts.CompilerHost {
  const host = tsApi.createCompilerHost(options);
  const libraries = libraryFiles(tsApi, bundledLibrary);
  const { fileExists, readFile } = host;
  return {
    ...host,
    getDefaultLibLocation: () => libraryFolder,
    getDefaultLibFileName: (o) => `${libraryFolder}/${tsApi.getDefaultLibFileName(o)}`,
    fileExists: (name) => (libraries.has(name) ? libraries.text(name) !== undefined : fileExists(name)),
    readFile: (name) => (libraries.has(name) ? libraries.text(name) : readFile(name)),
    getSourceFile(name, target, onError) {
      if (libraries.has(name)) return libraries.sourceFile(name, withoutComments(target));
      try {
        const text = readFile(name);
        return text === undefined ? undefined : tsApi.createSourceFile(name, text, commentsFor(text, target));
      } catch (error) {
        onError?.(error instanceof Error ? error.message : String(error));
        return tsApi.createSourceFile(name, "", target);
      }
    },
  };
}

/** For a program that is made once: each file is looked for once, however many files import it. */
function rememberingHost(host: ts.CompilerHost): ts.CompilerHost {
  const remember = <T>(ask: (name: string) => T): ((name: string) => T) => {
    const known = new Map<string, T>();
    return (name) => {
      if (known.has(name)) return known.get(name) as T;
      const answer = ask(name);
      known.set(name, answer);
      return answer;
    };
  };
  const { directoryExists, fileExists, readFile } = host;
  const readJson = remember(readFile);
  return {
    ...host,
    fileExists: remember(fileExists),
    // Other files are read once in any case, and their texts need not be kept.
    readFile: (name) => (name.endsWith(".json") ? readJson(name) : readFile(name)),
    ...(directoryExists && { directoryExists: remember((name) => directoryExists(name)) }),
  };
}

type ParseOptions = ts.ScriptTarget | ts.CreateSourceFileOptions;

/** Only what bears on errors is parsed of a documentation comment, as in `tsc`; all of it where we read it too. */
function commentsFor(text: string, target: ParseOptions): ParseOptions {
  return text.includes("@plait") ? target : withoutComments(target);
}

function withoutComments(target: ParseOptions): ParseOptions {
  const options = typeof target === "object" ? target : { languageVersion: target };
  return { ...options, jsDocParsingMode: tsApi.JSDocParsingMode.ParseForTypeErrors };
}

function slashes(name: string): string {
  return name.replaceAll("\\", "/");
}
