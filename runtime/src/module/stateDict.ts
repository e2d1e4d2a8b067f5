/** The values of all parameters as plain data, out and in. Loading changes everything or nothing. */
import { PlaitError } from "../errors.js";
import { namedParametersOf } from "./introspect.js";
import type { Module } from "./module.js";
import { nearest } from "./nearest.js";

/** Parameter values by dotted name. */
export type StateDict = Record<string, string>;

export interface LoadStateDictOptions {
  /** Default true: names must match exactly. With false, unknown and missing names are ignored. */
  strict?: boolean | undefined;
}

export function stateDictOf(module: Module): StateDict {
  return Object.fromEntries(namedParametersOf(module).map(([name, parameter]) => [name, parameter.value]));
}

export function loadStateDict(
  module: Module,
  state: Readonly<Record<string, unknown>>,
  { strict = true }: LoadStateDictOptions = {},
): void {
  const parameters = new Map(namedParametersOf(module));
  const problems: string[] = [];
  for (const [name, value] of Object.entries(state)) {
    if (!parameters.has(name)) {
      if (!strict) continue;
      const suggestion = nearest(name, parameters.keys());
      problems.push(
        `"${name}" is no parameter of this module${suggestion === undefined ? "" : `; did you mean "${suggestion}"?`}`,
      );
    } else if (typeof value !== "string") {
      problems.push(`"${name}" must be text, not ${value === null ? "null" : typeof value}`);
    }
  }
  if (strict) {
    for (const name of parameters.keys()) {
      if (!Object.hasOwn(state, name)) problems.push(`"${name}" is missing`);
    }
  }
  if (problems.length > 0) {
    throw new PlaitError(
      "PLT1019",
      `the state does not fit ${module.constructor.name}; nothing was changed.\n${problems.map((p) => `  - ${p}`).join("\n")}${strict ? "\nTo load only the names that match, pass { strict: false }." : ""}`,
    );
  }
  for (const [name, parameter] of parameters) {
    if (Object.hasOwn(state, name)) parameter.value = state[name] as string;
  }
}
