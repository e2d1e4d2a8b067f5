/** Which statements may leave for somewhere else, so that what follows them has to wait until that is decided. */
import type { Node, Statement } from "oxc-parser";
import { childrenOf, isFunction } from "../syntax/walk.js";

export interface Leaving {
  /** `return`, or `break` or `continue` of a statement around. */
  jumps: boolean;
  /** `break` or `continue` of a statement around: such a statement makes no sense on its own. */
  breaks: boolean;
  /** `throw` that nothing inside catches. */
  throws: boolean;
  returns: boolean;
}

/** How control may leave `node`, not counting inner functions and what calls throw. */
export function leavingOf(node: Node): Leaving {
  const leaving: Leaving = { jumps: false, breaks: false, throws: false, returns: false };
  const visit = (
    inner: Node,
    at: { labels: readonly string[]; loop: boolean; breakable: boolean; caught: boolean },
  ) => {
    if (isFunction(inner) || inner.type === "ClassBody") return;
    switch (inner.type) {
      case "ReturnStatement":
        leaving.jumps = leaving.returns = true;
        break;
      case "ThrowStatement":
        if (!at.caught) leaving.throws = true;
        break;
      case "BreakStatement":
        if (inner.label ? !at.labels.includes(inner.label.name) : !at.breakable) leaving.jumps = leaving.breaks = true;
        break;
      case "ContinueStatement":
        if (inner.label ? !at.labels.includes(inner.label.name) : !at.loop) leaving.jumps = leaving.breaks = true;
        break;
      case "LabeledStatement":
        visit(inner.body, { ...at, labels: [...at.labels, inner.label.name] });
        return;
      case "TryStatement":
        visit(inner.block, { ...at, caught: at.caught || inner.handler !== null });
        if (inner.handler) visit(inner.handler, at);
        if (inner.finalizer) visit(inner.finalizer, at);
        return;
      case "SwitchStatement":
        for (const child of childrenOf(inner)) visit(child, { ...at, breakable: true });
        return;
      default:
        if (isLoop(inner)) {
          for (const child of childrenOf(inner)) visit(child, { ...at, breakable: true, loop: true });
          return;
        }
    }
    for (const child of childrenOf(inner)) visit(child, at);
  };
  visit(node, { labels: [], loop: false, breakable: false, caught: false });
  return leaving;
}

export type Loop = Extract<
  Statement,
  { type: "ForStatement" | "ForOfStatement" | "ForInStatement" | "WhileStatement" | "DoWhileStatement" }
>;

export function isLoop(node: Node): node is Loop {
  return (
    node.type === "ForStatement" ||
    node.type === "ForOfStatement" ||
    node.type === "ForInStatement" ||
    node.type === "WhileStatement" ||
    node.type === "DoWhileStatement"
  );
}

/** Whether a `continue` in the body of a loop goes on with that loop. */
export function continues(body: Node, labels: readonly string[]): boolean {
  let found = false;
  const visit = (node: Node, own: boolean): void => {
    if (found || isFunction(node)) return;
    if (node.type === "ContinueStatement" && (node.label ? labels.includes(node.label.name) : own)) found = true;
    for (const child of childrenOf(node)) visit(child, own && !isLoop(node));
  };
  visit(body, true);
  return found;
}

/** Whether control never goes on behind a statement. */
export function alwaysLeaves(statement: Node | null | undefined): boolean {
  switch (statement?.type) {
    case "ReturnStatement":
    case "ThrowStatement":
    case "BreakStatement":
    case "ContinueStatement":
      return true;
    case "BlockStatement":
      return statement.body.some((inner) => alwaysLeaves(inner));
    case "IfStatement":
      return alwaysLeaves(statement.consequent) && alwaysLeaves(statement.alternate);
    default:
      return false;
  }
}
