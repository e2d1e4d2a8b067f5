/** What the plans of compiled packages say of calls: that a function makes module calls, and whether it changes objects. */
import type { Expression } from "oxc-parser";
import { staticName, type MethodPlan, type ModulePlan } from "plait/internal";
import type { SourceFile } from "../syntax/file.js";
import { Kept } from "../syntax/kept.js";
import { keyName, peel } from "../syntax/walk.js";
import { importedNames } from "./classes.js";
import { kindOf } from "./kinds.js";
import type { FileAnalysis } from "./methodContext.js";

/** By file and package: while a file is compiled, what is installed stays as it is. */
const known = new Kept<SourceFile, Map<string, readonly ModulePlan[]>>();

function plansOf(module: string, { file }: FileAnalysis): readonly ModulePlan[] {
  if (module.startsWith(".") || !file.readPlan) return [];
  let ofFile = known.get(file);
  if (!ofFile) known.set(file, (ofFile = new Map()));
  let plans = ofFile.get(module);
  if (!plans) ofFile.set(module, (plans = file.readPlan(module, file.fileName) ?? []));
  return plans;
}

/** The plan of `forward`, or of another method, of a class that comes from a package. */
export function plannedClass(
  className: string | undefined,
  analysis: FileAnalysis,
  method = "forward",
): MethodPlan | undefined {
  if (className === undefined || !analysis.file.readPlan) return undefined;
  for (const { name, module, original } of importedNames(analysis.file)) {
    if (name !== className && original !== className) continue;
    const wanted = original === "default" ? className : original;
    const plan = plansOf(module, analysis).find((one) => one.module === wanted && !one.isFunction);
    if (plan) return own(plan.methods, method);
  }
  return undefined;
}

/** The plan of the function that a callee names: `ask`, `helpers.ask`, `Report.review`, `this.report.review`. */
export function plannedFunction(callee: Expression, analysis: FileAnalysis): MethodPlan | undefined {
  const { file } = analysis;
  if (!file.readPlan) return undefined;
  const sourceOf = (node: Expression): { module: string; name: string } | undefined =>
    node.type === "Identifier" ? file.bindings.bindingOf(node)?.source : undefined;
  const source = sourceOf(callee);
  if (source) return functionIn(plansOf(source.module, analysis), source.name);
  if (callee.type !== "MemberExpression") return undefined;
  const name = keyName(callee.property, callee.computed);
  if (name === undefined) return undefined;
  const object = peel(callee.object);
  const from = sourceOf(object);
  if (!from) {
    const kind = kindOf(object, analysis);
    return kind.type === "module" && name !== "forward" ? plannedClass(kind.className, analysis, name) : undefined;
  }
  const plans = plansOf(from.module, analysis);
  if (from.name === "*") return functionIn(plans, name);
  const plan = plans.find((one) => one.module === from.name && !one.isFunction);
  return (plan && own(plan.methods, staticName(name))) ?? functionIn(plans, `${from.name}.${name}`);
}

function functionIn(plans: readonly ModulePlan[], name: string): MethodPlan | undefined {
  const plan = plans.find((one) => one.isFunction && one.module === name);
  return plan && own(plan.methods, name);
}

function own(methods: Readonly<Record<string, MethodPlan>>, name: string): MethodPlan | undefined {
  return Object.hasOwn(methods, name) ? methods[name] : undefined;
}
