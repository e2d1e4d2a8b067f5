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
    if (program.isSourceFileFromExternalLibrary(file) || program.isSourceFileDefaultLibrary(file)) continue;
    for (const specifier of (file as WithImports).imports ?? []) {
      const resolution = (program as WithResolution).getResolvedModuleFromModuleSpecifier?.(specifier, file);
      const name = resolution?.resolvedModule?.resolvedFileName;
      if (name === undefined) continue;
      const list = importers.get(name);
      if (list) list.push(file.fileName);
      else importers.set(name, [file.fileName]);
    }
  }
  known.set(program, importers);
  return importers;
}
