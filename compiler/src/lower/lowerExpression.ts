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
import { kindOf } from "../analyze/kinds.js";
import { isMutated } from "../analyze/mutations.js";
import { containsLaunch } from "../analyze/launches.js";
import { launchWrites } from "../analyze/launchWrites.js";
import { isStructuredMember, takesMembers } from "../analyze/structured.js";
import type { Code, Input, Operand } from "../ir.js";
import { PLT2001, PLT2002, PLT2006, PLT2007 } from "../messages.generated.js";
import { report, shortText } from "../syntax/file.js";
import { isFunction, keyName, peel, walk } from "../syntax/walk.js";
import { freeReferences, isPlain, lookup, textOf, type Hole } from "./captures.js";
import { lowerCallee, lowerLaunch, lowerLaunchOf } from "./lowerLaunch.js";
import { lowerMap, mapCallback, promiseAllList } from "./lowerMap.js";
import { define, newBlock, orderOnly, Unsupported, type Cursor, type State } from "./state.js";

/** Whether an expression is taken apart: because it must be, or because parts of it may be there before others. */
export function mustSplit(state: State, node: Node): boolean {
  return needsAwait(state, node) || takesMembers(node, state.ctx);
}

/** Whether an expression makes a module call or awaits, outside of inner functions. */
export function needsAwait(state: State, node: Node): boolean {
  if (containsLaunch(node, state.ctx.launches)) return true;
  let found = false;
  walk(node, (inner) => {
    if (found || isFunction(inner)) return false;
    if (inner.type === "AwaitExpression") found = true;
    return !found;
  });
  return found;
}

export function lowerExpression(state: State, at: Cursor, node: Expression, hint?: string): Operand {
  const inner = peel(node);
  if (inner !== node) return lowerExpression(state, at, inner, hint);
  const launch = state.ctx.launches.get(node);
  if (launch) return lowerLaunch(state, at, launch, hint);
  if (!mustSplit(state, node)) return lowerWhole(state, at, node, [], hint);
  if (isStructuredMember(node, state.ctx)) {
    const member = lowerSimple(state, at, node, hint);
    // Where objects may have changed, the member is read in its turn.
    return member ?? lowerWhole(state, at, node, [], hint);
  }
  if (needsAwait(state, node)) return lowerSplit(state, at, node, hint);
  // Taking it apart is only worth while: where it does not work, the text as a whole is as right.
  const ops = at.block.ops.length;
  const sites = state.snapshot();
  try {
    return lowerSplit(state, at, node, hint);
  } catch (error) {
    if (!(error instanceof Unsupported)) throw error;
    at.block.ops.length = ops;
    state.restore(sites);
    return lowerWhole(state, at, node, [], hint);
  }
}

function lowerSplit(state: State, at: Cursor, node: Expression, hint?: string): Operand {
  switch (node.type) {
    case "AwaitExpression": {
      const list = promiseAllList(node.argument, state);
      if (list) return lowerPromiseAll(state, at, list, hint);
      const value = lowerExpression(state, at, node.argument, hint);
      if (state.ctx.launches.has(peel(node.argument)) || immutable(node.argument, state.ctx)) return value;
      return define(state, at, node, { kind: "await", value }, hint);
    }
    case "ConditionalExpression": {
      if (!mustSplit(state, node.consequent) && !mustSplit(state, node.alternate)) {
        const hole = { node: node.test, value: lowerExpression(state, at, node.test) };
        return lowerWhole(state, at, node, [hole], hint);
      }
      const test = lowerExpression(state, at, node.test);
      return choose(state, at, node, test, node.consequent, node.alternate, hint);
    }
    case "LogicalExpression": {
      const left = lowerExpression(state, at, node.left);
      if (!mustSplit(state, node.right)) return lowerWhole(state, at, node, [{ node: node.left, value: left }], hint);
      if (node.operator === "&&") return choose(state, at, node, left, node.right, left, hint);
      if (node.operator === "||") return choose(state, at, node, left, left, node.right, hint);
      const test = overValue(state, at, node, left, (value) => [value, " != null"]);
      return choose(state, at, node, test, left, node.right, hint);
    }
    case "ArrayExpression": {
      if (node.elements.some((e) => e === null || e.type === "SpreadElement")) break;
      const elements = node.elements.map((e) => lowerExpression(state, at, e as Expression));
      return define(state, at, node, { kind: "array", elements }, hint);
    }
    case "ObjectExpression":
      if (isPlainObject(node)) return lowerObject(state, at, node, hint);
      break;
    case "CallExpression": {
      const callback = mapCallback(node, state);
      if (callback) return lowerMap(state, at, node, callback, false, hint);
      break;
    }
    case "ChainExpression":
      return lowerChain(state, at, node, hint);
    case "ArrowFunctionExpression":
    case "FunctionExpression":
      // Whoever calls it later must wait for it, so that it has to be followed through the whole method.
      throw new Unsupported(node, PLT2006({ name: hint ?? "a function" }), "method");
    case "AssignmentExpression":
    case "UpdateExpression":
    case "SequenceExpression":
    case "YieldExpression":
    case "TaggedTemplateExpression":
    case "ClassExpression":
    case "ImportExpression":
      throw unsupported(state, node);
    default:
  }
  return lowerWhole(state, at, node, lowerParts(state, at, node), hint);
}

/** The operand expressions of a node in evaluation order; undefined where the node is not taken apart. */
function operandsOf(node: Expression): Expression[] | undefined {
  switch (node.type) {
    case "TemplateLiteral":
      return node.expressions;
    case "BinaryExpression":
      return node.left.type === "PrivateIdentifier" ? [node.right] : [node.left, node.right];
    case "UnaryExpression":
      return node.operator === "delete" ? undefined : [node.argument];
    case "MemberExpression":
      return node.computed ? [node.object, node.property as Expression] : [node.object];
    case "CallExpression": {
      const callee = peel(node.callee);
      const receiver =
        callee.type === "MemberExpression"
          ? callee.computed
            ? [callee.object, callee.property as Expression]
            : [callee.object]
          : callee.type === "Identifier"
            ? []
            : [callee];
      return [...receiver, ...argumentsOf(node.arguments)];
    }
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
          if (property.kind !== "init" || property.method) continue;
          if (!property.shorthand) parts.push(property.value as Expression);
        }
      }
      return parts;
    }
    default:
      return undefined;
  }
}

function argumentsOf(list: readonly (Expression | { type: "SpreadElement"; argument: Expression })[]): Expression[] {
  return list.map((a) => (a.type === "SpreadElement" ? a.argument : a));
}

/** Computes, one by one, what a node evaluates up to its last module call. */
function lowerParts(state: State, at: Cursor, node: Expression): Hole[] {
  const parts = operandsOf(node);
  if (!parts) throw unsupported(state, node);
  const last = parts.findLastIndex((part) => mustSplit(state, part));
  const holes: Hole[] = [];
  for (const part of parts.slice(0, last + 1)) {
    const inner = peel(part);
    if (inner.type === "Super") throw unsupported(state, node);
    if (isFunction(inner)) {
      if (needsAwait(state, inner)) throw unsupported(state, inner);
      continue;
    }
    // Nothing is started after the last part, so its text may stay inside this one.
    if (part === parts[last] && isText(state, inner)) {
      holes.push(...lowerParts(state, at, inner));
      continue;
    }
    const value = lowerExpression(state, at, part);
    const reading = readingOf(state, node, part);
    const read = reading !== undefined && mayWrite(state, parts.slice(parts.indexOf(part) + 1));
    holes.push({ node: part, value: read ? overValue(state, at, part, value, reading, orderOnly(at.env)) : value });
  }
  if (last === -1) throw unsupported(state, node); // the call is in a place that is not taken apart
  return holes;
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
  const { launches } = state.ctx;
  const others = new Set(launches.keys());
  return parts.some(
    (part) =>
      effectsOf(part, state.ctx, others).writes ||
      [...launches.values()].some(
        (launch) =>
          launch.node.start >= part.start &&
          launch.node.end <= part.end &&
          (!launch.certain || launchWrites(launch, state.ctx)),
      ),
  );
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
  if (launches.has(node) || isStructuredMember(node, state.ctx)) return false;
  if (node.type === "CallExpression" && mapCallback(node, state)) return false;
  return operandsOf(node) !== undefined && !effectsOf(node, state.ctx, new Set(launches.keys())).effect;
}

export function unsupported(state: State, node: Node): Unsupported {
  return new Unsupported(node, PLT2007({ construct: shortText(state.ctx.file, node, 40) }));
}

/** An expression as one piece of text, with the parts that were computed before. */
function lowerWhole(state: State, at: Cursor, node: Expression, holes: Hole[], hint?: string): Operand {
  const { file } = state.ctx;
  if (holes.length === 0) {
    const simple = lowerSimple(state, at, node, hint);
    if (simple) return simple;
  }
  const skip = new Set<Node>(holes.map((h) => h.node as Node));
  const effects = effectsOf(node, state.ctx, skip);
  // A text assigns only its own names: as a statement, what it assigns comes out of it.
  if (freeReferences(state, node, holes).some((r) => r.write)) throw unsupported(state, node);
  const { inputs, code } = textOf(state, at.env, node, holes);
  if (effects.effect) {
    if (effects.writes) {
      report(file, effects.because ?? node, PLT2001({ callee: shortText(file, effects.because ?? node, 40) }));
    } else if (effects.because?.type === "Identifier" || effects.because?.type === "MemberExpression") {
      // State of the module, or of the file, that something changes while it runs.
      report(
        file,
        effects.because,
        PLT2002({ object: shortText(file, effects.because, 40), by: "another module call" }),
      );
    }
    const value = define(state, at, node, { kind: "effect", inputs, code, writes: effects.writes }, hint);
    if (effects.writes) at.env.heap = value;
    return value;
  }
  if (effects.reads && at.env.heap) {
    report(file, node, PLT2002({ object: shortText(file, node, 40), by: "an earlier call that may have effects" }));
    inputs.push(...orderOnly(at.env));
  }
  return define(state, at, node, { kind: "on", inputs, code }, hint);
}

/** Expressions that need no operation of their own, or a more exact one than a piece of text. */
function lowerSimple(state: State, at: Cursor, node: Expression, hint?: string): Operand | undefined {
  const { file } = state.ctx;
  switch (node.type) {
    case "Identifier": {
      const reference = file.bindings.at(node);
      const binding = reference?.binding;
      if (binding && binding.owner && at.env.values.has(binding)) return lookup(state, at.env, binding, node);
      if (
        binding?.owner &&
        node.start > binding.start &&
        state.ctx.fn.start <= binding.start &&
        binding.start < state.ctx.fn.end
      ) {
        return lookup(state, at.env, binding, node);
      }
      return binding && (binding.owner || binding.writes.length > 0 || isMutated(binding, state.ctx))
        ? undefined
        : { code: [node] };
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
        const info = state.ctx.owner.fields.get(name);
        return info && !info.reassigned && !info.mutated ? { code: [node] } : undefined;
      }
      if (name === undefined || node.computed || name.startsWith("#") || immutable(node.object, state.ctx))
        return undefined;
      const object = peel(node.object);
      if (at.env.heap || (object.type !== "Identifier" && object.type !== "MemberExpression")) return undefined;
      const kind = kindOf(object, state.ctx).type;
      if (kind === "array" || kind === "function" || kind === "module") return undefined;
      const value = lowerSimple(state, at, object);
      if (!value || isPlain(value)) return undefined;
      return define(state, at, node, { kind: "get", value, key: name }, hint);
    }
    case "ArrayExpression": {
      if (node.elements.some((e) => e === null || e.type === "SpreadElement")) return undefined;
      const fork = node.elements.map((e) => e as Expression);
      if (fork.every((e) => file.bindings.in(e.start, e.end).every((r) => !r.binding?.owner))) return undefined;
      return define(state, at, node, { kind: "array", elements: fork.map((e) => lowerExpression(state, at, e)) }, hint);
    }
    case "ObjectExpression":
      if (!isPlainObject(node)) return undefined;
      if (file.bindings.in(node.start, node.end).every((r) => !r.binding?.owner)) return undefined;
      return lowerObject(state, at, node, hint);
    default:
      return undefined;
  }
}

type ObjectExpression = Extract<Expression, { type: "ObjectExpression" }>;

function isPlainObject(node: ObjectExpression): boolean {
  return node.properties.every(
    (p) =>
      p.type === "Property" &&
      p.kind === "init" &&
      !p.method &&
      !p.computed &&
      p.key.type !== "PrivateIdentifier" &&
      keyName(p.key, false) !== "__proto__",
  );
}

function lowerObject(state: State, at: Cursor, node: ObjectExpression, hint?: string): Operand {
  const members = node.properties.map((p) => {
    if (p.type !== "Property") throw unsupported(state, p);
    return {
      key: [p.key] as Code,
      name: keyName(p.key, false) ?? "",
      value: lowerExpression(state, at, p.value as Expression),
    };
  });
  return define(state, at, node, { kind: "object", members }, hint);
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

/** A branch that has a value. An arm is an expression to evaluate, or a value that is there. */
function choose(
  state: State,
  at: Cursor,
  node: Node,
  test: Operand,
  then: Expression | Operand,
  otherwise: Expression | Operand,
  hint?: string,
): Operand {
  const arm = (source: Expression | Operand): { cursor: Cursor } => {
    const cursor: Cursor = { block: newBlock(), env: at.env.fork() };
    const value = "type" in source ? lowerExpression(state, cursor, source) : source;
    if (cursor.env.heap !== at.env.heap) throw unsupported(state, node);
    cursor.block.result = { kind: "value", value };
    return { cursor };
  };
  const a = arm(then);
  const b = arm(otherwise);
  return define(state, at, node, { kind: "if", test, then: a.cursor.block, otherwise: b.cursor.block }, hint);
}

function lowerChain(
  state: State,
  at: Cursor,
  node: Extract<Expression, { type: "ChainExpression" }>,
  hint?: string,
): Operand {
  const call = node.expression;
  const launch = state.ctx.launches.get(call);
  // this.maybe?.(x): called only where it is there.
  if (
    launch &&
    call.type === "CallExpression" &&
    call.optional &&
    launch.kind === "module" &&
    !containsOptional(call.callee)
  ) {
    const callee = lowerCallee(state, at, launch);
    const test = overValue(state, at, node, callee, (value) => [value, " != null"]);
    const yes: Cursor = { block: newBlock(), env: at.env.fork() };
    yes.block.result = { kind: "value", value: lowerLaunchOf(state, yes, launch, callee) };
    if (yes.env.heap !== at.env.heap) throw unsupported(state, node);
    const no = newBlock();
    no.result = { kind: "value", value: { code: ["undefined"] } };
    return define(state, at, node, { kind: "if", test, then: yes.block, otherwise: no }, hint);
  }
  // A module call at the root of the chain is made in any case; the rest is text after it.
  const roots: Expression[] = [];
  let inner: Node = node.expression;
  for (;;) {
    if (inner.type === "CallExpression" && !state.ctx.launches.has(inner)) {
      if (inner.arguments.some((a) => needsAwait(state, a))) throw unsupported(state, node);
      inner = inner.callee;
    } else if (inner.type === "MemberExpression") {
      if (inner.computed && needsAwait(state, inner.property)) throw unsupported(state, node);
      inner = inner.object;
    } else if (
      inner.type === "TSNonNullExpression" ||
      inner.type === "ParenthesizedExpression" ||
      inner.type === "TSAsExpression"
    ) {
      inner = inner.expression;
    } else break;
  }
  roots.push(inner as Expression);
  if (state.ctx.launches.has(inner) && inner.type === "CallExpression" && inner.optional)
    throw unsupported(state, node);
  const holes = roots.map((root) => ({ node: root, value: lowerExpression(state, at, root) }));
  return lowerWhole(state, at, node, holes, hint);
}

function containsOptional(node: Node): boolean {
  let found = false;
  walk(node, (inner) => {
    if ((inner.type === "CallExpression" || inner.type === "MemberExpression") && inner.optional) found = true;
    return !found;
  });
  return found;
}

function lowerPromiseAll(state: State, at: Cursor, list: Expression, hint?: string): Operand {
  const inner = peel(list);
  if (inner.type === "CallExpression") {
    const callback = mapCallback(inner, state);
    if (callback) return lowerMap(state, at, inner, callback, true, hint);
  }
  return lowerExpression(state, at, list, hint);
}
