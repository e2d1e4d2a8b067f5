/**
 * Which calls are module calls. What the syntax or the checker proves is `certain`; a callee that may be a
 * module (a field of another file's class, an element of a record) is looked at by the runtime when it is there.
 */
import type { CallExpression, Expression, Node } from "oxc-parser";
import type { MethodPlan } from "plait/internal";
import { firstFrom } from "../syntax/firstFrom.js";
import { Kept } from "../syntax/kept.js";
import { calledThrough, keyName, nodesOf, peel } from "../syntax/walk.js";
import type { ValueKind } from "../types.js";
import { methodOf, type Target } from "./callTarget.js";
import type { ClassInfo } from "./classes.js";
import { spreadLaunches } from "./functionLaunches.js";
import { functionsOf } from "./functions.js";
import { classAround, forgetKinds, functionOf, isStaticThis, kindOf } from "./kinds.js";
import type { FileAnalysis } from "./methodContext.js";
import { anySignature } from "./signatures.js";
import { plannedClass } from "./plannedCalls.js";

export interface Launch {
  node: CallExpression;
  /**
   * module: `callee(args)`; method: `this.name(args)` of the same class; super: `super.name(args)` of a base class;
   * function: `name(args)` or `holder.name(args)` of a function or method that makes module calls;
   * local: `name(args)` of a function of the method that makes module calls and is only called;
   * callback: `list.map(callee)`, an array method that calls a module or such a function.
   */
  kind: "module" | "method" | "super" | "function" | "local" | "callback";
  /** The expression whose value is called; for `x.forward(…)` it is `x`. */
  callee: Expression;
  /** For methods. */
  name: string | undefined;
  certain: boolean;
  className: string | undefined;
  alias: string | undefined;
  /** For functions of the project. */
  target?: Target;
  /** What the plan of a compiled package says of the callee. */
  plan?: MethodPlan;
  /** It makes module calls only where its caller is given something that does. */
  conditional?: boolean;
}

export function findLaunches(analysis: FileAnalysis): void {
  const { file, launches } = analysis;
  for (const node of nodesOf(file.program, "CallExpression")) {
    const launch = moduleCall(node, analysis);
    if (launch) launches.set(node, launch);
  }
  spreadLaunches(analysis);
  forgetKinds(analysis);
}

export function launchOf(node: CallExpression, kind: Launch["kind"], callee: Expression, certain: boolean): Launch {
  return { node, kind, callee, name: undefined, certain, className: undefined, alias: undefined };
}

interface Sorted {
  list: readonly Launch[];
  starts: readonly number[];
}

/** The launches of a file by where they start. They only grow in number, so that the number says whether this is all. */
const sorted = new Kept<ReadonlyMap<Node, Launch>, Sorted>();

function byStart(launches: ReadonlyMap<Node, Launch>): Sorted {
  let known = sorted.get(launches);
  if (known?.list.length !== launches.size) {
    const list = [...launches.values()].sort((a, b) => a.node.start - b.node.start);
    sorted.set(launches, (known = { list, starts: list.map(({ node }) => node.start) }));
  }
  return known;
}

export function containsLaunch(
  { start, end }: { start: number; end: number },
  launches: ReadonlyMap<Node, Launch>,
): boolean {
  const { list, starts } = byStart(launches);
  for (let i = firstFrom(starts, start); i < list.length; i++) {
    const { node } = list[i] as Launch;
    if (node.start >= end) return false;
    if (node.end <= end) return true;
  }
  return false;
}

/** The launches in a piece of text, from left to right. */
export function launchesIn(
  { start, end }: { start: number; end: number },
  launches: ReadonlyMap<Node, Launch>,
): Launch[] {
  const { list, starts } = byStart(launches);
  const found: Launch[] = [];
  for (let i = firstFrom(starts, start); i < list.length; i++) {
    const launch = list[i] as Launch;
    if (launch.node.start >= end) break;
    if (launch.node.end <= end) found.push(launch);
  }
  return found;
}

const nodeSets = new Kept<ReadonlyMap<Node, Launch>, Set<Node>>();

/** The launches as nodes, to be left out by `effectsOf`. Not to be kept while launches are being looked for. */
export function launchNodes(launches: ReadonlyMap<Node, Launch>): ReadonlySet<Node> {
  let set = nodeSets.get(launches);
  if (set?.size !== launches.size) nodeSets.set(launches, (set = new Set(launches.keys())));
  return set;
}

/** `this.generic.forward(x)` is a call of this.generic that keeps its full signature. */
export function withoutForward(callee: Expression): Expression {
  if (callee.type !== "MemberExpression" || keyName(callee.property, callee.computed) !== "forward") return callee;
  const { type } = callee.object;
  return type === "ThisExpression" || type === "Super" ? callee : peel(callee.object);
}

/** `inFunction`: the call is in a function that is compiled, and not only in a class. */
export function moduleCall(call: CallExpression, analysis: FileAnalysis, inFunction = false): Launch | undefined {
  if (call.callee.type === "Super") return undefined; // a checker takes `super` for the instance
  const info = classAround(analysis, call);
  const inClass = info?.isModule === true;
  // Elsewhere a call of a module is left as it is, and there is no need to ask for its type.
  if (!inClass && !inFunction && !isInFunction(call, analysis)) return undefined;
  const written = peel(call.callee);
  const callee = withoutForward(written);
  const make = (kind: ValueKind | undefined): Launch => {
    const launch = launchOf(call, "module", callee, kind?.type === "module");
    if (kind?.type !== "module") return launch;
    const known = kind.className === undefined ? undefined : analysis.classes.get(kind.className);
    const plan = known ? undefined : plannedClass(kind.className, analysis);
    return { ...launch, className: kind.className, alias: kind.alias, ...(plan && { plan }) };
  };
  const through = callee === written ? calledThrough(callee) : undefined;
  if (through && (inClass || inFunction) && mayBeMethod(through, info, analysis)) return make(undefined);
  const kind = kindOf(callee === written ? call.callee : callee, analysis);
  if (kind.type === "module") return inClass || isInFunction(call, analysis) ? make(kind) : undefined;
  if (!inClass && !inFunction) return undefined;
  // `.forward` of what may be a module. A field of the class itself would be known to be one.
  if (callee !== written) {
    const may = kind.type === "unknown" && !rootedInThis(callee);
    return may ? launchOf(call, "module", written, false) : undefined;
  }
  // A checker says that it is a function, and not whether that makes module calls. One that a field of the class
  // itself holds does not: it is what a leaf is made around.
  if (kind.type !== "unknown" && (kind.type !== "function" || kind.foreign || isOwnField(callee, info)))
    return undefined;
  if (callee.type === "MemberExpression") {
    const name = keyName(callee.property, callee.computed);
    // What a Map or a list is asked for is no function that is in it.
    if (inClass && !(name !== undefined && anySignature(name)) && holdsFunctions(callee.object, info))
      return make(undefined);
    if (callee.object.type === "ThisExpression") {
      // A method of this class is no field; an inherited member may be a field that holds a module.
      if (
        !inClass ||
        isStaticThis(info, callee.object) ||
        (name !== undefined && methodOf(info, name, "methods", analysis))
      )
        return undefined;
      return make(undefined);
    }
    // this.tools[name](x): an element, where a method call would name its method.
    return callee.computed && name === undefined && rootedInThis(callee.object) ? make(undefined) : undefined;
  }
  return isUnknownLocal(callee, analysis) || COMPUTED.has(callee.type) ? make(undefined) : undefined;
}

/** Expressions that come to one of several values, or to what a call gives. */
const COMPUTED: ReadonlySet<Expression["type"]> = new Set([
  "CallExpression",
  "AwaitExpression",
  "ConditionalExpression",
  "LogicalExpression",
  "SequenceExpression",
]);

/** `ask` of `ask.call(this, q)`: a value of the method that may be a module, or a method that makes module calls. */
function mayBeMethod(node: Expression, info: ClassInfo | undefined, analysis: FileAnalysis): boolean {
  const kind = kindOf(node, analysis);
  if (kind.type !== "unknown" && (kind.type !== "function" || kind.foreign)) return false;
  if (COMPUTED.has(node.type) || isUnknownLocal(node, analysis)) return true;
  if (node.type !== "MemberExpression" || isOwnField(node, info)) return false;
  const root = peel(node.object);
  return isUnknownLocal(root, analysis);
}

/** A variable of a function that may hold a module. */
function isUnknownLocal(node: Expression, { file }: FileAnalysis): boolean {
  const binding = node.type === "Identifier" ? file.bindings.bindingOf(node) : undefined;
  return binding?.owner !== undefined && !functionOf(binding);
}

/** `this.tools` of `tools = { ask: (q) => this.model(q) }`, and what is in it. */
function holdsFunctions(node: Expression, info: ClassInfo | undefined): boolean {
  let at = peel(node);
  while (at.type === "MemberExpression" || at.type === "CallExpression") {
    if (at.type === "CallExpression") at = peel(at.callee);
    else if (at.object.type === "ThisExpression") {
      const name = keyName(at.property, at.computed);
      return name !== undefined && info?.methods.has(`${name}[0]`) === true;
    } else at = peel(at.object);
  }
  return false;
}

function isOwnField(callee: Expression, info: ClassInfo | undefined): boolean {
  if (callee.type !== "MemberExpression" || callee.object.type !== "ThisExpression") return false;
  const name = keyName(callee.property, callee.computed);
  const field = name === undefined ? undefined : info?.fields.get(name);
  // `before = this.ask` may be a method.
  return field !== undefined && !(field.value && rootedInThis(field.value));
}

/** Whether a call is in a function that can be compiled, and not in a class inside of it. */
function isInFunction(call: Node, analysis: FileAnalysis): boolean {
  const info = classAround(analysis, call);
  for (const { fn, owner } of functionsOf(analysis.file, analysis.classes).values())
    if (owner === info && fn.start <= call.start && call.end <= fn.end) return true;
  return false;
}

function rootedInThis(node: Expression): boolean {
  let inner = peel(node);
  while (inner.type === "MemberExpression") inner = peel(inner.object);
  return inner.type === "ThisExpression";
}
