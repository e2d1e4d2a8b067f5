/** Code that may run more than once in one run of a method: bodies of loops, and of functions in it. */
import type { Node } from "oxc-parser";
import { FUNCTIONS, type AnyFunction, nodesOf } from "../syntax/walk.js";

export function loopsIn(fn: AnyFunction): Node[] {
  const found = nodesOf(fn, ...FUNCTIONS, ...LOOPS);
  return found.filter((node) => node !== fn);
}

const LOOPS = ["ForStatement", "WhileStatement", "DoWhileStatement", "ForInStatement", "ForOfStatement"] as const;
