/**
 * Loops. Iterations start one after another, each with the loop's own control time: its tests, and what may
 * end it. What one iteration decides for itself (`continue`) does not delay the next.
 */
import type { Node } from "oxc-parser";
import { exitsOf, jumps, lexicalNames, mayEndLoop, without } from "./analysis.js";
import { decide, inside } from "./around.js";
import type { Scope } from "./environment.js";
import { evaluate } from "./expressions.js";
import { iterate } from "./members.js";
import { bind } from "./patterns.js";
import { raiseAll, raiseChanged } from "./raise.js";
import type { Run } from "./run.js";
import { declare, execute, type Completion } from "./statements.js";
import { Unsupported, timed, type Timed } from "./values.js";

type LoopNode = Extract<
  Node,
  { type: "ForStatement" | "ForInStatement" | "ForOfStatement" | "WhileStatement" | "DoWhileStatement" }
>;

interface Turn {
  /** The loop's own control time. */
  next: number;
  /** Set when an iteration leaves the loop for good. */
  left: Completion | undefined;
}

export function executeLoop(run: Run, node: LoopNode, scope: Scope, labels: readonly string[]): Completion | undefined {
  const before = run.ctl;
  const { births } = run.times;
  const turn: Turn = { next: before, left: undefined };
  const { changed } = run.watching(() => {
    switch (node.type) {
      case "ForStatement":
        return forLoop(run, node, scope, labels, turn);
      case "ForOfStatement":
      case "ForInStatement":
        return forEach(run, node, scope, labels, turn);
      default:
        return whileLoop(run, node, scope, labels, turn);
    }
  });
  const { next, left } = turn;
  raiseChanged(run, changed, births, next);
  raiseAll(run, [node], scope, next, headOf(node));
  // Jumps with a label of its own leave nothing around it.
  const leaves = without(exitsOf(node), [...jumps("continue", labels), ...jumps("break", labels)]).size > 0;
  run.ctl = leaves ? next : before;
  // How it is left is known when it is over.
  if (leaves) decide(run, [node], run.ctl);
  return left;
}

/** What is evaluated once, before the first round, whatever becomes of that. */
function headOf(node: LoopNode): Node | undefined {
  if (node.type === "ForStatement") return node.init ?? undefined;
  return node.type === "ForOfStatement" || node.type === "ForInStatement" ? node.right : undefined;
}

/** Runs the body once. True: the loop goes on. */
function iteration(
  run: Run,
  body: Node,
  scope: Scope,
  labels: readonly string[],
  turn: Turn,
  from = turn.next,
): boolean {
  run.step();
  run.ctl = from;
  const { result: completion, t } = inside(run, "round", labels, () => execute(run, body, scope));
  turn.next = Math.max(turn.next, t);
  if (!completion) return true;
  const own = completion.kind !== "return" && (completion.label === undefined || labels.includes(completion.label));
  if (completion.kind === "continue" && own) return true;
  if (completion.kind !== "break" || !own) turn.left = completion;
  return false;
}

function passes(run: Run, test: Node, scope: Scope, turn: Turn): boolean {
  run.ctl = turn.next;
  const value = evaluate(run, test, scope);
  turn.next = Math.max(turn.next, value.t);
  return Boolean(value.v);
}

function whileLoop(
  run: Run,
  node: Extract<LoopNode, { type: "WhileStatement" | "DoWhileStatement" }>,
  scope: Scope,
  labels: readonly string[],
  turn: Turn,
): void {
  if (node.type === "DoWhileStatement" && !iteration(run, node.body, scope, labels, turn)) return;
  while (passes(run, node.test, scope, turn)) if (!iteration(run, node.body, scope, labels, turn)) return;
}

function forLoop(
  run: Run,
  node: Extract<LoopNode, { type: "ForStatement" }>,
  scope: Scope,
  labels: readonly string[],
  turn: Turn,
): void {
  let inner = scope.inner();
  let own: string[] = [];
  if (node.init?.type === "VariableDeclaration") {
    own = lexicalNames([node.init]);
    for (const name of own) inner.declare(name, node.init.kind === "let");
    declare(run, node.init, inner);
  } else if (node.init) evaluate(run, node.init, inner);
  const copy = (): void => {
    const fresh = scope.inner();
    for (const name of own) {
      const old = inner.names.get(name);
      fresh.declare(name, old?.writable ?? true, old?.value);
    }
    inner = fresh;
  };
  copy();
  while (!node.test || passes(run, node.test, inner, turn)) {
    if (!iteration(run, node.body, inner, labels, turn)) return;
    copy();
    run.ctl = turn.next;
    if (node.update) evaluate(run, node.update, inner);
  }
}

function forEach(
  run: Run,
  node: Extract<LoopNode, { type: "ForOfStatement" | "ForInStatement" }>,
  scope: Scope,
  labels: readonly string[],
  turn: Turn,
): void {
  const source = evaluate(run, node.right, scope);
  const ofValues = node.type === "ForOfStatement";
  const walk = ofValues ? iterate(run, source) : keysOf(run, source);
  const walked = run.iterators.get(source.v as object)?.source ?? source;
  // Of a list that grows one by one, rounds that end nothing begin each for itself.
  const goesOn = ofValues && run.times.open(source.v) !== undefined && !mayEndLoop(node.body, labels);
  for (let i = 0; ; i++) {
    const step = walk.next();
    const known = ofValues && Array.isArray(walked.v) && !step.done;
    const place = known ? run.times.existence(walked, i, "order") : run.times.shape(walked);
    turn.next = Math.max(turn.next, source.t, goesOn ? 0 : place);
    if (step.done) return;
    const inner = scope.inner();
    const { left } = node;
    let item = step.value;
    run.ctl = turn.next;
    if (goesOn) {
      // A round that is left out hands on what the one before it gave, once that is decided.
      raiseAll(run, [node.body], scope, place);
      run.ctl = Math.max(run.ctl, run.times.existence(walked, i, "own"));
      item = timed(item.v, run.times.element(walked, i, "own"));
    }
    if (left.type === "VariableDeclaration") {
      const declared = left.declarations[0];
      if (!declared) throw new Unsupported("a loop without a variable");
      if (left.kind !== "var") for (const name of lexicalNames([left])) inner.declare(name, left.kind === "let");
      bind(run, declared.id, item, inner, "declare");
    } else bind(run, left, item, inner, "assign");
    if (!iteration(run, node.body, inner, labels, turn, run.ctl)) return;
  }
}

function* keysOf(run: Run, source: Timed): Generator<Timed> {
  const { v } = source;
  if (v === null || v === undefined) return;
  // oxlint-disable-next-line guard-for-in -- inherited keys belong to the loop
  for (const key in v as object) yield timed(key, run.times.shape(source));
}
