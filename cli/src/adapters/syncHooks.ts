/** The loader as Node's synchronous hooks, for `module.registerHooks` of Node 22.15 and later. */
import { readFileSync } from "node:fs";
import type { LoadFnOutput, LoadHookContext, ResolveFnOutput, ResolveHookContext } from "node:module";
import { fileURLToPath } from "node:url";
import { isLoadable, loadSource } from "./loadSource.js";
import { isNotFound, typeScriptSpecifier } from "./resolveTypeScript.js";

// The types of Node 20 do not know registerHooks.
export interface SyncHooks {
  resolve(
    specifier: string,
    context: ResolveHookContext,
    next: (specifier: string, context?: ResolveHookContext) => ResolveFnOutput,
  ): ResolveFnOutput;
  load(
    url: string,
    context: LoadHookContext,
    next: (url: string, context?: LoadHookContext) => LoadFnOutput,
  ): LoadFnOutput;
}

export const syncHooks: SyncHooks = {
  resolve(specifier, context, next) {
    try {
      return next(specifier, context);
    } catch (error) {
      const source = isNotFound(error) ? typeScriptSpecifier(specifier, context.parentURL) : undefined;
      if (source === undefined) throw error;
      return next(source, context);
    }
  },
  load(url, context, next) {
    const file = url.startsWith("file:") ? fileURLToPath(url) : undefined;
    if (file === undefined || !isLoadable(file)) return next(url, context);
    const loaded = loadSource(file, readFileSync(file, "utf8"));
    return loaded ? { source: loaded.code, format: loaded.format, shortCircuit: true } : next(url, context);
  },
};
