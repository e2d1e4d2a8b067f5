/** One source file while it is compiled: text, tree, names, and what has been reported about it. */
import type { Program } from "oxc-parser";
import type { Diagnostic, EffectsTable, Host, ReadImport, ReadPlan, Span } from "../types.js";
import type { Message } from "../messages.generated.js";
import type { Bindings } from "./bindings.js";
import { positionAt } from "./parse.js";

export interface SourceFile {
  fileName: string;
  /** Name in plans: relative, forward slashes. */
  displayName: string;
  /** It is read for what it says to the file that is compiled, and not compiled itself. */
  isNeighbour?: true;
  text: string;
  program: Program;
  bindings: Bindings;
  host: Host | undefined;
  readImport: ReadImport | undefined;
  readPlan: ReadPlan | undefined;
  /** What functions of packages are declared to do. */
  effects?: EffectsTable | undefined;
  lines: readonly number[];
  diagnostics: Diagnostic[];
}

/** Another place that belongs to what is reported. */
export interface Related {
  node: { start: number; end: number };
  message: string;
}

function spanOf(file: SourceFile, node: { start: number; end: number }): Span {
  return { file: file.fileName, start: node.start, end: node.end, ...positionAt(file.lines, node.start) };
}

export function sourceText(file: SourceFile, node: { start: number; end: number }): string {
  return file.text.slice(node.start, node.end);
}

/** Source text on one line, cut to `length`, for labels and messages. */
export function shortText(file: SourceFile, node: { start: number; end: number }, length = 60): string {
  const text = sourceText(file, node).replace(/\s+/g, " ");
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

export function report(
  file: SourceFile,
  node: { start: number; end: number },
  message: Message,
  related: readonly Related[] = [],
): void {
  file.diagnostics.push({
    ...spanOf(file, node),
    ...message,
    related: related.map((r) => ({ ...spanOf(file, r.node), message: r.message })),
  });
}
