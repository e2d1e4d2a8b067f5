/** The single-file sister of `compile`: for loaders and bundlers, without a type checker unless a host is given. */
import { looksLikePipeline } from "./looksLikePipeline.js";
import { PLT1000, PLT1020 } from "./messages.generated.js";
import { runPipeline } from "./pipeline.js";
import type { CompiledFile, CompileFileOptions, Diagnostic } from "./types.js";

/**
 * Compiles the module classes of one file.
 *
 * Never throws for what the source says: problems are diagnostics, and with an error among them the code
 * comes back as it was (`changed` false).
 */
export function compileFile(options: CompileFileOptions): CompiledFile {
  if (!looksLikePipeline(options.text)) return unchanged(options);
  try {
    return runPipeline(options);
  } catch (error) {
    // A pass met something that cannot be: a bug here, and never a reason for a build tool to crash.
    return { ...unchanged(options), diagnostics: [internalError(options, error)] };
  }
}

function unchanged({ fileName, text }: CompileFileOptions): CompiledFile {
  return { fileName, changed: false, code: text, map: null, plans: [], diagnostics: [] };
}

function internalError({ fileName, text }: CompileFileOptions, error: unknown): Diagnostic {
  const detail = error instanceof Error ? error.message : String(error);
  const span = { file: fileName, start: 0, end: Math.min(text.length, 1), line: 1, column: 1 };
  // The stack ends somewhere beyond a thousand statements or expressions in one another.
  const isTooDeep = error instanceof RangeError && /call stack/.test(detail);
  const message = isTooDeep ? PLT1000({ message: "something here is nested too deeply" }) : PLT1020({ detail });
  return { ...span, ...message, related: [] };
}
