/**
 * Who depends on a file, directly or through others:
 *
 *     main.ts → report.ts → note.ts         importersOf(note.ts) = { report.ts, main.ts }
 */
import type { ts } from "./typescript.js";

/** What TypeScript knows of imports, of any form: `import`, `export … from`, `import()`, `require`. */
interface WithImports extends ts.SourceFile {
  imports?: readonly ts.StringLiteralLike[];
}
interface WithResolution extends ts.Program {
  getResolvedModuleFromModuleSpecifier?(
    specifier: ts.StringLiteralLike,
    file: ts.SourceFile,
  ): { resolvedModule?: ts.ResolvedModule } | undefined;
}

export function importersOf(program: ts.Program, names: Iterable<string>): Set<string> {
  const direct = directImporters(program);
  const found = new Set<string>();
  const open = [...names];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    for (const importer of direct.get(name) ?? []) {
      if (found.has(importer)) continue;
      found.add(importer);
      open.push(importer);
    }
  }
  return found;
}

/** A program does not change once it is made. */
const known = new WeakMap<ts.Program, Map<string, string[]>>();

function directImporters(program: ts.Program): Map<string, string[]> {
  const before = known.get(program);
  if (before) return before;
  const importers = new Map<string, string[]>();
  for (const file of program.getSourceFiles()) {
    if (program.isSourceFileDefaultLibrary(file)) continue;
    for (const { fileName } of importedBy(program, file)) {
      if (fileName === undefined) continue;
      const list = importers.get(fileName);
      if (list) list.push(file.fileName);
      else importers.set(fileName, [file.fileName]);
    }
  }
  known.set(program, importers);
  return importers;
}

/** What a file imports, with the file that each import leads to. */
export function importedBy(
  program: ts.Program,
  file: ts.SourceFile,
): { specifier: string; fileName: string | undefined }[] {
  return ((file as WithImports).imports ?? []).map((specifier) => {
    const resolution = (program as WithResolution).getResolvedModuleFromModuleSpecifier?.(specifier, file);
    return { specifier: specifier.text, fileName: resolution?.resolvedModule?.resolvedFileName };
  });
}
