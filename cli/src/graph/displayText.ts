/** Text from a user's source, made safe to put into a grid of terminal cells: one line, no control characters, known width. */

export interface Glyph {
  text: string;
  /** Cells that it covers: 1 or 2. */
  width: 1 | 2;
}

const WIDE =
  /\p{Emoji_Presentation}|\uFE0F|[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|[\u{20000}-\u{3FFFD}]/u;
// Control characters, bidirectional overrides and zero-width characters would move the cursor or hide text.
const UNSAFE = /[\p{Cc}\u200B\u200E\u200F\u2028-\u202E\u2060-\u2069\uFEFF]+/gu;
const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

/** One line without control characters. */
export function singleLine(text: string): string {
  return text.replace(UNSAFE, " ").replace(/\s+/g, " ").trim();
}

export function glyphsOf(text: string): Glyph[] {
  return Array.from(segmenter.segment(text), ({ segment }) => ({ text: segment, width: WIDE.test(segment) ? 2 : 1 }));
}

export function displayWidth(text: string): number {
  return glyphsOf(text).reduce((sum, glyph) => sum + glyph.width, 0);
}

/** At most `width` cells; what is cut off becomes an ellipsis. */
export function truncate(text: string, width: number, ellipsis = "…"): string {
  if (displayWidth(text) <= width) return text;
  let used = displayWidth(ellipsis);
  let result = "";
  for (const glyph of glyphsOf(text)) {
    if (used + glyph.width > width) break;
    used += glyph.width;
    result += glyph.text;
  }
  return result + ellipsis;
}

export function padEnd(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - displayWidth(text)));
}
