/**
 * Objects that a file changes after they are made, by the names they are changed through. Whoever reads
 * module state (fields, names at the top of the file) that something changes reads it in its turn, because
 * a call that is under way may be about to change it.
 *
 *   this.history.push(x)  →  field `history`      cache.total += 1  →  name `cache`
 */
import type { Expression, Node } from "oxc-parser";
import { declaredIn, type Binding } from "../syntax/bindings.js";
import { keyName, peel, walk } from "../syntax/walk.js";
import { classAround, kindOf } from "./kinds.js";
import type { FileAnalysis } from "./methodContext.js";

/** Methods that leave their receiver as it is; of others it is not known. */
const READERS = new Set(
  (
    "at concat entries every filter find findIndex findLast findLastIndex flat flatMap forEach get has includes indexOf join keys " +
    "lastIndexOf map reduce reduceRight slice some test toFixed toISOString toJSON toLocaleString toReversed toSorted toSpliced " +
    "toString values valueOf with charAt charCodeAt codePointAt endsWith localeCompare match matchAll normalize padEnd padStart " +
    "repeat replace replaceAll search split startsWith substring toLowerCase toUpperCase trim trimEnd trimStart getTime"
  ).split(" "),
);

/** Whether something inside of the object changes (`x.a.b = 1`), and not only its own members (`x.a = 1`). */
type Mutations = Map<Binding, { deep: boolean }>;

const found = new WeakMap<object, Mutations>();

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
  const note = (written: Expression, deep: boolean): void => {
    let node = peel(written);
    let depth = deep ? 1 : 0;
    while (node.type === "MemberExpression" || node.type === "ChainExpression") {
      if (node.type === "MemberExpression") depth++;
      node = peel(node.type === "ChainExpression" ? node.expression : node.object);
    }
    if (node.type === "Identifier" && depth > 0) {
      const binding = file.bindings.bindingOf(node);
      if (binding) addWithAliases(binding, depth > 1, bindings, analysis);
    } else if (node.type === "ThisExpression") noteField(written, analysis, deep);
  };
  walk(file.program, (node) => {
    switch (node.type) {
      case "AssignmentExpression":
        if (node.left.type === "MemberExpression") note(node.left, false);
        return;
      case "UpdateExpression":
        if (node.argument.type === "MemberExpression") note(node.argument, false);
        return;
      case "UnaryExpression":
        if (node.operator === "delete" && node.argument.type === "MemberExpression") note(node.argument, false);
        return;
      case "CallExpression": {
        const callee = peel(node.callee);
        if (launches.has(node) || callee.type !== "MemberExpression") return;
        const name = keyName(callee.property, callee.computed);
        if (name !== undefined && READERS.has(name)) return;
        const object = peel(callee.object);
        const kind = kindOf(object, analysis).type;
        if (kind === "module" || kind === "string" || kind === "primitive") return;
        if (object.type === "Identifier" && !file.bindings.bindingOf(object)) {
          // Object.assign(target, …): what a global function is given first.
          const first = node.arguments[0];
          const writes = object.name === "Object" && /^(assign|define|set|freeze|seal|prevent)/.test(name ?? "");
          if (writes && first && first.type !== "SpreadElement") note(first, true);
          return;
        }
        if (object.type === "Identifier" && file.bindings.bindingOf(object)?.kind === "class") return;
        note(object, true);
        return;
      }
      default:
    }
  });
}

/** `const rows = this.rows; rows.push(x)` changes what `this.rows` is, too. */
function addWithAliases(binding: Binding, deep: boolean, bindings: Mutations, analysis: FileAnalysis): void {
  const before = bindings.get(binding);
  if (before && (before.deep || !deep)) return;
  bindings.set(binding, { deep });
  let init: Node | undefined = binding.init && peel(binding.init);
  while (init?.type === "MemberExpression" && init.object.type !== "ThisExpression") init = peel(init.object);
  if (init?.type === "Identifier") {
    const other = analysis.file.bindings.bindingOf(init);
    if (other) addWithAliases(other, true, bindings, analysis);
  } else if (init?.type === "MemberExpression") noteField(init, analysis, true);
}

function noteField(written: Expression, analysis: FileAnalysis, deep: boolean): void {
  let node = peel(written);
  let depth = 0;
  for (;;) {
    if (node.type === "ChainExpression") node = peel(node.expression);
    else if (node.type === "MemberExpression" && node.object.type !== "ThisExpression") {
      node = peel(node.object);
      depth++;
    } else break;
  }
  if (node.type !== "MemberExpression" || (depth === 0 && !deep)) return;
  const name = keyName(node.property, node.computed);
  const field = name === undefined ? undefined : classAround(analysis, node)?.fields.get(name);
  if (field) field.mutated = true;
}
