/** A module's plan as a Mermaid flowchart, one per method. */
import type { MethodPlan, ModulePlan, PlanEdge, PlanNode } from "plait/internal";
import { singleLine } from "./displayText.js";
import { criticalEdges, groupsOf, type Group, type Member } from "./planGroups.js";
import { nodeText, signature, summary } from "./planText.js";
import { ARMS } from "./regions.js";

export function renderMermaid(plan: ModulePlan): string {
  return Object.values(plan.methods)
    .map((method) => renderMethod(plan, method))
    .join("\n\n");
}

/** Everything but letters, digits and harmless punctuation becomes a character entity, so no text can end its quotes. */
export function mermaidText(text: string): string {
  return singleLine(text).replace(/[^\p{L}\p{N} .,:()_+*/=·→-]/gu, (character) => `#${character.codePointAt(0)};`);
}

function renderMethod(plan: ModulePlan, method: MethodPlan): string {
  const groups = new Map<number, Group>();
  const collect = (group: Group): void => {
    if (group.node && group.members.length > 0) groups.set(group.node.id, group);
    group.members.forEach(collect);
  };
  const root = groupsOf(method);
  collect(root);

  // A group is a subgraph `g3`; a branch has its test inside as a node of its own.
  const idOf = (id: number, end: "from" | "to", other: number): string => {
    if (!groups.has(id)) return `n${id}`;
    if (method.nodes[id]?.kind === "branch" && (end === "to" || isInside(other, id, method))) return `n${id}`;
    return `g${id}`;
  };
  const critical = criticalEdges(method);
  const thick: number[] = [];
  const edges = method.edges.flatMap((edge) => {
    const from = idOf(edge.from, "from", edge.to);
    const to = idOf(edge.to, "to", edge.from);
    // A subgraph cannot point at itself or at its own content.
    if (
      from === to ||
      (from.startsWith("g") && isInside(edge.to, edge.from, method)) ||
      (to.startsWith("g") && isInside(edge.from, edge.to, method))
    )
      return [];
    return [{ edge, line: `  ${from} ${arrow(edge)} ${to}` }];
  });
  edges.forEach(({ edge }, index) => {
    if (critical.has(edge)) thick.push(index);
  });
  const marked =
    method.criticalPath.length > 1 ? method.criticalPath.map((id) => (groups.has(id) ? `g${id}` : `n${id}`)) : [];
  return [
    `%% ${mermaidText(signature(plan, method))}`,
    `%% ${mermaidText(summary(method))}`,
    "flowchart TD",
    ...root.members.flatMap((member) => declare(member, "  ")),
    ...edges.map(({ line }) => line),
    "  classDef critical stroke-width:3px,font-weight:bold",
    ...(marked.length > 0 ? [`  class ${marked.join(",")} critical`] : []),
    ...(thick.length > 0 ? [`  linkStyle ${thick.join(",")} stroke-width:3px`] : []),
  ].join("\n");
}

function arrow(edge: PlanEdge): string {
  return edge.kind === "data" ? "-->" : `-.->|"${mermaidText(edge.kind === "guard" ? "decides" : "order")}"|`;
}

function isInside(id: number, group: number, method: MethodPlan): boolean {
  for (let at = method.nodes[id]?.parent; at !== undefined; at = method.nodes[at]?.parent)
    if (at === group) return true;
  return false;
}

function declare(member: Member, indent: string): string[] {
  const { node } = member;
  if (member.members.length === 0) return [indent + declareNode(node)];
  const inside = (arm: PlanNode["arm"], deeper: string): string[] =>
    member.members.filter((inner) => inner.node.arm === arm).flatMap((inner) => declare(inner, deeper));
  const arm = (name: NonNullable<PlanNode["arm"]>): string[] => {
    const lines = inside(name, `${indent}    `);
    return lines.length === 0 ? [] : [`${indent}  subgraph g${node.id}_${name}["${name}"]`, ...lines, `${indent}  end`];
  };
  return [
    // A branch says its test inside; an empty title would print the id.
    `${indent}subgraph g${node.id}["${node.kind === "branch" ? " " : caption(node)}"]`,
    ...(node.kind === "branch" ? [`${indent}  ${declareNode(node)}`] : []),
    ...inside(undefined, `${indent}  `),
    ...ARMS.flatMap((name) => (name === undefined ? [] : arm(name))),
    `${indent}end`,
  ];
}

function caption(node: PlanNode): string {
  const { title, detail } = nodeText(node);
  return detail === "" ? mermaidText(title) : `${mermaidText(title)}<br/>${mermaidText(detail)}`;
}

const SHAPES: Partial<Record<PlanNode["kind"], [string, string]>> = {
  input: ["([", "])"],
  return: ["([", "])"],
  branch: ["{", "}"],
  effect: ["[/", "/]"],
  map: ["[[", "]]"],
  method: ["[[", "]]"],
  compute: ["(", ")"],
};

function declareNode(node: PlanNode): string {
  const [open, close] = SHAPES[node.kind] ?? ["[", "]"];
  return `n${node.id}${open}"${caption(node)}"${close}`;
}
