/**
 * The source with every `await` gone: in the sequential run a call is its value. What `Promise.allSettled` is given
 * becomes functions (`$settled(() => …)`), because a call that fails in there is an outcome.
 */
import { parseSync, visitorKeys, type Node } from "oxc-parser";

interface Edit {
  start: number;
  end: number;
  text: string;
}

export function inPlace(source: string, fileName: string): string {
  return /\basync\b|\ballSettled\b/.test(source) ? edited(source, fileName, true) : source;
}

/** The source with functions in `Promise.allSettled`, and else as it is. */
export function withOutcomes(source: string, fileName: string): string {
  return /\ballSettled\b/.test(source) ? edited(source, fileName, false) : source;
}

function edited(source: string, fileName: string, sync: boolean): string {
  const edits: Edit[] = [];
  const remove = (start: number, length: number): void => {
    edits.push({ start, end: start + length, text: " ".repeat(length) });
  };
  const around = (node: Node, before: string, after: string): void => {
    edits.push({ start: node.start, end: node.start, text: before }, { start: node.end, end: node.end, text: after });
  };
  const outcomes = (list: Node): void => {
    if (list.type === "ArrayExpression") {
      for (const element of list.elements) {
        if (element?.type === "SpreadElement") outcomes(element.argument);
        else if (element && unwrapped(element).type === "CallExpression") around(element, "$settled(() => (", "))()");
        else if (element) around(element, "$fulfilled(", ")");
      }
    } else if (mapCallback(list)) around(mapCallback(list) as Node, "$settled(", ")");
  };
  const visit = (node: Node): void => {
    if (sync && node.type === "AwaitExpression") remove(node.start, "await".length);
    if (node.type === "CallExpression" && isAllSettled(node.callee)) {
      const [list] = node.arguments;
      if (list) outcomes(unwrapped(list));
    }
    if (sync && "async" in node && node.async) {
      // The keyword is the last `async` before the parameters.
      const fn = node as unknown as { start: number; params: Node[]; body: Node };
      const method = source.slice(0, fn.start).match(/\basync\s+(?:[\w$#]+)\s*$/);
      if (source.startsWith("async", fn.start)) remove(fn.start, "async".length);
      else if (method?.index !== undefined) remove(method.index, "async".length);
    }
    for (const key of visitorKeys[node.type] ?? []) {
      const child = (node as unknown as Record<string, Node | Node[] | null>)[key];
      for (const item of Array.isArray(child) ? child : [child]) if (item) visit(item);
    }
  };
  visit(parseSync(fileName, source, { lang: "ts", sourceType: "module" }).program);
  let text = "";
  let from = 0;
  // At one place: what closes, then what opens, then what goes.
  const rank = ({ start, end, text: by }: Edit): number => (end > start ? 2 : by.startsWith(")") ? 0 : 1);
  for (const { start, end, text: by } of edits.sort((a, b) => a.start - b.start || rank(a) - rank(b))) {
    text += source.slice(from, start) + by;
    from = end;
  }
  return text + source.slice(from);
}

function isAllSettled(callee: Node): boolean {
  return (
    callee.type === "MemberExpression" &&
    callee.object.type === "Identifier" &&
    callee.object.name === "Promise" &&
    callee.property.type === "Identifier" &&
    callee.property.name === "allSettled"
  );
}

/** The function in `list.map((x) => …)`. */
function mapCallback(node: Node): Node | undefined {
  if (node.type !== "CallExpression" || node.callee.type !== "MemberExpression") return undefined;
  const { property } = node.callee;
  const [first] = node.arguments;
  if (property.type !== "Identifier" || property.name !== "map" || !first) return undefined;
  return /Function/.test(unwrapped(first).type) ? first : undefined;
}

function unwrapped(node: Node): Node {
  return node.type === "ParenthesizedExpression" ||
    node.type === "TSAsExpression" ||
    node.type === "TSNonNullExpression"
    ? unwrapped(node.expression)
    : node;
}
