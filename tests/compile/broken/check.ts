/**
 * Whatever a text is, compiling it ends, soon, with code or with diagnostics that have a code and a place in the
 * file: never with an exception or with a bug of the compiler, which PLT1020 is.
 */
import { compileFile, type CompiledFile, type Diagnostic } from "../../../compiler/dist/index.js";
import { readImportFrom, splitFiles, type SourceFile } from "../files.js";
import type { Found, FuzzOptions } from "../firstProblem.js";
import { stripTypes } from "../program.js";
import { Random } from "../random.js";
import { count, type Tally } from "../tally.js";
import { hostsOf } from "../typed.js";
import { BREAKAGES, LARGE } from "./breakages.js";

/** Of processor time, so that others on the machine do not count. */
const MOST_MS = 2000;

function placeProblem(
  files: readonly SourceFile[],
  { file: name, start, end, line, column }: Diagnostic | Diagnostic["related"][number],
): string | undefined {
  const text = files.find((file) => file.name === name)?.text;
  if (text === undefined) return `names the file ${name}`;
  if (!(Number.isInteger(start) && Number.isInteger(end) && 0 <= start && start <= end && end <= text.length))
    return `is at ${start} to ${end} of ${text.length}`;
  const before = text.slice(0, start).split("\n");
  if (line !== before.length || column !== (before.at(-1) as string).length + 1) return `is at ${line}:${column}`;
  return undefined;
}

function diagnosticProblem(files: readonly SourceFile[], diagnostic: Diagnostic): string | undefined {
  const { code, message, related } = diagnostic;
  if (code === "PLT1020") return `is a bug: ${message}`;
  if (!/^PLT\d{4}$/.test(code) || message === "") return "has no code or no message";
  for (const place of [diagnostic, ...related]) {
    const problem = placeProblem(files, place);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** What is wrong with what the compiler says of a file. */
export function resultProblem(
  files: readonly SourceFile[],
  { text }: SourceFile,
  result: CompiledFile,
): string | undefined {
  for (const diagnostic of result.diagnostics) {
    const problem = diagnosticProblem(files, diagnostic);
    if (problem !== undefined) return `${diagnostic.code} ${problem}`;
  }
  const isWrong = result.diagnostics.some(({ severity }) => severity === "error");
  if (!result.changed) return result.code === text ? undefined : "the code of an unchanged file is another";
  if (isWrong) return "a file with an error is changed";
  if (isJavaScript(result.fileName, text) && !isJavaScript(result.fileName, result.code))
    return "the compiled code does not parse";
  return undefined;
}

/** What the parser lets pass and the rest of the world does not: a name that is declared twice, `yield` as a name. */
function isJavaScript(fileName: string, text: string): boolean {
  try {
    stripTypes(fileName, text);
    return true;
  } catch {
    return false;
  }
}

/** What is wrong with how a text is compiled. */
export function compileProblem(source: string, types = false): string | undefined {
  const files = splitFiles(source);
  const readImport = readImportFrom(files);
  const hostOf = types ? hostsOf(files) : undefined;
  for (const file of files) {
    const { name: fileName, text } = file;
    const compile = (): CompiledFile =>
      compileFile({ fileName, text, readImport, ...(hostOf && { host: hostOf(fileName) }) });
    let result: CompiledFile;
    const { user } = process.cpuUsage();
    try {
      result = compile();
    } catch (error) {
      return `compiling throws: ${error instanceof Error ? error.message : String(error)}`;
    }
    const tookMs = (process.cpuUsage().user - user) / 1000;
    if (tookMs > MOST_MS) return `compiling takes ${tookMs.toFixed(0)} ms`;
    const problem = resultProblem(files, file, result);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

const TIMES = 8;

/** A few broken versions of a program. */
export async function brokenProblem(
  source: string,
  seed: number,
  options: FuzzOptions = {},
  tally?: Tally,
): Promise<Found | undefined> {
  const random = new Random(seed);
  for (let i = 0; i < TIMES; i++) {
    const name = random.pick(Object.keys(BREAKAGES));
    const broken = (BREAKAGES[name] as (typeof BREAKAGES)[string])(source, random);
    if (tally) {
      tally.runs++;
      count(tally.rules, name);
    }
    // TypeScript itself comes to the end of its stack with what is nested deeply.
    const types = name !== LARGE && (options.types ?? (seed + i) % 8 === 0);
    const problem = compileProblem(broken, types);
    if (problem !== undefined) return { problem, variant: broken };
  }
  return undefined;
}
