/** TypeScript writes `./report.js` for what is `./report.ts` on disk. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const SOURCES: Record<string, readonly string[]> = {
  ".js": [".ts", ".tsx"],
  ".jsx": [".tsx"],
  ".mjs": [".mts"],
  ".cjs": [".cts"],
};

/** The specifier of the TypeScript file behind `specifier`, or undefined where it is no such file. */
export function typeScriptSpecifier(specifier: string, parentUrl: string | undefined): string | undefined {
  if (!/^(?:\.{0,2}\/|file:)/.test(specifier)) return undefined;
  const found = /^([^?#]*)(\.[cm]?jsx?)([?#].*)?$/.exec(specifier);
  if (!found) return undefined;
  const [, stem = "", extension = "", rest = ""] = found;
  for (const source of SOURCES[extension] ?? []) {
    const candidate = `${stem}${source}${rest}`;
    const url = URL.canParse(candidate, parentUrl) ? new URL(candidate, parentUrl) : undefined;
    if (url?.protocol === "file:" && existsSync(fileURLToPath(url))) return candidate;
  }
  return undefined;
}

export function isNotFound(error: unknown): boolean {
  return (
    error instanceof Error &&
    ["ERR_MODULE_NOT_FOUND", "MODULE_NOT_FOUND"].includes((error as NodeJS.ErrnoException).code ?? "")
  );
}
