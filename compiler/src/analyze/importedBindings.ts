/**
 * What a name that is imported stands for in the file of the project that declares it: a variable there may be
 * assigned, and an object changed, by the functions of that file.
 *
 *   import { asked, ask } from "./ask.js";      `asked` is a `let` there, and `ask` counts
 */
import type { Binding } from "../syntax/bindings.js";
import { Kept } from "../syntax/kept.js";
import { exportedBinding, starsOf } from "./functions.js";
import { neighbourOf } from "./importedClasses.js";
import type { FileAnalysis } from "./methodContext.js";
import { findMutations, isMutated, mutationFacts } from "./mutations.js";

export interface Declared {
  binding: Binding;
  home: FileAnalysis;
}

/** How far a chain of re-exports is followed. */
const DEEPEST = 8;

const known = new Kept<FileAnalysis["file"], Map<string, Declared | undefined>>();

/** A name of the file, or what it is imported as. */
export function declarationOf(binding: Binding, analysis: FileAnalysis): Declared {
  const { source } = binding;
  return (source && declaredIn(source.module, source.name, analysis)) ?? { binding, home: analysis };
}

/** What a file exports under a name. */
export function declaredIn(module: string, name: string, analysis: FileAnalysis): Declared | undefined {
  if (!module.startsWith(".") || name === "*") return undefined;
  let of = known.get(analysis.file);
  if (!of) known.set(analysis.file, (of = new Map()));
  const key = `${module} ${name}`;
  if (!of.has(key)) of.set(key, find(module, name, analysis, 0));
  return of.get(key);
}

function find(module: string, name: string, analysis: FileAnalysis, depth: number): Declared | undefined {
  const home = depth < DEEPEST ? neighbourOf(analysis.file, module) : undefined;
  if (!home) return undefined;
  const found = exportedBinding(home.file, name);
  if (found) return "from" in found ? find(found.from, found.name, home, depth + 1) : { binding: found, home };
  for (const from of starsOf(home.file)) {
    const behind = find(from, name, home, depth + 1);
    if (behind) return behind;
  }
  return undefined;
}

/** Whether the file that declares an import assigns it, or changes the object in it. */
export function changesElsewhere(module: string, name: string, analysis: FileAnalysis): boolean {
  const found = declaredIn(module, name, analysis);
  if (!found) return false;
  const { binding, home } = found;
  if (binding.writes.length > 0) return true;
  // A file without modules has not been looked at.
  if (!mutationFacts(home)) findMutations(home);
  return isMutated(binding, home);
}

/** Whether something assigns a name at the top of a file, or changes its object. */
export function isChanged(binding: Binding, analysis: FileAnalysis): boolean {
  const { writes, source } = binding;
  if (writes.length > 0 || isMutated(binding, analysis)) return true;
  return source !== undefined && changesElsewhere(source.module, source.name, analysis);
}
