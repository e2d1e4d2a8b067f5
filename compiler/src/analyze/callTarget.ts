/**
 * Which function of the project a call runs, as far as the text tells: a function of the file or of another
 * file, a static method, a method of a module that something holds.
 */
import type { CallExpression, Expression } from "oxc-parser";
import { keyName, peel, type AnyFunction } from "../syntax/walk.js";
import { analyseCalls } from "./analyseCalls.js";
import { classNamed, classOfName, importedNames, type ClassInfo, type MethodInfo } from "./classes.js";
import { memberFunction } from "./functions.js";
import { importedClass, importedFunction } from "./importedClasses.js";
import { classAround, functionOf, isStaticThis, kindOf } from "./kinds.js";
import type { FileAnalysis } from "./methodContext.js";

export interface Target {
  fn: AnyFunction;
  /** The file that it is in, where that is another. */
  home: FileAnalysis | undefined;
  /** For methods. */
  info: ClassInfo | undefined;
}

export function targetOf(call: Pick<CallExpression, "callee">, analysis: FileAnalysis): Target | undefined {
  const callee = peel(call.callee);
  if (callee.type === "Identifier") {
    const binding = analysis.file.bindings.bindingOf(callee);
    if (!binding) return undefined;
    if (binding.source) return imported(binding.source.module, binding.source.name, analysis);
    const fn = binding.owner ? undefined : functionOf(binding);
    return fn && { fn, home: undefined, info: undefined };
  }
  if (callee.type !== "MemberExpression") return undefined;
  const name = keyName(callee.property, callee.computed);
  return name === undefined ? undefined : memberTarget(peel(callee.object), name, analysis);
}

function memberTarget(object: Expression, name: string, analysis: FileAnalysis): Target | undefined {
  const { file, classes } = analysis;
  const around = classAround(analysis, object);
  if (name.startsWith("#")) return around && privateMethod(object, name, around, analysis);
  if (object.type === "ThisExpression") {
    return around && isStaticThis(around, object) ? methodOf(around, name, "statics", analysis) : undefined;
  }
  if (object.type === "MemberExpression" && object.object.type === "ThisExpression") {
    const member = keyName(object.property, object.computed);
    if (member === "constructor" && around) return methodOf(around, name, "statics", analysis);
  }
  if (object.type === "Identifier") {
    const info = classOfName(file, classes, object);
    if (info) return methodOf(info, name, "statics", analysis);
    const binding = file.bindings.bindingOf(object);
    if (binding?.source) {
      if (binding.source.name === "*") return imported(binding.source.module, name, analysis);
      const foreign = classBehind(object.name, analysis);
      return foreign && methodOf(foreign, name, "statics", analysis);
    }
    const fn = binding?.owner ? undefined : memberFunction(binding, name);
    if (fn) return { fn, home: undefined, info: undefined };
  }
  const kind = kindOf(object, analysis);
  if (kind.type !== "module" || kind.className === undefined) return undefined;
  const info = classes.get(kind.className) ?? classBehind(kind.className, analysis);
  return info && methodOf(info, name, "methods", analysis);
}

/** Whatever object it is called on, it is that of the class around; what `this` calls is found by the class itself. */
function privateMethod(object: Expression, name: string, info: ClassInfo, analysis: FileAnalysis): Target | undefined {
  const ofClass = methodOf(info, name, "statics", analysis);
  return ofClass || object.type === "ThisExpression" ? ofClass : methodOf(info, name, "methods", analysis);
}

/** With a checker the classes of other files are not in the table; their text says what their methods do. */
export function classBehind(name: string, { file }: FileAnalysis): ClassInfo | undefined {
  if (!file.readImport) return undefined;
  const [first, member] = name.split(".");
  const found = importedNames(file).find((one) => one.name === first);
  if (!found || (member !== undefined) !== (found.original === "*")) return undefined;
  return importedClass(file.readImport, file.fileName, found.module, member ?? found.original);
}

/** What a class of the file derives from, as far as that is known. */
export function baseOf({ superName, node }: ClassInfo, analysis: FileAnalysis): ClassInfo | undefined {
  if (superName === undefined) return undefined;
  return classNamed(analysis.classes, superName, node) ?? classBehind(superName, analysis);
}

export function importedTarget(module: string, name: string, analysis: FileAnalysis): Target | undefined {
  return imported(module, name, analysis);
}

function imported(module: string, name: string, { file }: FileAnalysis): Target | undefined {
  const found = file.readImport && importedFunction(file.readImport, file.fileName, module, name);
  return found && { ...found, info: undefined };
}

/** The method that `this.name` surely is: of the class around `node`, or of what that derives from. */
export function methodOfThis(node: Expression, name: string | undefined, analysis: FileAnalysis): Target | undefined {
  const info = name === undefined ? undefined : classAround(analysis, node);
  if (!info || name === undefined || overridesOf(info, name, analysis).length > 0) return undefined;
  return methodOf(info, name, "methods", analysis);
}

/** The file that a function stands in, its calls looked at. */
export function homeOf({ home }: Target, analysis: FileAnalysis): FileAnalysis {
  if (home) analyseCalls(home);
  return home ?? analysis;
}

/** What classes of this file that derive from `info` have in the place of a method of its instances. */
export function overridesOf(info: ClassInfo, name: string, analysis: FileAnalysis): Target[] {
  if (name.startsWith("#")) return [];
  const found: Target[] = [];
  for (const other of analysis.classes.values()) {
    const method = other === info || other.foreign ? undefined : other.methods.get(name);
    if (method && derivesFrom(other, info, analysis)) found.push({ fn: method.fn, home: undefined, info: other });
  }
  return found;
}

function derivesFrom(info: ClassInfo, base: ClassInfo, { classes }: FileAnalysis): boolean {
  const seen = new Set<ClassInfo>();
  for (let from: ClassInfo | undefined = info; from && !seen.has(from);) {
    if (from === base) return true;
    seen.add(from);
    from = from.superName === undefined || from.foreign ? undefined : classNamed(classes, from.superName, from.node);
  }
  return false;
}

/** Whether a class is another, or derives from it, also through other files. */
export function isOf(info: ClassInfo, base: ClassInfo, home: FileAnalysis): boolean {
  const seen = new Set<unknown>();
  for (let at: ClassInfo | undefined = info; at && !seen.has(at.node); at = baseOf(at, at.home ?? home)) {
    if (at.node === base.node) return true;
    seen.add(at.node);
  }
  return false;
}

function hides(info: ClassInfo, name: string): boolean {
  const isAccessor = ({ kind }: MethodInfo): boolean => kind === "get" || kind === "set";
  return info.fields.has(name) || info.members.some((m) => m.name === name && !m.isStatic && isAccessor(m));
}

/** A method of a class or of what it derives from. */
export function methodOf(
  info: ClassInfo,
  name: string,
  where: "methods" | "statics",
  analysis: FileAnalysis,
): Target | undefined {
  const seen = new Set<unknown>();
  for (let from: ClassInfo | undefined = info; from && !seen.has(from.node);) {
    seen.add(from.node);
    const method = from[where].get(name);
    const home: FileAnalysis | undefined = from.home === analysis ? undefined : from.home;
    if (method) return { fn: method.fn, home, info: from };
    // A field or an accessor of that name hides what is inherited; a private name is nobody else's.
    if (where === "methods" && (name.startsWith("#") || hides(from, name))) return undefined;
    from = baseOf(from, home ?? analysis);
  }
  return undefined;
}
