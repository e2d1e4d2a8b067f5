/** A text as the analyses see it, for their tests. */
import type { Expression, Node } from "oxc-parser";
import { findClasses } from "../src/analyze/classes.js";
import { analyseCalls } from "../src/analyze/analyseCalls.js";
import type { FileAnalysis } from "../src/analyze/methodContext.js";
import { resolveBindings } from "../src/syntax/resolveBindings.js";
import type { SourceFile } from "../src/syntax/file.js";
import { lineStarts, parse } from "../src/syntax/parse.js";
import { walk } from "../src/syntax/walk.js";

export function analyse(
  text: string,
  options: Partial<Pick<SourceFile, "effects" | "readImport" | "host">> = {},
): FileAnalysis {
  const { program, errors } = parse("/app/file.ts", text);
  if (errors[0]) throw new Error(errors[0].message);
  const file: SourceFile = {
    fileName: "/app/file.ts",
    displayName: "file.ts",
    text,
    program,
    bindings: resolveBindings(program),
    host: undefined,
    readImport: undefined,
    readPlan: undefined,
    lines: lineStarts(text),
    diagnostics: [],
    ...options,
  };
  const analysis: FileAnalysis = { file, classes: findClasses(file), launches: new Map() };
  analyseCalls(analysis);
  return analysis;
}

/** The argument of the call `result(…)`. */
export function resultOf({ file }: FileAnalysis): Expression {
  let found: Node | undefined;
  walk(file.program, (node) => {
    if (node.type === "CallExpression" && node.callee.type === "Identifier" && node.callee.name === "result")
      found = node.arguments[0];
  });
  if (!found) throw new Error("no result(…) in the text");
  return found as Expression;
}
