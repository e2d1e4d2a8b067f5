/**
 * Which calls are module calls. What the syntax or the checker proves is `certain`; a callee that may be a
 * module (a field of another file's class, an element of a record) is looked at by the runtime when it is there.
 */
import type { CallExpression, Expression, Node } from "oxc-parser";
import { keyName, peel, walk } from "../syntax/walk.js";
import type { ValueKind } from "../types.js";
import { classNamed, type ClassInfo, type ClassTable, type MethodInfo } from "./classes.js";
import { classAround, forgetKinds, functionOf, kindOf } from "./kinds.js";
import type { FileAnalysis } from "./methodContext.js";

export interface Launch {
  node: CallExpression;
  /**
   * module: `callee(args)`; method: `this.name(args)` of the same class; super: `super.name(args)` of a base class;
   * local: `name(args)` of a function of the method that makes module calls and is only called.
   */
  kind: "module" | "method" | "super" | "local";
  /** The expression whose value is called; for `x.forward(…)` it is `x`. */
  callee: Expression;
  /** For methods. */
  name: string | undefined;
  certain: boolean;
  className: string | undefined;
  alias: string | undefined;
}

export function findLaunches(analysis: FileAnalysis): void {
  const { file, classes, launches } = analysis;
  const calls: CallExpression[] = [];
  walk(file.program, (node) => {
    if (node.type === "CallExpression") calls.push(node);
  });
  const undecided: CallExpression[] = [];
  for (const call of calls) {
    const launch = moduleCall(call, analysis);
    if (launch) launches.set(call, launch);
    else undecided.push(call);
  }
  // A method that makes module calls, itself or through another, is called as a module is.
  const launching = new Set<Node>();
  for (const info of classes.values()) {
    if (!info.isModule || info.foreign) continue;
    for (const method of info.methods.values()) {
      if (containsLaunch(method.fn, launches)) launching.add(method.fn);
    }
  }
  let changed = true;
  while (changed) {
    changed = false;
    for (const call of undecided) {
      if (launches.has(call)) continue;
      const callee = peel(call.callee);
      if (callee.type !== "MemberExpression") continue;
      const own = callee.object.type === "ThisExpression";
      if (!own && callee.object.type !== "Super") continue;
      const name = keyName(callee.property, callee.computed);
      const info = classAround(analysis, call);
      if (!info?.isModule || name === undefined) continue;
      const method = own ? info.methods.get(name) : inherited(info, name, classes);
      if (!method || !launching.has(method.fn)) continue;
      launches.set(call, {
        node: call,
        kind: own ? "method" : "super",
        callee,
        name,
        certain: true,
        className: info.name,
        alias: undefined,
      });
      changed = true;
      for (const other of info.methods.values()) {
        if (call.start >= other.fn.start && call.end <= other.fn.end) launching.add(other.fn);
      }
    }
  }
  forgetKinds(analysis);
}

/** What `super.name` is, as far as the base classes are in this file. */
function inherited(info: ClassInfo, name: string, classes: ClassTable): MethodInfo | undefined {
  const seen = new Set([info]);
  for (let from = info; from.superName !== undefined;) {
    const next = classNamed(classes, from.superName, from.node);
    if (!next || seen.has(next)) return undefined;
    seen.add(next);
    const method = next.methods.get(name);
    if (method) return method;
    from = next;
  }
  return undefined;
}

export function containsLaunch(node: { start: number; end: number }, launches: ReadonlyMap<Node, Launch>): boolean {
  for (const launch of launches.keys()) {
    if (launch.start >= node.start && launch.end <= node.end) return true;
  }
  return false;
}

function moduleCall(call: CallExpression, analysis: FileAnalysis): Launch | undefined {
  const info = classAround(analysis, call);
  if (!info?.isModule) return undefined;
  const written = peel(call.callee);
  // `this.generic.forward(x)` is a call of this.generic that keeps its full signature.
  const callee =
    written.type === "MemberExpression" &&
    keyName(written.property, written.computed) === "forward" &&
    written.object.type !== "ThisExpression" &&
    written.object.type !== "Super"
      ? peel(written.object)
      : written;
  const make = (kind: ValueKind | undefined): Launch => ({
    node: call,
    kind: "module",
    callee,
    name: undefined,
    certain: kind?.type === "module",
    className: kind?.type === "module" ? kind.className : undefined,
    alias: kind?.type === "module" ? kind.alias : undefined,
  });
  const kind = kindOf(callee, analysis);
  if (kind.type === "module") return make(kind);
  if (callee !== written) return undefined; // `.forward` of something that is no module
  if (kind.type !== "unknown") return undefined;
  if (callee.type === "MemberExpression") {
    const name = keyName(callee.property, callee.computed);
    if (callee.object.type === "ThisExpression") {
      // A method of this class is no field; an inherited member may be a field that holds a module.
      if (name !== undefined && info.methods.has(name)) return undefined;
      return make(undefined);
    }
    // this.tools[name](x): an element, where a method call would name its method.
    return callee.computed && name === undefined && rootedInThis(callee.object) ? make(undefined) : undefined;
  }
  if (callee.type === "Identifier") {
    const binding = analysis.file.bindings.bindingOf(callee);
    if (!binding || !binding.owner || functionOf(binding)) return undefined;
    return make(undefined);
  }
  return undefined;
}

function rootedInThis(node: Expression): boolean {
  let inner = peel(node);
  while (inner.type === "MemberExpression") inner = peel(inner.object);
  return inner.type === "ThisExpression";
}
