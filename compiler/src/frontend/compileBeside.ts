/**
 * Compiles the files of a project in a second thread while this one checks types, which takes several times as long:
 *
 *     this thread      load ── check ──────────────── (waits) ── emit
 *     second thread       load ── compile ─────────┘
 *
 * Both load the project, because nothing of a program can be handed over. The result is the one that this thread
 * would come to alone, and where there is none, it does: `take` then gives undefined.
 */
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from "node:worker_threads";
import type { CompiledFile } from "../types.js";
import type { LoadedProject, ProjectOverrides } from "./loadProject.js";

export interface BesideRequest {
  project: string;
  overrides: ProjectOverrides;
  port: MessagePort;
  /** One number: 1 when all is sent that will be. */
  done: Int32Array;
}

export interface BesideResult {
  files: CompiledFile[];
  /** All files that are no declarations, by name: what is on disk may have changed between the two loads. */
  texts: ReadonlyMap<string, string>;
}

export interface Beside {
  /** Waits for the files; undefined where they are not to be had, or not those of this program. */
  take(program: LoadedProject["program"]): CompiledFile[] | undefined;
}

/** Below, a thread takes longer to start than it saves. */
const FEWEST_FILES = 60;
/** A thread that died says nothing. The slowest of those that live needs a fraction of it. */
const LONGEST_WAIT_MS = 60_000;

const WORKER = new URL("./compileWorker.js", import.meta.url);

/** Whether a project of so many files is done sooner by two threads. A bundle may have left the second one out. */
export function paysBeside(files: number): boolean {
  return files >= FEWEST_FILES && availableParallelism() > 1 && existsSync(WORKER);
}

export function compileBeside(project: string, overrides: ProjectOverrides): Beside {
  const { port1, port2 } = new MessageChannel();
  const done = new Int32Array(new SharedArrayBuffer(4));
  const request: BesideRequest = { project, overrides, port: port2, done };
  const worker = new Worker(WORKER, { workerData: request, transferList: [port2] });
  // What goes wrong there goes wrong here as well, where it can be told.
  worker.on("error", () => undefined);
  worker.unref();
  return {
    take(program) {
      Atomics.wait(done, 0, 0, LONGEST_WAIT_MS);
      const sent = receiveMessageOnPort(port1) as { message: BesideResult } | undefined;
      port1.close();
      void worker.terminate();
      if (!sent) return undefined;
      const { files: compiled, texts } = sent.message;
      const own = program.getSourceFiles().filter((file) => !file.isDeclarationFile);
      const same = own.length === texts.size && own.every(({ fileName, text }) => texts.get(fileName) === text);
      return same ? compiled : undefined;
    },
  };
}
