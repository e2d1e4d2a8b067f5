export function writeProject(folder: string, options?: { files?: number; seed?: number }): string[];
export function projectFiles(count: number, seed: number): Record<string, string>;
