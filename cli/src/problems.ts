/** Small things that messages of all commands need. */
import { readFileSync } from "node:fs";
import { CommandError } from "./command.js";

export function count(n: number, word: string): string {
  return `${n} ${word}${n === 1 ? "" : "s"}`;
}

export function readText(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

/** What went wrong with the file system, in words. */
export function fileProblem(action: string, file: string, error: unknown): CommandError {
  const reason = error instanceof Error ? error.message.replace(/^(\w+): (.*?),.*$/s, "$2 ($1)") : String(error);
  return new CommandError(`cannot ${action} ${file}: ${reason}.`);
}
