/**
 * A method's plan as nested groups: branches and maps hold the nodes of their arms and bodies, and an edge
 * into or out of a group counts as an edge of the group. Marks what lies on the critical path.
 */
import type { MethodPlan, PlanEdge, PlanNode } from "plait/internal";

export interface Group {
  /** Undefined for the method itself. */
  node: PlanNode | undefined;
  members: Member[];
  links: GroupLink[];
}

export interface Member extends Group {
  node: PlanNode;
  critical: boolean;
}

/** Edges between two members, lifted; one per pair and kind. `from` and `to` are indices of members. */
export interface GroupLink {
  from: number;
  to: number;
  kind: PlanEdge["kind"];
  critical: boolean;
  edges: PlanEdge[];
}

export function groupsOf(method: MethodPlan): Group {
  const byParent = new Map<number | undefined, PlanNode[]>();
  for (const node of method.nodes) {
    const parent = node.parent !== undefined && method.nodes[node.parent] ? node.parent : undefined;
    byParent.set(parent, [...(byParent.get(parent) ?? []), node]);
  }
  const build = (node: PlanNode | undefined): Group => {
    const members = (byParent.get(node?.id) ?? []).map((child): Member => ({
      ...build(child),
      node: child,
      critical: false,
    }));
    const links = liftLinks(members, method);
    markCritical(members, links, method);
    return { node, members, links };
  };
  return build(undefined);
}

/** Edges of the plan that the critical path runs along. */
export function criticalEdges(method: MethodPlan): ReadonlySet<PlanEdge> {
  const result = new Set<PlanEdge>();
  const visit = (group: Group): void => {
    for (const link of group.links) if (link.critical) for (const edge of link.edges) result.add(edge);
    group.members.forEach(visit);
  };
  visit(groupsOf(method));
  return result;
}

function holds(group: Group, id: number): boolean {
  return group.node?.id === id || group.members.some((member) => holds(member, id));
}

function liftLinks(members: readonly Member[], method: MethodPlan): GroupLink[] {
  const memberOf = new Map<number, number>();
  for (const node of method.nodes) {
    const index = members.findIndex((member) => holds(member, node.id));
    if (index >= 0) memberOf.set(node.id, index);
  }
  const links = new Map<string, GroupLink>();
  for (const edge of method.edges) {
    const from = memberOf.get(edge.from);
    const to = memberOf.get(edge.to);
    // What a loop carries around points backward; the group says "one after another" instead.
    if (from === undefined || to === undefined || from >= to) continue;
    const key = `${from} ${to} ${edge.kind}`;
    const link = links.get(key) ?? { from, to, kind: edge.kind, critical: false, edges: [] };
    link.edges.push(edge);
    links.set(key, link);
  }
  return [...links.values()];
}

function markCritical(members: Member[], links: GroupLink[], method: MethodPlan): void {
  const path: number[] = [];
  if (method.criticalPath.length < 2) return; // one call alone delays nothing
  for (const id of method.criticalPath) {
    const index = members.findIndex((member) => holds(member, id));
    if (index < 0) continue;
    (members[index] as Member).critical = true;
    if (path.at(-1) !== index) path.push(index);
  }
  const last = path.at(-1);
  const end =
    last === undefined
      ? undefined
      : members.findIndex((member, index) => index > last && member.node.kind === "return");
  if (end !== undefined && end >= 0) path.push(end);
  for (const [position, from] of path.entries()) {
    const to = path[position + 1];
    if (to !== undefined) for (const link of shortestPath(from, to, members, links)) link.critical = true;
  }
}

/** From one member to another through members that make no calls. */
function shortestPath(from: number, to: number, members: readonly Member[], links: readonly GroupLink[]): GroupLink[] {
  const reached = new Map<number, GroupLink[]>([[from, []]]);
  const queue = [from];
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    const so = reached.get(at) ?? [];
    if (at === to) return so;
    if (at !== from && makesCalls(members[at] as Member)) continue;
    for (const link of links) {
      if (link.from !== at || reached.has(link.to)) continue;
      reached.set(link.to, [...so, link]);
      queue.push(link.to);
    }
  }
  return [];
}

export function makesCalls(member: Member): boolean {
  return member.node.kind === "call" || member.node.kind === "method" || member.members.some(makesCalls);
}
