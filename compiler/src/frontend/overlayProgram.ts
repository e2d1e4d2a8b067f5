/**
 * The user's program with the text of some files exchanged. It shares every other file with the first, and
 * nothing is parsed or resolved twice but what changed:
 *
 *     program              a.ts  b.ts  lib.d.ts
 *     overlay of b.ts      a.ts  b.ts'  lib.d.ts      one new file, two shared
 */
import type { ts, TypeScript } from "./typescript.js";

export function overlayProgram(
  tsApi: TypeScript,
  program: ts.Program,
  host: ts.CompilerHost,
  /** New texts by file name, as the program spells it. */
  texts: ReadonlyMap<string, string>,
  /** Options that win over those of the program. */
  options: ts.CompilerOptions = {},
): ts.Program {
  const projectReferences = program.getProjectReferences();
  return tsApi.createProgram({
    rootNames: program.getRootFileNames(),
    options: { ...program.getCompilerOptions(), ...options },
    host: {
      ...host,
      readFile: (name) => texts.get(name) ?? host.readFile(name),
      getSourceFile(name, target, onError, shouldCreate) {
        const text = texts.get(name);
        if (text !== undefined) return tsApi.createSourceFile(name, text, target);
        return program.getSourceFile(name) ?? host.getSourceFile(name, target, onError, shouldCreate);
      },
    },
    oldProgram: program,
    ...(projectReferences && { projectReferences }),
  });
}
