/**
 * Which parameters a function calls, itself or through functions that it gives them to. What such a call changes is
 * what the argument changes, so that it is known where the function is called.
 *
 *     function twice(f, q) { return apply(f, q) + f(q); }      f
 */
import type { Expression } from "oxc-parser";
import { peel, type AnyFunction } from "../syntax/walk.js";
import { analyseCalls } from "./analyseCalls.js";
import { CallFacts } from "./callFacts.js";
import type { Target } from "./callTarget.js";
import { launchesIn, type Launch } from "./launches.js";
import type { FileAnalysis } from "./methodContext.js";

/** The functions that a module call may run. */
export type CalleesOf = (launch: Launch, analysis: FileAnalysis) => readonly Target[];

const known = new CallFacts<Set<number>>();

export function calledParameters(fn: AnyFunction, analysis: FileAnalysis, calleesOf: CalleesOf): ReadonlySet<number> {
  const found = new Set<number>();
  return known.find(fn, analysis, found, () => {
    for (const launch of launchesIn(fn, analysis.launches)) {
      const own = calledParameter(launch, fn, analysis);
      if (own !== undefined) found.add(own);
      for (const given of calledArguments(launch, analysis, calleesOf)) {
        const index = given && parameterOf(given, fn, analysis);
        if (index !== undefined) found.add(index);
      }
    }
    return found;
  });
}

/** The arguments that a module call's callee calls; undefined for one that stands behind a spread. */
export function calledArguments(
  launch: Launch,
  analysis: FileAnalysis,
  calleesOf: CalleesOf,
): (Expression | undefined)[] {
  const { arguments: given } = launch.node;
  const spread = given.findIndex((argument) => argument.type === "SpreadElement");
  const found: (Expression | undefined)[] = [];
  for (const { fn, home } of calleesOf(launch, analysis)) {
    if (home) analyseCalls(home);
    for (const index of calledParameters(fn, home ?? analysis, calleesOf)) {
      if (spread !== -1 && index >= spread) found.push(undefined);
      else if (given[index]) found.push(given[index] as Expression);
    }
  }
  return found;
}

/** The parameter of `fn` that a call in it calls, where nothing tells what that is. */
export function calledParameter(launch: Launch, fn: AnyFunction, analysis: FileAnalysis): number | undefined {
  return launch.certain ? undefined : parameterOf(launch.callee, fn, analysis);
}

/** The place of a parameter that nothing is assigned to. */
export function parameterOf(node: Expression, fn: AnyFunction, analysis: FileAnalysis): number | undefined {
  const inner = peel(node);
  const binding = inner.type === "Identifier" ? analysis.file.bindings.bindingOf(inner) : undefined;
  if (!binding || binding.writes.length > 0) return undefined;
  const index = fn.params.findIndex((param) => param.type === "Identifier" && param.start === binding.start);
  return index === -1 ? undefined : index;
}
