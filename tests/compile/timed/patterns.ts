/** Destructuring, member by member: each name has the time of its own part. */
import type { Node, PropertyKey as KeyNode } from "oxc-parser";
import { bare } from "./analysis.js";
import type { Scope } from "./environment.js";
import { evaluate } from "./expressions.js";
import { isIdle } from "./idle.js";
import { copyMembers, getMember, getPrivate, iterate, listOf, setMember, setPrivate } from "./members.js";
import { raiseAll } from "./raise.js";
import type { Run } from "./run.js";
import { NOTHING, Thrown, Unsupported, isObject, nameOfKey, notBefore, timed, type Timed } from "./values.js";

/** How a name in a pattern gets its value: a declaration fills it, an assignment changes it. */
export type Mode = "declare" | "assign";

/** What a pattern is part of, which the engine's messages tell apart. */
type Inside = "array" | "object";

export function bind(run: Run, pattern: Node, value: Timed, scope: Scope, mode: Mode, inside?: Inside): void {
  const target = bare(pattern);
  switch (target.type) {
    case "Identifier":
      if (mode === "declare") {
        const binding = scope.lookup(target.name);
        if (!binding) throw new Unsupported(`${target.name} is not declared`);
        binding.value = value;
      } else if (!isIdle(target) || !isSame(scope.lookup(target.name)?.value, value))
        assignName(run, target.name, value, scope);
      return;
    case "MemberExpression":
      assignMember(run, target, scope)(value);
      return;
    case "AssignmentPattern":
      bind(run, target.left, withDefault(run, value, target.right, scope), scope, mode);
      return;
    case "ArrayPattern":
      return bindArray(run, target.elements, value, scope, mode);
    case "ObjectPattern":
      refuseNothing(run, value, messageOf(target.properties, value, inside));
      return bindObject(run, target.properties, value, scope, mode);
    default:
      throw new Unsupported(`pattern ${target.type}`);
  }
}

const isSame = (old: Timed | undefined, value: Timed): boolean =>
  old !== undefined && Object.is(old.v, value.v) && old.t === value.t;

function refuseNothing(run: Run, value: Timed, message: string): void {
  if (value.v === null || value.v === undefined) run.fail(new TypeError(message), value.t);
}

/** A pattern inside another, or one that begins with a default, fails where it reads its first member. */
function messageOf([first]: readonly PatternProperty[], value: Timed, inside: Inside | undefined): string {
  const plain = first && (first.type === "RestElement" || !first.computed);
  const isRead = first?.type === "Property" && /^(AssignmentPattern|MemberExpression)$/.test(first.value.type);
  const reads = inside === "array" || (plain && (inside !== undefined || isRead));
  return reads ? `Cannot read properties of ${String(value.v)}` : `Cannot destructure '${String(value.v)}'`;
}

function withDefault(run: Run, value: Timed, otherwise: Node, scope: Scope): Timed {
  let result = value;
  if (value.v === undefined) {
    const before = run.ctl;
    run.ctl = Math.max(before, value.t);
    result = notBefore(evaluate(run, otherwise, scope), value.t);
    run.ctl = before;
  }
  raiseAll(run, [otherwise], scope, value.t);
  return result;
}

function bindArray(run: Run, elements: readonly (Node | null)[], value: Timed, scope: Scope, mode: Mode): void {
  const walk = iterate(run, value);
  let done = false;
  const next = (): Timed => {
    if (!done) {
      const step = walk.next();
      if (!step.done) return step.value;
      done = true;
    }
    return timed(undefined, run.times.shape(value));
  };
  if (elements.length === 0) walk.next();
  for (const element of elements) {
    if (element?.type === "RestElement") {
      const rest = done ? [] : walk;
      done = true;
      bind(run, element.argument, timed(listOf(run, rest, () => run.times.shape(value))), scope, mode, "array");
    } else {
      const part = next();
      if (element) bind(run, element, part, scope, mode, "array");
    }
  }
}

type PatternProperty = Extract<Node, { type: "ObjectPattern" }>["properties"][number];

function bindObject(run: Run, properties: readonly PatternProperty[], value: Timed, scope: Scope, mode: Mode): void {
  const seen = new Set<PropertyKey>();
  for (const property of properties) {
    if (property.type === "RestElement") {
      const rest = run.times.born({});
      copyMembers(run, value, rest, seen);
      bind(run, property.argument, timed(rest), scope, mode);
    } else {
      const key = keyOf(run, property.key, property.computed, scope);
      seen.add(nameOfKey(key.v));
      bind(run, property.value, getMember(run, value, key), scope, mode, "object");
    }
  }
}

export function keyOf(run: Run, key: KeyNode, computed: boolean, scope: Scope): Timed {
  if (computed) {
    const value = evaluate(run, key, scope);
    if (!isObject(value.v)) return value;
    return timed(
      run.native(value.t, () => nameOfKey(value.v)),
      run.times.deep(value),
    );
  }
  if (key.type === "Identifier") return timed(key.name);
  if (key.type === "Literal") return timed(String(key.value));
  throw new Unsupported(`key ${key.type}`);
}

export function assignName(run: Run, name: string, value: Timed, scope: Scope): void {
  const binding = scope.lookup(name);
  if (!binding) throw new Thrown(timed(new ReferenceError(`${name} is not defined`), run.ctl));
  if (!binding.value) run.fail(new ReferenceError(`Cannot access '${name}' before initialization`), 0);
  if (!binding.writable) run.fail(new TypeError("Assignment to constant variable."), value.t);
  // What it stands for already: nothing changes, whoever decides that.
  if (binding.value === value && value !== NOTHING) return;
  // In another activation than the variable's own, whether this runs may hang on decisions made there.
  const outside = binding.frame !== scope.frame;
  const t =
    run.fileFrames.has(binding.frame) && run.bornBefore !== Infinity ? run.outsideWrite() : outside ? run.now : 0;
  binding.value = notBefore(value, t);
}

/** Evaluates the place once; the result writes to it. */
export function assignMember(
  run: Run,
  node: Extract<Node, { type: "MemberExpression" }>,
  scope: Scope,
): (value: Timed) => void {
  return place(run, node, scope).write;
}

export interface Place {
  read(): Timed;
  write(value: Timed): void;
}

export function place(run: Run, node: Node, scope: Scope): Place {
  const target = bare(node);
  if (target.type === "Identifier")
    return {
      read: () => evaluate(run, target, scope),
      write: (value) => assignName(run, target.name, value, scope),
    };
  if (target.type !== "MemberExpression") throw new Unsupported(`assignment to ${target.type}`);
  if (target.object.type === "Super") throw new Unsupported("assignment to a member of super");
  const object = evaluate(run, target.object, scope);
  const { property } = target;
  if (property.type === "PrivateIdentifier")
    return {
      read: () => getPrivate(run, object, scope, property.name),
      write: (value) => setPrivate(run, object, scope, property.name, value),
    };
  const key = target.computed ? keyOf(run, property, true, scope) : keyOf(run, property, false, scope);
  return { read: () => getMember(run, object, key), write: (value) => setMember(run, object, key, value) };
}
