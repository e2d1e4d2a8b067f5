/**
 * What of a function never runs because what is before it never ends: nothing of it is in a plan.
 *
 *     do { return this.a(doc); } while (this.ok(doc))      the test
 *     for (;;) { if (this.ok(doc)) return doc; } this.b()  what follows
 */
import type { Expression, Node } from "oxc-parser";
import { constantArm, isLoop, type Loop } from "../lower/leaving.js";
import { childrenOf, isFunction, nodesOf, peel } from "../syntax/walk.js";

export function unreachableIn(fn: Node): Set<Node> {
  const dead = new Set<Node>();
  for (const node of nodesOf(fn, "BlockStatement", "SwitchCase", "ForStatement", "DoWhileStatement")) {
    if (node.type === "BlockStatement" || node.type === "SwitchCase") {
      const statements: readonly Node[] = node.type === "SwitchCase" ? node.consequent : node.body;
      const last = statements.findIndex((statement) => !ends(statement));
      if (last !== -1) for (const statement of statements.slice(last + 1)) dead.add(statement);
    } else if (!goesOn(node)) {
      const behind = node.type === "ForStatement" ? node.update : node.test;
      if (behind) dead.add(behind);
    }
  }
  return dead;
}

/** Whether control may get to the end of a statement. */
function ends(node: Node): boolean {
  switch (node.type) {
    case "ReturnStatement":
    case "ThrowStatement":
    case "BreakStatement":
    case "ContinueStatement":
      return false;
    case "BlockStatement":
      return node.body.every(ends);
    case "IfStatement": {
      const arm = constantArm(node);
      return arm ? arm.every(ends) : ends(node.consequent) || !node.alternate || ends(node.alternate);
    }
    case "LabeledStatement":
      return ends(node.body) || jumps(node.body, "BreakStatement");
    case "TryStatement":
      return (
        (!node.finalizer || ends(node.finalizer)) &&
        (ends(node.block) || (node.handler ? ends(node.handler.body) : false))
      );
    case "SwitchStatement": {
      const last = node.cases.at(-1);
      const decided = node.cases.some(({ test }) => test === null) && last?.consequent.some((step) => !ends(step));
      return !decided || jumps(node, "BreakStatement");
    }
    case "DoWhileStatement":
      return jumps(node.body, "BreakStatement") || (goesOn(node) && !isTrue(node.test));
    case "WhileStatement":
      return jumps(node.body, "BreakStatement") || !isTrue(node.test);
    case "ForStatement":
      return jumps(node.body, "BreakStatement") || (node.test !== null && !isTrue(node.test));
    default:
      return true;
  }
}

/** Whether a round of a loop may be followed by what stands behind its body. */
const goesOn = ({ body }: Loop): boolean => ends(body) || jumps(body, "ContinueStatement");

/** Whether something in the body may leave it this way: with a label, it may be that of any statement around. */
function jumps(body: Node, type: "BreakStatement" | "ContinueStatement"): boolean {
  const visit = (node: Node, own: boolean): boolean => {
    if (isFunction(node)) return false;
    if (node.type === type && (own || node.label !== null)) return true;
    const inner = own && !isLoop(node) && (type === "ContinueStatement" || node.type !== "SwitchStatement");
    return childrenOf(node).some((child) => visit(child, inner));
  };
  return body.type === "SwitchStatement" ? body.cases.some((one) => visit(one, true)) : visit(body, true);
}

function isTrue(test: Expression): boolean {
  const literal = peel(test);
  return literal.type === "Literal" && literal.value === true;
}
