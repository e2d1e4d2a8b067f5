/**
 * The TypeScript that plaitc brings along. It is required and not imported: for `import`, Node would first search
 * the whole text of ts-morph for names that it might export, which takes longer than to run it.
 */
import { createRequire } from "node:module";
import type * as TsMorph from "ts-morph";

interface Common {
  ts: typeof TsMorph.ts;
  getLibFiles(): { fileName: string; text: string }[];
}

const require = createRequire(import.meta.url);
// The package of ts-morph that holds TypeScript and its library; the rest of ts-morph is not needed here.
const common = require("@ts-morph/common") as Common;

export const bundledTypeScript: typeof TsMorph.ts = common.ts;
/** Text of the `lib.*.d.ts` files, by name. */
export const bundledLibrary: ReadonlyMap<string, string> = new Map(
  common.getLibFiles().map(({ fileName, text }) => [fileName, text]),
);
