/** The single-file sister of `compile`: for loaders and bundlers, without a type checker unless a host is given. */
import { runPipeline } from "./pipeline.js";
import type { CompiledFile, CompileFileOptions } from "./types.js";

/**
 * Compiles the module classes of one file.
 *
 * Never throws for what the source says: problems are diagnostics, and with an error among them the code
 * comes back as it was (`changed` false).
 */
export function compileFile(options: CompileFileOptions): CompiledFile {
  // A module class has a base class; everything else is left alone unread.
  if (!options.text.includes("extends")) {
    const { fileName, text } = options;
    return { fileName, changed: false, code: text, map: null, plans: [], diagnostics: [] };
  }
  return runPipeline(options);
}
