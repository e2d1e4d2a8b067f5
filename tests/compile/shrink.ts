/**
 * Makes a failing program small: drops class members and statements, and puts simpler expressions, or parts
 * of them, in the place of others, as long as the failure stays the same. Works on the text, through its
 * syntax tree, so that it serves generated programs and fixtures alike.
 */
import { parseSync, visitorKeys, type Node } from "oxc-parser";

type Edit = { start: number; end: number; text: string };

function childrenOf(node: Node): Node[] {
  const found: Node[] = [];
  for (const key of visitorKeys[node.type] ?? []) {
    const child = (node as unknown as Record<string, Node | Node[] | null>)[key];
    for (const item of Array.isArray(child) ? child : [child]) if (item) found.push(item);
  }
  return found;
}

const isExpression = (node: Node): boolean => /(Expression|Literal|Identifier)$/.test(node.type);

/** Smaller versions, the largest cuts first. */
function candidates(text: string): Edit[] {
  const parsed = parseSync("program.ts", text, { lang: "ts", sourceType: "module" });
  if (parsed.errors.length > 0) return [];
  const edits: Edit[] = [];
  const cut = (node: Node, replacement = ""): void => {
    if (text.slice(node.start, node.end) !== replacement)
      edits.push({ start: node.start, end: node.end, text: replacement });
  };
  const visit = (node: Node, parent: Node | undefined, key: string): void => {
    if (node.type.startsWith("TS")) return;
    // A loop must still end.
    if (parent?.type === "ForStatement" && key !== "body") return;
    if (/Statement$|Declaration$/.test(node.type) && (parent?.type === "BlockStatement" || parent?.type === "Program"))
      cut(node);
    if (node.type === "PropertyDefinition" || node.type === "MethodDefinition") cut(node);
    if (node.type === "IfStatement") {
      cut(node, text.slice(node.consequent.start, node.consequent.end));
      if (node.alternate) edits.push({ start: node.consequent.end, end: node.alternate.end, text: "" });
    }
    if (node.type === "BlockStatement" && parent?.type === "BlockStatement")
      cut(node, text.slice(node.start + 1, node.end - 1));
    if (node.type === "TryStatement") cut(node, text.slice(node.block.start, node.block.end));
    const value =
      isExpression(node) &&
      key !== "key" &&
      key !== "property" &&
      key !== "callee" &&
      key !== "id" &&
      key !== "params" &&
      key !== "local" &&
      key !== "imported" &&
      key !== "superClass" &&
      key !== "left";
    if (value && node.end - node.start > 3) {
      for (const child of childrenOf(node)) if (isExpression(child)) cut(node, text.slice(child.start, child.end));
      for (const simple of [`"k"`, "[]", "true"]) cut(node, simple);
    }
    if (node.type === "CallExpression" || node.type === "NewExpression") {
      node.arguments.forEach((argument, i) => {
        const next = node.arguments[i + 1];
        edits.push({ start: argument.start, end: next ? next.start : argument.end, text: "" });
      });
    }
    for (const k of visitorKeys[node.type] ?? []) {
      const child = (node as unknown as Record<string, Node | Node[] | null>)[k];
      for (const item of Array.isArray(child) ? child : [child]) if (item) visit(item, node, k);
    }
  };
  visit(parsed.program, undefined, "");
  return edits.sort((a, b) => b.end - b.start - b.text.length - (a.end - a.start - a.text.length));
}

/** `fails` says whether a candidate still shows the failure. */
export async function shrink(
  text: string,
  fails: (candidate: string) => Promise<boolean>,
  tries = 1500,
): Promise<string> {
  let best = text;
  let left = tries;
  for (let again = true; again && left > 0;) {
    again = false;
    let edits = candidates(best);
    for (let i = 0; i < edits.length && left > 0;) {
      const edit = edits[i] as Edit;
      const candidate = best.slice(0, edit.start) + edit.text + best.slice(edit.end);
      if (candidate.length >= best.length || left-- <= 0 || !(await fails(candidate))) {
        i++;
        continue;
      }
      best = candidate;
      again = true;
      // What is left of this pass goes on behind the cut.
      edits = candidates(best).filter((e) => e.end - e.start <= edit.end - edit.start);
      i = 0;
      edits = edits.filter((e) => e.start >= edit.start || e.end <= edit.start);
      const behind = edits.findIndex((e) => e.start >= edit.start);
      if (behind > 0) edits = [...edits.slice(behind), ...edits.slice(0, behind)];
    }
  }
  return best.replace(/^\s*;?\s*\n/gm, "");
}
