/**
 * Which variables make the rounds of a loop wait for one another: those that a module call makes from what they
 * were in the round before, also by way of other variables.
 *
 *   const text = draft + note;  draft = this.refine(text);      `draft` is carried, `text` is not
 */
import type { Node } from "oxc-parser";
import type { FileAnalysis } from "../analyze/methodContext.js";
import type { Binding } from "../syntax/bindings.js";
import { walk } from "../syntax/walk.js";

type Range = { start: number; end: number };

/** `made`: a module call comes between. */
type How = "copied" | "made";

/** Those of `bindings` that a round makes, by a module call, from what the round before left in them. */
export function carriedThroughCalls(loop: Node, bindings: readonly Binding[], analysis: FileAnalysis): Binding[] {
  const steps = assignmentsIn(loop, analysis);
  return bindings.filter((binding) => reachable(binding, loop, steps, analysis).again === "made");
}

/** The first module call in `root` that gets `binding`, or something made of it. */
export function firstCallOf(binding: Binding, root: Node, analysis: FileAnalysis): Node | undefined {
  return reachable(binding, root, assignmentsIn(root, analysis), analysis).call;
}

interface Assignment {
  to: readonly Binding[];
  from: readonly Range[];
}

function assignmentsIn(root: Node, { file }: FileAnalysis): Assignment[] {
  const found: Assignment[] = [];
  walk(root, (node) => {
    if (node.type === "VariableDeclarator" && node.init) {
      const to = [...file.bindings.declared.values()].filter((b) => b.start >= node.id.start && b.start < node.id.end);
      found.push({ to, from: [node.init] });
    }
    if (node.type === "AssignmentExpression" && node.left.type !== "MemberExpression") {
      const { left, right, operator } = node;
      const to = file.bindings.in(left.start, left.end).flatMap(({ binding }) => binding ?? []);
      found.push({ to, from: operator === "=" ? [right] : [left, right] });
    }
  });
  return found;
}

/** Follows `binding` through assignments and module calls until nothing new is reached. */
function reachable(
  binding: Binding,
  root: Range,
  assignments: readonly Assignment[],
  { file, launches }: FileAnalysis,
): { again: How | undefined; call: Node | undefined } {
  const known = new Map<Binding, How>([[binding, "copied"]]);
  const calls = [...launches.values()].filter(({ node }) => node.start >= root.start && node.end <= root.end);
  let again: How | undefined;
  let call: Node | undefined;
  const usesOf = (range: Range): { start: number; how: How }[] =>
    file.bindings.in(range.start, range.end).flatMap((reference) => {
      const how = reference.binding && known.get(reference.binding);
      return how ? [{ start: reference.start, how }] : [];
    });
  for (const { node } of calls) if (usesOf(node).length > 0) call ??= node;
  for (let more = true; more;) {
    more = false;
    for (const { to, from } of assignments) {
      const uses = from.flatMap(usesOf);
      if (uses.length === 0) continue;
      const isMade = uses.some(
        ({ start, how }) =>
          how === "made" ||
          calls.some(
            ({ node }) =>
              node.start <= start && start < node.end && from.some((f) => f.start <= node.start && node.end <= f.end),
          ),
      );
      const how: How = isMade ? "made" : "copied";
      for (const target of to) {
        if (target === binding) again = again === "made" ? again : how;
        else if (known.get(target) !== how && known.get(target) !== "made") {
          known.set(target, how);
          more = true;
        }
      }
    }
    for (const { node } of calls) if (usesOf(node).length > 0) call ??= node;
  }
  return { again, call };
}
