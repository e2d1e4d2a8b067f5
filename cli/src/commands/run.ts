/** `plaitc run`: compiles a file on the way, takes one of its exports and runs it on inputs. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Bound, Module } from "plait";
import { CommandError, UsageError, type Command, type CommandLine } from "../command.js";
import { nearest } from "../nearest.js";
import type { Terminal } from "../terminal.js";
import { createTimeline } from "../timeline.js";
import { fileProblem } from "../problems.js";
import { parseLatency } from "./parseLatency.js";
import { splitTarget } from "./splitTarget.js";

export const run: Command = {
  name: "run",
  operands: "<file.ts>[#name] --input <text> [--input <text> …]",
  summary: "run one pipeline of a TypeScript file",
  options: {
    input: {
      type: "string",
      short: "i",
      multiple: true,
      value: "<text>",
      about: "one for each parameter; @file reads it from a file",
    },
    json: { type: "boolean", about: "inputs that are JSON are parsed; the result is printed as JSON" },
    timeline: { type: "boolean", about: "show the calls over time" },
    simulate: { type: "boolean", about: "send all calls to a simulated model: no network, no keys" },
    seed: { type: "string", value: "<n>", about: "seed of the simulated model (default 0)" },
    latency: {
      type: "string",
      value: "<a..b>",
      about: "milliseconds for an answer of the simulated model (default 100..400)",
    },
  },
  notes: ["The name is that of an export: what bind() returned or, with --simulate, a module or its class."],
  async run(line, terminal) {
    const [target, ...more] = line.positionals;
    if (target === undefined)
      throw new UsageError('which file? For example: plaitc run src/report.ts#report --input "…"');
    if (more.length > 0)
      throw new UsageError(`only one file can be run; what is ${more.join(" ")}? Inputs are given with --input.`);
    const { file, name } = splitTarget(target, terminal.cwd);
    const bound = await pipelineOf(file, name, line);
    const inputs = line.texts("input").map((input) => readInput(input, line, terminal));
    checkInputs(bound, inputs);
    return execute(bound, inputs, line, terminal);
  },
};

type AnyBound = Bound<Module>;

async function pipelineOf(file: string, name: string | undefined, line: CommandLine): Promise<AnyBound> {
  if (!existsSync(file)) throw new CommandError(`there is no file ${file}.`);
  await import("../adapters/register.js");
  const exports = (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  const simulated = line.flag("simulate") ?? false;
  const runnable = Object.keys(exports).filter(
    (key) => isBound(exports[key]) || (simulated && isModuleLike(exports[key])),
  );
  const chosen = name ?? (runnable.length === 1 ? runnable[0] : undefined);
  if (chosen === undefined || !Object.hasOwn(exports, chosen))
    throw new CommandError(noSuchExport(file, name, exports, runnable));
  const value = exports[chosen];
  if (isBound(value)) return simulated ? bindSimulated(value.module, line) : value;
  if (!isModuleLike(value))
    throw new CommandError(`${chosen} of ${path.basename(file)} is no pipeline. Export what bind() returns.`);
  if (!simulated) {
    throw new CommandError(
      `${chosen} of ${path.basename(file)} is bound to no endpoints. Export what bind() returns, or try it with --simulate.`,
    );
  }
  return bindSimulated(isModuleClass(value) ? new value() : value, line);
}

function isBound(value: unknown): value is AnyBound {
  return (
    typeof value === "function" &&
    typeof (value as Partial<AnyBound>).with === "function" &&
    "plan" in value &&
    "module" in value
  );
}

/** A module or its class, whichever copy of plait they come from. */
function isModuleLike(value: unknown): value is Module | (new () => Module) {
  return isModuleClass(value) || isModuleInstance(value);
}

function isModuleInstance(value: unknown): value is Module {
  return typeof value === "function" && "namedModules" in value;
}

function isModuleClass(value: unknown): value is new () => Module {
  const prototype: unknown = typeof value === "function" ? value.prototype : undefined;
  return typeof prototype === "object" && prototype !== null && "namedModules" in prototype;
}

/** All aliases to one simulated model each. */
function bindSimulated(module: Module, line: CommandLine): AnyBound {
  const seed = Number(line.text("seed") ?? 0);
  if (!Number.isInteger(seed)) throw new UsageError("--seed needs a whole number.");
  const latencyMs = parseLatency(line.text("latency") ?? "100..400");
  const aliases = module.modules().flatMap((inner) => {
    const alias: unknown = (inner as { alias?: unknown }).alias;
    return typeof alias === "string" ? [alias] : [];
  });
  const endpoint = { provider: "simulated" as const, model: "simulated", simulate: { seed, latencyMs } };
  const endpoints = Object.fromEntries(aliases.map((alias) => [alias, endpoint]));
  // The aliases of a module whose type is not known here are checked by bind itself.
  return (module as Module & { bind(resources: object): AnyBound }).bind({ endpoints });
}

function noSuchExport(
  file: string,
  name: string | undefined,
  exports: Record<string, unknown>,
  runnable: readonly string[],
): string {
  const base = path.basename(file);
  const all = Object.keys(exports);
  const list =
    runnable.length > 0
      ? `It exports ${runnable.join(", ")}.`
      : all.length > 0
        ? `It exports ${all.join(", ")}, none of which is a bound pipeline.`
        : "It exports nothing.";
  if (name === undefined)
    return `which pipeline of ${base}? ${list} Name it: plaitc run ${base}#${runnable[0] ?? "name"}`;
  const meant = nearest(name, all);
  return `${base} has no export ${name}.${meant === undefined ? "" : ` Did you mean ${meant}?`} ${list}`;
}

function readInput(input: string, line: CommandLine, terminal: Terminal): unknown {
  let text = input;
  if (input.startsWith("@")) {
    const file = path.resolve(terminal.cwd, input.slice(1));
    try {
      text = readFileSync(file, "utf8");
    } catch (error) {
      throw fileProblem("read the input", file, error);
    }
  }
  if (!line.flag("json")) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function checkInputs(bound: AnyBound, inputs: readonly unknown[]): void {
  const params = bound.plan.plan?.methods["forward"]?.params;
  const least = bound.module.forward.length;
  const most =
    params === undefined || params.some((param) => param.startsWith("..."))
      ? Number.POSITIVE_INFINITY
      : Math.max(params.length, least);
  if (inputs.length >= least && inputs.length <= most) return;
  const wanted =
    least === most ? `${least}` : most === Number.POSITIVE_INFINITY ? `at least ${least}` : `${least} to ${most}`;
  const names = params && params.length > 0 ? ` (${params.join(", ")})` : "";
  throw new UsageError(
    `${bound.module.constructor.name} takes ${wanted} input${wanted === "1" ? "" : "s"}${names}, but ${inputs.length} ${inputs.length === 1 ? "was" : "were"} given. Give one --input for each.`,
  );
}

async function execute(
  bound: AnyBound,
  inputs: readonly unknown[],
  line: CommandLine,
  terminal: Terminal,
): Promise<number> {
  const timeline = line.flag("timeline")
    ? createTimeline({
        interactive: process.stderr.isTTY === true,
        columns: terminal.columns,
        rows: process.stderr.rows || 24,
        color: terminal.color,
        now: () => performance.now(),
      })
    : undefined;
  const interrupt = new AbortController();
  const onInterrupt = (): void => interrupt.abort(new Error("interrupted"));
  process.once("SIGINT", onInterrupt);
  try {
    const settings = { signal: interrupt.signal, ...(timeline ? { onEvent: timeline.onEvent } : {}) };
    const result: unknown = await bound.with(settings)(...inputs);
    timeline?.finish();
    terminal.out(
      typeof result === "string" && !line.flag("json") ? result : (JSON.stringify(result, null, 2) ?? String(result)),
    );
    return 0;
  } catch (error) {
    timeline?.finish();
    terminal.err(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return interrupt.signal.aborted ? 130 : 1;
  } finally {
    process.off("SIGINT", onInterrupt);
    await bound.close();
  }
}
