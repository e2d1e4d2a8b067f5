/**
 * Which functions make module calls, and which calls run one: found together, because a function that calls
 * such a function is one. A function that only calls what it is given (`(fn, q) => fn(q)`) is one where it is
 * given a module, or a function that makes module calls.
 */
import type { CallExpression, Expression, Node } from "oxc-parser";
import { declaredIn, type Binding } from "../syntax/bindings.js";
import { Kept } from "../syntax/kept.js";
import {
  type AnyFunction,
  calledThrough,
  isFunction,
  keyName,
  nodesOf,
  peel,
  FUNCTIONS,
  leaveEnded,
} from "../syntax/walk.js";
import { analyseCalls } from "./analyseCalls.js";
import { calleeOf, isCalledInside, parameterNamed, usesOf } from "./calledInside.js";
import { heldParameters, heldRoot, mayBeHeld } from "./heldFunctions.js";
import { isPlainClass, type ClassInfo } from "./classes.js";
import { canBeCopied } from "./copiedFunctions.js";
import { methodOf, overridesOf, targetOf, importedTarget, type Target } from "./callTarget.js";
import { functionsOf } from "./functions.js";
import { classAround, functionOf, isStaticThis, kindOf } from "./kinds.js";
import { containsLaunch, launchOf, moduleCall, withoutForward, type Launch } from "./launches.js";
import { holdsValues } from "./localFunctions.js";
import type { FileAnalysis } from "./methodContext.js";
import { isOfPipeline } from "./pipelineFiles.js";
import { namedCallback, writtenCallback } from "./namedCallback.js";
import { plannedFunction } from "./plannedCalls.js";

/** always: it makes module calls of its own; handed: it makes them where it is given something that does. */
type Launching = "always" | "handed";

interface Call {
  node: CallExpression;
  /** The method or function that is compiled with it. */
  holder: AnyFunction | undefined;
  /** Between holder and call there are only functions that are called where they stand. */
  inPlace: boolean;
}

interface Search {
  calls: Call[];
  byNode: Map<Node, Call>;
  launching: Map<AnyFunction, Launching>;
  /** Parameters that may be given something that makes module calls. */
  handed: Set<Binding>;
  /** Those of them that only come from such a parameter, or hold what is called. */
  held: Set<Binding>;
  /** Modules are made in the file, or it imports from plait: others may give it functions that make module calls. */
  ofPipeline: boolean;
}

const searches = new Kept<FileAnalysis["launches"], Search>();

/** What a function does, of those whose calls are launches. */
export function launchingOf(fn: AnyFunction, analysis: FileAnalysis): Launching | undefined {
  return searches.get(analysis.launches)?.launching.get(fn);
}

/**
 * Adds calls of functions and methods that make module calls, until there are no more. Tells whether there were any, or
 * methods that call functions which somebody stores: those are looked for by name.
 */
export function spreadLaunches(analysis: FileAnalysis): boolean {
  let search = searches.get(analysis.launches);
  if (!search) searches.set(analysis.launches, (search = startSearch(analysis)));
  const before = analysis.launches.size;
  const known = search.launching.size;
  for (let size = -1; size !== analysis.launches.size + search.handed.size + search.launching.size;) {
    size = analysis.launches.size + search.handed.size + search.launching.size;
    noteLaunching(search, analysis);
    for (const call of search.calls) {
      if (analysis.launches.has(call.node)) continue;
      const launch =
        functionCall(call, search, analysis) ??
        parameterCall(call, search, analysis) ??
        callbackCall(call, search, analysis);
      if (launch) analysis.launches.set(call.node, launch);
    }
    noteHanded(search, analysis);
  }
  return analysis.launches.size !== before || (search.launching.size !== known && holdsValues(analysis));
}

function startSearch(analysis: FileAnalysis): Search {
  const { file, classes } = analysis;
  const functions = functionsOf(file, classes);
  const search: Search = {
    calls: [],
    byNode: new Map(),
    launching: new Map(),
    handed: new Set(),
    held: new Set(),
    ofPipeline: isOfPipeline(analysis),
  };
  const { called } = usesOf(analysis);
  const isCalledOnly = (binding: Binding | undefined): boolean =>
    binding !== undefined && binding.references.every((reference) => called.has(reference.start));
  /** Functions that run while whoever made them does, so that they can be waited for. */
  const inPlace = new Set<AnyFunction>();
  const around: AnyFunction[] = [];
  for (const node of nodesOf(file.program, "CallExpression", "VariableDeclarator", ...FUNCTIONS)) {
    leaveEnded(around, node);
    if (node.type === "CallExpression") {
      const callback = writtenCallback(node, analysis);
      if (callback) inPlace.add(callback);
      const index = holderIndex(node, around, analysis, functions);
      const call: Call = {
        node,
        holder: around[index],
        inPlace: around.slice(index + 1).every((fn) => inPlace.has(fn) && !fn.generator),
      };
      search.calls.push(call);
      search.byNode.set(node, call);
    } else if (node.type === "VariableDeclarator" && node.init) {
      const init = peel(node.init);
      if (isFunction(init) && isCalledOnly(file.bindings.declared.get(node.id.start))) inPlace.add(init);
    } else if (node.type === "FunctionDeclaration" && node.id) {
      if (isCalledOnly(file.bindings.declared.get(node.id.start))) inPlace.add(node);
    }
    if (isFunction(node)) around.push(node);
  }
  // Who calls an exported function is not known: it may be given modules. In a file that is not compiled by itself,
  // that matters to a file that carries a copy of it.
  for (const { fn, exported, owner } of functions.values()) {
    if (!(search.ofPipeline || file.isNeighbour) || !exported || owner) continue;
    for (const param of fn.params) {
      const binding = parameterNamed(param, analysis);
      if (binding && mayBeFunction(binding, analysis) && isCalledInside(binding, analysis)) search.handed.add(binding);
    }
    for (const names of heldParameters(fn, analysis).values())
      for (const name of names) {
        if (!search.handed.has(name)) search.held.add(name);
        search.handed.add(name);
      }
  }
  return search;
}

function holderIndex(
  call: Node,
  around: readonly AnyFunction[],
  analysis: FileAnalysis,
  functions: ReturnType<typeof functionsOf>,
): number {
  const info = classAround(analysis, call);
  const index = around.findIndex((fn) => {
    const found = functions.get(fn);
    if (found) return found.owner === info;
    return info?.isModule === true && info.members.some((m) => m.fn === fn && m.kind === "method" && !m.isStatic);
  });
  return index === -1 ? around.length : index;
}

function mayBeFunction(binding: Binding, analysis: FileAnalysis): boolean {
  const { annotation } = binding;
  if (annotation?.type === "TSFunctionType") return true;
  const kind = kindOf({ ...binding.references[0], type: "Identifier" } as unknown as Expression, analysis).type;
  return kind === "function" || kind === "unknown";
}

function noteLaunching(search: Search, analysis: FileAnalysis): void {
  for (const launch of analysis.launches.values()) {
    const holder = search.byNode.get(launch.node)?.holder;
    if (!holder || search.launching.get(holder) === "always") continue;
    search.launching.set(holder, isConditional(launch, holder, search, analysis) ? "handed" : "always");
  }
}

/** Whether a launch is one only where its function is given something to call. */
function isConditional(launch: Launch, holder: AnyFunction, search: Search, analysis: FileAnalysis): boolean {
  if (launch.kind === "module" || launch.kind === "callback") {
    const callee = calledThrough(launch.callee) ?? launch.callee;
    const root = heldRoot(callee, analysis);
    if (!root || !search.handed.has(root) || !declaredIn(root, holder)) return false;
    // What an object holds may also be a module.
    const isHeld = callee.type !== "Identifier" || search.held.has(root);
    return !isHeld || !launch.certain;
  }
  return launch.conditional === true;
}

/** `fn(q)` of a parameter that some call gives something that makes module calls. */
function parameterCall(call: Call, search: Search, analysis: FileAnalysis): Launch | undefined {
  const { holder, node } = call;
  if (!holder) return undefined;
  const callee = calleeOf(node);
  if (callee.type === "Identifier") {
    const binding = analysis.file.bindings.bindingOf(callee);
    if (binding && search.handed.has(binding)) return launchOf(node, "module", peel(node.callee), false);
  }
  const root = heldRoot(callee, analysis);
  if (root && search.handed.has(root) && mayBeHeld(callee, analysis))
    return launchOf(node, "module", peel(node.callee), false);
  if (isGivenField(callee, holder, search, analysis)) return launchOf(node, "module", callee, false);
  // What may be a module, in a function of which it is known by now that it is compiled.
  if (!functionsOf(analysis.file, analysis.classes).has(holder) || !search.launching.has(holder)) return undefined;
  const launch = moduleCall(node, analysis, true);
  return launch && !launch.certain && call.inPlace ? launch : undefined;
}

/** `list.map(ask)` of a module, or of what makes module calls or may do so. */
function callbackCall({ node, holder }: Call, search: Search, analysis: FileAnalysis): Launch | undefined {
  if (!holder && !classAround(analysis, node)?.isModule) return undefined;
  const found = namedCallback(node, analysis);
  if (!found) return undefined;
  const { callee, ofArray } = found;
  const bound = boundBy(callee, analysis);
  const kind = kindOf(callee, analysis);
  if (kind.type === "module")
    return { ...launchOf(node, "callback", callee, true), className: kind.className, alias: kind.alias };
  if (kind.type !== "function" && kind.type !== "unknown") return undefined;
  const own = ownMethod(node, bound ?? callee, analysis);
  const isOwn = own !== undefined && strongestMode([own.target, ...own.overrides], search) === "always";
  const given = isOwn ? "yes" : launches(bound ?? callee, search, analysis);
  if (given === "no" && !(ofArray && mayBeFunctionValue(callee, analysis))) return undefined;
  return launchOf(node, "callback", callee, given === "yes" && callee.type === "Identifier" && !bound);
}

/** `this.ask` of `this.ask.bind(this)`, or of a constant that is that. */
function boundBy(node: Expression, { file }: FileAnalysis): Expression | undefined {
  const binding = node.type === "Identifier" ? file.bindings.bindingOf(node) : undefined;
  const init = binding?.kind === "const" && binding.init && binding.init.end <= node.start ? binding.init : undefined;
  const call = init ? peel(init) : node;
  if (call.type !== "CallExpression") return undefined;
  const callee = peel(call.callee);
  if (callee.type !== "MemberExpression" || keyName(callee.property, callee.computed) !== "bind") return undefined;
  return peel(callee.object);
}

/** `this.ask(q)` of a function that other files may have given to an object. */
function isGivenField(callee: Expression, holder: AnyFunction, search: Search, analysis: FileAnalysis): boolean {
  if (!search.ofPipeline || callee.type !== "MemberExpression" || callee.object.type !== "ThisExpression") return false;
  const found = functionsOf(analysis.file, analysis.classes).get(holder);
  const name = keyName(callee.property, callee.computed);
  if (!found?.exported || !found.owner || found.method?.isStatic || name === undefined) return false;
  const field = found.owner.fields.get(name);
  if (!field || (field.value && isFunction(peel(field.value)))) return false;
  const { type } = kindOf(callee, analysis);
  return type === "function" || type === "unknown";
}

function functionCall(call: Call, search: Search, analysis: FileAnalysis): Launch | undefined {
  const { node, holder } = call;
  if (!holder && !classAround(analysis, node)?.isModule) return undefined;
  const callee = peel(node.callee);
  if (isCalledThrough(node, callee, search, analysis)) return launchOf(node, "module", callee, false);
  const own = ownMethod(node, callee, analysis);
  if (own) {
    const { name, className, target } = own;
    const targets = [target, ...own.overrides];
    const mode = strongestMode(targets, search);
    const given = mode === "handed" ? isGiven(node, search, analysis, targets) : "no";
    if (!mode || (mode === "handed" && given === "no")) return undefined;
    const launch = launchOf(node, own.kind, callee, true);
    return { ...launch, name, className, target, conditional: given === "parameter" };
  }
  const target = targetOf(node, analysis);
  const mode = target && modeOf(target, search);
  if (target && mode) {
    const given = mode === "handed" ? isGiven(node, search, analysis, [target]) : "yes";
    const launch = launchOf(node, "function", callee, true);
    const className = target.info?.name;
    if (given !== "no") return { ...launch, target, className, conditional: given === "parameter" };
  }
  // A module that is called by a function of the file is found by what that does.
  if (!holder || !call.inPlace || (target && !target.home)) return undefined;
  const plan = target ? undefined : plannedFunction(callee, analysis);
  if (plan) return { ...launchOf(node, "function", callee, true), plan };
  const source = importOf(callee, analysis);
  if (!source || source === "plait" || source.startsWith("node:")) return undefined;
  const given = isGiven(node, search, analysis, target ? [target] : []);
  // With a checker, the text of another file is no proof that it makes no module calls, where it can know of modules.
  if (given === "no" || (target?.home && !(analysis.file.host && isOfPipeline(target.home)))) return undefined;
  return { ...launchOf(node, "function", callee, false), conditional: given === "parameter" };
}

/** `this.ask.call(this, q)` of a method or function that may make module calls. */
function isCalledThrough(node: CallExpression, callee: Expression, search: Search, analysis: FileAnalysis): boolean {
  const through = calledThrough(callee);
  if (!through) return false;
  if (through !== withoutForward(through) && kindOf(withoutForward(through), analysis).type === "module") return true;
  const own = ownMethod(node, through, analysis);
  const target = own ? undefined : targetOf({ callee: through }, analysis);
  return strongestMode(own ? [own.target, ...own.overrides] : target ? [target] : [], search) !== undefined;
}

function modeOf(target: Target, search: Search): Launching | undefined {
  if (!target.home) return search.launching.get(target.fn);
  const { fn, home } = target;
  analyseCalls(home);
  const mode = launchingOf(fn, home);
  if (!mode || isOfPipeline(home)) return mode;
  if (!canBeCopied(fn, home)) return undefined;
  // It knows of no modules but those that it is given.
  return search.ofPipeline ? "handed" : mode;
}

/** Where it is known only when it runs which of them does. */
function strongestMode(targets: readonly Target[], search: Search): Launching | undefined {
  const modes = targets.map((target) => modeOf(target, search));
  return modes.includes("always") ? "always" : modes.includes("handed") ? "handed" : undefined;
}

/** `this.name(…)` and `super.name(…)` of an instance. */
function ownMethod(
  node: Node,
  callee: Expression,
  analysis: FileAnalysis,
): { kind: "method" | "super"; name: string; target: Target; overrides: Target[]; className: string } | undefined {
  if (callee.type !== "MemberExpression") return undefined;
  const alias = keyName(callee.property, callee.computed)?.startsWith("#") && isAliasOfThis(callee.object, analysis);
  const own = callee.object.type === "ThisExpression" || alias === true;
  if (!own && callee.object.type !== "Super") return undefined;
  const name = keyName(callee.property, callee.computed);
  const info = classAround(analysis, node);
  if (!info || name === undefined) return undefined;
  const isStatic = isStaticThis(info, node);
  const isCompiled = info.isModule || isPlainClass(info);
  if (own) {
    const target = isCompiled && !isStatic ? methodOf(info, name, "methods", analysis) : undefined;
    return (
      target && { kind: "method", name, target, overrides: overridesOf(info, name, analysis), className: info.key }
    );
  }
  const base = isCompiled || isStatic ? inherited(info, name, isStatic ? "statics" : "methods", analysis) : undefined;
  return base ? { kind: "super", name, target: base, overrides: [], className: info.key } : undefined;
}

/** `self` of `const self = this`. */
function isAliasOfThis(node: Expression, { file }: FileAnalysis): boolean {
  const binding = node.type === "Identifier" ? file.bindings.bindingOf(node) : undefined;
  return binding?.kind === "const" && binding.init !== undefined && peel(binding.init).type === "ThisExpression";
}

/** What `super.name` is, as far as the base classes are in this file. */
function inherited(
  info: ClassInfo,
  name: string,
  where: "methods" | "statics",
  analysis: FileAnalysis,
): Target | undefined {
  return methodOf({ ...info, [where]: new Map(), fields: new Map(), members: [] }, name, where, analysis);
}

/** The module that a callee is imported from: `helper`, `helpers.ask`. */
function importOf(callee: Expression, analysis: FileAnalysis): string | undefined {
  let root = callee;
  while (root.type === "MemberExpression") {
    if (keyName(root.property, root.computed) === undefined) return undefined;
    root = peel(root.object);
  }
  return root.type === "Identifier" ? analysis.file.bindings.bindingOf(root)?.source?.module : undefined;
}

/** Whether a call gives something that makes module calls, or something that its caller may have been given. */
function isGiven(
  call: CallExpression,
  search: Search,
  analysis: FileAnalysis,
  targets: readonly Target[],
): "yes" | "parameter" | "no" {
  const all = call.arguments.map((argument, i) => {
    const value = argument.type === "SpreadElement" ? argument.argument : argument;
    // Which children a module has, its class says; of what nothing is known of, most methods make no module calls.
    const isHeld = targets.length > 0 && targets.every((target) => isCalledIn(target, i, analysis, "held"));
    if (isHeld && kindOf(peel(value), analysis).type === "module") return "no";
    const given = launches(value, search, analysis);
    if (given !== "no" || isHeld) return given;
    if (targets.some(callsWhatItHolds)) return mayHoldFunctions(value, analysis) ? "yes" : "no";
    return targets.some((target) => isCalledIn(target, i, analysis)) && mayBeFunctionValue(value, analysis)
      ? "yes"
      : "no";
  });
  return strongest(all);
}

/** Whether a function of a file that knows of no modules calls something that it finds in what it is given: `tasks[0]()`. */
function callsWhatItHolds({ fn, home }: Target): boolean {
  return home !== undefined && !isOfPipeline(home) && launchingOf(fn, home) === "always";
}

/** Whether a value may be a function that makes module calls, or a list or an object with such functions. */
function mayHoldFunctions(value: Expression, analysis: FileAnalysis): boolean {
  if (mayBeFunctionValue(value, analysis)) return true;
  let kind = kindOf(peel(value), analysis);
  const isList = kind.type === "array";
  while (kind.type === "array") kind = kind.of;
  const isOpen = isList && (kind.type === "unknown" || kind.type === "function");
  return holdsValues(analysis) && (isOpen || kind.type === "object");
}

/**
 * Whether it is known that a function may be given something that makes module calls as its parameter at `index`, and
 * calls it; "held": that it calls what the parameter holds, and not the parameter itself.
 */
function isCalledIn(target: Target, index: number, analysis: FileAnalysis, as: "handed" | "held" = "handed"): boolean {
  const { fn, home = analysis } = target;
  const binding = parameterNamed(fn.params[index], home);
  return binding !== undefined && searches.get(home.launches)?.[as].has(binding) === true;
}

/** A value of which nothing says where it comes from, in a file where functions that make module calls are values. */
function mayBeFunctionValue(value: Expression, analysis: FileAnalysis): boolean {
  const node = peel(value);
  if (isFunction(node) || !holdsValues(analysis)) return false;
  const binding = node.type === "Identifier" ? analysis.file.bindings.bindingOf(node) : undefined;
  if (binding && functionOf(binding)) return false;
  const { type } = kindOf(node, analysis);
  return type === "unknown" || type === "function";
}

/** Whether a value is a module, or a function that makes module calls. */
export function makesCalls(value: Expression, analysis: FileAnalysis): boolean {
  const search = searches.get(analysis.launches);
  return search !== undefined && launches(value, search, analysis) === "yes";
}

function strongest(all: readonly ("yes" | "parameter" | "no")[]): "yes" | "parameter" | "no" {
  return all.includes("yes") ? "yes" : all.includes("parameter") ? "parameter" : "no";
}

function launches(value: Expression, search: Search, analysis: FileAnalysis): "yes" | "parameter" | "no" {
  const node = peel(value);
  const of = (inner: Expression): "yes" | "parameter" | "no" => launches(inner, search, analysis);
  if (isFunction(node)) return containsLaunch(node, analysis.launches) ? "yes" : "no";
  switch (node.type) {
    case "ObjectExpression":
      return strongest(
        node.properties.map((p) => of(p.type === "SpreadElement" ? p.argument : (p.value as Expression))),
      );
    case "ArrayExpression":
      return strongest(node.elements.map((e) => (e === null ? "no" : of(e.type === "SpreadElement" ? e.argument : e))));
    case "ConditionalExpression":
      return strongest([of(node.consequent), of(node.alternate)]);
    case "LogicalExpression":
      return strongest([of(node.left), of(node.right)]);
    default:
  }
  const bound = boundBy(node, analysis);
  if (bound) {
    const own = ownMethod(bound, bound, analysis);
    if (own && strongestMode([own.target, ...own.overrides], search) === "always") return "yes";
    return of(bound);
  }
  const kind = kindOf(node, analysis);
  const held = kind.type === "array" || (kind.type === "object" && kind.of) ? kind.of : kind;
  if (held?.type === "module") return "yes";
  if (node.type === "Identifier") {
    const binding = analysis.file.bindings.bindingOf(node);
    if (!binding) return "no";
    if (search.handed.has(binding)) return "parameter";
    if (binding.source) {
      const target = importedTarget(binding.source.module, binding.source.name, analysis);
      return target && modeOf(target, search) === "always" ? "yes" : "no";
    }
    const fn = functionOf(binding);
    const init = binding.owner && binding.kind === "const" && binding.init ? peel(binding.init) : undefined;
    // `const kept = ask;`, `const hooks = { before: (q) => this.ask(q) };`
    if (init && /^(?:Identifier|ObjectExpression|ArrayExpression)$/.test(init.type) && init.end <= node.start)
      return of(init);
    if (!fn) return "no";
    if (!binding.owner) return search.launching.get(fn) === "always" ? "yes" : "no";
    return containsLaunch(fn, analysis.launches) ? "yes" : "no";
  }
  if (node.type === "MemberExpression") {
    const target = targetOf({ callee: node }, analysis);
    if (target && !target.info && modeOf(target, search) === "always") return "yes";
    // What a list or an object of the method holds may be such a function.
    const object = peel(node.object);
    const binding = object.type === "Identifier" ? analysis.file.bindings.bindingOf(object) : undefined;
    const init = binding?.owner && binding.init;
    return init && init.end <= node.start ? of(init) : "no";
  }
  return "no";
}

/** Notes the parameters that a call of a function of this file gives something that makes module calls. */
function noteHanded(search: Search, analysis: FileAnalysis): void {
  for (const { node } of search.calls) {
    const callee = peel(node.callee);
    const target = ownMethod(node, callee, analysis)?.target ?? targetOf(node, analysis);
    const called = target ? (target.home ? [] : [target.fn]) : plainMethodsNamed(callee, analysis);
    for (const fn of called) {
      node.arguments.forEach((argument, i) => {
        const param = fn.params[i];
        if (argument.type === "SpreadElement" || !param) return;
        const isModule = kindOf(peel(argument), analysis).type === "module";
        const held = isModule ? undefined : heldParameters(fn, analysis).get(param);
        const binding = parameterNamed(param, analysis);
        const names = held ? [...held] : binding ? [binding] : [];
        if (names.every((name) => search.handed.has(name))) return;
        const given = launches(argument, search, analysis);
        if (given === "no" && (held || !mayBeFunctionValue(argument, analysis))) return;
        for (const name of names) {
          if (name !== binding && !search.handed.has(name)) search.held.add(name);
          search.handed.add(name);
        }
      });
    }
  }
}

/** The methods that `object.name` may be, of the classes of the file that are no modules. */
function plainMethodsNamed(callee: Expression, analysis: FileAnalysis): AnyFunction[] {
  const name = callee.type === "MemberExpression" ? keyName(callee.property, callee.computed) : undefined;
  if (name === undefined) return [];
  return [...analysis.classes.values()].flatMap((info) => {
    const method = isPlainClass(info) ? info.methods.get(name) : undefined;
    return method ? [method.fn] : [];
  });
}
