/**
 * Which parameters a function uses so that what comes of it hangs on the argument, itself or through functions that it
 * gives them to: it calls them, or hands them to modules of which nothing is known. Those who call the function know
 * what they give it.
 *
 *     function twice(f, q) { return apply(f, q) + f(q); }      calls f
 *     async any(q) { return this.tools[0](q) }                 hands q on
 */
import type { Expression } from "oxc-parser";
import { peel, type AnyFunction } from "../syntax/walk.js";
import { analyseCalls } from "./analyseCalls.js";
import { CallFacts } from "./callFacts.js";
import type { Target } from "./callTarget.js";
import { launchesIn, type Launch } from "./launches.js";
import type { FileAnalysis } from "./methodContext.js";

/** The functions that a module call may run. */
type CalleesOf = (launch: Launch, analysis: FileAnalysis) => readonly Target[];

export class ParameterUse {
  readonly #known = new CallFacts<Set<number>>();
  readonly #usedBy: (launch: Launch, analysis: FileAnalysis) => readonly Expression[];
  readonly #matters: (value: Expression, analysis: FileAnalysis) => boolean;
  readonly #calleesOf: CalleesOf;

  /** `usedBy`: what a module call itself uses so; `matters`: whether anything can come of that. */
  constructor(
    usedBy: (launch: Launch, analysis: FileAnalysis) => readonly Expression[],
    matters: (value: Expression, analysis: FileAnalysis) => boolean,
    calleesOf: CalleesOf,
  ) {
    this.#usedBy = usedBy;
    this.#matters = matters;
    this.#calleesOf = calleesOf;
  }

  /** The places of the parameters of a function that it uses. */
  in(fn: AnyFunction, analysis: FileAnalysis): ReadonlySet<number> {
    const found = new Set<number>();
    return this.#known.find(fn, analysis, found, () => {
      for (const launch of launchesIn(fn, analysis.launches))
        for (const used of [...this.#usedBy(launch, analysis), ...this.by(launch, analysis)]) {
          const index = used && this.#matters(used, analysis) ? parameterOf(used, fn, analysis) : undefined;
          if (index !== undefined) found.add(index);
        }
      return found;
    });
  }

  /** The arguments that a module call's callee uses; undefined for one that stands behind a spread. */
  by(launch: Launch, analysis: FileAnalysis): (Expression | undefined)[] {
    const { arguments: given } = launch.node;
    const spread = given.findIndex((argument) => argument.type === "SpreadElement");
    const found: (Expression | undefined)[] = [];
    for (const { fn, home } of this.#calleesOf(launch, analysis)) {
      if (home) analyseCalls(home);
      for (const index of this.in(fn, home ?? analysis)) {
        if (spread !== -1 && index >= spread) found.push(undefined);
        else if (given[index]) found.push(given[index] as Expression);
      }
    }
    return found;
  }
}

/** The place of a parameter that nothing is assigned to. */
export function parameterOf(node: Expression, fn: AnyFunction, analysis: FileAnalysis): number | undefined {
  const inner = peel(node);
  const binding = inner.type === "Identifier" ? analysis.file.bindings.bindingOf(inner) : undefined;
  if (!binding || binding.writes.length > 0) return undefined;
  const index = fn.params.findIndex((param) => param.type === "Identifier" && param.start === binding.start);
  return index === -1 ? undefined : index;
}
