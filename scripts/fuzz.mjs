// Runs random programs through compiler and runtime and compares them with what they mean:
//   npm run fuzz -- --programs 2000 --seed 1 [--seconds 300] [--jobs 2] [--shrink 3] [--orders 3]
//     [--without try,closure] [--strict] [--features] [--show] [--kinds]
// Prints the seed and a small version of whatever differs. Batches run in processes of their own: a module
// that was imported is never freed.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { tsImport } from "tsx/esm/api";

const BATCH = 1000;
const { values } = parseArgs({
  options: {
    programs: { type: "string", default: "1000" },
    seed: { type: "string", default: "1" },
    seconds: { type: "string", default: "3600" },
    jobs: { type: "string", default: "2" },
    shrink: { type: "string", default: "3" },
    orders: { type: "string", default: "3" },
    // Kinds of statements and expressions to leave out.
    without: { type: "string", default: "" },
    // A program that the compiler refuses is a failure.
    strict: { type: "boolean", default: false },
    // Compiled with a type checker, all of them or none; every other one if it is not said.
    types: { type: "string", default: "" },
    // How many programs hold each construct; the rare ones are told anyway.
    features: { type: "boolean", default: false },
    show: { type: "boolean", default: false },
    // Names for --without.
    kinds: { type: "boolean", default: false },
    // One batch, as a line of JSON: for the process that started this one.
    batch: { type: "boolean", default: false },
  },
});
// What the runtime says of programs that were made small is not ours.
console.warn = () => {};
const from = Number(values.seed);
const programs = Number(values.programs);
const without = values.without.split(",").filter(Boolean);
const types = values.types === "" ? {} : { types: values.types === "true" };
const options = { orders: Number(values.orders), strict: values.strict, without, ...types };
const started = Date.now();
const until = started + Number(values.seconds) * 1000;
const { fuzz, shrinkFailure } = await tsImport("../tests/compile/fuzz.ts", import.meta.url);

if (values.show) {
  const { generate } = await tsImport("../tests/compile/generate.ts", import.meta.url);
  console.log(generate(from, { without }));
} else if (values.kinds) {
  const { kindsOfCode } = await tsImport("../tests/compile/generateContext.ts", import.meta.url);
  console.log(kindsOfCode().join(","));
} else if (values.batch) {
  const seeds = Array.from({ length: programs }, (_, i) => from + i);
  const tally = await fuzz(seeds, { ...options, stop: () => Date.now() > until });
  process.stdout.write(`${JSON.stringify(tally)}\n`);
} else {
  const tally = await inBatches();
  await tell(tally);
  if (tally.failures.length > 0) process.exitCode = 1;
}

async function inBatches() {
  const total = {
    programs: 0,
    runs: 0,
    throwing: 0,
    failures: [],
    time: 0,
    sequentialTime: 0,
    bounded: 0,
    reached: 0,
    boundedTime: 0,
    boundTime: 0,
    slow: [],
    unexplained: [],
    refused: {},
    features: {},
    failing: {},
  };
  let next = 0;
  const worker = async () => {
    while (next < programs && Date.now() < until) {
      const first = next;
      next += BATCH;
      const tally = await batch(from + first, Math.min(BATCH, programs - first));
      total.failures.push(...tally.failures);
      total.slow.push(...tally.slow);
      total.unexplained.push(...tally.unexplained);
      for (const key of [
        "programs",
        "runs",
        "throwing",
        "time",
        "sequentialTime",
        "bounded",
        "reached",
        "boundedTime",
        "boundTime",
      ])
        total[key] += tally[key];
      for (const key of ["refused", "features", "failing"])
        for (const [name, count] of Object.entries(tally[key])) total[key][name] = (total[key][name] ?? 0) + count;
    }
  };
  await Promise.all(Array.from({ length: Number(values.jobs) }, worker));
  return total;
}

function batch(seed, count) {
  const seconds = Math.max(1, Math.ceil((until - Date.now()) / 1000));
  const args = ["--batch", "--seed", seed, "--programs", count, "--seconds", seconds, "--orders", values.orders];
  args.push("--types", values.types, "--without", values.without, ...(values.strict ? ["--strict"] : []));
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), ...args.map(String)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let out = "";
  child.stdout.setEncoding("utf8").on("data", (text) => (out += text));
  return new Promise((resolve, reject) => {
    child.on("error", reject).on("close", (code, signal) => {
      // What the programs print is not ours; the tally is the last line.
      const line = out.trimEnd().split("\n").at(-1) ?? "";
      if (code === 0 && line.startsWith("{")) resolve(JSON.parse(line));
      else
        reject(new Error(`the batch of seeds ${seed} to ${seed + count - 1} ended with ${signal ?? `code ${code}`}`));
    });
  });
}

async function tell(tally) {
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(
    `${tally.programs} programs, ${tally.runs} runs (${tally.throwing} throw), ${tally.failures.length} failures, ` +
      `${(tally.time / tally.sequentialTime).toFixed(3)} of the sequential time, ${seconds} s`,
  );
  const percent = (share) => `${(100 * share).toFixed(2)} %`;
  console.log(
    `${tally.bounded} runs with a known bound: ${percent(tally.reached / Math.max(1, tally.bounded))} reach it, ` +
      `mean ${(tally.boundedTime / Math.max(1, tally.boundTime)).toFixed(4)} of it`,
  );
  const slowest = tally.slow.sort((a, b) => b.ratio - a.ratio);
  if (slowest.length > 0)
    console.log(
      `${slowest.length} programs slower than their bound, the slowest: ${slowest
        .slice(0, 8)
        .map(({ seed, ratio }) => `${seed} (${ratio.toFixed(2)})`)
        .join(", ")}`,
    );
  if (tally.unexplained.length > 0)
    console.log(
      `${tally.unexplained.length} programs that no remark explains: ${tally.unexplained.slice(0, 12).join(", ")}`,
    );
  tellCounts("refused, by code", tally.refused);
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
  let shown = 0;
  for (const [kind, failures] of [...kinds].sort((a, b) => b[1].length - a[1].length)) {
    const seeds = failures.slice(0, 8).map((f) => f.seed);
    console.log(`\n${failures.length} × ${kind}\n  seeds ${seeds.join(", ")}`);
    if (shown++ >= Number(values.shrink)) continue;
    const smallest = failures.reduce((a, b) => (a.source.length < b.source.length ? a : b));
    console.log(smallest.detail.split("\n").slice(0, 6).join("\n"));
    console.log(`--- seed ${smallest.seed}, made small:\n${await shrinkFailure(smallest, options)}`);
  }
}

function sum(counts) {
  return Object.values(counts).reduce((a, b) => a + b, 0);
}

function tellCounts(what, counts) {
  const list = Object.entries(counts).sort((a, b) => b[1] - a[1]);
  if (list.length > 0) console.log(`${what}: ${list.map(([name, count]) => `${name} ${count}`).join(", ")}`);
}
