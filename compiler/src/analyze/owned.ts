/**
 * Which containers a local container surely holds, and nobody else does: those that it was made with, at names that
 * only ever get new ones.
 *
 *   const state = { inner: { list: [], last: q } };  state.inner.list = [...more];      inner, inner.list
 */
import type { Expression, Node } from "oxc-parser";
import type { Binding } from "../syntax/bindings.js";
import { keyName, nodesOf, peel } from "../syntax/walk.js";
import { freshShape, type Shape } from "./freshShape.js";
import type { FileAnalysis } from "./methodContext.js";
import { within } from "./methodTree.js";
import type { Private } from "./privates.js";

export interface Owned {
  /** All that it can be. */
  shapes: Set<Shape>;
  /** What it holds under names that are known. */
  members: Map<string, Owned>;
  /** Of a list: something may be put into it that is no element. */
  more?: boolean;
}

/** What a new object is and holds. */
export function ownedBy(value: Expression, analysis: FileAnalysis): Owned | undefined {
  const shape = freshShape(value, analysis);
  if (!shape) return undefined;
  const members = new Map<string, Owned>();
  const node = peel(value);
  for (const property of node.type === "ObjectExpression" ? node.properties : []) {
    // What is spread, or has a computed name, may take the place of anything before it.
    const name = property.type === "SpreadElement" ? undefined : keyName(property.key, property.computed);
    if (property.type === "SpreadElement" || name === undefined) {
      members.clear();
      continue;
    }
    const inner = ownedBy(property.value as Expression, analysis);
    members.delete(name);
    // A Map or Set has no versions.
    if (inner && isVersioned(inner)) members.set(name, inner);
  }
  return { shapes: new Set([shape]), members };
}

/** Whether it is always an array, or always a plain object. */
export function isVersioned({ shapes }: Owned): boolean {
  return shapes.size === 1 && (shapes.has("list") || shapes.has("record"));
}

/** What is true of `owned` when it can be `other` as well. Tells whether that is less than before. */
export function meet(owned: Owned, other: Owned): boolean {
  let changed = false;
  for (const shape of other.shapes) {
    if (owned.shapes.has(shape)) continue;
    owned.shapes.add(shape);
    changed = true;
  }
  for (const [name, inner] of owned.members) {
    const same = other.members.get(name);
    const less = same ? meet(inner, same) : true;
    if (!same || !isVersioned(inner) || !isVersioned(owned)) owned.members.delete(name);
    changed ||= less;
  }
  return changed;
}

/** A container of the method's own: a name, or members of it that are known. */
export interface Place {
  binding: Binding;
  path: readonly string[];
  /** Always an array, always a plain object, or something else. */
  kind: "list" | "record" | "chained";
}

/** The container that an expression names, of those that `ownedOf` knows. */
export function placeOf(
  expression: Node,
  ownedOf: (binding: Binding) => Owned | undefined,
  analysis: FileAnalysis,
): (Place & { owned: Owned }) | undefined {
  const node = peel(expression as Expression);
  if (node.type === "Identifier") {
    const binding = analysis.file.bindings.bindingOf(node);
    const owned = binding && ownedOf(binding);
    return binding && owned && { binding, path: [], kind: kindOfOwned(owned), owned };
  }
  if (node.type !== "MemberExpression" || node.optional) return undefined;
  const name = keyName(node.property, node.computed);
  const outer = name === undefined ? undefined : placeOf(node.object, ownedOf, analysis);
  const owned = outer?.owned.members.get(name as string);
  return outer && owned && { ...outer, path: [...outer.path, name as string], kind: kindOfOwned(owned), owned };
}

/** As `placeOf`, of what nobody else holds yet when the expression is reached, nor while `during` runs. */
export function heldAlone(
  node: Expression,
  known: ReadonlyMap<Binding, Private>,
  analysis: FileAnalysis,
  during?: Node,
): Place | undefined {
  const place = placeOf(node, (binding) => known.get(binding)?.owned, analysis);
  const escapes = (place && known.get(place.binding)?.escapes) ?? [];
  const isBehind = (at: Node): boolean =>
    at.start >= node.start &&
    !isTakenApart(at, node, analysis) &&
    !(during && within(at, during)) &&
    !(analysis.loops ?? []).some((loop) => within(at, loop) && within(node, loop));
  return escapes.every(({ at, path }) => !isInside(place?.path ?? [], path) || isBehind(at)) ? place : undefined;
}

/** Whether `node` is in a pattern, and `at` in what that takes apart, which is evaluated first: `const { [key]: a } = value` */
function isTakenApart(at: Node, node: Node, { file }: FileAnalysis): boolean {
  const patterns = nodesOf(
    file.program,
    "VariableDeclarator",
    "AssignmentExpression",
    "ForOfStatement",
    "ForInStatement",
  );
  return patterns.some((one) => {
    const [pattern, value] = one.type === "VariableDeclarator" ? [one.id, one.init] : [one.left, one.right];
    return value !== null && within(node, pattern) && within(at, value);
  });
}

export function kindOfOwned(owned: Owned): Place["kind"] {
  const [shape] = owned.shapes;
  return isVersioned(owned) ? (shape as "list" | "record") : "chained";
}

/** Whether a path leads into what another one leads to, or to it. */
export function isInside(path: readonly string[], outer: readonly string[]): boolean {
  return outer.every((name, i) => path[i] === name);
}
