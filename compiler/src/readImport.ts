/** Finds and reads the file behind a relative import, as TypeScript would name it. For loaders and bundlers. */
import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { remembered } from "./settledFiles.js";
import type { ReadImport } from "./types.js";

const ENDINGS = ["", ".ts", ".tsx", ".mts", ".js", ".mjs", "/index.ts", "/index.js"];
const TYPESCRIPT: Record<string, string[]> = { ".js": [".ts", ".tsx"], ".mjs": [".mts"], ".jsx": [".tsx"] };

/** Texts by name, as long as the file does not change. */
const texts = new Map<string, { mtimeMs: number; text: string }>();

export const readImport: ReadImport = (specifier, importer) => {
  const base = path.resolve(path.dirname(importer), specifier);
  return remembered(`import ${base}`, () => find(base));
};

function find(base: string): ReturnType<ReadImport> {
  const ending = path.extname(base);
  const written = TYPESCRIPT[ending]?.map((e) => base.slice(0, -ending.length) + e) ?? [];
  for (const fileName of [...written, ...ENDINGS.map((e) => base + e)]) {
    const stat = statSync(fileName, { throwIfNoEntry: false });
    if (!stat?.isFile()) continue;
    const known = texts.get(fileName);
    if (known?.mtimeMs === stat.mtimeMs) return { fileName, text: known.text };
    const text = readFileSync(fileName, "utf8");
    texts.set(fileName, { mtimeMs: stat.mtimeMs, text });
    return { fileName, text };
  }
  return undefined;
}
