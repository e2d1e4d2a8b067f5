// `npm run bench:compile`: how long plaitc takes for a project of 300 files, beside tsc on the same files with the
// same settings. Both run in turns, so that whatever else the machine does meets both; what is compared is the time
// that the processor worked, of all threads together, because others may use the processor too.
//
//   node scripts/compileTime.mjs [--runs 7] [--files 300] [--seed 1] [--json] [--keep]
//
// Three things are measured: both as processes; both inside of a process, without loading anything; and a process
// that stays (plaitc watch), from a change on disk to the new output on disk.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { writeProject } from "./compileProject.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const TSC = join(root, "node_modules/typescript/bin/tsc");
const PLAITC = join(root, "cli/dist/main.js");
const CPU_TIME = join(root, "scripts/cpuTime.cjs");
/** What is asked of plaitc. */
const MOST_TIMES_TSC = 1.15;
const MOST_WARM_MS = 100;

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "7" },
    files: { type: "string", default: "300" },
    seed: { type: "string", default: "1" },
    json: { type: "boolean", default: false },
    keep: { type: "boolean", default: false },
    inside: { type: "string" },
    folder: { type: "string" },
  },
});

const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
const best = (list) => Math.min(...list);
const ms = (n) => `${n.toFixed(0)} ms`;

/** One compilation in this process; what is loaded before does not count. */
async function inside(compiler, folder) {
  if (compiler === "plaitc") {
    const { compile } = await import(pathToFileURL(join(root, "compiler/dist/project.js")).href);
    const started = cpuMs();
    const { diagnostics } = compile({ project: folder });
    if (diagnostics.some((d) => d.severity === "error")) throw new Error(JSON.stringify(diagnostics[0]));
    return cpuMs() - started;
  }
  const ts = createRequire(join(root, "package.json"))("typescript");
  const started = cpuMs();
  const config = ts.getParsedCommandLineOfConfigFile(join(folder, "tsconfig.json"), {}, ts.sys);
  // As the command does it.
  const host = { ...ts.createCompilerHost(config.options), jsDocParsingMode: ts.JSDocParsingMode.ParseForTypeErrors };
  const program = ts.createProgram(config.fileNames, config.options, host);
  if (ts.getPreEmitDiagnostics(program).length > 0) throw new Error("tsc finds errors");
  program.emit(undefined, () => {});
  return cpuMs() - started;
}

function cpuMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function run(args, cwd) {
  const started = performance.now();
  const { status, stdout, stderr, output } = spawnSync(process.execPath, ["--require", CPU_TIME, ...args], {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  if (status !== 0) throw new Error(`${args.join(" ")}: exit code ${status}\n${stdout}${stderr}`);
  return { wallMs: performance.now() - started, ms: Number(output[3]), stdout };
}

/** From the moment that a file is written to the moment that its JavaScript holds the change. */
async function warm(folder, names) {
  const child = spawn(process.execPath, [PLAITC, "watch"], { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
  let out = "";
  child.stdout.on("data", (data) => (out += String(data)));
  const idle = async () => {
    while (!out.includes("Watching for changes")) await new Promise((resolve) => setTimeout(resolve, 5));
    if (/: error /.test(out)) throw new Error(out);
    out = "";
    await new Promise((resolve) => setTimeout(resolve, 50));
  };
  const results = [];
  try {
    await idle();
    for (const [round, name] of names.entries()) {
      const source = join(folder, name);
      const output = source.replace("/src/", "/dist/").replace(/\.ts$/, ".js");
      const before = readFileSync(source, "utf8");
      const started = performance.now();
      writeFileSync(source, `${before}\nexport const change${round} = "change ${round}";\n`);
      while (!readFileSync(output, "utf8").includes(`change ${round}`)) {
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      const outputMs = performance.now() - started;
      await idle();
      results.push({ name, outputMs, checkedMs: performance.now() - started - 50 });
    }
  } finally {
    child.kill("SIGINT");
  }
  return results;
}

if (values.inside) {
  console.log(await inside(values.inside, values.folder));
} else {
  await bench();
}

async function bench() {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "plaitc-bench-")));
  try {
    const names = writeProject(folder, { files: Number(values.files), seed: Number(values.seed) });
    const times = { tsc: [], plaitc: [], tscInside: [], plaitcInside: [], tscWall: [], plaitcWall: [] };
    const self = fileURLToPath(import.meta.url);
    let summary = "";
    for (let i = -1; i < Number(values.runs); i++) {
      const tsc = run([TSC, "--outDir", join(folder, "tsc")], folder);
      const plaitc = run([PLAITC, "build"], folder);
      const insideOf = (compiler) => Number(run([self, "--inside", compiler, "--folder", folder], folder).stdout);
      summary = plaitc.stdout.trim().split("\n").at(-1);
      if (i < 0) continue; // The first run reads everything from the disk.
      times.tsc.push(tsc.ms);
      times.plaitc.push(plaitc.ms);
      times.tscWall.push(tsc.wallMs);
      times.plaitcWall.push(plaitc.wallMs);
      times.tscInside.push(insideOf("tsc"));
      times.plaitcInside.push(insideOf("plaitc"));
    }
    const js = (out) =>
      readdirSync(join(folder, out), { recursive: true }).filter((name) => /\.(?:js|d\.ts|map)$/.test(name)).length;
    if (js("tsc") !== js("dist")) throw new Error(`tsc writes ${js("tsc")} files, plaitc ${js("dist")}`);
    if (!existsSync(join(folder, "dist/pipelines/pipeline000.plan.json"))) throw new Error("there are no plans");

    const pipelines = names.filter((name) => name.includes("pipeline"));
    const some = Array.from({ length: 12 }, (_, i) => pipelines[(i * 13 + 3) % pipelines.length]);
    const warmTimes = await warm(folder, [...some, ...names.filter((name) => /(?:helpers|service)003/.test(name))]);
    report({ times, warmTimes, summary, files: names.length });
  } finally {
    if (values.keep) console.log(folder);
    else rmSync(folder, { recursive: true, force: true });
  }
}

function report({ times, warmTimes, summary, files }) {
  const compared = (tsc, plaitc) => ({
    tscMs: { best: best(tsc), median: median(tsc) },
    plaitcMs: { best: best(plaitc), median: median(plaitc) },
    ratio: { best: best(plaitc) / best(tsc), median: median(plaitc.map((time, i) => time / tsc[i])) },
  });
  const results = {
    files,
    runs: Number(values.runs),
    processor: compared(times.tsc, times.plaitc),
    inside: compared(times.tscInside, times.plaitcInside),
    wall: compared(times.tscWall, times.plaitcWall),
    warm: {
      // The very first change meets code that has never run.
      firstMs: warmTimes[0].outputMs,
      outputMs: {
        median: median(warmTimes.map((w) => w.outputMs)),
        worst: Math.max(...warmTimes.map((w) => w.outputMs)),
      },
      checkedMs: {
        median: median(warmTimes.map((w) => w.checkedMs)),
        worst: Math.max(...warmTimes.map((w) => w.checkedMs)),
      },
    },
  };
  if (values.json) return console.log(JSON.stringify(results, null, 2));
  const row = (what, { tscMs, plaitcMs, ratio: r }) =>
    console.log(
      `${what.padEnd(16)} tsc ${ms(tscMs.best)} (median ${ms(tscMs.median)}), plaitc ${ms(plaitcMs.best)} (${ms(plaitcMs.median)}): ${r.best.toFixed(2)} × (median ${r.median.toFixed(2)} ×; asked for: ${MOST_TIMES_TSC})`,
    );
  console.log(`${files} files, ${results.runs} runs of each, in turns. ${summary}`);
  row("processor", results.processor);
  row("  inside", results.inside);
  row("wall", results.wall);
  const { firstMs, outputMs, checkedMs } = results.warm;
  console.log(
    `one file changed  plaitc watch: output after ${ms(outputMs.median)} (first ${ms(firstMs)}, worst ${ms(outputMs.worst)}; asked for: ${MOST_WARM_MS} ms), all types checked after ${ms(checkedMs.median)} (worst ${ms(checkedMs.worst)})`,
  );
  for (const { name, outputMs: o, checkedMs: c } of warmTimes)
    console.log(`  ${name.padEnd(34)} ${ms(o).padStart(8)} ${ms(c).padStart(8)}`);
}
