import { generate } from "./generate.js";
import { loadProgram } from "./program.js";
import { check } from "./harness.js";
import { ORDERS } from "./world.js";
console.warn = () => {};
const from = Number(process.argv[2]), n = Number(process.argv[3]);
const counts = new Map<string, number>(); let bounded = 0, slow = 0;
const worst: any[] = [];
for (let seed = from; seed < from + n; seed++) {
  const source = generate(seed, { without: (process.argv[4] ?? "").split(",") });
  let program; try { program = loadProgram(source); } catch { continue; }
  const r = await check(program, { order: ORDERS[0]!, input: 0, reference: false }).catch(() => undefined);
  if (!r || r.problems.length || r.bound === undefined) continue;
  bounded++;
  if (r.compiled.makespan <= r.bound) continue;
  slow++;
  const codes = new Set(program.files.flatMap((f) => f.diagnostics.filter((d) => d.severity === "remark").map((d) => d.code)));
  const key = [...codes].sort().join(" ");
  counts.set(key, (counts.get(key) ?? 0) + 1);
  for (const c of codes) counts.set("= " + c, (counts.get("= " + c) ?? 0) + 1);
  worst.push({ seed, ratio: r.compiled.makespan / Math.max(1, r.bound), len: source.length, codes: key });
}
console.log(bounded, "bounded", slow, "slow");
for (const [k, v] of [...counts].sort((a, b) => b[1] - a[1]).slice(0, 25)) console.log(v, k);
worst.sort((a, b) => a.codes.length - b.codes.length || a.len - b.len);
console.log(worst.slice(0, 25).map((w) => `${w.seed} ${w.ratio.toFixed(2)} ${w.codes}`).join("\n"));
process.exit(0);
