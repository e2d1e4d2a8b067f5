/**
 * Base classes with which a module cannot be compiled: one of another file that calls as plain code what is overridden
 * here with module calls, and one that a function makes.
 *
 *   class Careful extends Summarizer { override polish(text) { return this.editor(text) } }     PLT1007
 *   class Logged extends withLog(Summarizer) { forward(doc) { return super.forward(doc) } }     PLT1008
 */
import type { CallExpression, Class, Node } from "oxc-parser";
import { baseOf, isOf, methodOf } from "../analyze/callTarget.js";
import { analyseCalls } from "../analyze/analyseCalls.js";
import { classOfName, type ClassInfo, type MethodInfo } from "../analyze/classes.js";
import { classAround } from "../analyze/kinds.js";
import { containsLaunch } from "../analyze/launches.js";
import type { FileAnalysis } from "../analyze/methodContext.js";
import { PLT1007, PLT1008 } from "../messages.generated.js";
import { report, shortText } from "../syntax/file.js";
import { childrenOf, isFunction, keyName, nodesOf, peel } from "../syntax/walk.js";

const QUOTED = 40;

export function refuseBases(analysis: FileAnalysis): void {
  for (const info of new Set(analysis.classes.values()))
    if (info.isModule && !info.foreign)
      for (const method of info.methods.values())
        if (method.name !== "forward" && containsLaunch(method.fn, analysis.launches))
          refuseOverride(method, info, analysis);
  for (const node of nodesOf(analysis.file.program, "ClassDeclaration", "ClassExpression")) refuseMade(node, analysis);
}

function refuseOverride(method: MethodInfo, info: ClassInfo, analysis: FileAnalysis): void {
  const base = baseOf(info, analysis);
  const found = base && methodOf(base, method.name, "methods", analysis);
  const { home } = found ?? {};
  if (!found?.info || !home || !found.fn.body) return;
  analyseCalls(home);
  if (containsLaunch(found.fn, home.launches) || !callsAsWritten(method.name, found.info, home)) return;
  const { fileName } = home.file;
  report(analysis.file, method.node, PLT1007({ method: method.name, base: found.info.name, file: fileName }));
}

/** Whether `this.name(…)` is plain code in a file, in a class that may be an instance of `base`. */
function callsAsWritten(name: string, base: ClassInfo, home: FileAnalysis): boolean {
  return nodesOf(home.file.program, "CallExpression").some((node) => {
    if (node.callee.type !== "MemberExpression") return false;
    const { object, property, computed } = node.callee;
    if (object.type !== "ThisExpression" || keyName(property, computed) !== name || home.launches.has(node))
      return false;
    const around = classAround(home, node);
    return around !== undefined && (isOf(around, base, home) || isOf(base, around, home));
  });
}

function refuseMade(node: Class, analysis: FileAnalysis): void {
  const made = node.superClass && peel(node.superClass);
  if (made?.type !== "CallExpression" || !made.arguments.some((argument) => isModuleClass(argument, analysis))) return;
  const methods = new Set(
    node.body.body.flatMap((member) =>
      "key" in member && (member.type === "MethodDefinition" || isMethod(member))
        ? [keyName(member.key, member.computed)]
        : [],
    ),
  );
  if (!methods.has("forward") || !node.body.body.some((member) => callsModule(member, methods))) return;
  const { file } = analysis;
  report(file, made, PLT1008({ className: node.id?.name ?? "a class", base: shortText(file, made.callee, QUOTED) }));
}

const isMethod = (member: Node): boolean =>
  member.type === "PropertyDefinition" && member.value !== null && isFunction(peel(member.value));

function isModuleClass(argument: CallExpression["arguments"][number], analysis: FileAnalysis): boolean {
  if (argument.type === "SpreadElement") return false;
  const inner = peel(argument);
  if (inner.type === "CallExpression") return inner.arguments.some((one) => isModuleClass(one, analysis));
  return classOfName(analysis.file, analysis.classes, inner)?.isModule === true;
}

/** `super.forward(…)`, or a call of what a field holds. */
function callsModule(node: Node, methods: ReadonlySet<string | undefined>): boolean {
  if (node.type === "CallExpression" && node.callee.type === "MemberExpression") {
    const { object, property, computed } = node.callee;
    const name = keyName(property, computed);
    if (object.type === "Super" && name === "forward") return true;
    if (object.type === "ThisExpression" && name !== undefined && !methods.has(name)) return true;
  }
  return childrenOf(node).some((child) => callsModule(child, methods));
}
