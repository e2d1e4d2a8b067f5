/** A program that tells when one of its `catch` clauses runs, by an effect. */
import { parseSync, visitorKeys, type Node } from "oxc-parser";

export const CAUGHT = "$caught";

export function tellCatches(source: string): string {
  const places: number[] = [];
  const visit = (node: Node): void => {
    if (node.type === "CatchClause") places.push(node.body.start + 1);
    for (const key of visitorKeys[node.type] ?? []) {
      const child = (node as unknown as Record<string, Node | (Node | null)[] | null>)[key];
      for (const item of Array.isArray(child) ? child : [child]) if (item) visit(item);
    }
  };
  // Several files are one text; what stands between them is a comment.
  visit(parseSync("program.ts", source, { lang: "ts", sourceType: "module" }).program);
  let text = "";
  let from = 0;
  for (const at of places.sort((a, b) => a - b)) {
    text += `${source.slice(from, at)} effect("${CAUGHT}");`;
    from = at;
  }
  return text + source.slice(from);
}
