/** Interpreted functions: each is a real function, so that builtins can call it; a call from here keeps times. */
import type { Node } from "oxc-parser";
import { childrenOf } from "../walk.js";
import { changesOf, exitsOf, lexicalNames, mayExit, namesIn, neverGoesOn, varNames } from "./analysis.js";
import { Frame, Scope } from "./environment.js";
import { evaluate } from "./expressions.js";
import { listOf } from "./members.js";
import { bind } from "./patterns.js";
import type { Closure, FunctionLike, Run } from "./run.js";
import { executeList } from "./statements.js";
import { NOTHING, Unsupported, isObject, notBefore, timed, type Arguments, type Timed } from "./values.js";
import { callFunction } from "./calls.js";
import { startConstructor } from "./classes.js";

export function makeFunction(
  run: Run,
  node: FunctionLike,
  scope: Scope,
  name: string,
  home?: object,
): (...args: unknown[]) => unknown {
  if (node.generator) throw new Unsupported("a generator");
  const made = function (this: unknown, ...args: unknown[]): unknown {
    if (new.target) throw new Unsupported("a function used as a constructor");
    // Called by a builtin: what it passes is there when the builtin runs.
    const t = run.nativeT;
    const before = run.ctl;
    run.ctl = Math.max(before, t);
    const result = callFunction(
      run,
      timed(made, t),
      timed(this, t),
      args.map((arg) => timed(arg, t)),
    );
    run.ctl = before;
    run.nativeT = t;
    run.nativeOut = Math.max(run.nativeOut, run.times.deep(result));
    return result.v;
  };
  Object.defineProperty(made, "name", { value: name, configurable: true });
  Object.defineProperty(made, "length", { value: lengthOf(node), configurable: true });
  run.closures.set(made, { node, scope, home, arrow: node.type === "ArrowFunctionExpression" });
  return made;
}

/** Without the type of `this`, which TypeScript writes like a parameter. */
const parametersOf = (node: FunctionLike): FunctionLike["params"] =>
  node.params.filter((p, i) => i > 0 || p.type !== "Identifier" || p.name !== "this");

function lengthOf(node: FunctionLike): number {
  const params = parametersOf(node);
  const at = params.findIndex((p) => p.type === "AssignmentPattern" || p.type === "RestElement");
  return at < 0 ? params.length : at;
}

/** The name that a function or class without one gets from where it stands. */
export function isAnonymous(node: Node): boolean {
  return (
    node.type === "ArrowFunctionExpression" ||
    ((node.type === "FunctionExpression" || node.type === "ClassExpression") && node.id === null)
  );
}

/** Runs the body. Times of the arguments and of the result stay as they are: a call of a composite is lenient. */
export function callClosure(run: Run, closure: Closure, self: Timed, args: Arguments, frame?: Frame): Timed {
  run.step();
  const { node } = closure;
  const own =
    frame ?? new Frame(closure.arrow ? undefined : self, closure.home, closure.arrow ? closure.scope.frame : undefined);
  const scope = new Scope(closure.scope, own);
  if (node.type === "FunctionExpression" && node.id)
    scope.declare(node.id.name, false, timed(functionOf(run, closure)));
  const before = run.ctl;
  bindParameters(run, node, args, scope);
  if (frame) startConstructor(closure, frame, scope);
  const { around } = run;
  run.around = undefined;
  let result: Timed;
  let decided: number;
  try {
    ({ result, decided } = runBody(run, node, scope, own));
  } finally {
    run.around = around;
  }
  run.ctl = before;
  // Which value is returned hangs on what was decided on the way.
  return decided > before ? notBefore(result, decided) : result;
}

const looked = new WeakSet<FunctionLike>();
const ofOneVariable = new WeakSet<Node>();

/** Whether all that comes from a statement of a function on returns what one variable stands for there. */
export const givesOneVariable = (from: Node): boolean => ofOneVariable.has(from);

function lookForOneVariable(node: FunctionLike): void {
  if (looked.has(node)) return;
  looked.add(node);
  if (!node.body) return;
  const rootOf = rootsIn(node.body);
  const visit = (at: Node): void => {
    if (at.type === "BlockStatement")
      at.body.forEach((statement, i) => {
        if (isOfOneVariable(at.body.slice(i), rootOf)) ofOneVariable.add(statement);
      });
    // What a `try`, a `switch` or a labelled block is left with is known when that is over.
    const isBlock = at.type === "LabeledStatement" && at.body.type === "BlockStatement";
    if (!isBlock && /^(?:Block|If|Labeled|For|ForIn|ForOf|While|DoWhile)Statement$/.test(at.type))
      childrenOf(at).forEach(visit);
  };
  visit(node.body);
}

/** `const same = more;`: the one variable is another name for the other. */
function rootsIn(body: Node): (name: string) => string {
  const sources = new Map<string, string | undefined>();
  const { assigned } = changesOf(body);
  const visit = (at: Node): void => {
    if (at.type === "VariableDeclarator") {
      const { id, init } = at;
      const source = id.type === "Identifier" && init?.type === "Identifier" ? init.name : undefined;
      const isSame = source !== undefined && !assigned.has(source);
      for (const name of namesIn(id)) sources.set(name, isSame && !sources.has(name) ? source : undefined);
    }
    childrenOf(at).forEach(visit);
  };
  visit(body);
  return (name) => {
    const seen = new Set([name]);
    for (const root of seen) {
      const source = sources.get(root);
      if (source === undefined || assigned.has(root)) return root;
      seen.add(source);
    }
    return name;
  };
}

function isOfOneVariable(statements: readonly Node[], rootOf: (name: string) => string): boolean {
  if (!statements.some(neverGoesOn) || new Set(statements.flatMap((s) => [...exitsOf(s)])).size > 1) return false;
  const names = new Set<string | undefined>();
  const visit = (at: Node): void => {
    if (at.type === "ReturnStatement")
      names.add(at.argument?.type === "Identifier" ? rootOf(at.argument.name) : undefined);
    else if (at.type === "IfStatement" || at.type === "BlockStatement") childrenOf(at).forEach(visit);
    else if (mayExit(at)) names.add(undefined);
  };
  statements.forEach(visit);
  const [name] = names;
  const isChanged = (s: Node): boolean => mayExit(s) && (changesOf(s).assigned.has(name ?? "") || declares(s, name));
  return names.size === 1 && name !== undefined && !statements.some(isChanged);
}

const declares = (node: Node, name: string | undefined): boolean =>
  (node.type === "VariableDeclarator" && namesIn(node.id).includes(name ?? "")) ||
  childrenOf(node).some((child) => declares(child, name));

const functions = new WeakMap<Closure, object>();
export function functionOf(run: Run, closure: Closure): object {
  let known = functions.get(closure);
  if (!known) functions.set(closure, (known = makeFunction(run, closure.node, closure.scope, "", closure.home)));
  return known;
}

function bindParameters(run: Run, node: FunctionLike, args: Arguments, scope: Scope): void {
  const params = parametersOf(node);
  const { counted = 0, places } = args;
  for (const parameter of params) for (const name of namesIn(parameter)) scope.declare(name, true);
  if (!scope.names.has("arguments") && node.type !== "ArrowFunctionExpression" && mentionsArguments(node))
    scope.declare("arguments", true, timed(listOf(run, args, () => counted)));
  params.forEach((parameter, i) => {
    if (parameter.type === "RestElement") {
      bind(run, parameter.argument, timed(listOf(run, args.slice(i), () => counted)), scope, "declare");
      return;
    }
    const pattern = parameter.type === "TSParameterProperty" ? parameter.parameter : parameter;
    const value = args[i];
    // That there is none is known when it is known how many there are.
    bind(run, pattern, value ? notBefore(value, places?.[i] ?? 0) : timed(undefined, counted), scope, "declare");
  });
}

const mentions = new WeakMap<FunctionLike, boolean>();
function mentionsArguments(node: FunctionLike): boolean {
  let known = mentions.get(node);
  if (known === undefined) {
    const isNamed = (at: Node): boolean =>
      (at.type === "Identifier" && at.name === "arguments") || childrenOf(at).some(isNamed);
    mentions.set(node, (known = isNamed(node)));
  }
  return known;
}

/** What it returns, and when it is decided which value that is. */
function runBody(run: Run, node: FunctionLike, scope: Scope, frame: Frame): { result: Timed; decided: number } {
  const { body } = node;
  if (!body) throw new Unsupported("a function without a body");
  const before = run.ctl;
  if (body.type !== "BlockStatement") return { result: evaluate(run, body as Node, scope), decided: before };
  lookForOneVariable(node);
  const names = varNames(body);
  const inner = new Scope(scope, frame);
  for (const name of names) if (!scope.names.has(name)) inner.declare(name, true, NOTHING);
  const completion = executeList(run, body.body, inner, lexicalNames(body.body));
  if (completion?.kind !== "return") return { result: NOTHING, decided: run.ctl };
  return { result: completion.value, decided: completion.decided ?? run.ctl };
}

export function thrownIfNotCallable(run: Run, f: Timed): void {
  if (typeof f.v !== "function")
    run.fail(new TypeError(`${isObject(f.v) ? "object" : String(f.v as string)} is not a function`), f.t);
}
