/**
 * What of a file is compiled: methods of module classes that make module calls, static methods and functions
 * that do. A function is compiled where compiled code may call it: it is exported, or named by such code.
 */
import { PLAN_VERSION, staticName, type MethodPlan, type ModulePlan } from "plait/internal";
import type { Node } from "oxc-parser";
import { isPlainClass, type ClassInfo } from "./analyze/classes.js";
import { launchingOf } from "./analyze/functionLaunches.js";
import { functionsOf, type FunctionInfo } from "./analyze/functions.js";
import { NO_STATE, stateOfLeaf } from "./analyze/leafState.js";
import { containsLaunch } from "./analyze/launches.js";
import type { FileAnalysis, MethodContext } from "./analyze/methodContext.js";
import type { Copies } from "./copies.js";
import { stateChangedIn } from "./analyze/sharedState.js";
import type { CompiledClass, CompiledFunction, CompiledMethod } from "./emit/emitFile.js";
import { moduleDeclarations } from "./analyze/declarations.js";
import { CannotCompile } from "./lower/state.js";
import { PLT2007, type Message } from "./messages.generated.js";
import { report } from "./syntax/file.js";
import type { AnyFunction } from "./syntax/walk.js";

export interface Unit {
  owner: MethodContext["owner"];
  name: string;
  /** For people. */
  label: string;
  fn: AnyFunction;
  /** All of its text. */
  node: Node;
  /** It runs as written, in one step. */
  asWritten?: boolean;
}

export interface CompiledUnit {
  method: CompiledMethod;
  plan: MethodPlan;
}

/** @throws CannotCompile */
export type CompileOne = (unit: Unit) => CompiledUnit;

const NO_FIELDS: MethodContext["owner"] = { fields: new Map() };

export function compileClasses(analysis: FileAnalysis, compileOne: CompileOne): CompiledClass[] {
  const { file } = analysis;
  const compiled: CompiledClass[] = [];
  for (const info of new Set(analysis.classes.values())) {
    if (info.foreign) continue;
    const methods: CompiledMethod[] = [];
    const statics: CompiledMethod[] = [];
    const plans: Record<string, MethodPlan> = {};
    const asWritten = isPlainClass(info);
    for (const { name, fn, node } of info.isModule || asWritten ? info.methods.values() : []) {
      if (!(asWritten ? launchingOf(fn, analysis) : containsLaunch(fn, analysis.launches))) continue;
      const label = `${info.name}.${name}`;
      const head = { start: node.start, end: fn.body?.start ?? node.end };
      if (asWritten) report(file, head, runsAsWritten(info, label));
      try {
        const { method, plan } = compileOne({ owner: asWritten ? NO_FIELDS : info, name, label, fn, node, asWritten });
        methods.push(method);
        plans[name] = plan;
      } catch (error) {
        if (!(error instanceof CannotCompile)) throw error;
        report(file, error.node, error.diagnostic);
      }
    }
    for (const { name, fn, node } of info.statics.values()) {
      if (!launchingOf(fn, analysis)) continue;
      const label = `${info.name}.${name}`;
      const done = tryFunction(analysis, compileOne, { owner: NO_FIELDS, name, label, fn, node });
      if (!done) continue;
      statics.push(done.method);
      plans[staticName(name)] = done.plan;
    }
    const isLeaf =
      info.isModule && !Object.hasOwn(plans, "forward") && moduleDeclarations(info.key, analysis).effects !== "pure";
    const leaf = isLeaf ? info.methods.get("forward")?.fn : undefined;
    const { text, changes } = leaf ? stateOfLeaf(leaf, analysis, analysis) : NO_STATE;
    const inTurn = text !== "";
    const writes = info.isModule && (changes || changesAsWritten(info, plans, analysis));
    if (methods.length + statics.length > 0 || writes || inTurn)
      compiled.push({
        info,
        plan: { ...planOf(analysis, info.name, plans), ...(writes && { writes }), ...(inTurn && { inTurn }) },
        methods,
        statics,
      });
  }
  return compiled;
}

/** Whether methods of a module that are not compiled change objects that others hold as well. */
function changesAsWritten(
  { node, methods }: ClassInfo,
  plans: Record<string, MethodPlan>,
  analysis: FileAnalysis,
): boolean {
  return stateChangedIn(node, analysis).some(
    ({ seen, place }) =>
      seen &&
      ![...methods.values()].some(
        (m) => Object.hasOwn(plans, m.name) && m.node.start <= place.start && place.end <= m.node.end,
      ),
  );
}

/** What `this` holds may be anything, so that nothing in it is taken apart. */
function runsAsWritten({ name }: ClassInfo, label: string): Message {
  const construct = `\`${label}\`, a method of a class that is no module,`;
  return PLT2007({ construct, instead: `Let \`${name}\` extend \`Module\`, and keep it in a field.` });
}

/** Compiled copies of functions of another file; throws where one cannot be compiled. */
export function compileCopies({ home, compiled }: Copies, file: string, compileOne: CompileOne): CompiledFunction[] {
  return compiled.map((info) => {
    const { name, fn } = info;
    const { method, plan } = compileOne({ owner: NO_FIELDS, name, label: name, fn, node: fn });
    return { info, plan: { ...planOf(home, name, { [name]: plan }), file, isFunction: true }, method };
  });
}

export function compileFunctions(analysis: FileAnalysis, compileOne: CompileOne): CompiledFunction[] {
  const compiled: CompiledFunction[] = [];
  for (const info of reachable(analysis)) {
    const { name, fn } = info;
    const done = tryFunction(analysis, compileOne, { owner: NO_FIELDS, name, label: name, fn, node: fn });
    if (!done) continue;
    const plan: ModulePlan = { ...planOf(analysis, name, { [name]: done.plan }), isFunction: true };
    compiled.push({ info, plan, method: done.method });
  }
  return compiled;
}

function planOf({ file }: FileAnalysis, module: string, methods: Record<string, MethodPlan>): ModulePlan {
  return { planVersion: PLAN_VERSION, module, file: file.displayName, methods };
}

/** A function that cannot be compiled stays what it is for everybody but compiled code. */
function tryFunction(analysis: FileAnalysis, compileOne: CompileOne, unit: Unit): CompiledUnit | undefined {
  const { diagnostics } = analysis.file;
  const before = diagnostics.length;
  try {
    return compileOne(unit);
  } catch (error) {
    if (!(error instanceof CannotCompile)) throw error;
    diagnostics.length = before;
    const isCalled = [...analysis.launches.values()].some(({ target }) => target?.fn === unit.fn);
    if (isCalled) report(analysis.file, error.node, error.diagnostic);
    return undefined;
  }
}

/** The functions that make module calls and that compiled code may call. */
function reachable(analysis: FileAnalysis): FunctionInfo[] {
  const { file, classes } = analysis;
  const candidates = [...functionsOf(file, classes).values()].filter(
    ({ fn, owner }) => !owner && launchingOf(fn, analysis) && !holdsClass(fn, classes.values()),
  );
  const chosen = new Set(candidates.filter((info) => info.exported));
  const compiledCode = (): { start: number; end: number }[] => [
    ...[...classes.values()].filter((info) => !info.foreign).map((info) => info.node),
    ...[...chosen].map((info) => info.fn),
  ];
  for (let size = -1; size !== chosen.size;) {
    size = chosen.size;
    for (const { start, end } of compiledCode()) {
      const names = new Set(
        file.bindings.in(start, end).flatMap(({ binding }) => (binding?.owner ? [] : [binding?.name])),
      );
      for (const info of candidates) if (names.has(info.name.split(".")[0])) chosen.add(info);
    }
  }
  return candidates.filter((info) => chosen.has(info));
}

/** Classes have their own compiled code, which a function around them has no place for. */
function holdsClass(fn: AnyFunction, classes: Iterable<ClassInfo>): boolean {
  for (const { node, foreign } of classes) if (!foreign && node.start > fn.start && node.end <= fn.end) return true;
  return false;
}
