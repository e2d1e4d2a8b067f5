/**
 * `try`: a boundary of failure. Its body has settled when everything in it has ended; the handler starts then,
 * `finally` when both have, and what they assign is there then.
 */
import type { Node } from "oxc-parser";
import { decide, inside } from "./around.js";
import { lexicalNames, mayExit, namesIn } from "./analysis.js";
import type { Scope } from "./environment.js";
import { bind } from "./patterns.js";
import { raiseAll, raiseChanged } from "./raise.js";
import type { Change, Run } from "./run.js";
import { execute, executeList, type Completion } from "./statements.js";
import { Thrown, notBefore, timed, type Timed } from "./values.js";

interface Part {
  completion: Completion | undefined;
  thrown: Thrown | undefined;
  changed: readonly Change[];
  /** When everything in it has ended. */
  settled: number;
  /** Where control is at its end. */
  ctl: number;
}

/** Runs a part of a `try` to its end, whichever it is. */
export function settle(run: Run, body: () => Completion | undefined): Part {
  const { insideEnd, changed: around, ctl, leafClock, nativeT, nativeOut } = run;
  const changed: Change[] = [];
  run.insideEnd = 0;
  run.changed = changed;
  let completion: Completion | undefined;
  let thrown: Thrown | undefined;
  let settled: number;
  try {
    completion = body();
    settled = run.ctl;
  } catch (error) {
    if (!(error instanceof Thrown)) throw error;
    thrown = error;
    settled = Math.max(ctl, error.value.t);
    run.nativeT = nativeT;
    run.nativeOut = nativeOut;
    // A leaf restores its own clock; one that catches inside keeps it.
    if (leafClock === undefined) run.leafClock = undefined;
  }
  const end = settled;
  settled = Math.max(settled, run.insideEnd);
  run.insideEnd = Math.max(insideEnd, run.insideEnd);
  run.changed = around;
  if (around) for (const change of changed) around.push(change);
  run.ctl = ctl;
  return { completion, thrown, changed, settled, ctl: end };
}

type TryNode = Extract<Node, { type: "TryStatement" }>;

export function executeTry(run: Run, node: TryNode, scope: Scope): Completion | undefined {
  const before = run.ctl;
  const { births } = run.times;
  const { handler, finalizer } = node;
  const body = settle(run, () =>
    handler
      ? inside(run, "handler", [], () => execute(run, node.block, scope)).result
      : execute(run, node.block, scope),
  );
  const { settled } = body;
  let end = body;
  // Where control is after the parts so far: the handler is no boundary, it only starts when the body has settled.
  let ctl = settled;
  let all = settled;
  const changed = [...body.changed];
  if (body.thrown && handler) {
    run.ctl = settled;
    end = handle(run, handler, timed(body.thrown.value.v, settled), scope);
    changed.push(...end.changed);
    ctl = Math.max(ctl, end.ctl);
    all = Math.max(all, end.settled);
  }
  raiseChanged(run, changed, births, settled);
  raiseAll(run, [node.block, ...(handler ? [handler] : [])], scope, settled);
  if (finalizer) {
    run.ctl = all;
    const last = settle(run, () => execute(run, finalizer, scope));
    raiseChanged(run, last.changed, births, all);
    raiseAll(run, [finalizer], scope, all);
    if (last.completion || last.thrown) end = last;
    if (last.completion || last.thrown || mayExit(finalizer)) ctl = Math.max(ctl, last.ctl);
  }
  run.ctl = before;
  if (end.thrown) throw new Thrown(notBefore(end.thrown.value, ctl));
  if (end.completion || mayExit(node)) run.ctl = ctl;
  // How it is left is known when it is over.
  decide(run, [node], run.ctl);
  const { completion } = end;
  return completion?.kind === "return" ? { kind: "return", value: notBefore(completion.value, ctl) } : completion;
}

function handle(run: Run, handler: NonNullable<TryNode["handler"]>, error: Timed, scope: Scope): Part {
  return settle(run, () => {
    const inner = scope.inner();
    if (handler.param) {
      for (const name of namesIn(handler.param)) inner.declare(name, true);
      bind(run, handler.param, error, inner, "declare");
    }
    return executeList(run, handler.body.body, inner.inner(), lexicalNames(handler.body.body));
  });
}
