/** Small projects on disk for tests, with a stand-in for plait's types. Removed when the test file is done. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll } from "vitest";

export const PLAIT_TYPES = `
declare const MODULE: unique symbol;
declare const CHILDREN: unique symbol;
export interface Endpoint { provider: string; model: string }
export interface Module {
  (...args: Parameters<this["forward"]>): Awaited<ReturnType<this["forward"]>>;
  readonly [MODULE]: true;
  forward(...args: any[]): any;
  bind(resources: { endpoints: Record<string, Endpoint> } | { readonly loaded: true }): (...args: any[]) => Promise<any>;
}
export declare const Module: { new (): Module; readonly prototype: Module };
export interface LLMInference<A extends string = string> extends Module {
  readonly alias: A;
  forward(prompt: string): string;
}
export declare const LLMInference: { new <const A extends string>(options: { alias: A }): LLMInference<A> };
export interface ModuleList<M extends Module> extends Module { readonly [CHILDREN]: M; at(i: number): M }
export declare const ModuleList: { new <const M extends Module>(items: readonly M[]): ModuleList<M> };
export declare function loadResources(path: string): { readonly loaded: true };
`;

export const BASE_OPTIONS = {
  target: "es2022",
  lib: ["es2022"],
  module: "nodenext",
  strict: true,
  skipLibCheck: true,
  types: [],
};

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Writes the files and returns the folder. A tsconfig and plait's types are added where they are not given. */
export function tempProject(files: Record<string, string>, options: Record<string, unknown> = {}): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "plaitc-test-"))).replaceAll("\\", "/");
  folders.push(folder);
  const all: Record<string, string> = {
    "package.json": `{ "type": "module" }`,
    "node_modules/plait/package.json": `{ "name": "plait", "types": "index.d.ts", "type": "module" }`,
    "node_modules/plait/index.d.ts": PLAIT_TYPES,
    "tsconfig.json": JSON.stringify({ compilerOptions: { ...BASE_OPTIONS, ...options } }),
    ...files,
  };
  for (const [name, text] of Object.entries(all)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return folder;
}
