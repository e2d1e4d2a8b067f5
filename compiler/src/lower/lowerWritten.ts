/** A statement that stays as it is written, with the rest of the block behind a guard where it may leave. */
import type { Expression, Node, ReturnStatement, Statement } from "oxc-parser";
import { effectsOf } from "../analyze/effects.js";
import type { Code, Op, Operand, Variable } from "../ir.js";
import { PLT2005, PLT2007, PLT2008, PLT2016 } from "../messages.generated.js";
import type { Binding } from "../syntax/bindings.js";
import { report, shortText } from "../syntax/file.js";
import { namesIn } from "../syntax/patternNames.js";
import { nodesOf, peel } from "../syntax/walk.js";
import { withReturnsBoxed } from "./boxedReturns.js";
import { changedIn, copiesOf, inputsOf, isPlain, mayWriteObjects } from "./captures.js";
import type { Flow } from "./flow.js";
import { leavingOf } from "./leaving.js";
import { lowerSequentially } from "./lowerSequentially.js";
import { lowerStatements, type Step } from "./lowerStatement.js";
import { afterWrites, remarkPlace, wroteObjects } from "./order.js";
import { assign, define, newBlock, Unsupported, type Cursor, type State } from "./state.js";

/** How much of the source a message quotes. */
const QUOTED = 40;

export function lowerWritten(
  state: State,
  at: Cursor,
  statement: Statement,
  rest: readonly Step[],
  flow: Flow,
  sequential: boolean,
): boolean {
  if (statement.type === "ReturnStatement" && sequential) {
    flow.leave(at, statement, writtenReturn(state, at, statement));
    return true;
  }
  const { returns, throws } = leavingOf(statement);
  if (!returns && !throws) {
    written(state, at, statement, sequential);
    return false;
  }
  const left = written(state, at, statement, sequential, true) as Variable;
  if (sequential && rest.length > 0)
    report(state.ctx.file, statement, PLT2008({ construct: `\`${shortText(state.ctx.file, statement, QUOTED)}\`` }));
  const gone: Cursor = { block: newBlock(), env: at.env.fork() };
  const value = define(state, gone, statement, { kind: "get", value: { variable: left }, key: "value" });
  flow.leave(gone, statement, value);
  const on: Cursor = { block: newBlock(), env: at.env.fork() };
  lowerStatements(state, on, rest, flow);
  at.block.result = {
    kind: "value",
    value: define(state, at, statement, {
      kind: "if",
      test: { variable: left },
      then: gone.block,
      otherwise: on.block,
    }),
  };
  return true;
}

/** `return` of something that runs as written, and may assign variables as it does. */
function writtenReturn(state: State, at: Cursor, statement: ReturnStatement): Operand {
  const bindings = changedIn(state, statement, at.env);
  const { argument } = statement;
  const writes = mayWriteObjects(state, statement);
  if (bindings.length === 0 || !argument) {
    const { inputs, code } = lowerSequentially(state, at, statement);
    const value = define(state, at, statement, { kind: "sequential", inputs, code, names: [], outs: [] });
    if (writes) wroteObjects(state, at, value, statement);
    return value;
  }
  refuseWhereHandled(state, statement, bindings);
  const { inputs, code } = lowerSequentially(state, at, argument);
  const value = state.variable(undefined);
  const outs = [value, ...bindings.map((binding) => state.variable(binding.name))];
  const result = `${state.scopeName}value`;
  at.block.ops.push({
    kind: "sequential",
    node: statement,
    out: undefined,
    inputs,
    code: [...copiesOf(state, bindings, statement), `const ${result} = (`, ...code, ");"],
    names: [result, ...bindings.map((binding) => binding.name)],
    outs,
  });
  if (writes) wroteObjects(state, at, { variable: value }, statement);
  bindings.forEach((binding, i) => assign(state, at, binding, { variable: outs[i + 1] as Variable }));
  return { variable: value };
}

const isHandled = (state: State, bindings: readonly Binding[]): boolean =>
  state.attempts.some((attempt) => attempt.bindings.some((binding) => bindings.includes(binding)));

/** A handler has to see what the statement had assigned when it failed. */
function refuseWhereHandled(state: State, statement: Statement, bindings: readonly Binding[]): void {
  if (!isHandled(state, bindings)) return;
  const reason = `\`${shortText(state.ctx.file, statement, QUOTED)}\` assigns what its handler may see`;
  throw new Unsupported(statement, PLT2005({ reason }), "try");
}

/** Where it returns, the names stand for the variables. */
function refuseShadowed(state: State, statement: Statement, bindings: readonly Binding[]): void {
  for (const { name, start, owner } of state.ctx.file.bindings.declared.values()) {
    const inside = start >= statement.start && start < statement.end && (owner?.start ?? 0) < statement.start;
    if (!inside || !bindings.some((binding) => binding.name === name && binding.start !== start)) continue;
    const construct = `\`${shortText(state.ctx.file, statement, QUOTED)}\``;
    throw new Unsupported(statement, PLT2007({ construct, instead: `Rename the inner \`${name}\`.` }), "method");
  }
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
  const bindings = changedIn(state, statement, at.env);
  const assigned = bindings.length;
  for (const binding of file.bindings.declared.values()) {
    const inside = binding.start >= statement.start && binding.start < statement.end;
    if (!inside || bindings.includes(binding)) continue;
    const outlives = binding.references.some((r) => r.start >= statement.end && r.end <= fn.end);
    if (outlives) bindings.push(binding);
  }
  if (sequential || boxed || bindings.length > assigned) refuseWhereHandled(state, statement, bindings);
  const handled = isHandled(state, bindings);
  const outs = bindings.map((binding) => state.variable(binding.name));
  const names = bindings.map((binding) => binding.name);
  if (boxed) refuseShadowed(state, statement, bindings);
  const first = boxed || handled ? state.variable(undefined) : undefined;
  if (first) {
    outs.unshift(first);
    names.unshift("undefined");
  }
  const replaced = sequential ? [] : unreadIn(at, statement, bindings.slice(0, assigned));
  const unread = boxed || handled ? [] : replaced;
  if (sequential) {
    const { inputs, code } = lowerSequentially(state, at, statement, boxed ? names.slice(1) : undefined);
    const token = outs.length === 0 ? state.variable(undefined) : undefined;
    const copies = copiesOf(state, bindings.slice(0, assigned), statement);
    at.block.ops.push({
      kind: "sequential",
      node: statement,
      out: token,
      inputs,
      code: [...copies, ...code],
      names,
      outs,
    });
    wroteObjects(state, at, { variable: token ?? (outs[0] as Variable) }, statement);
  } else {
    const effects = effectsOf(statement, state.ctx);
    const inputs = inputsOf(state, at, statement).filter(
      ({ name }) => !unread.some((binding) => binding.name === name),
    );
    if (!effects.effect && effects.reads) inputs.push(...afterWrites(state, at, statement));
    remarkPlace(state, effects, statement);
    if (boxed || handled) remarkUnread(state, statement, replaced);
    const text: Code = boxed
      ? withReturnsBoxed(state, statement, names.slice(1))
      : [{ start: statement.start, end: statement.end }];
    const error = `${state.scopeName}error`;
    const code: Code = [
      ...copiesOf(state, bindings.slice(0, assigned), statement),
      ...unread.map(({ name }) => `let ${name} = ${state.scopeName}.same; `),
      ...(handled ? ["try { "] : []),
      ...text,
      ...(handled
        ? [
            ` } catch (${error}) { return [{ ${error} }${names
              .slice(1)
              .map((name) => `, ${name}`)
              .join("")}]; }`,
          ]
        : []),
    ];
    const token = outs.length === 0 ? state.variable(undefined) : undefined;
    const { effect, writes } = effects;
    const op: Op = { kind: "statements", node: statement, out: token, inputs, code, effect, writes, names, outs };
    at.block.ops.push(op);
    if (writes) wroteObjects(state, at, { variable: token ?? (outs[0] as Variable) }, statement);
  }
  bindings.forEach((binding, i) => {
    const value: Operand = { variable: outs[i + (first ? 1 : 0)] as Variable };
    const before = unread.includes(binding) ? at.env.values.get(binding) : undefined;
    const hint = binding.name;
    assign(state, at, binding, before ? define(state, at, statement, { kind: "changed", value, before }, hint) : value);
  });
  if (handled && first) rethrow(state, at, statement, first);
  return first;
}

/** The variables that a statement may replace, and does not look at. */
function unreadIn(at: Cursor, statement: Statement, assigned: readonly Binding[]): Binding[] {
  if (assigned.length === 0) return [];
  const stepped = new Set<number>();
  for (const node of nodesOf(statement, "UpdateExpression", "AssignmentExpression")) {
    if (node.type === "UpdateExpression") stepped.add(peel(node.argument).start);
    else if (node.operator !== "=") stepped.add(peel(node.left as Expression).start);
  }
  // `var x = …`: the text has a declaration of its own.
  const declared = nodesOf(statement, "VariableDeclaration").flatMap(({ kind, declarations }) =>
    kind === "var" ? declarations.flatMap(({ id }) => namesIn(id).map(({ name }) => name)) : [],
  );
  return assigned.filter((binding) => {
    if (declared.includes(binding.name)) return false;
    const value = at.env.values.get(binding);
    const inside = binding.references.filter((r) => r.start >= statement.start && r.end <= statement.end);
    return value !== undefined && !isPlain(value) && inside.every(({ start, write }) => write && !stepped.has(start));
  });
}

/** It is given what a variable was before, which it may replace without a look at it. */
function remarkUnread({ ctx: { file } }: State, statement: Statement, unread: readonly Binding[]): void {
  if (unread.length === 0) return;
  const given = unread.map(({ name }) => `\`${name}\``).join(" and ");
  report(file, statement, PLT2016({ text: shortText(file, statement, QUOTED), given }));
}

/** What the statement threw, after what it had assigned until then. */
function rethrow(state: State, at: Cursor, node: Node, failed: Variable): void {
  at.block.ops.push({
    kind: "statements",
    node,
    out: state.variable(undefined),
    inputs: [{ name: failed.name, value: { variable: failed } }],
    code: ["if (", failed, ") throw ", failed, `.${state.scopeName}error;`],
    effect: false,
    writes: false,
    names: [],
    outs: [],
  });
}
