/**
 * Lines of a file with some places underlined, for people who read diagnostics in a terminal:
 *
 *       12   for (const note of notes) {
 *                       ~~~~ one iteration for each
 *       14     draft = this.refine(draft, note);
 *              ~~~~~ written here, read by the next iteration
 *
 * Tabs become spaces, wide characters count twice, long lines are cut around what is underlined, and of a
 * span of many lines the first is shown.
 */

export interface MarkedSpan {
  /** UTF-16 offsets; end exclusive. Offsets outside of the text are moved to its end. */
  start: number;
  end: number;
  note: string;
  isMain: boolean;
}

export interface FrameStyle {
  number: (text: string) => string;
  mark: (text: string, isMain: boolean) => string;
}

const TAB = "    ";
/** Columns of code that are shown of one line. */
const MAX_WIDTH = 120;
/** Columns before the first mark of a line that is cut. */
const LEAD = 40;

export function codeFrame(text: string, spans: readonly MarkedSpan[], style: FrameStyle): string[] {
  const starts = lineStarts(text);
  const rows = merge(spans).map((span) => locate(text, starts, span));
  const lines = [...new Set(rows.map((row) => row.line))].sort((a, b) => a - b);
  const gutter = String((lines.at(-1) ?? 0) + 1).length;
  return lines.flatMap((line) => {
    const marks = rows
      .filter((row) => row.line === line)
      .sort((a, b) => Number(b.isMain) - Number(a.isMain) || a.from - b.from);
    const code = lineText(text, starts, line);
    const cut = cutLine(code, Math.min(...marks.map((mark) => mark.from)));
    const number = style.number(String(line + 1).padStart(gutter));
    return [
      `  ${number}  ${cut.text}`.trimEnd(),
      ...marks.map((mark) => {
        const indent = Math.max(0, width(code.slice(0, mark.from)) - cut.removed);
        const room = Math.max(1, width(cut.text) - indent);
        const size = Math.min(Math.max(1, width(code.slice(mark.from, mark.to))), room);
        const note = [mark.note, mark.continues].filter(Boolean).join(" ");
        const underline = style.mark("~".repeat(size), mark.isMain);
        return `  ${" ".repeat(gutter + 2 + indent)}${underline}${note ? ` ${note}` : ""}`;
      }),
    ];
  });
}

/** A note about the very place that the diagnostic is at belongs under the same underline. */
function merge(spans: readonly MarkedSpan[]): MarkedSpan[] {
  const merged: MarkedSpan[] = [];
  for (const span of spans) {
    const same = merged.findIndex((other) => other.start === span.start && other.end === span.end && other.note === "");
    if (same < 0) merged.push(span);
    else merged[same] = { ...merged[same]!, note: span.note };
  }
  return merged;
}

interface Row {
  line: number;
  /** Columns in UTF-16 units. */
  from: number;
  to: number;
  note: string;
  continues: string;
  isMain: boolean;
}

function locate(text: string, starts: readonly number[], span: MarkedSpan): Row {
  const start = Math.min(Math.max(0, span.start), text.length);
  const end = Math.min(Math.max(start, span.end), text.length);
  const line = lineAt(starts, start);
  const lastLine = lineAt(starts, Math.max(start, end - 1));
  const length = lineText(text, starts, line).length;
  const from = Math.min(start - starts[line]!, length);
  return {
    line,
    from,
    to: Math.min(end - starts[line]!, length),
    note: span.note,
    continues: lastLine > line ? `(to line ${lastLine + 1})` : "",
    isMain: span.isMain,
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (const { 0: ending, index } of text.matchAll(/\r\n|[\n\r\u2028\u2029]/g)) {
    starts.push(index + ending.length);
  }
  return starts;
}

function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

function lineText(text: string, starts: readonly number[], line: number): string {
  return text.slice(starts[line], starts[line + 1]).replace(/[\r\n\u2028\u2029]+$/, "");
}

/** The part of a line that fits, and how many columns at its start were dropped for it. */
function cutLine(code: string, firstMark: number): { text: string; removed: number } {
  const characters = [...code];
  const total = width(code);
  if (total <= MAX_WIDTH) return { text: expand(code), removed: 0 };
  const skip = Math.max(0, width(code.slice(0, firstMark)) - LEAD);
  let text = skip > 0 ? "…" : "";
  let column = 0;
  let removed = 0;
  for (const character of characters) {
    const size = width(character);
    // The first character that is dropped leaves its place to the ellipsis.
    if (column < skip) removed = column + size - 1;
    else if (column - skip + size > MAX_WIDTH) return { text: `${text}…`, removed };
    else text += expand(character);
    column += size;
  }
  return { text, removed };
}

function expand(text: string): string {
  return text.replaceAll("\t", TAB);
}

/** Columns that a terminal needs: two for East Asian characters and emoji, none for combining marks. */
function width(text: string): number {
  let columns = 0;
  for (const character of text) {
    if (character === "\t") columns += TAB.length;
    else if (/[\p{Mark}\u200d]/u.test(character)) continue;
    else columns += WIDE.test(character) ? 2 : 1;
  }
  return columns;
}

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1faff}]|[\u{20000}-\u{3fffd}]/u;
