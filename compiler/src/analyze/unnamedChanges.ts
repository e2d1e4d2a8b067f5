/**
 * Changes of objects that no name leads to: what a call gives, one of two, what a list that was just made holds. They
 * may be anybody's. What names lead to is found by `mutations.ts`.
 *
 *   this.notes().push(q)      (first ? this.a : this.b).push(q)      [this.a][0].push(q)      this[key].push(q)
 */
import type { Expression, Node } from "oxc-parser";
import { type NodeOf, type AnyFunction, keyName, nodesOf, peel } from "../syntax/walk.js";
import { isFreshValue } from "./freshValue.js";
import { signatureOf } from "./librarySignature.js";
import type { FileAnalysis } from "./methodContext.js";
import { changedBy, patternTargets } from "./mutations.js";
import { isNamespace } from "./signatures.js";

/** Whether a function makes such changes. */
export function changesUnnamed(fn: AnyFunction, analysis: FileAnalysis): boolean {
  return nodesOf(fn.body as Node, ...CHANGES).some((node) =>
    changedIn(node, analysis).some((changed) => !isNamed(changed, analysis)),
  );
}

interface Changed {
  object: Expression;
  /** The member that is assigned or deleted; of what is given to a function, anything may be. */
  member?: string | undefined;
}

const CHANGES = [
  "AssignmentExpression",
  "ForOfStatement",
  "ForInStatement",
  "UpdateExpression",
  "UnaryExpression",
  "CallExpression",
] as const;

function changedIn(node: NodeOf<(typeof CHANGES)[number]>, analysis: FileAnalysis): Changed[] {
  switch (node.type) {
    case "AssignmentExpression":
    case "ForOfStatement":
    case "ForInStatement":
      return assigned(node.left);
    case "UpdateExpression":
      return assigned(node.argument);
    case "UnaryExpression":
      return node.operator === "delete" ? assigned(peel(node.argument)) : [];
    case "CallExpression":
      if (analysis.launches.has(node)) return [];
      if (isBorrowed(peel(node.callee), analysis)) return [{ object: node.callee }];
      return changedBy(node, analysis).map((object) => ({ object }));
  }
}

function assigned(target: Node): Changed[] {
  if (target.type === "ChainExpression") return assigned(target.expression);
  if (target.type.endsWith("Pattern") || target.type === "RestElement") return patternTargets(target).flatMap(assigned);
  if (target.type !== "MemberExpression") return [];
  return [{ object: target.object, member: keyName(target.property, target.computed) }];
}

/** `Array.prototype.push.apply`, `Reflect.apply`: what these change is among what they are given. */
function isBorrowed(callee: Expression, analysis: FileAnalysis): boolean {
  if (callee.type !== "MemberExpression") return false;
  const name = keyName(callee.property, callee.computed);
  let root = peel(callee.object);
  const isDirect = root.type === "Identifier";
  while (root.type === "MemberExpression") root = peel(root.object);
  if (root.type !== "Identifier" || analysis.file.bindings.bindingOf(root) || !isNamespace(root.name)) return false;
  return isDirect ? root.name === "Reflect" && name === "apply" : name === "call" || name === "apply";
}

/** Whether a name or a field leads to an object that is changed, or the expression has made it. */
function isNamed({ object, member }: Changed, analysis: FileAnalysis): boolean {
  let at = peel(object);
  // Of `this` itself, a member that is named is known by that.
  if (at.type === "ThisExpression") return member !== undefined;
  if (isFreshValue(at, analysis)) return true;
  for (;;) {
    if (at.type === "ChainExpression") at = peel(at.expression);
    else if (at.type === "MemberExpression") {
      const inner = peel(at.object);
      if (inner.type === "ThisExpression") return keyName(at.property, at.computed) !== undefined;
      at = inner;
    } else if (at.type === "CallExpression") {
      // What a library function gives is, or is a part of, what it is called on or given.
      const signature = analysis.launches.has(at) ? undefined : signatureOf(at, analysis);
      const callee = peel(at.callee);
      if (!signature || callee.type !== "MemberExpression") return false;
      if (signature.returns === "value") return true;
      at = peel(callee.object);
    } else return at.type === "Identifier" && analysis.file.bindings.bindingOf(at) !== undefined;
  }
}
