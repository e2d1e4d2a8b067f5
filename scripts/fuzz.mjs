// Runs random programs through compiler and runtime and compares them with what they mean:
//   npm run fuzz -- --programs 2000 --seed 1 [--seconds 300] [--jobs 2] [--shrink 3] [--orders 3]
//     [--without try,closure] [--types true] [--bound] [--variants] [--broken] [--strict] [--features] [--show] [--kinds]
// Programs of your own go through the same checks, under all orders, each several times with other failing leaves:
//   npm run fuzz -- one.ts tests/compile/byHand/*.ts [--repeat 4]
// Prints the seed and a small version of whatever differs. Programs run in processes of their own, batch by batch:
// one that hangs or brings its process down is a failure like others.
import { fork } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { ENGINE } from "./engine.mjs";

/** Compiling is fast when it is warm; memory stays the same. */
const BATCH = 4000;
/** Longer than any program takes on a busy machine. */
const SILENT_MS = 60_000;
/** Characters of a program. */
const MOST_SHOWN = 8000;
const root = fileURLToPath(new URL("..", import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    programs: { type: "string", default: "1000" },
    seed: { type: "string", default: "1" },
    seconds: { type: "string", default: "3600" },
    jobs: { type: "string", default: "2" },
    shrink: { type: "string", default: "3" },
    // Eight, which are all, where the programs are given.
    orders: { type: "string", default: "" },
    // How often a given program runs, every other time with a type checker.
    repeat: { type: "string", default: "4" },
    // Kinds of statements and expressions to leave out.
    without: { type: "string", default: "" },
    // A program that the compiler refuses is a failure.
    strict: { type: "boolean", default: false },
    // Each program against variants of it that must come to the same.
    variants: { type: "boolean", default: false },
    // Broken versions of each program, which must compile or be refused like any other text.
    broken: { type: "boolean", default: false },
    // Compiled with a type checker, all of them or none; every other one if it is not said.
    types: { type: "string", default: "" },
    // How many programs hold each construct; the rare ones are told anyway.
    features: { type: "boolean", default: false },
    show: { type: "boolean", default: false },
    // The part of the grammar on which the bound is to be reached, with a type checker.
    bound: { type: "boolean", default: false },
    // Names for --without.
    kinds: { type: "boolean", default: false },
    // The bundled rig, for a process that this one starts; it tells what each program came to.
    rig: { type: "string" },
  },
});
// What the runtime says of programs that were made small is not ours.
console.warn = () => {};
const texts = positionals.map((file) => readFileSync(file, "utf8"));
const repeat = Number(values.repeat);
const given = texts.length > 0 && !values.rig;
const from = given ? 0 : Number(values.seed);
const programs = given ? texts.length * repeat : Number(values.programs);
values.orders ||= given ? "8" : "3";
const nameOf = (seed) => (given ? `${positionals[Math.floor(seed / repeat)]} (${seed % repeat})` : seed);
if (values.bound) {
  values.without += ",outside of the bound";
  values.types ||= "true";
}
const without = values.without.split(",").filter(Boolean);
const types = values.types === "" ? {} : { types: values.types === "true" };
const { strict, variants, broken } = values;
const options = { orders: Number(values.orders), strict, variants, broken, without, ...types };
const started = Date.now();
const until = started + Number(values.seconds) * 1000;

if (values.rig) await work(await import(pathToFileURL(values.rig).href));
else {
  const folder = join(root, ".plait");
  mkdirSync(folder, { recursive: true });
  const own = mkdtempSync(join(folder, "fuzz-"));
  try {
    await lead(await bundleRig(join(own, "rig.mjs")));
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}

/** Rig, compiler and runtime as one file: processes start at once, and nobody changes them meanwhile. */
async function bundleRig(file) {
  const { rolldown } = await import("rolldown");
  const bundle = await rolldown({
    input: join(root, "tests/compile/rig.ts"),
    platform: "node",
    external: (id) => /^(node:|[a-z@])/.test(id) && !/^plait(c-compiler)?(\/|$)/.test(id),
  });
  await bundle.write({ file, format: "esm", codeSplitting: false });
  await bundle.close();
  return file;
}

async function lead(file) {
  const rig = await import(pathToFileURL(file).href);
  if (values.show) console.log(sourceOf(from, rig));
  else if (values.kinds) console.log(rig.kindsOfCode().join(","));
  else {
    const tally = await inBatches(file, rig);
    await tell(tally, rig.shrinkFailure);
    if (tally.failures.length > 0) process.exitCode = 1;
  }
}

/** The program of a seed. */
function sourceOf(seed, { generate }) {
  return texts.length > 0 ? texts[Math.floor(seed / repeat)] : generate(seed, { without });
}

async function work(rig) {
  const seeds = Array.from({ length: programs }, (_, i) => from + i);
  for await (const told of rig.fuzzEach(seeds, options, (seed) => sourceOf(seed, rig))) {
    await new Promise((resolve) => process.send(told, resolve));
    if (Date.now() > until) break;
  }
  process.disconnect();
}

async function inBatches(file, rig) {
  const { addTally, sumOfTallies } = rig;
  const total = sumOfTallies();
  const end = from + programs;
  const fail = (seed, detail) => {
    const failure = { seed, kind: detail, detail, source: sourceOf(seed, rig) };
    addTally(total, { ...sumOfTallies(), programs: 1, failures: [failure] });
  };
  const jobs = Number(values.jobs);
  const most = Math.min(BATCH, Math.ceil(programs / jobs));
  let next = from;
  const worker = async () => {
    while (next < end && Date.now() < until) {
      let first = next;
      const last = (next = Math.min(end, next + most));
      while (first < last && Date.now() < until) {
        const { told, why } = await batch(file, first, last - first, (tally) => addTally(total, tally));
        if (why === undefined) break;
        // What it had not told yet may be lost: the first program of a batch that ends it is the one.
        if (told === first) fail(first++, why);
        else first = told;
      }
    }
  };
  await Promise.all(Array.from({ length: jobs }, worker));
  return total;
}

/** Runs programs in a process of their own. `told`: the first that it has not told of; `why` it ended before its end. */
function batch(file, first, count, onTally) {
  const seconds = Math.max(1, Math.ceil((until - Date.now()) / 1000));
  const args = ["--rig", file, "--seed", first, "--programs", count, "--seconds", seconds];
  args.push("--orders", values.orders, "--types", values.types, "--without", values.without);
  for (const flag of ["strict", "variants", "broken"]) if (values[flag]) args.push(`--${flag}`);
  args.push("--repeat", repeat, ...positionals.map((path) => resolve(path)));
  const child = fork(fileURLToPath(import.meta.url), args.map(String), {
    execArgv: ENGINE,
    // What the programs print is not ours.
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  let told = first;
  let why;
  let timer;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      why = "has no end";
      child.kill("SIGKILL");
    }, SILENT_MS);
  };
  wait();
  child.on("message", ({ seed, tally }) => {
    wait();
    told = seed + 1;
    onTally(tally);
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject).on("close", (code, signal) => {
      clearTimeout(timer);
      if (code !== 0) why ??= `ends the process with ${signal ?? `code ${code}`}`;
      resolve({ told, why });
    });
  });
}

async function tell(tally, shrinkFailure) {
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(
    `${tally.programs} programs, ${tally.runs} runs (${tally.throwing} throw), ${tally.failures.length} failures, ${seconds} s`,
  );
  tellCounts("runs by what was changed", tally.rules);
  const percent = (share) => `${(100 * share).toFixed(2)} %`;
  if (tally.bounded > 0)
    console.log(
      `${(tally.time / tally.sequentialTime).toFixed(3)} of the sequential time; ${tally.bounded} runs with a known bound: ` +
        `${percent(tally.reached / tally.bounded)} reach it, mean ${(tally.boundedTime / tally.boundTime).toFixed(4)} of it`,
    );
  const slowest = tally.slow.sort((a, b) => b.ratio - a.ratio);
  if (slowest.length > 0)
    console.log(
      `${slowest.length} programs slower than their bound, the slowest: ${slowest
        .slice(0, 8)
        .map(({ seed, ratio }) => `${nameOf(seed)} (${ratio.toFixed(2)})`)
        .join(", ")}`,
    );
  if (tally.unexplained.length > 0)
    console.log(
      `${tally.unexplained.length} programs that no remark explains: ${tally.unexplained.slice(0, 12).map(nameOf).join(", ")}`,
    );
  tellCounts("refused, by code", tally.refused);
  // What is to be drawn more often.
  if (broken || given) tally.features = {};
  const rare = Object.entries(tally.features).filter(([, count]) => count < tally.programs / 50);
  tellCounts(
    values.features ? "programs with" : "fewer than one in fifty programs with",
    values.features ? tally.features : Object.fromEntries(rare),
  );
  // Programs with it fail more often than the others: where to look first.
  const often = tally.failures.length / Math.max(1, tally.programs - sum(tally.refused));
  const suspects = Object.entries(tally.failing)
    .map(([name, count]) => [name, Math.round((100 * count) / Math.max(1, tally.features[name])), count])
    .filter(([, share, count]) => count > 3 && share > 130 * often)
    .sort((a, b) => b[1] - a[1]);
  tellCounts(
    `percent of the programs with it that fail, of ${Math.round(100 * often)} for all`,
    Object.fromEntries(suspects.slice(0, 12)),
  );
  const kinds = new Map();
  for (const failure of tally.failures) kinds.set(failure.kind, [...(kinds.get(failure.kind) ?? []), failure]);
  let told = 0;
  for (const [kind, failures] of [...kinds].sort((a, b) => b[1].length - a[1].length)) {
    const seeds = failures.slice(0, 8).map((f) => nameOf(f.seed));
    console.log(`\n${failures.length} × ${kind}\n  seeds ${seeds.join(", ")}`);
    if (told++ >= Number(values.shrink)) continue;
    const sizeOf = ({ source, variant = source }) => variant.length;
    const smallest = failures.reduce((a, b) => (sizeOf(a) < sizeOf(b) ? a : b));
    console.log(smallest.detail.split("\n").slice(0, 6).join("\n"));
    const small = await shrinkFailure(smallest, options);
    const shown = small.length > MOST_SHOWN ? `${small.slice(0, MOST_SHOWN)} …` : small;
    console.log(`--- seed ${nameOf(smallest.seed)}, made small:\n${shown}`);
  }
}

function sum(counts) {
  return Object.values(counts).reduce((a, b) => a + b, 0);
}

function tellCounts(what, counts) {
  const list = Object.entries(counts).sort((a, b) => b[1] - a[1]);
  if (list.length > 0) console.log(`${what}: ${list.map(([name, count]) => `${name} ${count}`).join(", ")}`);
}
