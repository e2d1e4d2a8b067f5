import { generate } from "./generate.js";
import { loadProgram } from "./program.js";
import { execute } from "../../runtime/dist/internal.js";
import { realImports } from "./oracle.js";
import { ORDERS, World } from "./world.js";
const seed = Number(process.argv[2]);
const source = generate(seed, { without: (process.argv[4] ?? "").split(",") });
console.warn = () => {};
const program = loadProgram(source);
import fs from "node:fs"; fs.writeFileSync("/tmp/t/last.ts", source); fs.writeFileSync("/tmp/t/last.js", program.code);
for (const order of ORDERS) for (const input of [0,1]) {
  const world = new World(order, undefined, true);
  const env = world.env!;
  const exports = program.runs.compiled(realImports(world)) as any;
  const args = exports.inputs ? exports.inputs[input] : ["a doc"];
  try { await env.run(execute(new exports.Main(), args, { dispatch: { complete: () => Promise.reject(), admits: Infinity, env } as any, runId: "t" })); }
  catch (e: any) { console.log(String(e?.stack).split("\n").slice(0, 6).join("\n")); process.exit(0); }
}
process.exit(0);
