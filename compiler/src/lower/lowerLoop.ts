/**
 * Loops. The body takes the variables that the loop assigns and says how its round ended: with the next one,
 * or by leaving. Rounds start one after another, as soon as it is decided that there is one.
 *
 *   for (const note of notes) draft = this.refine(draft, note);
 *     →  [draft] = each notes [draft] (note, draft) { t = call this.refine [draft, note]; next [t] }
 */
import type { Expression, Node } from "oxc-parser";
import { freshIterable } from "../analyze/fresh.js";
import { stable } from "../analyze/stable.js";
import { isPartial } from "../analyze/structured.js";
import { carriedThroughCalls } from "../check/carried.js";
import { remarkCarried } from "../check/remarks.js";
import type { Arm, Block, Operand, Variable } from "../ir.js";
import { declaredIn, type Binding } from "../syntax/bindings.js";
import { peel } from "../syntax/walk.js";
import { elementLike, takesState } from "../analyze/patternState.js";
import { elementInTurn } from "./elementInTurn.js";
import { changedIn, mayWriteObjects } from "./captures.js";
import { Region, takeAll, valuesOf, type Flow, type Shared } from "./flow.js";
import { continues, leavingOf, type Loop } from "./leaving.js";
import { lowerExpression } from "./lowerExpression.js";
import { iteratedInTurn } from "./iteratedInTurn.js";
import { lowerSettled } from "./lowerLaunch.js";
import { bindPattern } from "./lowerPattern.js";
import { lowerAssignedPattern } from "./lowerPatternAssignment.js";
import { lowerEntries } from "./lowerPiece.js";
import { lowerStatements, sequentialOf, type Step } from "./lowerStatement.js";
import { lowerLabelled } from "./lowerSwitch.js";
import { define, newBlock, type Cursor, type State } from "./state.js";

export function lowerLoop(
  state: State,
  at: Cursor,
  statement: Loop,
  rest: readonly Step[],
  flow: Flow,
  labels: readonly string[],
): boolean {
  if (statement.type === "ForStatement" && statement.init) {
    if (statement.init.type === "VariableDeclaration")
      lowerStatements(state, at, [statement.init], { ...flow, fall: () => {} });
    else lowerExpression(state, at, statement.init, undefined, true);
  }
  if (statement.type === "ForOfStatement" && (statement.await || headDisposes(statement.left)))
    throw sequentialOf(state, statement);
  const writes = mayWriteObjects(state, statement);
  const head = headOf(statement);
  const bindings = [
    ...changedIn(state, statement, at.env, head ? [{ node: head }] : []),
    ...ownVariables(state, statement, at),
  ];
  const shared: Shared = { bindings, heap: writes };
  for (const binding of carriedThroughCalls(statement, bindings, state.ctx))
    remarkCarried(statement, binding, state.ctx);
  const region = new Region(state, shared, flow, statement, at.env.heap);
  const site = state.region(statement);
  const { throws } = leavingOf(statement);
  const goOn = (inner: Cursor): void => lowerStatements(state, inner, rest, flow);

  if (statement.type === "ForOfStatement" || statement.type === "ForInStatement") {
    const keys = statement.type === "ForInStatement";
    const live = writes && !freshIterable(statement.right, state.ctx);
    if (keys && live) throw sequentialOf(state, statement);
    // What is in a list of the method's own is read in the rounds.
    const apart = (keys || headName(statement.left) !== undefined) && stable(statement.right, state.ctx);
    const pairs = keys || live ? undefined : lowerEntries(state, at, statement.right);
    const inTurn = keys || pairs ? undefined : iteratedInTurn(state, at, statement.right);
    const items = pairs ?? inTurn ?? (apart ? lowerExpression : lowerSettled)(state, at, statement.right);
    const values = valuesOf(shared, at);
    const body = arm(state, at, shared, statement, (inner) => {
      const item = state.variable(headName(statement.left));
      const list = keys ? undefined : statement.right;
      bindHead(state, inner, statement.left, { variable: item }, list, writes && !keys);
      lowerRound(state, inner, statement, [], region, labels);
      return [item];
    });
    const all = !keys && !throws && !live && isPartial(statement.right, state.ctx) && goesOn(body.block);
    const how = { ...(keys ? { keys } : {}), ...(live ? { live } : {}), ...(all ? { all } : {}) };
    return region.finish(
      at,
      statement,
      throws,
      (outs) => ({ kind: "each", site, items, values, how, body, outs }),
      goOn,
    );
  }

  const values = valuesOf(shared, at);
  const { test } = statement;
  const body = arm(state, at, shared, statement, (inner) => {
    const update = statement.type === "ForStatement" ? statement.update : null;
    if (statement.type === "DoWhileStatement") {
      const again: Step = {
        type: "Then",
        start: statement.test.start,
        end: statement.test.end,
        lower: (last) => {
          const decided = lowerExpression(state, last, statement.test);
          choose(
            state,
            last,
            statement.test,
            decided,
            (yes) => region.end(yes, "next"),
            (no) => region.end(no, 0),
          );
        },
      };
      lowerRound(state, inner, statement, [again], region, labels);
      return [];
    }
    const next: Step[] = update
      ? [
          {
            type: "Then",
            start: update.start,
            end: update.end,
            lower: (last) => {
              lowerExpression(state, last, update, undefined, true);
              region.end(last, "next");
            },
          },
        ]
      : [];
    const run = (yes: Cursor): void => lowerRound(state, yes, statement, next, region, labels);
    if (!test) run(inner);
    else {
      const decided = lowerExpression(state, inner, test);
      choose(state, inner, test, decided, run, (no) => region.end(no, 0));
    }
    return [];
  });
  return region.finish(at, statement, throws, (outs) => ({ kind: "loop", site, values, body, outs }), goOn);
}

/** What is evaluated once, in front of the loop. */
function headOf(statement: Loop): Node | undefined {
  if (statement.type === "ForStatement") return statement.init ?? undefined;
  return statement.type === "ForOfStatement" || statement.type === "ForInStatement" ? statement.right : undefined;
}

/** Whether a round cannot but end with the next one. */
function goesOn({ ops, result }: Block): boolean {
  if (result.kind === "exit" && result.exit !== "next") return false;
  return ops.every((op) => {
    switch (op.kind) {
      case "if":
        return goesOn(op.then) && goesOn(op.otherwise);
      case "join":
        return goesOn(op.body);
      case "after":
        return op.places.every((place) => goesOn(place.block));
      // What leaves these ends in them, or goes on behind them.
      default:
        return true;
    }
  });
}

/** The variables of a `for` that its rounds assign: each round has its own, which begins as the last one's was. */
function ownVariables(state: State, statement: Loop, at: Cursor): Binding[] {
  const init = statement.type === "ForStatement" ? statement.init : null;
  if (init?.type !== "VariableDeclaration") return [];
  const { declared } = state.ctx.file.bindings;
  return [...declared.values()].filter(
    (binding) =>
      declaredIn(binding, init) &&
      at.env.values.has(binding) &&
      (binding.writes.length > 0 || state.ctx.privates.has(binding)),
  );
}

/** The body of a loop as a block that takes the loop's variables, after what `lower` adds. */
function arm(state: State, at: Cursor, shared: Shared, loop: Loop, lower: (inner: Cursor) => Variable[]): Arm {
  const inner: Cursor = { block: newBlock(), env: at.env.fork() };
  const carried = takeAll(state, shared, inner, loop);
  const first = lower(inner);
  return { params: [...first, ...carried], block: inner.block };
}

/** Ends a block with a branch. */
function choose(
  state: State,
  at: Cursor,
  node: Node,
  test: Operand,
  then: (at: Cursor) => void,
  otherwise: (at: Cursor) => void,
): void {
  const [yes, no] = [then, otherwise].map((lower) => {
    const cursor: Cursor = { block: newBlock(), env: at.env.fork() };
    lower(cursor);
    return cursor.block;
  }) as [Cursor["block"], Cursor["block"]];
  at.block.result = { kind: "value", value: define(state, at, node, { kind: "if", test, then: yes, otherwise: no }) };
}

/** One round: the body, then `last`, then the next round. */
function lowerRound(
  state: State,
  at: Cursor,
  statement: Loop,
  last: readonly Step[],
  region: Region,
  labels: readonly string[],
): void {
  const own = (kind: "break" | "continue", label: string | undefined): number | "next" | undefined => {
    if (label !== undefined && !labels.includes(label)) return undefined;
    return kind === "break" ? 0 : "next";
  };
  const flow = region.inside((end) => region.end(end, "next"), own);
  if (!continues(statement.body, labels)) {
    lowerStatements(state, at, [statement.body, ...last], flow);
    return;
  }
  // `continue` goes on behind the body, so that it does not hold up the next round.
  const done = lowerLabelled(state, at, statement.body, [statement.body], last, flow, labels, "continue");
  if (!done) lowerStatements(state, at, last, flow);
}

/** `for (using x of xs)`. */
function headDisposes(left: Node): boolean {
  return left.type === "VariableDeclaration" && left.kind.endsWith("using");
}

function headName(left: Node): string | undefined {
  const target = left.type === "VariableDeclaration" ? left.declarations[0]?.id : left;
  return target?.type === "Identifier" ? target.name : undefined;
}

function bindHead(
  state: State,
  at: Cursor,
  left: Node,
  item: Operand,
  list: Expression | undefined,
  writes: boolean,
): void {
  const element = elementLike(list, state.ctx);
  if (left.type === "VariableDeclaration") {
    const id = left.declarations[0]?.id;
    if (id) bindPattern(state, at, id, elementInTurn(state, at, id, item, list, writes), element);
    return;
  }
  const target = peel(left as Expression);
  const inTurn = takesState(target, element, state.ctx);
  lowerAssignedPattern(state, at, target, elementInTurn(state, at, target, item, list, writes), inTurn);
}
