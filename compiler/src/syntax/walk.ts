/** Generic steps over the syntax tree: children in source order, type wrappers peeled off. */
import {
  visitorKeys,
  type Expression,
  type Function as FunctionNode,
  type ArrowFunctionExpression,
  type Node,
} from "oxc-parser";

export type AnyFunction = FunctionNode | ArrowFunctionExpression;

const CHILDREN = Symbol("children");
const FLAT = Symbol("flat");
const PROGRAM = Symbol("program");

/**
 * What is known of a node is kept with it: trees do not change, and the passes ask many times. A `WeakMap` would keep
 * its values from dying young: one that is old counts as a root when the young objects are collected.
 */
interface Known {
  [CHILDREN]?: Node[];
  [FLAT]?: Flat | undefined;
  /** The program that a function is in. */
  [PROGRAM]?: Node;
}

/** The child nodes, in the order of their keys. */
export function childrenOf(node: Node): readonly Node[] {
  return (node as Node & Known)[CHILDREN] ?? findChildren(node);
}

function findChildren(node: Node): Node[] {
  const children: Node[] = [];
  (node as Node & Known)[CHILDREN] = children;
  const keys = visitorKeys[node.type];
  if (keys === undefined) return children;
  for (let i = 0; i < keys.length; i++) {
    const child = (node as unknown as Record<string, unknown>)[keys[i] as string];
    if (child === null || typeof child !== "object") continue;
    if (!Array.isArray(child)) children.push(child as Node);
    else for (const item of child) if (item !== null && typeof item === "object") children.push(item as Node);
  }
  return children;
}

/** A tree as one list, in the order in which it is visited: it is read many times faster than the tree. */
interface Flat {
  nodes: Node[];
  /** By place in the list: the place behind the subtree. */
  ends: number[];
  functions: Map<Node, number>;
}

function flatten(program: Node): Flat {
  const flat: Flat = { nodes: [], ends: [], functions: new Map() };
  const visit = (node: Node): void => {
    const at = flat.nodes.push(node) - 1;
    flat.ends.push(0);
    if (isFunction(node)) {
      flat.functions.set(node, at);
      (node as Node & Known)[PROGRAM] = program;
    }
    for (const child of childrenOf(node)) visit(child);
    flat.ends[at] = flat.nodes.length;
  };
  visit(program);
  return flat;
}

/** Visits `node` and everything in it; `enter` returning false leaves a subtree out. */
export function walk(node: Node, enter: (node: Node) => boolean | void): void {
  const program: (Node & Known) | undefined = node.type === "Program" ? node : (node as Node & Known)[PROGRAM];
  if (!program) {
    if (enter(node) === false) return;
    for (const child of childrenOf(node)) walk(child, enter);
    return;
  }
  const flat = (program[FLAT] ??= flatten(program));
  const { nodes, ends } = flat;
  let at = node === program ? 0 : (flat.functions.get(node) as number);
  const end = ends[at] as number;
  while (at < end) at = enter(nodes[at] as Node) === false ? (ends[at] as number) : at + 1;
}

/** Forgets what is known of a tree that has changed. */
export function forgetTree(program: Node): void {
  walk(program, (node) => {
    delete (node as Node & Known)[CHILDREN];
  });
  delete (program as Node & Known)[FLAT];
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

type Wrapper = Extract<
  Expression,
  {
    type:
      | "ParenthesizedExpression"
      | "TSAsExpression"
      | "TSNonNullExpression"
      | "TSSatisfiesExpression"
      | "TSTypeAssertion"
      | "TSInstantiationExpression";
  }
>;

/** Parentheses, and what only says of which type an expression is. */
export function isWrapper(node: Node): node is Wrapper {
  switch (node.type) {
    case "ParenthesizedExpression":
    case "TSAsExpression":
    case "TSNonNullExpression":
    case "TSSatisfiesExpression":
    case "TSTypeAssertion":
    case "TSInstantiationExpression":
      return true;
    default:
      return false;
  }
}

/** The expression without parentheses and type wrappers. */
export function peel(node: Expression): Expression {
  let inner = node;
  while (isWrapper(inner)) inner = inner.expression;
  return inner;
}

/** Whether a key can be written as a name, without quotes. */
export const isPlainKey = (key: string): boolean => /^[A-Za-z_$][\w$]*$/.test(key);

/** The static name of a property key or member, where it has one. */
export function keyName(key: Node, computed: boolean): string | undefined {
  if (!computed && key.type === "Identifier") return key.name;
  if (key.type === "PrivateIdentifier") return `#${key.name}`;
  if (key.type === "Literal" && (typeof key.value === "string" || typeof key.value === "number"))
    return String(key.value);
  return undefined;
}

/** `f` of `f.call` and `f.apply`. */
export function calledThrough(callee: Expression): Expression | undefined {
  if (callee.type !== "MemberExpression") return undefined;
  const name = keyName(callee.property, callee.computed);
  return (name === "call" || name === "apply") && callee.object.type !== "Super" ? peel(callee.object) : undefined;
}
