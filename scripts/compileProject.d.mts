/** Types for the tests. */
export const TSCONFIG: object;
/** The names of its files. */
export function writeProject(folder: string, options?: { files?: number; seed?: number }): string[];
