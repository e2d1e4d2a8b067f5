/** What the tables of programs share. */
import type { Lab, Leaf } from "../lab.js";
import type { Program } from "../schedules.js";

export type Text = string;

export function leaves(lab: Lab, names: string): Leaf[] {
  return names.split(" ").map((name) => lab.leaf(name));
}

export const program = (name: string, build: Program["build"], handles?: Program["handles"]): Program => ({
  name,
  build,
  ...(handles && { handles }),
});
