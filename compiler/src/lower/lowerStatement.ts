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
import { containsLaunch } from "../analyze/launches.js";
import type { Block, Operand, Variable } from "../ir.js";
import { PLT2001, PLT2006 } from "../messages.generated.js";
import { report, shortText } from "../syntax/file.js";
import type { Binding } from "../syntax/bindings.js";
import { isFunction, peel, walk, type AnyFunction } from "../syntax/walk.js";
import { assignedIn, inputsOf, sameOperand, textOf, type Hole } from "./captures.js";
import { lowerExpression, mustSplit, needsAwait } from "./lowerExpression.js";
import { lowerSettled } from "./lowerLaunch.js";
import { bindPattern } from "./lowerPattern.js";
import { lowerSequentially, withReturnsBoxed } from "./lowerSequentially.js";
import { define, newBlock, orderOnly, perform, Unsupported, type Cursor, type State } from "./state.js";

/** What falling off the end of a block means. */
type Tail = { kind: "return" } | { kind: "outs" } | { kind: "join"; jump: (cursor: Cursor) => void };

export function lowerFunctionBody(state: State, at: Cursor, fn: AnyFunction): void {
  const body = fn.body;
  if (!body) return;
  if (body.type === "BlockStatement") lowerStatements(state, at, body.body as Statement[], { kind: "return" });
  else at.block.result = { kind: "value", value: lowerSettled(state, at, body as Expression) };
}

function lowerStatements(state: State, at: Cursor, statements: readonly Statement[], tail: Tail): void {
  for (let i = 0; i < statements.length; i++) {
    const statement = statements[i] as Statement;
    const rest = statements.slice(i + 1);
    if (statement.type === "BlockStatement") {
      lowerStatements(state, at, [...(statement.body as Statement[]), ...rest], tail);
      return;
    }
    const { block, env } = at;
    const ops = block.ops.length;
    const saved = env.fork();
    const sites = state.snapshot();
    const diagnostics = state.ctx.file.diagnostics.length;
    let done: boolean;
    try {
      done = lowerStatement(state, at, statement, rest, tail);
    } catch (error) {
      if (!(error instanceof Unsupported) || error.reach !== "statement") throw error;
      // As it was before the statement; then the statement as written.
      block.ops.length = ops;
      env.values.clear();
      for (const [binding, value] of saved.values) env.values.set(binding, value);
      env.heap = saved.heap;
      state.restore(sites);
      state.ctx.file.diagnostics.length = diagnostics;
      report(state.ctx.file, error.node, error.remark);
      done = lowerWritten(state, at, statement, rest, tail, needsAwait(state, statement));
    }
    if (done) return;
  }
  if (tail.kind === "join") tail.jump(at);
}

/** Lowers one statement; true where it has taken the rest of the block with it. */
function lowerStatement(
  state: State,
  at: Cursor,
  statement: Statement,
  rest: readonly Statement[],
  tail: Tail,
): boolean {
  switch (statement.type) {
    case "EmptyStatement":
    case "TSInterfaceDeclaration":
    case "TSTypeAliasDeclaration":
      return false;
    case "VariableDeclaration":
      if (statement.declare) return false;
      if (statement.kind === "using" || statement.kind === "await using") throw sequentialOf(state, statement);
      for (const d of statement.declarations) lowerDeclarator(state, at, d.id, d.init ?? undefined);
      return false;
    case "ExpressionStatement":
      lowerExpressionStatement(state, at, statement.expression, statement);
      return false;
    case "ReturnStatement":
      at.block.result = {
        kind: "value",
        // The caller reads the object at once: what is written to it has to be written.
        value: statement.argument ? lowerSettled(state, at, statement.argument) : undefined,
      };
      return true;
    case "ThrowStatement": {
      throwStatement(state, at, statement.argument);
      return true;
    }
    case "IfStatement":
      return lowerIf(state, at, statement, rest, tail);
    default:
      if (statement.type === "FunctionDeclaration" && containsLaunch(statement, state.ctx.launches)) {
        throw new Unsupported(statement, PLT2006({ name: statement.id?.name ?? "a function" }), "method");
      }
      if (containsLaunch(statement, state.ctx.launches)) throw sequentialOf(state, statement);
      return lowerWritten(state, at, statement, rest, tail, needsAwait(state, statement));
  }
}

function sequentialOf(state: State, statement: Statement): Unsupported {
  return new Unsupported(statement, lowerSequentially.remark(state, statement));
}

function lowerDeclarator(state: State, at: Cursor, id: Node, init: Expression | undefined): void {
  if (id.type !== "Identifier") {
    if (init) bindPattern(state, at, id, lowerSettled(state, at, init));
    return;
  }
  const value: Operand = init ? lowerExpression(state, at, init, id.name) : { code: ["undefined"] };
  if ("variable" in value || !init) {
    bindPattern(state, at, id, value);
    return;
  }
  // A constant keeps its name.
  const variable = state.variable(id.name, true);
  at.block.ops.push({ kind: "let", node: id, out: variable, code: value.code });
  bindPattern(state, at, id, { variable });
}

function lowerExpressionStatement(state: State, at: Cursor, expression: Expression, statement: Statement): void {
  const inner = peel(expression);
  if (inner.type === "Literal") return; // a directive
  const target = inner.type === "AssignmentExpression" ? peel(inner.left as Expression) : undefined;
  if (inner.type === "AssignmentExpression" && target?.type === "Identifier") {
    const binding = state.ctx.file.bindings.bindingOf(target);
    if (binding && at.env.values.has(binding)) {
      if (inner.operator === "=") {
        at.env.values.set(binding, named(state, at, lowerExpression(state, at, inner.right, target.name), target));
        return;
      }
      if (mustSplit(state, inner.right) && !["&&=", "||=", "??="].includes(inner.operator)) {
        // The old value is read before the right side is evaluated.
        const old: Hole = { node: target, value: lowerExpression(state, at, target) };
        const right: Hole = { node: inner.right, value: lowerExpression(state, at, inner.right) };
        const [left, by] = [old, right].map((hole) => textOf(state, at.env, hole.node as Node, [hole]));
        const inputs = [...(left?.inputs ?? [])];
        for (const input of by?.inputs ?? []) if (!inputs.some((i) => i.name === input.name)) inputs.push(input);
        const code = [...(left?.code ?? []), ` ${inner.operator.slice(0, -1)} `, ...(by?.code ?? [])];
        at.env.values.set(binding, define(state, at, inner, { kind: "on", inputs, code }, target.name));
        return;
      }
    }
  }
  if (assignedIn(state, statement).length > 0) {
    if (needsAwait(state, statement)) throw new Unsupported(statement, lowerSequentially.remark(state, statement));
    written(state, at, statement, false);
    return;
  }
  lowerExpression(state, at, inner);
}

/** A plain constant that is assigned gets a variable of its own, so that its text is not repeated. */
function named(state: State, at: Cursor, value: Operand, id: Node & { name: string }): Operand {
  if ("variable" in value) return value;
  const variable = state.variable(id.name, true);
  at.block.ops.push({ kind: "let", node: id, out: variable, code: value.code });
  return { variable };
}

function throwStatement(state: State, at: Cursor, argument: Expression): void {
  // What is thrown may take an effect to make; that one keeps its place.
  const made = mustSplit(state, argument) || effectsOf(argument, state.ctx).effect;
  const value = made ? lowerExpression(state, at, argument) : undefined;
  const inputs = value
    ? "variable" in value && !value.variable.plain
      ? [{ name: value.variable.name, value }]
      : []
    : [...inputsOf(state, at.env, argument), ...orderOnly(at.env)];
  const code = value
    ? "variable" in value
      ? [value.variable]
      : value.code
    : [{ start: argument.start, end: argument.end }];
  const thrown = define(state, at, argument, { kind: "throw", inputs, code });
  at.block.result = { kind: "value", value: thrown };
}

/** Whether control always leaves through `return` or `throw`. */
function alwaysExits(statement: Statement | null | undefined): boolean {
  switch (statement?.type) {
    case "ReturnStatement":
    case "ThrowStatement":
      return true;
    case "BlockStatement":
      return statement.body.some((s) => alwaysExits(s as Statement));
    case "IfStatement":
      return alwaysExits(statement.consequent) && alwaysExits(statement.alternate);
    default:
      return false;
  }
}

/** Whether control may leave through `return` or `throw`, not counting inner functions. */
function mayExit(node: Node): { returns: boolean; throws: boolean } {
  const exits = { returns: false, throws: false };
  walk(node, (inner) => {
    if (isFunction(inner)) return false;
    if (inner.type === "ReturnStatement") exits.returns = true;
    if (inner.type === "ThrowStatement") exits.throws = true;
    return true;
  });
  return exits;
}

type IfStatement = Extract<Statement, { type: "IfStatement" }>;

function lowerIf(state: State, at: Cursor, statement: IfStatement, rest: readonly Statement[], tail: Tail): boolean {
  const test = lowerExpression(state, at, statement.test);
  const exits = mayExit(statement.consequent);
  const otherExits = statement.alternate ? mayExit(statement.alternate) : { returns: false, throws: false };
  const then = [statement.consequent];
  const otherwise = statement.alternate ? [statement.alternate] : [];

  if (!exits.returns && !exits.throws && !otherExits.returns && !otherExits.throws) {
    lowerBranch(state, at, statement, test, then, otherwise);
    return false;
  }

  const arm = (statements: readonly Statement[], armTail: Tail): Block => {
    const cursor: Cursor = { block: newBlock(), env: at.env.fork() };
    lowerStatements(state, cursor, statements, armTail);
    return cursor.block;
  };
  if (alwaysExits(statement.consequent)) {
    const yes = arm(then, tail);
    end(state, at, statement, test, yes, arm([...otherwise, ...rest], tail));
    return true;
  }
  if (statement.alternate && alwaysExits(statement.alternate)) {
    const yes = arm([...then, ...rest], tail);
    end(state, at, statement, test, yes, arm(otherwise, tail));
    return true;
  }
  if (rest.length === 0) {
    const yes = arm(then, tail);
    end(state, at, statement, test, yes, arm(otherwise, tail));
    return true;
  }

  // Some paths go on and some do not: those that do meet at a join point.
  const ends: Cursor[] = [];
  const joinTail: Tail = { kind: "join", jump: (cursor) => ends.push(cursor) };
  const yes = arm(then, joinTail);
  const no = arm(otherwise, joinTail);
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
    after.env.heap = { variable };
  }
  for (const cursor of ends) {
    const args = changed.map((binding) => cursor.env.values.get(binding) as Operand);
    if (heapChanged) args.push(cursor.env.heap ?? { code: ["undefined"] });
    cursor.block.result = { kind: "jump", label, args };
  }
  lowerStatements(state, after, rest, tail);
  at.block.ops.push({ kind: "join", node: statement, out: undefined, label, params, body: after.block });
  end(state, at, statement, test, yes, no);
  return true;
}

/** Ends a block with a branch whose arms give the block's result. */
function end(state: State, at: Cursor, node: Node, test: Operand, then: Block, otherwise: Block): void {
  const outs = [then, otherwise].map((b) => b.result).find((r) => r.kind === "outs");
  if (outs) throw new Error("an arm that may exit has no outs");
  at.block.result = { kind: "value", value: define(state, at, node, { kind: "if", test, then, otherwise }) };
}

/** A branch whose arms always go on: what they assign comes out of it. */
function lowerBranch(
  state: State,
  at: Cursor,
  node: Node,
  test: Operand,
  then: readonly Statement[],
  otherwise: readonly Statement[],
): void {
  const ends: Cursor[] = [];
  const arm = (statements: readonly Statement[]): Block => {
    const cursor: Cursor = { block: newBlock(), env: at.env.fork() };
    ends.push(cursor);
    lowerStatements(state, cursor, statements, { kind: "outs" });
    return cursor.block;
  };
  const yes = arm(then);
  const no = arm(otherwise);
  const changed = [...at.env.values.keys()].filter((b) =>
    ends.some((cursor) => !sameOperand(cursor.env.values.get(b), at.env.values.get(b))),
  );
  const heapChanged = ends.some((cursor) => !sameOperand(cursor.env.heap, at.env.heap));
  const outs = changed.map((binding) => state.variable(binding.name));
  if (heapChanged) outs.push(state.variable(undefined));
  for (const cursor of ends) {
    const values = changed.map((binding) => cursor.env.values.get(binding) as Operand);
    if (heapChanged) values.push(cursor.env.heap ?? { code: ["undefined"] });
    cursor.block.result = { kind: "outs", values };
  }
  perform(at, node, { kind: "branch", test, then: yes, otherwise: no, outs });
  changed.forEach((binding: Binding, i) => at.env.values.set(binding, { variable: outs[i] as Variable }));
  if (heapChanged) at.env.heap = { variable: outs.at(-1) as Variable };
}

/** A statement as written, with the rest of the block behind a guard where it may leave. */
function lowerWritten(
  state: State,
  at: Cursor,
  statement: Statement,
  rest: readonly Statement[],
  tail: Tail,
  sequential: boolean,
): boolean {
  if (statement.type === "ReturnStatement" && sequential) {
    const { inputs, code } = lowerSequentially(state, at, statement);
    at.block.result = {
      kind: "value",
      value: define(state, at, statement, { kind: "sequential", inputs, code, names: [], outs: [] }),
    };
    return true;
  }
  const exits = mayExit(statement);
  if (!exits.returns && !exits.throws) {
    written(state, at, statement, sequential);
    return false;
  }
  const left = written(state, at, statement, sequential, true) as Variable;
  const gone: Cursor = { block: newBlock(), env: at.env.fork() };
  gone.block.result = {
    kind: "value",
    value: define(state, gone, statement, { kind: "get", value: { variable: left }, key: "value" }),
  };
  const on: Cursor = { block: newBlock(), env: at.env.fork() };
  if (tail.kind === "outs") throw new Unsupported(statement, lowerSequentially.remark(state, statement), "method");
  lowerStatements(state, on, rest, tail);
  end(state, at, statement, { variable: left }, gone.block, on.block);
  return true;
}

/** Adds a statement as one operation. With `boxed`, the first thing that comes out tells whether it returned, and what. */
function written(
  state: State,
  at: Cursor,
  statement: Statement,
  sequential: boolean,
  boxed = false,
): Variable | undefined {
  const { file, fn } = state.ctx;
  const bindings: Binding[] = assignedIn(state, statement);
  for (const binding of file.bindings.declared.values()) {
    const inside = binding.start >= statement.start && binding.start < statement.end;
    if (!inside || bindings.includes(binding)) continue;
    const outlives = binding.references.some((r) => r.start >= statement.end && r.end <= fn.end);
    if (outlives) bindings.push(binding);
  }
  const outs = bindings.map((binding) => state.variable(binding.name));
  const names = bindings.map((binding) => binding.name);
  const box = boxed ? state.variable(undefined) : undefined;
  if (box) {
    outs.unshift(box);
    names.unshift("undefined");
  }
  if (sequential) {
    const { inputs, code } = lowerSequentially(
      state,
      at,
      statement,
      boxed ? ["undefined", ...bindings.map((b) => b.name)] : undefined,
    );
    const token = outs.length === 0 ? state.variable(undefined) : undefined;
    at.block.ops.push({ kind: "sequential", node: statement, out: token, inputs, code, names, outs });
    at.env.heap = { variable: token ?? (outs[0] as Variable) };
  } else {
    const effects = effectsOf(statement, state.ctx);
    const inputs = inputsOf(state, at.env, statement);
    if (!effects.effect && effects.reads) inputs.push(...orderOnly(at.env));
    if (effects.writes)
      report(
        file,
        effects.because ?? statement,
        PLT2001({ callee: shortText(file, effects.because ?? statement, 40) }),
      );
    const code = boxed ? withReturnsBoxed(statement, file) : [{ start: statement.start, end: statement.end }];
    const token = outs.length === 0 ? state.variable(undefined) : undefined;
    at.block.ops.push({
      kind: "statements",
      node: statement,
      out: token,
      inputs,
      code,
      effect: effects.effect,
      writes: effects.writes,
      names,
      outs,
    });
    if (effects.writes) at.env.heap = { variable: token ?? (outs[0] as Variable) };
  }
  bindings.forEach((binding, i) => at.env.values.set(binding, { variable: outs[i + (box ? 1 : 0)] as Variable }));
  return box;
}
