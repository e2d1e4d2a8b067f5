/**
 * The source with every `await` gone: in the sequential run a call is its value. What `Promise.allSettled` is given
 * becomes functions (`$settled(() => …)`), because a call that fails in there is an outcome.
 */
import type { Node } from "oxc-parser";
import { Edits } from "./edits.js";
import { eachChild, parseTypeScript } from "./walk.js";

/** What an `await`, or something that is `async`, is without. */
export function callInPlace(node: Node, source: string, edits: Edits): void {
  const remove = (start: number, length: number): void => edits.replace(start, start + length, " ".repeat(length));
  switch (node.type) {
    case "AwaitExpression":
      remove(node.start, "await".length);
      break;
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "ArrowFunctionExpression": {
      if (!node.async) break;
      // The keyword is the last `async` before the parameters.
      const method = /\basync\s+(?:[\p{ID_Continue}$#]+)\s*$/u.exec(
        source.slice(Math.max(0, node.start - 200), node.start),
      );
      if (source.startsWith("async", node.start)) remove(node.start, "async".length);
      else if (method) remove(node.start - method[0].length, "async".length);
    }
  }
}

/** Functions in what `Promise.allSettled` is given. */
export function settleInPlace(node: Node, edits: Edits): void {
  if (node.type !== "CallExpression" || !isAllSettled(node.callee)) return;
  const [list] = node.arguments;
  if (list) settleAll(unwrapped(list), edits);
}

function settleAll(list: Node, edits: Edits): void {
  const around = (node: Node, before: string, after: string): void => {
    edits.open(node.start, before);
    edits.close(node.end, after);
  };
  if (list.type === "ArrayExpression") {
    for (const element of list.elements) {
      if (element?.type === "SpreadElement") settleAll(element.argument, edits);
      else if (element && unwrapped(element).type === "CallExpression") around(element, "$settled(() => (", "))()");
      else if (element) around(element, "$fulfilled(", ")");
    }
    return;
  }
  const callback = mapCallback(list);
  if (callback) around(callback, "$settled(", ")");
}

/** The source with functions in `Promise.allSettled`, and else as it is. */
export function withOutcomes(source: string, fileName: string): string {
  if (!/\ballSettled\b/.test(source)) return source;
  const edits = new Edits();
  const visit = (node: Node): void => {
    settleInPlace(node, edits);
    eachChild(node, visit);
  };
  visit(parseTypeScript(fileName, source).program);
  return edits.apply(source);
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
