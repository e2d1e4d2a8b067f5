export { compileFile } from "./compileFile.js";
export { findEffects } from "./readEffects.js";
export { readImport } from "./readImport.js";
export { readPlan } from "./readPlan.js";
export { formatDiagnostic, formatDiagnosticLine } from "./formatDiagnostic.js";
export type * from "./types.js";
