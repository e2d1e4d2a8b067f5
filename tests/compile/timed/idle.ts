/**
 * What looks like a change in the text of a program and is none: an assignment in a function that nothing names,
 * so that nobody calls it, and one that gives a variable what it has, by its own name, by one that was made of it,
 * or by the one that it was made of, as long as nothing else was assigned. A decision about these delays nothing.
 */
import type { Node } from "oxc-parser";
import { childrenOf, isFunction } from "../walk.js";
import { bare } from "./analysis.js";

const idle = new WeakSet<Node>();

/** Whether a function is never called, or what a name in a pattern is assigned is what it has. */
export const isIdle = (node: Node): boolean => idle.has(node);

/** Names that are made of a variable, `const first = doc`, and where the first assignment of theirs ends that is none of it. */
type Constants = ReadonlyMap<string, { from: string; until: number }>;

const KEEPS = new Set(["=", "||=", "&&=", "??="]);

/** Looks for all of these, before a program is run. */
export function noteIdle(node: Node, constants: Constants = new Map()): void {
  const inside = isBlock(node) ? new Map([...constants, ...constantsOf(node)]) : constants;
  for (const child of childrenOf(node)) noteIdle(child, inside);
  if (isBlock(node)) noteUncalled(node);
  else if (node.type === "AssignmentExpression" && KEEPS.has(node.operator)) noteKept(node.left, node.right, inside);
}

const isBlock = (node: Node): boolean => node.type === "BlockStatement" || (node.type as string) === "FunctionBody";

function constantsOf(block: Node): [string, { from: string; until: number }][] {
  return childrenOf(block).flatMap((statement) =>
    statement.type === "VariableDeclaration" && statement.kind !== "var"
      ? statement.declarations.flatMap(({ id, init }): [string, { from: string; until: number }][] => {
          const from = init && bare(init);
          if (id.type !== "Identifier" || from?.type !== "Identifier") return [];
          const first = statement.kind === "const" ? undefined : firstOf(block, id.name, from.name);
          return [[id.name, { from: from.name, until: first ?? Infinity }]];
        })
      : [],
  );
}

/**
 * Where the first statement of a block ends that assigns a name something else than what it was made of; where it
 * begins, if that runs code again or later.
 */
function firstOf(block: Node, name: string, made: string): number | undefined {
  const statement = childrenOf(block).find((child) => assigns(child, name, made));
  return statement?.type === "ExpressionStatement" && statement.expression.type === "AssignmentExpression"
    ? statement.end
    : statement?.start;
}

/** Whether something in a text assigns a name, which may also be another one that is called alike. */
function assigns(node: Node, name: string, made: string): boolean {
  const isTarget = (target: Node): boolean =>
    target.type === "Identifier" ? target.name === name : target.type !== "MemberExpression" && names(target, name);
  switch (node.type) {
    case "AssignmentExpression":
      if (isTarget(bare(node.left)) && !(node.operator === "=" && isNamed(bare(node.right), made))) return true;
      break;
    case "UpdateExpression":
      if (isTarget(bare(node.argument))) return true;
      break;
    case "ForOfStatement":
    case "ForInStatement":
      if (isTarget(node.left)) return true;
      break;
    default:
  }
  return childrenOf(node).some((child) => assigns(child, name, made));
}

const isNamed = (node: Node, name: string): boolean => node.type === "Identifier" && node.name === name;

/** `(log(), doc)` gives what `doc` does. */
const lastOf = (node: Node): Node =>
  node.type === "SequenceExpression" ? lastOf(bare(node.expressions.at(-1) as Node)) : node;

function noteKept(left: Node, right: Node, constants: Constants): void {
  const [to, from] = [bare(left), lastOf(bare(right))];
  if (to.type === "Identifier") {
    const isMadeOf = (a: Node, b: Node): boolean => {
      const made = a.type === "Identifier" ? constants.get(a.name) : undefined;
      return made !== undefined && isNamed(b, made.from) && left.end <= made.until;
    };
    if (isMadeOf(from, to) || isMadeOf(to, from) || isNamed(from, to.name)) idle.add(to);
  } else if (to.type === "ArrayPattern" && from.type === "ArrayExpression")
    for (const [i, element] of from.elements.entries()) {
      const place = to.elements[i];
      if (element?.type === "SpreadElement" || place?.type === "RestElement") return;
      if (place && element) noteKept(place, element, constants);
    }
}

/** Functions that stand in a block by a name, and are named nowhere but in themselves and in others like that. */
function noteUncalled(block: Node): void {
  let left = childrenOf(block).flatMap(functionsOf);
  for (;;) {
    const named = left.filter(({ name, id, made }) => names(block, name, id, made));
    for (const { made } of left) if (!named.some((other) => other.made === made)) idle.add(made);
    if (named.length === left.length) return;
    left = named;
  }
}

interface Named {
  name: string;
  id: Node;
  made: Node;
}

function functionsOf(statement: Node): Named[] {
  if (statement.type === "FunctionDeclaration")
    return statement.id ? [{ name: statement.id.name, id: statement.id, made: statement }] : [];
  if (statement.type !== "VariableDeclaration" || statement.kind === "var") return [];
  return statement.declarations.flatMap(({ id, init }) => {
    const made = init && bare(init);
    return id.type === "Identifier" && made && isFunction(made) ? [{ name: id.name, id, made }] : [];
  });
}

function names(node: Node, name: string, id?: Node, made?: Node): boolean {
  if (node === id || node === made || idle.has(node)) return false;
  if (node.type === "Identifier") return node.name === name;
  return childrenOf(node).some((child) => names(child, name, id, made));
}
