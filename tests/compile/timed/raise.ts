/**
 * What a decision delays: a variable that an arm may assign stands, after it, for "decided, then the arm's
 * value", also where the arm is not taken. The same goes for objects that the arm changes by a plain path.
 */
import { changesOf, type Path } from "./analysis.js";
import type { Node } from "oxc-parser";
import type { Scope } from "./environment.js";
import type { Change, Run } from "./run.js";
import { hasFixedShape, isObject } from "./values.js";

export function raiseVariables(nodes: readonly Node[], scope: Scope, t: number, except?: Node): void {
  if (t === 0) return;
  for (const node of nodes) for (const name of changesOf(node, except).assigned) scope.lookup(name)?.raise(t);
}

/** The object that a path leads to now, without running anything. */
function follow(path: Path, scope: Scope): object | undefined {
  let value = path.root === "this" ? scope.frame.owner.self?.v : scope.lookup(path.root)?.value?.v;
  for (const key of path.keys) {
    if (!isObject(value)) return undefined;
    const own = Object.getOwnPropertyDescriptor(value, key);
    if (!own || !("value" in own)) return undefined;
    value = own.value;
  }
  return isObject(value) ? value : undefined;
}

export function raisePaths(run: Run, nodes: readonly Node[], scope: Scope, t: number, except?: Node): void {
  if (t === 0) return;
  for (const node of nodes)
    for (const path of changesOf(node, except).paths) {
      const object = follow(path, scope);
      if (!object) continue;
      const times = run.times.of(object);
      if (path.secret !== undefined) scope.privateName(path.secret)?.raise(object, t);
      else if (hasFixedShape(object)) {
        if (path.member === undefined) continue;
        times.members.set(path.member, Math.max(times.members.get(path.member) ?? 0, t));
      } else times.structT = Math.max(times.structT, t);
    }
}

/** `except` is a part of the nodes on which the decision has no say. */
export function raiseAll(run: Run, nodes: readonly Node[], scope: Scope, t: number, except?: Node): void {
  raiseVariables(nodes, scope, t, except);
  raisePaths(run, nodes, scope, t, except);
}

/** Objects from before `births` that were changed: what was changed is known no earlier than `t`. */
export function raiseChanged(run: Run, changed: readonly Change[], births: number, t: number): void {
  for (const { object, raise } of changed) if (run.times.of(object).born <= births) raise(t);
}
