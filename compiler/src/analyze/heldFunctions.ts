/**
 * Parameters of which a function calls what they hold: members of an object, elements of a list.
 *
 *     export function walk(node: Tree, { enter }: Visitor) { enter(node); }            `enter`
 *     export function retry(options: Options) { return options.run(1); }               `options`
 *     export function all(steps: Step[]) { return steps.map((s) => s.run()); }         `steps`, and `s` that comes from it
 */
import type { Expression, Node } from "oxc-parser";
import type { Binding } from "../syntax/bindings.js";
import { Kept } from "../syntax/kept.js";
import { namesIn } from "../syntax/patternNames.js";
import { type AnyFunction, keyName, nodesOf, peel } from "../syntax/walk.js";
import { calleeOf } from "./calledInside.js";
import { targetOf } from "./callTarget.js";
import { ARRAY_CALLBACKS, kindOf } from "./kinds.js";
import type { FileAnalysis } from "./methodContext.js";
import { writtenCallback } from "./namedCallback.js";
import { anySignature } from "./signatures.js";

type Held = ReadonlyMap<Node, ReadonlySet<Binding>>;

const known = new Kept<FileAnalysis["file"], Map<AnyFunction, Held>>();

/** The parameters of `fn` that hold what it calls, each with the names of what it holds. */
export function heldParameters(fn: AnyFunction, analysis: FileAnalysis): Held {
  let answers = known.get(analysis.file);
  if (!answers) known.set(analysis.file, (answers = new Map()));
  let held = answers.get(fn);
  if (!held) {
    // A function that calls itself holds nothing more for it.
    answers.set(fn, new Map());
    answers.set(fn, (held = findHeld(fn, analysis)));
  }
  return held;
}

function findHeld(fn: AnyFunction, analysis: FileAnalysis): Held {
  const { bindings } = analysis.file;
  /** The parameter that a name comes from. */
  const from = new Map<Binding, Node>();
  const give = (pattern: Node, param: Node | undefined): void => {
    if (!param) return;
    for (const name of namesIn(pattern)) {
      const binding = bindings.declared.get(name.start);
      if (binding && !from.has(binding)) from.set(binding, param);
    }
  };
  const paramOf = (node: Expression | null): Node | undefined => {
    const root = node ? heldRoot(node, analysis) : undefined;
    return root && from.get(root);
  };
  for (const param of fn.params) give(param, param);
  const found = new Set<Node>();
  if (from.size === 0 || !fn.body) return new Map();
  for (const node of nodesOf(fn.body as Node, "VariableDeclarator", "ForOfStatement", "CallExpression")) {
    if (node.type === "VariableDeclarator") give(node.id, paramOf(node.init));
    else if (node.type === "ForOfStatement" && node.left.type === "VariableDeclaration")
      for (const { id } of node.left.declarations) give(id, paramOf(node.right));
    if (node.type !== "CallExpression") continue;
    const callback = writtenCallback(node, analysis);
    const method = peel(node.callee);
    if (callback && method.type === "MemberExpression")
      for (const param of callback.params) give(param, paramOf(method.object));
    const callee = calleeOf(node);
    const param = paramOf(callee);
    if (param && mayBeHeld(callee, analysis)) found.add(param);
    node.arguments.forEach((argument, i) => {
      const given = argument.type === "SpreadElement" ? undefined : paramOf(argument);
      const target = given && targetOf(node, analysis);
      const taken = target?.fn.params[i];
      if (target && taken && heldParameters(target.fn, target.home ?? analysis).has(taken)) found.add(given);
    });
  }
  const held = new Map<Node, Set<Binding>>();
  for (const [binding, param] of from) {
    if (!found.has(param)) continue;
    const names = held.get(param);
    if (names) names.add(binding);
    else held.set(param, new Set([binding]));
  }
  return held;
}

/** `v` of `v.steps.first`, `Object.values(v)`, `[...v]` and `{ times: 2, ...v }`. */
export function heldRoot(node: Expression, analysis: FileAnalysis): Binding | undefined {
  const inner = peel(node);
  const of = (one: Expression): Binding | undefined => heldRoot(one, analysis);
  if (inner.type === "Identifier") return analysis.file.bindings.bindingOf(inner);
  if (inner.type === "MemberExpression") return of(inner.object);
  if (inner.type === "ArrayExpression" || inner.type === "ObjectExpression") {
    const parts = inner.type === "ArrayExpression" ? inner.elements : inner.properties;
    const spread = parts.find((part) => part?.type === "SpreadElement");
    return spread?.type === "SpreadElement" ? of(spread.argument) : undefined;
  }
  if (inner.type === "LogicalExpression") return of(inner.left);
  const first = inner.type === "CallExpression" ? inner.arguments[0] : undefined;
  if (inner.type !== "CallExpression" || inner.callee.type !== "MemberExpression") return undefined;
  const { object, property, computed } = inner.callee;
  const name = keyName(property, computed) ?? "";
  const isPart = /^(?:keys|values|entries)$/.test(name);
  if (object.type === "Identifier" && object.name === "Object")
    return isPart && first && first.type !== "SpreadElement" ? of(first) : undefined;
  return isPart || /^(?:slice|filter|reverse|toReversed|at|get|find|findLast|pop|shift)$/.test(name)
    ? of(object)
    : undefined;
}

/** Whether a callee may be a function that an object or a list holds, and is no method of the library. */
export function mayBeHeld(callee: Expression, analysis: FileAnalysis): boolean {
  if (callee.type !== "Identifier" && callee.type !== "MemberExpression") return false;
  const name = callee.type === "MemberExpression" ? keyName(callee.property, callee.computed) : undefined;
  if (name !== undefined && (anySignature(name) !== undefined || ARRAY_CALLBACKS.has(name))) return false;
  const kind = kindOf(callee, analysis);
  return kind.type === "unknown" || (kind.type === "function" && !kind.foreign);
}
