/** The plans of real pipelines are drawn without loss: nothing overlaps, every call is there, in every format. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test, vi } from "vitest";
import { compileFile } from "plaitc-compiler";
import type { ModulePlan } from "plait/internal";
import * as layout from "../../cli/src/graph/arrange.js";
import { displayWidth } from "../../cli/src/graph/displayText.js";
import { nodeText } from "../../cli/src/graph/planText.js";
import { renderDot } from "../../cli/src/graph/renderDot.js";
import { renderMermaid } from "../../cli/src/graph/renderMermaid.js";
import { renderTerminal } from "../../cli/src/graph/renderTerminal.js";
import { clashes } from "./clashes.js";

const drawn: { items: readonly layout.Item[]; links: readonly layout.Link[]; result: layout.Arrangement }[] = [];
vi.mock("../../cli/src/graph/arrange.js", async (load) => {
  const real = await load<typeof layout>();
  return {
    ...real,
    arrange: (...args: Parameters<typeof layout.arrange>) => {
      const result = real.arrange(...args);
      drawn.push({ items: args[0], links: args[1], result });
      return result;
    },
  };
});

const programs = fileURLToPath(new URL("../programs/", import.meta.url));
const fixtures = fileURLToPath(new URL("../compile/fixtures/", import.meta.url));
const filesOf = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .map((name) => path.join(folder, name));

function plansOf(file: string): ModulePlan[] {
  return compileFile({ fileName: path.basename(file), text: readFileSync(file, "utf8") }).plans;
}

const calls = (plan: ModulePlan): string[] =>
  Object.values(plan.methods).flatMap(({ nodes }) =>
    nodes.filter(({ kind }) => kind === "call" || kind === "method").map((node) => nodeText(node).title),
  );

/** How often each text is in the drawing at the most: words of it count too, so that this never says too little. */
const times = (drawing: string, text: string): number => drawing.split(text).length - 1;

test("there are programs", () => {
  expect(filesOf(programs).length).toBeGreaterThanOrEqual(20);
});

describe.each([...filesOf(programs), ...filesOf(fixtures)].map((file) => [path.basename(file), file] as const))(
  "%s",
  (_name, file) => {
    const plans = plansOf(file);

    test("nothing overlaps, at any width", () => {
      for (const plan of plans) {
        for (const columns of [60, 100, 160]) {
          drawn.length = 0;
          const text = renderTerminal(plan, { columns });
          expect(drawn.length).toBeGreaterThan(0);
          for (const { items, links, result } of drawn) expect(clashes(items, links, result)).toEqual([]);
          const labels = calls(plan).filter((label) => displayWidth(label) <= 30);
          for (const label of new Set(labels))
            expect(times(text, label), label).toBeGreaterThanOrEqual(labels.filter((other) => other === label).length);
        }
      }
    });

    test("every node is in the other formats once", () => {
      for (const plan of plans) {
        for (const method of Object.values(plan.methods)) {
          const one = { ...plan, methods: { [method.name]: method } };
          const dot = renderDot(one);
          const mermaid = renderMermaid(one);
          for (const { id } of method.nodes) {
            expect(dot.match(new RegExp(`^ +n${id} \\[`, "gm")), `dot, node ${id}`).toHaveLength(1);
            expect(
              mermaid.match(new RegExp(`^ +(?:n${id}[[({"]|subgraph g${id}\\[)`, "gm"))?.length ?? 0,
              `mermaid, node ${id}`,
            ).toBeGreaterThanOrEqual(1);
          }
        }
      }
    });
  },
);
