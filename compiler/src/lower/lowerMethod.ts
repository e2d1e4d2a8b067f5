/** One method to its intermediate form; the whole of it as written where nothing smaller is right. */
import type { Expression, Node, Statement } from "oxc-parser";
import { containsLaunch } from "../analyze/launches.js";
import { launchWrites } from "../analyze/launchWrites.js";
import type { MethodContext } from "../analyze/methodContext.js";
import type { Block, Code, MethodIr, Operand } from "../ir.js";
import { remarkUnused, unusedResults } from "../check/remarks.js";
import { PLT1004, PLT1012 } from "../messages.generated.js";
import { report } from "../syntax/file.js";
import { type AnyFunction, isFunction, nodesOf, FUNCTIONS } from "../syntax/walk.js";
import { mistookFunctions } from "./lowerClosure.js";
import { lowerExpression } from "./lowerExpression.js";
import { parameterLike } from "../analyze/patternState.js";
import { bindPattern } from "./lowerPattern.js";
import { sequentialCode, sequentialParameters } from "./lowerSequentially.js";
import { lowerFunctionBody } from "./lowerStatement.js";
import { merge } from "./merge.js";
import { CannotCompile, define, Env, newBlock, State, Unsupported, type Cursor } from "./state.js";

export function lowerMethod(
  ctx: MethodContext,
  scopeName: string,
  reserved: ReadonlySet<string>,
  sequential = false,
): { ir: MethodIr; state: State } {
  refuse(ctx);
  if (sequential) return wholeMethod(ctx, scopeName, reserved);
  const diagnostics = ctx.file.diagnostics.length;
  const withHeap = new Set<Node>();
  try {
    for (;;) {
      const state = new State(ctx, scopeName, reserved, withHeap);
      const cursor: Cursor = { block: newBlock(), env: new Env() };
      const params = lowerParams(state, cursor, ctx.fn);
      lowerFunctionBody(state, cursor, ctx.fn);
      if (mistookFunctions(state)) {
        // Who calls them by name has to know: once more, knowing what has been learnt.
        ctx.file.diagnostics.length = diagnostics;
        continue;
      }
      remarkUnusedResults(ctx);
      return { ir: { name: ctx.name, params, body: cursor.block, sites: state.sites }, state };
    }
  } catch (error) {
    if (!(error instanceof Unsupported)) throw error;
    ctx.file.diagnostics.length = diagnostics;
    const head = { start: ctx.fn.start, end: ctx.fn.body?.start ?? ctx.fn.end };
    report(ctx.file, error.node, error.remark, [
      ...error.related,
      { node: head, message: "all of this runs as written" },
    ]);
    return wholeMethod(ctx, scopeName, reserved);
  }
}

/** Calls of modules that give something, and whose results go nowhere. */
function remarkUnusedResults(ctx: MethodContext): void {
  for (const launch of unusedResults(ctx.fn.body as Node, ctx)) {
    if (launch.kind === "module" && launch.certain && !launchWrites(launch, ctx)) remarkUnused(launch, ctx);
  }
}

/** What no `await` can stand in, and what hides names from the analysis. */
function refuse(ctx: MethodContext): void {
  const { fn, launches } = ctx;
  if (fn.generator) throw new CannotCompile(fn, PLT1004({ name: ctx.name }));
  for (const node of nodesOf(fn, "WithStatement", "Identifier", "CallExpression", ...FUNCTIONS)) {
    if (node.type === "WithStatement") throw new CannotCompile(node, PLT1012({ construct: "with" }));
    if (
      node.type === "Identifier" &&
      node.name === "arguments" &&
      !ctx.file.bindings.bindingOf(node) &&
      ctx.file.bindings.at(node)
    ) {
      throw new CannotCompile(node, PLT1012({ construct: "arguments" }));
    }
    if (node.type === "CallExpression" && node.callee.type === "Identifier" && node.callee.name === "eval") {
      throw new CannotCompile(node, PLT1012({ construct: "eval" }));
    }
    if (isFunction(node) && node.generator && containsLaunch(node, launches)) {
      throw new CannotCompile(node, PLT1004({ name: node.id?.name ?? "a generator" }));
    }
  }
}

export function lowerParams(state: State, at: Cursor, fn: AnyFunction): MethodIr["params"] {
  return fn.params.map((param) => {
    if (param.type === "RestElement") {
      const variable = state.variable(param.argument.type === "Identifier" ? param.argument.name : undefined);
      const list = define(state, at, param, {
        kind: "array",
        elements: [{ code: ["...", variable.name] }],
        spread: [],
      });
      bindPattern(state, at, param.argument, list);
      return { variable, rest: true };
    }
    const pattern: Node = param.type === "TSParameterProperty" ? param.parameter : param;
    const variable = state.variable(pattern.type === "Identifier" ? pattern.name : undefined);
    bindParam(state, at, pattern, { variable });
    return { variable, rest: false };
  });
}

/** Gives a parameter its value, which is no rest. */
export function bindParam(state: State, at: Cursor, pattern: Node, given: Operand): void {
  if (pattern.type !== "AssignmentPattern") {
    bindPattern(state, at, pattern, given, parameterLike(pattern, state.ctx));
    return;
  }
  const name = pattern.left.type === "Identifier" ? pattern.left.name : undefined;
  const value = orDefault(state, at, pattern.right, given, name);
  bindPattern(state, at, pattern.left, value, parameterLike(pattern.left, state.ctx));
}

/** A default is evaluated where the argument is not given; one that is there in part is given. */
function orDefault(state: State, at: Cursor, value: Expression, given: Operand, hint?: string): Operand {
  const test = define(state, at, value, { kind: "is", what: "Undefined", value: given });
  const arms: [(inner: Cursor) => Operand, () => Operand] = [
    (inner) => lowerExpression(state, inner, value),
    () => given,
  ];
  return merge(state, at, value, test, arms, hint);
}

/** The method as one sequential region: its parameters and its body as written. */
function wholeMethod(
  ctx: MethodContext,
  scopeName: string,
  reserved: ReadonlySet<string>,
): { ir: MethodIr; state: State } {
  const state = new State(ctx, scopeName, reserved);
  const parameters = ctx.fn.params;
  const params: MethodIr["params"] = parameters.map((param) => ({
    variable: state.variable(undefined),
    rest: param.type === "RestElement",
  }));
  const inputs = params.map((p, i) => {
    const param = parameters[i] as Node;
    const pattern = param.type === "TSParameterProperty" ? param.parameter : param;
    const text = ctx.file.text.slice(pattern.start, pattern.end);
    return { name: p.rest ? text : text.replace(/^([\w$]+)\s*\?/, "$1"), value: { variable: p.variable } as Operand };
  });
  const body = ctx.fn.body as Node & { body?: Statement[] };
  const called = parameters.some((param) => containsLaunch(param, ctx.launches));
  const names = params.map((p) => p.variable.name);
  const taken = called
    ? sequentialParameters(
        state,
        ctx.fn,
        names.map((name, i) => (params[i]?.rest ? `...${name}` : name)),
      )
    : [];
  if (called) inputs.forEach((input, i) => (input.name = `${params[i]?.rest ? "..." : ""}${names[i]}`));
  const written = sequentialCode(state, body);
  const code: Code = [...taken, ...(body.type === "BlockStatement" ? written : ["return (", ...written, ");"])];
  const block: Block = newBlock();
  const cursor: Cursor = { block, env: new Env() };
  const rest = params.at(-1)?.rest === true;
  if (rest) {
    const last = params.at(-1) as (typeof params)[number];
    const list = define(state, cursor, ctx.fn, {
      kind: "array",
      elements: [{ code: ["...", last.variable.name] }],
      spread: [],
    });
    (inputs.at(-1) as (typeof inputs)[number]).value = list;
    (inputs.at(-1) as (typeof inputs)[number]).name = (inputs.at(-1) as { name: string }).name.replace(/^\.\.\./, "");
  }
  const value = define(state, cursor, ctx.fn, { kind: "sequential", inputs, code, names: [], outs: [] });
  block.result = { kind: "value", value };
  return { ir: { name: ctx.name, params, body: block, sites: state.sites }, state };
}
