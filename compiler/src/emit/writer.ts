/** Collects generated text, and where each piece of it stands in the source. */
import { addSegment, GenMapping, setSourceContent, toEncodedMap } from "@jridgewell/gen-mapping";
import type { RawSourceMap } from "../types.js";

/** Generated text: a string, or a slice of the source, which keeps its position. `quiet` slices leave no mapping. */
export type Piece = string | { start: number; end: number; quiet?: boolean };

export interface Written {
  code: string;
  map: RawSourceMap;
}

const WORD = /[\w$]+|\s+|[^\w$\s]/g;

export function write(
  pieces: readonly Piece[],
  source: string,
  fileName: string,
  lineStartsOfSource: readonly number[],
): Written {
  const map = new GenMapping({ file: fileName });
  setSourceContent(map, fileName, source);
  const out: string[] = [];
  let line = 0;
  let column = 0;
  const advance = (text: string): void => {
    out.push(text);
    const last = text.lastIndexOf("\n");
    if (last === -1) column += text.length;
    else {
      for (let i = text.indexOf("\n"); i !== -1; i = text.indexOf("\n", i + 1)) line++;
      column = text.length - last - 1;
    }
  };
  let sourceLine = 0;
  for (const piece of pieces) {
    if (typeof piece === "string" || piece.quiet) {
      // A segment without source: what stands here is nobody's line.
      addSegment(map, line, column);
      advance(typeof piece === "string" ? piece : source.slice(piece.start, piece.end));
      continue;
    }
    while (sourceLine > 0 && (lineStartsOfSource[sourceLine] as number) > piece.start) sourceLine--;
    let lineStart = lineStartsOfSource[sourceLine] as number;
    let nextLine = lineStartsOfSource[sourceLine + 1] ?? Infinity;
    const text = source.slice(piece.start, piece.end);
    WORD.lastIndex = 0;
    for (let match = WORD.exec(text); match; match = WORD.exec(text)) {
      const offset = piece.start + match.index;
      while (offset >= nextLine) {
        sourceLine++;
        lineStart = nextLine;
        nextLine = lineStartsOfSource[sourceLine + 1] ?? Infinity;
      }
      const word = match[0];
      addSegment(map, line, column, fileName, sourceLine, offset - lineStart);
      // White space may hold line ends: each new line starts with a segment of its own.
      advance(word);
    }
  }
  return { code: out.join(""), map: toEncodedMap(map) as unknown as RawSourceMap };
}
