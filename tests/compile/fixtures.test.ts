/**
 * Every fixture is compiled, its result is kept beside it for people to read, and it is run: under several
 * completion orders, with and without failing leaves, against what its source means.
 */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { compileFile, type CompiledFile } from "../../compiler/dist/index.js";
import { readImportFrom, splitFiles } from "./files.js";
import { check, inputCount, runReal } from "./harness.js";
import { loadProgram, type Program } from "./program.js";
import { ORDERS, type Order } from "./world.js";

const folder = fileURLToPath(new URL("fixtures/", import.meta.url));
const fixtures = readdirSync(folder).filter((name) => name.endsWith(".ts"));

/** Code of the static blocks without the plan, which has its own section. */
function staticBlocks({ code }: CompiledFile): string {
  const blocks = [...code.matchAll(/^ {2}static \{\n[\s\S]*?^ {2}\}\n/gm)].map((m) => m[0]);
  return blocks.join("\n").replace(/JSON\.parse\(.*\)\);$/gm, "…);");
}

/** What the emitter gets: the intermediate form of every method. */
function intermediateForm({ source }: Program, name: string): string {
  const files = splitFiles(source, name);
  const methods = files.flatMap(({ name: fileName, text }) => {
    const printed: string[] = [];
    const printAfter = (pass: string, form: string): void => {
      if (pass.startsWith("transform ")) printed.push(`${pass.slice("transform ".length)}\n${form.trimEnd()}`);
    };
    compileFile({ fileName, text, readImport: readImportFrom(files), printAfter });
    return printed;
  });
  return methods.join("\n\n");
}

function planSummary(program: Program): string {
  const lines: string[] = [];
  for (const plan of program.files.flatMap(({ plans }) => plans)) {
    for (const [name, method] of Object.entries(plan.methods)) {
      const label = (id: number): string => method.nodes[id]?.label ?? "?";
      lines.push(
        `- ${plan.module}.${name}: ${method.levels.map((level) => level.map(label).join(", ")).join(" | ")}; path ${method.criticalPath.map(label).join(" → ")}`,
        ...method.edges
          .filter(({ kind }) => kind === "order")
          .map(({ from, to, reason }) => `  - \`${label(to)}\` waits for \`${label(from)}\`: ${reason}`),
      );
    }
  }
  return lines.join("\n");
}

const UNIT: Order = { name: "100 ms each", latency: () => 100 };

async function runTable(program: Program): Promise<string[]> {
  const lines = ["| calls take | calls | one after another | compiled | bound |", "| --- | --- | --- | --- | --- |"];
  for (const order of [UNIT, ...ORDERS.filter(({ name }) => name.startsWith("skewed"))]) {
    const { compiled, bound } = await check(program, { order });
    const sequential = await runReal(program.runs.sequential, order, undefined);
    const ideal = bound === undefined ? "not known" : `${bound} ms`;
    lines.push(
      `| ${order.name} | ${compiled.world.calls.length} | ${sequential.makespan} ms | ${compiled.makespan} ms | ${ideal} |`,
    );
  }
  return lines;
}

async function report(program: Program, name: string): Promise<string> {
  const remarks = program.files.flatMap(({ fileName, diagnostics }) =>
    diagnostics.map((d) => `- ${fileName === name ? "" : `${fileName}:`}${d.line}:${d.column} ${d.code} ${d.message}`),
  );
  const fenced = (language: string, text: string): string => `\`\`\`\`${language}\n${text.trimEnd()}\n\`\`\`\``;
  return [
    `# ${basename(name, ".ts").replaceAll("-", " ")}`,
    fenced("ts", program.source.replaceAll("\r\n", "\n")),
    "## Intermediate form",
    fenced("text", intermediateForm(program, name)),
    "## Plan",
    planSummary(program),
    "## Compiled",
    ...program.files.map(staticBlocks).flatMap((text) => (text === "" ? [] : [fenced("ts", text)])),
    "## Remarks",
    remarks.join("\n") || "None.",
    "## Runs",
    (await runTable(program)).join("\n"),
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

  test("means the same with a type checker", async () => {
    const typed = loadProgram(readFileSync(join(folder, name), "utf8"), name, { types: true, reference: false });
    for (let input = 0; input < inputCount(typed); input++) {
      for (const [i, order] of ORDERS.slice(0, 2).entries()) {
        for (const faults of [undefined, { seed: i * 7 + 2, rate: 0.4 }]) {
          const { problems } = await check(typed, { order, faults, input, reference: false });
          expect(problems, problems.join("\n")).toEqual([]);
        }
      }
    }
  });

  test("compiles to this", async () => {
    await expect(`${await report(program, name)}\n`).toMatchFileSnapshot(
      join(folder, `${basename(name, ".ts")}.expect.md`),
    );
  });
});
