export { compileFile } from "./compileFile.js";
export { readImport } from "./readImport.js";
export { formatDiagnostic, formatDiagnosticLine } from "./formatDiagnostic.js";
export type * from "./types.js";
