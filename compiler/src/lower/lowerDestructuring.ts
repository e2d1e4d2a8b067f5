/**
 * Patterns with patterns, defaults, rest or computed keys in them, one step after another: each name has its
 * value as soon as that member is there, and a default is evaluated only where it is needed.
 *
 *     const { a: [x, y = this.ask(x)], ...rest } = report
 *     $1 = unpack { a }   x, $2 = unpack $1   $3 = on $2 === undefined   y = if $3 { call this.ask [x] } else { $2 }
 */
import type { Expression, Node } from "oxc-parser";
import { kindOf } from "../analyze/kinds.js";
import type { Code, Operand, Variable } from "../ir.js";
import { isPlainKey, keyName, peel } from "../syntax/walk.js";
import { isPlain, mayWriteObjects } from "./captures.js";
import { compute, lowerExpression } from "./lowerExpression.js";
import { merge } from "./merge.js";
import { define, perform, type Cursor, type State } from "./state.js";

export type Bind = (at: Cursor, name: Node, value: Operand) => void;

/** Whether steps come to the same as the whole: no default or key may change what is taken apart. */
export function comesApart(state: State, pattern: Node): boolean {
  return !mayWriteObjects(state, pattern) && targetsAreNames(pattern);
}

function targetsAreNames(pattern: Node): boolean {
  switch (pattern.type) {
    case "Identifier":
      return true;
    case "AssignmentPattern":
      return targetsAreNames(pattern.left);
    case "RestElement":
      return targetsAreNames(pattern.argument);
    case "ArrayPattern":
      return pattern.elements.every((element) => element === null || targetsAreNames(element));
    case "ObjectPattern":
      return pattern.properties.every((p) => targetsAreNames(p.type === "RestElement" ? p.argument : p.value));
    default: {
      const inner = peel(pattern as Expression);
      return inner !== pattern && targetsAreNames(inner);
    }
  }
}

/** Where a pattern stands in another one: the engine has other words there for what is missing. */
export type Inside = "element" | "member";

export function destructure(state: State, at: Cursor, pattern: Node, value: Operand, bind: Bind, place?: Inside): void {
  switch (pattern.type) {
    case "AssignmentPattern": {
      const test: Operand = isPlain(value)
        ? compute(state, at, pattern, [value], ([code]) => [...(code as Code), " === undefined"])
        : define(state, at, pattern, { kind: "is", what: "Undefined", value });
      const hint = pattern.left.type === "Identifier" ? pattern.left.name : undefined;
      const needed = (inner: Cursor): Operand => lowerExpression(state, inner, pattern.right);
      const given = merge(state, at, pattern, test, [needed, () => value], hint);
      return destructure(state, at, pattern.left, given, bind);
    }
    case "ArrayPattern":
      return takeElements(state, at, pattern, value, bind);
    case "ObjectPattern":
      return takeMembers(state, at, pattern, value, bind, readsAtOnce(pattern, place));
    default: {
      const inner = peel(pattern as Expression);
      return inner === pattern ? bind(at, pattern, value) : destructure(state, at, inner, value, bind, place);
    }
  }
}

/** Whether what is missing is said to be read, not taken apart. */
function readsAtOnce({ properties: [first] }: Extract<Node, { type: "ObjectPattern" }>, place?: Inside): boolean {
  if (place === "element") return true;
  if (!first || (first.type === "Property" && first.computed)) return false;
  if (place !== undefined || first.type === "RestElement") return place !== undefined;
  const target = first.value as Node;
  return target.type === "AssignmentPattern" || target.type === "MemberExpression";
}

/** A name for each part, for the text that takes them. */
function partsOf(state: State, targets: readonly (Node | null)[]): (Variable | undefined)[] {
  return targets.map((target) =>
    target === null ? undefined : state.variable(target.type === "Identifier" ? target.name : undefined),
  );
}

function takeElements(
  state: State,
  at: Cursor,
  pattern: Extract<Node, { type: "ArrayPattern" }>,
  value: Operand,
  bind: Bind,
): void {
  const { elements } = pattern;
  const last = elements.at(-1);
  const rest = last?.type === "RestElement" ? last : undefined;
  const targets = elements.map((element) => (element?.type === "RestElement" ? element.argument : element));
  const parts = partsOf(state, targets);
  const names = parts.map((part) => part?.name);
  const outs = parts.filter((part) => part !== undefined);
  const text = (list: readonly (string | undefined)[]): string =>
    `[${list.map((name, i) => (rest && i === list.length - 1 ? `...${name}` : (name ?? ""))).join(", ")}]`;
  if (outs.length === 0) takeAtOnce(state, at, pattern, value, text(names), outs);
  else
    perform(state, at, pattern, {
      kind: "unpack",
      value,
      keys: parts.flatMap((part, i) => (part && !(rest && i === parts.length - 1) ? [i] : [])),
      ...(rest && { rest: parts.length - 1 }),
      pattern: [text(names)],
      name: state.variable(undefined).name,
      names: outs.map((part) => part.name),
      outs,
    });
  targets.forEach((target, i) => {
    const part = parts[i];
    if (target && part) destructure(state, at, target as Node, { variable: part }, bind, "element");
  });
}

function takeMembers(
  state: State,
  at: Cursor,
  pattern: Extract<Node, { type: "ObjectPattern" }>,
  value: Operand,
  bind: Bind,
  isInside: boolean,
): void {
  const { properties } = pattern;
  const keys = properties.map((p) => (p.type === "Property" ? keyName(p.key, p.computed) : undefined));
  const targets = properties.map((p): Node => (p.type === "RestElement" ? p.argument : p.value));
  const hasRest = properties.at(-1)?.type === "RestElement";
  const named = hasRest ? keys.slice(0, -1) : keys;
  if (keys.length > 0 && named.every((key) => key !== undefined)) {
    const parts = partsOf(state, targets) as Variable[];
    const members = parts.map((part, i) =>
      i < named.length ? memberText(named[i] as string, part.name) : `...${part.name}`,
    );
    const text = `{ ${members.join(", ")} }`;
    perform(state, at, pattern, {
      kind: "unpack",
      value,
      keys: named as string[],
      ...(hasRest && { rest: "members" as const }),
      pattern: [text],
      isInside,
      name: state.variable(undefined).name,
      names: parts.map((part) => part.name),
      outs: parts,
    });
    targets.forEach((target, i) => destructure(state, at, target, { variable: parts[i] as Variable }, bind, "member"));
    return;
  }
  // What is not there fails before the first key is looked at.
  const object = isPlain(value) ? checked(state, at, pattern, value, isInside) : value;
  if (object === value) {
    const name = state.variable(undefined).name;
    perform(state, at, pattern, {
      kind: "unpack",
      value,
      keys: [],
      pattern: ["{}"],
      isInside,
      name,
      names: [],
      outs: [],
    });
  }
  const taken: Operand[] = [];
  properties.forEach((p, i) => {
    const target = targets[i] as Node;
    if (p.type === "RestElement") {
      const others = compute(state, at, p, [object, ...taken], ([code, ...known]) => [
        "(({ ",
        ...known.flatMap((key, n): Code => ["[", ...key, `]: $${n}, `]),
        "...$rest }) => $rest)(",
        ...(code as Code),
        ")",
      ]);
      return destructure(state, at, target, others, bind);
    }
    const name = keys[i];
    const key: Operand =
      name === undefined ? propertyKey(state, at, p.key as Expression) : { code: [JSON.stringify(name)] };
    taken.push(key);
    const member = isPlain(value)
      ? compute(state, at, p, [object, key], ([code, k]) => [...(code as Code), "[", ...(k as Code), "]"])
      : define(state, at, p, name === undefined ? { kind: "at", value, key } : { kind: "get", value, key: name });
    return destructure(state, at, target, member, bind, "member");
  });
}

/** `value`, which is there, or the error that it has no members. */
function checked(state: State, at: Cursor, pattern: Node, value: Operand, isInside: boolean): Operand {
  const nothing = isInside ? "[{}] = [$object]" : "{} = $object";
  const check = (code: Code): Code => [`(($object) => { const ${nothing}; return $object; })(`, ...code, ")"];
  const order = "code" in value ? "ordered" : undefined;
  return compute(state, at, pattern, [value], ([code]) => check(code as Code), undefined, order);
}

const memberText = (key: string, name: string): string =>
  key === name ? name : `${isPlainKey(key) ? key : JSON.stringify(key)}: ${name}`;

/** A key is turned into one once. */
export function propertyKey(state: State, at: Cursor, node: Expression): Operand {
  const value = lowerExpression(state, at, node);
  if (kindOf(node, state.ctx).type === "string") return value;
  return compute(state, at, node, [value], ([code]) => [
    '((key) => (typeof key === "symbol" ? key : `${key}`))(',
    ...(code as Code),
    ")",
  ]);
}

/** A text that takes all parts once everything is there. */
function takeAtOnce(
  state: State,
  at: Cursor,
  pattern: Node,
  value: Operand,
  text: string,
  outs: readonly Variable[],
): void {
  const subject = state.variable(undefined);
  const inputs = "variable" in value ? [{ name: subject.name, value }] : [];
  const token = outs.length === 0 ? state.variable(undefined) : undefined;
  at.block.ops.push({
    kind: "statements",
    node: pattern,
    out: token,
    inputs,
    code: [`const ${text} = `, ...("code" in value ? value.code : [subject]), ";"],
    effect: false,
    writes: false,
    outs: [...outs],
    names: outs.map((part) => part.name),
  });
}
