/**
 * What is around a statement within its function, and from when on it is known whether it is left: what follows
 * a loop, a labelled statement or a `switch` waits for what may leave that, not for jumps within it.
 */
import { exitsOf, jumps, jumpsTo, without } from "./analysis.js";
import type { Node } from "oxc-parser";
import type { Run } from "./run.js";

export interface Around {
  readonly kind: "round" | "label" | "switch" | "handler";
  readonly labels: readonly string[];
  readonly outer: Around | undefined;
  /** From when on it is known whether it is left so far; of a round, whether it is the last. */
  t: number;
}

/** Runs what is inside of a statement that jumps may end, or whose errors are caught. */
export function inside<T>(
  run: Run,
  kind: Around["kind"],
  labels: readonly string[],
  body: () => T,
): { result: T; t: number } {
  const outer = run.around;
  const around: Around = { kind, labels, outer, t: 0 };
  run.around = around;
  try {
    return { result: body(), t: around.t };
  } finally {
    run.around = outer;
  }
}

/** Which of these are run is known at `t`: only then is it known that they leave nothing around them. */
export function decide({ around }: Run, nodes: readonly Node[], t: number): void {
  for (const node of nodes) {
    let exits = exitsOf(node);
    for (let at = around; at && exits.size > 0; at = at.outer) {
      if (at.kind === "round") exits = without(exits, jumps("continue", at.labels));
      else if (at.kind === "handler") exits = without(exits, ["throw"]);
      else exits = without(exits, at.kind === "switch" ? ["break"] : at.labels.flatMap(jumpsTo));
      if (exits.size > 0) at.t = Math.max(at.t, t);
      if (at.kind === "round") exits = without(exits, jumps("break", at.labels));
    }
  }
}
