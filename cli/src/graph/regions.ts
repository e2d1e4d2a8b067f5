/**
 * What a region of the plan looks like: its name, and its parts in the order in which they stand in the source.
 * The test of a loop is part of its name, and a chain of `else if` has its arms side by side.
 */
import type { PlanNode } from "plait/internal";
import type { Group, GroupLink, Member } from "./planGroups.js";
import { caseText, nodeText, type NodeText } from "./planText.js";

export interface Part {
  /** Undefined for the one body of a loop, map, function or sequential region. */
  title: string | undefined;
  group: Group;
}

export const ARMS = [undefined, "then", "else", "body", "catch", "finally"] as const;

/** A region in which nothing happens but tests is drawn as its name alone. */
export function isFramed(member: Member): boolean {
  return member.members.some((inner) => inner.node.kind !== "branch" || isFramed(inner));
}

export function regionText(member: Member): NodeText {
  const { title, detail } = nodeText(member.node);
  return caseText(member.node) === undefined ? { title, detail } : { title: "switch", detail };
}

export function partsOf(region: Member): Part[] {
  const member = withoutTest(region);
  return ARMS.flatMap((arm): Part[] => {
    const group = armOf(member, arm);
    if (!group) return [];
    const [only] = group.members;
    if (arm === "else" && only && group.members.length === 1 && isChained(only)) {
      return partsOf(only).map(({ title, group: inner }) => ({
        title: title === "then" ? (caseText(only.node) ?? `else ${nodeText(only.node).title}`) : title,
        group: inner,
      }));
    }
    const title = arm === "then" ? (caseText(member.node) ?? arm) : arm;
    return [{ title: member.node.kind === "try" && arm === "body" && isSole(member) ? undefined : title, group }];
  });
}

const isSole = (member: Member): boolean => member.members.every(({ node }) => node.arm === "body");

const isChained = ({ node, members }: Member): boolean =>
  node.kind === "branch" && members.some((inner) => inner.node.arm === "then");

function armOf(member: Member, arm: PlanNode["arm"]): Group | undefined {
  const indices = member.members.flatMap((inner, index) => (inner.node.arm === arm ? [index] : []));
  if (indices.length === 0) return undefined;
  const links = member.links.flatMap((link): GroupLink[] => {
    const from = indices.indexOf(link.from);
    const to = indices.indexOf(link.to);
    return from < 0 || to < 0 ? [] : [{ ...link, from, to }];
  });
  return { node: member.node, members: indices.map((index) => member.members[index] as Member), links };
}

/** A loop whose test has a node of its own shows it in its head only. */
function withoutTest(member: Member): Member {
  const [test] = member.members;
  if (member.node.kind !== "loop" || !test || member.members.length > 1 || test.node.kind !== "branch") return member;
  const head = /^(?:while \(|for \([^;]*; ?)(.*)$/s.exec(member.node.label)?.[1];
  if (head === undefined || !isFramed(test) || test.members.some(({ node }) => node.arm !== "then")) return member;
  const [seen, tested] = [head, test.node.label].map((text) => text.replace(/…$/, "")) as [string, string];
  if (seen.length === 0 || !(seen.startsWith(tested) || tested.startsWith(seen))) return member;
  const body = test.members.map((inner): Member => {
    const { arm: _arm, ...node } = inner.node;
    return { ...inner, node };
  });
  return { ...member, members: body, links: test.links };
}
