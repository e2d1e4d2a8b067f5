/** A program of several files as one text: the main file, then the others, each behind a line `// @file: name.ts`. */
import type { ReadImport } from "../../compiler/dist/index.js";

export interface SourceFile {
  name: string;
  text: string;
  /** Where the text starts in the whole. */
  start: number;
}

export function splitFiles(source: string, mainName = "program.ts"): SourceFile[] {
  const files: SourceFile[] = [];
  let name = mainName;
  let start = 0;
  for (const match of source.matchAll(/^\/\/ @file: (\S+)\n/gm)) {
    files.push({ name, start, text: source.slice(start, match.index) });
    name = match[1] as string;
    start = match.index + match[0].length;
  }
  files.push({ name, start, text: source.slice(start) });
  return files;
}

/** The name of the file that a specifier stands for; undefined for packages. */
export function importedFile(specifier: string): string | undefined {
  return specifier.startsWith("./") ? specifier.slice(2).replace(/\.js$/, ".ts") : undefined;
}

export function readImportFrom(files: readonly SourceFile[]): ReadImport {
  return (specifier) => {
    const name = importedFile(specifier);
    const file = files.find((f) => f.name === name);
    return file ? { fileName: file.name, text: file.text } : undefined;
  };
}
