/**
 * Texts that wait for more than they may need: code without module calls has no parts that could begin earlier.
 *
 *   firstLong(found)      new Map([["k", this.ask(q)]])      name in { a: this.ask(q) }
 */
import type { Expression, Node } from "oxc-parser";
import { calledHere } from "../analyze/calledEffects.js";
import { immutable } from "../analyze/effects.js";
import { kindOf } from "../analyze/kinds.js";
import { launchNodes } from "../analyze/launches.js";
import type { MethodContext } from "../analyze/methodContext.js";
import { PLT2016 } from "../messages.generated.js";
import { report, shortText } from "../syntax/file.js";
import { childrenOf, isFunction, peel, walk, type AnyFunction } from "../syntax/walk.js";

/** How much of the source a message quotes. */
const QUOTED = 40;

/** `root` is evaluated at once; `isPartial`: whether a value in it may be there in part before all of it is. */
export function remarkEvaluatedWhole(root: Expression, isPartial: (value: Node) => boolean, ctx: MethodContext): void {
  const { file } = ctx;
  const launched = launchNodes(ctx.launches);
  let isSaid = false;
  const say = (node: Node, given: readonly Node[]): void => {
    isSaid = true;
    const said = file.diagnostics.some(({ code, start }) => code === "PLT2016" && start === node.start);
    const named = given.map((value) => `\`${shortText(file, value, QUOTED)}\``).join(" and ");
    if (!said) report(file, node, PLT2016({ text: shortText(file, node, QUOTED), given: named }));
  };
  const visit = (node: Node): void => {
    if (launched.has(node)) return;
    const given = waitsFor(node, isPartial, ctx);
    if (given.length > 0) say(node, given);
    for (const child of childrenOf(node)) visit(child);
  };
  visit(root);
  // Of what a call gives, parts may be there earlier than others.
  const inner = peel(root);
  if (isSaid) return;
  const given =
    inner.type === "CallExpression" && kindOf(inner, ctx).type === "array"
      ? namesIn(inner, isPartial, ctx)
      : spreadCalls(inner).flatMap((call) => namesIn(call, () => true, ctx));
  if (given.length > 0) say(inner, given);
}

/** `[...list.values()]`: what an iterator gives is there when all of it is. */
function spreadCalls(node: Expression): Expression[] {
  if (node.type !== "ArrayExpression") return [];
  return node.elements.flatMap((element) =>
    element?.type === "SpreadElement" && peel(element.argument).type === "CallExpression" ? [element.argument] : [],
  );
}

/** The first mention of each local name in a text, of those that are wanted. */
function namesIn(node: Node, isWanted: (name: Node) => boolean, { file }: MethodContext): Node[] {
  const found = new Map<string, Node>();
  walk(node, (inner) => {
    if (inner.type !== "Identifier" || found.has(inner.name)) return true;
    if (file.bindings.bindingOf(inner)?.owner && isWanted(inner)) found.set(inner.name, inner);
    return true;
  });
  return [...found.values()];
}

/** What a node is given of which it may need only a part, or nothing. */
function waitsFor(node: Node, isPartial: (value: Node) => boolean, ctx: MethodContext): Expression[] {
  const looksInto = (value: Expression): boolean => !immutable(value, ctx) && isPartial(value);
  switch (node.type) {
    case "CallExpression": {
      const called = calledHere(peel(node.callee), ctx);
      return called ? valuesOf(node).filter((value, i) => looksInto(value) || isUnused(value, called.fn, i, ctx)) : [];
    }
    case "NewExpression":
      return isError(node) ? [] : valuesOf(node).filter(looksInto);
    case "BinaryExpression":
      return node.operator === "in" && looksInto(node.right) ? [node.right] : [];
    default:
      return [];
  }
}

const isError = ({ callee }: Extract<Node, { type: "NewExpression" }>): boolean =>
  callee.type === "Identifier" && callee.name.endsWith("Error");

function valuesOf({ arguments: given }: Extract<Node, { arguments: unknown }>): Expression[] {
  return given.flatMap((argument) => {
    const value = argument.type === "SpreadElement" ? argument.argument : argument;
    return isFunction(peel(value)) ? [] : [value];
  });
}

/** What the function that gets it does not look at. */
function isUnused(value: Expression, fn: AnyFunction, index: number, ctx: MethodContext): boolean {
  if (peel(value).type === "Literal") return false;
  const param = fn.params[index];
  if (!param) return !fn.params.some(({ type }) => type === "RestElement");
  const name = param.type === "AssignmentPattern" ? param.left : param;
  return name.type === "Identifier" && ctx.file.bindings.declared.get(name.start)?.references.length === 0;
}
