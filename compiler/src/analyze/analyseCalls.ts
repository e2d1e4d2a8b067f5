/** Everything that is known of the calls of a file, in the order in which one finding leads to the next. */
import { findLaunches } from "./launches.js";
import { findLocalLaunches } from "./localFunctions.js";
import { findMutations } from "./mutations.js";
import { spreadLaunches } from "./functionLaunches.js";
import { functionsOf } from "./functions.js";
import { forgetKinds } from "./kinds.js";
import type { FileAnalysis } from "./methodContext.js";
import { isOfPipeline } from "./pipelineFiles.js";

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

/** Without a checker, modules come from what a file imports, or are handed to it. */
function mayLaunch(analysis: FileAnalysis): boolean {
  return analysis.file.host !== undefined || isOfPipeline(analysis) || holdsHelper(analysis);
}

/** Whether a file that is read for another one has functions that may call what they are given. */
function holdsHelper({ file, classes }: FileAnalysis): boolean {
  if (!file.isNeighbour) return false;
  return [...functionsOf(file, classes).values()].some(
    ({ fn, exported, owner }) => exported && !owner && fn.params.length > 0,
  );
}
