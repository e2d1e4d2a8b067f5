/** The syntax of a method, from the inside out. */
import type { Node } from "oxc-parser";
import { childrenOf, isFunction, isTypeOnly, keyName, peel, type AnyFunction } from "../syntax/walk.js";

export const WRAPPERS: ReadonlySet<string> = new Set(
  "ParenthesizedExpression TSAsExpression TSNonNullExpression TSSatisfiesExpression TSTypeAssertion TSInstantiationExpression".split(
    " ",
  ),
);

type Range = { start: number; end: number };
export const within = (inner: Range, outer: Range): boolean => inner.start >= outer.start && inner.end <= outer.end;

export class MethodTree {
  readonly #parents = new Map<Node, Node>();
  readonly names = new Map<number, Node>();
  readonly functions: AnyFunction[] = [];

  constructor(readonly root: Node) {
    const visit = (node: Node, parent: Node | undefined): void => {
      if (isTypeOnly(node)) return;
      if (parent) this.#parents.set(node, parent);
      if (node.type === "Identifier") this.names.set(node.start, node);
      if (isFunction(node) && node !== root) this.functions.push(node);
      for (const child of childrenOf(node)) visit(child, node);
    };
    visit(root, undefined);
  }

  parent(node: Node): Node | undefined {
    return this.#parents.get(node);
  }

  /** From the innermost outwards. */
  *around(node: Node): Generator<Node> {
    for (let next = this.parent(node); next; next = this.parent(next)) yield next;
  }

  /** With the parentheses and type wrappers around it. */
  wrapped(node: Node): Node {
    let outer = node;
    for (let next = this.parent(outer); next && WRAPPERS.has(next.type); next = this.parent(outer)) outer = next;
    return outer;
  }

  /** The innermost node that holds both, and its parts that hold the one and the other. */
  fork(a: Node, b: Node): { node: Node; a: Node; b: Node } {
    let partA = a;
    for (const node of [a, ...this.around(a)]) {
      let partB = b;
      if (node === b) return { node, a: partA, b };
      if (within(b, node)) {
        for (const next of this.around(b)) {
          if (next === node) return { node, a: partA, b: partB };
          partB = next;
        }
      }
      partA = node;
    }
    return { node: this.root, a, b };
  }

  /** Whether nobody uses the value of an expression. */
  unused(node: Node): boolean {
    const outer = this.wrapped(node);
    const parent = this.parent(outer);
    switch (parent?.type) {
      case "ExpressionStatement":
        return true;
      case "ForStatement":
        return parent.update === outer || parent.init === outer;
      case "UnaryExpression":
        return parent.operator === "void";
      case "SequenceExpression":
        return parent.expressions.at(-1) !== outer || this.unused(parent);
      case "LogicalExpression":
        return parent.right === outer && this.unused(parent);
      case "ConditionalExpression":
        return parent.test !== outer && this.unused(parent);
      case "ArrowFunctionExpression": {
        const call = this.parent(this.wrapped(parent));
        const callee =
          call?.type === "CallExpression" && call.arguments[0] === this.wrapped(parent) && peel(call.callee);
        return callee && callee.type === "MemberExpression" && keyName(callee.property, callee.computed) === "forEach";
      }
      default:
        return false;
    }
  }
}
