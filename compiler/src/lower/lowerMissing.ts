/**
 * What fails before the calls behind it are made: a member of what is not there, a spread of what has no elements.
 * JavaScript reads the member that it calls before it evaluates what it gives it, so an operation of its own says so
 * in its place, unless the text tells that the value is there.
 *
 *   found.list.join(this.a(doc))   →   on [list] list ?? list.join;  t = call this.a [doc];  on [list, t] list.join(t)
 */
import type { Expression, Node } from "oxc-parser";
import { isPattern } from "../analyze/libraryTypes.js";
import { kindOf } from "../analyze/kinds.js";
import type { Code, Input, Operand } from "../ir.js";
import type { Binding } from "../syntax/bindings.js";
import { isFunction, keyName, peel } from "../syntax/walk.js";
import { needsAwait } from "./needsAwait.js";
import { ownPlace } from "./placeAt.js";
import { define, type Cursor, type State } from "./state.js";

type Member = Extract<Expression, { type: "MemberExpression" }>;

/** `later` is evaluated behind the member, of `object`, that a call calls. */
export function refuseMissing(
  state: State,
  at: Cursor,
  callee: Member,
  later: readonly Node[],
  object: Operand,
  key?: Operand,
): void {
  if (!later.some((node) => needsAwait(state, node)) || isThere(state, callee.object)) return;
  const name = keyName(callee.property, callee.computed);
  if (name === undefined ? !key : name.startsWith("#")) return;
  check(state, at, callee, key ? [object, key] : [object], ([code, index]) => {
    const member: Code = index ? ["[", ...index, "]"] : [`[${JSON.stringify(name)}]`];
    return [...(code as Code), " ?? ", ...(code as Code), ...member];
  });
}

/** `later` is evaluated behind a list that is spread. */
export function refuseUnspreadable(
  state: State,
  at: Cursor,
  list: Expression,
  later: readonly Node[],
  value: Operand,
): void {
  if (!later.some((node) => needsAwait(state, node)) || isList(state, list)) return;
  check(state, at, list, [value], ([code]) => [
    ...(code as Code),
    "?.[Symbol.iterator] ?? [...",
    ...(code as Code),
    "]",
  ]);
}

/** A text that fails where something is missing; nobody uses its value. */
function check(
  state: State,
  at: Cursor,
  node: Node,
  operands: readonly Operand[],
  code: (parts: readonly Code[]) => Code,
): void {
  const inputs: Input[] = [];
  const parts = operands.map((operand): Code => {
    if ("code" in operand) return operand.code.length === 1 ? operand.code : ["(", ...operand.code, ")"];
    if (!operand.variable.plain) inputs.push({ name: operand.variable.name, value: operand });
    return [operand.variable];
  });
  define(state, at, node, { kind: "on", inputs, code: code(parts) });
}

const METHODS_THAT_GIVE_LISTS = new Set(
  "concat entries filter flat flatMap keys map match matchAll reverse slice sort splice split toReversed toSorted toSpliced values with".split(
    " ",
  ),
);

/** Whether the text tells that it is a list or a string. */
function isList(state: State, expression: Expression): boolean {
  const node = peel(expression);
  const { type } = kindOf(node, state.ctx);
  return (type === "array" || type === "string") && isThere(state, node);
}

/** Whether the text tells that it is neither undefined nor null. */
function isThere(state: State, expression: Expression): boolean {
  const { ctx } = state;
  const node = peel(expression);
  if (isFunction(node) || ownPlace(state, node) || state.evaluated.has(node)) return true;
  const { type } = kindOf(node, ctx);
  if (type === "string" || type === "module") return true;
  switch (node.type) {
    case "Literal":
      return node.value !== null || isPattern(node, ctx);
    case "TemplateLiteral":
    case "ArrayExpression":
    case "ObjectExpression":
    case "NewExpression":
    case "ClassExpression":
    case "ThisExpression":
    case "Super":
    case "BinaryExpression":
      return true;
    case "Identifier":
      return isNamed(state, node.name, ctx.file.bindings.bindingOf(node));
    case "MemberExpression": {
      const name = keyName(node.property, node.computed);
      const field =
        node.object.type === "ThisExpression" && name !== undefined ? ctx.owner.fields.get(name) : undefined;
      return field?.value !== undefined && !field.reassigned && isThere(state, field.value);
    }
    case "CallExpression": {
      const callee = peel(node.callee);
      if (callee.type !== "MemberExpression" || node.optional || callee.optional) return false;
      const of = peel(callee.object);
      const global = of.type === "Identifier" && !ctx.file.bindings.bindingOf(of) ? of.name : undefined;
      if (global !== undefined) return global === "Object" || global === "Array" || global === "Promise";
      const name = keyName(callee.property, callee.computed);
      return type === "array" && name !== undefined && METHODS_THAT_GIVE_LISTS.has(name);
    }
    default:
      return false;
  }
}

function isNamed(state: State, name: string, binding: Binding | undefined): boolean {
  // `console`, `JSON`
  if (!binding) return name !== "undefined";
  if (!binding.owner) return binding.kind !== "const" || binding.init === undefined || isThere(state, binding.init);
  if (binding.writes.length > 0) return false;
  if (binding.kind === "param") return binding.annotation?.type === "TSArrayType" && !mayBeLeftOut(state, binding);
  return binding.kind === "const" && binding.init !== undefined && isThere(state, binding.init);
}

/** `list?: string[]` */
const mayBeLeftOut = (state: State, { end, annotation }: Binding): boolean =>
  annotation === undefined || state.ctx.file.text.slice(end, annotation.start).includes("?");
