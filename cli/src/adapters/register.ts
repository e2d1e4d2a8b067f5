/**
 * `node --import plaitc/register app.ts`: compiles pipelines as Node loads them.
 *
 * Files outside node_modules only. Where other loaders are registered too (`--import tsx`), the one that is
 * named last sees the files first; both orders work.
 */
import module from "node:module";
import type { SyncHooks } from "./syncHooks.js";

const REGISTERED: unique symbol = Symbol.for("plaitc.registered") as never;
const state = globalThis as { [REGISTERED]?: boolean };

if (!state[REGISTERED]) {
  state[REGISTERED] = true;
  process.setSourceMapsEnabled(true);
  const { registerHooks } = module as { registerHooks?: (hooks: SyncHooks) => void };
  // The loader in one file: a program's start waits for it.
  const loader = (name: string): string => new URL(`../loader/${name}.js`, import.meta.url).href;
  if (registerHooks) registerHooks(((await import(loader("syncHooks"))) as typeof import("./syncHooks.js")).syncHooks);
  else module.register(loader("hooks"));
}
