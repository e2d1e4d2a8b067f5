/**
 * Labelled blocks and `switch`. A `break` goes on behind the block; a block that nothing else leaves only holds
 * up the variables that it assigns.
 *
 *   switch (kind) { case "a": x = this.a(q); break; default: x = this.b(q) }
 *     →  [x] = block { n = on [kind] …which case…; if n <= 0 { … exit 0 [x] } … }
 */
import type { Node, Statement } from "oxc-parser";
import type { Operand } from "../ir.js";
import { changedIn, mayWriteObjects } from "./captures.js";
import { Region, type Flow } from "./flow.js";
import { leavingOf } from "./leaving.js";
import { compute, lowerExpression } from "./lowerExpression.js";
import { lowerGuard, lowerStatements, type Step } from "./lowerStatement.js";
import { merge } from "./merge.js";
import { newBlock, type Cursor, type State } from "./state.js";

/** A block that `break` with one of `labels` (or, for a loop's body, `continue`) leaves. */
export function lowerLabelled(
  state: State,
  at: Cursor,
  node: Node,
  steps: readonly Step[],
  rest: readonly Step[],
  flow: Flow,
  labels: readonly string[],
  by: "break" | "continue" = "break",
): boolean {
  return lowerBlock(
    state,
    at,
    node,
    flow,
    rest,
    (kind, label) => {
      if (kind !== by) return false;
      return label === undefined ? by === "continue" : labels.includes(label);
    },
    (inner, inside) => lowerStatements(state, inner, steps, inside),
  );
}

function lowerBlock(
  state: State,
  at: Cursor,
  node: Node,
  flow: Flow,
  rest: readonly Step[],
  own: (kind: "break" | "continue", label: string | undefined) => boolean,
  lower: (inner: Cursor, inside: Flow) => void,
): boolean {
  const shared = { bindings: changedIn(state, node, at.env), heap: mayWriteObjects(state, node) };
  const region = new Region(state, shared, flow, node, at.env.heap);
  const inner: Cursor = { block: newBlock(), env: at.env.fork() };
  lower(
    inner,
    region.inside(
      (end) => region.end(end, 0),
      (kind, label) => (own(kind, label) ? 0 : undefined),
    ),
  );
  return region.finish(
    at,
    node,
    leavingOf(node).throws,
    (outs) => ({ kind: "block", body: inner.block, outs }),
    (after) => lowerStatements(state, after, rest, flow),
  );
}

type SwitchStatement = Extract<Statement, { type: "SwitchStatement" }>;

export function lowerSwitch(
  state: State,
  at: Cursor,
  statement: SwitchStatement,
  rest: readonly Step[],
  flow: Flow,
): boolean {
  const subject = lowerExpression(state, at, statement.discriminant);
  const { cases } = statement;
  const fallback = cases.findIndex((c) => c.test === null);
  // Tests are evaluated in order until one fits.
  const match = (cursor: Cursor, from: number): Operand => {
    const index = cases.findIndex((c, i) => i >= from && c.test !== null);
    const clause = cases[index];
    if (!clause?.test) return { code: [String(fallback === -1 ? cases.length : fallback)] };
    const value = lowerExpression(state, cursor, clause.test);
    const fits = compute(state, cursor, clause.test, [subject, value], ([a, b]) => [
      ...(a ?? []),
      " === ",
      ...(b ?? []),
    ]);
    return merge(state, cursor, clause.test, fits, [
      () => ({ code: [String(index)] }) as Operand,
      (inner) => match(inner, index + 1),
    ]);
  };
  const found = match(at, 0);
  return lowerBlock(
    state,
    at,
    statement,
    flow,
    rest,
    (kind, label) => kind === "break" && label === undefined,
    (inner, inside) => lowerCases(state, inner, statement, found, 0, inside),
  );
}

/** The cases from `index` on: `found` is the number of the first that runs. */
function lowerCases(
  state: State,
  at: Cursor,
  statement: SwitchStatement,
  found: Operand,
  index: number,
  flow: Flow,
): void {
  const clause = statement.cases[index];
  if (!clause) {
    flow.fall(at);
    return;
  }
  const runs = compute(state, at, clause, [found], ([n]) => [...(n ?? []), ` <= ${index}`]);
  const next: Step = {
    type: "Then",
    start: clause.end,
    end: clause.end,
    lower: (inner, inside) => lowerCases(state, inner, statement, found, index + 1, inside),
  };
  lowerGuard(state, at, clause, runs, clause.consequent as Statement[], [], [next], flow);
}
