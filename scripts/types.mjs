// `npm run types`: all TypeScript of the repository (packages, tests, examples) under both compilers that users
// have, against the built packages. Emits nothing, so that it never disturbs the incremental build.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const projects = ["tests/tsconfig.json", "examples/tsconfig.json"];

let failed = false;
for (const name of ["typescript7", "typescript"]) {
  const folder = join(root, "node_modules", name);
  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  for (const project of projects) {
    const started = performance.now();
    const args = [join(folder, "bin/tsc"), "-p", project, "--noEmit", "--pretty", "false"];
    const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" });
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`${status === 0 ? "ok    " : "FAILED"} ${project} with TypeScript ${version}, ${seconds} s`);
    failed ||= status !== 0;
  }
}
process.exit(failed ? 1 : 0);
