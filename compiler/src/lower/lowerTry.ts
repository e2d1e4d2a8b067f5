/**
 * `try`. The body is a region that fails alone; what it assigns is noted as it goes, so that the handler sees
 * each variable as it was when the body failed.
 *
 *   try { a = this.x(q); b = this.y(a) } catch (e) { a = "none" }  rest
 *     →  [a, b] = try t [a, b] { a1 = call this.x; mark t.a a1; … exit 0 [a1, b1] } catch (e, a, b) { exit 0 ["none", b] }
 */
import type { Statement } from "oxc-parser";
import { launchesIn } from "../analyze/launches.js";
import { remarkFinally } from "../check/remarks.js";
import type { Arm } from "../ir.js";
import { changedIn, mayWriteObjects } from "./captures.js";
import { Region, takeAll, valuesOf, type Flow } from "./flow.js";
import { leavingOf } from "./leaving.js";
import { bindPattern } from "./lowerPattern.js";
import { lowerStatements, type Step } from "./lowerStatement.js";
import { newBlock, type Cursor, type State } from "./state.js";

type TryStatement = Extract<Statement, { type: "TryStatement" }>;

export function lowerTry(
  state: State,
  at: Cursor,
  statement: TryStatement,
  rest: readonly Step[],
  flow: Flow,
): boolean {
  const heap = mayWriteObjects(state, statement);
  const shared = { bindings: changedIn(state, statement, at.env), heap };
  const region = new Region(state, shared, flow, statement, at.env.heap);
  const values = valuesOf(shared, at);
  const record = state.variable(`${state.scopeName}try`, true);
  const outer = state.attempts;
  const inside = region.inside((end) => region.end(end, 0));

  const body: Cursor = { block: newBlock(), env: at.env.fork() };
  state.attempts = [...outer, { record, bindings: shared.bindings }];
  lowerStatements(state, body, statement.block.body as Statement[], inside);
  // What a handler assigns, a finalizer has to see when the handler fails.
  if (!statement.finalizer) state.attempts = outer;

  const { handler, finalizer } = statement;
  let caught: Arm | undefined;
  if (handler) {
    const inner: Cursor = { block: newBlock(), env: at.env.fork() };
    const error = state.variable(handler.param?.type === "Identifier" ? handler.param.name : undefined);
    const params = [record, error, ...takeAll(state, shared, inner, statement)];
    if (handler.param) bindPattern(state, inner, handler.param, { variable: error });
    lowerStatements(state, inner, handler.body.body as Statement[], inside);
    caught = { params, block: inner.block };
  }
  state.attempts = outer;

  let last: Arm | undefined;
  if (finalizer) {
    const [first] = launchesIn(finalizer, state.ctx.launches);
    if (first) remarkFinally(first, state.ctx);
    const inner: Cursor = { block: newBlock(), env: at.env.fork() };
    const params = takeAll(state, shared, inner, statement);
    const steps = finalizer.body as Statement[];
    const changes = heap && mayWriteObjects(state, finalizer);
    if (!changes && changedIn(state, finalizer, at.env).length === 0 && !leavingOf(finalizer).jumps) {
      // It changes nothing, so that nobody has to wait for it.
      lowerStatements(state, inner, steps, { ...flow, fall: () => {} });
    } else lowerStatements(state, inner, steps, inside);
    last = { params, block: inner.block };
  }
  // What follows waits until it is known that none of these has thrown.
  const parts = [handler?.body ?? statement.block, finalizer].filter((part) => part !== null);
  return region.finish(
    at,
    statement,
    parts.some((part) => leavingOf(part).throws),
    (outs) => ({ kind: "try", values, record, body: body.block, handler: caught, finalizer: last, outs }),
    (after) => lowerStatements(state, after, rest, flow),
  );
}
