/**
 * Objects that a file changes after they are made, by the names they are changed through. Whoever reads
 * module state (fields, names at the top of the file) that something changes reads it in its turn, because
 * a call that is under way may be about to change it.
 *
 *   this.history.push(x)  →  field `history`      cache.total += 1  →  name `cache`
 */
import type { CallExpression, Expression, Node } from "oxc-parser";
import { declaredIn, type Binding } from "../syntax/bindings.js";
import { Kept } from "../syntax/kept.js";
import { FUNCTIONS, isFunction, keyName, nodesOf, peel } from "../syntax/walk.js";
import { declaredOf } from "./declarations.js";
import { ARRAY_CALLBACKS, kindOf } from "./kinds.js";
import { signatureOf } from "./librarySignature.js";
import type { FileAnalysis } from "./methodContext.js";
import { isThis, noteChange, noteChangeOfSome } from "./moduleState.js";
import { isClassName, nameOfFile, noteObjectChange } from "./sharedState.js";
import { anySignature } from "./signatures.js";
import { ANY } from "./touched.js";

/** Whether something inside of the object changes (`x.a.b = 1`), and not only its own members (`x.a = 1`). */
type Mutations = Map<Binding, { deep: boolean; node: Node }>;

const found = new Kept<object, Mutations>();

/** The same object as long as what is known of the file's mutations is the same. */
export function mutationFacts(analysis: FileAnalysis): object | undefined {
  return found.get(analysis.file);
}

/** The first place that changes the object that a name stands for. */
export function whereMutated(binding: Binding, analysis: FileAnalysis): Node | undefined {
  return found.get(analysis.file)?.get(binding)?.node;
}

/** Whether something in the file changes the object that a name stands for. */
export function isMutated(binding: Binding, analysis: FileAnalysis): boolean {
  return found.get(analysis.file)?.has(binding) ?? false;
}

/** The names that are declared in a function and whose objects something changes. */
export function mutationsIn(
  fn: { start: number; end: number },
  analysis: FileAnalysis,
): { binding: Binding; deep: boolean }[] {
  const all = [...(found.get(analysis.file) ?? [])].map(([binding, { deep }]) => ({ binding, deep }));
  return all.filter(({ binding }) => declaredIn(binding, fn));
}

/** Runs once for a file, when its module calls are known. */
export function findMutations(analysis: FileAnalysis): void {
  const { file, launches } = analysis;
  const bindings: Mutations = new Map();
  found.set(file, bindings);
  const origins = originsIn(file.program);
  const changes: Changes = {
    bindings,
    origins,
    analysis,
    building: constructorParts(analysis),
    isSure: true,
  };
  const note = (written: Expression, deep: boolean): void => {
    let node = peel(written);
    let depth = deep ? (changes.isSure ? 1 : 2) : 0;
    while (node.type === "MemberExpression" || node.type === "ChainExpression") {
      if (node.type === "MemberExpression") depth++;
      node = peel(node.type === "ChainExpression" ? node.expression : node.object);
    }
    if (node.type === "Identifier" && depth > 0) {
      const binding = file.bindings.bindingOf(node);
      if (binding) addWithAliases(binding, depth > 1, written, changes);
    }
    // `this.rows.at(0).n = 1`: what a library function gives is part of something.
    else if (node.type === "CallExpression" && depth > 0) follow(node, depth > 1, written, changes);
    noteMember(written, deep ? 1 : 0, written, changes);
  };
  const assigned = (target: Node): void => {
    const binding = target.type === "Identifier" ? file.bindings.bindingOf(target as Expression) : undefined;
    if (binding && !binding.owner)
      noteObjectChange({ name: nameOfFile(binding.name), inside: "assigned", place: target }, analysis);
    if (target.type === "MemberExpression") note(target, false);
    else if (target.type.endsWith("Pattern") || target.type === "RestElement") patternTargets(target).forEach(assigned);
  };
  for (const node of nodesOf(
    file.program,
    "AssignmentExpression",
    "ForOfStatement",
    "ForInStatement",
    "UpdateExpression",
    "UnaryExpression",
    "CallExpression",
  )) {
    switch (node.type) {
      case "AssignmentExpression":
      case "ForOfStatement":
      case "ForInStatement":
        assigned(node.left);
        break;
      case "UpdateExpression":
        assigned(node.argument);
        break;
      case "UnaryExpression": {
        const target = peel(node.argument);
        if (node.operator === "delete") assigned(target.type === "ChainExpression" ? target.expression : target);
        break;
      }
      case "CallExpression":
        if (launches.has(node)) break;
        // A method of which nothing is known may change what is in there.
        changes.isSure = signatureOf(node, analysis) !== undefined || isChangeByName(node);
        for (const changed of changedBy(node, analysis)) {
          note(changed, true);
          noteMembersOf(changed, node, analysis);
        }
        changes.isSure = true;
    }
  }
}

/** `Object.assign(this, { n })`, `Reflect.set(this, "n", x)`: members of a module. */
function noteMembersOf(changed: Expression, call: CallExpression, analysis: FileAnalysis): void {
  const object = peel(changed);
  const [first, second] = call.arguments;
  if (first !== changed || !second || second.type === "SpreadElement") return;
  if (!isThis(object, analysis) && kindOf(object, analysis).type !== "module") return;
  const given = peel(second);
  const names =
    given.type === "ObjectExpression"
      ? given.properties.map((p) => (p.type === "Property" ? keyName(p.key, p.computed) : undefined))
      : [keyName(given, true)];
  for (const name of call.arguments.length > 2 && given.type === "ObjectExpression" ? [undefined] : names)
    noteChange(object, name ?? ANY, call, analysis);
}

/** Whether a call changes something, as far as its name tells. */
export function isChangeByName(node: CallExpression): boolean {
  const callee = peel(node.callee);
  const name = callee.type === "MemberExpression" ? keyName(callee.property, callee.computed) : undefined;
  return name !== undefined && anySignature(name)?.changes === true;
}

/** What a call changes, or may change: of functions that nobody can see, what they are called on. */
export function changedBy(node: CallExpression, analysis: FileAnalysis): Expression[] {
  const callee = peel(node.callee);
  const { bindings } = analysis.file;
  const object = callee.type === "MemberExpression" ? peel(callee.object) : undefined;
  const receiver = object?.type === "Identifier" && !bindings.bindingOf(object) ? undefined : object;
  const signature = signatureOf(node, analysis);
  if (signature) {
    const changed = receiver && signature.receiver === "writes" ? [receiver] : [];
    node.arguments.forEach((argument, i) => {
      const access = signature.args[Math.min(i, signature.args.length - 1)];
      if (access === "writes" && argument.type !== "SpreadElement") changed.push(argument);
    });
    return changed;
  }
  if (!receiver || callee.type !== "MemberExpression") return [];
  const declared = declaredOf(callee, analysis);
  if (declared === "pure" || declared === "reads") return [];
  const name = keyName(callee.property, callee.computed);
  if (name !== undefined && anySignature(name)?.changes === false) return [];
  const kind = kindOf(receiver, analysis).type;
  if (kind === "module" || kind === "string" || kind === "primitive") return [];
  const binding = receiver.type === "Identifier" ? bindings.bindingOf(receiver) : undefined;
  return binding?.kind === "class" || binding?.source?.name === "*" ? [] : [receiver];
}

interface Changes {
  bindings: Mutations;
  origins: ReadonlyMap<number, Expression>;
  analysis: FileAnalysis;
  /** Whether a place only runs while an object is made. */
  building: (place: Node) => boolean;
  /** Whether the call that is looked at surely changes something. */
  isSure: boolean;
}

function constructorParts({ classes }: FileAnalysis): Changes["building"] {
  const parts = [...classes.values()].flatMap(({ foreign, members }) =>
    members
      .filter(({ kind }) => kind === "constructor" && !foreign)
      .map(({ fn }) => {
        return { fn, later: nodesOf(fn, ...FUNCTIONS).filter((inner) => inner !== fn) };
      }),
  );
  const holds = (outer: Node, { start }: Node): boolean => outer.start <= start && start < outer.end;
  return (place) => parts.some(({ fn, later }) => holds(fn, place) && !later.some((inner) => holds(inner, place)));
}

/** `const rows = this.rows; rows.push(x)` changes what `this.rows` is, too. */
function addWithAliases(binding: Binding, deep: boolean, node: Node, changes: Changes): void {
  const { bindings, origins, analysis, isSure } = changes;
  if (!binding.owner && binding.kind !== "class")
    noteObjectChange(
      {
        name: nameOfFile(binding.name),
        inside: !isSure ? "perhaps" : deep || binding.source !== undefined,
        place: node,
      },
      analysis,
    );
  const before = bindings.get(binding);
  if (before && (before.deep || !deep)) return;
  bindings.set(binding, { deep, node: before?.node ?? node });
  const origin = origins.get(binding.start);
  if (binding.init) follow(binding.init, deep, node, changes);
  // An element or a member of another object: something inside of that one changes.
  else if (origin) follow(origin, true, node, changes);
}

function follow(from: Expression, deep: boolean, node: Node, changes: Changes): void {
  const { analysis } = changes;
  let value = peel(from);
  let inside = deep;
  for (;;) {
    if (value.type === "ChainExpression") value = peel(value.expression);
    else if (value.type === "MemberExpression" && value.object.type !== "ThisExpression") {
      value = peel(value.object);
      inside = true;
    } else if (value.type === "CallExpression") {
      // What a library function gives holds what its receiver, or its first argument, holds.
      const signature = analysis.launches.has(value) ? undefined : signatureOf(value, analysis);
      if (!signature || signature.returns === "value" || (signature.returns === "fresh" && !inside)) return;
      const callee = peel(value.callee);
      const object = callee.type === "MemberExpression" ? peel(callee.object) : undefined;
      const global = !object || (object.type === "Identifier" && !analysis.file.bindings.bindingOf(object));
      const next = global ? value.arguments[0] : object;
      if (!next || next.type === "SpreadElement") return;
      value = peel(next);
      inside ||= signature.returns === "element";
    } else break;
  }
  if (value.type === "ThisExpression") return;
  if (value.type === "Identifier") {
    const other = analysis.file.bindings.bindingOf(value);
    if (other) addWithAliases(other, true, node, changes);
  } else noteMember(value, inside ? 2 : 1, node, changes);
}

/** A member of a module is changed (0), its object (1), or something in that. */
function noteMember(written: Expression, depth: 0 | 1 | 2, node: Node, changes: Changes): void {
  const { analysis, building, isSure } = changes;
  let member = peel(written);
  let inside: number = depth;
  for (;;) {
    if (member.type === "ChainExpression") member = peel(member.expression);
    else if (member.type !== "MemberExpression") return;
    else if (isThis(member.object, analysis) || kindOf(member.object, analysis).type === "module") break;
    else if (isClassName(member.object, analysis)) break;
    else {
      if (inside < 2) noteChangeOfSome(member.object, keyName(member.property, member.computed), node, analysis);
      member = peel(member.object);
      inside++;
    }
  }
  if (building(node) && member.object.type === "ThisExpression") return;
  const name = keyName(member.property, member.computed);
  // `this[key] = x` may be any of them.
  noteChange(member.object, name ?? (inside === 0 ? ANY : undefined), node, analysis);
  if (name !== undefined && inside === 0) noteObjectChange({ name, inside: "assigned", place: node }, analysis);
  else if (name !== undefined)
    noteObjectChange({ name, inside: inside > 1 || (!isSure && "perhaps"), place: node }, analysis);
}

/** Where the values of names come from that have no initialiser of their own, by where they are declared. */
function originsIn(program: Node): Map<number, Expression> {
  const origins = new Map<number, Expression>();
  const add = (pattern: Node, from: Expression): void => {
    if (pattern.type === "Identifier") origins.set(pattern.start, from);
    else patternTargets(pattern).forEach((inner) => add(inner, from));
  };
  for (const node of nodesOf(program, "VariableDeclarator", "ForOfStatement", "CallExpression")) {
    if (node.type === "VariableDeclarator") {
      if (!node.init || node.id.type === "Identifier") continue;
      const from = peel(node.init);
      if (from.type !== "ThisExpression") add(node.id, from);
      else if (node.id.type === "ObjectPattern") addMembers(node.id, from, origins);
    } else if (node.type === "ForOfStatement") {
      const declared = node.left.type === "VariableDeclaration" ? node.left.declarations[0] : undefined;
      if (declared) add(declared.id, node.right);
    } else if (node.callee.type === "MemberExpression") {
      const name = keyName(node.callee.property, node.callee.computed);
      const [callback] = node.arguments;
      if (!callback || name === undefined || !ARRAY_CALLBACKS.has(name) || !isFunction(callback)) continue;
      const param = callback.params[name.startsWith("reduce") ? 1 : 0];
      if (param) add(param as Node, node.callee.object);
    }
  }
  return origins;
}

/** `const { rows } = this`: written as if it were `this.rows`. */
function addMembers(
  pattern: Extract<Node, { type: "ObjectPattern" }>,
  from: Expression,
  origins: Map<number, Expression>,
): void {
  for (const property of pattern.properties) {
    if (property.type === "RestElement") continue;
    const value = property.value.type === "AssignmentPattern" ? property.value.left : property.value;
    if (value.type !== "Identifier" || property.computed) continue;
    const { start, end, key } = property;
    const member = {
      type: "MemberExpression",
      object: from,
      property: key,
      computed: false,
      optional: false,
      start,
      end,
    };
    origins.set(value.start, member as Expression);
  }
}

export function patternTargets(pattern: Node): Node[] {
  switch (pattern.type) {
    case "ObjectPattern":
      return pattern.properties.map((p) => (p.type === "RestElement" ? p.argument : p.value));
    case "ArrayPattern":
      return pattern.elements.filter((e) => e !== null);
    case "AssignmentPattern":
      return [pattern.left];
    case "RestElement":
      return [pattern.argument];
    default:
      return [];
  }
}
