/**
 * What of other files a file carries compiled copies of: the functions of files that are not compiled by themselves
 * which it hands modules, or functions that call them, with all that these call in turn.
 */
import path from "node:path";
import type { Node } from "oxc-parser";
import { analyseCalls } from "./analyze/analyseCalls.js";
import { accessTo, declaredOtherwise, namesOutside } from "./analyze/copiedFunctions.js";
import { launchingOf } from "./analyze/functionLaunches.js";
import { functionsOf, type FunctionInfo } from "./analyze/functions.js";
import { neighbourOf } from "./analyze/importedClasses.js";
import { functionOf } from "./analyze/kinds.js";
import { launchesIn } from "./analyze/launches.js";
import type { FileAnalysis } from "./analyze/methodContext.js";
import { isOfPipeline, sourcesOf } from "./analyze/pipelineFiles.js";
import { PLT1005 } from "./messages.generated.js";
import type { Binding } from "./syntax/bindings.js";
import { report, shortText } from "./syntax/file.js";
import type { AnyFunction } from "./syntax/walk.js";

/** The copies of functions of one file. */
export interface Copies {
  home: FileAnalysis;
  /** The call that hands one of them a module. */
  by: Node;
  /** Where the file imports from: names of `home` that the copies use. */
  imports: { binding: Binding; module: string; name: string }[];
  /** Declarations of `home` that are written again, in their order. */
  texts: { binding: Binding; fn: AnyFunction | undefined }[];
  /** Functions to be compiled. */
  compiled: FunctionInfo[];
}

/** Reports the calls of which the function cannot be copied here. */
export function copiesFor(analysis: FileAnalysis): Copies[] {
  const all = new Map<FileAnalysis, { by: Node; fns: Set<AnyFunction> }>();
  const add = (fn: AnyFunction, home: FileAnalysis, by: Node): void => {
    let copies = all.get(home);
    if (!copies) all.set(home, (copies = { by, fns: new Set() }));
    if (copies.fns.has(fn)) return;
    copies.fns.add(fn);
    analyseCalls(home);
    for (const binding of namesOutside(fn, home)) {
      const next = functionOf(binding);
      if (next && (launchingOf(next, home) || accessTo(binding, home)?.kind === "copy")) add(next, home, by);
    }
    addTargets(fn, home, by);
  };
  const addTargets = (within: { start: number; end: number }, from: FileAnalysis, by?: Node): void => {
    for (const { node, target } of launchesIn(within, from.launches))
      if (target?.home && !target.info && !isOfPipeline(target.home)) add(target.fn, target.home, by ?? node);
  };
  addTargets(analysis.file.program, analysis);
  return [...all].flatMap(([home, { by, fns }]) => {
    const copies = copiesOf(home, by, fns, analysis);
    if (!copies)
      report(
        analysis.file,
        by,
        PLT1005({ callback: shortText(analysis.file, by.type === "CallExpression" ? by.callee : by, 40) }),
      );
    return copies ?? [];
  });
}

function copiesOf(
  home: FileAnalysis,
  by: Node,
  fns: ReadonlySet<AnyFunction>,
  analysis: FileAnalysis,
): Copies | undefined {
  const table = functionsOf(home.file, home.classes);
  const infos = [...fns].flatMap((fn) => table.get(fn) ?? []);
  const names = new Set<Binding>();
  for (const binding of home.file.bindings.declared.values()) {
    const fn = binding.owner ? undefined : functionOf(binding);
    if (fn && fns.has(fn)) names.add(binding);
  }
  for (const fn of fns) for (const binding of namesOutside(fn, home)) names.add(binding);
  if (infos.length < fns.size || !isReadAs(home, analysis) || hidesGlobals(fns, home, analysis)) return undefined;
  const way = specifierOf(home, analysis);
  if (way === undefined) return undefined;
  const copies: Copies = { home, by, imports: [], texts: [], compiled: [] };
  for (const binding of [...names].sort((a, b) => a.start - b.start)) {
    const access = accessTo(binding, home);
    if (!access) return undefined;
    if (access.kind === "copy") copies.texts.push({ binding, fn: access.fn });
    else {
      const module = access.module === undefined ? way : joined(way, access.module);
      copies.imports.push({ binding, module, name: access.name });
    }
  }
  copies.compiled = infos.filter(({ fn }) => launchingOf(fn, home));
  return copies;
}

/** What one file may write the other may as well: types, for one. */
function isReadAs(home: FileAnalysis, { file }: FileAnalysis): boolean {
  const flavour = (name: string): string => /\.[cm]?([jt]sx?)$/.exec(name)?.[1] ?? "";
  const own = flavour(file.fileName);
  const other = flavour(home.file.fileName);
  return own === other || (own === "ts" && other === "js");
}

/** Whether a name that is global there is one of this file's. */
function hidesGlobals(fns: ReadonlySet<AnyFunction>, home: FileAnalysis, analysis: FileAnalysis): boolean {
  const own = new Set(declaredOtherwise(analysis));
  for (const binding of analysis.file.bindings.declared.values()) if (!binding.owner) own.add(binding.name);
  return [...fns].some((fn) =>
    home.file.bindings.in(fn.start, fn.end).some(({ name, binding }) => !binding && own.has(name)),
  );
}

/** How a file would import another one that it comes to by relative imports. */
function specifierOf(home: FileAnalysis, { file }: FileAnalysis): string | undefined {
  const seen = new Map<string, string>([[file.fileName, "./_"]]);
  const open: [FileAnalysis["file"], string][] = [[file, "./_"]];
  for (const [at, way] of open) {
    for (const source of sourcesOf({ file: at })) {
      const next = neighbourOf(at, source);
      if (!next || seen.has(next.file.fileName)) continue;
      const found = [joined(way, source), joined(`${way}/_`, source)].find(
        (one) => neighbourOf(file, one)?.file.fileName === next.file.fileName,
      );
      if (found === undefined) continue;
      if (next.file.fileName === home.file.fileName) return found;
      seen.set(next.file.fileName, found);
      open.push([next.file, found]);
    }
  }
  return undefined;
}

/** What `module` is called by a file that calls the file which says so `way`. */
function joined(way: string, module: string): string {
  if (!module.startsWith(".")) return module;
  const found = path.posix.join(path.posix.dirname(way), module);
  return found.startsWith(".") ? found : `./${found}`;
}

/** The name of the other file in plans. */
export function displayNameOf({ file }: FileAnalysis, { file: from }: FileAnalysis): string {
  const relative = path.relative(path.dirname(from.fileName), file.fileName).replaceAll("\\", "/");
  return path.posix.join(path.posix.dirname(from.displayName), relative);
}
