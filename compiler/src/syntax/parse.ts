/** Text to syntax tree, and offsets to lines. The one place that calls the parser. */
import { parseSync, type Comment, type Program } from "oxc-parser";
import { tagsAsCalls } from "./tagsAsCalls.js";
import { takeProgram } from "./takeProgram.js";
import { FUNCTIONS, forgetTree, nodesOf } from "./walk.js";

export interface Parsed {
  program: Program;
  comments: readonly Comment[];
  errors: readonly { message: string; start: number; end: number }[];
}

/** By name: the text of a file is looked at when it is compiled, and when a file that imports it is. */
const recent = new Map<string, { text: string; parsed: Parsed }>();
const MOST_RECENT = 500;

/** The tree is shared with whoever asks for the same text: it must not be changed. */
export function parseShared(fileName: string, text: string): Parsed {
  const known = recent.get(fileName);
  if (known?.text === text) return known.parsed;
  const parsed = parse(fileName, text);
  recent.delete(fileName);
  recent.set(fileName, { text, parsed });
  for (const [oldest] of recent) {
    if (recent.size <= MOST_RECENT) break;
    recent.delete(oldest);
  }
  return parsed;
}

/** `types`: without them a tree has nothing but what runs, and is there much sooner. */
export function parse(fileName: string, text: string, { types = true } = {}): Parsed {
  const lang = fileName.endsWith("x") ? "tsx" : /\.[cm]?js$/.test(fileName) ? "js" : "ts";
  const result = parseSync(fileName, text, {
    lang,
    sourceType: "module",
    astType: types ? "ts" : "js",
    preserveParens: types,
  });
  const errors = result.errors.map((error) => ({
    message: error.message,
    start: error.labels[0]?.start ?? 0,
    end: error.labels[0]?.end ?? 0,
  }));
  const program = takeProgram(result);
  if (MAY_TYPE_THIS.test(text)) removeThisParameters(program);
  if (types && text.includes("`")) tagsAsCalls(program);
  return { program, comments: result.comments, errors };
}

const MAY_TYPE_THIS = /\bthis\s*(?:[:,)]|\/[/*])/;

/** `function (this: unknown, x)`: what is written there is a type of `this`, and no parameter. */
function removeThisParameters(program: Program): void {
  let found = false;
  for (const { params } of nodesOf(program, ...FUNCTIONS)) {
    const [first] = params;
    if (first?.type !== "Identifier" || first.name !== "this") continue;
    params.shift();
    found = true;
  }
  if (found) forgetTree(program);
}

/** Offsets of the starts of all lines. */
export function lineStarts(text: string): number[] {
  const starts = [0];
  for (let i = text.indexOf("\n"); i !== -1; i = text.indexOf("\n", i + 1)) starts.push(i + 1);
  return starts;
}

/** 1-based line and column of an offset. */
export function positionAt(starts: readonly number[], offset: number): { line: number; column: number } {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] as number) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] as number) + 1 };
}
