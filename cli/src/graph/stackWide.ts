/** Where a level is too wide to stand side by side, calls with the same neighbours are stacked into one item. */
import type { GroupLink, Member } from "./planGroups.js";
import { GAP } from "./rows.js";

const FEWEST = 3;

/** The members in order, each alone or with those that it is stacked with. */
export function stackWide(
  members: readonly Member[],
  links: readonly GroupLink[],
  widthOf: (member: Member) => number,
  maxWidth: number,
): Member[][] {
  const neighbours = (index: number): string =>
    links
      .flatMap((link) =>
        link.to === index ? [`${link.from}>${link.kind}`] : link.from === index ? [`>${link.to}${link.kind}`] : [],
      )
      .sort()
      .join(" ");
  const tooWide = new Set<number>();
  for (const level of new Set(members.map((member) => member.node.level))) {
    const row = members.filter((member) => member.node.level === level && member.node.kind === "call");
    if (row.reduce((sum, member) => sum + widthOf(member) + GAP, -GAP) > maxWidth) tooWide.add(level);
  }
  const stacks = new Map<string, Member[]>();
  members.forEach((member, index) => {
    const { kind, level } = member.node;
    const stackable = kind === "call" && tooWide.has(level) && member.members.length === 0;
    const key = stackable ? `${level} ${neighbours(index)}` : `alone ${index}`;
    stacks.set(key, [...(stacks.get(key) ?? []), member]);
  });
  const kept = [...stacks.values()].flatMap((stack) =>
    stack.length < FEWEST ? stack.map((member) => [member]) : [stack],
  );
  return kept.sort((a, b) => members.indexOf(a[0] as Member) - members.indexOf(b[0] as Member));
}
