/**
 * Which files can know of modules: those that come to plait through what they import. Nothing else can hold a module
 * call, and the checker need not be asked about it.
 *
 *     report.ts  → plait                     yes
 *     helpers.ts → types.ts                  no: its types are the user's own
 *     ask.ts     → a package with plans      yes: the declarations of a compiled package need not name plait
 */
import path from "node:path";
import { readPlan } from "../readPlan.js";
import { importedBy, importersOf } from "./importers.js";
import { isOfPlait } from "./moduleTypes.js";
import type { ts, TypeScript } from "./typescript.js";

/** A program does not change once it is made. */
const known = new WeakMap<ts.Program, ReadonlySet<string> | "all">();

export function reachesModules(tsApi: TypeScript, program: ts.Program, file: ts.SourceFile): boolean {
  if (namesPlait(file)) return true;
  let reaching = known.get(program);
  if (!reaching) known.set(program, (reaching = findReaching(tsApi, program)));
  return reaching === "all" || reaching.has(file.fileName);
}

function findReaching(tsApi: TypeScript, program: ts.Program): ReadonlySet<string> | "all" {
  const packages = new Map<string, boolean>();
  const first = program.getSourceFiles().filter((file) => {
    if (program.isSourceFileDefaultLibrary(file)) return false;
    if (namesPlait(file)) return true;
    const isDeclaring = holdsModuleType(file) && isOfPlait(tsApi, path.dirname(file.fileName), packages);
    return isDeclaring || importsUnknown(program, file);
  });
  const names = first.map((file) => file.fileName);
  const reaching = new Set([...names, ...importersOf(program, names)]);
  // What such a file adds to the global scope is seen without an import.
  for (const name of reaching) if (isSeenEverywhere(program.getSourceFile(name))) return "all";
  return reaching;
}

/** What a text says does not change; library files are long. */
const naming = new WeakMap<ts.SourceFile, boolean>();
const holding = new WeakMap<ts.SourceFile, boolean>();

function namesPlait(file: ts.SourceFile): boolean {
  return ofText(naming, file, /["']plait["'/]|@plait/);
}

function holdsModuleType(file: ts.SourceFile): boolean {
  return ofText(holding, file, /\b(?:class|interface)\s+Module\b/);
}

function ofText(answers: WeakMap<ts.SourceFile, boolean>, file: ts.SourceFile, pattern: RegExp): boolean {
  let answer = answers.get(file);
  if (answer === undefined) answers.set(file, (answer = pattern.test(file.text)));
  return answer;
}

/** Whether a file of the user's imports a compiled package, or something of which the program knows no types. */
function importsUnknown(program: ts.Program, file: ts.SourceFile): boolean {
  if (file.isDeclarationFile || file.fileName.includes("/node_modules/")) return false;
  return importedBy(program, file).some(({ specifier, fileName }) =>
    specifier.startsWith(".") ? fileName === undefined : readPlan(specifier, file.fileName) !== undefined,
  );
}

/** Whether other files may see what a file declares without importing it. */
export function isSeenEverywhere(file: ts.SourceFile | undefined): boolean {
  return !file || /\bdeclare\s+(?:global|module)\b/.test(file.text) || !/^\s*(?:import|export)\b/m.test(file.text);
}
