/**
 * Counts the steps of a run: a program that a cut turned into an endless loop has no meaning, and must end; so
 * must one that the compiler made endless. A step is a turn of a loop or a call of a function with a body of statements.
 */
import { parseSync, visitorKeys, type Node } from "oxc-parser";

export const MOST_STEPS = 10_000;

const LOOPS = new Set(["ForStatement", "ForOfStatement", "ForInStatement", "WhileStatement", "DoWhileStatement"]);

export function withSteps(name: string, code: string): string {
  const edits: { at: number; text: string }[] = [];
  const enter = (body: Node): void => {
    if (body.type === "BlockStatement") edits.push({ at: body.start + 1, text: " $step();" });
    else edits.push({ at: body.start, text: "{ $step(); " }, { at: body.end, text: " }" });
  };
  const visit = (node: Node): void => {
    const { body } = node as { body?: Node };
    if (LOOPS.has(node.type) && body) enter(body);
    else if (/Function/.test(node.type) && body?.type === "BlockStatement") enter(body);
    for (const key of visitorKeys[node.type] ?? []) {
      const child = (node as unknown as Record<string, Node | Node[] | null>)[key];
      for (const item of Array.isArray(child) ? child : [child]) if (item) visit(item);
    }
  };
  visit(parseSync(name.replace(/\.ts$/, ".js"), code, { lang: "js", sourceType: "module" }).program);
  let text = "";
  let from = 0;
  for (const { at, text: insert } of edits.sort((a, b) => a.at - b.at)) {
    text += code.slice(from, at) + insert;
    from = at;
  }
  return text + code.slice(from);
}
