// Puts the runtime, the compiler, and the loader of the command line, into few files each. Node's loader takes about
// half a millisecond for every file, more through loader hooks: `import "plait"`, `plaitc build` and
// `--import plaitc/register` pay it at every start. Declarations come from tsc; nothing else is changed on the way.
import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const at = (...parts) => join(root, ...parts);

const bundles = [
  {
    folder: at("runtime/dist"),
    sources: [at("runtime/src")],
    input: {
      index: at("runtime/src/index.ts"),
      internal: at("runtime/src/internal.ts"),
      simulate: at("runtime/src/simulate.ts"),
    },
    external: ["openai", "@anthropic-ai/sdk"],
    chunks: "chunks",
  },
  {
    folder: at("compiler/dist"),
    sources: [at("compiler/src")],
    input: {
      index: at("compiler/src/index.ts"),
      project: at("compiler/src/project.ts"),
      typescript: at("compiler/src/typescript.ts"),
    },
    external: [
      "@jridgewell/gen-mapping",
      "@jridgewell/remapping",
      "@ts-morph/common",
      "oxc-parser",
      "plait",
      "ts-morph",
    ],
    chunks: "chunks",
  },
  {
    folder: at("cli/dist/loader"),
    sources: [at("cli/src/adapters"), at("compiler/src"), at("runtime/src/plan.ts")],
    input: { hooks: at("cli/src/adapters/hooks.ts"), syncHooks: at("cli/src/adapters/syncHooks.ts") },
    external: ["oxc-parser", "oxc-transform", "typescript", "ts-morph"],
    // The compiler is part of the bundle: it is the same code as the package's, for the loader alone.
    alias: { "plaitc-compiler": at("compiler/src/index.ts"), "plait/internal": at("runtime/src/plan.ts") },
    chunks: "chunks",
  },
];

function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

for (const { folder, sources, input, external, alias, chunks } of bundles) {
  const outputs = Object.keys(input).map((name) => join(folder, `${name}.js`));
  const oldest = Math.min(...outputs.map((file) => (existsSync(file) ? statSync(file).mtimeMs : 0)));
  const changed = Math.max(newest(fileURLToPath(import.meta.url)), ...sources.map(newest));
  if (oldest > changed) continue;
  rmSync(join(folder, chunks), { recursive: true, force: true });
  const bundle = await rolldown({
    input,
    platform: "node",
    external: (id) => external.some((name) => id === name || id.startsWith(`${name}/`)),
    ...(alias ? { resolve: { alias } } : {}),
    treeshake: true,
  });
  await bundle.write({
    dir: folder,
    format: "esm",
    // No maps: where maps are on, Node reads those of every file it loads, and the code is readable as it is.
    sourcemap: false,
    // The loader is read at every start, by nobody but Node.
    minify: folder.endsWith("loader"),
    entryFileNames: "[name].js",
    chunkFileNames: `${chunks}/[name].js`,
  });
  await bundle.close();
}
