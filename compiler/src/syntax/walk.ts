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
  /** The program that a function or block is in. */
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
  /** The places of functions and blocks. */
  roots: Map<Node, number>;
  /** The places of each type of node. */
  places: Map<string, number[]>;
}

function flatten(program: Node): Flat {
  const flat: Flat = { nodes: [], ends: [], roots: new Map(), places: new Map() };
  const visit = (node: Node): void => {
    const at = flat.nodes.push(node) - 1;
    flat.ends.push(0);
    const places = flat.places.get(node.type);
    if (places) places.push(at);
    else flat.places.set(node.type, [at]);
    if (isFunction(node) || node.type === "BlockStatement") {
      flat.roots.set(node, at);
      (node as Node & Known)[PROGRAM] = program;
    }
    for (const child of childrenOf(node)) visit(child);
    flat.ends[at] = flat.nodes.length;
  };
  visit(program);
  return flat;
}

/** The list that `node`, a program or a function or block of one, is in, and its place there. */
function flatOf(node: Node): { flat: Flat; at: number } | undefined {
  const program: (Node & Known) | undefined = node.type === "Program" ? node : (node as Node & Known)[PROGRAM];
  if (!program) return undefined;
  const flat = (program[FLAT] ??= flatten(program));
  return { flat, at: node === program ? 0 : (flat.roots.get(node) as number) };
}

/** Visits `node` and everything in it; `enter` returning false leaves a subtree out. */
export function walk(node: Node, enter: (node: Node) => boolean | void): void {
  const found = flatOf(node);
  if (!found) {
    if (enter(node) === false) return;
    for (const child of childrenOf(node)) walk(child, enter);
    return;
  }
  const { nodes, ends } = found.flat;
  let { at } = found;
  const end = ends[at] as number;
  while (at < end) at = enter(nodes[at] as Node) === false ? (ends[at] as number) : at + 1;
}

/** Nodes of some types; a kind of node may have several. */
export type NodeOf<Type extends Node["type"], Any extends Node = Node> = Any extends Node
  ? [Extract<Any["type"], Type>] extends [never]
    ? never
    : Any
  : never;

/** What of `node` and everything in it is of these types, in the order of `walk`, which would look at all of it. */
export function nodesOf<Type extends Node["type"]>(node: Node, ...types: readonly Type[]): NodeOf<Type>[] {
  const chosen: Node[] = [];
  const found = flatOf(node);
  if (!found) walk(node, (inner) => void ((types as readonly string[]).includes(inner.type) && chosen.push(inner)));
  else {
    const { nodes, ends, places } = found.flat;
    const end = ends[found.at] as number;
    let inside: number[] = [];
    for (const type of types) {
      const all = places.get(type);
      if (!all) continue;
      const first = firstFrom(all, found.at);
      const part = all.slice(first, firstFrom(all, end));
      inside = inside.length === 0 ? part : [...inside, ...part].sort((a, b) => a - b);
    }
    for (const at of inside) chosen.push(nodes[at] as Node);
  }
  return chosen as NodeOf<Type>[];
}

/** Of sorted numbers, the index of the first that is not below `least`. */
function firstFrom(numbers: readonly number[], least: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] as number) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Forgets what is known of a tree that has changed. */
export function forgetTree(program: Node): void {
  walk(program, (node) => {
    delete (node as Node & Known)[CHILDREN];
  });
  delete (program as Node & Known)[FLAT];
}

export const FUNCTIONS = ["ArrowFunctionExpression", "FunctionExpression", "FunctionDeclaration"] as const;

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
