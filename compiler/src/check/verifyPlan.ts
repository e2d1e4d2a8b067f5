/**
 * Translation validation, on every compile. A simple walk in program order, with rules of its own, says which
 * pairs of operations conflict; the plan must connect each of them, and every module call of the source must
 * be in it exactly once. What it finds is a compiler bug, and stops the build.
 */
import type { MethodPlan } from "plait/internal";
import { armsOf, operandsOf, outsOf, resultsOf, type Block, type MethodIr, type Op } from "../ir.js";
import type { State } from "../lower/state.js";
import { positionAt } from "../syntax/parse.js";
import { walk } from "../syntax/walk.js";
import { unreachableIn } from "./unreachable.js";

export function verifyPlan(ir: MethodIr, plan: MethodPlan, state: State): string[] {
  const problems: string[] = [];
  const { ctx } = state;

  // Everything below goes by number, and from nodes to what is around them.
  plan.nodes.forEach((node, i) => {
    if (node.id !== i || (node.parent ?? -1) >= i) problems.push(`node ${node.id} of ${ir.name} is not in its place`);
  });
  if (problems.length > 0) return problems;

  // Every call of the source has its site, once.
  const bySite = new Map<number, number>();
  for (const node of plan.nodes) if (node.site !== undefined) bySite.set(node.site, (bySite.get(node.site) ?? 0) + 1);
  for (const [site, count] of bySite)
    if (count !== 1) problems.push(`call site ${site} of ${ir.name} is planned ${count} times`);
  const dead = unreachableIn(ctx.fn);
  walk(ctx.fn, (node) => {
    if (dead.has(node)) return false;
    const launch = ctx.launches.get(node);
    const site = launch && state.siteOf.get(launch);
    // In a region that runs as written, a function of the method is called as it is.
    if (launch && launch.kind !== "local" && !state.removed.has(node) && (site === undefined || !bySite.has(site))) {
      const { line, column } = positionAt(ctx.file.lines, node.start);
      problems.push(`the module call at ${line}:${column} is not in the plan of ${ir.name}`);
    }
    return true;
  });

  // Edges go forward; what follows relies on it.
  for (const { from, to } of plan.edges) if (from >= to) problems.push(`edge ${from} → ${to} of ${ir.name} goes back`);
  const reach = closure(plan);

  // An effect comes after every call and effect that is written before it and on its path.
  const ordered = plan.nodes.filter((n) => n.kind === "effect" || n.kind === "sequential");
  for (const effect of ordered) {
    for (const before of plan.nodes) {
      if (before.id >= effect.id || !["call", "method", "effect", "sequential", "throw"].includes(before.kind))
        continue;
      if (excludes(plan, before.id, effect.id)) continue;
      if (before.parent === effect.id || insideOf(plan, before.id, effect.id)) continue;
      if (!reach.has(before.id * plan.nodes.length + effect.id) && !ordersByRegion(plan, before.id, effect.id, reach)) {
        problems.push(`effect ${effect.id} of ${ir.name} is not ordered after node ${before.id}`);
      }
    }
  }

  // A name is defined before it is used, on the way to the use. A function may name itself, and those after it.
  const visit = (block: Block, defined: ReadonlySet<number>): void => {
    const here = new Set(defined);
    const functions = block.ops.flatMap((op) => (op.kind === "closure" && op.out ? [op.out.id] : []));
    for (const op of block.ops) {
      for (const operand of operandsOf(op)) {
        if ("variable" in operand && !here.has(operand.variable.id)) {
          problems.push(`${operand.variable.name} is used before it is defined in ${ir.name}`);
        }
      }
      const around = op.kind === "closure" ? [...here, ...functions] : here;
      for (const arm of armsOf(op)) visit(arm.block, new Set([...around, ...arm.params.map((v) => v.id)]));
      for (const v of defines(op)) here.add(v);
    }
    const results = resultsOf(block);
    for (const operand of results) {
      if (operand && "variable" in operand && !here.has(operand.variable.id)) {
        problems.push(`${operand.variable.name} leaves a block of ${ir.name} undefined`);
      }
    }
  };
  visit(ir.body, new Set(ir.params.map((p) => p.variable.id)));
  return problems;
}

function defines(op: Op): number[] {
  return [...outsOf(op).map((v) => v.id), ...(op.out ? [op.out.id] : []), ...(op.kind === "join" ? [op.label.id] : [])];
}

/** All pairs (from, to) that a path connects, as from × n + to. */
function closure(plan: MethodPlan): Set<number> {
  const n = plan.nodes.length;
  const outOf: number[][] = plan.nodes.map(() => []);
  for (const { from, to } of plan.edges) outOf[from]?.push(to);
  const reach = new Set<number>();
  for (let from = 0; from < n; from++) {
    const stack = [...(outOf[from] ?? [])];
    while (stack.length > 0) {
      const to = stack.pop() as number;
      if (reach.has(from * n + to)) continue;
      reach.add(from * n + to);
      stack.push(...(outOf[to] ?? []));
    }
  }
  return reach;
}

function ancestors(plan: MethodPlan, id: number): { id: number; arm: string | undefined }[] {
  const list: { id: number; arm: string | undefined }[] = [];
  for (let node = plan.nodes[id]; node?.parent !== undefined; node = plan.nodes[node.parent]) {
    list.push({ id: node.parent, arm: node.arm });
  }
  return list;
}

function insideOf(plan: MethodPlan, id: number, region: number): boolean {
  return ancestors(plan, id).some((a) => a.id === region);
}

/** Two nodes in different arms of one branch never both run. */
function excludes(plan: MethodPlan, a: number, b: number): boolean {
  const left = ancestors(plan, a);
  return ancestors(plan, b).some((r) =>
    left.some((l) => l.id === r.id && l.arm !== undefined && r.arm !== undefined && l.arm !== r.arm),
  );
}

/** A call inside a region is before an effect after the region, because the region is. */
function ordersByRegion(plan: MethodPlan, before: number, after: number, reach: ReadonlySet<number>): boolean {
  return ancestors(plan, before).some(({ id }) => reach.has(id * plan.nodes.length + after));
}
