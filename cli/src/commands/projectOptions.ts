/** Options and messages that `build` and `check` share; named as `tsc` names them. */
import path from "node:path";
import { formatDiagnostic, formatDiagnosticLine, type Diagnostic } from "plaitc-compiler";
import { UsageError, type CommandLine, type Option } from "../command.js";
import { count, readText } from "../problems.js";
import type { Terminal } from "../terminal.js";

export const PROJECT_OPTIONS = {
  project: {
    type: "string",
    short: "p",
    value: "<path>",
    about: "a tsconfig.json or its folder (default: the current folder)",
  },
  pretty: { type: "boolean", about: "colours and code frames (default: on a terminal); --no-pretty for one line each" },
  remarks: { type: "boolean", about: "also show where calls wait for each other, and why" },
} satisfies Record<string, Option>;

/** The project that `-p` names, or the current folder. */
export function projectOf(line: CommandLine, terminal: Terminal): string {
  return path.resolve(terminal.cwd, line.text("project") ?? ".");
}

export function refuseOperands(line: CommandLine, name: string): void {
  if (line.positionals.length === 0) return;
  throw new UsageError(
    `plaitc ${name} compiles a whole project and takes no file names (${line.positionals.join(" ")}). Name the project with -p.`,
  );
}

/** Prints the diagnostics and what they add up to; the number of errors. */
export function report(diagnostics: readonly Diagnostic[], line: CommandLine, terminal: Terminal): number {
  const pretty = line.flag("pretty") ?? terminal.interactive;
  const shown = diagnostics.filter((d) => d.severity !== "remark" || line.flag("remarks"));
  for (const diagnostic of shown) {
    terminal.out(
      pretty
        ? `${formatDiagnostic(diagnostic, { color: terminal.color, readText, cwd: terminal.cwd })}\n`
        : formatDiagnosticLine(diagnostic, { cwd: terminal.cwd }),
    );
  }
  const errors = diagnostics.filter((d) => d.severity === "error");
  if (errors.length > 0) {
    const files = new Set(errors.map((d) => d.file)).size;
    terminal.out(`Found ${count(errors.length, "error")} in ${count(files, "file")}.`);
  }
  const remarks = diagnostics.filter((d) => d.severity === "remark").length;
  if (remarks > 0 && !line.flag("remarks")) {
    terminal.out(
      `${count(remarks, "remark")} on calls that wait for each other: --remarks shows ${remarks === 1 ? "it" : "them"}.`,
    );
  }
  return errors.length;
}
