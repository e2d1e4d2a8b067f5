/**
 * Which parameters a function calls, itself or through functions that it passes them on to, as far as names tell:
 * it is asked while launches are still being looked for.
 *
 *     const apply = (f, q) => f(q);        const twice = (f, q) => apply(f, apply(f, q));       both call `f`
 */
import type { CallExpression, Expression, Node } from "oxc-parser";
import type { Binding } from "../syntax/bindings.js";
import { Kept } from "../syntax/kept.js";
import { calledThrough, nodesOf, peel } from "../syntax/walk.js";
import { targetOf } from "./callTarget.js";
import type { FileAnalysis } from "./methodContext.js";
import { namedCallback } from "./namedCallback.js";

/** Names in calls, by where they start. */
interface Uses {
  called: Set<number>;
  passed: Map<number, { call: CallExpression; index: number }>;
}

const known = new Kept<FileAnalysis["launches"], Uses>();

export function usesOf(analysis: FileAnalysis): Uses {
  let uses = known.get(analysis.launches);
  if (uses) return uses;
  uses = { called: new Set(), passed: new Map() };
  known.set(analysis.launches, uses);
  const { called, passed } = uses;
  for (const node of nodesOf(analysis.file.program, "CallExpression")) {
    const callee = calleeOf(node);
    // A member starts where its object does.
    if (callee.type === "Identifier") called.add(callee.start);
    const callback = namedCallback(node, analysis);
    if (callback) called.add(callback.callee.start);
    node.arguments.forEach((argument, index) => {
      const value = argument.type === "SpreadElement" ? argument : peel(argument);
      if (value.type === "Identifier") passed.set(value.start, { call: node, index });
    });
  }
  return uses;
}

/** What a call runs: `f` of `f(q)` and of `f.call(self, q)`. */
export function calleeOf({ callee }: CallExpression): Expression {
  const inner = peel(callee);
  return calledThrough(inner) ?? inner;
}

/** The name of a parameter, which may have a default. */
export function parameterNamed(param: Node | undefined, { file }: FileAnalysis): Binding | undefined {
  const name = param?.type === "AssignmentPattern" ? param.left : param;
  return name?.type === "Identifier" ? file.bindings.declared.get(name.start) : undefined;
}

export function isCalledInside(
  parameter: Binding,
  analysis: FileAnalysis,
  seen: ReadonlySet<Binding> = new Set(),
): boolean {
  if (seen.has(parameter)) return false;
  const { called, passed } = usesOf(analysis);
  return parameter.references.some(({ start }) => {
    if (called.has(start)) return true;
    const use = passed.get(start);
    const target = use && targetOf(use.call, analysis);
    const home = target?.home ?? analysis;
    const next = target && parameterNamed(target.fn.params[use.index], home);
    return next !== undefined && isCalledInside(next, home, new Set([...seen, parameter]));
  });
}
