/** Generic steps over the syntax tree: children in source order, type wrappers peeled off. */
import {
  visitorKeys,
  type Expression,
  type Function as FunctionNode,
  type ArrowFunctionExpression,
  type Node,
} from "oxc-parser";

export type AnyFunction = FunctionNode | ArrowFunctionExpression;

/** The child nodes, in the order of their keys. */
export function childrenOf(node: Node): Node[] {
  const children: Node[] = [];
  for (const key of visitorKeys[node.type] ?? []) {
    const child = (node as unknown as Record<string, unknown>)[key];
    if (Array.isArray(child)) {
      for (const item of child) if (item !== null && typeof item === "object") children.push(item as Node);
    } else if (child !== null && typeof child === "object") children.push(child as Node);
  }
  return children;
}

/** Visits `node` and everything in it; `enter` returning false leaves a subtree out. */
export function walk(node: Node, enter: (node: Node) => boolean | void): void {
  if (enter(node) === false) return;
  for (const child of childrenOf(node)) walk(child, enter);
}

export function isFunction(node: Node): node is AnyFunction {
  return (
    node.type === "ArrowFunctionExpression" || node.type === "FunctionExpression" || node.type === "FunctionDeclaration"
  );
}

/** Whether a node is only about types. Type wrappers around expressions are not. */
export function isTypeOnly(node: Node): boolean {
  return (
    node.type.startsWith("TS") &&
    node.type !== "TSAsExpression" &&
    node.type !== "TSNonNullExpression" &&
    node.type !== "TSSatisfiesExpression" &&
    node.type !== "TSTypeAssertion" &&
    node.type !== "TSInstantiationExpression" &&
    node.type !== "TSParameterProperty"
  );
}

/** The expression without parentheses and type wrappers. */
export function peel(node: Expression): Expression {
  let inner = node;
  for (;;) {
    switch (inner.type) {
      case "ParenthesizedExpression":
      case "TSAsExpression":
      case "TSNonNullExpression":
      case "TSSatisfiesExpression":
      case "TSTypeAssertion":
      case "TSInstantiationExpression":
        inner = inner.expression;
        continue;
      default:
        return inner;
    }
  }
}

/** The static name of a property key or member, where it has one. */
export function keyName(key: Node, computed: boolean): string | undefined {
  if (!computed && key.type === "Identifier") return key.name;
  if (key.type === "PrivateIdentifier") return `#${key.name}`;
  if (key.type === "Literal" && (typeof key.value === "string" || typeof key.value === "number"))
    return String(key.value);
  return undefined;
}
