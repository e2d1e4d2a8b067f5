/**
 * Keys that surely are places in a list. `list[at] = x` where `at` is -1 gives the list a member that is no element:
 * what moves or copies the elements alone would lose it.
 *
 *   list[0]   list[list.length]   for (let i = 0; …; i++) list[i + 1]   rows.map((row, i) => { list[i] = row; })
 */
import type { Expression, Node } from "oxc-parser";
import type { Binding } from "../syntax/bindings.js";
import { keyName, nodesOf, peel } from "../syntax/walk.js";
import { ARRAY_CALLBACKS } from "./kinds.js";
import type { FileAnalysis } from "./methodContext.js";

type Member = Extract<Node, { type: "MemberExpression" }>;

/** Whether what is assigned is an element of a list, or its length. */
export function namesElement({ property, computed }: Member, analysis: FileAnalysis): boolean {
  const name = keyName(property, computed);
  return name === undefined ? isPlace(property as Expression, analysis) : /^(?:\d+|length)$/.test(name);
}

function isPlace(expression: Expression, analysis: FileAnalysis): boolean {
  const node = peel(expression);
  if (node.type === "Literal") return isWhole(node.value);
  if (node.type === "MemberExpression") return keyName(node.property, node.computed) === "length";
  if (node.type === "BinaryExpression")
    return node.operator === "+" && [node.left, node.right].every((side) => isPlace(side as Expression, analysis));
  const binding = node.type === "Identifier" ? analysis.file.bindings.bindingOf(node) : undefined;
  return binding !== undefined && (goesUp(binding, analysis) || isIndex(binding, analysis));
}

const isWhole = (value: unknown): boolean => Number.isInteger(value) && (value as number) >= 0;

/** `let i = 0`, and `i++` or `i += 2`. */
function goesUp(binding: Binding, { file }: FileAnalysis): boolean {
  const { owner, init, writes } = binding;
  if (!owner || init?.type !== "Literal" || !isWhole(init.value)) return false;
  const names = (node: Node): boolean => node.type === "Identifier" && file.bindings.bindingOf(node) === binding;
  const steps = nodesOf(owner, "UpdateExpression", "AssignmentExpression").filter((node) =>
    node.type === "UpdateExpression"
      ? node.operator === "++" && names(peel(node.argument))
      : node.operator === "+=" && names(node.left) && node.right.type === "Literal" && isWhole(node.right.value),
  );
  return steps.length === writes.length;
}

/** `i` of `rows.map((row, i) => …)`. */
function isIndex(binding: Binding, { file }: FileAnalysis): boolean {
  const { kind, owner, start, writes } = binding;
  if (kind !== "param" || !owner || writes.length > 0) return false;
  return nodesOf(file.program, "CallExpression").some(({ callee, arguments: [callback] }) => {
    const name = callee.type === "MemberExpression" ? keyName(callee.property, callee.computed) : undefined;
    if (name === undefined || !ARRAY_CALLBACKS.has(name) || callback !== owner) return false;
    return owner.params[name.startsWith("reduce") ? 2 : 1]?.start === start;
  });
}
