/** Generic steps over the syntax tree: children in source order, type wrappers peeled off. */
import {
  visitorKeys,
  type Expression,
  type Function as FunctionNode,
  type ArrowFunctionExpression,
  type Node,
} from "oxc-parser";
import { firstFrom } from "./firstFrom.js";

export type AnyFunction = FunctionNode | ArrowFunctionExpression;

export const FUNCTIONS = ["ArrowFunctionExpression", "FunctionExpression", "FunctionDeclaration"] as const;

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
  /** The program that a function, block or class is in. */
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
  byType: Map<string, Places>;
  /** The places of functions, blocks and classes. */
  roots: Map<Node, number>;
  /** Those of them that are in what is only about types, as a namespace is. */
  rootsInTypes: Set<Node>;
}

/** Where nodes of one type are: in code, and in what is only about types. */
interface Places {
  type: Node["type"];
  areTypes: boolean;
  code: number[];
  types: number[];
}

const TYPES: ReadonlyMap<string, Node["type"]> = new Map(
  Object.keys(visitorKeys).map((type) => [type, type as Node["type"]]),
);

/** The type of a node as the string that is in this program: the same one is compared at once. */
const ownNameOf = ({ type }: Node): Node["type"] => TYPES.get(type) ?? type;

const ROOTS = [...FUNCTIONS, "BlockStatement", "ClassDeclaration", "ClassExpression"] as const;

function flatten(program: Node): Flat {
  const nodes: Node[] = [];
  const ends: number[] = [];
  const byType = new Map<string, Places>();
  const visit = (node: Node, around: "code" | "types"): void => {
    const at = nodes.push(node) - 1;
    ends.push(0);
    let places = byType.get(node.type);
    if (!places)
      byType.set(node.type, (places = { type: ownNameOf(node), areTypes: isTypeOnly(node), code: [], types: [] }));
    // The parser gives each node a string of its own, and those are compared letter by letter.
    node.type = places.type;
    const inside = places.areTypes ? "types" : around;
    places[inside].push(at);
    for (const child of childrenOf(node)) visit(child, inside);
    ends[at] = nodes.length;
  };
  visit(program, "code");
  const roots = new Map<Node, number>();
  const rootsInTypes = new Set<Node>();
  for (const type of ROOTS)
    for (const inside of ["code", "types"] as const)
      for (const at of byType.get(type)?.[inside] ?? []) {
        const root = nodes[at] as Node;
        roots.set(root, at);
        if (inside === "types") rootsInTypes.add(root);
        (root as Node & Known)[PROGRAM] = program;
      }
  return { nodes, ends, byType, roots, rootsInTypes };
}

/** The list that `node`, a program or a function, block or class of one, is in, and its place there. */
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
  return choose(node, types, true) as NodeOf<Type>[];
}

/** `nodesOf` without what is in nodes that are only about types. */
export function codeOf<Type extends Node["type"]>(node: Node, ...types: readonly Type[]): NodeOf<Type>[] {
  return choose(node, types, false) as NodeOf<Type>[];
}

function choose(node: Node, types: readonly string[], inTypes: boolean): Node[] {
  const found = flatOf(node);
  if (!found || (!inTypes && found.flat.rootsInTypes.has(node))) {
    const chosen: Node[] = [];
    walk(node, (inner) => {
      if (!inTypes && isTypeOnly(inner)) return false;
      if (types.includes(inner.type)) chosen.push(inner);
      return true;
    });
    return chosen;
  }
  const { flat, at } = found;
  const end = flat.ends[at] as number;
  const parts: (readonly number[])[] = [];
  for (const type of types) {
    const places = flat.byType.get(type);
    for (const all of places ? (inTypes ? [places.code, places.types] : [places.code]) : []) {
      const part = at === 0 ? all : all.slice(firstFrom(all, at), firstFrom(all, end));
      if (part.length > 0) parts.push(part);
    }
  }
  const places = inOrder(parts);
  const chosen: Node[] = [];
  for (let i = 0; i < places.length; i++) chosen.push(flat.nodes[places[i] as number] as Node);
  return chosen;
}

/** Sorted lists of numbers as one. Numbers of one type are sorted without a call for each pair. */
function inOrder(parts: readonly (readonly number[])[]): ArrayLike<number> {
  if (parts.length <= 1) return parts[0] ?? [];
  const all = new Uint32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all.sort();
}

/** Forgets what is known of a tree that has changed. */
export function forgetTree(program: Node): void {
  walk(program, (node) => {
    delete (node as Node & Known)[CHILDREN];
  });
  delete (program as Node & Known)[FLAT];
}

/** Takes from the end of a list, of nodes in one another, those that `node`, which comes later in the text, is not in. */
export function leaveEnded(around: Node[], node: Node): void {
  while (around.length > 0 && (around.at(-1) as Node).end <= node.start) around.pop();
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

const WRAPPERS: ReadonlySet<string> = new Set<Wrapper["type"]>([
  "ParenthesizedExpression",
  "TSAsExpression",
  "TSNonNullExpression",
  "TSSatisfiesExpression",
  "TSTypeAssertion",
  "TSInstantiationExpression",
]);

/** Parentheses, and what only says of which type an expression is. */
export function isWrapper(node: Node): node is Wrapper {
  return WRAPPERS.has(node.type);
}

/** The expression without parentheses and type wrappers. */
export function peel(node: Expression): Expression {
  let inner = node;
  // No call of `isWrapper`: nothing else is called so often.
  while (WRAPPERS.has(inner.type)) inner = (inner as Wrapper).expression;
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
