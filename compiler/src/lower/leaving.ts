/** Which statements may leave for somewhere else, so that what follows them has to wait until that is decided. */
import type { Node, Statement } from "oxc-parser";
import { childrenOf, isFunction, peel } from "../syntax/walk.js";

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
  const { returns, throws, breaks, continues, labels } = exitsOf(node);
  const away = breaks || continues || labels.size > 0;
  return { jumps: returns || away, breaks: away, throws, returns };
}

type IfStatement = Extract<Statement, { type: "IfStatement" }>;

/** The ways out of a statement that nothing in it is the end of. */
interface Exits {
  returns: boolean;
  throws: boolean;
  /** Without a label. */
  breaks: boolean;
  continues: boolean;
  /** Of `break` and `continue`. */
  labels: ReadonlySet<string>;
}

const NOWHERE: Exits = { returns: false, throws: false, breaks: false, continues: false, labels: new Set() };
const found = new WeakMap<Node, Exits>();

function exitsOf(node: Node): Exits {
  let known = found.get(node);
  if (!known) found.set(node, (known = findExits(node)));
  return known;
}

function findExits(node: Node): Exits {
  if (isFunction(node) || node.type === "ClassBody") return NOWHERE;
  switch (node.type) {
    case "BreakStatement":
      return node.label ? { ...NOWHERE, labels: new Set([node.label.name]) } : { ...NOWHERE, breaks: true };
    case "ContinueStatement":
      return node.label ? { ...NOWHERE, labels: new Set([node.label.name]) } : { ...NOWHERE, continues: true };
    case "IfStatement": {
      const arm = constantArm(node);
      return together((arm ?? childrenOf(node)).map(exitsOf));
    }
    case "TryStatement": {
      const { block, handler, finalizer } = node;
      const body = handler ? { ...exitsOf(block), throws: false } : exitsOf(block);
      return together([body, ...[handler, finalizer].flatMap((part) => (part ? [exitsOf(part)] : []))]);
    }
    default: {
      const inner = together(childrenOf(node).map(exitsOf));
      if (node.type === "ReturnStatement") return { ...inner, returns: true };
      if (node.type === "ThrowStatement") return { ...inner, throws: true };
      if (node.type === "SwitchStatement") return { ...inner, breaks: false };
      if (isLoop(node)) return { ...inner, breaks: false, continues: false };
      if (node.type !== "LabeledStatement") return inner;
      return { ...inner, labels: new Set([...inner.labels].filter((label) => label !== node.label.name)) };
    }
  }
}

/** What runs of an `if` whose test is written as `true` or `false`; undefined where it has to be tested. */
export function constantArm({ test, consequent, alternate }: IfStatement): readonly Statement[] | undefined {
  const literal = peel(test);
  if (literal.type !== "Literal" || typeof literal.value !== "boolean") return undefined;
  const arm = literal.value ? consequent : alternate;
  return arm ? [arm] : [];
}

function together(parts: readonly Exits[]): Exits {
  const some = parts.filter((part) => part !== NOWHERE);
  if (some.length < 2) return some[0] ?? NOWHERE;
  return {
    returns: some.some(({ returns }) => returns),
    throws: some.some(({ throws }) => throws),
    breaks: some.some(({ breaks }) => breaks),
    continues: some.some(({ continues }) => continues),
    labels: new Set(some.flatMap(({ labels }) => [...labels])),
  };
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
