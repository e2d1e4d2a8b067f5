/**
 * Members that change something or print when they are read, and objects that do when they become a text: where the
 * text of objects and classes near a file says so, each use keeps its place. What only fills in what is missing gives
 * the same whoever comes first.
 *
 *   class Ids { n = 0; get next() { return this.n++; } }      { toString() { log.push("asked"); return "one"; } }
 */
import type { Node } from "oxc-parser";
import { declaredIn } from "../syntax/bindings.js";
import { Kept } from "../syntax/kept.js";
import { type AnyFunction, isFunction, isTypeOnly, keyName, codeOf, peel, walk } from "../syntax/walk.js";
import { globalName } from "./freshShape.js";
import { classAround } from "./kinds.js";
import type { FileAnalysis } from "./methodContext.js";
import { isChangeByName, patternTargets } from "./mutations.js";
import { filesNear } from "./reach.js";

/** Whether reading a member of that name may change something; without a name: whether making a text of an object may. */
export function changesWhenRead(name: string | undefined, analysis: FileAnalysis): boolean {
  const { names, text } = changesNear(analysis);
  return name === undefined ? text : names.has(name);
}

/** Whether a pattern reads such a member, if only inside of what it takes apart. */
export function changesWhenTaken(pattern: Node, analysis: FileAnalysis): boolean {
  let found = false;
  walk(pattern, (node) => {
    if (node.type === "ObjectPattern")
      for (const one of node.properties) {
        const name = one.type === "RestElement" ? undefined : keyName(one.key, one.computed);
        if (name !== undefined && changesWhenRead(name, analysis)) found = true;
      }
    return !found;
  });
  return found;
}

interface Changing {
  names: Set<string>;
  text: boolean;
}

const known = new Kept<FileAnalysis["file"], Changing>();
const near = new Kept<FileAnalysis["file"], Changing & { files: number }>();

/** Of all files near one, of which more may be found while they are looked for. */
function changesNear(analysis: FileAnalysis): Changing {
  const files = filesNear(analysis);
  let found = near.get(analysis.file);
  if (found?.files === files.length) return found;
  const all = files.map(changesOf);
  found = {
    files: files.length,
    names: new Set(all.flatMap(({ names }) => [...names])),
    text: all.some((one) => one.text),
  };
  near.set(analysis.file, found);
  return found;
}

const AS_TEXT = new Set(["toString", "valueOf", "toJSON", "toPrimitive"]);

function changesOf(analysis: FileAnalysis): Changing {
  let found = known.get(analysis.file);
  if (found) return found;
  known.set(analysis.file, (found = { names: new Set(), text: false }));
  const { names } = found;
  for (const node of codeOf(analysis.file.program, "MethodDefinition", "Property")) {
    const name = keyName(node.key, node.computed) ?? symbolName(node.key);
    if (name === undefined || !(node.kind === "get" || AS_TEXT.has(name))) continue;
    const fn = node.value && peel(node.value as never);
    // Those of modules are known.
    if (!fn || !isFunction(fn) || isOfModule(fn, analysis) || !changes(fn, analysis)) continue;
    if (node.kind === "get") names.add(name);
    else found.text = true;
  }
  return found;
}

function isOfModule(fn: AnyFunction, analysis: FileAnalysis): boolean {
  const info = classAround(analysis, fn);
  return info?.isModule === true && info.members.some((member) => member.fn === fn);
}

/** `Symbol.toPrimitive` */
const symbolName = (key: Node): string | undefined =>
  key.type === "MemberExpression" ? keyName(key.property, key.computed) : undefined;

/** Whether a function changes something that is there after it, or prints, as far as its own text tells. */
function changes(fn: AnyFunction, analysis: FileAnalysis): boolean {
  const outlives = (target: Node): boolean => {
    let root = peel(target as never) as Node;
    while (root.type === "MemberExpression") root = peel(root.object);
    const binding = root.type === "Identifier" ? analysis.file.bindings.bindingOf(root) : undefined;
    const inner = patternTargets(root);
    return inner.length > 0 ? inner.some(outlives) : !binding || !declaredIn(binding, fn);
  };
  let found = false;
  walk(fn, (node) => {
    if (isTypeOnly(node)) return false;
    if (node.type === "UpdateExpression") found ||= outlives(node.argument);
    else if (node.type === "AssignmentExpression")
      found ||= !/^(?:\?\?|\|\|)=$/.test(node.operator) && outlives(node.left);
    else if (node.type === "UnaryExpression" && node.operator === "delete") found ||= outlives(node.argument);
    else if (node.type === "CallExpression") {
      const callee = peel(node.callee);
      const isChange = isChangeByName(node) && callee.type === "MemberExpression" && outlives(callee.object);
      found ||= isChange || globalName(node, analysis)?.startsWith("console.") === true;
    }
    return !found;
  });
  return found;
}
