export { compileFile } from "./compileFile.js";
export { formatDiagnostic } from "./formatDiagnostic.js";
export type * from "./types.js";
