/**
 * Which files are compiled by themselves: those that declare modules, import from plait, or import a file that does,
 * directly or through others. In any other file nothing can know of modules but what it is given.
 *
 *     helpers.ts → plait                       yes
 *     ask.ts     → types.ts → plait            yes: its types may be modules
 *     utils.ts                                 no: who hands it a function with module calls carries a copy of what
 *                                              it calls (`copiedFunctions`)
 */
import { Kept } from "../syntax/kept.js";
import { neighbourOf } from "./importedClasses.js";
import type { FileAnalysis } from "./methodContext.js";

const known = new Kept<FileAnalysis["file"], boolean>();

export function isOfPipeline(analysis: FileAnalysis): boolean {
  let answer = known.get(analysis.file);
  if (answer === undefined) known.set(analysis.file, (answer = reachesPlait(analysis)));
  return answer;
}

function reachesPlait(analysis: FileAnalysis): boolean {
  const seen = new Set([analysis]);
  for (const one of seen) {
    if ([...one.classes.values()].some((info) => info.isModule)) return true;
    for (const source of sourcesOf(one)) {
      if (source === "plait" || source.startsWith("plait/")) return true;
      const next = neighbourOf(one.file, source);
      if (next) seen.add(next);
      else if (!source.startsWith(".") && one.file.readPlan?.(source, one.file.fileName)) return true;
    }
  }
  return false;
}

/** What a file imports from, also for types alone, or exports again. */
export function sourcesOf({ file }: Pick<FileAnalysis, "file">): string[] {
  return file.program.body.flatMap((statement) =>
    "source" in statement && statement.source ? [statement.source.value] : [],
  );
}
