/** A module's plan for Graphviz, one digraph per method. */
import type { MethodPlan, ModulePlan, PlanEdge, PlanNode } from "plait/internal";
import { singleLine } from "./displayText.js";
import { criticalEdges, groupsOf, type Member } from "./planGroups.js";
import { nodeText, signature, summary } from "./planText.js";
import { ARMS } from "./regions.js";

export function renderDot(plan: ModulePlan): string {
  return Object.values(plan.methods)
    .map((method) => renderMethod(plan, method))
    .join("\n\n");
}

/** A quoted string; only quotes and backslashes mean anything inside one. */
export function dotText(...lines: string[]): string {
  const escaped = lines.filter(Boolean).map((line) => singleLine(line).replace(/[\\"]/g, "\\$&"));
  return `"${escaped.join("\\n")}"`;
}

function renderMethod(plan: ModulePlan, method: MethodPlan): string {
  const critical = criticalEdges(method);
  const onPath = new Set(method.criticalPath.length > 1 ? method.criticalPath : []);
  const hasMembers = new Set(method.nodes.flatMap((node) => (node.parent === undefined ? [] : [node.parent])));
  const edges = method.edges.map((edge) => {
    const bold = critical.has(edge) ? ", penwidth=2.5" : "";
    const style = edge.kind === "data" ? "solid" : edge.kind === "guard" ? "dashed" : "dotted";
    const ends = clip(edge, hasMembers, method);
    return `  n${edge.from} -> n${edge.to} [style=${style}, tooltip=${dotText(edge.reason)}${ends}${bold}];`;
  });
  return [
    `digraph ${dotText(`${plan.module}.${method.name}`)} {`,
    `  label=${dotText(signature(plan, method), summary(method))}; labelloc=t; compound=true; rankdir=TB;`,
    '  node [shape=box, fontname="sans-serif"]; edge [color="#555555"];',
    ...groupsOf(method).members.flatMap((member) => declare(member, "  ", onPath)),
    ...edges,
    "}",
  ].join("\n");
}

/** Edges from and to a group end at its border. */
function clip(edge: PlanEdge, groups: ReadonlySet<number>, method: MethodPlan): string {
  const outside = (id: number, group: number): boolean => {
    for (let at: number | undefined = id; at !== undefined; at = method.nodes[at]?.parent)
      if (at === group) return false;
    return true;
  };
  const tail = groups.has(edge.from) && outside(edge.to, edge.from) ? `, ltail=cluster_${edge.from}` : "";
  const head = groups.has(edge.to) && outside(edge.from, edge.to) ? `, lhead=cluster_${edge.to}` : "";
  return tail + head;
}

const SHAPES: Partial<Record<PlanNode["kind"], string>> = {
  input: "plaintext",
  return: "plaintext",
  compute: "plaintext",
  branch: "diamond",
  map: "plaintext",
  effect: "parallelogram",
};

function declare(member: Member, indent: string, onPath: ReadonlySet<number>): string[] {
  const { node } = member;
  const { title, detail } = nodeText(node);
  const shape = SHAPES[node.kind];
  const attributes = [
    `label=${dotText(title, detail)}`,
    ...(shape === undefined ? [] : [`shape=${shape}`]),
    ...(onPath.has(node.id) ? ["penwidth=2.5"] : []),
  ].join(", ");
  if (member.members.length === 0) return [`${indent}n${node.id} [${attributes}];`];
  const inside = (arm: PlanNode["arm"], deeper: string): string[] =>
    member.members.filter((inner) => inner.node.arm === arm).flatMap((inner) => declare(inner, deeper, onPath));
  const arm = (name: NonNullable<PlanNode["arm"]>): string[] => {
    const lines = inside(name, `${indent}    `);
    return lines.length === 0
      ? []
      : [
          `${indent}  subgraph cluster_${node.id}_${name} {`,
          `${indent}    label=${dotText(name)}; style=rounded;`,
          ...lines,
          `${indent}  }`,
        ];
  };
  return [
    `${indent}subgraph cluster_${node.id} {`,
    `${indent}  style=rounded; label="";`,
    `${indent}  n${node.id} [${attributes}];`,
    ...inside(undefined, `${indent}  `),
    ...ARMS.flatMap((name) => (name === undefined ? [] : arm(name))),
    `${indent}}`,
  ];
}
