/** Module calls where no `await` can stand: getters, setters, constructors, generators, static code. */
import type { CallExpression, NewExpression } from "oxc-parser";
import { makesCalls } from "../analyze/functionLaunches.js";
import type { FileAnalysis } from "../analyze/methodContext.js";
import { ARRAY_CALLBACKS, functionOf } from "../analyze/kinds.js";
import { containsLaunch, launchesIn } from "../analyze/launches.js";
import { signatureOf } from "../analyze/librarySignature.js";
import { isCalled } from "../analyze/signatures.js";
import { PLT1001, PLT1002, PLT1003, PLT1004, PLT1005, PLT1010, PLT1013 } from "../messages.generated.js";
import { calledAsWritten } from "./calledAsWritten.js";
import { report, shortText } from "../syntax/file.js";
import { isFunction, keyName, nodesOf, peel } from "../syntax/walk.js";

export function refuseLaunches(analysis: FileAnalysis): void {
  const { file, classes, launches } = analysis;
  for (const node of nodesOf(file.program, "MemberExpression", "CallExpression", "NewExpression")) {
    if (node.type === "MemberExpression") {
      const launch = launches.get(peel(node.object));
      const member = keyName(node.property, node.computed);
      if (launch?.certain && (member === "then" || member === "catch" || member === "finally")) {
        report(file, node.property, PLT1013({ member }));
      }
    } else refuseForeign(node, analysis);
  }
  for (const info of new Set(classes.values())) {
    if (!info.isModule || info.foreign) continue;
    for (const member of info.members) {
      for (const { node } of launchesIn(member.fn, launches)) {
        if (member.kind === "get" || member.kind === "set") {
          report(file, node, PLT1002({ kind: `${member.kind}ter`, name: member.name }));
        } else if (member.kind === "constructor") report(file, node, PLT1003({ className: info.name }));
        else if (member.fn.generator) report(file, node, PLT1004({ name: member.name }));
      }
    }
    for (const element of info.node.body.body) {
      if (element.type !== "PropertyDefinition" || !element.value || !containsLaunch(element.value, launches)) continue;
      const taken = [...info.methods.values()].filter((method) => method.node === element);
      const inside = taken.flatMap(({ fn }) => launchesIn(fn, launches));
      if (launchesIn(element.value, launches).every((launch) => inside.includes(launch))) continue;
      // A function in a field runs later, but whoever calls it does not wait for it.
      const fn = isFunction(peel(element.value));
      const name = keyName(element.key, element.computed) ?? "a field";
      report(file, element.value, fn ? PLT1005({ callback: name }) : PLT1003({ className: info.name }));
    }
    for (const method of info.methods.values()) {
      if (!containsLaunch(method.fn, launches)) continue;
      for (const node of nodesOf(method.fn, "AssignmentExpression")) {
        const { left } = node;
        if (left.type !== "MemberExpression" || left.object.type !== "ThisExpression") continue;
        const name = keyName(left.property, left.computed);
        const field = name === undefined ? undefined : info.fields.get(name);
        const called = [...launches.values()].some(
          (l) =>
            l.callee.type === "MemberExpression" &&
            l.callee.object.type === "ThisExpression" &&
            keyName(l.callee.property, l.callee.computed) === name &&
            l.node.start >= info.node.start &&
            l.node.end <= info.node.end,
        );
        if (field && called) report(file, left, PLT1010({ field: field.name }));
      }
    }
  }
}

/** Functions that make module calls, handed to code that is not compiled and calls them on the spot. */
function refuseForeign(node: CallExpression | NewExpression, analysis: FileAnalysis): void {
  const { file, launches } = analysis;
  const foreign = !launches.has(node) && isForeign(node, analysis);
  const { callee } = node;
  const name = callee.type === "MemberExpression" ? keyName(callee.property, callee.computed) : undefined;
  // Those of an array are awaited.
  const awaited = name !== undefined && (ARRAY_CALLBACKS.has(name) || name === "from");
  const signature = awaited || launches.has(node) ? undefined : signatureOf(node, analysis);
  node.arguments.forEach((argument, i) => {
    if (argument.type === "SpreadElement") return;
    const asWritten = node.type === "CallExpression" && calledAsWritten(node, i, analysis);
    const called = isCalled(signature?.args[Math.min(i, signature.args.length - 1)]) || asWritten;
    if (!foreign && !called) return;
    const inner = peel(argument);
    const binding = inner.type === "Identifier" ? file.bindings.bindingOf(inner) : undefined;
    const fn = isFunction(inner) ? inner : binding && functionOf(binding);
    if (asWritten && !fn && makesCalls(argument, analysis))
      report(file, argument, PLT1005({ callback: shortText(file, callee, 40) }));
    if (!fn || fn.generator || (binding && !binding.owner)) return;
    // What may only be a module is looked at when it runs.
    if (!launchesIn(fn, launches).some(({ certain }) => certain)) return;
    const named = { callback: shortText(file, callee, 40) };
    report(file, argument, name === "sort" || name === "toSorted" ? PLT1001(named) : PLT1005(named));
  });
}

/** A function that is only declared, or a global one such as `setTimeout`. */
function isForeign(node: CallExpression | NewExpression, analysis: FileAnalysis): boolean {
  const callee = peel(node.callee);
  if (callee.type !== "Identifier") return false;
  const binding = analysis.file.bindings.bindingOf(callee);
  if (!binding) return node.type === "CallExpression" || callee.name === "Promise";
  return binding.fn !== undefined && !binding.fn.body;
}
