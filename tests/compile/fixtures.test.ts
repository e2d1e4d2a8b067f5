/**
 * Every fixture is compiled, its result is kept beside it for people to read, and it is run: under several
 * completion orders, with and without failing leaves, against what its source means.
 */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { check, inputCount, lowerBound } from "./harness.js";
import { loadProgram, type Program } from "./program.js";
import { ORDERS, type Order } from "./world.js";

const folder = fileURLToPath(new URL("fixtures/", import.meta.url));
const fixtures = readdirSync(folder).filter((name) => name.endsWith(".ts"));

/** Code of the static blocks without the plan, which has its own section. */
function staticBlocks(program: Program): string {
  const blocks = [...program.compiled.code.matchAll(/^ {2}static \{\n[\s\S]*?^ {2}\}\n/gm)].map((m) => m[0]);
  return blocks.join("\n").replace(/JSON\.parse\(.*\)\);$/gm, "…);");
}

function planSummary(program: Program): string {
  const lines: string[] = [];
  for (const plan of program.compiled.plans) {
    for (const [name, method] of Object.entries(plan.methods)) {
      const label = (id: number): string => method.nodes[id]?.label ?? "?";
      lines.push(
        `- ${plan.module}.${name}: ${method.levels.map((level) => level.map(label).join(", ")).join(" | ")}; path ${method.criticalPath.map(label).join(" → ")}`,
      );
    }
  }
  return lines.join("\n");
}

const UNIT: Order = { name: "100 ms each", latency: () => 100 };

async function report(program: Program, fence: string): Promise<string> {
  const { compiled, oracle } = await check(program, { order: UNIT });
  const remarks = program.compiled.diagnostics.map((d) => `- ${d.line}:${d.column} ${d.code} ${d.message}`);
  return [
    `${fence}ts\n${staticBlocks(program)}${fence}`,
    planSummary(program),
    remarks.join("\n") || "No remarks.",
    `${compiled.world.calls.length} calls of 100 ms: ${compiled.makespan} ms; longest chain of data ${lowerBound(oracle.world)} ms, one after another ${oracle.world.total} ms.`,
  ].join("\n\n");
}

describe.each(fixtures)("%s", (name) => {
  let program: Program;
  beforeAll(() => {
    program = loadProgram(readFileSync(join(folder, name), "utf8"), name);
  });

  test("means what it says", async () => {
    for (let input = 0; input < inputCount(program); input++) {
      for (const [i, order] of ORDERS.entries()) {
        for (const seed of [undefined, i * 7 + 1, i * 7 + 2, i * 7 + 3]) {
          const faults = seed === undefined ? undefined : { seed, rate: seed % 2 ? 0.25 : 0.6 };
          const { problems } = await check(program, { order, faults, input, reference: i < 2 });
          expect(problems, problems.join("\n")).toEqual([]);
        }
      }
    }
  });

  test("compiles to this", async () => {
    await expect(`${await report(program, "```")}\n`).toMatchFileSnapshot(
      join(folder, `${basename(name, ".ts")}.expect.md`),
    );
  });
});
