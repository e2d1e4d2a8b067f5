/**
 * Kinds of parameters of functions that are handed to functions of the project, whose annotations say what they
 * will be called with:
 *
 *   function twice(f: (q: string) => string, s: string) {…}      twice((q) => q.trim(), doc)      q: string
 */
import type { CallExpression, Node } from "oxc-parser";
import { isFunction, peel } from "../syntax/walk.js";
import type { ValueKind } from "../types.js";
import { targetOf, type Target } from "./callTarget.js";
import { calledFunction } from "./callKinds.js";
import { kindElsewhere } from "./foreignKinds.js";
import type { FileAnalysis } from "./methodContext.js";
import { kindOfType } from "./typeKinds.js";

const UNKNOWN: ValueKind = { type: "unknown" };

/** Adds the parameters of what a call hands on, by where they are declared. */
export function noteGiven(call: CallExpression, kinds: Map<number, () => ValueKind>, analysis: FileAnalysis): void {
  call.arguments.forEach((argument, i) => {
    const fn = argument.type === "SpreadElement" ? undefined : peel(argument);
    if (!fn || !isFunction(fn) || call.arguments.slice(0, i).some(({ type }) => type === "SpreadElement")) return;
    fn.params.forEach((param, j) => {
      if (param.type === "Identifier" && !param.typeAnnotation)
        kinds.set(param.start, () => kindOfGiven(call, i, j, analysis));
    });
  });
}

/** What the function that is the call's argument `i` is given as its argument `j`. */
function kindOfGiven(call: CallExpression, i: number, j: number, analysis: FileAnalysis): ValueKind {
  const fn = calledFunction(call, analysis);
  const target: Pick<Target, "fn" | "home"> | undefined = fn ? { fn, home: undefined } : targetOf(call, analysis);
  const type = target && typeOf(target.fn.params[i] as Node | undefined);
  const given = type?.type === "TSFunctionType" ? typeOf(type.params[j] as Node | undefined) : undefined;
  if (!target || !given) return UNKNOWN;
  const { home } = target;
  return home ? kindElsewhere(home, analysis, () => kindOfType(given, home)) : kindOfType(given, analysis);
}

function typeOf(param: Node | undefined): Node | undefined {
  const name = param?.type === "AssignmentPattern" ? param.left : param;
  return name?.type === "Identifier" ? name.typeAnnotation?.typeAnnotation : undefined;
}
