/**
 * A type checker over a generated program, as `plaitc build` has one: the same analysis with better answers.
 * The library and the types of `plait` are read once a process; a program brings only its own files.
 */
import { fileURLToPath } from "node:url";
import { bundledLibrary, bundledTypeScript as ts } from "../../compiler/src/frontend/bundledTypeScript.js";
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
  // A file that neither imports nor exports anything shares nothing with the others either.
  moduleDetection: ts.ModuleDetectionKind.Force,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ["lib.es2023.d.ts"],
  types: [],
  strict: true,
  noEmit: true,
};

/** Files of one program in a program of TypeScript that may hold others, too. */
interface Checked {
  program: ReturnType<typeof ts.createProgram>;
  folder: string;
}

const keyOf = (files: readonly SourceFile[]): string => files.map(({ name, text }) => `${name}\n${text}`).join("\0");

let together = new Map<string, Checked>();

/** Programs that are asked for next. A checker takes most of its time to get ready, so they have one for all. */
export function checkTogether(programs: readonly (readonly SourceFile[])[]): void {
  const own = new Map<string, string>();
  const folders = new Map<string, string>();
  for (const [i, files] of programs.entries()) {
    const folder = `${OWN}${i}/`;
    folders.set(keyOf(files), folder);
    for (const { name, text } of files) own.set(folder + name, text);
  }
  const program = programOf(own);
  together = new Map([...folders].map(([key, folder]) => [key, { program, folder }]));
}

/** The answers for each file. */
export function hostsOf(files: readonly SourceFile[]): (name: string) => Host {
  const { program, folder } = together.get(keyOf(files)) ?? {
    program: programOf(new Map(files.map(({ name, text }) => [OWN + name, text]))),
    folder: OWN,
  };
  return (name) => createTsHost(ts, program, program.getSourceFile(folder + name) as Parsed);
}

function programOf(own: ReadonlyMap<string, string>): Checked["program"] {
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
          const folder = containing.slice(0, containing.lastIndexOf("/") + 1);
          const resolvedFileName = file !== undefined ? folder + file : text === "plait" ? PLAIT : undefined;
          if (resolvedFileName !== undefined)
            return {
              resolvedModule: { resolvedFileName, extension: resolvedFileName.replace(/^.*?(?=(\.d)?\.ts$)/, "") },
            };
          return { resolvedModule: ts.resolveModuleName(text, containing, options, ts.sys).resolvedModule };
        }),
    },
  });
}
