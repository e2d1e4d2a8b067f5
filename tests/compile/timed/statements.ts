/**
 * Statements. Control moves in time only where something is decided: a branch waits for its test; what follows
 * a statement that may exit waits for that exit to be decided.
 */
import type { Node, Statement } from "oxc-parser";
import { bare, lexicalNames, mayExit, neverGoesOn, reachable } from "./analysis.js";
import { decide, inside } from "./around.js";
import { makeClass } from "./classes.js";
import type { Scope } from "./environment.js";
import { evaluate } from "./expressions.js";
import { givesOneVariable, isAnonymous, makeFunction } from "./functions.js";
import { executeLoop } from "./loops.js";
import { bind } from "./patterns.js";
import { raisePaths, raiseVariables } from "./raise.js";
import type { Run } from "./run.js";
import { executeTry } from "./tries.js";
import { NOTHING, Thrown, Unsupported, timed, type Timed } from "./values.js";

/** `decided`: when it was known that this is returned, where that is before it was known which statement does it. */
export type Completion =
  | { kind: "return"; value: Timed; decided?: number | undefined }
  | { kind: "break" | "continue"; label: string | undefined };

/** Declares the names of a statement list, and makes its functions. */
export function hoist(run: Run, statements: readonly Node[], scope: Scope, names: readonly string[]): void {
  const constants = new Set<string>();
  for (const outer of statements) {
    const s = outer.type === "ExportNamedDeclaration" && outer.declaration ? outer.declaration : outer;
    if (s.type === "VariableDeclaration" && s.kind !== "let" && s.kind !== "var")
      for (const name of lexicalNames([s])) constants.add(name);
  }
  for (const name of names) scope.declare(name, !constants.has(name));
  for (const outer of statements) {
    const exported = outer.type === "ExportNamedDeclaration" || outer.type === "ExportDefaultDeclaration";
    const s = exported && outer.declaration ? outer.declaration : outer;
    if (s.type === "FunctionDeclaration" && s.id && s.body)
      scope.declare(s.id.name, true, timed(makeFunction(run, s, scope, s.id.name)));
  }
}

/** Runs statements in a scope of their own. */
export function executeList(
  run: Run,
  statements: readonly Node[],
  scope: Scope,
  names: readonly string[],
): Completion | undefined {
  hoist(run, statements, scope, names);
  return executeStatements(run, statements, scope);
}

export function executeStatements(run: Run, statements: readonly Node[], scope: Scope): Completion | undefined {
  const guarded: { rest: readonly Node[]; t: number }[] = [];
  let completion: Completion | undefined;
  let decided: number | undefined;
  for (let i = 0; i < statements.length && !completion; i++) {
    const statement = statements[i] as Node;
    if (givesOneVariable(statement)) decided ??= run.ctl;
    completion = execute(run, statement, scope);
    if (!mayExit(statement)) continue;
    const rest = neverGoesOn(statement) ? [] : reachable(statements.slice(i + 1));
    decide(run, rest, run.ctl);
    if (completion) raisePaths(run, rest, scope, run.ctl);
    guarded.push({ rest, t: run.ctl });
  }
  // Whether the rest runs hangs on the exit; so does what its variables stand for afterwards.
  for (const { rest, t } of guarded) raiseVariables(rest, scope, t);
  return completion?.kind === "return" && decided !== undefined ? { ...completion, decided } : completion;
}

export function execute(run: Run, node: Node, scope: Scope, labels: readonly string[] = []): Completion | undefined {
  switch (node.type) {
    case "ExpressionStatement":
      evaluate(run, node.expression, scope);
      return undefined;
    case "VariableDeclaration":
      return declare(run, node, scope);
    case "ReturnStatement": {
      const value = node.argument ? evaluate(run, node.argument, scope) : NOTHING;
      return { kind: "return", value };
    }
    case "BlockStatement":
      return executeList(run, node.body, scope.inner(), lexicalNames(node.body));
    case "IfStatement":
      return executeIf(run, node, scope);
    case "ThrowStatement": {
      const value = evaluate(run, node.argument, scope);
      throw new Thrown(timed(value.v, Math.max(run.ctl, value.t)));
    }
    case "ForStatement":
    case "ForInStatement":
    case "ForOfStatement":
    case "WhileStatement":
    case "DoWhileStatement":
      return executeLoop(run, node, scope, labels);
    case "BreakStatement":
    case "ContinueStatement":
      return { kind: node.type === "BreakStatement" ? "break" : "continue", label: node.label?.name };
    case "LabeledStatement": {
      const { name } = node.label;
      const before = run.ctl;
      const { result, t } = inside(run, "label", [name], () => execute(run, node.body, scope, [...labels, name]));
      if (result && !(result.kind === "break" && result.label === name)) return result;
      run.ctl = Math.max(before, t);
      return undefined;
    }
    case "SwitchStatement":
      return executeSwitch(run, node, scope);
    case "TryStatement":
      return executeTry(run, node, scope);
    case "ClassDeclaration": {
      const made = makeClass(run, node, scope);
      const binding = node.id ? scope.lookup(node.id.name) : undefined;
      if (binding) binding.value = made;
      return undefined;
    }
    case "ExportNamedDeclaration":
      return node.declaration ? execute(run, node.declaration, scope) : undefined;
    case "ExportDefaultDeclaration":
      if (node.declaration.type === "FunctionDeclaration" && node.declaration.id) return undefined;
      if (node.declaration.type === "ClassDeclaration" && node.declaration.id)
        return execute(run, node.declaration, scope);
      scope.declare("*default", true, evaluate(run, asExpression(node.declaration), scope, "default"));
      return undefined;
    case "TSEnumDeclaration":
      return declareEnum(run, node, scope);
    case "FunctionDeclaration":
    case "EmptyStatement":
    case "DebuggerStatement":
    case "ImportDeclaration":
    case "ExportAllDeclaration":
    case "TSDeclareFunction":
    case "TSInterfaceDeclaration":
    case "TSTypeAliasDeclaration":
      return undefined;
    case "TSModuleDeclaration":
      if (node.declare) return undefined;
      throw new Unsupported("a namespace");
    default:
      throw new Unsupported(`statement ${node.type}`);
  }
}

const asExpression = (node: Node): Node =>
  node.type === "FunctionDeclaration"
    ? ({ ...node, type: "FunctionExpression" } as Node)
    : node.type === "ClassDeclaration"
      ? ({ ...node, type: "ClassExpression" } as Node)
      : node;

export function declare(run: Run, node: Extract<Node, { type: "VariableDeclaration" }>, scope: Scope): undefined {
  if (node.declare) return undefined;
  for (const { id, init } of node.declarations) {
    if (!init) {
      if (node.kind !== "var") bind(run, id, NOTHING, scope, "declare");
      continue;
    }
    const named = id.type === "Identifier" && isAnonymous(bare(init)) ? id.name : "";
    bind(run, id, evaluate(run, init, scope, named), scope, "declare");
  }
  return undefined;
}

function executeIf(run: Run, node: Extract<Node, { type: "IfStatement" }>, scope: Scope): Completion | undefined {
  const test = evaluate(run, node.test, scope);
  const arms = [node.consequent, ...(node.alternate ? [node.alternate] : [])];
  const taken = test.v ? node.consequent : node.alternate;
  raisePaths(
    run,
    arms.filter((a) => a !== taken),
    scope,
    test.t,
  );
  const before = run.ctl;
  run.ctl = Math.max(before, test.t);
  decide(run, arms, run.ctl);
  const completion = taken ? execute(run, taken, scope) : undefined;
  raiseVariables(arms, scope, test.t);
  if (!completion && !mayExit(node)) run.ctl = before;
  return completion;
}

function executeSwitch(
  run: Run,
  node: Extract<Node, { type: "SwitchStatement" }>,
  scope: Scope,
): Completion | undefined {
  const value = evaluate(run, node.discriminant, scope);
  const before = run.ctl;
  const statements = node.cases.flatMap((c): Statement[] => c.consequent);
  const inner = scope.inner();
  hoist(run, statements, inner, lexicalNames(statements));
  let decided = 0;
  let at = -1;
  // A test is guarded by those before it, the first one by none.
  const tests: { test: Node; t: number }[] = [];
  for (const [i, { test }] of node.cases.entries()) {
    if (!test) continue;
    tests.push({ test, t: decided });
    if (at >= 0) {
      raisePaths(run, [test], inner, decided);
      continue;
    }
    run.ctl = Math.max(before, decided);
    const label = evaluate(run, test, inner);
    decided = Math.max(decided, value.t, label.t);
    if (label.v === value.v) at = i;
  }
  if (at < 0) at = node.cases.findIndex((c) => c.test === null);
  run.ctl = Math.max(before, decided);
  const skipped = at < 0 ? node.cases : node.cases.slice(0, at);
  raisePaths(
    run,
    skipped.flatMap((c): Statement[] => c.consequent),
    scope,
    decided,
  );
  const reached = at < 0 ? [] : node.cases.slice(at).flatMap((c): Statement[] => c.consequent);
  const { result: completion, t: leftT } = inside(run, "switch", [], () => {
    decide(run, statements, run.ctl);
    return executeStatements(run, reached, inner);
  });
  for (const { test, t } of tests) raiseVariables([test], inner, t);
  raiseVariables(statements, inner, decided);
  const own = completion?.kind === "break" && completion.label === undefined;
  if (completion && !own) return completion;
  run.ctl = Math.max(before, leftT);
  return undefined;
}

function declareEnum(run: Run, node: Extract<Node, { type: "TSEnumDeclaration" }>, scope: Scope): undefined {
  if (node.declare) return undefined;
  const made: Record<string, unknown> = run.times.born({});
  const inner = scope.inner();
  let next = 0;
  for (const { id, initializer } of node.body.members) {
    const name = id.type === "Identifier" ? id.name : id.type === "Literal" ? String(id.value) : undefined;
    if (name === undefined) throw new Unsupported("an enum with computed names");
    const value = initializer ? evaluate(run, initializer, inner).v : next;
    made[name] = value;
    inner.declare(name, false, timed(value));
    if (typeof value === "number") {
      made[String(value)] = name;
      next = value + 1;
    }
  }
  scope.declare(node.id.name, true, timed(made));
  return undefined;
}
