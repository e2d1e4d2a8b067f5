/**
 * Everything that the compiler says of programs, as one hash each. Run by itself, it reads programs from a file and
 * writes their hashes: another process must come to the same.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { compileFile } from "../../../compiler/dist/index.js";
import { readImportFrom, splitFiles } from "../files.js";

/** `lastFirst`: the files of a program in the other order. */
export function digestOf(source: string, lastFirst = false): string {
  const files = splitFiles(source);
  const readImport = readImportFrom(files);
  const order = lastFirst ? [...files].reverse() : files;
  const compiled = order.map(({ name, text }) => compileFile({ fileName: name, text, readImport }));
  if (lastFirst) compiled.reverse();
  const all = compiled.map(({ code, map, plans, diagnostics }) => [code, map, plans, diagnostics]);
  return createHash("sha256").update(JSON.stringify(all)).digest("hex");
}

const [, script, file] = process.argv;
if (script !== undefined && file !== undefined && pathToFileURL(script).href === import.meta.url) {
  const sources = JSON.parse(readFileSync(file, "utf8")) as string[];
  process.stdout.write(JSON.stringify(sources.map((source) => digestOf(source, true))));
}
