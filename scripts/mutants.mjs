// Shows that the fuzzer's checks bite: makes mistakes in compiled code and in the runtime, and looks whether
// they are noticed (see tests/compile/mutants/judgeCode.ts for what can become of one):
//   npm run mutants -- --mutants 2000 --seed 1 [--programs 40] [--jobs 2] [--seconds 300] [--only code|runtime] [--missed 8]
//     [--no-fixtures] [--every 1] [--json]
// --mutants counts those of compiled code; each of the runtime is tried on the probes, its own first, and until one
// tells it: on the fixtures and on --programs programs.
// Ends with 1 where fewer than 95 of 100 mutants of code, or of the runtime, are noticed, redundant ones apart, or
// where a rule that calls one redundant is refuted.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { tsImport } from "tsx/esm/api";
import { ENGINE } from "./engine.mjs";

const SILENT_MS = 60_000;
const started = Date.now();
const SEEDS_PER_JOB = 1_000_000;
const WANTED = 0.95;
const { values } = parseArgs({
  options: {
    mutants: { type: "string", default: "500" },
    seed: { type: "string", default: "1" },
    programs: { type: "string", default: "40" },
    // Makes no new ones of code after that.
    seconds: { type: "string", default: "3600" },
    jobs: { type: "string", default: "2" },
    only: { type: "string" },
    // How many of the missed are told.
    missed: { type: "string", default: "8" },
    // The runtime on probes and programs alone.
    "no-fixtures": { type: "boolean", default: false },
    // Of the runtime, every so many-th.
    every: { type: "string", default: "1" },
    json: { type: "boolean", default: false },
    // One job, as lines of JSON: for the process that started this one.
    job: { type: "string" },
    folder: { type: "string" },
    first: { type: "string", default: "0" },
    last: { type: "string", default: "Infinity" },
  },
});
const until = started + Number(values.seconds) * 1000;

if (values.job) await work();
else await lead();

/** A mutant may hang or bring the process down, so jobs run in processes of their own. */
async function work() {
  console.warn = () => {};
  process.setMaxListeners(0);
  const tell = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
  process.stdout.on("error", () => process.exit(1)); // nobody listens any more
  const { mutateCode, mutateRuntime } = await tsImport("../tests/compile/mutants/campaign.ts", import.meta.url);
  // What a mutant throws where nobody waits for it is counted by the harness; here it must not end the process.
  process.on("uncaughtException", () => {});
  const options = {
    folder: values.folder,
    seed: Number(values.seed),
    mutants: Number(values.mutants),
    stop: () => Date.now() > until,
    onStart: (kind, seed) => tell({ start: kind, seed }),
    onResult: (result) => tell({ result }),
  };
  try {
    if (values.job === "code") await mutateCode(options);
    else {
      const which = { kept: !values["no-fixtures"], every: Number(values.every) };
      await mutateRuntime({ ...options, ...which }, Number(values.first), Number(values.last));
    }
  } catch (error) {
    tell({ failed: error instanceof Error ? error.message : String(error) });
    process.exit(2);
  }
  process.exit(0); // timers of mutants may be left
}

async function lead() {
  const folder = mkdtempSync(join(tmpdir(), "plaitc-mutants-"));
  const results = { code: [], runtime: [] };
  const jobs = Number(values.jobs);
  try {
    await Promise.all(
      Array.from({ length: jobs }, async (_, i) => {
        const share = Math.floor((Number(values.mutants) + i) / jobs);
        if (values.only !== "runtime")
          await codeJob(folder, Number(values.seed) + i * SEEDS_PER_JOB, share, results.code);
        if (values.only !== "code") await runtimeJob(folder, i, jobs, results.runtime);
      }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const seconds = (Date.now() - started) / 1000;
  const summary = { code: rateOf(results.code), runtime: rateOf(results.runtime), seconds };
  if (values.json) process.stdout.write(`${JSON.stringify({ summary, results })}\n`);
  else tell(results, summary);
  const refuted = [...results.code, ...results.runtime].some(({ refuted: rule }) => rule);
  const { code, runtime } = summary;
  if (refuted || [code, runtime].some(({ made, rate }) => made > 0 && rate < WANTED)) process.exitCode = 1;
}

async function codeJob(folder, seed, mutants, into) {
  let at = seed;
  for (let left = mutants; left > 0;) {
    const before = into.length;
    const mine = [];
    const hung = await run(
      folder,
      ["--job", "code", "--seed", at, "--mutants", left, "--seconds", Math.max(0, until - Date.now()) / 1000],
      (result) => mine.push(result),
    );
    into.push(...mine);
    left -= mine.length;
    if (!hung) return;
    if (hung.start !== "program") {
      into.push(endless(hung));
      left--;
    }
    if (into.length === before && hung.seed < at)
      throw new Error(`the job ended before its first program: ${hung.why}`);
    at = Number(hung.seed) + 1;
  }
}

async function runtimeJob(folder, job, jobs, into) {
  const { RUNTIME_MUTANTS } = await tsImport("../tests/compile/mutants/runtimeMutants.ts", import.meta.url);
  const { length } = RUNTIME_MUTANTS;
  const last = Math.floor(((job + 1) * length) / jobs);
  for (let first = Math.floor((job * length) / jobs); first < last;) {
    const range = [
      "--seed",
      values.seed,
      "--mutants",
      values.programs,
      "--first",
      first,
      "--last",
      last,
      "--every",
      values.every,
    ];
    if (values["no-fixtures"]) range.push("--no-fixtures");
    const hung = await run(folder, ["--job", "runtime", ...range], (result) => into.push(result));
    if (!hung) return;
    if (hung.start === "programs") throw new Error(`the job ended before its first mutant: ${hung.why}`);
    into.push(endless(hung));
    first = Number(hung.seed) + 1;
  }
}

function endless({ start, seed, why }) {
  return { kind: start, seed, fate: "caught", why };
}

/** Runs a job; what it was at where it did not come to its end. */
function run(folder, args, onResult) {
  const own = mkdtempSync(join(folder, "job-"));
  const script = fileURLToPath(import.meta.url);
  const child = spawn(process.execPath, [...ENGINE, script, ...args.map(String), "--folder", own], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let at = { start: "program", seed: -1, why: "" };
  let why = "ends the process";
  let failed;
  let rest = "";
  let errors = "";
  let timer;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      why = "has no end";
      child.kill("SIGKILL");
    }, SILENT_MS);
  };
  wait();
  child.stderr.setEncoding("utf8").on("data", (text) => (errors = (errors + text).slice(-2000)));
  child.stdout.setEncoding("utf8").on("data", (text) => {
    wait();
    const lines = (rest + text).split("\n");
    rest = lines.pop();
    for (const line of lines) {
      if (!line.startsWith("{")) continue; // what the programs print is not ours
      const told = JSON.parse(line);
      if (told.result) onResult(told.result);
      else if (told.failed !== undefined) failed = told.failed;
      else at = told;
    }
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject).on("close", (code) => {
      clearTimeout(timer);
      if (failed !== undefined) reject(new Error(failed));
      else resolve(code === 0 ? undefined : { ...at, why: `${why}\n${errors}`.trim() });
    });
  });
}

function rateOf(results) {
  const count = (...fates) => results.filter(({ fate }) => fates.includes(fate)).length;
  const told = count("caught", "slow");
  const missed = count("missed", "unseen");
  return {
    made: results.length,
    redundant: count("implied", "same", "better"),
    told,
    missed,
    rate: told / Math.max(1, told + missed),
  };
}

function tell(results, summary) {
  const fates = ["caught", "slow", "implied", "same", "better", "missed", "unseen"];
  for (const [what, list] of Object.entries(results)) {
    if (list.length === 0) continue;
    const { made, redundant, told, missed, rate } = summary[what];
    console.log(
      `\n${what}: ${made} mutants, ${redundant} redundant; of the others ${told} noticed, ${missed} missed: ${(100 * rate).toFixed(1)} %`,
    );
    if (what === "code") {
      const kinds = grouped(list);
      console.table(
        Object.fromEntries(
          [...kinds].map(([kind, of]) => [
            kind,
            {
              made: of.length,
              ...Object.fromEntries(fates.map((f) => [f, of.filter(({ fate }) => fate === f).length])),
            },
          ]),
        ),
      );
    } else {
      const told = [...list].sort((a, b) => fates.indexOf(a.fate) - fates.indexOf(b.fate));
      for (const { kind, fate, seed } of told)
        console.log(`  ${fate.padEnd(7)} ${kind}${seed === "" ? "" : ` (${seed})`}`);
    }
    const open = list.filter(({ fate }) => fate === "missed" || fate === "unseen");
    if (open.length > 0) console.log(`missed: ${open.map(({ kind, seed }) => `${kind} (${seed})`).join(", ")}`);
    for (const { kind, seed, why } of open.slice(0, Number(values.missed)))
      console.log(`  ${kind}, ${seed}: ${why.slice(0, 400)}`);
    for (const { kind, seed, refuted, why } of list.filter((r) => r.refuted))
      console.log(`  refuted: "${refuted}" for ${kind}, ${seed}: ${why}`);
  }
  console.log(`${summary.seconds.toFixed(1)} s`);
}

function grouped(list) {
  const kinds = new Map();
  for (const result of list) kinds.set(result.kind, [...(kinds.get(result.kind) ?? []), result]);
  return kinds;
}
