/**
 * Diagnostics as text. On a terminal, a block that shows the code with everything that belongs to it:
 *
 *     src/report.ts:14:5 - remark PLT2003: iterations run one after another, because `draft` is carried …
 *       12   for (const note of notes) {
 *       14     draft = this.refine(draft, note);
 *              ~~~~~ written here, read by the next iteration
 *     To overlap them, refine each note on its own and join the results after the loop.
 *
 * Elsewhere, one line, as `tsc` prints it to a file: `src/report.ts(14,5): remark PLT2003: …`
 */
import path from "node:path";
import { codeFrame } from "./codeFrame.js";
import type { Diagnostic, Severity } from "./types.js";

export interface FormatDiagnosticOptions {
  /** Colour the output with ANSI escapes. Default: false. */
  color?: boolean;
  /** Text of a file, for code frames. Without it, or where it has none, no frame is shown. */
  readText?: (file: string) => string | undefined;
  /** File names are shown relative to this folder. */
  cwd?: string;
}

const RED = "\u001b[91m";
const YELLOW = "\u001b[93m";
const BLUE = "\u001b[94m";
const CYAN = "\u001b[96m";
const GREY = "\u001b[90m";
const RESET = "\u001b[0m";

const SEVERITY_COLORS: Record<Severity, string> = { error: RED, warning: YELLOW, remark: BLUE };

/** The block form, without a line break at the end. */
export function formatDiagnostic(diagnostic: Diagnostic, options: FormatDiagnosticOptions = {}): string {
  const { severity, code, message, file, line, column, hint } = diagnostic;
  const paint = painter(options.color);
  const headline = `${paint(severity, SEVERITY_COLORS[severity])} ${paint(`${code}:`, GREY)} ${message}`;
  const place = paint(shownName(file, options.cwd), CYAN) + `:${paint(line, YELLOW)}:${paint(column, YELLOW)}`;
  return [
    file === "" ? headline : `${place} - ${headline}`,
    ...frames(diagnostic, options),
    ...(hint ? [hint] : []),
  ].join("\n");
}

/** The form of one line. */
export function formatDiagnosticLine(
  { severity, code, message, file, line, column }: Diagnostic,
  { cwd }: Pick<FormatDiagnosticOptions, "cwd"> = {},
): string {
  const place = file === "" ? "" : `${shownName(file, cwd)}(${line},${column}): `;
  return `${place}${severity} ${code}: ${message.replaceAll(/\s*\n\s*/g, " ")}`;
}

/** One frame for the diagnostic's own file, then one for each other file that belongs to it. */
function frames(diagnostic: Diagnostic, { color, readText, cwd }: FormatDiagnosticOptions): string[] {
  const paint = painter(color);
  const places = [{ ...diagnostic, message: "" }, ...diagnostic.related];
  const files = [...new Set(places.map((place) => place.file))].filter((file) => file !== "");
  return files.flatMap((file) => {
    const inFile = places.filter((place) => place.file === file);
    // Offsets do not count a byte order mark.
    const text = readText?.(file)?.replace(/^\ufeff/, "");
    const isOwn = file === diagnostic.file;
    const title = isOwn ? [] : [`  ${paint(shownName(file, cwd), CYAN)}:${paint(inFile[0]!.line, YELLOW)}`];
    if (text === undefined) {
      const notes = inFile.filter((place) => place.message !== "");
      return notes.map((note) => `  ${shownName(file, cwd)}:${note.line}:${note.column}  ${note.message}`);
    }
    const marked = inFile.map((place, index) => ({
      start: place.start,
      end: place.end,
      note: place.message,
      isMain: isOwn && index === 0,
    }));
    const underline = SEVERITY_COLORS[diagnostic.severity];
    return [
      ...title,
      ...codeFrame(text, marked, {
        number: (shown) => paint(shown, GREY),
        mark: (shown, isMain) => paint(shown, isMain ? underline : CYAN),
      }),
    ];
  });
}

function shownName(file: string, cwd: string | undefined): string {
  const name = cwd !== undefined && path.isAbsolute(file) ? path.relative(cwd, file) : file;
  return name.replaceAll("\\", "/");
}

type Painter = (text: string | number, color: string) => string;

function painter(color: boolean | undefined): Painter {
  return color ? (text, code) => `${code}${text}${RESET}` : (text) => String(text);
}
