/** Everything that is known of the calls of a file, in the order in which one finding leads to the next. */
import { findLaunches } from "./launches.js";
import { findLocalLaunches } from "./localFunctions.js";
import { findMutations } from "./mutations.js";
import { importedTarget } from "./callTarget.js";
import { importedNames } from "./classes.js";
import { launchingOf, spreadLaunches } from "./functionLaunches.js";
import { forgetKinds } from "./kinds.js";
import type { FileAnalysis } from "./methodContext.js";

const analysed = new WeakSet<FileAnalysis["launches"]>();

export function analyseCalls(analysis: FileAnalysis): void {
  if (analysed.has(analysis.launches)) return;
  // Files that call functions of each other come to an end.
  analysed.add(analysis.launches);
  if (!mayLaunch(analysis)) return;
  findLaunches(analysis);
  do findLocalLaunches(analysis);
  while (spreadLaunches(analysis));
  forgetKinds(analysis);
  findMutations(analysis);
}

/** Without a checker, modules come from classes that are known, from plait, or hide in functions of other files. */
function mayLaunch(analysis: FileAnalysis): boolean {
  const { file, classes } = analysis;
  if (file.host || [...classes.values()].some((info) => info.isModule)) return true;
  return importedNames(file).some(
    ({ module, original }) => module === "plait" || hidesLaunches(module, original, analysis),
  );
}

function hidesLaunches(module: string, name: string, analysis: FileAnalysis): boolean {
  if (!module.startsWith(".")) return analysis.file.readPlan?.(module, analysis.file.fileName)?.length !== undefined;
  // Of a namespace every function would have to be looked at.
  if (name === "*") return true;
  const target = importedTarget(module, name, analysis);
  if (!target?.home) return false;
  analyseCalls(target.home);
  return launchingOf(target.fn, target.home) !== undefined;
}
