/**
 * Lists that are surely without elements: an empty literal, and what is made of one on the spot. What is taken out
 * of such a list is undefined, and a callback over it does not run, whatever the types say.
 *
 *   ([])[0]          [].slice(1).map((x) => x.trim())
 */
import type { Expression } from "oxc-parser";
import { keyName, peel } from "../syntax/walk.js";

/** Methods that give a list of no more elements than their own has. */
const NO_MORE: ReadonlySet<string> = new Set("slice filter map flatMap flat toReversed toSorted".split(" "));

export function isEmptyList(expression: Expression): boolean {
  const node = peel(expression);
  if (node.type === "ArrayExpression") return node.elements.length === 0;
  if (node.type !== "CallExpression" || node.callee.type !== "MemberExpression") return false;
  const { object, property, computed } = node.callee;
  return NO_MORE.has(keyName(property, computed) ?? "") && isEmptyList(object);
}
