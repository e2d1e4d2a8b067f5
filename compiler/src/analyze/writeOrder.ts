/** Which writes to a local container may happen while it is still being read, or after others got hold of it. */
import type { Expression, Node } from "oxc-parser";
import { declaredIn, type Binding } from "../syntax/bindings.js";
import { childrenOf, isFunction, peel, walk, type AnyFunction } from "../syntax/walk.js";
import { type MethodTree, within } from "./methodTree.js";

/** The pattern that gets parts of a value, in what has both. */
function patternOf(node: Node): Node | undefined {
  switch (node.type) {
    case "VariableDeclarator":
      return node.id;
    case "AssignmentExpression":
      return node.left.type.endsWith("Pattern") ? node.left : undefined;
    case "ForOfStatement":
    case "ForInStatement":
      return node.left;
    default:
      return undefined;
  }
}

const isLoop = (node: Node): boolean => /^(For|While|DoWhile|ForIn|ForOf)Statement$/.test(node.type);

export class WriteOrder {
  /** `assignments`: those that give the name another container. */
  constructor(
    readonly binding: Binding,
    readonly tree: MethodTree,
    readonly inPlace: ReadonlyMap<AnyFunction, "callback" | "once">,
    readonly assignments: readonly Node[],
  ) {}

  /** Whether what `node` stands for is still in use, in the same expression, when `write` happens. */
  stillReading(mention: Node, write: Node): boolean {
    const name = peel(mention as Expression) as Node;
    if (name.start >= write.start) return false;
    const { node, a, b } = this.tree.fork(name, write);
    if (isFunction(node) || /(Statement|Declaration|SwitchCase|CatchClause|SequenceExpression)$/.test(node.type))
      return false;
    if (node.type === "ConditionalExpression" || node.type === "LogicalExpression") return false;
    // list(b).forEach((x) => b.push(x)): the list is there before the callback runs.
    const fn =
      node.type === "CallExpression" && a === node.callee && b.type !== "SpreadElement" && peel(b as Expression);
    if (!fn || !isFunction(fn) || !this.inPlace.has(fn)) return true;
    const callee = peel(a as Expression);
    return callee.type !== "MemberExpression" || peel(callee.object) === name || !within(name, callee.object);
  }

  /** Whether `write` may run after `escape` has given the object away. */
  seesWrite(escape: Node, write: Node): boolean {
    const { binding, tree } = this;
    if (this.#leavesAt(escape, write)) return false;
    const loops = [...tree.around(escape)].filter(
      (node) =>
        (isLoop(node) || (isFunction(node) && this.inPlace.get(node) === "callback")) &&
        within(write, node) &&
        !declaredIn(binding, node),
    );
    const { node, a, b } = tree.fork(escape, write);
    const branch = node.type === "IfStatement" || node.type === "ConditionalExpression";
    const apart = branch && a !== node.test && b !== node.test && a !== b;
    // What a pattern takes apart is evaluated before what stands in it.
    const isBefore = write.end <= escape.start && !(patternOf(node) === b && a !== b);
    if (loops.length === 0 && (apart || isBefore)) return false;
    return !this.assignments.some((assignment) => this.#replaces(assignment, escape, write, loops));
  }

  /** `return f(b)`: nothing in the function runs after it, but for a `try` around. */
  #leavesAt(escape: Node, write: Node): boolean {
    const { binding, tree } = this;
    for (const exit of tree.around(escape)) {
      if (exit.type !== "ReturnStatement" && exit.type !== "ThrowStatement") continue;
      const around = [...tree.around(exit)];
      const fn = around.find(isFunction);
      if (!fn || !declaredIn(binding, fn) || within(write, exit)) continue;
      const cannotThrow = exit.type === "ReturnStatement" && exit.argument && peel(exit.argument) === escape;
      const held = around.some(
        (node) =>
          node.type === "TryStatement" &&
          !declaredIn(binding, node) &&
          (node.finalizer ? !within(exit, node.finalizer) : within(exit, node.block) && !cannotThrow),
      );
      if (!held) return true;
    }
    return false;
  }

  /** Whether the name always stands for a new object between `escape` and `write`. */
  #replaces(assignment: Node, escape: Node, write: Node, loops: readonly Node[]): boolean {
    const { binding, tree } = this;
    const statement = tree.parent(tree.wrapped(assignment));
    const list = statement && tree.parent(statement);
    if (statement?.type !== "ExpressionStatement" || (list?.type !== "BlockStatement" && list?.type !== "SwitchCase"))
      return false;
    const from = childrenOf(list).find((child) => within(escape, child));
    if (!from || from.start > statement.start) return false;
    if (write.end > escape.start ? write.start < statement.end : loops.length === 0) return false;
    if (!loops.every((loop) => within(statement, loop))) return false;
    // Nothing may lead past it: a jump, or an error that something catches.
    if ([...tree.around(statement)].some((node) => node.type === "TryStatement" && !declaredIn(binding, node)))
      return false;
    let jumps = false;
    for (const child of childrenOf(list)) {
      if (child.start < from.start || child.start > statement.start) continue;
      walk(child, (node) => {
        if (/^(Break|Continue|Return)Statement$/.test(node.type)) jumps = true;
      });
    }
    return !jumps;
  }
}
