/**
 * What TypeScript says, in the form in which plaitc says things:
 *
 *     { code: 2345, start, length, messageText }  →  { code: "TS2345", severity: "error", line, column, … }
 */
import type { Diagnostic, Severity, Span } from "../types.js";
import type { ts, TypeScript } from "./typescript.js";

/**
 * All that `tsc` would print for the program before emit, sorted and without duplicates. As in `tsc`, a
 * file that does not parse hides what the checker says, which would mostly follow from it.
 */
export function programDiagnostics(tsApi: TypeScript, program: ts.Program): ts.Diagnostic[] {
  const options = program.getCompilerOptions();
  const steps = [
    () => program.getSyntacticDiagnostics(),
    () => [...program.getOptionsDiagnostics(), ...program.getGlobalDiagnostics()],
    () => program.getSemanticDiagnostics(),
    () => (options.noEmit && (options.declaration || options.composite) ? program.getDeclarationDiagnostics() : []),
  ];
  const found: ts.Diagnostic[] = [];
  for (const step of steps) {
    if (found.length === 0) found.push(...step());
  }
  const config = program.getConfigFileParsingDiagnostics();
  return [...tsApi.sortAndDeduplicateDiagnostics([...config, ...found])];
}

export function fromTsDiagnostic(tsApi: TypeScript, diagnostic: ts.Diagnostic): Diagnostic {
  return {
    ...place(tsApi, diagnostic),
    code: `TS${diagnostic.code}`,
    severity: severityOf(tsApi, diagnostic.category),
    message: tsApi.flattenDiagnosticMessageText(diagnostic.messageText, "\n"),
    related: (diagnostic.relatedInformation ?? []).map((information) => ({
      ...place(tsApi, information),
      message: tsApi.flattenDiagnosticMessageText(information.messageText, "\n"),
    })),
  };
}

/** Span of [start, end) in a parsed file. */
export function spanIn(file: ts.SourceFile, start: number, end: number): Span {
  const { line, character } = file.getLineAndCharacterOfPosition(start);
  return { file: file.fileName, start, end, line: line + 1, column: character + 1 };
}

/** A diagnostic about the project as a whole has no file: its name is then empty. */
function place(tsApi: TypeScript, at: ts.DiagnosticRelatedInformation): Span {
  if (!at.file) return { file: "", start: 0, end: 0, line: 1, column: 1 };
  const start = at.start ?? 0;
  const { line, character } = tsApi.getLineAndCharacterOfPosition(at.file, start);
  return {
    file: at.file.fileName,
    start,
    end: start + (at.length ?? 0),
    line: line + 1,
    column: character + 1,
  };
}

function severityOf(tsApi: TypeScript, category: ts.DiagnosticCategory): Severity {
  if (category === tsApi.DiagnosticCategory.Error) return "error";
  return category === tsApi.DiagnosticCategory.Warning ? "warning" : "remark";
}
