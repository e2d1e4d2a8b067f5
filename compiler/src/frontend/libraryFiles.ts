/**
 * The `lib.*.d.ts` files of the TypeScript inside ts-morph. They are carried in its bundle and not on disk,
 * so that a compiler host has to be told their text:
 *
 *     lib.es2023.d.ts  →  <libraryFolder>/lib.es2023.d.ts  →  text from the bundle, parsed once per process
 */
import type { ts, TypeScript } from "./typescript.js";

/** A folder that exists nowhere: no file of a user can hide or be hidden by a library file. */
export const libraryFolder = "/.plaitc-typescript-lib";

export interface LibraryFiles {
  has(fileName: string): boolean;
  text(fileName: string): string | undefined;
  sourceFile(fileName: string, options: ts.ScriptTarget | ts.CreateSourceFileOptions): ts.SourceFile | undefined;
}

/** Library files never change while the process lives, and parsing them is half the time of a small build. */
const parsed = new Map<string, ts.SourceFile>();

export function libraryFiles(tsApi: TypeScript, bundle: ReadonlyMap<string, string>): LibraryFiles {
  const has = (fileName: string): boolean => fileName.startsWith(libraryFolder + "/");
  const text = (fileName: string): string | undefined =>
    has(fileName) ? bundle.get(fileName.slice(libraryFolder.length + 1)) : undefined;
  return {
    has,
    text,
    sourceFile(fileName, options) {
      const target = typeof options === "object" ? options.languageVersion : options;
      const key = `${target} ${fileName}`;
      const known = parsed.get(key);
      if (known) return known;
      const content = text(fileName);
      if (content === undefined) return undefined;
      const file = tsApi.createSourceFile(fileName, content, options);
      parsed.set(key, file);
      return file;
    },
  };
}
