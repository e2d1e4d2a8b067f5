/**
 * The thread beside the type check (`compileBeside.ts`): it loads the project once more and compiles its files, asking
 * a checker of its own only for the types that the passes want.
 */
import { workerData } from "node:worker_threads";
import { compileFile } from "../compileFile.js";
import type { BesideRequest, BesideResult } from "./compileBeside.js";
import { compileFiles } from "./compileProgram.js";
import { loadProject } from "./loadProject.js";

const { project, overrides, port, done } = workerData as BesideRequest;
try {
  const loaded = loadProject(project, overrides).project;
  if (loaded) {
    const files = compileFiles(loaded, compileFile);
    const texts = loaded.program
      .getSourceFiles()
      .filter((file) => !file.isDeclarationFile)
      .map(({ fileName, text }) => [fileName, text] as const);
    port.postMessage({ files, texts: new Map(texts) } satisfies BesideResult);
  }
} finally {
  // Also where nothing was sent: whoever waits does the work alone.
  Atomics.store(done, 0, 1);
  Atomics.notify(done, 0);
}
