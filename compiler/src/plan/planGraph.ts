/** The nodes and edges of a plan while it is made: every node waits for what it is in, and effects keep their order. */
import type { PlanEdge, PlanNode, PlanNodeKind } from "plait/internal";
import { positionAt } from "../syntax/parse.js";

/** Where a node stands. */
export interface Place {
  parent: number | undefined;
  arm: PlanNode["arm"] | undefined;
  /** Tests that are decided before, besides the parent's. */
  guards: readonly number[];
}

export const TOP: Place = { parent: undefined, arm: undefined, guards: [] };

export class PlanGraph {
  readonly nodes: PlanNode[] = [];
  readonly edges: PlanEdge[] = [];
  /** The effect that the next one comes after. */
  lastEffect: number | undefined;
  #sinceEffect: number[] = [];
  readonly #known = new Set<string>();
  readonly #lines: readonly number[];

  constructor(lines: readonly number[]) {
    this.#lines = lines;
  }

  addNode(
    kind: PlanNodeKind,
    label: string,
    at: { start: number },
    place: Place,
    more: Partial<PlanNode> = {},
    /** What it waits for, where it does not wait for all that is around it. */
    started: Place = place,
  ): PlanNode {
    const node: PlanNode = {
      id: this.nodes.length,
      kind,
      label,
      position: positionAt(this.#lines, at.start),
      level: 0,
      rank: 0,
      slack: 0,
      ...more,
      ...(place.parent === undefined ? {} : { parent: place.parent }),
      ...(place.arm === undefined ? {} : { arm: place.arm }),
    };
    this.nodes.push(node);
    for (const guard of started.guards) {
      this.addEdge(
        guard,
        node.id,
        "guard",
        `runs only when \`${(this.nodes[guard] as PlanNode).label}\` has not left the method`,
      );
    }
    if (started.parent !== undefined) {
      const parent = this.nodes[started.parent] as PlanNode;
      const guard = parent.kind === "branch" || parent.kind === "try";
      this.addEdge(started.parent, node.id, guard ? "guard" : "data", reasonInside(parent, started.arm));
    }
    return node;
  }

  addEdge(from: number, to: number, kind: PlanEdge["kind"], reason: string): void {
    const key = `${from} ${to} ${kind}`;
    if (from === to || this.#known.has(key)) return;
    this.#known.add(key);
    this.edges.push({ from, to, kind, reason });
  }

  /** The next effect waits for it. */
  mayFail(node: PlanNode): void {
    this.#sinceEffect.push(node.id);
  }

  /** An effect waits for everything before it that may fail. */
  orderEdges(node: PlanNode): void {
    for (const from of this.#sinceEffect)
      this.addEdge(from, node.id, "order", "happens only when everything before it has succeeded");
    if (this.lastEffect !== undefined) this.addEdge(this.lastEffect, node.id, "order", "effects keep their order");
    this.lastEffect = node.id;
    this.#sinceEffect = [];
  }

  /** What nothing else waits for, the end does. */
  endWith(end: PlanNode): void {
    const used = new Set(this.edges.map((e) => e.from));
    for (const node of this.nodes) {
      if (!used.has(node.id) && node !== end && node.kind !== "input")
        this.addEdge(node.id, end.id, "order", "everything is done when the method returns");
    }
  }
}

function reasonInside({ kind, label }: PlanNode, arm: Place["arm"]): string {
  if (kind === "branch") return `runs only if \`${label}\` is ${arm === "then" ? "true" : "false"}`;
  if (kind === "try") return arm === "catch" ? "runs when the body of `try` has failed" : `part of \`try\``;
  if (kind === "function") return `runs when \`${label}\` is called`;
  return kind === "loop" ? `one per round of \`${label}\`` : `one per element of \`${label}\``;
}
