/**
 * Source maps through two steps. TypeScript maps its JavaScript to the text that it was given, which is the
 * spliced text; the splice maps that to what the user wrote; the file on disk must go all the way:
 *
 *     report.js → (TypeScript) → spliced report.ts → (compileFile) → report.ts
 */
import remapping from "@jridgewell/remapping";
import type { RawSourceMap } from "../types.js";

/** `emitted` with its positions moved from the spliced text to the user's; names of sources stay as they are. */
export function composeMaps(emitted: RawSourceMap, splice: RawSourceMap, text: string): RawSourceMap {
  const { sourceRoot, ...outer } = emitted as RawSourceMap & { sourceRoot?: string };
  const composed = remapping({ ...outer, sources: ["spliced"] }, (source) =>
    source === "spliced" ? { ...splice, sources: ["original"] } : null,
  );
  return {
    version: 3,
    ...(outer.file !== undefined && { file: outer.file }),
    ...(sourceRoot !== undefined && { sourceRoot }),
    sources: outer.sources,
    ...(outer.sourcesContent && { sourcesContent: [text] }),
    names: composed.names,
    mappings: composed.mappings as string,
  };
}

const INLINE = /\/\/# sourceMappingURL=data:application\/json;base64,([A-Za-z0-9+/=]+)\s*$/;

/** The same for a map that is written at the end of the JavaScript (`inlineSourceMap`). */
export function composeInlineMap(code: string, splice: RawSourceMap, text: string): string {
  const found = INLINE.exec(code);
  if (!found) return code;
  const emitted = JSON.parse(Buffer.from(found[1]!, "base64").toString("utf8")) as RawSourceMap;
  const composed = JSON.stringify(composeMaps(emitted, splice, text));
  const encoded = Buffer.from(composed).toString("base64");
  return code.slice(0, found.index) + `//# sourceMappingURL=data:application/json;base64,${encoded}`;
}
