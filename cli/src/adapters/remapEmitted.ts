/** Moves the source map of an emitted file, or the one inside it, from compiled text to what the user wrote. */
import remapping from "@jridgewell/remapping";
import type { RawSourceMap } from "plaitc-compiler";

const INLINE = /(\/\/# sourceMappingURL=data:application\/json;base64,)([A-Za-z0-9+/=]+)\s*$/;

export function remapEmitted(fileName: string, text: string, splice: RawSourceMap, original: string): string {
  if (fileName.endsWith(".map")) return JSON.stringify(remap(JSON.parse(text) as RawSourceMap, splice, original));
  return text.replace(INLINE, (_whole, comment: string, data: string) => {
    const map = JSON.parse(Buffer.from(data, "base64").toString("utf8")) as RawSourceMap;
    return comment + Buffer.from(JSON.stringify(remap(map, splice, original))).toString("base64");
  });
}

function remap(map: RawSourceMap, splice: RawSourceMap, original: string): RawSourceMap {
  const { names, mappings } = remapping({ ...map, sourceRoot: "", sources: ["compiled"] }, (source) =>
    source === "compiled" ? { ...splice, sources: ["source"] } : null,
  );
  return {
    ...map,
    names: [...names],
    mappings: mappings as string,
    ...(map.sourcesContent ? { sourcesContent: [original] } : {}),
  };
}
