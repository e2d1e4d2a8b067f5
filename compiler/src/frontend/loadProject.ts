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
import { Project, ts } from "ts-morph";
import { PLT1040 } from "../messages.generated.js";
import type { Diagnostic } from "../types.js";
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
  const configPath = findConfig(projectPath);
  if (!existsSync(configPath)) return { diagnostics: [missingConfig(configPath)] };

  const fatal: ts.Diagnostic[] = [];
  const parsed = ts.getParsedCommandLineOfConfigFile(configPath, optionsOf(overrides), {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: (diagnostic) => fatal.push(diagnostic),
  });
  if (!parsed) return { diagnostics: fatal.map((d) => fromTsDiagnostic(ts, d)) };
  // "No inputs were found", and values that no program can be made from.
  if (parsed.fileNames.length === 0 && !parsed.projectReferences?.length) {
    const errors = ts.getConfigFileParsingDiagnostics(parsed);
    return { diagnostics: errors.map((d) => fromTsDiagnostic(ts, d)) };
  }

  const host = compilerHost(parsed.options);
  const program = ts.createProgram({
    rootNames: parsed.fileNames,
    options: parsed.options,
    host,
    configFileParsingDiagnostics: ts.getConfigFileParsingDiagnostics(parsed),
    ...(parsed.projectReferences && { projectReferences: parsed.projectReferences }),
  });
  const root = path.dirname(configPath);
  return { project: { ts, program, host, configPath, root }, diagnostics: [] };
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
function compilerHost(options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  const libraries = libraryFiles(ts, Project);
  const { fileExists, readFile, getSourceFile } = host;
  return {
    ...host,
    getDefaultLibLocation: () => libraryFolder,
    getDefaultLibFileName: (o) => `${libraryFolder}/${ts.getDefaultLibFileName(o)}`,
    fileExists: (name) => (libraries.has(name) ? libraries.text(name) !== undefined : fileExists(name)),
    readFile: (name) => (libraries.has(name) ? libraries.text(name) : readFile(name)),
    getSourceFile: (name, target, onError, shouldCreate) =>
      libraries.has(name) ? libraries.sourceFile(name, target) : getSourceFile(name, target, onError, shouldCreate),
  };
}

function slashes(name: string): string {
  return name.replaceAll("\\", "/");
}
