/**
 * Declared names. A pattern of plain keys takes each member as soon as it is there; anything richer (defaults,
 * rest, computed keys) is taken apart in steps, or as written where the value is there, or the steps could change it.
 */
import type { Node } from "oxc-parser";
import { changesWhenTaken } from "../analyze/changingReads.js";
import { effectsOf } from "../analyze/effects.js";
import { advances } from "../analyze/iterators.js";
import { takesState, type Subject } from "../analyze/patternState.js";
import { comesApart, destructure } from "./lowerDestructuring.js";
import { unsupported } from "./lowerExpression.js";
import { needsAwait } from "./needsAwait.js";
import { changedIn, inputsOf } from "./captures.js";
import type { Operand } from "../ir.js";
import type { Binding } from "../syntax/bindings.js";
import { namesIn } from "../syntax/patternNames.js";
import { keyName } from "../syntax/walk.js";
import { afterWrites, remarkPlace, wroteObjects } from "./order.js";
import { assign, perform, type Cursor, type State } from "./state.js";

/** The binding that an identifier declares. */
function declaredBinding(state: State, id: Node): Binding {
  const { bindings } = state.ctx.file;
  // A `var` may be declared again.
  const found = bindings.declared.get(id.start) ?? bindings.bindingOf(id);
  if (!found) throw unsupported(state, id);
  return found;
}

/** Gives the names in `pattern` their values, which are those of members of `from` where that is known. */
export function bindPattern(state: State, at: Cursor, pattern: Node, value: Operand, from?: Subject): void {
  if (pattern.type === "Identifier") {
    assign(state, at, declaredBinding(state, pattern), value);
    return;
  }
  const isState = from !== undefined && takesState(pattern, from, state.ctx);
  const moves = from && "of" in from && pattern.type === "ArrayPattern" && advances(from.of, state.ctx);
  const inTurn = moves || changesWhenTaken(pattern, state.ctx) ? "write" : isState ? "state" : undefined;
  take(state, at, pattern, value, namesIn(pattern), (name) => declaredBinding(state, name), false, inTurn);
}

/** Gives the names and members that an assignment has on its left their values; `others`: there are members among them. */
export function assignPattern(state: State, at: Cursor, pattern: Node, value: Operand, others: boolean): void {
  const names = namesIn(pattern);
  const locals = names.filter((name) => state.ctx.file.bindings.bindingOf(name)?.owner);
  const bindingOf = (name: Node): Binding => state.ctx.file.bindings.bindingOf(name) as Binding;
  take(state, at, pattern, value, locals, bindingOf, others || locals.length < names.length || "assigned");
}

function take(
  state: State,
  at: Cursor,
  pattern: Node,
  value: Operand,
  names: readonly (Node & { name: string })[],
  bindingOf: (name: Node) => Binding,
  assigned: boolean | "assigned",
  inTurn?: "state" | "write",
): void {
  const calls = needsAwait(state, pattern);
  const keys = assigned === true || inTurn ? undefined : plainKeys(pattern);
  const partly = "variable" in value && !value.variable.plain && assigned !== true;
  if (!keys && !inTurn && (calls || partly) && comesApart(state, pattern)) {
    destructure(state, at, pattern, value, (inner, name, part) => assign(state, inner, bindingOf(name), part));
    return;
  }
  // A default may change something else: `{ a = n++ }`.
  const own = names.map(bindingOf);
  const others = changedIn(state, pattern, at.env).some((binding) => !own.includes(binding));
  if (calls || others) throw unsupported(state, pattern);
  const outs = names.map(({ name }) => state.variable(name));
  if (keys) {
    // A name of its own: the value may be called like something that the pattern declares.
    const subject = state.variable(undefined).name;
    perform(state, at, pattern, {
      kind: "unpack",
      value,
      keys,
      pattern: [{ start: pattern.start, end: patternEnd(pattern) }],
      name: subject,
      names: names.map(({ name }) => name),
      outs,
    });
  } else {
    const text = { start: pattern.start, end: patternEnd(pattern) };
    const inputs = inputsOf(state, at, pattern).filter(
      (i) => assigned !== false || !names.some(({ name }) => name === i.name),
    );
    const subject = "variable" in value ? state.variable(undefined) : undefined;
    if (subject) inputs.push({ name: subject.name, value });
    const effects = effectsOf(pattern, state.ctx);
    const found: typeof effects =
      inTurn && !effects.effect ? { ...effects, effect: true, because: pattern, reason: inTurn } : effects;
    if (inTurn === "write") found.writes = true;
    const effect = assigned === true || found.effect;
    const writes = assigned === true || found.writes;
    if (!effect) inputs.push(...afterWrites(state, at, pattern));
    remarkPlace(state, found, pattern);
    const token = outs.length === 0 ? state.variable(undefined) : undefined;
    at.block.ops.push({
      kind: "statements",
      node: pattern,
      out: token,
      inputs,
      code: [
        assigned === false ? "const " : "(",
        text,
        " = ",
        ...(subject ? [subject] : "code" in value ? value.code : []),
        assigned === false ? ";" : ");",
      ],
      effect,
      writes,
      outs,
      names: names.map(({ name }) => name),
    });
    const first = token ?? outs[0];
    if (writes && first) wroteObjects(state, at, { variable: first }, pattern);
  }
  names.forEach((name, i) => assign(state, at, bindingOf(name), { variable: outs[i] as (typeof outs)[number] }));
}

/** Where the pattern itself ends: its type annotation is left out. */
function patternEnd(pattern: Node): number {
  const annotation = (pattern as { typeAnnotation?: Node | null }).typeAnnotation;
  return annotation ? annotation.start : pattern.end;
}

/** The keys of `{ a, b: c }` or the indices of `[a, b]`; undefined for anything richer. */
function plainKeys(pattern: Node): (string | number)[] | undefined {
  if (pattern.type === "ArrayPattern") {
    return pattern.elements.every((e) => e?.type === "Identifier") ? pattern.elements.map((_, i) => i) : undefined;
  }
  if (pattern.type !== "ObjectPattern") return undefined;
  const keys: string[] = [];
  for (const p of pattern.properties) {
    const key = p.type === "Property" ? keyName(p.key, p.computed) : undefined;
    if (key === undefined || p.type !== "Property" || p.value.type !== "Identifier") return undefined;
    keys.push(key);
  }
  return keys;
}
