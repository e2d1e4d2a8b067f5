import { test } from "vitest";
import { check } from "./harness.js";
import { generate } from "./generate.js";
import { CompileError, loadProgram } from "./program.js";
import { ORDERS } from "./world.js";
import { writeFileSync } from "node:fs";
test("smoke", async () => {
  const kinds = new Map<string, string[]>(); let ok = 0; let ratio = 0, n = 0, thrown = 0;
  const from = Number(process.env.FROM ?? 1), count = Number(process.env.COUNT ?? 200);
  const t0 = Date.now();
  for (let seed = from; seed < from + count; seed++) {
    const source = generate(seed);
    const note = (kind: string) => { kinds.set(kind, [...(kinds.get(kind) ?? []), String(seed)]); };
    let p;
    try { p = loadProgram(source); } catch (e) {
      note("LOAD " + String((e as Error).message).split("\n")[0]!.replace(/\d+:\d+/, "").replace(/`[^`]*`/g,"").slice(0, 130)); if (!(e instanceof CompileError)) note(String((e as Error).stack).slice(0,300)); continue; }
    let bad = false;
    for (const order of ORDERS.slice(0, 3)) for (const faults of [undefined, { seed, rate: 0.15 }]) {
      try {
        const r = await check(p, { order, faults, input: seed % 2 });
        if (r.oracle.makespan) { ratio += r.compiled.makespan / r.oracle.makespan; n++; }
        if (!r.oracle.ok) thrown++;
        if (r.problems.length) { bad = true; note(r.problems[0]!.split("\n")[0]!.replace(/\(.*?\)/g, "").replace(/\d+/g, "N").slice(0, 100)); break; }
      } catch (e) { bad = true; note("CRASH " + String(e).slice(0, 100)); break; }
    }
    if (!bad) ok++;
  }
  console.log("ok", ok, "of", count, "ratio", ratio / n, "thrown", thrown, "runs", n, Date.now() - t0, "ms");
  for (const [k, v] of [...kinds].sort((a, b) => b[1].length - a[1].length)) console.log(v.length, k, v.slice(0, 6).join(" "));
  writeFileSync("/tmp/w/one.ts", generate(from));
}, 600_000);
