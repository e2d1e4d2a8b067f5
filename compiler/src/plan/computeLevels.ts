/** Levels, slack, ranks and the critical path, counted in calls: longest paths over a graph whose edges go forward. */
import type { PlanEdge, PlanNode } from "plait/internal";

function weight(node: PlanNode): number {
  return node.kind === "call" || node.kind === "method" ? 1 : 0;
}

export function computeLevels(
  nodes: PlanNode[],
  edges: readonly PlanEdge[],
): { levels: number[][]; criticalPath: number[] } {
  const into = new Map<number, number[]>();
  const outOf = new Map<number, number[]>();
  for (const { from, to } of edges) {
    into.set(to, [...(into.get(to) ?? []), from]);
    outOf.set(from, [...(outOf.get(from) ?? []), to]);
  }
  // Program order is a topological order.
  for (const node of nodes) {
    node.level = 0;
    for (const id of into.get(node.id) ?? []) {
      const before = nodes[id] as PlanNode;
      node.level = Math.max(node.level, before.level + weight(before));
    }
  }
  for (const node of [...nodes].reverse()) {
    let after = 0;
    for (const id of outOf.get(node.id) ?? []) after = Math.max(after, (nodes[id] as PlanNode).rank);
    node.rank = weight(node) + after;
  }
  const length = nodes.reduce((most, node) => Math.max(most, node.level + node.rank), 0);
  for (const node of nodes) node.slack = length - node.level - node.rank;

  const levels: number[][] = [];
  for (const node of nodes) if (weight(node) > 0) (levels[node.level] ??= []).push(node.id);
  const criticalPath: number[] = [];
  let level = 0;
  let from: number | undefined;
  for (const node of nodes) {
    if (weight(node) === 0 || node.slack > 0 || node.level !== level) continue;
    if (from !== undefined && !reaches(from, node.id, outOf, nodes)) continue;
    criticalPath.push(node.id);
    from = node.id;
    level++;
  }
  return { levels: levels.filter((l) => l !== undefined), criticalPath };
}

function reaches(
  from: number,
  to: number,
  outOf: ReadonlyMap<number, readonly number[]>,
  nodes: readonly PlanNode[],
): boolean {
  const seen = new Set<number>();
  const visit = (id: number): boolean => {
    if (id === to) return true;
    if (id > to || seen.has(id)) return false;
    seen.add(id);
    return (outOf.get(id) ?? []).some((next) => (nodes[next] as PlanNode).id <= to && visit(next));
  };
  return visit(from);
}
