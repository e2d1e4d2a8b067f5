/**
 * Expressions to operations, in the order in which JavaScript evaluates them.
 *
 *   `Compare ${this.a(x)} with ${tidy(y)}`
 *     →  $1 = call this.a [x];  on [$1, y] `Compare ${$1} with ${tidy(y)}`
 *
 * An expression without module calls stays one piece of text, whose free names become its inputs. Around a
 * module call, everything that is evaluated before it becomes an operation of its own, so that an error or
 * an effect keeps its place.
 */
import type { Expression, Node } from "oxc-parser";
import { effectsOf, immutable } from "../analyze/effects.js";
import { remarkEvaluatedWhole } from "../check/evaluatedWhole.js";
import { remarkFilled } from "../check/remarks.js";
import { kindOf } from "../analyze/kinds.js";
import { stable } from "../analyze/stable.js";
import { changeOf } from "../analyze/moduleState.js";
import { isChanged } from "../analyze/importedBindings.js";
import { containsLaunch, launchNodes } from "../analyze/launches.js";
import { isStateOf, isPiece, takesMembers } from "../analyze/structured.js";
import { HOLE, type Code, type Input, type Member, type Operand } from "../ir.js";
import { signatureOf } from "../analyze/librarySignature.js";
import { isCalled } from "../analyze/signatures.js";
import { PLT1001, PLT1005 } from "../messages.generated.js";
import { shortText } from "../syntax/file.js";
import { isStrings } from "../syntax/tagsAsCalls.js";
import { isFunction, keyName, peel, type AnyFunction } from "../syntax/walk.js";
import {
  changedIn,
  readsInTurn,
  freeReferences,
  isPlain,
  lookup,
  mayWriteObjects,
  textOf,
  UNDEFINED,
  type Hole,
} from "./captures.js";
import { isNativeAssignment, lowerAssignment } from "./lowerAssignment.js";
import { listChangeOf } from "./lowerListChange.js";
import { asWritten } from "./asWritten.js";
import { iteratedInTurn } from "./iteratedInTurn.js";
import { arrayCallback, lowerCallback } from "./lowerCallback.js";
import { lowerChain } from "./lowerChain.js";
import { lowerChanging } from "./lowerChanging.js";
import { lowerClosure, lowerEnter, lowerImmediate, usesThis } from "./lowerClosure.js";
import { propertyKey } from "./lowerDestructuring.js";
import { lowerLaunch } from "./lowerLaunch.js";
import { speculatedCall } from "./speculatedCall.js";
import { lowerParts as lowerPartsOf, lowerPiece, pairsOf } from "./lowerPiece.js";
import { refuseMissing, refuseUnspreadable } from "./lowerMissing.js";
import { lowerOwnChange } from "./lowerOwnChange.js";
import { lowerPromise } from "./lowerPromise.js";
import { merge } from "./merge.js";
import { afterWrites, awaited, behindUnknown, remarkPlace, wroteObjects } from "./order.js";
import { needsAwait } from "./needsAwait.js";
import { ownPlace } from "./placeAt.js";
import { CannotCompile, define, Unsupported, type Cursor, type State } from "./state.js";
import { stringsCode } from "./stringsCode.js";

/** Whether an expression is taken apart: because it must be, or because parts of it may be there before others. */
export function mustSplit(state: State, node: Node): boolean {
  return needsAwait(state, node) || takesMembers(node, state.ctx);
}

/** `discard`: nobody uses the value. */
export function lowerExpression(state: State, at: Cursor, node: Expression, hint?: string, discard = false): Operand {
  const inner = peel(node);
  if (inner !== node) return lowerExpression(state, at, inner, hint, discard);
  const evaluated = state.evaluated.size > 0 ? evaluatedIn(state, node) : [];
  if (evaluated[0]?.node === node) return evaluated[0].value;
  if (evaluated.length > 0 && !needsAwait(state, node)) return lowerWhole(state, at, node, evaluated, hint, discard);
  const launch = state.ctx.launches.get(node);
  if (launch && launch.kind !== "callback")
    return launch.kind === "local" ? lowerEnter(state, at, launch, hint) : lowerLaunch(state, at, launch, hint);
  if (isAssignment(node) && isNativeAssignment(state, at, node)) return lowerAssignment(state, at, node, hint, discard);
  const inTurn = node.type !== "Identifier" && !needsAwait(state, node) && readsInTurn(state, node);
  if (inTurn || !mustSplit(state, node)) return lowerWhole(state, at, node, [], hint, discard);
  if (needsAwait(state, node)) return lowerSplit(state, at, node, hint, discard);
  // Taking it apart is only worth while: where it does not work, the text as a whole is as right.
  const ops = at.block.ops.length;
  const saved = at.env.fork();
  const sites = state.snapshot();
  const { diagnostics } = state.ctx.file;
  const said = diagnostics.length;
  try {
    return lowerSplit(state, at, node, hint, discard);
  } catch (error) {
    if (!(error instanceof Unsupported)) throw error;
    at.block.ops.length = ops;
    at.env.become(saved);
    diagnostics.length = said;
    state.restore(sites);
    return lowerWhole(state, at, node, [], hint, discard);
  }
}

/** What a text names that has been evaluated before, and is no part of what was evaluated after it. */
function evaluatedIn({ evaluated }: State, node: Node): Hole[] {
  const within = (inner: Node, outer: Node): boolean => inner.start >= outer.start && inner.end <= outer.end;
  const parts = [...evaluated.keys()].filter((part) => within(part, node));
  return parts
    .filter((part) => !parts.some((other) => other !== part && within(part, other)))
    .map((part) => ({ node: part, value: evaluated.get(part) as Operand }));
}

const isAssignment = (node: Expression): node is Parameters<typeof lowerAssignment>[2] =>
  node.type === "AssignmentExpression" || node.type === "UpdateExpression" || node.type === "CallExpression";

function lowerSplit(state: State, at: Cursor, node: Expression, hint?: string, discard = false): Operand {
  const piece = lowerPiece(state, at, node, hint);
  if (piece) return piece;
  switch (node.type) {
    case "AwaitExpression": {
      if (speculatedCall(state, peel(node.argument))) return lowerExpression(state, at, node.argument, hint);
      const joined = lowerPromise(state, at, node.argument, hint, true);
      if (joined) return joined;
      if (isImmediate(state, node.argument)) return lowerExpression(state, at, node.argument, hint);
      const value = lowerExpression(state, at, node.argument, hint);
      // What is no module after all may give a promise.
      if (state.ctx.launches.get(peel(node.argument))?.certain || immutable(node.argument, state.ctx)) return value;
      return awaited(state, at, node, value, node.argument, hint);
    }
    case "ConditionalExpression": {
      if (!mustSplit(state, node.consequent) && !mustSplit(state, node.alternate) && !isPiece(node, state.ctx)) {
        return lowerWhole(state, at, node, lowerHoles(state, at, node.test), hint);
      }
      const test = lowerExpression(state, at, node.test);
      const arm = (expression: Expression) => (inner: Cursor) => lowerExpression(state, inner, expression);
      return merge(state, at, node, test, [arm(node.consequent), arm(node.alternate)], hint);
    }
    case "LogicalExpression": {
      if (!mustSplit(state, node.right) && !isPiece(node, state.ctx))
        return lowerWhole(state, at, node, lowerHoles(state, at, node.left), hint);
      const left = lowerExpression(state, at, node.left);
      const keep = (): Operand => left;
      const right = (inner: Cursor): Operand => lowerExpression(state, inner, node.right);
      if (node.operator === "&&") return merge(state, at, node, left, [right, keep], hint);
      if (node.operator === "||") return merge(state, at, node, left, [keep, right], hint);
      return merge(state, at, node, isNullish(state, at, node, left), [right, keep], hint);
    }
    case "ArrayExpression":
      return lowerList(state, at, node, node.elements, hint);
    case "SequenceExpression": {
      let value: Operand = UNDEFINED;
      node.expressions.forEach((expression, i) => {
        const last = i === node.expressions.length - 1;
        value = lowerExpression(state, at, expression, last ? hint : undefined, !last);
      });
      return value;
    }
    case "ObjectExpression":
      if (isPlainObject(state, node)) return lowerObject(state, at, node, hint);
      if (isMerged(state, node)) return lowerMerge(state, at, node, hint);
      break;
    case "CallExpression": {
      const speculated = speculatedCall(state, node);
      if (speculated) {
        state.speculated.add(speculated);
        return lowerExpression(state, at, speculated, hint);
      }
      const callback = arrayCallback(node, state);
      if (callback) return lowerCallback(state, at, node, callback, false, hint);
      const joined = lowerPromise(state, at, node, hint);
      if (joined) return joined;
      const fn = peel(node.callee);
      if (isFunction(fn) && needsAwait(state, fn)) return lowerImmediate(state, at, node, fn, hint);
      break;
    }
    case "ChainExpression":
      return lowerChain(state, at, node, hint);
    case "ArrowFunctionExpression":
    case "FunctionExpression":
      return lowerClosure(state, at, node, hint, false);
    case "AssignmentExpression":
    case "UpdateExpression":
    case "YieldExpression":
    case "ClassExpression":
    case "ImportExpression":
      throw unsupported(state, node);
    default:
  }
  return lowerWhole(state, at, node, lowerParts(state, at, node), hint, discard);
}

/** `(async () => …)()` with module calls in it. */
export function isImmediate(state: State, node: Expression): boolean {
  const call = peel(node);
  if (call.type !== "CallExpression") return false;
  const fn = peel(call.callee);
  return isFunction(fn) && containsLaunch(fn, state.ctx.launches);
}

/** What is evaluated of a function that is called, before its arguments. */
function receiverOf(called: Expression): Expression[] {
  const callee = peel(called);
  if (callee.type === "Identifier") return [];
  if (callee.type !== "MemberExpression") return [callee];
  return callee.computed ? [callee.object, callee.property as Expression] : [callee.object];
}

/** The operand expressions of a node in evaluation order; undefined where the node is not taken apart. */
function operandsOf(state: State, node: Expression): Expression[] | undefined {
  switch (node.type) {
    case "TemplateLiteral":
      return node.expressions;
    case "TaggedTemplateExpression":
      return [...receiverOf(node.tag), ...node.quasi.expressions];
    case "BinaryExpression":
      return node.left.type === "PrivateIdentifier" ? [node.right] : [node.left, node.right];
    case "UnaryExpression":
      return node.operator === "delete" ? undefined : [node.argument];
    case "MemberExpression":
      return node.computed ? [node.object, node.property as Expression] : [node.object];
    case "CallExpression":
      return [...receiverOf(node.callee), ...argumentsOf(node.arguments).filter((argument) => !isStrings(argument))];
    case "NewExpression":
      return [...(node.callee.type === "Identifier" ? [] : [node.callee]), ...argumentsOf(node.arguments)];
    case "ArrayExpression":
      return argumentsOf(node.elements.filter((e) => e !== null));
    case "ObjectExpression": {
      const parts: Expression[] = [];
      for (const property of node.properties) {
        if (property.type === "SpreadElement") parts.push(property.argument);
        else {
          if (property.computed) parts.push(property.key as Expression);
          if (property.kind !== "init" || property.method) {
            // What stays in the text makes no calls.
            if (needsAwait(state, property.value)) return undefined;
            continue;
          }
          if (!property.shorthand) parts.push(property.value as Expression);
        }
      }
      return parts;
    }
    default:
      return undefined;
  }
}

function argumentsOf(list: readonly NonNullable<Item>[]): Expression[] {
  return list.map((a) => (a.type === "SpreadElement" ? a.argument : a));
}

/** Computes, one by one, what a node evaluates up to its last module call. */
function lowerParts(state: State, at: Cursor, node: Expression): Hole[] {
  const parts = operandsOf(state, node);
  if (!parts) throw unsupported(state, node);
  const last = parts.findLastIndex((part) => mustSplit(state, part));
  const holes: Hole[] = [];
  const called = calledMember(node);
  for (const [i, part] of parts.slice(0, last + 1).entries()) {
    const inner = peel(part);
    if (called && i === (called.computed ? 2 : 1)) {
      const valueOf = (of: Node): Operand | undefined => holes.find((hole) => hole.node === of)?.value;
      const object = valueOf(called.object);
      if (object) refuseMissing(state, at, called, parts.slice(i), object, valueOf(called.property));
    }
    if (inner.type === "Super") throw unsupported(state, node);
    // A text that changes a value of the method's own names it.
    if (isChangeOf(state, node, inner)) continue;
    if (isFunction(inner) && needsAwait(state, inner)) refuseForeign(state, node, inner);
    if (isFunction(inner) && !needsAwait(state, inner)) continue;
    // Nothing is started after the last part, so its text may stay inside this one.
    if (part === parts[last] && isText(state, inner)) {
      holes.push(...lowerParts(state, at, inner));
      continue;
    }
    const value = lowerExpression(state, at, part);
    const reading = readingOf(state, node, part);
    const read = reading !== undefined && mayWrite(state, parts.slice(parts.indexOf(part) + 1));
    holes.push({
      node: part,
      value: read ? overValue(state, at, part, value, reading, afterWrites(state, at, part)) : value,
    });
    if (!read && isSpread(node, part)) refuseUnspreadable(state, at, part, parts.slice(i + 1), value);
  }
  if (last === -1) throw unsupported(state, node); // the call is in a place that is not taken apart
  return holes;
}

/** The member that a call calls. */
function calledMember(node: Expression): Extract<Expression, { type: "MemberExpression" }> | undefined {
  const callee = node.type === "CallExpression" ? node.callee : node.type === "TaggedTemplateExpression" && node.tag;
  const inner = callee && peel(callee);
  return inner && inner.type === "MemberExpression" ? inner : undefined;
}

/** Whether `part` is spread in the list of a node. */
function isSpread(node: Expression, part: Expression): boolean {
  const list =
    node.type === "ArrayExpression"
      ? node.elements
      : node.type === "CallExpression" || node.type === "NewExpression"
        ? node.arguments
        : [];
  return list.some((item) => item?.type === "SpreadElement" && item.argument === part);
}

/** What is evaluated first of a node, for a text of which it is a part. */
function lowerHoles(state: State, at: Cursor, part: Expression): Hole[] {
  const inner = peel(part);
  if (isText(state, inner) && mustSplit(state, inner)) return lowerParts(state, at, inner);
  return [{ node: part, value: lowerExpression(state, at, part) }];
}

/** Whether a node changes the object of the method's own that an operand of it names. */
function isChangeOf(state: State, node: Node, operand: Expression): boolean {
  const place = ownPlace(state, operand);
  const own = place && state.ctx.privates.get(place.binding);
  if (!place || !own) return false;
  if (own.kind === "chained") return true;
  const changed = own.paths.get(node);
  return changed !== undefined && changed.join() === place.path.join();
}

/** The standard library calls what it is given at once, and cannot wait for it. */
function refuseForeign(state: State, node: Expression, callback: AnyFunction): void {
  if (node.type !== "CallExpression" && node.type !== "NewExpression") return;
  const signature = signatureOf(node, state.ctx);
  if (!signature) return;
  // What a list or a map is given to keep is a value.
  const index = node.arguments.findIndex(
    (argument) => argument.start <= callback.start && argument.end >= callback.end,
  );
  if (!isCalled(signature.args[Math.min(index, signature.args.length - 1)])) return;
  const named = { callback: shortText(state.ctx.file, node.callee, 40) };
  const name =
    node.callee.type === "MemberExpression" ? keyName(node.callee.property, node.callee.computed) : undefined;
  throw new CannotCompile(callback, name === "sort" || name === "toSorted" ? PLT1001(named) : PLT1005(named));
}

/** How JavaScript reads an operand on the spot, before it evaluates the next: a spread is copied, a substitution becomes text. */
function readingOf(state: State, node: Expression, part: Expression): ((value: Code[number]) => Code) | undefined {
  if (immutable(part, state.ctx)) return undefined;
  if (node.type === "TemplateLiteral") return (value) => ["`${", value, "}`"];
  const list =
    node.type === "ObjectExpression"
      ? node.properties
      : node.type === "ArrayExpression"
        ? node.elements
        : node.type === "CallExpression" || node.type === "NewExpression"
          ? node.arguments
          : [];
  if (!list.some((item) => item?.type === "SpreadElement" && item.argument === part)) return undefined;
  return node.type === "ObjectExpression" ? (value) => ["({ ...", value, " })"] : (value) => ["[...", value, "]"];
}

/** Whether evaluating `parts` may change objects that were there before. */
function mayWrite(state: State, parts: readonly Expression[]): boolean {
  return parts.some((part) => mayWriteObjects(state, part));
}

/** Whether a node is lowered as a text around the calls in it, without an effect of its own. */
function isText(state: State, node: Expression): boolean {
  const { launches } = state.ctx;
  switch (node.type) {
    case "TemplateLiteral":
    case "BinaryExpression":
    case "UnaryExpression":
    case "CallExpression":
    case "NewExpression":
    case "MemberExpression":
      break;
    default:
      return false;
  }
  if (launches.has(node) || isPiece(node, state.ctx)) return false;
  if (node.type === "CallExpression") {
    // `(() => …)()` is a part of what is around it.
    if (arrayCallback(node, state) || listChangeOf(state, node) || isFunction(peel(node.callee))) return false;
  }
  return operandsOf(state, node) !== undefined && !effectsOf(node, state.ctx, launchNodes(launches)).effect;
}

export function unsupported(state: State, node: Node, reach: Unsupported["reach"] = "statement"): Unsupported {
  return new Unsupported(node, asWritten(state, node), reach);
}

/** An expression as one piece of text, with the parts that were computed before. */
export function lowerWhole(
  state: State,
  at: Cursor,
  node: Expression,
  holes: Hole[],
  hint?: string,
  discard = false,
): Operand {
  if (holes.length === 0 && (node.type === "Identifier" || !readsInTurn(state, node))) {
    const simple = lowerSimple(state, at, node, hint);
    if (simple) return simple;
  }
  const skip = new Set<Node>(holes.map((h) => h.node as Node));
  const effects = effectsOf(node, state.ctx, skip);
  const { inputs, code } = textOf(state, at, node, holes);
  const changed = changedIn(state, node, at.env, holes);
  if (changed.length > 0) {
    const change = { node, changed, effects, hint, discard };
    const own = lowerOwnChange(state, at, change, holes);
    if (own) return own;
    remarkFilled(node, changed, state.ctx);
    return lowerChanging(state, at, change, { inputs, code });
  }
  if (effects.effect) {
    remarkPlace(state, effects, node, !discard);
    const value = define(state, at, node, { kind: "effect", inputs, code, writes: effects.writes }, hint);
    if (effects.writes) wroteObjects(state, at, value, node);
    return value;
  }
  if (inputs.length > 0) remarkEvaluatedWhole(node, (value) => mayBePartial(state, at, value, holes), state.ctx);
  if (effects.reads) inputs.push(...afterWrites(state, at, node));
  return define(state, at, node, { kind: "on", inputs, code }, hint);
}

/** Whether something in a text may be there in part before all of it is. */
function mayBePartial(state: State, at: Cursor, node: Node, holes: readonly Hole[]): boolean {
  const values = [
    ...holes.filter((hole) => hole.node.start >= node.start && hole.node.end <= node.end).map(({ value }) => value),
    ...freeReferences(state, node, holes).map(({ binding }) => binding && at.env.values.get(binding)),
  ];
  return values.some((value) => value && "variable" in value && state.partial.has(value.variable));
}

/** A list with spread elements: known as soon as it is known how long it is. */
function lowerList(state: State, at: Cursor, node: Node, items: readonly Item[], hint?: string): Operand {
  return define(state, at, node, { kind: "array", ...lowerItems(state, at, items) }, hint);
}

type Item = Expression | { type: "SpreadElement"; argument: Expression } | null;

/** The items of a list, and which of them are lists of more. */
export function lowerItems(
  state: State,
  at: Cursor,
  items: readonly Item[],
): { elements: Operand[]; spread: number[] } {
  const spread: number[] = [];
  const elements = items.map((item, i) => {
    if (item === null) return HOLE;
    if (item.type !== "SpreadElement") return lowerExpression(state, at, item);
    spread.push(i);
    const inTurn = iteratedInTurn(state, at, item.argument);
    if (inTurn) return inTurn;
    const value = pairsOf(state, at, item.argument, lowerPartsOf(state, at, item.argument));
    // A spread is read on the spot.
    const later = argumentsOf(items.slice(i + 1).filter((other) => other !== null));
    if (immutable(item.argument, state.ctx) || !mayWrite(state, later)) {
      refuseUnspreadable(state, at, item.argument, later, value);
      return value;
    }
    return overValue(
      state,
      at,
      item.argument,
      value,
      (list) => ["[...", list, "]"],
      afterWrites(state, at, item.argument),
    );
  });
  return { elements, spread };
}

/** A value made of others: text in which each stands for what it is. */
export function compute(
  state: State,
  at: Cursor,
  node: Node,
  operands: readonly Operand[],
  code: (parts: readonly Code[]) => Code,
  hint?: string,
  order?: "ordered",
): Operand {
  const inputs: Input[] = [];
  const parts = operands.map((operand): Code => {
    if ("code" in operand) return operand.code.length === 1 ? operand.code : ["(", ...operand.code, ")"];
    const { variable } = operand;
    if (!variable.plain && !inputs.some((input) => input.name === variable.name))
      inputs.push({ name: variable.name, value: operand });
    return [variable];
  });
  const text = code(parts);
  if (inputs.length === 0 && order === undefined) return { code: ["(", ...text, ")"] };
  if (order) inputs.push(...afterWrites(state, at, node));
  return define(state, at, node, { kind: "on", inputs, code: text }, hint);
}

/** Expressions that need no operation of their own, or a more exact one than a piece of text. */
function lowerSimple(state: State, at: Cursor, node: Expression, hint?: string): Operand | undefined {
  const { file } = state.ctx;
  if (isStrings(node)) return { code: stringsCode(node) };
  switch (node.type) {
    case "Identifier": {
      const reference = file.bindings.at(node);
      const binding = reference?.binding;
      if (binding && binding.owner && at.env.values.has(binding)) return lookup(at.env, binding, node);
      if (
        binding?.owner &&
        node.start > binding.start &&
        state.ctx.fn.start <= binding.start &&
        binding.start < state.ctx.fn.end
      ) {
        return lookup(at.env, binding, node);
      }
      return binding && (binding.owner || isChanged(binding, state.ctx)) ? undefined : { code: [node] };
    }
    case "Literal":
      return { code: [node] };
    case "ThisExpression":
      return { code: ["this"] };
    case "TemplateLiteral":
      return node.expressions.length === 0 ? { code: [node] } : undefined;
    case "MemberExpression": {
      const name = keyName(node.property, node.computed);
      if (node.object.type === "ThisExpression" && name !== undefined) {
        if (!state.ctx.owner.fields.has(name) || changeOf(node, state.ctx)) return undefined;
        return behindUnknown(state, at, node, { code: [node] });
      }
      const object = peel(node.object);
      if (name?.startsWith("#") || node.optional || immutable(object, state.ctx)) return undefined;
      if (object.type !== "Identifier" && object.type !== "MemberExpression") return undefined;
      if ((at.env.heap && !stable(object, state.ctx)) || isStateOf(node, state.ctx)) return undefined;
      const kind = kindOf(object, state.ctx).type;
      if (kind === "function" || kind === "module" || (kind === "array" && !node.computed)) return undefined;
      const index = name === undefined ? peel(node.property as Expression) : undefined;
      if (index && (kind !== "array" || index.type !== "Identifier" || !immutable(index, state.ctx))) return undefined;
      const value = lowerSimple(state, at, object);
      if (!value || isPlain(value)) return undefined;
      const key = index && lowerSimple(state, at, index);
      if (index && !key) return undefined;
      if (key) return define(state, at, node, { kind: "at", value, key }, hint);
      if (name === undefined) return undefined;
      return define(state, at, node, { kind: "get", value, key: name }, hint);
    }
    case "ArrayExpression": {
      if (node.elements.some((e) => e?.type === "SpreadElement")) return undefined;
      if (changedIn(state, node, at.env).length > 0) return undefined;
      if (file.bindings.in(node.start, node.end).every((r) => !r.binding?.owner)) return undefined;
      return lowerList(state, at, node, node.elements, hint);
    }
    case "ObjectExpression":
      if (!isPlainObject(state, node) || changedIn(state, node, at.env).length > 0) return undefined;
      if (file.bindings.in(node.start, node.end).every((r) => !r.binding?.owner)) return undefined;
      return lowerObject(state, at, node, hint);
    default:
      return undefined;
  }
}

type ObjectExpression = Extract<Expression, { type: "ObjectExpression" }>;

type Property = ObjectExpression["properties"][number];

function isPlainProperty(state: State, p: Property): p is Extract<Property, { type: "Property" }> {
  return (
    p.type === "Property" &&
    p.kind === "init" &&
    (!p.method || isClosure(state, p.value)) &&
    !p.computed &&
    p.key.type !== "PrivateIdentifier" &&
    keyName(p.key, false) !== "__proto__"
  );
}

/** `{ ask(q) { … } }`: a function that makes module calls and could as well be an arrow function. */
function isClosure(state: State, node: Node): boolean {
  return isFunction(node) && !node.generator && containsLaunch(node, state.ctx.launches) && !usesThis(node);
}

function isPlainObject(state: State, node: ObjectExpression): boolean {
  return node.properties.every((p) => isPlainProperty(state, p));
}

/** `{ [key]: b }`. What has no name of its own is named after the key. */
function isKeyedProperty(p: Property): p is Extract<Property, { type: "Property" }> {
  if (p.type !== "Property" || p.kind !== "init" || p.method || !p.computed) return false;
  const value = peel(p.value as Expression);
  return !isFunction(value) && value.type !== "ClassExpression";
}

/** `{ ...a, b, [c]: d }` */
function isMerged(state: State, node: ObjectExpression): boolean {
  return node.properties.every((p) => p.type === "SpreadElement" || isPlainProperty(state, p) || isKeyedProperty(p));
}

function lowerObject(state: State, at: Cursor, node: ObjectExpression, hint?: string): Operand {
  const members = node.properties.filter((p) => isPlainProperty(state, p)).map((p) => lowerProperty(state, at, p));
  return define(state, at, node, { kind: "object", members }, hint);
}

function lowerProperty(state: State, at: Cursor, p: Extract<Property, { type: "Property" }>): Member {
  return { key: [p.key], name: keyName(p.key, false) ?? "", value: lowerExpression(state, at, p.value as Expression) };
}

function lowerMerge(state: State, at: Cursor, node: ObjectExpression, hint?: string): Operand {
  const parts: (Member[] | Operand)[] = [];
  node.properties.forEach((p, i) => {
    if (p.type === "SpreadElement") {
      const value = lowerPartsOf(state, at, p.argument);
      const later = node.properties
        .slice(i + 1)
        .flatMap((q) => (q.type === "SpreadElement" ? [q.argument] : [q.key as Expression, q.value as Expression]));
      const read = !immutable(p.argument, state.ctx) && mayWrite(state, later);
      parts.push(read ? overValue(state, at, p.argument, value, (object) => ["({ ...", object, " })"]) : value);
    } else if (p.computed) {
      const key = propertyKey(state, at, p.key as Expression);
      const value = lowerExpression(state, at, p.value as Expression);
      parts.push(define(state, at, p, { kind: "member", key, value }));
    } else {
      const member = lowerProperty(state, at, p);
      const last = parts.at(-1);
      if (Array.isArray(last)) last.push(member);
      else parts.push([member]);
    }
  });
  const [only] = parts;
  if (parts.length === 1 && only && "variable" in only && node.properties[0]?.type === "Property") return only;
  return define(state, at, node, { kind: "merge", parts }, hint);
}

/** `value == null`, as soon as it is known what the value is. */
export function isNullish(state: State, at: Cursor, node: Node, value: Operand): Operand {
  if (!isPlain(value)) return define(state, at, node, { kind: "is", what: "Nullish", value });
  return compute(state, at, node, [value], ([code]) => [...(code ?? []), " == null"]);
}

/** `code` over the plain value of `operand`. */
function overValue(
  state: State,
  at: Cursor,
  node: Node,
  operand: Operand,
  code: (value: Code[number]) => Code,
  after: readonly Input[] = [],
): Operand {
  if ("code" in operand) {
    const variable = state.variable(undefined, true);
    at.block.ops.push({ kind: "let", node, out: variable, code: operand.code });
    return overValue(state, at, node, { variable }, code, after);
  }
  const inputs: Input[] = operand.variable.plain ? [] : [{ name: operand.variable.name, value: operand }];
  return define(state, at, node, { kind: "on", inputs: [...inputs, ...after], code: code(operand.variable) });
}
