/** The loader as Node's asynchronous hooks, for `module.register` of Node 20. */
import { readFile } from "node:fs/promises";
import type { LoadHook, ResolveHook } from "node:module";
import { fileURLToPath } from "node:url";
import { isLoadable, loadSource } from "./loadSource.js";
import { isNotFound, typeScriptSpecifier } from "./resolveTypeScript.js";

export const resolve: ResolveHook = async (specifier, context, nextResolve) => {
  try {
    return await nextResolve(specifier, context);
  } catch (error) {
    const source = isNotFound(error) ? typeScriptSpecifier(specifier, context.parentURL) : undefined;
    if (source === undefined) throw error;
    return nextResolve(source, context);
  }
};

export const load: LoadHook = async (url, context, nextLoad) => {
  const file = url.startsWith("file:") ? fileURLToPath(url) : undefined;
  if (file === undefined || !isLoadable(file)) return nextLoad(url, context);
  const loaded = loadSource(file, await readFile(file, "utf8"));
  return loaded ? { source: loaded.code, format: loaded.format, shortCircuit: true } : nextLoad(url, context);
};
