/**
 * Whether evaluating something surely ends with a value: literals, templates of strings, comparisons, operators on
 * strings and numbers. Anything that may run code of somebody's (a getter, `toString`, a function) is out, and so is
 * what is only known to be a primitive: a symbol makes a template throw, and a bigint an addition.
 */
import type { Expression, Node } from "oxc-parser";
import { kindOf, kindOfBinding } from "../analyze/kinds.js";
import type { Code, Op } from "../ir.js";
import type { State } from "../lower/state.js";
import { declaredIn } from "../syntax/bindings.js";
import { isFunction, keyName, peel } from "../syntax/walk.js";

/** Whether an operation without effects can be made, or left out, without anybody seeing it fail. */
export function opCannotThrow(op: Op, state: State, anywhere = false): boolean {
  switch (op.kind) {
    case "let":
    case "object":
    case "written":
    case "writers":
    case "behind":
    case "changed":
    case "is":
      return true;
    case "array":
      return op.spread.length === 0;
    case "on":
      return isName(op.code) || (isTextOf(op.code, op.node) && cannotThrow(op.node as Expression, state, anywhere));
    default:
      return false;
  }
}

const isName = (code: Code): boolean => code.length === 1 && typeof code[0] === "object" && "id" in code[0];

/** Whether the text is that of the node, with nothing around it. */
function isTextOf(code: Code, node: Node): boolean {
  return code.every((part) => {
    if (typeof part === "string") return part === "(" || part === ")";
    return "id" in part || (part.start >= node.start && part.end <= node.end);
  });
}

/** `anywhere`: also where the tests around it have not been made, which may say more of a name than its declaration. */
export function cannotThrow(expression: Expression, state: State, anywhere = false): boolean {
  const node = peel(expression);
  const of = (inner: Expression): boolean => cannotThrow(inner, state, anywhere);
  // A module call in it has been made by an operation of its own.
  if (state.ctx.launches.has(node)) return true;
  switch (node.type) {
    case "Literal":
    case "ThisExpression":
      return true;
    case "Identifier":
      return isLocal(node, state) || node.name === "undefined";
    case "ArrowFunctionExpression":
    case "FunctionExpression":
      return true;
    case "TemplateLiteral":
      return node.expressions.every((inner) => of(inner) && isText(inner, state));
    case "UnaryExpression":
      return (node.operator === "!" || node.operator === "typeof" || node.operator === "void") && of(node.argument);
    case "BinaryExpression": {
      if (node.left.type === "PrivateIdentifier" || !of(node.left) || !of(node.right)) return false;
      if (node.operator === "===" || node.operator === "!==") return true;
      if (node.operator === "in" || node.operator === "instanceof") return false;
      return isText(node.left, state) && isText(node.right, state);
    }
    case "LogicalExpression":
      return of(node.left) && of(node.right);
    case "ConditionalExpression":
      return of(node.test) && of(node.consequent) && of(node.alternate);
    case "MemberExpression":
      if (node.object.type === "ThisExpression") return isField(keyName(node.property, node.computed), state);
      return !anywhere && isLengthOfString(node, state) && of(node.object);
    case "ArrayExpression":
      return node.elements.every((e) => e === null || (e.type !== "SpreadElement" && of(e)));
    case "ObjectExpression":
      return node.properties.every(
        (p) => p.type === "Property" && !p.computed && (isFunction(p.value) || of(p.value as Expression)),
      );
    default:
      return false;
  }
}

/** A value of the method: it is there before its name is used. */
function isLocal(node: Node, { ctx }: State): boolean {
  const binding = ctx.file.bindings.bindingOf(node);
  return binding !== undefined && declaredIn(binding, ctx.fn);
}

/** Strings, numbers and booleans: operators on them give a value, whatever they are. */
function isText(expression: Expression, state: State): boolean {
  const node = peel(expression);
  if (isString(node, state)) return true;
  switch (node.type) {
    case "Literal":
      return typeof node.value === "number" || typeof node.value === "boolean" || node.value === null;
    case "UnaryExpression":
      return node.operator === "!";
    case "BinaryExpression":
      if (["===", "!==", "==", "!=", "<", ">", "<=", ">="].includes(node.operator)) return true;
      return node.left.type !== "PrivateIdentifier" && isText(node.left, state) && isText(node.right, state);
    case "MemberExpression":
      return isLengthOfString(node, state);
    case "ConditionalExpression":
      return isText(node.consequent, state) && isText(node.alternate, state);
    case "Identifier": {
      const binding = state.ctx.file.bindings.bindingOf(node);
      if (!binding || binding.writes.length > 0) return false;
      const type = binding.annotation?.type;
      if (type === "TSNumberKeyword" || type === "TSBooleanKeyword") return true;
      return binding.kind === "const" && binding.init !== undefined && isText(binding.init, state);
    }
    default:
      return false;
  }
}

/** By its declaration, where it is a name: what a test in front of it says may not hold where it is looked at. */
function isString(expression: Expression, { ctx }: State): boolean {
  const node = peel(expression);
  const binding = node.type === "Identifier" ? ctx.file.bindings.bindingOf(node) : undefined;
  return (binding ? kindOfBinding(binding, ctx) : kindOf(node, ctx)).type === "string";
}

function isLengthOfString(node: Extract<Expression, { type: "MemberExpression" }>, state: State): boolean {
  return !node.optional && keyName(node.property, node.computed) === "length" && isString(node.object, state);
}

/** A field that holds what it was made with; reading it runs no code. */
function isField(name: string | undefined, { ctx }: State): boolean {
  return name !== undefined && !name.startsWith("#") && ctx.owner.fields.get(name)?.reassigned === false;
}
