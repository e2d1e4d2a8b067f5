/** The harness with a runtime that was changed, as one file: source texts are replaced while rolldown bundles both. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { rolldown } from "rolldown";
import type * as Rig from "./rig.js";
import type { Patch } from "./runtimeMutant.js";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const COMPILER = new URL("../../../compiler/dist/index.js", import.meta.url).href;
const source = join(root, "runtime", "src");

/** What every rig has: an end for programs that have none, and a record of what is computed, where somebody asks for it. */
const INSTRUMENTS: readonly Patch[] = [
  {
    file: "run/scope.ts",
    find: "    this.run = run;\n    this.frame = frame;",
    replace: "    (globalThis as unknown as { $fuel(): void }).$fuel();\n    this.run = run;\n    this.frame = frame;",
  },
  {
    file: "run/scope.ts",
    find: "  on(inputs: readonly Later[], body: (...values: never[]) => unknown): Later {\n",
    replace:
      "  on(inputs: readonly Later[], body: (...values: never[]) => unknown): Later {\n    body = (globalThis as unknown as { $seen<T>(body: T): T }).$seen(body);\n",
  },
  {
    file: "run/scope.ts",
    find: "  effect(inputs: readonly Later[], body: (...values: never[]) => unknown): Later {\n",
    replace:
      "  effect(inputs: readonly Later[], body: (...values: never[]) => unknown): Later {\n    body = (globalThis as unknown as { $seen<T>(body: T): T }).$seen(body);\n",
  },
];

/** The text with all changes made. @throws where one of them does not fit exactly once */
export function patched(file: string, text: string, patches: readonly Patch[]): string {
  return patches
    .filter((patch) => patch.file === file)
    .reduce((before, { find, replace }) => {
      const count = before.split(find).length - 1;
      if (count !== 1) throw new Error(`${file} has ${count} times what a mutant replaces:\n${find}`);
      return before.replace(find, () => replace);
    }, text);
}

/** Writes the rig to `file` and loads it. */
export async function buildRig(file: string, patches: readonly Patch[]): Promise<typeof Rig> {
  const all = [...INSTRUMENTS, ...patches];
  const bundle = await rolldown({
    input: fileURLToPath(new URL("./rig.ts", import.meta.url)),
    platform: "node",
    treeshake: false,
    plugins: [
      {
        name: "mutants",
        resolveId(id: string) {
          const built = /runtime\/dist\/(index|internal)\.js$/.exec(id);
          if (built) return join(source, `${built[1]}.ts`);
          // What compiles programs is the same for all.
          if (id.endsWith("compiler/dist/index.js")) return { id: COMPILER, external: true };
          if (!id.startsWith(".") && !id.startsWith("/") && !id.startsWith("node:"))
            return { id: import.meta.resolve(id), external: true };
          return undefined;
        },
        load(id: string) {
          if (!id.startsWith(source)) return undefined;
          const name = id.slice(source.length + 1).replaceAll("\\", "/");
          return { code: patched(name, readFileSync(id, "utf8"), all), moduleType: "ts" };
        },
      },
    ],
  });
  await bundle.write({ file, format: "esm", sourcemap: false, codeSplitting: false });
  await bundle.close();
  return (await import(pathToFileURL(file).href)) as typeof Rig;
}
