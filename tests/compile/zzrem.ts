import { generate } from "./generate.js";
import { loadProgram } from "./program.js";
const counts = new Map<string, number>();
const without = (process.argv[4] ?? "").split(",");
const show = new Map<string, string[]>();
for (let seed = Number(process.argv[2]); seed < Number(process.argv[2]) + Number(process.argv[3]); seed++) {
  let p; try { p = loadProgram(generate(seed, { without })); } catch { continue; }
  for (const f of p.files) for (const d of f.diagnostics) { if (d.severity !== "remark") continue; const k = d.code; counts.set(k, (counts.get(k) ?? 0) + 1); const l = show.get(k) ?? []; l.push(`${seed}:${d.line} ${d.message.slice(0, 150)}`); show.set(k, l); }
}
for (const [k, v] of counts) { console.log(k, v); const l = show.get(k)!; for (let i = 0; i < l.length; i += Math.ceil(l.length / 14)) console.log("   ", l[i]); }
process.exit(0);
