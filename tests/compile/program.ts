/**
 * A test program in its three forms: as written (the oracle), compiled, and compiled as one sequential region
 * per method. Each is a function of its imports and globals, so that every run has fresh module state.
 */
import { transformSync } from "oxc-transform";
import { compileFile } from "../../compiler/dist/index.js";
import type { CompiledFile, Host, ReadImport } from "../../compiler/dist/index.js";
import { readImportFrom, splitFiles } from "./files.js";
import { link, type Factory, type LinkedFile } from "./link.js";
import { StoredPlans } from "./storedPlans.js";
import { hostsOf } from "./typed.js";

export type { Factory, Surroundings } from "./link.js";

export interface Program {
  source: string;
  /** The main file. */
  compiled: CompiledFile;
  /** All files, the main one first. */
  files: CompiledFile[];
  runs: Pick<Runs, "oracle" | "compiled" | "sequential">;
}

export class CompileError extends Error {
  /** Codes of the diagnostics; none where the text does not parse. */
  readonly codes: readonly string[];

  constructor(message: string, codes: readonly string[] = []) {
    super(message);
    this.codes = codes;
  }
}

export function stripTypes(fileName: string, text: string): string {
  const result = transformSync(fileName, text, {
    lang: "ts",
    sourceType: "module",
    typescript: { onlyRemoveTypeImports: false },
  });
  const problem = result.errors[0];
  if (problem) throw new CompileError(`the text does not parse: ${problem.message}\n${text}`);
  return result.code;
}

export function compileText(
  source: string,
  fileName: string,
  options: { reference?: boolean; readImport?: ReadImport; host?: Host } = {},
): CompiledFile {
  const compiled = compileFile({ fileName, text: source, ...options });
  const errors = compiled.diagnostics.filter((d) => d.severity === "error");
  if (errors.length > 0)
    throw new CompileError(
      errors.map((d) => `${d.line}:${d.column} ${d.code} ${d.message}`).join("\n"),
      errors.map((d) => d.code),
    );
  return compiled;
}

/** More than the generator makes before the first of them runs. */
const MOST_ORACLES = 128;
const oracles = new Map<string, Factory>();

/** The program as it is written, with every module call answered in its place. The generator has asked for it before. */
export function loadOracle(source: string, fileName = "program.ts"): Factory {
  const key = `${fileName}\n${source}`;
  const known = oracles.get(key);
  if (known) return known;
  const files = splitFiles(source, fileName).map(({ name, text }) => ({ name, code: stripTypes(name, text) }));
  const factory = link(files, { inPlace: true });
  const [oldest] = oracles.keys();
  if (oracles.size >= MOST_ORACLES && oldest !== undefined) oracles.delete(oldest);
  oracles.set(key, factory);
  return factory;
}

export interface LoadOptions {
  /** With a type checker, as `plaitc build` compiles, and not as the loader does. */
  types?: boolean;
  /** Also as the sequential emitter writes it. */
  reference?: boolean;
}

export function loadProgram(
  source: string,
  fileName = "program.ts",
  { types = false, reference = true }: LoadOptions = {},
): Program {
  const files = splitFiles(source, fileName);
  const readImport = readImportFrom(files);
  const hostOf = types ? hostsOf(files) : undefined;
  const compiled = files.map(({ name, text }) =>
    compileText(text, name, { readImport, reference, ...(hostOf && { host: hostOf(name) }) }),
  );
  const linked = (codeOf: (file: CompiledFile) => string): Factory => {
    const plans = new StoredPlans();
    const strip = (file: CompiledFile): LinkedFile => ({
      name: file.fileName,
      code: stripTypes(file.fileName, plans.takeFrom(codeOf(file))),
    });
    return link(compiled.map(strip), { plans });
  };
  const linkReference = (): Factory => {
    if (!reference) throw new Error("the program was loaded without its reference");
    return linked((file) => file.reference ?? file.code);
  };
  const runs = new Runs(
    loadOracle(source, fileName),
    linked(({ code }) => code),
    linkReference,
  );
  return { source, compiled: compiled[0] as CompiledFile, files: compiled, runs };
}

/** A class, since getters of an object literal keep what they name from dying young (takeProgram.ts). */
class Runs {
  readonly oracle: Factory;
  readonly compiled: Factory;
  readonly #link: () => Factory;
  #sequential: Factory | undefined;

  constructor(oracle: Factory, compiled: Factory, linkReference: () => Factory) {
    this.oracle = oracle;
    this.compiled = compiled;
    this.#link = linkReference;
  }

  get sequential(): Factory {
    return (this.#sequential ??= this.#link());
  }
}
