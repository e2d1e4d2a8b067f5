/**
 * The TypeScript that plaitc brings along. It is required and not imported: for `import`, Node would first search
 * the whole text of ts-morph for names that it might export, which takes longer than to run it.
 */
import { createRequire } from "node:module";
import type * as TsMorph from "ts-morph";

const tsMorph = createRequire(import.meta.url)("ts-morph") as typeof TsMorph;

export const bundledTypeScript: typeof TsMorph.ts = tsMorph.ts;
export const BundledProject: typeof TsMorph.Project = tsMorph.Project;
