/**
 * A type checker over a generated program, as `plaitc build` has one: the same analysis with better answers.
 * The library and the types of `plait` are read once a process; a program brings only its own files.
 */
import { fileURLToPath } from "node:url";
import { bundledLibrary, bundledTypeScript as ts } from "../../compiler/dist/frontend/bundledTypeScript.js";
import { createTsHost } from "../../compiler/dist/typescript.js";
import type { Host } from "../../compiler/dist/index.js";
import { importedFile, type SourceFile } from "./files.js";

const PLAIT = fileURLToPath(new URL("../../runtime/dist/index.d.ts", import.meta.url));
const OWN = "/program/";
const SURROUNDINGS = `${OWN}surroundings.d.ts`;
/** What every test program may name; see world.ts. */
const GLOBALS = `
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
declare function effect(...args: unknown[]): string;
declare function later<T>(value: T): Promise<T>;
declare const console: { log(...args: unknown[]): void; error(...args: unknown[]): void };
`;

type Parsed = ReturnType<typeof ts.createSourceFile>;
const kept = new Map<string, Parsed | undefined>();
const options = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ["lib.es2023.d.ts"],
  types: [],
  strict: true,
  noEmit: true,
};

/** The answers for each file. */
export function hostsOf(files: readonly SourceFile[]): (name: string) => Host {
  const program = programOf(files);
  return (name) => createTsHost(ts, program, program.getSourceFile(OWN + name) as Parsed);
}

function programOf(files: readonly SourceFile[]): ReturnType<typeof ts.createProgram> {
  const own = new Map(files.map(({ name, text }) => [OWN + name, text]));
  const parse = (name: string, text: string): Parsed => ts.createSourceFile(name, text, ts.ScriptTarget.ES2023, true);
  const read = (name: string): Parsed | undefined => {
    const text = own.get(name);
    if (text !== undefined) return parse(name, text);
    if (!kept.has(name)) {
      const library = bundledLibrary.get(name.replace(/^.*\//, "")) ?? bundledLibrary.get(name);
      const found = name === SURROUNDINGS ? GLOBALS : (library ?? ts.sys.readFile(name));
      kept.set(name, found === undefined ? undefined : parse(name, found));
    }
    return kept.get(name);
  };
  return ts.createProgram({
    rootNames: [...own.keys(), SURROUNDINGS],
    options,
    host: {
      getSourceFile: read,
      getDefaultLibFileName: () => "lib.d.ts",
      getDefaultLibLocation: () => "/lib",
      writeFile: () => {},
      getCurrentDirectory: () => OWN,
      getCanonicalFileName: (name) => name,
      useCaseSensitiveFileNames: () => true,
      getNewLine: () => "\n",
      fileExists: (name) => own.has(name) || name === SURROUNDINGS || ts.sys.fileExists(name),
      readFile: (name) => own.get(name) ?? ts.sys.readFile(name),
      resolveModuleNameLiterals: (literals, containing) =>
        literals.map(({ text }) => {
          const file = own.has(containing) ? importedFile(text) : undefined;
          const resolvedFileName = file !== undefined ? OWN + file : text === "plait" ? PLAIT : undefined;
          if (resolvedFileName !== undefined)
            return {
              resolvedModule: { resolvedFileName, extension: resolvedFileName.replace(/^.*?(?=(\.d)?\.ts$)/, "") },
            };
          return { resolvedModule: ts.resolveModuleName(text, containing, options, ts.sys).resolvedModule };
        }),
    },
  });
}
