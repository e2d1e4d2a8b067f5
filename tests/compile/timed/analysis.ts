/** What the text of a program says without running it: which statements may exit, which variables and objects they change. */
import type { BindingPattern, Node, Statement, VariableDeclaration } from "oxc-parser";
import { childrenOf, isFunction } from "../walk.js";
import { isIdle } from "./idle.js";

const LOOPS = new Set(["ForStatement", "ForInStatement", "ForOfStatement", "WhileStatement", "DoWhileStatement"]);

/** How a statement may be left other than at its end: `return`, `throw`, or a jump with its label. */
type Exit = "return" | "throw" | "break" | "continue" | `break ${string}` | `continue ${string}`;

const exits = new WeakMap<Node, ReadonlySet<Exit>>();

/** The ways out of a statement: jumps within it are none. */
export function exitsOf(node: Node): ReadonlySet<Exit> {
  let known = exits.get(node);
  if (!known) exits.set(node, (known = findExits(node)));
  return known;
}

function findExits(node: Node): ReadonlySet<Exit> {
  switch (node.type) {
    case "ReturnStatement":
      return new Set(["return"]);
    case "ThrowStatement":
      return new Set(["throw"]);
    case "BreakStatement":
      return new Set<Exit>([node.label ? `break ${node.label.name}` : "break"]);
    case "ContinueStatement":
      return new Set<Exit>([node.label ? `continue ${node.label.name}` : "continue"]);
    case "LabeledStatement":
      return without(exitsOf(node.body), jumpsTo(node.label.name));
    case "TryStatement":
      return new Set([
        ...(node.handler ? without(exitsOf(node.block), ["throw"]) : exitsOf(node.block)),
        ...(node.handler ? exitsOf(node.handler.body) : []),
        ...(node.finalizer ? exitsOf(node.finalizer) : []),
      ]);
    case "IfStatement":
      // What cannot run leaves nothing.
      if (node.test.type === "Literal" && node.test.value === true) return exitsOf(node.consequent);
      if (node.test.type === "Literal" && node.test.value === false)
        return node.alternate ? exitsOf(node.alternate) : new Set();
      return exitsOfAll([node.test, node.consequent, ...(node.alternate ? [node.alternate] : [])]);
    case "SwitchStatement":
      return without(exitsOfAll(childrenOf(node)), ["break"]);
    default:
      if (isFunction(node) || node.type === "ClassDeclaration" || node.type === "ClassExpression") return new Set();
      return LOOPS.has(node.type)
        ? without(exitsOfAll(childrenOf(node)), ["break", "continue"])
        : exitsOfAll(childrenOf(node));
  }
}

const exitsOfAll = (nodes: readonly Node[]): Set<Exit> => new Set(nodes.flatMap((node) => [...exitsOf(node)]));

export function without(all: ReadonlySet<Exit>, own: readonly Exit[]): ReadonlySet<Exit> {
  return own.some((exit) => all.has(exit)) ? new Set([...all].filter((exit) => !own.includes(exit))) : all;
}

/** Whether a statement may be left other than at its end: by `return`, `throw`, or a jump out of it. */
export const mayExit = (node: Node): boolean => exitsOf(node).size > 0;

/** Whether the body of a loop may end the loop. */
export const mayEndLoop = (body: Node, labels: readonly string[]): boolean =>
  without(exitsOf(body), jumps("continue", labels)).size > 0;

/** Jumps to the end of a loop, or of a round of it. */
export const jumps = (kind: "break" | "continue", labels: readonly string[]): Exit[] => [
  kind,
  ...labels.map((label): Exit => `${kind} ${label}`),
];

export const jumpsTo = (label: string): Exit[] => [`break ${label}`, `continue ${label}`];

/** The statements of a list up to the first that never ends at its end: what comes then is never reached. */
export function reachable(statements: readonly Node[]): readonly Node[] {
  const end = statements.findIndex(neverGoesOn);
  return end < 0 ? statements : statements.slice(0, end + 1);
}

export function neverGoesOn(node: Node): boolean {
  switch (node.type) {
    case "ReturnStatement":
    case "ThrowStatement":
    case "BreakStatement":
    case "ContinueStatement":
      return true;
    case "BlockStatement":
      return node.body.some(neverGoesOn);
    case "IfStatement":
      return node.alternate !== null && neverGoesOn(node.consequent) && neverGoesOn(node.alternate);
    default:
      return false;
  }
}

/** A place in an object that a statement changes: `root.keys…`, then a member or the shape as a whole. */
export interface Path {
  root: string;
  keys: string[];
  member: string | undefined;
  /** A private member. */
  secret?: string;
}

export interface Changes {
  /** Variables from outside the node that it assigns, nested functions included. */
  assigned: ReadonlySet<string>;
  paths: readonly Path[];
}

const MUTATORS = new Set("push pop shift unshift splice sort reverse fill copyWithin set add delete clear".split(" "));

export function namesIn(pattern: BindingPattern | Node, out: string[] = []): string[] {
  switch (pattern.type) {
    case "Identifier":
      out.push(pattern.name);
      break;
    case "AssignmentPattern":
      namesIn(pattern.left, out);
      break;
    case "RestElement":
      namesIn(pattern.argument, out);
      break;
    case "ArrayPattern":
      for (const element of pattern.elements) if (element) namesIn(element, out);
      break;
    case "ObjectPattern":
      for (const property of pattern.properties)
        namesIn(property.type === "RestElement" ? property.argument : property.value, out);
      break;
    case "TSParameterProperty":
      namesIn(pattern.parameter, out);
      break;
  }
  return out;
}

/** Declarations of a statement list that live in its own scope. */
export function lexicalNames(statements: readonly Node[]): string[] {
  const names: string[] = [];
  for (const outer of statements) {
    const statement = outer.type === "ExportNamedDeclaration" && outer.declaration ? outer.declaration : outer;
    if ("declare" in statement && statement.declare) continue;
    if (statement.type === "VariableDeclaration" && statement.kind !== "var")
      for (const { id } of statement.declarations) namesIn(id, names);
    else if (
      (statement.type === "FunctionDeclaration" || statement.type === "ClassDeclaration") &&
      statement.id !== null
    )
      names.push(statement.id.name);
  }
  return names;
}

const vars = new WeakMap<Node, string[]>();

/** Names that `var` declares anywhere in a function body. */
export function varNames(body: Node): string[] {
  const known = vars.get(body);
  if (known) return known;
  const names: string[] = [];
  const visit = (node: Node): void => {
    if (node !== body && isFunction(node)) return;
    if (node.type === "VariableDeclaration" && node.kind === "var")
      for (const { id } of (node as VariableDeclaration).declarations) namesIn(id, names);
    for (const child of childrenOf(node)) visit(child);
  };
  visit(body);
  vars.set(body, names);
  return names;
}

export function bare(node: Node): Node {
  switch (node.type) {
    case "ParenthesizedExpression":
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "TSNonNullExpression":
    case "TSTypeAssertion":
    case "TSInstantiationExpression":
      return bare(node.expression);
    default:
      return node;
  }
}

/** `a.b.c` as root and keys, if it can be read without running anything. */
function pathOf(node: Node): { root: string; keys: string[] } | undefined {
  const inner = bare(node);
  if (inner.type === "Identifier") return { root: inner.name, keys: [] };
  if (inner.type === "ThisExpression") return { root: "this", keys: [] };
  if (inner.type === "ChainExpression") return pathOf(inner.expression);
  if (inner.type !== "MemberExpression") return undefined;
  const around = pathOf(inner.object);
  const key = keyOf(inner);
  return around && key !== undefined ? { root: around.root, keys: [...around.keys, key] } : undefined;
}

function keyOf(node: Node): string | undefined {
  if (node.type !== "MemberExpression") return undefined;
  if (!node.computed) return node.property.type === "Identifier" ? node.property.name : undefined;
  const key = bare(node.property);
  return key.type === "Literal" ? String(key.value) : undefined;
}

const changes = new WeakMap<Node, Changes>();
const changesWithout = new WeakMap<Node, Changes>();

/** What `node` changes, but for what only `except` in it does. */
export function changesOf(node: Node, except?: Node): Changes {
  // What is left out is a part of one node only.
  const [table, key] = except ? [changesWithout, except] : [changes, node];
  let known = table.get(key);
  if (!known) {
    const assigned = new Set<string>();
    const paths: Path[] = [];
    collect(node, new Set(), assigned, paths, except);
    table.set(key, (known = { assigned, paths }));
  }
  return known;
}

function collect(
  node: Node,
  bound: ReadonlySet<string>,
  assigned: Set<string>,
  paths: Path[],
  except: Node | undefined,
): void {
  const target = (at: Node): void => {
    const inner = bare(at);
    if (inner.type === "MemberExpression") {
      const path = pathOf(inner.object);
      const secret = inner.property.type === "PrivateIdentifier" ? { secret: inner.property.name } : {};
      if (path && !bound.has(path.root)) paths.push({ ...path, member: keyOf(inner), ...secret });
    } else if (inner.type === "ArrayPattern") {
      for (const element of inner.elements) if (element) target(element);
    } else if (inner.type === "ObjectPattern")
      for (const p of inner.properties) target(p.type === "RestElement" ? p.argument : p.value);
    else if (inner.type === "AssignmentPattern") target(inner.left);
    else if (inner.type === "RestElement") target(inner.argument);
    else if (inner.type === "Identifier" && !bound.has(inner.name) && !isIdle(inner)) assigned.add(inner.name);
  };
  if (isIdle(node)) return;
  let inside = bound;
  const binding = (names: Iterable<string>): void => void (inside = new Set([...inside, ...names]));
  switch (node.type) {
    case "AssignmentExpression":
      // `doc = doc` and `doc ||= doc` leave it as it is, so that no decision delays it.
      if (!isItself(node)) target(node.left);
      break;
    case "UpdateExpression":
      target(node.argument);
      break;
    case "UnaryExpression":
      if (node.operator === "delete") target(node.argument);
      break;
    case "CallExpression": {
      const callee = bare(node.callee);
      if (callee.type === "MemberExpression" && MUTATORS.has(keyOf(callee) ?? "")) {
        const path = pathOf(callee.object);
        if (path && !bound.has(path.root)) paths.push({ ...path, member: undefined });
      }
      break;
    }
    case "ForOfStatement":
    case "ForInStatement":
      if (node.left.type === "VariableDeclaration") {
        if (node.left.kind !== "var") binding(node.left.declarations.flatMap((d) => namesIn(d.id)));
      } else target(node.left);
      break;
    case "ForStatement":
      if (node.init?.type === "VariableDeclaration" && node.init.kind !== "var")
        binding(node.init.declarations.flatMap((d) => namesIn(d.id)));
      break;
    case "VariableDeclaration":
      // A `var` may be declared out of a branch.
      if (node.kind === "var") for (const { id } of node.declarations) target(id);
      break;
    case "BlockStatement":
    case "Program":
    case "StaticBlock":
      binding(lexicalNames(node.body));
      break;
    case "SwitchStatement":
      binding(lexicalNames(node.cases.flatMap((c): Statement[] => c.consequent)));
      break;
    case "CatchClause":
      if (node.param) binding(namesIn(node.param));
      break;
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "ArrowFunctionExpression":
      binding(node.params.flatMap((p) => namesIn(p)));
      if (node.body) binding([...varNames(node.body), ...lexicalNames(bodyOf(node.body))]);
      if (node.type !== "ArrowFunctionExpression") binding(["this"]);
      break;
  }
  for (const child of childrenOf(node)) if (child !== except) collect(child, inside, assigned, paths, except);
}

const KEEPING = new Set(["=", "&&=", "||=", "??="]);

function isItself({ operator, left, right }: Extract<Node, { type: "AssignmentExpression" }>): boolean {
  const [to, from] = [bare(left), bare(right)];
  return KEEPING.has(operator) && to.type === "Identifier" && from.type === "Identifier" && to.name === from.name;
}

const bodyOf = (node: Node): readonly Node[] =>
  node.type === "BlockStatement" || (node.type as string) === "FunctionBody"
    ? (node as unknown as { body: Node[] }).body
    : [];
