/**
 * Whether a call of a module or method that can be seen changes objects of its caller: what reads objects after
 * it must wait for it. Objects that the callee made itself are its own business. A leaf is trusted to treat what
 * it hands to functions that nobody can see as read-only; a composite is read further. What is declared is believed.
 */
import type { CallExpression, Expression, Node } from "oxc-parser";
import { declaredIn, type Binding } from "../syntax/bindings.js";
import { type AnyFunction, isFunction, keyName, nodesOf, peel, walk } from "../syntax/walk.js";
import { analyseCalls } from "./analyseCalls.js";
import { CallFacts } from "./callFacts.js";
import {
  classBehind,
  importedTarget,
  methodOf,
  methodOfThis,
  overridesOf,
  targetOf,
  type Target,
} from "./callTarget.js";
import { PLAIT_LEAVES } from "./classes.js";
import { declaredFunction, declaredOf, moduleDeclarations } from "./declarations.js";
import { effectsOf, immutable } from "./effects.js";
import { globalName } from "./freshShape.js";
import { isFreshValue } from "./freshValue.js";
import { classAround, functionOf, kindOf, kindOfBinding } from "./kinds.js";
import { containsLaunch, launchesIn, launchNodes, type Launch } from "./launches.js";
import { leafState } from "./leafState.js";
import { signatureOf } from "./librarySignature.js";
import { isThis } from "./moduleState.js";
import { mutationsIn } from "./mutations.js";
import type { FileAnalysis } from "./methodContext.js";
import { methodLocals } from "./methodLocals.js";
import { writtenCallback } from "./namedCallback.js";
import { ParameterUse, parameterOf } from "./parameterUse.js";
import { isNameOfFile, readFromOutside, stateChangedIn } from "./sharedState.js";
import { anySignature, isCalled, type Signature } from "./signatures.js";
import { changesUnnamed } from "./unnamedChanges.js";

type Argument = CallExpression["arguments"][number];

const known = new CallFacts<boolean>();
const closures = new CallFacts<boolean>();
const results = new CallFacts<boolean>();

/** Nothing tells what they are. */
const called = new ParameterUse(
  ({ certain, callee }) => (certain ? [] : [callee]),
  () => true,
  calleesOf,
);
/** To modules of which nothing is known. */
const handedOn = new ParameterUse(
  (launch, analysis) =>
    mayChangeGiven(launch, analysis) ? launch.node.arguments.filter((a) => a.type !== "SpreadElement") : [],
  (value, analysis) => !holdsNothingToChange(value, analysis),
  calleesOf,
);

/** `within`: what the parameters of that function do, its callers have to know. */
export function launchWrites(launch: Launch, analysis: FileAnalysis, within?: AnyFunction): boolean {
  if (isDeclaredReading(launch, analysis)) return false;
  if (launch.plan) return launch.plan.writes === true;
  const callees = calleesOf(launch, analysis);
  if (callees.length === 0) {
    if (launch.kind === "callback" || isOfFunction(launch, analysis))
      return valueWrites(launch.callee, analysis, within);
    return (
      launch.kind === "super" ||
      (mayChangeGiven(launch, analysis) &&
        launch.node.arguments.some((given) => !holdsNothingToChange(given, analysis, within)))
    );
  }
  return (
    callees.some((callee) => targetWrites(callee, analysis, functionWrites)) ||
    leafState(launch, analysis).changes ||
    called.by(launch, analysis).some((given) => !given || valueWrites(given, analysis, within)) ||
    handedOn.by(launch, analysis).some((given) => !given || !holdsNothingToChange(given, analysis, within))
  );
}

function isDeclaredReading(launch: Launch, analysis: FileAnalysis): boolean {
  const { effects } = moduleDeclarations(launch, analysis);
  return effects === "pure" || effects === "reads";
}

/** A function that makes module calls and is a value. */
function isOfFunction({ kind, certain, callee }: Launch, analysis: FileAnalysis): boolean {
  return kind === "module" && certain && kindOf(callee, analysis).type !== "module";
}

/** What a call may run: a method of the instance may be that of a class which derives from its own. */
export function calleesOf({ kind, name, className, target }: Launch, analysis: FileAnalysis): Target[] {
  if (target) {
    const info = kind === "method" && className !== undefined ? analysis.classes.get(className) : undefined;
    return info && name !== undefined ? [target, ...overridesOf(info, name, analysis)] : [target];
  }
  if (className === undefined) return [];
  const called = kind === "module" || kind === "callback" ? "forward" : (name ?? "");
  const method = classMethod(className, called, analysis);
  const info = analysis.classes.get(className);
  return method ? [method, ...(info ? overridesOf(info, called, analysis) : [])] : [];
}

/** A module of which only that is known: it may change objects that it is given. */
function mayChangeGiven(launch: Launch, analysis: FileAnalysis): boolean {
  const { kind, certain, className, plan } = launch;
  if (kind !== "module" || !certain || plan || (className !== undefined && PLAIT_LEAVES.has(className))) return false;
  return (
    calleesOf(launch, analysis).length === 0 && !isOfFunction(launch, analysis) && !isDeclaredReading(launch, analysis)
  );
}

/** Whether nobody else holds anything that can be changed through a value; of parameters of `within`, callers know. */
function holdsNothingToChange(value: Argument, analysis: FileAnalysis, within?: AnyFunction): boolean {
  if (value.type === "SpreadElement") return false;
  const inner = peel(value);
  if (within && parameterOf(inner, within, analysis) !== undefined) return true;
  if (inner.type === "ArrayExpression")
    return inner.elements.every(
      (item) => !item || (item.type !== "SpreadElement" && holdsNothingToChange(item, analysis)),
    );
  if (inner.type === "ObjectExpression")
    return inner.properties.every(
      (item) => item.type !== "SpreadElement" && holdsNothingToChange(item.value, analysis),
    );
  return isFunction(inner) || immutable(inner, analysis) || kindOf(inner, analysis).type === "module";
}

function classMethod(className: string, name: string, analysis: FileAnalysis): Target | undefined {
  // With a checker, classes of other files are not in the table.
  const info = analysis.classes.get(className) ?? classBehind(className, analysis);
  const method = info && methodOf(info, name, "methods", analysis);
  return method && (method.home || !info.foreign) ? method : undefined;
}

/** `writes`: `functionWrites` where what it does with what it is given is found by itself. */
function targetWrites({ fn, home }: Target, analysis: FileAnalysis, writes = mayWriteWhenCalled): boolean {
  if (!home) return writes(fn, analysis);
  analyseCalls(home);
  return writes(fn, home) || stateIn(fn, home).some((change) => readFromOutside(change.name, analysis));
}

/** Whether a value changes objects when it is called. */
function valueWrites(value: Expression, analysis: FileAnalysis, within?: AnyFunction): boolean {
  const inner = peel(value);
  if (isFunction(inner)) return closureWrites(inner, analysis);
  if (inner.type === "ConditionalExpression")
    return [inner.consequent, inner.alternate].some((arm) => valueWrites(arm, analysis, within));
  const binding = inner.type === "Identifier" ? analysis.file.bindings.bindingOf(inner) : undefined;
  const fn = binding && binding.writes.length === 0 ? functionOf(binding) : undefined;
  if (fn) return closureWrites(fn, analysis);
  const imported = binding?.source ? importedTarget(binding.source.module, binding.source.name, analysis) : undefined;
  if (imported) return targetWrites(imported, analysis);
  const maker = inner.type === "CallExpression" ? makerOf(inner, analysis) : undefined;
  if (maker) return resultWrites(maker.fn, maker.home ?? analysis);
  if (within && parameterOf(inner, within, analysis) !== undefined) return false;
  const kind = kindOf(inner, analysis);
  if (kind.type === "module") {
    const forward = kind.className === undefined ? undefined : classMethod(kind.className, "forward", analysis);
    return forward !== undefined && targetWrites(forward, analysis);
  }
  return kind.type !== "string" && kind.type !== "primitive" && kind.type !== "array";
}

/** The function of the project whose result a call gives. */
function makerOf(call: CallExpression, analysis: FileAnalysis): Target | undefined {
  const launch = analysis.launches.get(call);
  const callees = launch && calleesOf(launch, analysis);
  const own = peel(call.callee);
  const binding = own.type === "Identifier" ? analysis.file.bindings.bindingOf(own) : undefined;
  const local = binding && binding.writes.length === 0 ? functionOf(binding) : undefined;
  if (local) return { fn: local, home: undefined, info: undefined };
  return callees?.length === 1 ? callees[0] : targetOf(call, analysis);
}

/** Whether what a function gives changes objects when it is called. */
function resultWrites(fn: AnyFunction, analysis: FileAnalysis): boolean {
  if (!fn.body || fn.generator) return true;
  const { body } = fn;
  return results.find(fn, analysis, false, () => {
    const values: Expression[] = body.type === "BlockStatement" ? [] : [body as Expression];
    walk(body as Node, (node) => {
      if (node.type === "ReturnStatement" && node.argument) values.push(node.argument);
      return !isFunction(node);
    });
    return values.some((value) => valueWrites(value, analysis));
  });
}

/** Whether a function changes objects that it has not made, those of the function around it among them. */
function closureWrites(fn: AnyFunction, analysis: FileAnalysis): boolean {
  return closures.find(
    fn,
    analysis,
    false,
    () =>
      textWrites(fn.body as Node, { ...analysis, ...methodLocals(fn, analysis) }) ||
      launchesIn(fn, analysis.launches).some((launch) => {
        if (launch.kind === "local") return valueWrites(launch.callee, analysis);
        return !launch.certain || launchWrites(launch, analysis);
      }),
  );
}

/**
 * Whether a text changes objects, beside what the module calls in it do. What is called, and what it is given, is
 * evaluated in it.
 */
export function textWrites(node: Node, analysis: FileAnalysis): boolean {
  const skip = launchNodes(analysis.launches);
  const changes = (part: Node): boolean => effectsOf(part, analysis, skip).writes;
  return (
    changes(node) ||
    launchesIn(node, analysis.launches).some(
      ({ callee, node }) => node.arguments.some(changes) || (callee.type !== "Super" && changes(callee)),
    )
  );
}

/** Whether a method or function may change objects of its caller. */
export function functionWrites(fn: AnyFunction, analysis: FileAnalysis): boolean {
  return known.find(fn, analysis, false, () => {
    const declared = declaredFunction(fn, analysis);
    if (declared) return declared === "effect";
    let writes =
      changesObjects(fn, analysis) ||
      (fn.body !== null && changesUnnamed(fn, analysis)) ||
      stateIn(fn, analysis).some(({ seen }) => seen) ||
      ownCallsIn(fn, analysis).some((called) => targetWrites(called, analysis));
    if (!writes && containsLaunch(fn, analysis.launches)) {
      writes = passesOn(fn, analysis) || callsHeld(fn, analysis);
      for (const launch of launchesIn(fn, analysis.launches))
        writes ||= launch.certain
          ? launchWrites(launch, analysis, fn)
          : parameterOf(launch.callee, fn, analysis) === undefined;
    }
    return writes;
  });
}

/** What a leaf does with the names of its file is its own business. */
function stateIn(fn: AnyFunction, analysis: FileAnalysis): ReturnType<typeof stateChangedIn> {
  const changed = stateChangedIn(fn, analysis);
  if (changed.length === 0 || containsLaunch(fn, analysis.launches)) return changed;
  const info = classAround(analysis, fn as Node);
  const isLeaf = info?.isModule === true && info.methods.get("forward")?.fn === fn;
  return isLeaf ? changed.filter(({ name }) => !isNameOfFile(name)) : changed;
}

/** As `functionWrites`, for those who cannot see what it does with what they give it. */
export function mayWriteWhenCalled(fn: AnyFunction, analysis: FileAnalysis): boolean {
  return functionWrites(fn, analysis) || called.in(fn, analysis).size > 0 || handedOn.in(fn, analysis).size > 0;
}

/** Whether the text of a function itself changes objects that it has not made. */
function changesObjects(fn: AnyFunction, analysis: FileAnalysis): boolean {
  const changed = mutationsIn(fn, analysis).filter(({ binding, deep }) => !isOwn(binding, deep, analysis));
  if (changed.length === 0 || !fn.body) return changed.length > 0;
  if (changed.some(({ binding, deep }) => !deep || binding.kind === "param")) return true;
  // What it has made may hold objects that it has made as well.
  return textWrites(fn.body as Node, { ...analysis, ...methodLocals(fn, analysis) });
}

/** The methods that a method runs as they are, its own and those of other modules. */
export function ownCallsIn(fn: AnyFunction, analysis: FileAnalysis): Target[] {
  const called: Target[] = [];
  for (const node of nodesOf(fn, "CallExpression")) {
    const callee = peel(node.callee);
    if (callee.type !== "MemberExpression" || analysis.launches.has(node)) continue;
    const method = isThis(callee.object, analysis)
      ? methodOfThis(callee, keyName(callee.property, callee.computed), analysis)
      : targetOf({ callee }, analysis);
    if (method) called.push(method);
  }
  return called;
}

/** Whether it calls a function that its module was given and keeps, which may change whatever it was made around. */
function callsHeld(fn: AnyFunction, analysis: FileAnalysis): boolean {
  return nodesOf(fn, "CallExpression").some((node) => {
    const callee = peel(node.callee);
    if (callee.type !== "MemberExpression" || analysis.launches.has(node) || !isThis(callee.object, analysis))
      return false;
    const name = keyName(callee.property, callee.computed);
    const info = name === undefined ? undefined : classAround(analysis, callee);
    const { type } = kindOf(callee, analysis);
    const isField = info && name !== undefined && !methodOf(info, name, "methods", analysis);
    return isField === true && (type === "function" || type === "unknown") && !declaredOf(callee, analysis);
  });
}

/** An object that nobody else holds. What is in it may be somebody else's (`deep`). */
function isOwn(binding: Binding, deep: boolean, analysis: FileAnalysis): boolean {
  if (binding.kind === "param" || !binding.init || deep) return false;
  const init = peel(binding.init);
  // Who made it may have handed it something, and its methods may change that.
  if (init.type === "NewExpression" && !isFreshValue(init, analysis)) return false;
  if (init.type === "ObjectExpression" && holdsFunctions(init)) return false;
  const launch = analysis.launches.get(init);
  if (launch) {
    // What a module returns is its own, unless it is something that it was given.
    if (moduleDeclarations(launch, analysis).effects === "pure") return true;
    return launch.node.arguments.every((a) => a.type !== "SpreadElement" && immutable(a, analysis));
  }
  if (isFreshValue(init, analysis)) return true;
  if (init.type !== "CallExpression" || init.callee.type !== "MemberExpression") return false;
  if (kindOf(init.callee.object, analysis).type === "module") return false;
  // Of a receiver that is not known, a method is what its name says.
  const name = keyName(init.callee.property, init.callee.computed);
  return name !== undefined && anySignature(name)?.fresh === true;
}

const holdsFunctions = ({ properties }: Extract<Expression, { type: "ObjectExpression" }>): boolean =>
  properties.some((p) => p.type === "Property" && (p.method || isFunction(peel(p.value as Expression))));

/** Whether an object of the caller is handed to a function that may change it. */
function passesOn(fn: AnyFunction, analysis: FileAnalysis): boolean {
  const fromOutside = (value: Expression): boolean => {
    const inner = peel(value);
    if (immutable(inner, analysis) || kindOf(inner, analysis).type === "module") return false;
    return analysis.file.bindings.in(inner.start, inner.end).some(({ binding }) => {
      if (!binding || !declaredIn(binding, fn)) return false;
      const { type } = kindOfBinding(binding, analysis);
      return (
        type !== "string" &&
        type !== "primitive" &&
        type !== "module" &&
        (binding.kind === "param" || !isOwn(binding, false, analysis))
      );
    });
  };
  // What the module calls in it change is found by themselves.
  const launched = launchNodes(analysis.launches);
  return nodesOf(fn, "CallExpression").some((node) => {
    if (launched.has(node) || !effectsOf(node, analysis, launched).writes) return false;
    const callee = peel(node.callee);
    // A callback that is written in place is read as a part of the function; to wait changes nothing.
    if (isArrayCallback(node, analysis) || globalName(node, analysis)?.startsWith("Promise.")) return false;
    // What a method of the library only keeps, or looks at, it does not change.
    const signature = signatureOf(node, analysis);
    const changes = (how: Signature["receiver"] | undefined): boolean =>
      !signature || how === "writes" || isCalled(how);
    const given = node.arguments
      .filter((_, i) => changes(signature?.args[Math.min(i, signature.args.length - 1)]))
      .map((a) => (a.type === "SpreadElement" ? a.argument : a));
    if (callee.type === "MemberExpression" && changes(signature?.receiver)) given.push(callee.object);
    return given.some((value) => value.type !== "Super" && fromOutside(value));
  });
}

function isArrayCallback(node: CallExpression, analysis: FileAnalysis): boolean {
  const callee = peel(node.callee);
  return (
    callee.type === "MemberExpression" &&
    writtenCallback(node, analysis) !== undefined &&
    kindOf(callee.object, analysis).type === "array"
  );
}
