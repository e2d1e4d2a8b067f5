/**
 * How an item of a batch becomes arguments: the value itself where `forward` has one parameter, a tuple where
 * it has several. Types decide by the parameter list, so this must too: a function's `length` stops at the
 * first default, so its source is counted.
 */
import { ENTRANCE } from "../module/brand.js";
import type { Module } from "../module/module.js";

export type Arity = "one" | "tuple" | "rest";

const known = new WeakMap<object, Arity>();

export function arityOf(module: Module): Arity {
  let entrance = module;
  while (ENTRANCE in entrance) entrance = entrance[ENTRANCE] as Module;
  const forward = entrance.forward as (...args: unknown[]) => unknown;
  let arity = known.get(forward);
  if (!arity) known.set(forward, (arity = arityOfFunction(forward)));
  return arity;
}

export function arityOfFunction(fn: (...args: never[]) => unknown): Arity {
  if (fn.length > 1) return "tuple";
  const parameters = parametersIn(Function.prototype.toString.call(fn));
  if (!parameters) return fn.length === 1 ? "one" : "tuple";
  if (parameters.length !== 1) return "tuple";
  return parameters[0]?.startsWith("...") ? "rest" : "one";
}

const LONE_PARAMETER = /^(?:async\s+)?([\p{ID_Start}$_][\p{ID_Continue}$]*)\s*=>/u;
const OPENERS = "([{";
const CLOSERS = ")]}";

/** The parameters in a function's source, or undefined where there is no source to read. */
function parametersIn(source: string): string[] | undefined {
  const lone = LONE_PARAMETER.exec(source);
  if (lone) return [lone[1] as string];
  const parameters: string[] = [];
  let depth = -1; // 0 inside the parameter list
  let current = "";
  for (let i = 0; i < source.length; i++) {
    const char = source[i] as string;
    const skipped = endOfTrivia(source, i);
    if (skipped > i) {
      if (char !== "/") current += "_"; // a text counts as something, a comment as nothing
      i = skipped - 1;
      continue;
    }
    if (depth < 0) {
      if (char === "(") depth = 0;
      else if (char === "[") i = source.indexOf("]", i); // a computed name
      if (i < 0) return undefined;
      current = "";
      continue;
    }
    if (depth === 0 && (char === ")" || char === ",")) {
      if (current.trim() !== "") parameters.push(current.trim());
      current = "";
      if (char === ")") return source.includes("[native code]") ? undefined : parameters;
      continue;
    }
    if (OPENERS.includes(char)) depth++;
    else if (CLOSERS.includes(char)) depth--;
    current += char;
  }
  return undefined;
}

/** The index after the comment, string or template that begins at `i`; `i` where none does. */
function endOfTrivia(source: string, i: number): number {
  const char = source[i] as string;
  if (char === "/" && source[i + 1] === "/") return after(source, "\n", i + 2);
  if (char === "/" && source[i + 1] === "*") return after(source, "*/", i + 2);
  if (char !== '"' && char !== "'" && char !== "`") return i;
  for (let j = i + 1; j < source.length; j++) {
    if (source[j] === "\\") j++;
    else if (source[j] === char) return j + 1;
    else if (char === "`" && source[j] === "$" && source[j + 1] === "{") j = endOfHole(source, j + 2) - 1;
  }
  return source.length;
}

/** The index after the `}` of a template hole whose expression begins at `i`. */
function endOfHole(source: string, i: number): number {
  for (let depth = 0, j = i; j < source.length; j++) {
    const skipped = endOfTrivia(source, j);
    if (skipped > j) j = skipped - 1;
    else if (source[j] === "{") depth++;
    else if (source[j] === "}" && depth-- === 0) return j + 1;
  }
  return source.length;
}

function after(source: string, end: string, from: number): number {
  const found = source.indexOf(end, from);
  return found < 0 ? source.length : found + end.length;
}
