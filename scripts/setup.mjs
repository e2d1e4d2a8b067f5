// Makes a fresh clone ready: installs what the lockfile says and builds the packages. Every command of the
// repository starts here, so that any of them may be the first. Does nothing that is done already.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`plaitc needs Node 20.19 or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

function run(command, args, what) {
  const started = Date.now();
  const npm = command === "npm" ? process.env.npm_execpath : undefined;
  const [file, list] = npm ? [process.execPath, [npm, ...args]] : [command, args];
  const { status, error, stdout, stderr } = spawnSync(file, list, {
    cwd: root,
    encoding: "utf8",
    shell: process.platform === "win32" && file === "npm",
    env: { ...process.env, npm_config_loglevel: "error" },
  });
  if (status === 0) return Date.now() - started;
  console.error(`${what} failed: ${error ?? ""}\n${stdout ?? ""}\n${stderr ?? ""}`);
  process.exit(status ?? 1);
}

/** Whether what is installed is what the lockfile says. */
function installed() {
  const record = join(root, "node_modules/.package-lock.json");
  if (!existsSync(record)) return false;
  const wanted = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  const present = JSON.parse(readFileSync(record, "utf8")).packages;
  return Object.entries(wanted).every(
    ([path, { version, optional, link, peer }]) =>
      !path.startsWith("node_modules/") || link || optional || peer || present[path]?.version === version,
  );
}

if (!installed()) {
  process.stdout.write("plaitc: installing dependencies … ");
  const ms = run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], "npm ci");
  console.log(`${(ms / 1000).toFixed(1)} s`);
}
const builtBefore = existsSync(join(root, "cli/dist/main.js"));
if (!builtBefore) process.stdout.write("plaitc: building … ");
const ms =
  run(process.execPath, [join(root, "node_modules/typescript7/bin/tsc"), "-b"], "The build") +
  run(process.execPath, [join(root, "scripts/bundle.mjs")], "Bundling");
if (!builtBefore) console.log(`${(ms / 1000).toFixed(1)} s`);
