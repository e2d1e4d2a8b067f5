export { compileFile } from "./compileFile.js";
export { formatDiagnostic, formatDiagnosticLine } from "./formatDiagnostic.js";
export type * from "./types.js";
