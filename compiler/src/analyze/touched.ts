/**
 * What code reads and changes that lives longer than a call of it: names at the top of files, variables that functions
 * share, members of objects, these by their names alone. A change counts where it surely is one; what is called on
 * objects of which nothing is known is trusted to change nothing.
 */
import type { Expression, Node } from "oxc-parser";
import { declaredIn, type Binding } from "../syntax/bindings.js";
import { Kept } from "../syntax/kept.js";
import { isTypeOnly, keyName, nodesOf, peel, walk } from "../syntax/walk.js";
import { isOf } from "./callTarget.js";
import type { ClassInfo } from "./classes.js";
import { isFreshValue } from "./freshValue.js";
import { declarationOf, declaredIn as exportedFrom } from "./importedBindings.js";
import { classAround, kindOf } from "./kinds.js";
import { signatureOf } from "./librarySignature.js";
import type { FileAnalysis } from "./methodContext.js";
import { changedBy, isChangeByName, patternTargets } from "./mutations.js";
import type { Code } from "./reach.js";
import { readFromOutside } from "./sharedState.js";

export interface Touch {
  /** A name, or `.name` of a member. */
  key: Binding | string;
  isChange: boolean;
  node: Node;
  home: FileAnalysis;
  /** Where it surely is a member of objects of one class. */
  of: ClassInfo | undefined;
  /** The name that leads to it, where that is none of the code's own. */
  root: Binding | undefined;
  /** What it looks at is in an object that the module was given: whoever calls the module waits for changes of that. */
  isGiven?: boolean;
}

/** Of a change of a member whose name is not known. */
export const ANY = "*";

/** What is in objects that somebody was given, whatever they are called there. */
const GIVEN = "given";

/** Whether one of two changes what the other looks at. */
export function areAtOdds(one: Touch, other: Touch): boolean {
  if (one.key !== other.key || !(one.isChange || other.isChange)) return false;
  if (one.root && other.root && one.root !== other.root && isObject(one.root) && isObject(other.root)) return false;
  return !one.of || !other.of || isOf(one.of, other.of, one.home) || isOf(other.of, one.of, other.home);
}

const kept = new Kept<FileAnalysis["launches"], { size: number; of: Map<Node, Touch[]> }>();

export function touchesIn({ node, home }: Code): readonly Touch[] {
  const { launches } = home;
  let known = kept.get(launches);
  if (known?.size !== launches.size) kept.set(launches, (known = { size: launches.size, of: new Map() }));
  let found = known.of.get(node);
  if (!found) known.of.set(node, (found = find(node, home)));
  return found;
}

function find(code: Node, home: FileAnalysis): Touch[] {
  const found: Touch[] = [];
  const add = (key: Touch["key"], isChange: boolean, node: Node, of?: ClassInfo, root?: Binding): void =>
    void found.push({ key, isChange, node, home, of, root: typeof key === "string" ? root : key });
  const { bindings } = home.file;
  const change = (object: Expression, node: Node): void => {
    const holder = heldIn(object, code, home);
    if (holder) add(holder.key, true, node, holder.of);
    if (holder?.isShared) add(GIVEN, true, node);
  };
  const assign = (target: Node, node: Node): void => {
    if (target.type === "ChainExpression") assign(target.expression, node);
    else if (target.type.endsWith("Pattern") || target.type === "RestElement")
      patternTargets(target).forEach((inner) => assign(inner, node));
    else if (target.type === "Identifier") {
      const binding = bindings.bindingOf(target);
      if (binding && !declaredIn(binding, code)) add(declarationOf(binding, home).binding, true, node);
    } else if (target.type === "MemberExpression") {
      const name = keyName(target.property, target.computed);
      if (isBuilding(target, code, home) || !heldIn(target.object, code, home)) return;
      if (name === undefined || name === "length") change(target.object, node);
      else add(`.${name}`, true, node, classOf(target.object, home), rootOf(target, code, home));
    }
  };
  walk(code, (node) => {
    if (isTypeOnly(node)) return false;
    switch (node.type) {
      case "AssignmentExpression":
      case "ForOfStatement":
      case "ForInStatement":
        assign(node.left, node);
        break;
      case "UpdateExpression":
        assign(node.argument, node);
        break;
      case "UnaryExpression":
        if (node.operator === "delete") assign(peel(node.argument), node);
        break;
      case "CallExpression":
        if (!home.launches.has(node) && (signatureOf(node, home) !== undefined || isChangeByName(node)))
          for (const object of changedBy(node, home)) change(object, node);
        break;
      case "Identifier": {
        const binding = bindings.bindingOf(node);
        if (!binding || declaredIn(binding, code) || binding.fn || binding.kind === "class") break;
        add(declarationOf(binding, home).binding, false, node);
        break;
      }
      case "MemberExpression": {
        const name = keyName(node.property, node.computed);
        const source = node.object.type === "Identifier" ? bindings.bindingOf(node.object)?.source : undefined;
        const exported =
          source?.name === "*" && name !== undefined ? exportedFrom(source.module, name, home) : undefined;
        if (exported) add(exported.binding, false, node);
        else if (name !== undefined) {
          const isInGiven = leadsToGiven(node, home);
          const [of, root] = [classOf(node.object, home), rootOf(node, code, home)];
          found.push({ key: `.${name}`, isChange: false, node, home, of, root, isGiven: isInGiven });
          if (isInGiven)
            found.push({ key: GIVEN, isChange: false, node, home, of: undefined, root: undefined, isGiven: true });
        }
        break;
      }
      case "ObjectPattern":
        for (const property of node.properties) {
          const name = property.type === "RestElement" ? undefined : keyName(property.key, property.computed);
          if (name !== undefined) add(`.${name}`, false, node);
        }
        break;
      default:
    }
    return true;
  });
  return found;
}

/** A name that is there for one object: what two of them lead to is not the same. */
const isObject = ({ kind, init }: Binding): boolean =>
  kind === "const" && init !== undefined && /^(?:Object|Array|New)Expression$/.test(peel(init).type);

/** The name outside of the code at which the way to a member begins. */
function rootOf(member: Expression, code: Node, home: FileAnalysis): Binding | undefined {
  let at = peel(member);
  while (at.type === "MemberExpression" || at.type === "ChainExpression")
    at = peel(at.type === "ChainExpression" ? at.expression : at.object);
  const binding = at.type === "Identifier" ? home.file.bindings.bindingOf(at) : undefined;
  return binding && !declaredIn(binding, code) ? declarationOf(binding, home).binding : undefined;
}

/** A constructor that fills the object that it makes. */
function isBuilding(target: Extract<Node, { type: "MemberExpression" }>, code: Node, home: FileAnalysis): boolean {
  if (target.object.type !== "ThisExpression") return false;
  return classAround(home, target)?.members.some(({ kind, fn }) => kind === "constructor" && fn === code) === true;
}

/** The class that an object surely is of. */
function classOf(object: Expression, home: FileAnalysis): ClassInfo | undefined {
  const inner = peel(object);
  if (inner.type === "ThisExpression") return classAround(home, inner);
  const kind = kindOf(inner, home);
  return kind.type === "module" && kind.className !== undefined ? home.classes.get(kind.className) : undefined;
}

/** An object in a field that was given to the one that has the field. */
function isGiven(node: Extract<Node, { type: "MemberExpression" }>, name: string, home: FileAnalysis): boolean {
  if (node.object.type !== "ThisExpression" || !readFromOutside(name, home)) return false;
  const { type } = kindOf(node, home);
  return type !== "string" && type !== "primitive" && type !== "module" && type !== "function";
}

/** `this.memory.last` of a memory that the module was given. */
function leadsToGiven(member: Expression, home: FileAnalysis): boolean {
  for (let at = peel(member); at.type === "MemberExpression"; at = peel(at.object)) {
    const name = keyName(at.property, at.computed);
    if (at.object.type === "ThisExpression") return name !== undefined && isGiven(at, name, home);
  }
  return false;
}

/**
 * What leads to an object: a name or the last member on the way to it. Undefined where the code has made it, or was
 * called with it.
 */
function heldIn(
  object: Expression,
  code: Node,
  home: FileAnalysis,
): (Pick<Touch, "key" | "of"> & { isShared: boolean }) | undefined {
  let at = peel(object);
  for (let depth = 0; depth < 8; depth++) {
    if (at.type === "ChainExpression") at = peel(at.expression);
    else if (at.type === "MemberExpression") {
      const name = keyName(at.property, at.computed);
      if (name === undefined) at = peel(at.object);
      else {
        const isShared = isGiven(at, name, home);
        return { key: `.${name}`, of: isShared ? undefined : classOf(at.object, home), isShared };
      }
    } else if (at.type === "ThisExpression") return { key: "this", of: classAround(home, at), isShared: false };
    else if (at.type === "CallExpression" && at.callee.type === "MemberExpression" && signatureOf(at, home))
      at = peel(at.callee.object);
    else if (at.type === "Identifier") {
      const binding = home.file.bindings.bindingOf(at);
      if (!binding) return undefined;
      if (!declaredIn(binding, code))
        return { key: declarationOf(binding, home).binding, of: undefined, isShared: false };
      if (binding.kind === "param" || !binding.init) return binding.kind === "param" ? undefined : named(binding);
      if (isFreshValue(peel(binding.init), home)) return undefined;
      at = peel(binding.init);
    } else return undefined;
  }
  return undefined;
}

/** `const { list } = this` */
const named = ({ name }: Binding): ReturnType<typeof heldIn> => ({ key: `.${name}`, of: undefined, isShared: false });

/** What is no list, and was not made here. */
function mayHaveAnyMember(object: Expression, home: FileAnalysis): boolean {
  const inner = peel(object);
  if (kindOf(inner, home).type === "array") return false;
  const binding = inner.type === "Identifier" ? home.file.bindings.bindingOf(inner) : undefined;
  return !binding?.init || !isFreshValue(peel(binding.init), home);
}

const ofOthers = new Kept<FileAnalysis["file"], Map<string, Node>>();

/**
 * The names of members that functions of a file surely change, of what is not their own: `m.n++`, `m.log.push(x)`;
 * `ANY` where the name is known only when it runs.
 */
export function changedOfOthers(home: FileAnalysis): ReadonlyMap<string, Node> {
  const known = ofOthers.get(home.file);
  if (known) return known;
  const found = new Map<string, Node>();
  ofOthers.set(home.file, found);
  const change = (target: Node, node: Node): void => {
    if (target.type !== "MemberExpression" || target.object.type === "ThisExpression") return;
    const name = keyName(target.property, target.computed);
    if (name !== undefined) found.set(name, node);
    else if (mayHaveAnyMember(target.object, home)) found.set(ANY, node);
  };
  const { program } = home.file;
  for (const node of nodesOf(
    program,
    "AssignmentExpression",
    "UpdateExpression",
    "UnaryExpression",
    "CallExpression",
  )) {
    if (node.type === "AssignmentExpression") change(node.left, node);
    else if (node.type === "UpdateExpression") change(node.argument, node);
    else if (node.type === "UnaryExpression") {
      if (node.operator === "delete") change(peel(node.argument), node);
    } else if (!home.launches.has(node) && isChangeByName(node))
      for (const object of changedBy(node, home)) change(peel(object), node);
  }
  return found;
}
