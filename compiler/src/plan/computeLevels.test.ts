/** Levels, ranks, slack and the critical path of small graphs, and of random ones against their definitions. */
import fc from "fast-check";
import type { PlanEdge, PlanNode } from "plait/internal";
import { expect, test } from "vitest";
import { computeLevels } from "./computeLevels.js";

function graph(kinds: string, pairs: [number, number][]): { nodes: PlanNode[]; edges: PlanEdge[] } {
  const nodes = [...kinds].map((k, id): PlanNode => ({
    id,
    kind: k === "c" ? "call" : k === "b" ? "branch" : "effect",
    label: `n${id}`,
    position: { line: 1, column: 1 },
    level: 0,
    rank: 0,
    slack: 0,
  }));
  return { nodes, edges: pairs.map(([from, to]) => ({ from, to, kind: "data", reason: "" })) };
}

test("a diamond with one long side", () => {
  const { nodes, edges } = graph("ccccc", [
    [0, 1],
    [1, 2],
    [2, 4],
    [0, 3],
    [3, 4],
  ]);
  const { levels, criticalPath } = computeLevels(nodes, edges);
  expect(levels).toEqual([[0], [1, 3], [2], [4]]);
  expect(criticalPath).toEqual([0, 1, 2, 4]);
  expect(nodes.map((n) => n.slack)).toEqual([0, 0, 0, 1, 0]);
  expect(nodes.map((n) => n.rank)).toEqual([4, 3, 2, 2, 1]);
});

test("what is no call takes no level", () => {
  const { nodes, edges } = graph("bcec", [
    [0, 1],
    [1, 2],
    [2, 3],
  ]);
  expect(computeLevels(nodes, edges)).toEqual({ levels: [[1], [3]], criticalPath: [1, 3] });
});

test("nothing at all", () => expect(computeLevels([], [])).toEqual({ levels: [], criticalPath: [] }));

test("random graphs keep the definitions", () => {
  const shape = fc.tuple(
    fc.stringMatching(/^[cbe]{1,12}$/),
    fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 30 }),
  );
  fc.assert(
    fc.property(shape, ([kinds, pairs]) => {
      const forward = pairs.filter(([from, to]) => from < to && to < kinds.length) as [number, number][];
      const { nodes, edges } = graph(kinds, forward);
      const { levels, criticalPath } = computeLevels(nodes, edges);
      const weight = (id: number): number => (kinds[id] === "c" ? 1 : 0);
      for (const [from, to] of forward)
        expect(nodes[to]!.level).toBeGreaterThanOrEqual(nodes[from]!.level + weight(from));
      const length = Math.max(0, ...nodes.map((n) => n.level + n.rank));
      expect(criticalPath.length).toBe(length);
      expect(levels.flat().sort((a, b) => a - b)).toEqual(nodes.filter((n) => weight(n.id)).map((n) => n.id));
      for (const node of nodes) expect(node.slack).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 200 },
  );
});
