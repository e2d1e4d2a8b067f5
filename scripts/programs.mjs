// `npm run programs [-- names…] [--built]`: the corpus of realistic pipelines against the same programs written by
// hand, in real time, as a table. Names choose some of them; --built compiles with a type checker, as `plaitc build`.
import { parseArgs } from "node:util";
import { tsImport } from "tsx/esm/api";

const { cases } = await tsImport("../tests/programs/harness/cases.ts", import.meta.url);
const { loadCase } = await tsImport("../tests/programs/harness/load.ts", import.meta.url);
const { measureAll, tableOf, LIMIT } = await tsImport("../tests/programs/harness/measure.ts", import.meta.url);

const { values, positionals: names } = parseArgs({
  allowPositionals: true,
  options: { built: { type: "boolean", default: false } },
});
const unknown = names.filter((name) => !cases.some((one) => one.name === name));
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(", ")}. Known: ${cases.map((one) => one.name).join(", ")}.`);
  process.exit(2);
}
const chosen = names.length > 0 ? cases.filter((one) => names.includes(one.name)) : cases;
const times = await measureAll(await Promise.all(chosen.map(loadCase)), values.built ? "built" : "loaded");
console.log(tableOf(times));
if (times.some((one) => one.ratio > LIMIT)) process.exitCode = 1;
