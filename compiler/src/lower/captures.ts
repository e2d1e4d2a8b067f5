/** Which values of the method a piece of text needs, and the text with some of its parts replaced. */
import type { Expression, Node } from "oxc-parser";
import { assignedValues } from "../analyze/kinds.js";
import { endsAtOnce } from "../analyze/joined.js";
import { containsLaunch, launchesIn } from "../analyze/launches.js";
import { launchWrites, textWrites } from "../analyze/launchWrites.js";
import { isCalledByName, isValueFunction, localCallsIn, sharedBy } from "../analyze/localFunctions.js";
import type { Code, Input, Operand, Part } from "../ir.js";
import { PLT2006, PLT2010 } from "../messages.generated.js";
import { calledAtOnce, inPlaceFunctions } from "../analyze/inPlace.js";
import { kindOfOwned, type Owned } from "../analyze/owned.js";
import { declaredIn, type Binding, type Reference } from "../syntax/bindings.js";
import type { Related } from "../syntax/file.js";
import { childrenOf, isFunction, isPlainKey, peel, walk, type AnyFunction } from "../syntax/walk.js";
import { changingIn, isRemade, remadeFunction, remakeFunction } from "./remade.js";
import { Unsupported, type Cursor, type Env, type State } from "./state.js";

/** A part of a text that was computed on its own. */
export interface Hole {
  node: { start: number; end: number };
  value: Operand;
}

/** The references in `range` to names of the method around it, outside of `holes`. */
export function freeReferences(
  state: State,
  range: { start: number; end: number },
  holes: readonly Pick<Hole, "node">[] = [],
): Reference[] {
  const { file, fn } = state.ctx;
  return file.bindings
    .in(range.start, range.end)
    .filter(
      (r) =>
        r.binding !== undefined &&
        declaredIn(r.binding, fn) &&
        !declaredIn(r.binding, range) &&
        !holes.some((h) => r.start >= h.node.start && r.end <= h.node.end),
    );
}

export function lookup(env: Env, binding: Binding, at: Node): Operand {
  const value = env.values.get(binding);
  if (value) return value;
  // A function that is declared further down, or a name in its dead zone: only the text as a whole is right.
  throw new Unsupported(at, PLT2006({ name: binding.name }), "method");
}

/** The names in a text that are declared further down in the same function: who reads one of them fails. */
function deadIn(state: State, { env }: Cursor, range: Node, holes: readonly Hole[]): ReadonlySet<Binding> {
  const missing = freeReferences(state, range, holes).filter(({ binding }) => binding && !env.values.has(binding));
  const alive = missing.filter(({ binding, start, inside, write }) => {
    const { kind, owner, hoisted, start: declared } = binding as Binding;
    return write || hoisted || (kind !== "const" && kind !== "let") || start > declared || inside !== owner;
  });
  return new Set(
    missing.flatMap(({ binding }) => (binding && !alive.some((r) => r.binding === binding) ? [binding] : [])),
  );
}

/** The inputs of a text: its free names. Those that are `dead` have no value yet. */
export function inputsOf(
  state: State,
  at: Cursor,
  range: Node,
  holes: readonly Hole[] = [],
  dead: ReadonlySet<Binding> = new Set(),
): Input[] {
  const inputs: Input[] = [];
  const seen = new Set(dead);
  checkClosures(state, range, holes);
  for (const reference of freeReferences(state, range, holes)) {
    const binding = reference.binding as Binding;
    if (seen.has(binding)) continue;
    seen.add(binding);
    const fn = remadeFunction(state, binding);
    if (fn) refuseChange(state, fn, range, holes);
    const value = fn ? remakeFunction(state, at, binding, fn) : lookup(at.env, binding, range);
    if (
      "variable" in value &&
      value.variable.plain &&
      value.variable.name === binding.name &&
      binding.writes.length === 0
    )
      continue;
    inputs.push({ name: binding.name, value });
  }
  return inputs;
}

/** A text around parts that were computed before, with everything that it names. */
export function textOf(state: State, at: Cursor, range: Node, holes: readonly Hole[]): { inputs: Input[]; code: Code } {
  const dead = deadIn(state, at, range, holes);
  const inputs = inputsOf(state, at, range, holes, dead);
  const named = holes.map((hole): Hole => {
    if (!("variable" in hole.value)) return hole;
    const { variable } = hole.value;
    const same = inputs.find((i) => i.name === variable.name);
    if (same && sameOperand(same.value, hole.value)) return hole;
    // A part may be called like a name of the text that means something else.
    const clash = same !== undefined || freeReferences(state, range, holes).some((r) => r.name === variable.name);
    if (variable.plain && !clash) return hole;
    const name = clash ? state.variable(undefined, variable.plain) : variable;
    inputs.push({ name: name.name, value: hole.value });
    return { node: hole.node, value: { variable: name } };
  });
  const code = withHoles(range, named);
  if (dead.size === 0) return { inputs, code };
  // As in the source, the names are there, and have no value.
  const names = [...dead].map(({ name }) => name).join(", ");
  return { inputs, code: ["(() => { return (", ...code, `); let ${names}; })()`] };
}

/**
 * A function that outlives the statement it stands in must not see a variable change later. Those in parts that were
 * computed before have been looked at there.
 */
function checkClosures(state: State, range: Node, holes: readonly Hole[]): void {
  const { file, fn } = state.ctx;
  const visit = (node: Node, immediate: boolean): void => {
    if (holes.some((hole) => node.start >= hole.node.start && node.end <= hole.node.end)) return;
    if (isFunction(node) && node !== (fn as Node) && !immediate) {
      if (isRemade(state, node)) return refuseChange(state, node, range, []);
      for (const reference of file.bindings.in(node.start, node.end)) {
        const binding = reference.binding;
        if (!binding || !declaredIn(binding, fn) || declaredIn(binding, node)) continue;
        if (changesAfter(state, binding, node) && !declaredIn(binding, range)) {
          throw new Unsupported(node, PLT2010({ variable: binding.name }), "method", assignedAt(binding));
        }
      }
      return;
    }
    const wraps = node.type === "ParenthesizedExpression" || node.type.startsWith("TS");
    for (const child of childrenOf(node))
      visit(child, wraps ? immediate : node.type === "CallExpression" && calledAtOnce(node, child, state.ctx));
  };
  visit(range, false);
}

/** A text that changes what such a function uses, and may call it, would have to share the variable with it. */
function refuseChange(state: State, fn: AnyFunction, range: Node, holes: readonly Hole[]): void {
  const changed = changingIn(state, fn).find((binding) =>
    freeReferences(state, range, holes).some((r) => r.write && r.binding === binding),
  );
  if (changed) throw new Unsupported(fn as Node, PLT2010({ variable: changed.name }), "method", assignedAt(changed));
}

/**
 * A part that runs as written has variables of its own, which get and give values when it begins and ends. A function
 * that outlives it must not share one that changes with what is outside of it.
 */
export function checkOutliving(state: State, part: Node): void {
  const { ctx } = state;
  const outliving = outlivingIn(state, part);
  const inOne = (place: Place): boolean => [...outliving].some((fn) => holds(fn, place));
  for (const fn of outliving) {
    const handed = localCallsIn(ctx, fn).flatMap((called) => sharedBy(ctx, called).takes);
    const used = ctx.file.bindings.in(fn.start, fn.end).flatMap(({ binding }) => (binding ? [binding] : []));
    for (const binding of new Set([...used, ...handed])) {
      if (!declaredIn(binding, ctx.fn) || declaredIn(binding, fn)) continue;
      const writes = writesOf(state, binding);
      const inside = writes.filter((write) => holds(part, write));
      const outside = writes.filter((write) => !holds(part, write));
      const changes =
        changesAfter(state, binding, fn, outside) ||
        (inside.some(inOne) && binding.references.some((reference) => !holds(part, reference))) ||
        (inside.length > 0 && ctx.loops.some((range) => holds(range, part) && !declaredIn(binding, range)));
      if (changes)
        throw new Unsupported(fn as Node, PLT2010({ variable: binding.name }), "method", assignedAt(binding));
    }
  }
}

/** The functions in a part of a method that may be called when it is over. */
function outlivingIn({ ctx }: State, part: Node): Set<AnyFunction> {
  const found = new Set<AnyFunction>();
  const inPlace = inPlaceFunctions(ctx.fn, ctx);
  const ends = (fn: AnyFunction): boolean =>
    containsLaunch(fn, ctx.launches)
      ? !isValueFunction(fn, ctx)
      : inPlace.has(fn) || (isCalledByName(fn, ctx) && (!fn.async || endsAtOnce(fn, ctx)));
  walk(part, (node) => {
    if (!isFunction(node) || node === (ctx.fn as Node) || ends(node)) return true;
    found.add(node);
    return false;
  });
  for (const fn of found) for (const called of localCallsIn(ctx, fn)) if (holds(part, called)) found.add(called);
  return found;
}

/** Where a variable gets its last value, for remarks. */
export function assignedAt({ writes }: Binding): Related[] {
  const last = writes.at(-1);
  return last ? [{ node: last, message: "assigned here" }] : [];
}

type Place = Pick<Node, "start" | "end">;

const holds = (range: Place, inner: Place): boolean => range.start <= inner.start && range.end >= inner.end;

const writesOf = (state: State, binding: Binding): Place[] => [
  ...binding.writes,
  ...(state.ctx.privates.get(binding)?.writes ?? []),
];

/** Whether a variable may get another value once the function `node` has been made, or from where `node` begins. */
export function changesAfter(
  state: State,
  binding: Binding,
  node: Place,
  writes: readonly Place[] = writesOf(state, binding),
): boolean {
  return writes.some(
    (write) =>
      write.end > node.start ||
      state.ctx.loops.some((range) => {
        if (declaredIn(binding, range) || !holds(range, write)) return false;
        // Who knows when a function is called, and how often.
        return isFunction(range) || holds(range, node);
      }),
  );
}

/** The source of `range` with each hole replaced by its value. */
export function withHoles(range: { start: number; end: number }, holes: readonly Hole[]): Code {
  const parts: Part[] = [];
  let from = range.start;
  for (const hole of [...holes].sort((a, b) => a.node.start - b.node.start)) {
    if (hole.node.start > from) parts.push({ start: from, end: hole.node.start });
    if ("variable" in hole.value) parts.push(hole.value.variable);
    else if (hole.value.code.length === 1 && isAtom(hole.value.code[0])) parts.push(...hole.value.code);
    else parts.push("(", ...hole.value.code, ")");
    from = hole.node.end;
  }
  if (from < range.end) parts.push({ start: from, end: range.end });
  return parts;
}

/** Means the same wherever it is put. */
function isAtom(part: Part | undefined): boolean {
  if (isVariable(part) || part === "undefined" || part === "this") return true;
  const node = typeof part === "object" && "type" in part ? (part as unknown as Node) : undefined;
  if (node?.type === "Literal") return typeof node.value === "string";
  return node?.type === "Identifier" || node?.type === "ThisExpression";
}

export const UNDEFINED: Operand = { code: ["undefined"] };

/** The variables there are at a point that `node` gives new values: by assignments, by writes to objects of their own, by calls of functions that do. */
export function changedIn(state: State, node: Node, env: Env, holes: readonly Pick<Hole, "node">[] = []): Binding[] {
  const changed = new Set<Binding>();
  const inside = (at: Place): boolean =>
    at.start >= node.start &&
    at.end <= node.end &&
    !holes.some((hole) => at.start >= hole.node.start && at.end <= hole.node.end);
  for (const reference of freeReferences(state, node, holes))
    if (reference.write && !keepsValue(reference, state)) changed.add(reference.binding as Binding);
  for (const [binding, { kind, writes }] of state.ctx.privates) {
    if (writes.some(inside)) changed.add(binding);
    else if (kind === "chained" && binding.references.some((r) => inside(r) && mayChangeAfter(r, writes, state)))
      changed.add(binding);
  }
  for (const fn of localCallsIn(state.ctx, node, inside))
    for (const binding of sharedBy(state.ctx, fn).gives) changed.add(binding);
  return [...changed].filter((binding) => env.values.has(binding));
}

/** Whether one of the writes may happen behind a place. */
function mayChangeAfter({ start, end }: Place, writes: readonly Node[], { ctx }: State): boolean {
  const again = ctx.loops.filter((loop) => loop.start <= start && end <= loop.end);
  return writes.some((write) => write.end > start || again.some((l) => l.start <= write.start && write.end <= l.end));
}

/**
 * Whether an expression without module calls reads a Map or Set of the method's own that is changed behind it, in place:
 * as a text, it is in the chain of those.
 */
export function readsInTurn(state: State, node: Expression): boolean {
  const { bindings } = state.ctx.file;
  return bindings.in(node.start, node.end).some((reference) => {
    const own = reference.binding && state.ctx.privates.get(reference.binding);
    return own?.kind === "chained" && mayChangeAfter(reference, own.writes, state);
  });
}

/** `x = x`: the variable is what it was. */
function keepsValue({ start, binding }: Reference, { ctx }: State): boolean {
  const given = assignedValues(ctx).get(start);
  const value = given && given !== "primitive" ? peel(given) : undefined;
  return value?.type === "Identifier" && ctx.file.bindings.bindingOf(value) === binding;
}

/** Whether something in `node` may change objects that others hold. */
export function mayWriteObjects(state: State, node: Node, seen: ReadonlySet<AnyFunction> = new Set()): boolean {
  const { ctx } = state;
  if ([...state.withHeap].some((inner) => inner.start >= node.start && inner.end <= node.end)) return true;
  const launches = launchesIn(node, ctx.launches);
  return (
    textWrites(node, ctx) ||
    launches.some((launch) => !launch.certain || launchWrites(launch, ctx)) ||
    localCallsIn(ctx, node).some(
      (fn) => fn.body && !seen.has(fn) && mayWriteObjects(state, fn.body as Node, new Set([...seen, fn])),
    )
  );
}

/** Whether what handles a failure around here sees what one of the variables is. */
export function isSeenInTry({ attempts }: State, bindings: readonly Binding[]): boolean {
  return attempts.some((attempt) => attempt.bindings.some((binding) => bindings.includes(binding)));
}

/** A text changes a copy of what is a value: the original stays what it was. */
export function copiesOf(state: State, bindings: readonly Binding[], text: Node): Code {
  return bindings.flatMap((binding): Code => {
    const own = state.ctx.privates.get(binding);
    if (!own || own.kind === "chained") return [];
    const copies = new Set([copyOf(binding.name, own.owned)]);
    for (const [write, path] of own.paths) {
      if (write.start < text.start || write.end > text.end) continue;
      let name = binding.name;
      let { owned } = own;
      for (const key of path) {
        name += isPlainKey(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
        owned = owned.members.get(key) as Owned;
        copies.add(copyOf(name, owned));
      }
    }
    return [...copies];
  });
}

/** `list = list.slice(); ` */
export function copyOf(name: string, owned: Owned): string {
  if (kindOfOwned(owned) !== "list") return `${name} = { ...${name} }; `;
  const copy = owned.more ? `Object.assign(${name}.slice(), ${name})` : `${name}.slice()`;
  return `${name} = ${copy}; `;
}

const isVariable = (part: Part | undefined): boolean => typeof part === "object" && "id" in part;

export function isPlain(operand: Operand): boolean {
  return "code" in operand || operand.variable.plain;
}

export function sameOperand(a: Operand | undefined, b: Operand | undefined): boolean {
  if (a === b) return true;
  if (!a || !b) return false;
  return "variable" in a && "variable" in b && a.variable === b.variable;
}
