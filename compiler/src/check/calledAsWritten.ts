/**
 * Whether a function calls what it is given where nothing waits for it: because it is not compiled, or through an
 * array method, or because it passes it on to a function that does.
 *
 *   export const apply = (f, q) => (calls++, f(q));     in a file without modules: it cannot be copied for the `let`
 *   const all = (f, list) => list.map(f);           the array method calls `f`
 */
import type { CallExpression, Expression, Node } from "oxc-parser";
import { analyseCalls } from "../analyze/analyseCalls.js";
import { parameterNamed } from "../analyze/calledInside.js";
import { classBehind, methodOf, targetOf } from "../analyze/callTarget.js";
import { canBeCopied } from "../analyze/copiedFunctions.js";
import { launchingOf } from "../analyze/functionLaunches.js";
import { memberFunction } from "../analyze/functions.js";
import { declarationOf } from "../analyze/importedBindings.js";
import { ARRAY_CALLBACKS, classAround, kindOf } from "../analyze/kinds.js";
import type { FileAnalysis } from "../analyze/methodContext.js";
import { isOfPipeline } from "../analyze/pipelineFiles.js";
import { type AnyFunction, keyName, nodesOf, peel } from "../syntax/walk.js";

/** Whether the function that `call` runs does that with the argument at `index`. */
export function calledAsWritten(
  call: CallExpression,
  index: number,
  analysis: FileAnalysis,
  seen: ReadonlySet<Node> = new Set(),
): boolean {
  const target = targetOf(call, analysis) ?? ownMethod(call, analysis) ?? methodElsewhere(call, analysis);
  if (!target?.fn.body || seen.has(target.fn)) return false;
  const { fn, home = analysis } = target;
  const byItself = !home.file.isNeighbour || isOfPipeline(home);
  // With a checker, the text of another file is no proof that it is not compiled, where it can know of modules.
  if (home !== analysis && byItself && analysis.file.host) return false;
  analyseCalls(home);
  const compiled = launchingOf(fn, home) !== undefined && (byItself || canBeCopied(fn, home));
  // `tasks[0]()`: it calls something that it finds in what it is given.
  if (!byItself && !compiled && launchingOf(fn, home) === "always") return true;
  const binding = parameterNamed(fn.params[index], home);
  if (!binding) return false;
  const isIt = (node: Node): boolean => {
    const inner = peel(node as Expression);
    return inner.type === "Identifier" && home.file.bindings.bindingOf(inner) === binding;
  };
  const isAwaited = (node: CallExpression): boolean => (byItself || compiled) && home.launches.has(node);
  return nodesOf(fn.body as Node, "CallExpression").some(
    (node) =>
      (isIt(node.callee) && !compiled && !isAwaited(node)) ||
      node.arguments.some(
        (argument, i) =>
          isIt(argument) &&
          ((i === 0 && !isAwaited(node) && isArrayMethod(node, home)) ||
            calledAsWritten(node, i, home, new Set([...seen, fn]))),
      ),
  );
}

function isArrayMethod({ callee }: CallExpression, analysis: FileAnalysis): boolean {
  if (callee.type !== "MemberExpression" || kindOf(callee.object, analysis).type !== "array") return false;
  return ARRAY_CALLBACKS.has(keyName(callee.property, callee.computed) ?? "");
}

/** `steps.name(…)` of an object that another file exports, `new Retry().name(…)` of a class. */
function methodElsewhere(
  { callee }: CallExpression,
  analysis: FileAnalysis,
): { fn: AnyFunction; home: FileAnalysis } | undefined {
  const name = callee.type === "MemberExpression" ? keyName(callee.property, callee.computed) : undefined;
  if (callee.type !== "MemberExpression" || name === undefined) return undefined;
  const object = heldBy(peel(callee.object), analysis);
  const binding = object.type === "Identifier" ? analysis.file.bindings.bindingOf(object) : undefined;
  const declared = binding && declarationOf(binding, analysis);
  const member = declared && declared.home !== analysis ? memberFunction(declared.binding, name) : undefined;
  if (declared && member) return { fn: member, home: declared.home };
  const made = object.type === "NewExpression" ? peel(object.callee) : undefined;
  const info = made?.type === "Identifier" ? classBehind(made.name, analysis) : undefined;
  const method = info && !info.isModule ? methodOf(info, name, "methods", analysis) : undefined;
  return method?.home && { fn: method.fn, home: method.home };
}

/** What a constant or a field of the class was made as. */
function heldBy(node: Expression, analysis: FileAnalysis): Expression {
  if (node.type === "Identifier") {
    const binding = analysis.file.bindings.bindingOf(node);
    return binding?.kind === "const" && binding.init ? peel(binding.init) : node;
  }
  if (node.type !== "MemberExpression" || node.object.type !== "ThisExpression") return node;
  const name = keyName(node.property, node.computed);
  const value = name === undefined ? undefined : classAround(analysis, node)?.fields.get(name)?.value;
  return value ? peel(value) : node;
}

/** `this.name(…)`. */
function ownMethod(call: CallExpression, analysis: FileAnalysis): { fn: AnyFunction; home?: FileAnalysis } | undefined {
  const { callee } = call;
  if (callee.type !== "MemberExpression" || callee.object.type !== "ThisExpression") return undefined;
  const name = keyName(callee.property, callee.computed);
  const fn = name === undefined ? undefined : classAround(analysis, call)?.methods.get(name)?.fn;
  return fn && { fn };
}
