/**
 * Replaces a file in one step: whoever reads it sees the old or the new text, never half of one. A file that holds
 * the text already is left alone: most builds change few outputs, to replace a file is by far the slowest thing that
 * one can ask of some disks, and whoever watches the outputs need not look at it again.
 */
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";

export function writeFileAtomically(file: string, text: string): void {
  const bytes = Buffer.from(text);
  if (holds(file, bytes)) return;
  const folder = path.dirname(file);
  const temporary = path.join(folder, `.${path.basename(file)}.${process.pid}.tmp`);
  try {
    write(temporary, folder, bytes);
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** What cannot be read is not known to. */
function holds(file: string, bytes: Buffer): boolean {
  try {
    const found = statSync(file, { throwIfNoEntry: false });
    return found?.isFile() === true && found.size === bytes.length && readFileSync(file).equals(bytes);
  } catch {
    return false;
  }
}

/** Most folders are there already: to make sure beforehand would be one more call for each file. */
function write(file: string, folder: string, bytes: Buffer): void {
  try {
    writeFileSync(file, bytes);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, bytes);
  }
}
