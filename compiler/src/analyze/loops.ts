/** Code that may run more than once in one run of a method: bodies of loops, and of functions in it. */
import type { Node } from "oxc-parser";
import { isFunction, walk, type AnyFunction } from "../syntax/walk.js";

export function loopsIn(fn: AnyFunction): Node[] {
  const found: Node[] = [];
  walk(fn, (node) => {
    if (/^(For|While|DoWhile|ForIn|ForOf)Statement$/.test(node.type)) found.push(node);
    if (isFunction(node) && node !== (fn as Node)) found.push(node);
  });
  return found;
}
