/**
 * Objects in members of modules, and in names of the file, that others may hold. One that never leaves its module is
 * that module's business; of one that is returned, handed on or read from outside, a change is seen by whoever holds it.
 *
 *   this.asked.push(q); return this.asked.length      `asked` stays
 *   this.asked.push(q); return this.asked             `asked` leaves: a later call changes what the caller holds
 */
import type { Expression, Node } from "oxc-parser";
import { Kept } from "../syntax/kept.js";
import { childrenOf, isTypeOnly, keyName, peel } from "../syntax/walk.js";
import { classOfName } from "./classes.js";
import { isFreshValue } from "./freshValue.js";
import { kindOf } from "./kinds.js";
import { signatureOf } from "./librarySignature.js";
import type { FileAnalysis } from "./methodContext.js";
import { immutable } from "./effects.js";
import { isThis } from "./moduleState.js";

type Member = Extract<Node, { type: "MemberExpression" }>;

interface Change {
  name: string;
  /** Something in the object of that name is changed, and not only its own members; or the name is assigned. */
  inside: boolean | "perhaps" | "assigned";
  place: Node;
}

const changes = new Kept<FileAnalysis["file"], Change[]>();
const shared = new Kept<FileAnalysis["file"], Set<string>>();

/** A name at the top of the file, among names of members. */
export const nameOfFile = (name: string): string => `=${name}`;

export const isNameOfFile = (name: string): boolean => name.startsWith("=");

export function noteObjectChange(change: Change, { file }: FileAnalysis): void {
  const known = changes.get(file);
  if (known) known.push(change);
  else changes.set(file, [change]);
}

/** The members whose objects a function changes, by whether others may hold them. */
export function stateChangedIn(
  { start, end }: { start: number; end: number },
  analysis: FileAnalysis,
): { name: string; seen: boolean; place: Node }[] {
  return (changes.get(analysis.file) ?? [])
    .filter(({ place }) => start <= place.start && place.end <= end)
    .map(({ name, inside, place }) => {
      const names = sharedNames(analysis);
      const seen =
        inside === "assigned"
          ? names.has(hiddenIn(name))
          : inside === true || names.has(name) || (inside === "perhaps" && names.has(insideOf(name)));
      return { name, seen, place };
    });
}

/** What code reads that runs without a call, among names. */
const hiddenIn = (name: string): string => `~${name}`;

/** Code that runs without a call that is written: accessors, conversions, the bodies of generators. */
function runsUnseen(node: Node, path: readonly Node[]): boolean {
  if (node.type === "FunctionDeclaration" || node.type === "FunctionExpression") return node.generator;
  if (node.type !== "Property" && node.type !== "MethodDefinition") return false;
  if (node.type === "MethodDefinition") {
    // The accessors of modules are known.
    const owner = path.findLast((outer) => outer.type.startsWith("Class") && outer.type !== "ClassBody");
    if (node.static || (owner && "superClass" in owner && owner.superClass)) return false;
  }
  if (node.kind === "get") return true;
  if (node.computed) return node.key.type === "MemberExpression";
  const name = keyName(node.key, false);
  return name === "toString" || name === "toJSON" || name === "valueOf" || (name === "get" && node.type === "Property");
}

/** What is in an object, among names. */
const insideOf = (name: string): string => `${name}.`;

/** Whether a file may hold the object in a member `name` of a module, or reads it from outside. */
export function readFromOutside(name: string, analysis: FileAnalysis): boolean {
  return sharedNames(analysis).has(name);
}

/** The names of members whose objects may be held by others, or are looked at from outside. */
function sharedNames(analysis: FileAnalysis): Set<string> {
  const known = shared.get(analysis.file);
  if (known) return known;
  const found = new Set<string>();
  shared.set(analysis.file, found);
  /** What is around a node, from the outside to the inside: asked for of few nodes. */
  const path: Node[] = [];
  const visit = (node: Node, isHidden: boolean): void => {
    if (isTypeOnly(node)) return;
    if (node.type === "MemberExpression") {
      const name = keyName(node.property, node.computed);
      const around = path.toReversed();
      if (name !== undefined && isHidden) found.add(name).add(hiddenIn(name));
      if (name !== undefined && leaves(node, around, analysis)) found.add(name);
      if (name !== undefined && givesPart(node, around, analysis)) found.add(insideOf(name));
    } else if (node.type === "Identifier") {
      const binding = analysis.file.bindings.bindingOf(node);
      if (!binding || binding.owner) return;
      const around = path.toReversed();
      if (isHidden) found.add(nameOfFile(node.name)).add(hiddenIn(nameOfFile(node.name)));
      if (isGivenAway(node, around, analysis)) found.add(nameOfFile(node.name));
      if (givesPart(node, around, analysis)) found.add(insideOf(nameOfFile(node.name)));
    } else if (node.type === "VariableDeclarator") {
      // What a name is known for need not be asked again: some types take long to find.
      const name = node.id.type === "Identifier" ? nameOfFile(node.id.name) : undefined;
      if (name !== undefined && node.init && !found.has(name) && isShared(node.init, analysis)) found.add(name);
    } else if (node.type === "ExportNamedDeclaration" && node.declaration?.type === "VariableDeclaration") {
      for (const { id } of node.declaration.declarations) if (id.type === "Identifier") found.add(nameOfFile(id.name));
    } else if (node.type === "ObjectPattern") {
      for (const property of node.properties) {
        const name = property.type === "RestElement" ? undefined : keyName(property.key, property.computed);
        if (name !== undefined) found.add(name);
      }
    } else if (node.type === "PropertyDefinition") {
      const name = keyName(node.key, node.computed);
      if (name !== undefined && node.value && !found.has(name) && isShared(node.value, analysis)) found.add(name);
    } else if (node.type === "TSParameterProperty") {
      const { parameter } = node;
      const target = parameter.type === "AssignmentPattern" ? parameter.left : parameter;
      if (target.type === "Identifier") found.add(target.name);
    }
    const isInHidden = isHidden || runsUnseen(node, path);
    path.push(node);
    for (const child of childrenOf(node)) visit(child, isInHidden);
    path.pop();
  };
  visit(analysis.file.program, false);
  return found;
}

/** A value that somebody else may hold, too. */
function isShared(value: Expression, analysis: FileAnalysis): boolean {
  const inner = peel(value);
  const made = inner.type === "NewExpression" || inner.type === "Literal" || isFreshValue(inner, analysis);
  return !made && !immutable(inner, analysis) && kindOf(inner, analysis).type !== "module";
}

const WRAPPERS = new Set(["ParenthesizedExpression", "TSAsExpression", "TSNonNullExpression", "ChainExpression"]);

/** Whether a mention of a member may give its object to others. */
function leaves(member: Member, around: readonly Node[], analysis: FileAnalysis): boolean {
  if (!isThis(member.object, analysis) && !isClassName(member.object, analysis)) {
    const { type } = kindOf(member.object, analysis);
    return type === "module" || type === "unknown";
  }
  return isGivenAway(member, around, analysis);
}

/** `Main` of `Main.asked`. */
export function isClassName(node: Expression, { file, classes }: FileAnalysis): boolean {
  return node.type === "Identifier" && classOfName(file, classes, node) !== undefined;
}

/** Whether something in an object is given to others, and not called or looked at on the spot. */
function givesPart(place: Node, around: readonly Node[], analysis: FileAnalysis): boolean {
  let i = around.findIndex((node) => !WRAPPERS.has(node.type));
  const parent = around[i];
  if (parent?.type === "SpreadElement" || (parent?.type === "VariableDeclarator" && parent.id.type !== "Identifier"))
    return true;
  if (parent?.type !== "MemberExpression" || parent.property === place) return false;
  let outer: Expression = parent;
  for (let next = around[++i]; next; next = around[++i]) {
    if (next.type === "MemberExpression" && next.property !== outer) outer = next;
    else if (!WRAPPERS.has(next.type)) break;
  }
  return !immutable(outer, analysis) && isGivenAway(outer, around.slice(i), analysis);
}

function isGivenAway(place: Node, around: readonly Node[], analysis: FileAnalysis): boolean {
  let node: Node = place;
  let i = 0;
  while (WRAPPERS.has(around[i]?.type ?? "")) node = around[i++] as Node;
  const parent = around[i];
  switch (parent?.type) {
    case "AssignmentExpression":
      return parent.left === node ? isShared(parent.right, analysis) : true;
    case "MemberExpression": {
      if (parent.object !== node) return false;
      let outer: Node = parent;
      while (WRAPPERS.has(around[++i]?.type ?? "")) outer = around[i] as Node;
      const call = around[i];
      if (call?.type !== "CallExpression" || call.callee !== outer) return false;
      if (analysis.launches.has(call)) return false;
      const returns = signatureOf(call, analysis)?.returns;
      // A call of which nobody uses the value.
      if (around[i + 1]?.type === "ExpressionStatement" && returns !== undefined) return false;
      return returns !== "value" && returns !== "fresh" && returns !== "element";
    }
    case "CallExpression": {
      if (parent.callee === node) return false;
      const launch = analysis.launches.get(parent);
      // A model only looks at what it is given.
      if (launch) return launch.className !== "LLMInference";
      const returns = signatureOf(parent, analysis)?.returns;
      return returns !== "value" && returns !== "fresh";
    }
    case "VariableDeclarator":
      return parent.init === node;
    case "UpdateExpression":
    case "SpreadElement":
    case "BinaryExpression":
    case "UnaryExpression":
    case "TemplateLiteral":
    case "ExpressionStatement":
    case "ForOfStatement":
    case "ForInStatement":
    case "IfStatement":
    case "WhileStatement":
      return false;
    case "ConditionalExpression":
      return parent.test !== node;
    default:
      return true;
  }
}
