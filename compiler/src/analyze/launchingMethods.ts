/**
 * Methods of classes that make module calls: of an object of which nothing is known, a method of such a name may be
 * one, which shows when it is there. Objects of classes that are no modules are such objects.
 *
 *   class Asker { constructor(readonly model: LLMInference) {} ask(q: string) { return this.model(q) } }
 *   new Asker(this.fast).ask(doc)
 */
import { Kept } from "../syntax/kept.js";
import { analyseCalls } from "./analyseCalls.js";
import { baseOf, classBehind } from "./callTarget.js";
import { importedNames, isPlainClass, type ClassInfo } from "./classes.js";
import { launchingOf } from "./functionLaunches.js";
import { launchesIn } from "./launches.js";
import type { FileAnalysis } from "./methodContext.js";

/**
 * Their names, of the classes of the file and of those that it imports, and whether they surely make such calls:
 * others only call a function that their object holds.
 */
export function launchingMethods(analysis: FileAnalysis): ReadonlyMap<string, boolean> {
  const names = new Map<string, boolean>();
  const add = (info: ClassInfo, home: FileAnalysis): void => {
    for (const { name, fn } of info.methods.values()) {
      if (name === "forward" || !launchingOf(fn, home)) continue;
      names.set(name, names.get(name) === true || launchesIn(fn, home.launches).some(({ certain }) => certain));
    }
  };
  for (const info of analysis.classes.values())
    if (info.isModule || isPlainClass(info)) add(info, info.home ?? analysis);
  for (const info of importedClasses(analysis)) {
    const { home } = info;
    // A checker knows what is a module.
    if (!home || home === analysis || (info.isModule && analysis.file.host)) continue;
    analyseCalls(home);
    add(info, home);
  }
  return names;
}

const imported = new Kept<FileAnalysis["classes"], readonly ClassInfo[]>();

/** The classes that the file imports, with those that they derive from. */
function importedClasses(analysis: FileAnalysis): readonly ClassInfo[] {
  const known = imported.get(analysis.classes);
  if (known) return known;
  const found = new Set<ClassInfo>();
  const { file } = analysis;
  for (const { name, module } of importedNames(file)) {
    if (!module.startsWith(".") || !/\bclass\b/.test(file.readImport?.(module, file.fileName)?.text ?? "")) continue;
    for (let info = classBehind(name, analysis); info && !found.has(info);) {
      found.add(info);
      info = info.home && baseOf(info, info.home);
    }
  }
  const list = [...found];
  imported.set(analysis.classes, list);
  return list;
}
