/**
 * Which modules are leaves: those whose forward, and the methods and functions that it reaches, name no module.
 * A name counts, called or not: an object that holds modules is looked into one level deep. One that is given a
 * function that leads to modules is none.
 */
import type { Node } from "oxc-parser";
import { childrenOf } from "../walk.js";
import { namesIn } from "./analysis.js";
import type { Closure, Run } from "./run.js";
import { isObject, type Timed } from "./values.js";

interface Mentions {
  members: ReadonlySet<string>;
  /** `this` other than before a plain member name. */
  self: boolean;
  names: ReadonlySet<string>;
}

const mentions = new WeakMap<Node, Mentions>();

function mentionsOf(node: Node): Mentions {
  const known = mentions.get(node);
  if (known) return known;
  const members = new Set<string>();
  const names = new Set<string>();
  let self = false;
  const visit = (at: Node): void => {
    if (at.type === "MemberExpression" && !at.computed) {
      if (at.object.type === "ThisExpression" || at.object.type === "Super") {
        const { property } = at;
        members.add(property.type === "PrivateIdentifier" ? `#${property.name}` : (property as { name: string }).name);
      } else visit(at.object);
      return;
    }
    if (at.type === "ThisExpression") self = true;
    if (at.type === "Identifier") names.add(at.name);
    if (at.type === "Property" && !at.computed) {
      visit(at.value);
      return;
    }
    for (const child of childrenOf(at)) visit(child);
  };
  if ("body" in node && node.body) visit(node.body as Node);
  if ("params" in node && Array.isArray(node.params)) for (const param of node.params as Node[]) visit(param);
  const result = { members, self, names };
  mentions.set(node, result);
  return result;
}

export function holdsModule(run: Run, value: unknown, depth = 2): boolean {
  if (!isObject(value)) return false;
  if (run.modules.has(value)) return true;
  if (depth === 0 || typeof value === "function") return false;
  const inner = value instanceof Map ? value.values() : value instanceof Set ? value : Object.values(value);
  for (const item of inner) if (holdsModule(run, item, depth - 1)) return true;
  return false;
}

export function isLeaf(run: Run, instance: object, forward: Closure, args: readonly Timed[]): boolean {
  if (args.some((arg) => holdsModule(run, arg.v) || callsModule(run, arg.v))) return false;
  let known = run.leaves.get(instance);
  if (known === undefined) run.leaves.set(instance, (known = !reaches(run, instance, forward, new Set())));
  return known;
}

/** A function that leads to modules. */
function callsModule(run: Run, value: unknown): boolean {
  const closure = isObject(value) ? run.closures.get(value) : undefined;
  if (!closure) return false;
  const self = closure.arrow ? closure.scope.frame.owner.self?.v : undefined;
  return reaches(run, isObject(self) ? self : {}, closure, new Set());
}

function reaches(run: Run, instance: object, closure: Closure, seen: Set<Node>): boolean {
  if (seen.has(closure.node)) return false;
  seen.add(closure.node);
  const found = mentionsOf(closure.node);
  const leadsOn = (value: unknown): boolean => {
    if (!isObject(value)) return false;
    if (holdsModule(run, value)) return true;
    if (run.classes.has(value) && isModuleClass(run, value)) return true;
    const inner = run.closures.get(value);
    return inner !== undefined && reaches(run, instance, inner, seen);
  };
  if (found.self && [...Object.values(instance)].some(leadsOn)) return true;
  for (const name of found.members) {
    if (name.startsWith("#")) {
      const key = closure.scope.privateName(name.slice(1));
      if (key && [key.fields.get(instance), key.method, key.get].some((x) => leadsOn(x?.v))) return true;
      continue;
    }
    for (let at: object | null = instance; at; at = Object.getPrototypeOf(at) as object | null) {
      const own = Object.getOwnPropertyDescriptor(at, name);
      if (own && (leadsOn(own.value) || leadsOn(own.get))) return true;
    }
  }
  const params = new Set(closure.node.params.flatMap((p) => namesIn(p)));
  for (const name of found.names) if (!params.has(name) && leadsOn(closure.scope.lookup(name)?.value?.v)) return true;
  return false;
}

function isModuleClass(run: Run, ctor: object): boolean {
  const { prototype } = ctor as { prototype: object };
  return run.moduleBase !== undefined && Object.prototype.isPrototypeOf.call(run.moduleBase.prototype, prototype);
}
