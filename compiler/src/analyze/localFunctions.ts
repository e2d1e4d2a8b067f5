/**
 * Functions of a method that make module calls. One that is only ever called by its name takes and gives the
 * variables that it shares with the method; one that is stored, returned or passed on is a value, which is
 * called through the scheduler wherever it turns up.
 *
 *   let n = 0;  const ask = (q) => { n++; return this.llm(q) };  ask("a")
 *     takes n, gives n
 */
import type { CallExpression, Expression, MemberExpression, Node } from "oxc-parser";
import { declaredIn, type Binding } from "../syntax/bindings.js";
import { Kept } from "../syntax/kept.js";
import {
  type AnyFunction,
  calledThrough,
  isFunction,
  keyName,
  nodesOf,
  peel,
  walk,
  FUNCTIONS,
} from "../syntax/walk.js";
import { overridesOf } from "./callTarget.js";
import { classAround, functionOf, kindOf } from "./kinds.js";
import { containsLaunch, launchesIn, type Launch } from "./launches.js";
import type { FileAnalysis } from "./methodContext.js";
import { writtenCallback } from "./namedCallback.js";
import { mayHoldValue } from "./namesOfValues.js";
import { launchingMethods } from "./launchingMethods.js";
import { isNamespace } from "./signatures.js";

interface Local {
  fn: AnyFunction;
  binding: Binding;
  calls: CallExpression[];
  /** Every use is a call by name. */
  calledOnly: boolean;
}

interface Locals {
  byFunction: Map<AnyFunction, Local>;
  /** By the calls by name, in the order of `byFunction`. */
  byCall: Map<Node, { local: Local; order: number }>;
  /** What functions share, when all module calls are known. */
  shared?: { launches: number; of: ReadonlyMap<AnyFunction, SharedVariables> };
  /** Functions that make module calls and are values. */
  values: Set<AnyFunction>;
}

const known = new Kept<FileAnalysis["launches"], Locals>();

function localsOf(analysis: FileAnalysis): Locals {
  return known.get(analysis.launches) ?? { byFunction: new Map(), byCall: new Map(), values: new Set() };
}

/** Adds the calls of such functions to the launches. */
export function findLocalLaunches(analysis: FileAnalysis): void {
  const { file, launches } = analysis;
  const calls = new Map<number, CallExpression>();
  const functions: AnyFunction[] = [];
  const bound: AnyFunction[] = [];
  /** Methods, functions that are called where they are written, callbacks of array methods: no values. */
  const inPlace = new Set<Node>();
  const { program } = file;
  for (const node of nodesOf(program, "CallExpression", "MethodDefinition", "MemberExpression", ...FUNCTIONS)) {
    if (node.type === "CallExpression") {
      const callee = peel(node.callee);
      if (callee.type === "Identifier" && !node.optional) calls.set(callee.start, node);
      inPlace.add(callee);
      const callback = writtenCallback(node, analysis);
      if (callback) inPlace.add(callback);
    } else if (node.type === "MethodDefinition") inPlace.add(node.value);
    else if (node.type === "MemberExpression") {
      const method = boundMethod(node, analysis);
      if (method) bound.push(method);
    } else if (isFunction(node) && !inPlace.has(node)) functions.push(node);
  }

  const locals: Locals = { byFunction: new Map(), byCall: new Map(), values: new Set() };
  known.set(launches, locals);
  for (const binding of file.bindings.declared.values()) {
    const fn = binding.owner && functionOf(binding);
    // A function expression that names itself is a value in its own body.
    if (!fn || fn.generator || (fn.type === "FunctionExpression" && declaredIn(binding, fn))) continue;
    const uses = binding.references.map((reference) => calls.get(reference.start));
    const made = uses.filter((call) => call !== undefined);
    const own = fn.type === "FunctionExpression" && fn.id ? file.bindings.declared.get(fn.id.start) : undefined;
    const calledOnly = made.length === uses.length && !own?.references.length;
    const local: Local = { fn, binding, calls: made, calledOnly };
    locals.byFunction.set(fn, local);
    for (const call of made) locals.byCall.set(call, { local, order: locals.byFunction.size });
  }
  for (let changed = true; changed;) {
    changed = false;
    for (const local of locals.byFunction.values()) {
      if (!containsLaunch(local.fn, launches)) continue;
      for (const call of local.calls) {
        if (launches.has(call)) continue;
        launches.set(call, launchOf(call, local));
        changed = true;
      }
    }
    for (const fn of functions) {
      const local = locals.byFunction.get(fn);
      if (!local?.calledOnly && containsLaunch(fn, launches)) locals.values.add(fn);
    }
    for (const fn of bound) if (containsLaunch(fn, launches)) locals.values.add(fn);
    // A function that calls one it was given makes module calls itself.
    if (findValueCalls(analysis, locals)) changed = true;
  }
}

/** The method in `this.ask.bind(this)`, which is a value from there on. */
function boundMethod(node: MemberExpression, analysis: FileAnalysis): AnyFunction | undefined {
  if (keyName(node.property, node.computed) !== "bind") return undefined;
  const method = peel(node.object);
  if (method.type !== "MemberExpression" || method.object.type !== "ThisExpression") return undefined;
  const name = keyName(method.property, method.computed);
  return name === undefined ? undefined : classAround(analysis, method)?.methods.get(name)?.fn;
}

function launchOf(call: CallExpression, { binding, calledOnly }: Local): Launch {
  return {
    node: call,
    kind: calledOnly ? "local" : "module",
    callee: peel(call.callee),
    name: binding.name,
    certain: true,
    className: undefined,
    alias: undefined,
  };
}

/** Calls of values that may be such functions: parameters, elements and members of what holds them. */
function findValueCalls(analysis: FileAnalysis, { values }: Locals): boolean {
  const { file, launches } = analysis;
  const before = launches.size;
  const methods = launchingMethods(analysis);
  for (const node of nodesOf(file.program, "CallExpression")) {
    if (launches.has(node)) continue;
    const callee = peel(node.callee);
    if (isOfLibrary(callee, analysis)) continue;
    const isOverridden = isOverriddenByOne(callee, analysis);
    if (!isOverridden && !mayBeValue(callee, analysis, values) && !isLaunchingMethod(callee, analysis, methods))
      continue;
    const kind = kindOf(callee, analysis).type;
    if (!isOverridden && kind !== "unknown" && kind !== "function" && kind !== "object") continue;
    launches.set(node, {
      node,
      kind: "module",
      callee,
      name: undefined,
      certain: callee.type === "CallExpression" && givesOne(callee, analysis, values),
      className: undefined,
      alias: undefined,
    });
  }
  return launches.size > before;
}

/** `Promise.all`, whatever else in the file is named `all`. */
function isOfLibrary(callee: Expression, { file }: FileAnalysis): boolean {
  if (callee.type !== "MemberExpression" || callee.object.type !== "Identifier") return false;
  return isNamespace(callee.object.name) && !file.bindings.bindingOf(callee.object);
}

/** Whether a callee that no declaration tells anything of may be one of them. */
function mayBeValue(callee: Expression, analysis: FileAnalysis, values: ReadonlySet<AnyFunction>): boolean {
  if (callee.type === "MemberExpression")
    return holdsOne(callee, analysis, values) || (values.size > 0 && calledThrough(callee) !== undefined);
  if (values.size === 0) return false;
  if (callee.type !== "Identifier")
    return ["CallExpression", "ConditionalExpression", "LogicalExpression", "AwaitExpression"].includes(callee.type);
  const binding = analysis.file.bindings.bindingOf(callee);
  const fn = binding && functionOf(binding);
  // `ask?.(q)` of one whose name is known.
  return (
    binding?.owner !== undefined &&
    (!fn || values.has(fn) || (fn.type === "FunctionExpression" && declaredIn(binding, fn)))
  );
}

/** Whether `object.name` may be a method that makes module calls, of an object of which too little is known. */
function isLaunchingMethod(callee: Expression, analysis: FileAnalysis, methods: ReadonlyMap<string, boolean>): boolean {
  if (callee.type !== "MemberExpression" || callee.object.type === "Super") return false;
  const name = keyName(callee.property, callee.computed);
  const surely = name === undefined ? undefined : methods.get(name);
  if (surely === undefined) return false;
  // A module around an object that may only have been given a function stays the leaf that it is.
  const around = classAround(analysis, callee);
  if (!surely && around?.isModule && !containsLaunch(around.node, analysis.launches)) return false;
  const kind = kindOf(callee.object, analysis);
  return kind.type === "unknown" || (kind.type === "object" && kind.by === undefined);
}

/** Whether a method of a module makes module calls in a class that derives from the one that it is known to be of. */
function isOverriddenByOne(callee: Expression, analysis: FileAnalysis): boolean {
  if (callee.type !== "MemberExpression" || ["ThisExpression", "Super"].includes(callee.object.type)) return false;
  const name = keyName(callee.property, callee.computed);
  const kind = kindOf(callee.object, analysis);
  const info = kind.type === "module" && kind.className ? analysis.classes.get(kind.className) : undefined;
  if (!info || name === undefined || name === "forward") return false;
  return overridesOf(info, name, analysis).some(({ fn }) => containsLaunch(fn, analysis.launches));
}

/** Whether `this.name(…)` surely gives one of them. */
function givesOne(call: CallExpression, analysis: FileAnalysis, values: ReadonlySet<AnyFunction>): boolean {
  const { callee } = call;
  if (callee.type !== "MemberExpression" || callee.object.type !== "ThisExpression") return false;
  const name = keyName(callee.property, callee.computed);
  const fn = name === undefined ? undefined : classAround(analysis, callee)?.methods.get(name)?.fn;
  if (!fn?.body || fn.async || fn.generator) return false;
  const returned: (Node | null)[] = [];
  walk(fn.body as Node, (node) => {
    if (isFunction(node)) return false;
    if (node.type === "ReturnStatement") returned.push(node.argument);
    return true;
  });
  return (
    returned.length > 0 &&
    returned.every((node) => {
      const inner = node && peel(node as Expression);
      return inner !== null && isFunction(inner) && values.has(inner);
    })
  );
}

/** Whether `object.key` may be one of them: where its object is made, or anywhere in the file. */
function holdsOne(
  member: Extract<Node, { type: "MemberExpression" }>,
  analysis: FileAnalysis,
  values: ReadonlySet<AnyFunction>,
): boolean {
  const object = peel(member.object);
  if (object.type === "Super") return false;
  const name = keyName(member.property, member.computed);
  // What a list holds may have been put there anywhere.
  if (name === undefined || (member.computed && /^\d+$/.test(name)))
    return values.size > 0 && kindOf(object, analysis).type !== "string";
  const { type } = kindOf(object, analysis);
  return (type === "unknown" || type === "object") && mayHoldValue(object, name, analysis, values);
}

/** Whether a function is lowered as one that is only called. */
export function isCalledOnly(fn: AnyFunction, analysis: FileAnalysis): boolean {
  return isCalledByName(fn, analysis) && containsLaunch(fn, analysis.launches);
}

/** Whether every use of a function is a call by its name. */
export function isCalledByName(fn: AnyFunction, analysis: FileAnalysis): boolean {
  return localsOf(analysis).byFunction.get(fn)?.calledOnly === true;
}

/** Whether a function makes module calls and is a value. */
export function isValueFunction(fn: AnyFunction, analysis: FileAnalysis): boolean {
  return localsOf(analysis).values.has(fn);
}

/** Whether functions of the file that make module calls are values, which may turn up anywhere. */
export function holdsValues(analysis: FileAnalysis): boolean {
  return localsOf(analysis).values.size > 0;
}

/** The function that a call by name runs. */
export function localFunction(launch: Launch, analysis: FileAnalysis): AnyFunction | undefined {
  const binding = launch.kind === "local" ? analysis.file.bindings.bindingOf(launch.callee) : undefined;
  return binding && functionOf(binding);
}

/** The functions that are called by name in `node`, in calls that `counts` lets count. */
export function localCallsIn(
  analysis: FileAnalysis,
  node: { start: number; end: number },
  counts: (call: CallExpression) => boolean = (call) => call.start >= node.start && call.end <= node.end,
): AnyFunction[] {
  const { byCall } = localsOf(analysis);
  if (byCall.size === 0) return [];
  // A call of a function that makes module calls is itself among them.
  const found = new Map<AnyFunction, number>();
  for (const launch of launchesIn(node, analysis.launches)) {
    const called = byCall.get(launch.node);
    if (!called?.local.calledOnly || found.has(called.local.fn)) continue;
    if (containsLaunch(called.local.fn, analysis.launches) && counts(launch.node))
      found.set(called.local.fn, called.order);
  }
  return [...found].sort(([, a], [, b]) => a - b).map(([fn]) => fn);
}

export interface SharedVariables {
  /** In a fixed order. */
  takes: readonly Binding[];
  gives: readonly Binding[];
}

/** The variables of the method that a function reads or assigns, and that are not the same at each of its calls. */
export function sharedBy(analysis: FileAnalysis, fn: AnyFunction): SharedVariables {
  const locals = localsOf(analysis);
  const { size } = analysis.launches;
  if (locals.shared?.launches !== size) locals.shared = { launches: size, of: sharedByAll(analysis, locals) };
  return locals.shared.of.get(fn) ?? inOrder(directlyShared(analysis, fn));
}

interface Shared {
  takes: Set<Binding>;
  gives: Set<Binding>;
}

/** Functions that call each other share what any of them shares: round and round until nothing is added. */
function sharedByAll(analysis: FileAnalysis, { byFunction }: Locals): Map<AnyFunction, SharedVariables> {
  const all = new Map<AnyFunction, Shared>();
  const callers = new Map<AnyFunction, AnyFunction[]>();
  for (const fn of byFunction.keys()) {
    all.set(fn, directlyShared(analysis, fn));
    for (const called of localCallsIn(analysis, fn)) callers.set(called, [...(callers.get(called) ?? []), fn]);
  }
  const changed = [...all.keys()];
  const add = (to: Set<Binding>, from: ReadonlySet<Binding>, fn: AnyFunction): void => {
    for (const binding of from) if (!declaredIn(binding, fn)) to.add(binding);
  };
  for (let called = changed.pop(); called; called = changed.pop()) {
    const inner = all.get(called) as Shared;
    for (const fn of callers.get(called) ?? []) {
      const outer = all.get(fn) as Shared;
      const before = outer.takes.size + outer.gives.size;
      add(outer.takes, inner.takes, fn);
      add(outer.gives, inner.gives, fn);
      if (outer.takes.size + outer.gives.size > before) changed.push(fn);
    }
  }
  return new Map([...all].map(([fn, shared]) => [fn, inOrder(shared)]));
}

function inOrder({ takes, gives }: Shared): SharedVariables {
  const sort = (set: Iterable<Binding>): Binding[] => [...set].sort((a, b) => a.start - b.start);
  return { takes: sort(new Set([...takes, ...gives])), gives: sort(gives) };
}

/** What the text of a function shares. */
function directlyShared(analysis: FileAnalysis, fn: AnyFunction): Shared {
  const takes = new Set<Binding>();
  const gives = new Set<Binding>();
  const { file } = analysis;
  for (const { binding, write } of file.bindings.in(fn.start, fn.end)) {
    if (!binding?.owner || declaredIn(binding, fn)) continue;
    const called = functionOf(binding);
    if (called && containsLaunch(called, analysis.launches)) continue; // known by its name
    const varies = binding.writes.length > 0 || fn.type === "FunctionDeclaration" || binding.start > fn.start;
    if (varies) takes.add(binding);
    if (write) gives.add(binding);
  }
  return { takes, gives };
}
