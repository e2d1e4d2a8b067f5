import { readFileSync } from "node:fs";
import { loadProgram } from "./program.js";
import { checkTogether } from "./typed.js";
import { splitFiles } from "./files.js";
if (process.argv[4]) checkTogether([splitFiles(readFileSync(process.argv[2] as string, "utf8"))]);
const p = loadProgram(readFileSync(process.argv[2] as string, "utf8"), undefined, {
  types: process.argv[3] !== "false",
});
for (const f of p.files) {
  for (const d of f.diagnostics) console.log(f.fileName, d.line, d.column, d.code, d.message.slice(0, 200));
  console.log(f.code.replace(/JSON\.parse\(.*\)\);/g, "PLAN);"));
}
