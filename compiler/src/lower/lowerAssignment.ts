/**
 * Assignments. A local name stands for the new value from here on; a write to an array or object that nobody
 * else holds is an assignment of its name; any other write is an effect.
 *
 *   x += this.a(y)     →  t = call this.a [y];  x' = on [x, t] x + t
 *   out.push(this.a(y)) →  t = call this.a [y];  out' = push out [t]
 */
import type { CallExpression, Expression, Node } from "oxc-parser";
import { effectsOf } from "../analyze/effects.js";
import type { Code, Operand } from "../ir.js";
import type { Owned, Place } from "../analyze/owned.js";
import { peel, keyName } from "../syntax/walk.js";
import type { Binding } from "../syntax/bindings.js";
import { inputsOf, isPlain, withHoles, type Hole } from "./captures.js";
import { compute, isNullish, lowerExpression, mustSplit, unsupported } from "./lowerExpression.js";
import { isCounter } from "./counter.js";
import { listChangeOf, lowerListChange } from "./lowerListChange.js";
import { isGivenOneByOne, isLocalPattern, lowerPatternAssignment } from "./lowerPatternAssignment.js";
import { merge } from "./merge.js";
import { afterWrites, remarkPlace, wroteObjects } from "./order.js";
import { nameOf, ownPlace, replaceAt, valueAt } from "./placeAt.js";
import { assign, define, type Cursor, type State } from "./state.js";

type Assignment = Extract<Expression, { type: "AssignmentExpression" }>;
type Update = Extract<Expression, { type: "UpdateExpression" }>;
type Member = Extract<Expression, { type: "MemberExpression" }>;

/** The local variable that an expression names. */
export function localOf(state: State, node: Node, at: Cursor): Binding | undefined {
  if (node.type !== "Identifier") return undefined;
  const binding = state.ctx.file.bindings.bindingOf(node);
  return binding && at.env.values.has(binding) ? binding : undefined;
}

/** Whether an expression is lowered here, and not as a piece of text. */
export function isNativeAssignment(state: State, at: Cursor, node: Expression): boolean {
  if (node.type === "UpdateExpression") {
    const target = peel(node.argument);
    return localOf(state, target, at) !== undefined || privateOf(state, target) !== undefined;
  }
  if (node.type === "CallExpression") return listChangeOf(state, node) !== undefined;
  if (node.type !== "AssignmentExpression") return false;
  const target = peel(node.left as Expression);
  if (localOf(state, target, at) || isLocalPattern(state, at, target) || isGivenOneByOne(state, at, node)) return true;
  return privateOf(state, target) !== undefined || mustSplit(state, node);
}

/** The private list or object that `b[k]` or `b.c.k` is a member of. */
export function privateOf(state: State, target: Node): (Place & { owned: Owned }) | undefined {
  if (target.type !== "MemberExpression") return undefined;
  const place = ownPlace(state, target.object);
  return place?.kind === "chained" ? undefined : place;
}

export function lowerAssignment(
  state: State,
  at: Cursor,
  node: Assignment | Update | CallExpression,
  hint?: string,
  discard = false,
): Operand {
  if (node.type === "CallExpression") return lowerListChange(state, at, node, hint, discard);
  if (node.type === "UpdateExpression") {
    const target = peel(node.argument);
    const own = privateOf(state, target);
    if (own) return lowerOwnUpdate(state, at, node, target as Member, own, discard);
    const binding = localOf(state, target, at) as Binding;
    const old = at.env.values.get(binding) as Operand;
    if (isCounter(state, binding)) {
      const step = `${node.operator === "++" ? "+" : "-"} 1`;
      const next = compute(state, at, node, [old], ([value]) => [...(value ?? []), ` ${step}`]);
      assign(state, at, binding, next);
      return node.prefix ? next : old;
    }
    const { before, after } = stepped(state, at, node, old, binding.name, discard);
    assign(state, at, binding, after);
    return before ?? after;
  }
  const target = peel(node.left as Expression) as Node;
  const binding = localOf(state, target, at);
  if (binding) return lowerLocal(state, at, node, binding, hint);
  if (target.type === "ObjectPattern" || target.type === "ArrayPattern")
    return lowerPatternAssignment(state, at, node, target, discard);
  if (target.type === "MemberExpression") return lowerMember(state, at, node, target, hint);
  // A variable of the file.
  return effectOn(state, at, node, [{ node: node.right, value: lowerExpression(state, at, node.right) }], hint);
}

/** What `++` or `--` makes of a value, and, where somebody asks for it, the number that it was. */
function stepped(
  state: State,
  at: Cursor,
  node: Update,
  old: Operand,
  name: string,
  discard: boolean,
): { before: Operand | undefined; after: Operand } {
  const { operator, prefix } = node;
  const step = (code: Code): Operand =>
    compute(state, at, node, [old], ([value]) => ["((", name, ") => ", ...code, ")(", ...(value ?? []), ")"]);
  const before = prefix || discard ? undefined : step([name, operator]);
  return { before, after: step([operator, name]) };
}

/** `b.k++` of an object that nobody else holds. */
function lowerOwnUpdate(state: State, at: Cursor, node: Update, target: Member, own: Place, discard: boolean): Operand {
  const key = keyOf(state, at, target);
  const old = define(state, at, target, { kind: "at", value: valueAt(state, at, target, own), key });
  const { before, after } = stepped(state, at, node, old, "n", discard);
  putAt(state, at, node, own, key, after);
  return before ?? after;
}

export function keyOf(state: State, at: Cursor, target: Member): Operand {
  if (target.computed) return lowerExpression(state, at, target.property as Expression);
  return { code: [JSON.stringify(keyName(target.property, false))] };
}

export function putAt(state: State, at: Cursor, node: Node, own: Place, key: Operand, value: Operand): void {
  const object = valueAt(state, at, node, own);
  replaceAt(state, at, node, own, define(state, at, node, { kind: "put", object, key, value }, nameOf(own)));
}

const LOGICAL = new Set(["&&=", "||=", "??="]);

function lowerLocal(state: State, at: Cursor, node: Assignment, binding: Binding, hint?: string): Operand {
  const { name } = binding;
  if (node.operator === "=") {
    const value = named(state, at, lowerExpression(state, at, node.right, name), node, name);
    assign(state, at, binding, value);
    return value;
  }
  const old = at.env.values.get(binding) as Operand;
  if (LOGICAL.has(node.operator)) {
    const test = logicalTest(state, at, node, old);
    const keep = (): Operand => old;
    const take = (inner: Cursor): Operand => {
      const value = lowerExpression(state, inner, node.right, name);
      assign(state, inner, binding, value);
      return value;
    };
    return merge(state, at, node, test, node.operator === "||=" ? [keep, take] : [take, keep], hint);
  }
  const right = lowerExpression(state, at, node.right);
  const value = compute(
    state,
    at,
    node,
    [old, right],
    ([a, b]) => [...(a ?? []), ` ${node.operator.slice(0, -1)} `, ...(b ?? [])],
    name,
    "ordered",
  );
  assign(state, at, binding, value);
  return value;
}

function logicalTest(state: State, at: Cursor, node: Assignment, old: Operand): Operand {
  if (node.operator !== "??=") return old;
  return isNullish(state, at, node, old);
}

/** A plain constant that is assigned gets a variable of its own, so that its text is not repeated. */
export function named(state: State, at: Cursor, value: Operand, node: Node, name: string): Operand {
  if ("variable" in value) return value;
  const variable = state.variable(name, true);
  at.block.ops.push({ kind: "let", node, out: variable, code: value.code });
  return { variable };
}

function lowerMember(state: State, at: Cursor, node: Assignment, target: Member, hint?: string): Operand {
  const own = privateOf(state, target);
  if (own) return lowerOwnMember(state, at, node, target, own, hint);
  if (target.object.type === "Super") throw unsupported(state, node);
  const holes: Hole[] = [];
  const part = (expression: Expression): void => {
    if (peel(expression).type === "ThisExpression") return;
    holes.push({ node: expression, value: lowerExpression(state, at, expression) });
  };
  part(target.object);
  if (target.computed) part(target.property as Expression);
  if (node.operator === "=" || !mustSplit(state, node.right)) {
    if (mustSplit(state, node.right)) part(node.right);
    return effectOn(state, at, node, holes, hint);
  }
  // The old value is read before the right side is evaluated.
  const before = effectOn(state, at, target, holes);
  const write = (inner: Cursor): Operand => {
    const value = lowerExpression(state, inner, node.right);
    const operator = LOGICAL.has(node.operator) ? undefined : node.operator.slice(0, -1);
    const result = operator
      ? compute(
          state,
          inner,
          node,
          [before, value],
          ([a, b]) => [...(a ?? []), ` ${operator} `, ...(b ?? [])],
          undefined,
          "ordered",
        )
      : value;
    return effectOn(state, inner, node, [...holes, { node: node.right, value: result }], hint, (codes) => {
      const object: Code = holes[0]?.node === target.object ? (codes[0] as Code) : ["this"];
      const member: Code = target.computed
        ? ["[", ...(codes[codes.length - 2] as Code), "]"]
        : [".", { start: target.property.start, end: target.property.end }];
      return [...object, ...member, " = ", ...(codes.at(-1) as Code)];
    });
  };
  if (!LOGICAL.has(node.operator)) return write(at);
  const test = logicalTest(state, at, node, before);
  const keep = (): Operand => before;
  return merge(state, at, node, test, node.operator === "||=" ? [keep, write] : [write, keep], hint);
}

/** A write to an array or object that nobody else holds. */
function lowerOwnMember(
  state: State,
  at: Cursor,
  node: Assignment,
  target: Member,
  own: Place,
  hint?: string,
): Operand {
  const key = keyOf(state, at, target);
  const put = (inner: Cursor, value: Operand): Operand => {
    putAt(state, inner, node, own, key, value);
    return value;
  };
  if (node.operator === "=") return put(at, lowerExpression(state, at, node.right));
  // The old value is read before the right side is evaluated.
  const old = define(state, at, target, { kind: "at", value: valueAt(state, at, target, own), key });
  if (LOGICAL.has(node.operator)) {
    const test = logicalTest(state, at, node, old);
    const keep = (): Operand => old;
    const write = (inner: Cursor): Operand => put(inner, lowerExpression(state, inner, node.right));
    return merge(state, at, node, test, node.operator === "||=" ? [keep, write] : [write, keep], hint);
  }
  const right = lowerExpression(state, at, node.right);
  const operator = node.operator.slice(0, -1);
  const sum = compute(
    state,
    at,
    node,
    [old, right],
    ([a, b]) => [...(a ?? []), ` ${operator} `, ...(b ?? [])],
    undefined,
    "ordered",
  );
  return put(at, sum);
}

/** A write to something that others may hold, or a read of it. `build` puts the text together, where it is not that of `node`. */
function effectOn(
  state: State,
  at: Cursor,
  node: Expression,
  holes: readonly Hole[],
  hint?: string,
  build?: (codes: readonly Code[]) => Code,
): Operand {
  const inputs = inputsOf(state, at, node, holes);
  const codes = holes.map(({ value }): Code => {
    if (isPlain(value)) return "variable" in value ? [value.variable] : ["(", ...value.code, ")"];
    const variable = state.variable(undefined);
    inputs.push({ name: variable.name, value });
    return [variable];
  });
  const code =
    build?.(codes) ??
    withHoles(
      node,
      holes.map((hole, i) => ({ node: hole.node, value: { code: codes[i] as Code } })),
    );
  const effects = effectsOf(node, state.ctx, new Set(holes.map((hole) => hole.node as Node)));
  const { effect, writes } = effects;
  if (!effect)
    return define(state, at, node, { kind: "on", inputs: [...inputs, ...afterWrites(state, at, node)], code }, hint);
  remarkPlace(state, effects, node);
  const value = define(state, at, node, { kind: "effect", inputs, code, writes }, hint);
  if (writes) wroteObjects(state, at, value, node);
  return value;
}
