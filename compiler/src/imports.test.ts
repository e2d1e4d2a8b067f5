import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

/** Packages that a file loads, itself or through other files. Imports of types load nothing. */
function packagesOf(file: string, seen = new Set<string>(), found = new Set<string>()): Set<string> {
  if (seen.has(file)) return found;
  seen.add(file);
  const statement = /^(?:import|export)\s(?!type\b)(?:[^;"]*?from\s*)?"([^"]+)"/gm;
  const required = /\brequire\("([^"]+)"\)/g;
  const text = readFileSync(file, "utf8");
  for (const [, name] of [...text.matchAll(statement), ...text.matchAll(required)]) {
    if (!name!.startsWith(".")) found.add(name!);
    else packagesOf(fileURLToPath(new URL(name!.replace(/\.js$/, ".ts"), `file://${file}`)), seen, found);
  }
  return found;
}

const source = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

test("project.ts brings a TypeScript along", () => {
  expect([...packagesOf(source("frontend/loadProject.ts"))]).toContain("@ts-morph/common");
});

// A loader has to start in milliseconds; TypeScript alone takes a good part of a second.
for (const name of ["index.ts", "compileFile.ts", "formatDiagnostic.ts", "typescript.ts"]) {
  test(`${name} does not`, () => {
    const packages = [...packagesOf(source(name))];
    expect(packages.filter((p) => /^(?:@?ts-morph|typescript)/.test(p))).toEqual([]);
  });
}
