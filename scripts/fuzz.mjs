// Runs random programs through compiler and runtime and compares them with what they mean:
//   npm run fuzz -- --programs 2000 --seed 1 [--seconds 300] [--shrink 3]
// Prints the seed and a small version of whatever differs.
import { parseArgs } from "node:util";
import { tsImport } from "tsx/esm/api";

const { values } = parseArgs({
  options: {
    programs: { type: "string", default: "1000" },
    seed: { type: "string", default: "1" },
    seconds: { type: "string", default: "3600" },
    shrink: { type: "string", default: "3" },
    orders: { type: "string", default: "3" },
    show: { type: "boolean", default: false },
  },
});
const { fuzz, shrinkFailure } = await tsImport("../tests/compile/fuzz.ts", import.meta.url);
const from = Number(values.seed);
const options = { orders: Number(values.orders) };
if (values.show) {
  const { generate } = await tsImport("../tests/compile/generate.ts", import.meta.url);
  console.log(generate(from));
}
const started = Date.now();
const until = started + Number(values.seconds) * 1000;
const seeds = Array.from({ length: Number(values.programs) }, (_, i) => from + i);
const tally = await fuzz(seeds, { ...options, stop: () => Date.now() > until });

const seconds = ((Date.now() - started) / 1000).toFixed(1);
console.log(
  `${tally.programs} programs, ${tally.runs} runs (${tally.throwing} throw), ${tally.failures.length} failures, ` +
    `${(tally.time / tally.sequentialTime).toFixed(3)} of the sequential time, ${seconds} s`,
);
const kinds = new Map();
for (const failure of tally.failures) kinds.set(failure.kind, [...(kinds.get(failure.kind) ?? []), failure]);
let shown = 0;
for (const [kind, failures] of [...kinds].sort((a, b) => b[1].length - a[1].length)) {
  console.log(
    `\n${failures.length} × ${kind}\n  seeds ${failures
      .slice(0, 8)
      .map((f) => f.seed)
      .join(", ")}`,
  );
  if (shown++ >= Number(values.shrink)) continue;
  const smallest = failures.reduce((a, b) => (a.source.length < b.source.length ? a : b));
  console.log(
    `${smallest.detail.split("\n").slice(0, 6).join("\n")}\n--- seed ${smallest.seed}, made small:\n${await shrinkFailure(smallest, options)}`,
  );
}
if (tally.failures.length > 0) process.exitCode = 1;
