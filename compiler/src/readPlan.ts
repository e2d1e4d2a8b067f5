/**
 * Finds the plans of a compiled package: `report.plan.json` beside `report.js`, for the file that an import
 * resolves to and for those that it takes its exports from. For loaders, bundlers and builds.
 */
import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { PLAN_VERSION, type ModulePlan } from "plait/internal";
import { remembered } from "./settledFiles.js";
import type { ReadPlan } from "./types.js";

/** Files of one package that are looked at. */
const MOST_FILES = 200;
const CONDITIONS: ReadonlySet<string> = new Set(["import", "node", "module-sync", "require", "default"]);

/** Plans by file, as long as the file does not change. */
const known = new Map<string, { mtimeMs: number; plans: readonly ModulePlan[] | undefined }>();

export const readPlan: ReadPlan = (specifier, importer) => {
  const folder = path.dirname(importer);
  return remembered(`plan ${specifier} ${folder}`, () => find(specifier, folder));
};

function find(specifier: string, folder: string): ReturnType<ReadPlan> {
  const file = resolvePackage(specifier, folder);
  const mtimeMs = file === undefined ? undefined : statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  if (file === undefined || mtimeMs === undefined) return undefined;
  const cached = known.get(file);
  if (cached && cached.mtimeMs === mtimeMs) return cached.plans;
  const found = plansFrom(file);
  const plans = found.length > 0 ? found : undefined;
  known.set(file, { mtimeMs, plans });
  return plans;
}

function plansFrom(entry: string): readonly ModulePlan[] {
  const plans: ModulePlan[] = [];
  const files = new Set([entry]);
  for (const file of files) {
    plans.push(...plansBeside(file));
    const text = readText(file);
    for (const [, from = "", required = ""] of (text ?? "").matchAll(
      /\bfrom\s*["'](\.[^"'\n]*)["']|\brequire\(\s*["'](\.[^"'\n]*)["']\s*\)/g,
    )) {
      const base = path.resolve(path.dirname(file), from || required);
      const next = [base, `${base}.js`, path.join(base, "index.js")].find(isFile);
      if (next && files.size < MOST_FILES) files.add(next);
    }
  }
  return plans;
}

function plansBeside(file: string): ModulePlan[] {
  const text = readText(`${file.replace(/\.jsx?$/, "")}.plan.json`);
  const plans = text === undefined ? undefined : parseJson(text);
  if (!Array.isArray(plans)) return [];
  return (plans as ModulePlan[]).filter(
    (plan) => plan?.planVersion === PLAN_VERSION && typeof plan.methods === "object",
  );
}

/** The JavaScript file behind `package/subpath`, looked for as Node does. */
function resolvePackage(specifier: string, from: string): string | undefined {
  const [, name, rest = ""] = /^((?:@[^/]+\/)?[^/:.][^/:]*)(\/.*)?$/.exec(specifier) ?? [];
  if (name === undefined) return undefined;
  for (let folder = from; ; folder = path.dirname(folder)) {
    const root = path.join(folder, "node_modules", name);
    const text = readText(path.join(root, "package.json"));
    if (text !== undefined) return entryOf(root, parseJson(text), rest);
    if (path.dirname(folder) === folder) return undefined;
  }
}

function entryOf(root: string, manifest: unknown, rest: string): string | undefined {
  const { exports, module, main } = (manifest ?? {}) as { exports?: unknown; module?: unknown; main?: unknown };
  if (exports !== undefined && exports !== null) {
    const target = exported(exports, `.${rest}`);
    return target === undefined ? undefined : path.join(root, target);
  }
  if (rest !== "") return [rest, `${rest}.js`, `${rest}/index.js`].map((end) => root + end).find(isFile);
  const entry = [module, main].find((one) => typeof one === "string") as string | undefined;
  const base = path.join(root, entry ?? "index.js");
  return [base, `${base}.js`, path.join(base, "index.js")].find(isFile);
}

function exported(exports: unknown, subpath: string): string | undefined {
  const isMap =
    typeof exports === "object" && exports !== null && Object.keys(exports).some((key) => key.startsWith("."));
  if (!isMap) return subpath === "." ? chosen(exports) : undefined;
  const map = exports as Record<string, unknown>;
  if (Object.hasOwn(map, subpath)) return chosen(map[subpath]);
  for (const [key, target] of Object.entries(map)) {
    const [before = "", after, more] = key.split("*");
    if (after === undefined || more !== undefined) continue;
    if (!subpath.startsWith(before) || !subpath.endsWith(after) || subpath.length < key.length) continue;
    return chosen(target)?.replaceAll("*", subpath.slice(before.length, subpath.length - after.length));
  }
  return undefined;
}

function chosen(target: unknown): string | undefined {
  if (typeof target === "string") return target;
  if (Array.isArray(target)) return target.map(chosen).find((one) => one !== undefined);
  if (typeof target !== "object" || target === null) return undefined;
  for (const [condition, inner] of Object.entries(target)) {
    const found = CONDITIONS.has(condition) ? chosen(inner) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function isFile(name: string): boolean {
  return statSync(name, { throwIfNoEntry: false })?.isFile() === true;
}

function readText(name: string): string | undefined {
  try {
    return readFileSync(name, "utf8");
  } catch {
    return undefined; // not there
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // not a plan
  }
}
