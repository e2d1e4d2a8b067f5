/** `src/report.ts#Report` → the file's absolute path and the name after the last `#`. */
import { existsSync } from "node:fs";
import path from "node:path";

export function splitTarget(target: string, cwd: string): { file: string; name: string | undefined } {
  const whole = path.resolve(cwd, target);
  const at = target.lastIndexOf("#");
  // A file's own name may hold a #.
  if (at < 0 || existsSync(whole)) return { file: whole, name: undefined };
  const name = target.slice(at + 1);
  return { file: path.resolve(cwd, target.slice(0, at)), name: name === "" ? undefined : name };
}
