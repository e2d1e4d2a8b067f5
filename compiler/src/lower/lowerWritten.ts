/** A statement that stays as it is written, with the rest of the block behind a guard where it may leave. */
import type { Node, Statement } from "oxc-parser";
import { effectsOf } from "../analyze/effects.js";
import type { Code, Op, Variable } from "../ir.js";
import { PLT2005, PLT2008 } from "../messages.generated.js";
import { report, shortText } from "../syntax/file.js";
import { changedIn, copiesOf, inputsOf } from "./captures.js";
import type { Flow } from "./flow.js";
import { leavingOf } from "./leaving.js";
import { lowerSequentially, withReturnsBoxed } from "./lowerSequentially.js";
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
    const { inputs, code } = lowerSequentially(state, at, statement);
    flow.leave(at, statement, define(state, at, statement, { kind: "sequential", inputs, code, names: [], outs: [] }));
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
  // A handler has to see what the statement had assigned when it failed.
  const handled = state.attempts.some((attempt) => attempt.bindings.some((b) => bindings.includes(b)));
  if (handled && (sequential || boxed || bindings.length > assigned)) {
    const reason = `\`${shortText(file, statement, QUOTED)}\` assigns what its handler may see`;
    throw new Unsupported(statement, PLT2005({ reason }), "try");
  }
  const outs = bindings.map((binding) => state.variable(binding.name));
  const names = bindings.map((binding) => binding.name);
  const first = boxed || handled ? state.variable(undefined) : undefined;
  if (first) {
    outs.unshift(first);
    names.unshift("undefined");
  }
  if (sequential) {
    const { inputs, code } = lowerSequentially(state, at, statement, boxed ? names : undefined);
    const token = outs.length === 0 ? state.variable(undefined) : undefined;
    const copies = copiesOf(state, bindings.slice(0, assigned));
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
    const inputs = inputsOf(state, at.env, statement);
    if (!effects.effect && effects.reads) inputs.push(...afterWrites(state, at.env, statement));
    remarkPlace(state, effects, statement);
    const text: Code = boxed ? withReturnsBoxed(statement, file) : [{ start: statement.start, end: statement.end }];
    const error = `${state.scopeName}error`;
    const code: Code = [
      ...copiesOf(state, bindings.slice(0, assigned)),
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
  bindings.forEach((binding, i) => assign(state, at, binding, { variable: outs[i + (first ? 1 : 0)] as Variable }));
  if (handled && first) rethrow(state, at, statement, first);
  return first;
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
