/**
 * For tools that run inside a TypeScript of their own, such as a ts-patch transformer: types for
 * `compileFile`, and a program over what it returns. Nothing here brings a TypeScript along.
 *
 *     const host = createTsHost(ts, program, sourceFile);
 *     const { code } = compileFile({ fileName, text: sourceFile.text, host });
 *     return overlayProgram(ts, program, compilerHost, new Map([[fileName, code]]));
 */
export { checkBindings } from "./frontend/checkBindings.js";
export { overlayProgram } from "./frontend/overlayProgram.js";
export { fromTsDiagnostic } from "./frontend/tsDiagnostics.js";
export { createTsHost } from "./frontend/tsHost.js";
export type { TypeScript } from "./frontend/typescript.js";
