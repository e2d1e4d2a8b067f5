/**
 * Statements to operations. Statements are started one after another without waiting; a statement that may
 * leave the block (`if (…) return …`) takes the rest of the block into its arms, so that the rest starts
 * when the exit is decided, not when the arm is done:
 *
 *   if (!ok) return a;   rest;      →   return if ok' { a } else { rest }
 *   if (x) { if (y) return a; z = b }  rest(z);
 *     →   join rest(z) { … };  return if x { if y { a } else { rest(b) } } else { rest(z) }
 */
import type { Expression, Node, Statement } from "oxc-parser";
import { effectsOf } from "../analyze/effects.js";
import { launchesIn } from "../analyze/launches.js";
import type { Block, Operand, Variable } from "../ir.js";
import { PLT1000 } from "../messages.generated.js";
import { report } from "../syntax/file.js";
import { isFunction, peel, type AnyFunction } from "../syntax/walk.js";
import { changedIn, inputsOf, sameOperand, UNDEFINED } from "./captures.js";
import type { Flow } from "./flow.js";
import { alwaysLeaves, constantArm, isLoop, leavingOf } from "./leaving.js";
import {
  calledOnlyFunction,
  lowerClosure,
  lowerFunctionDeclaration,
  lowerWaitingFunctions,
  predeclare,
} from "./lowerClosure.js";
import { lowerExpression, mustSplit } from "./lowerExpression.js";
import { needsAwait } from "./needsAwait.js";
import { iteratedInTurn } from "./iteratedInTurn.js";
import { lowerSettled } from "./lowerLaunch.js";
import { lowerLoop } from "./lowerLoop.js";
import { bindPattern } from "./lowerPattern.js";
import { lowerLabelled, lowerSwitch } from "./lowerSwitch.js";
import { lowerTry } from "./lowerTry.js";
import { lowerWritten } from "./lowerWritten.js";
import { pairsOf } from "./lowerPiece.js";
import { merge } from "./merge.js";
import { asWritten } from "./asWritten.js";
import { wroteObjects } from "./order.js";
import {
  CannotCompile,
  define,
  NeedsHeap,
  newBlock,
  orderOnly,
  Unsupported,
  type Cursor,
  type State,
} from "./state.js";

/** What comes last in a list of statements and is none itself: the test of a `do`, the update of a `for`. */
export interface Then {
  type: "Then";
  start: number;
  end: number;
  lower(at: Cursor, flow: Flow): void;
}

export type Step = Statement | Then;

/** The flow of a method or function: falling off the end returns nothing. */
export const RETURNS: Flow = {
  fall: (at) => {
    at.block.result = { kind: "value", value: undefined };
  },
  leave: (at, _, value) => {
    at.block.result = { kind: "value", value };
  },
  jump: (_, node) => {
    const word = node.type === "BreakStatement" ? "break" : "continue";
    throw new CannotCompile(node, PLT1000({ message: `this \`${word}\` is not in what it leaves` }));
  },
};

export function lowerFunctionBody(state: State, at: Cursor, fn: AnyFunction, flow: Flow = RETURNS): void {
  const body = fn.body;
  if (!body) return;
  hoistVariables(state, at, fn);
  if (body.type === "BlockStatement") lowerStatements(state, at, body.body as Statement[], flow);
  else flow.leave(at, body as Node, lowerSettled(state, at, body as Expression));
}

/** `var`s are there, and undefined, from the start. */
function hoistVariables(state: State, at: Cursor, fn: AnyFunction): void {
  for (const binding of state.ctx.file.bindings.declared.values()) {
    if (binding.kind === "var" && binding.owner === fn && !at.env.values.has(binding))
      at.env.values.set(binding, UNDEFINED);
  }
}

export function lowerStatements(state: State, at: Cursor, steps: readonly Step[], flow: Flow): void {
  for (const step of steps) if (step.type !== "Then") predeclare(state, at, step);
  for (const step of steps) {
    if (step.type === "FunctionDeclaration") lowerFunctionDeclaration(state, at, step, steps[0]);
  }
  for (let i = 0; i < steps.length; i++) {
    const statement = steps[i] as Step;
    const rest = steps.slice(i + 1);
    if (statement.type === "Then") {
      statement.lower(at, flow);
      return;
    }
    if (statement.type === "BlockStatement" && !disposes(statement)) {
      lowerStatements(state, at, [...(statement.body as Statement[]), ...rest], flow);
      return;
    }
    const taken = statement.type === "IfStatement" ? constantArm(statement) : undefined;
    if (taken) {
      for (const { node } of launchesIn(statement, state.ctx.launches))
        if (!taken.some((arm) => arm.start <= node.start && node.end <= arm.end)) state.removed.add(node);
      lowerStatements(state, at, [...taken, ...rest], flow);
      return;
    }
    const { block, env } = at;
    const ops = block.ops.length;
    const saved = env.fork();
    const sites = state.snapshot();
    const { attempts } = state;
    const diagnostics = state.ctx.file.diagnostics.length;
    const undo = (): void => {
      block.ops.length = ops;
      block.result = { kind: "value", value: undefined };
      env.become(saved);
      state.restore(sites);
      state.ctx.file.diagnostics.length = diagnostics;
    };
    let done: boolean;
    try {
      done = lowerStatement(state, at, statement, rest, flow);
    } catch (error) {
      state.attempts = attempts;
      if (error instanceof NeedsHeap && within(error.node, statement) && !state.withHeap.has(error.node)) {
        // Something in it has to keep its place among writes to objects after all.
        state.withHeap.add(error.node);
        undo();
        i--;
        continue;
      }
      if (!(error instanceof Unsupported) || error.reach === "method") throw error;
      if (error.reach === "try" && statement.type !== "TryStatement") throw error;
      // What leaves for a statement around it is part of that.
      if (leavingOf(statement).breaks) throw error;
      undo(); // then the statement as written
      const whole = error.node === statement ? [] : [{ node: statement, message: "all of this runs as written" }];
      report(state.ctx.file, error.node, error.remark, [...error.related, ...whole]);
      done = lowerWritten(state, at, statement, rest, flow, needsAwait(state, statement));
    }
    if (done) return;
    if (statement.type === "VariableDeclaration") lowerWaitingFunctions(state, at, rest as Node[], steps[0] as Node);
  }
  flow.fall(at);
}

/** Lowers one statement; true where it has taken the rest of the block with it. */
function lowerStatement(
  state: State,
  at: Cursor,
  statement: Statement,
  rest: readonly Step[],
  flow: Flow,
  labels: readonly string[] = [],
): boolean {
  switch (statement.type) {
    case "EmptyStatement":
    case "TSInterfaceDeclaration":
    case "TSTypeAliasDeclaration":
      return false;
    case "VariableDeclaration":
      if (statement.declare) return false;
      if (statement.kind === "using" || statement.kind === "await using")
        // What it is disposed at the end of cannot be told from here.
        throw new Unsupported(statement, asWritten(state, statement), "method");
      for (const d of statement.declarations)
        lowerDeclarator(state, at, d.id, d.init ?? undefined, statement.kind === "var");
      return false;
    case "ExpressionStatement": {
      const inner = peel(statement.expression);
      if (inner.type !== "Literal") lowerExpression(state, at, inner, undefined, true);
      return false;
    }
    case "ReturnStatement":
      // The caller reads the object at once: what is written to it has to be written.
      flow.leave(at, statement, statement.argument ? lowerSettled(state, at, statement.argument) : undefined);
      return true;
    case "ThrowStatement":
      throwStatement(state, at, statement.argument);
      return true;
    case "BreakStatement":
    case "ContinueStatement":
      flow.jump(at, statement, statement.type === "BreakStatement" ? "break" : "continue", statement.label?.name);
      return true;
    case "IfStatement":
      return lowerIf(state, at, statement, rest, flow);
    case "FunctionDeclaration":
      lowerFunctionDeclaration(state, at, statement);
      return false;
    default:
  }
  // What makes no module call, and does not leave for a statement around, stays as it is.
  if (!needsAwait(state, statement) && !leavingOf(statement).breaks)
    return lowerWritten(state, at, statement, rest, flow, false);
  switch (statement.type) {
    case "LabeledStatement": {
      const names = [...labels, statement.label.name];
      const { body } = statement;
      if (isLoop(body)) return lowerLoop(state, at, body, rest, flow, names);
      if (body.type === "FunctionDeclaration")
        throw new CannotCompile(body, PLT1000({ message: "a function that is declared cannot have a label" }));
      if (body.type === "LabeledStatement") return lowerStatement(state, at, body, rest, flow, names);
      return lowerLabelled(state, at, statement, [body], rest, flow, names);
    }
    case "SwitchStatement":
      return lowerSwitch(state, at, statement, rest, flow);
    case "TryStatement":
      return lowerTry(state, at, statement, rest, flow);
    default:
      if (isLoop(statement)) return lowerLoop(state, at, statement, rest, flow, labels);
      throw sequentialOf(state, statement);
  }
}

/** A block at whose end something is disposed of. */
export function disposes(block: Extract<Statement, { type: "BlockStatement" }>): boolean {
  return block.body.some((inner) => inner.type === "VariableDeclaration" && inner.kind.endsWith("using"));
}

export function sequentialOf(state: State, statement: Statement): Unsupported {
  return new Unsupported(statement, asWritten(state, statement));
}

function lowerDeclarator(state: State, at: Cursor, id: Node, init: Expression | undefined, again: boolean): void {
  if (!init && again && state.ctx.file.bindings.declared.get(id.start)?.kind !== "let") return; // `var x;` leaves it as it is
  if (id.type !== "Identifier") {
    const inTurn = init && id.type === "ArrayPattern" ? iteratedInTurn(state, at, init) : undefined;
    if (!init) return;
    const value = inTurn ?? lowerSettled(state, at, init);
    bindPattern(state, at, id, id.type === "ArrayPattern" ? pairsOf(state, at, init, value) : value, { of: init });
    return;
  }
  if (init && isUnusedFunction(state, id, init)) return;
  const fn = init && calledOnlyFunction(state, init);
  if (fn) {
    lowerClosure(state, at, fn, id.name, true, state.ctx.file.bindings.declared.get(id.start));
    return;
  }
  const value: Operand = init ? lowerExpression(state, at, init, id.name) : UNDEFINED;
  if ("variable" in value || !init) {
    bindPattern(state, at, id, value);
    return;
  }
  // A constant keeps its name.
  const variable = state.variable(id.name, true);
  at.block.ops.push({ kind: "let", node: id, out: variable, code: value.code });
  bindPattern(state, at, id, { variable });
}

/** `const ask = () => …`, which nobody names: making it does nothing. */
function isUnusedFunction(state: State, id: Node, init: Expression): boolean {
  const { ctx, removed } = state;
  const fn = peel(init);
  const binding = ctx.file.bindings.declared.get(id.start);
  if (!isFunction(fn) || fn.generator || !binding?.owner || binding.writes.length > 0) return false;
  if (binding.references.some(({ start }) => start < fn.start || start >= fn.end)) return false;
  for (const node of ctx.launches.keys()) if (node.start >= fn.start && node.end <= fn.end) removed.add(node);
  return true;
}

function throwStatement(state: State, at: Cursor, argument: Expression): void {
  // What is thrown may take an effect to make, which keeps its place, or assign what a handler reads.
  const made =
    mustSplit(state, argument) ||
    effectsOf(argument, state.ctx).effect ||
    changedIn(state, argument, at.env).length > 0;
  const value = made ? lowerExpression(state, at, argument) : undefined;
  const inputs = value
    ? "variable" in value && !value.variable.plain
      ? [{ name: value.variable.name, value }]
      : []
    : [...inputsOf(state, at, argument), ...orderOnly(at.env)];
  const code = value
    ? "variable" in value
      ? [value.variable]
      : value.code
    : [{ start: argument.start, end: argument.end }];
  const thrown = define(state, at, argument, { kind: "throw", inputs, code });
  at.block.result = { kind: "value", value: thrown };
}

type IfStatement = Extract<Statement, { type: "IfStatement" }>;

function lowerIf(state: State, at: Cursor, statement: IfStatement, rest: readonly Step[], flow: Flow): boolean {
  const test = lowerExpression(state, at, statement.test);
  const then = [statement.consequent];
  const otherwise = statement.alternate ? [statement.alternate] : [];
  const { jumps, throws } = leavingOf(statement);
  if (!jumps && !throws) {
    lowerBranch(state, at, statement, test, then, otherwise, flow);
    return false;
  }
  lowerGuard(state, at, statement, test, then, otherwise, rest, flow);
  return true;
}

/** A branch of which some arm may leave: the rest of the block goes into the arms. */
export function lowerGuard(
  state: State,
  at: Cursor,
  node: Node,
  test: Operand,
  then: readonly Step[],
  otherwise: readonly Step[],
  rest: readonly Step[],
  flow: Flow,
): void {
  const arm = (steps: readonly Step[], armFlow: Flow): Block => {
    const cursor: Cursor = { block: newBlock(), env: at.env.fork() };
    lowerStatements(state, cursor, steps, armFlow);
    return cursor.block;
  };
  const end = (yes: Block, no: Block): void => {
    at.block.result = { kind: "value", value: define(state, at, node, { kind: "if", test, then: yes, otherwise: no }) };
  };
  const leavesIn = (steps: readonly Step[]): boolean => steps.some((s) => s.type !== "Then" && alwaysLeaves(s));
  if (rest.length === 0 || leavesIn(then)) {
    const yes = arm(then, flow);
    end(yes, arm([...otherwise, ...rest], flow));
    return;
  }
  if (leavesIn(otherwise)) {
    const yes = arm([...then, ...rest], flow);
    end(yes, arm(otherwise, flow));
    return;
  }
  // Some paths go on and some do not: those that do meet at a join point.
  const ends: Cursor[] = [];
  const joining: Flow = { ...flow, fall: (cursor) => ends.push(cursor) };
  const yes = arm(then, joining);
  const no = arm(otherwise, joining);
  const changed = [...at.env.values.keys()].filter((b) =>
    ends.some((cursor) => !sameOperand(cursor.env.values.get(b), at.env.values.get(b))),
  );
  const heapChanged = ends.some((cursor) => !sameOperand(cursor.env.heap, at.env.heap));
  const label = state.variable("rest", true);
  const after: Cursor = { block: newBlock(), env: at.env.fork() };
  const params: Variable[] = changed.map((binding) => {
    const variable = state.variable(binding.name);
    after.env.values.set(binding, { variable });
    return variable;
  });
  if (heapChanged) {
    const variable = state.variable(undefined);
    params.push(variable);
    wroteObjects(state, after, { variable }, node);
  }
  for (const cursor of ends) {
    const args = changed.map((binding) => cursor.env.values.get(binding) as Operand);
    if (heapChanged) args.push(cursor.env.heap ?? UNDEFINED);
    cursor.block.result = { kind: "jump", label, args };
  }
  lowerStatements(state, after, rest, flow);
  at.block.ops.push({ kind: "join", node, out: undefined, label, params, body: after.block });
  end(yes, no);
}

/** A branch whose arms always go on: what they assign comes out of it. */
export function lowerBranch(
  state: State,
  at: Cursor,
  node: Node,
  test: Operand,
  then: readonly Step[],
  otherwise: readonly Step[],
  flow: Flow,
): void {
  const arm =
    (steps: readonly Step[]) =>
    (cursor: Cursor): undefined =>
      void lowerStatements(state, cursor, steps, { ...flow, fall: () => {} });
  merge<undefined>(state, at, node, test, [arm(then), arm(otherwise)]);
}

function within(inner: Node, outer: Node): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}
