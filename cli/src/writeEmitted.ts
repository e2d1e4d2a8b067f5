/**
 * Writes what a compilation gives. One file after another and without promises: the command has nothing else to do
 * meanwhile, and for a thousand small files that takes half the time.
 */
import type { EmittedFile } from "plaitc-compiler/project";
import { fileProblem } from "./problems.js";
import { writeFileAtomically } from "./writeFileAtomically.js";

/** @throws CommandError that names the file that cannot be written. */
export function writeEmitted(files: readonly EmittedFile[]): void {
  for (const { fileName, text } of files) {
    try {
      writeFileAtomically(fileName, text);
    } catch (error) {
      throw fileProblem("write", fileName, error);
    }
  }
}
