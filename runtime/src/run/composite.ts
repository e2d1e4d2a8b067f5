/**
 * The composite that nobody compiled. A sync-looking one cannot run: a child call would put a promise
 * where a value belongs, so it throws PLT1015. An `async forward` that awaits its calls is a correct
 * sequential program: its calls run one after another, and a warning says so once per class.
 */
import { PlaitError } from "../errors.js";
import type { Module } from "../module/module.js";
import type { Call } from "./call.js";
import { peekCall } from "./callContext.js";
import { labelOf } from "./describe.js";

interface Storage<T> {
  run<R>(store: T, body: () => R): R;
  getStore(): T | undefined;
}

// The core imports no node: module; Node, Bun and Deno hand out AsyncLocalStorage this way, and only an
// uncompiled async composite needs it.
let storage: Storage<Call> | undefined;
function calls(): Storage<Call> | undefined {
  storage ??= (() => {
    const hooks = globalThis.process?.getBuiltinModule?.("node:async_hooks");
    return hooks ? new hooks.AsyncLocalStorage<Call>() : undefined;
  })();
  return storage;
}

function isAsync(fn: unknown): boolean {
  return typeof fn === "function" && Object.prototype.toString.call(fn) === "[object AsyncFunction]";
}

const composites = new WeakMap<Module, boolean>();

/** An async forward of a module that has modules to call: they must find this call after an `await`, too. */
export function needsComposite(module: Module): boolean {
  let needs = composites.get(module);
  if (needs === undefined) {
    needs = isAsync(module.forward) && module.children().length > 0;
    composites.set(module, needs);
  }
  return needs;
}

export function insideComposite<T>(call: Call, body: () => T): T {
  const store = calls();
  return store ? store.run(call, body) : body();
}

const warned = new Set<unknown>();

/** The call of the uncompiled async composite that is calling a child, or an error that says what to do. */
export function callerOf(module: Module): Call {
  const caller = peekCall() ?? calls()?.getStore();
  if (!caller) {
    throw new PlaitError(
      "PLT1016",
      `${labelOf(module)} was called outside a run. Bind the pipeline to its endpoints first, and call what bind() returns: const run = new ${labelOf(module).replace(/\(.*/s, "")}().bind({ endpoints: { … } }); await run(…).`,
    );
  }
  const outer = caller.module;
  if (!isAsync(outer.forward)) {
    throw new PlaitError(
      "PLT1015",
      `${labelOf(outer)}.forward() calls modules but was not compiled. Compile it one of three ways: run "plaitc build" and import its output; load it through plaitc/register (node --import plaitc/register) or the plaitc/vite plugin; or add the plaitc/transformer to ts-patch. Without a compiler, write an async forward() that awaits each call.`,
    );
  }
  const name = outer.constructor;
  if (!warned.has(name)) {
    warned.add(name);
    globalThis.console?.warn?.(
      `plait: ${labelOf(outer)}.forward() was not compiled, so its calls run one after another (PLT1015).`,
    );
  }
  return caller;
}
