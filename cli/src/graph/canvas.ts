/**
 * A grid of terminal cells that lines and text are drawn on. Lines know their directions, so that lines that
 * meet become a joint and lines of different owners that cross become a bridge (`─│─`).
 */
import { asciiCharacter, boxCharacter, type Arms, type Dash, type Weight } from "./boxCharacters.js";
import { glyphsOf } from "./displayText.js";

/** What a cell means; the palette decides how that looks. */
export type Style = "plain" | "label" | "detail" | "input" | "edge" | "frame" | "critical" | "effect" | "faint";

interface Stroke extends Arms {
  owner: number;
  dash: Dash;
  style: Style;
}

interface Cell {
  strokes: Stroke[];
  round: boolean;
  /** Text hides lines; "" is the second half of a wide character. */
  text: string | undefined;
  textStyle: Style;
}

/** Borders are never bridged by an edge that ends on them. */
export const BORDER = -1;

export interface LineOptions {
  owner: number;
  weight?: Weight;
  dash?: Dash;
  style?: Style;
}

export type Paint = (style: Style, text: string) => string;

export interface PrintOptions {
  ascii?: boolean;
  paint?: Paint | undefined;
}

const ASCII_TEXT: Record<string, string> = { "▼": "v", "·": "-", "…": "~", "→": "->", "×": "x" };

export class Canvas {
  readonly #rows: (Cell | undefined)[][] = [];
  #owners = 0;

  /** Identifies one edge; see BORDER for the frames. */
  newOwner(): number {
    return this.#owners++;
  }

  #cell(x: number, y: number): Cell {
    while (this.#rows.length <= y) this.#rows.push([]);
    const row = this.#rows[y] as (Cell | undefined)[];
    return (row[x] ??= { strokes: [], round: false, text: undefined, textStyle: "plain" });
  }

  #stroke(x: number, y: number, add: Partial<Arms>, options: LineOptions): void {
    const cell = this.#cell(x, y);
    let stroke = cell.strokes.find((known) => known.owner === options.owner);
    if (!stroke) {
      stroke = {
        owner: options.owner,
        up: 0,
        right: 0,
        down: 0,
        left: 0,
        dash: options.dash ?? "solid",
        style: options.style ?? "edge",
      };
      cell.strokes.push(stroke);
    }
    for (const side of ["up", "right", "down", "left"] as const) {
      stroke[side] = Math.max(stroke[side], add[side] ?? 0) as Weight;
    }
    if ((options.weight ?? 1) === 2) stroke.style = options.style ?? "edge";
  }

  /** A straight line between two cells, both included; both ends join what they meet. */
  line(x1: number, y1: number, x2: number, y2: number, options: LineOptions): void {
    const weight = options.weight ?? 1;
    const dx = Math.sign(x2 - x1);
    const dy = Math.sign(y2 - y1);
    const forward: keyof Arms = dx > 0 ? "right" : dx < 0 ? "left" : dy > 0 ? "down" : "up";
    const back: keyof Arms = dx > 0 ? "left" : dx < 0 ? "right" : dy > 0 ? "up" : "down";
    for (let x = x1, y = y1; x !== x2 || y !== y2; x += dx, y += dy) {
      this.#stroke(x, y, { [forward]: weight }, options);
      this.#stroke(x + dx, y + dy, { [back]: weight }, options);
    }
  }

  /** A line that leaves a cell downwards or enters it from above, without covering the next cell. */
  stub(x: number, y: number, side: "up" | "down", options: LineOptions): void {
    this.#stroke(x, y, { [side]: options.weight ?? 1 }, options);
  }

  frame(
    x: number,
    y: number,
    width: number,
    height: number,
    look: { weight?: Weight; round?: boolean; dash?: Dash; style: Style },
  ): void {
    const options: LineOptions = {
      owner: BORDER,
      weight: look.weight ?? 1,
      dash: look.dash ?? "solid",
      style: look.style,
    };
    const right = x + width - 1;
    const bottom = y + height - 1;
    this.line(x, y, right, y, options);
    this.line(x, bottom, right, bottom, options);
    this.line(x, y, x, bottom, options);
    this.line(right, y, right, bottom, options);
    if (look.round) {
      for (const cx of [x, right]) for (const cy of [y, bottom]) this.#cell(cx, cy).round = true;
    }
  }

  text(x: number, y: number, text: string, style: Style): void {
    let at = x;
    for (const glyph of glyphsOf(text)) {
      const cell = this.#cell(at, y);
      cell.text = glyph.text;
      cell.textStyle = style;
      if (glyph.width === 2) {
        const rest = this.#cell(at + 1, y);
        rest.text = "";
        rest.textStyle = style;
      }
      at += glyph.width;
    }
  }

  toString(options: PrintOptions = {}): string {
    const paint = options.paint ?? ((_style: Style, text: string) => text);
    const lines = this.#rows.map((row) => {
      let line = "";
      let run = "";
      let runStyle: Style = "plain";
      const flush = (): void => {
        if (run !== "") line += run.trim() === "" ? run : paint(runStyle, run);
        run = "";
      };
      let end = row.length;
      while (end > 0 && shown(row[end - 1], options).text === " ") end--;
      for (let x = 0; x < end; x++) {
        const { text, style } = shown(row[x], options);
        if (style !== runStyle && text !== " ") {
          flush();
          runStyle = style;
        }
        run += text;
      }
      flush();
      return line;
    });
    return lines.join("\n");
  }
}

function shown(cell: Cell | undefined, options: PrintOptions): { text: string; style: Style } {
  if (!cell) return { text: " ", style: "plain" };
  if (cell.text !== undefined) {
    return { text: options.ascii ? toAscii(cell.text) : cell.text, style: cell.textStyle };
  }
  const stroke = merged(cell.strokes);
  if (!stroke) return { text: " ", style: "plain" };
  const text = options.ascii ? asciiCharacter(stroke, stroke.dash) : boxCharacter(stroke, stroke.dash, cell.round);
  return { text, style: stroke.style };
}

/** Replaces what is not ASCII, cell for cell. */
function toAscii(text: string): string {
  if (text === "") return "?"; // the second half of a wide character
  if (/^[\x20-\x7E]$/.test(text)) return text;
  return (ASCII_TEXT[text] ?? "?").slice(0, 1);
}

const across = (s: Stroke): boolean => s.left > 0 && s.right > 0 && s.up === 0 && s.down === 0;

/** All strokes of a cell as one; a line that only passes across others is interrupted. */
function merged(strokes: readonly Stroke[]): Stroke | undefined {
  const meeting = strokes.filter((stroke) => stroke.owner === BORDER || !across(stroke));
  const kept = meeting.length > 0 ? meeting : strokes;
  const [first] = kept;
  if (!first || kept.length === 1) return first;
  const result = { ...first };
  for (const stroke of kept) {
    for (const side of ["up", "right", "down", "left"] as const) {
      if (stroke[side] > result[side]) {
        result[side] = stroke[side];
        // Where a heavy line meets others, its style wins.
        if (stroke[side] === 2 && stroke.owner !== BORDER) result.style = stroke.style;
      }
    }
    if (stroke.owner === BORDER) result.style = stroke.style;
  }
  return result;
}
