/**
 * A project that stays loaded. After a change, only what depends on it is done again:
 *
 *     update(["src/report.ts"])     JavaScript of report.ts: written from the file alone, so that it does not
 *                                   have to wait for types
 *          .check()                 errors of report.ts, its declarations, and, where these are not what they
 *                                   were, the same for all files that import it, directly or through others
 *
 * The result of both is that of a fresh build, except that files that did not change are not given again.
 */
import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import type { CompiledFile, Diagnostic } from "../types.js";
import { checkBindings, mayBind } from "./checkBindings.js";
import { readEffects } from "../readEffects.js";
import { whileFilesStay } from "../settledFiles.js";
import { type CompileFile, compileSourceFile, inOrder, mayHoldPipeline, ownDiagnostics } from "./compileProgram.js";
import { emitAlone, type EmittedFile, emitProject } from "./emitProject.js";
import { importersOf } from "./importers.js";
import { compilerHost, type LoadedProject, programOptions, type ProjectOverrides, readConfig } from "./loadProject.js";
import { isSeenEverywhere } from "./reachesModules.js";
import { fromTsDiagnostic } from "./tsDiagnostics.js";
import type { ts, TypeScript } from "./typescript.js";

export interface OpenProject {
  /** Absolute names of files that were changed, made or removed. The first call compiles everything. */
  update(changed?: readonly string[]): ProjectUpdate;
  /**
   * Folders in which a change can concern the project. `changed`: what has changed since they were asked for; where it
   * is nothing but sources that are known, the folders that the settings include are not read from the disk again.
   */
  folders(changed?: readonly string[]): string[];
  /** Whether a change of one of these files can; outputs and foreign files do not. */
  concerns(files: readonly string[]): boolean;
}

export interface ProjectUpdate {
  /** JavaScript, source maps and plans of the files that changed; empty where errors have to be known first. */
  emitted: EmittedFile[];
  /** All that takes types. To be called once, before the next update. */
  check(): CheckedUpdate;
}

export interface CheckedUpdate {
  /** Of the whole project, in the order of files and places. */
  diagnostics: Diagnostic[];
  /** What `update` has not given yet. */
  emitted: EmittedFile[];
  /** Every file that was looked at. */
  files: CompiledFile[];
  emitSkipped: boolean;
}

/** What is known of one file. */
interface FileState {
  compiled: CompiledFile;
  /** Of TypeScript. */
  diagnostics: Diagnostic[];
  bindings: Diagnostic[];
  /** Declarations as last made: what other files see of this one. */
  declarations: readonly EmittedFile[] | undefined;
}

interface Session {
  project: LoadedProject;
  config: ts.ParsedCommandLine;
  /** As the user has set it. Declarations are made in any case, to be compared. */
  wants: { code: boolean; declarations: boolean; nothingOnError: boolean };
}

export function openProject(
  tsApi: TypeScript,
  projectPath: string,
  overrides: ProjectOverrides,
  compileFile: CompileFile,
): OpenProject {
  const sources = new Map<string, ts.SourceFile>();
  const states = new Map<string, FileState>();
  /** Files whose types are to be looked at again. */
  const unchecked = new Set<string>();
  /** Files of which the output on disk is not what it should be. */
  const unwritten = { code: new Set<string>(), declarations: new Set<string>() };
  let session: Session | undefined;
  let included: readonly string[] | undefined;
  let configDiagnostics: Diagnostic[] = [];

  function load(): Session | undefined {
    const { config, configPath, diagnostics } = readConfig(projectPath, overrides);
    configDiagnostics = diagnostics;
    if (!config) return undefined;
    const { noEmit, noEmitOnError, emitDeclarationOnly, declaration, composite } = config.options;
    const options = { ...config.options, declaration: true, noEmit: false, noEmitOnError: false };
    const adapted = { ...config, options };
    const host = keepingHost(compilerHost(options));
    const program = tsApi.createProgram(programOptions(adapted, host));
    return {
      project: { ts: tsApi, program, host, configPath, root: path.dirname(configPath) },
      config: adapted,
      wants: {
        code: !noEmit && !emitDeclarationOnly,
        declarations: !noEmit && (declaration === true || composite === true),
        nothingOnError: noEmitOnError === true,
      },
    };
  }

  function keepingHost(host: ts.CompilerHost): ts.CompilerHost {
    return {
      ...host,
      getSourceFile(name, ...rest) {
        const kept = sources.get(name);
        if (kept) return kept;
        const file = host.getSourceFile(name, ...rest);
        if (file) sources.set(name, file);
        return file;
      },
    };
  }

  function update(changed: readonly string[] = []): ProjectUpdate {
    const names = changed.map((name) => name.replaceAll("\\", "/"));
    const found = session && editedFiles(session, names);
    if (!session || !found) return reload(names);
    if (found.length === 0) return { emitted: [], check };
    for (const name of found) sources.delete(name);
    const { project, config } = session;
    const program = tsApi.createProgram({ ...programOptions(config, project.host), oldProgram: project.program });
    session = { ...session, project: { ...project, program } };
    const files = found.map((name) => program.getSourceFile(name)).filter((file) => file !== undefined);
    files.forEach(compile);
    return { emitted: emitEarly(session, files), check };
  }

  /** The files of which the text is another one; undefined where files came or went, or settings may have changed. */
  function editedFiles({ project, config }: Session, names: readonly string[]): string[] | undefined {
    const edited: string[] = [];
    for (const name of names) {
      const kept = sources.get(name);
      const text = project.host.readFile(name);
      if (isSettings(name) || isFolder(name)) return undefined;
      if (kept && text === undefined) return undefined;
      if (kept && text !== kept.text) edited.push(name);
      if (!kept && text !== undefined && mayJoin(config, name)) return undefined;
    }
    return edited;
  }

  /** Everything again, with the files that did not change as they were parsed. */
  function reload(names: readonly string[]): ProjectUpdate {
    for (const name of names) sources.delete(name);
    // Other settings make another output of every file.
    if (!session || names.some(isSettings)) states.clear();
    session = load();
    for (const set of [unchecked, unwritten.code, unwritten.declarations]) set.clear();
    const files = session ? ownFiles(session.project.program) : [];
    files.forEach(compile);
    const present = new Set(files.map((file) => file.fileName));
    for (const name of states.keys()) if (!present.has(name)) states.delete(name);
    return { emitted: [], check };
  }

  /** The result for a file that holds no pipeline is the file itself. */
  function compile(file: ts.SourceFile): void {
    const { project } = session as Session;
    const { fileName, text } = file;
    const before = states.get(fileName);
    unchecked.add(fileName);
    const compiled = mayHoldPipeline(project, file)
      ? compileSourceFile(project, file, compileFile)
      : { fileName, changed: false, code: text, map: null, plans: [], diagnostics: [] };
    if (!file.isDeclarationFile && compiled.code !== before?.compiled.code) unwritten.code.add(fileName);
    states.set(fileName, { diagnostics: [], bindings: [], declarations: undefined, ...before, compiled });
  }

  function emitEarly({ project, wants }: Session, files: readonly ts.SourceFile[]): EmittedFile[] {
    if (!wants.code || wants.nothingOnError) return [];
    const written = files.filter((file) => !file.isDeclarationFile);
    const emitted = emitAlone(
      project,
      written.map((file) => compiledOf(file.fileName)),
    );
    if (emitted) for (const { fileName } of written) unwritten.code.delete(fileName);
    return emitted ?? [];
  }

  function check(): CheckedUpdate {
    if (!session) return { diagnostics: configDiagnostics, emitted: [], files: [], emitSkipped: true };
    const { project, wants } = session;
    const { program } = project;
    const syntax = program.getSyntacticDiagnostics().map((d) => fromTsDiagnostic(tsApi, d));
    // As in tsc: what a checker says of a file that does not parse mostly follows from that.
    if (syntax.length === 0) checkTypes(session);
    const diagnostics = inOrder([
      ...[
        ...program.getConfigFileParsingDiagnostics(),
        ...program.getOptionsDiagnostics(),
        ...program.getGlobalDiagnostics(),
      ].map((d) => fromTsDiagnostic(tsApi, d)),
      ...syntax,
      ...readEffects(project.root).diagnostics,
      ...[...states.values()].flatMap((state) => [
        ...(syntax.length === 0 ? [...state.diagnostics, ...state.bindings] : []),
        ...ownDiagnostics(program, state.compiled),
      ]),
    ]);
    const hasErrors = diagnostics.some((d) => d.severity === "error");
    const emitSkipped = (!wants.code && !wants.declarations) || (wants.nothingOnError && hasErrors);
    return {
      diagnostics,
      emitted: emitSkipped ? [] : emitRest(session),
      files: [...states.values()].map((state) => state.compiled),
      emitSkipped,
    };
  }

  function checkTypes({ project }: Session): void {
    const { program } = project;
    const edited = [...unchecked];
    const reshaped = edited.filter((name) => checkFile(project, name));
    // What such a file adds to the global scope is seen without an import.
    const isGlobal = reshaped.some((name) => isSeenEverywhere(program.getSourceFile(name)));
    const dependents = isGlobal ? ownFiles(program).map((file) => file.fileName) : [...importersOf(program, reshaped)];
    for (const name of dependents) {
      const file = program.getSourceFile(name);
      if (!file || edited.includes(name)) continue;
      compile(file);
      checkFile(project, name);
    }
    // The code of some depends on the text of functions and classes of others.
    for (const [name, { compiled }] of states) {
      const file = program.getSourceFile(name);
      const isDone = edited.includes(name) || dependents.includes(name);
      if (file && !isDone && edited.some((other) => compiled.dependsOn?.has(other))) compile(file);
    }
    // A binding depends on the bodies of classes, which no declaration shows.
    const bound = new Set([...edited, ...importersOf(program, edited)]);
    for (const name of bound) {
      const file = program.getSourceFile(name);
      const state = states.get(name);
      if (file && state && mayBind(program, file)) {
        state.bindings = checkBindings(program, tsApi, (other) => other === file);
      }
    }
    unchecked.clear();
  }

  /** Whether other files see another file than before. */
  function checkFile({ program }: LoadedProject, name: string): boolean {
    const file = program.getSourceFile(name);
    const state = states.get(name);
    if (!file || !state) return true;
    const found = [...program.getSemanticDiagnostics(file)];
    const declarations: EmittedFile[] = [];
    if (!file.isDeclarationFile) {
      const late = program.emit(file, (fileName, text) => void declarations.push({ fileName, text }), undefined, true);
      if (session?.wants.declarations) found.push(...late.diagnostics);
    } else declarations.push({ fileName: name, text: file.text });
    const before = state.declarations;
    state.diagnostics = tsApi.sortAndDeduplicateDiagnostics(found).map((d) => fromTsDiagnostic(tsApi, d));
    state.declarations = declarations;
    const isSame = before !== undefined && textOf(before) === textOf(declarations);
    if (!isSame && !file.isDeclarationFile) unwritten.declarations.add(name);
    return before !== undefined && !isSame;
  }

  function emitRest({ project, wants }: Session): EmittedFile[] {
    const emitted: EmittedFile[] = [];
    if (wants.code && unwritten.code.size > 0) {
      const files = [...unwritten.code].map(compiledOf);
      emitted.push(...emitProject(project, files, { only: unwritten.code, what: "javascript" }).emitted);
    }
    if (wants.declarations) {
      for (const name of unwritten.declarations) emitted.push(...(states.get(name)?.declarations ?? []));
    }
    unwritten.code.clear();
    unwritten.declarations.clear();
    return emitted;
  }

  function compiledOf(name: string): CompiledFile {
    return (states.get(name) as FileState).compiled;
  }

  /** Those that the settings include, and those of all files that are not in packages. */
  function folders(changed?: readonly string[]): string[] {
    if (!included || !changed?.every(isKnownSource)) included = includedFolders();
    const found = new Set(included);
    if (session) for (const file of ownFiles(session.project.program)) found.add(path.dirname(file.fileName));
    return [...found];
  }

  function isKnownSource(file: string): boolean {
    const name = file.replaceAll("\\", "/");
    return sources.has(name) && !isSettings(name);
  }

  /** With all below them. */
  function includedFolders(): string[] {
    const found = new Set<string>();
    const { config, configPath } = readConfig(projectPath, overrides);
    const configFolder = path.dirname(configPath);
    if (existsSync(configFolder)) found.add(configFolder);
    for (const [folder, flags] of Object.entries(config?.wildcardDirectories ?? {})) {
      const isDeep = (flags & tsApi.WatchDirectoryFlags.Recursive) !== 0;
      for (const name of isDeep ? foldersBelow(folder, config?.options.outDir) : [folder]) found.add(name);
    }
    return [...found];
  }

  function concerns(files: readonly string[]): boolean {
    return files.some((file) => {
      const name = file.replaceAll("\\", "/");
      if (sources.has(name) || isSettings(name)) return true;
      if (!session) return false;
      return isFolder(name) ? !isOutput(session.config, name) : mayJoin(session.config, name) && existsSync(name);
    });
  }

  return {
    update: (changed) => {
      const { emitted, check: checkNow } = whileFilesStay(() => update(changed));
      return { emitted, check: () => whileFilesStay(checkNow) };
    },
    folders,
    concerns,
  };
}

/** Itself and all below it, without packages, hidden folders and the output. */
function foldersBelow(folder: string, outDir: string | undefined): string[] {
  if (folder === outDir || !isFolder(folder)) return [];
  const below = readdirSync(folder, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && entry.name !== "node_modules" && !entry.name.startsWith("."),
  );
  return [folder, ...below.flatMap((entry) => foldersBelow(`${folder}/${entry.name}`, outDir))];
}

function isFolder(name: string): boolean {
  return statSync(name, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function isSettings(name: string): boolean {
  return /\/(?:package|plait\.config|tsconfig[^/]*)\.json$/.test(name);
}

/** Maps aside: they change with every line. */
function textOf(declarations: readonly EmittedFile[]): string {
  return declarations.map(({ fileName, text }) => (fileName.endsWith(".map") ? "" : text)).join("\0");
}

function ownFiles(program: ts.Program): ts.SourceFile[] {
  return program
    .getSourceFiles()
    .filter(
      (file) =>
        !program.isSourceFileFromExternalLibrary(file) &&
        !program.isSourceFileDefaultLibrary(file) &&
        !file.fileName.includes("/node_modules/"),
    );
}

/** Whether a new file of this name could be part of the project. */
function mayJoin(config: ts.ParsedCommandLine, name: string): boolean {
  return !isOutput(config, name) && !name.includes("/node_modules/") && /\.[cm]?[jt]sx?$/.test(name);
}

function isOutput({ options }: ts.ParsedCommandLine, name: string): boolean {
  const { outDir, declarationDir } = options;
  if (outDir === undefined) return /\.(?:[cm]?jsx?|d\.[cm]?ts)$/.test(name) && !options.allowJs;
  return [outDir, declarationDir].some((folder) => folder !== undefined && `${name}/`.startsWith(`${folder}/`));
}
