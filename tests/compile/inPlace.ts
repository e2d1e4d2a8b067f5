/** The source with every `await` gone: in the sequential run a call is its value. */
import { parseSync, visitorKeys, type Node } from "oxc-parser";

export function inPlace(source: string, fileName: string): string {
  if (!/\basync\b/.test(source)) return source;
  const edits: [number, number][] = [];
  const visit = (node: Node): void => {
    if (node.type === "AwaitExpression") edits.push([node.start, node.start + "await".length]);
    if ("async" in node && node.async) {
      // The keyword is the last `async` before the parameters.
      const fn = node as unknown as { start: number; params: Node[]; body: Node };
      const method = source.slice(0, fn.start).match(/\basync\s+(?:[\w$#]+)\s*$/);
      if (source.startsWith("async", fn.start)) edits.push([fn.start, fn.start + "async".length]);
      else if (method?.index !== undefined) edits.push([method.index, method.index + "async".length]);
    }
    for (const key of visitorKeys[node.type] ?? []) {
      const child = (node as unknown as Record<string, Node | Node[] | null>)[key];
      for (const item of Array.isArray(child) ? child : [child]) if (item) visit(item);
    }
  };
  visit(parseSync(fileName, source, { lang: "ts", sourceType: "module" }).program);
  let text = "";
  let from = 0;
  for (const [start, end] of edits.sort((a, b) => a[0] - b[0])) {
    text += source.slice(from, start) + " ".repeat(end - start);
    from = end;
  }
  return text + source.slice(from);
}
