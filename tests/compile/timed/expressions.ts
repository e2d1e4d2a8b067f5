/** Expressions: the value as JavaScript has it, and when it is there. */
import type { Node } from "oxc-parser";
import { bare } from "./analysis.js";
import { callFunction } from "./calls.js";
import { callSuper, construct, makeClass } from "./classes.js";
import { read, type Scope } from "./environment.js";
import { isAnonymous, makeFunction } from "./functions.js";
import { arrayLiteral, objectLiteral } from "./literals.js";
import { getMember, getPrivate, hasPrivate, iterate, deleteMember } from "./members.js";
import { binary, unary, update } from "./operators.js";
import { bind, assignName, keyOf, place } from "./patterns.js";
import { raiseAll } from "./raise.js";
import type { Run } from "./run.js";
import { NOTHING, Thrown, Unsupported, notBefore, timed, type Arguments, type Timed } from "./values.js";

/** The rest of an optional chain is left out. */
class Short {
  readonly t: number;
  /** What there was to evaluate before that. */
  readonly evaluated: Node;
  constructor(t: number, evaluated: Node) {
    this.t = t;
    this.evaluated = evaluated;
  }
}

export function evaluate(run: Run, node: Node, scope: Scope, name = ""): Timed {
  switch (node.type) {
    case "Literal":
      return literal(run, node);
    case "Identifier":
      return identifier(run, node.name, scope);
    case "TemplateLiteral": {
      let text = node.quasis[0]?.value.cooked ?? "";
      let t = 0;
      for (const [i, expression] of node.expressions.entries()) {
        const part = evaluate(run, expression, scope);
        const made = sync(run, run.times.asText(part), () => `${part.v as string}`);
        text += (made.v as string) + (node.quasis[i + 1]?.value.cooked ?? "");
        t = Math.max(t, made.t);
      }
      return timed(text, t);
    }
    case "TaggedTemplateExpression": {
      const { f, self } = calleeOf(run, node.tag, scope) as { f: Timed; self: Timed };
      const cooked = node.quasi.quasis.map((q) => q.value.cooked);
      const strings = Object.assign(cooked, { raw: node.quasi.quasis.map((q) => q.value.raw) });
      const args = node.quasi.expressions.map((part) => evaluate(run, part, scope));
      return callFunction(run, f, self, [timed(strings), ...args]);
    }
    case "ParenthesizedExpression":
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "TSTypeAssertion":
    case "TSInstantiationExpression":
    case "TSNonNullExpression":
      return evaluate(run, node.expression, scope, name);
    case "AwaitExpression":
      return evaluate(run, node.argument, scope);
    case "ThisExpression": {
      const { self, home } = scope.frame.owner;
      if (!self && home)
        throw new Thrown(
          timed(
            new ReferenceError(
              "Must call super constructor in derived class before accessing 'this' or returning from derived constructor",
            ),
            run.ctl,
          ),
        );
      return self ?? NOTHING;
    }
    case "ArrayExpression":
      return arrayLiteral(run, node, scope);
    case "ObjectExpression":
      return objectLiteral(run, node, scope);
    case "FunctionExpression":
    case "ArrowFunctionExpression":
      return timed(makeFunction(run, node, scope, node.id?.name ?? name));
    case "ClassExpression":
      return makeClass(run, node, scope, node.id?.name ?? name);
    case "UnaryExpression":
      return unaryExpression(run, node, scope);
    case "UpdateExpression": {
      const target = place(run, node.argument, scope);
      const { before, after } = update(run, target.read(), node.operator);
      target.write(after);
      return node.prefix ? after : before;
    }
    case "BinaryExpression": {
      if (node.left.type === "PrivateIdentifier")
        return hasPrivate(run, evaluate(run, node.right, scope), scope, node.left.name);
      const left = evaluate(run, node.left, scope);
      return binary(run, node.operator, left, evaluate(run, node.right, scope));
    }
    case "LogicalExpression": {
      const left = evaluate(run, node.left, scope);
      return goesOn(node.operator, left.v)
        ? arm(run, left, node.right, scope)
        : (raiseAll(run, [node.right], scope, left.t), left);
    }
    case "ConditionalExpression": {
      const test = evaluate(run, node.test, scope);
      const [taken, other] = test.v ? [node.consequent, node.alternate] : [node.alternate, node.consequent];
      const result = arm(run, test, taken, scope);
      raiseAll(run, [other], scope, test.t);
      return result;
    }
    case "SequenceExpression": {
      let last = NOTHING;
      for (const part of node.expressions) last = evaluate(run, part, scope);
      return last;
    }
    case "AssignmentExpression":
      return assignment(run, node, scope);
    case "ChainExpression": {
      const before = run.ctl;
      const result = link(run, node.expression, scope);
      run.ctl = before;
      if (!(result instanceof Short)) return result;
      raiseAll(run, [node], scope, result.t, result.evaluated);
      return timed(undefined, result.t);
    }
    case "MemberExpression":
    case "CallExpression":
      return link(run, node, scope) as Timed;
    case "NewExpression": {
      const ctor = evaluate(run, node.callee, scope);
      const args = argumentsOf(run, node.arguments, scope);
      return newExpression(run, ctor, args);
    }
    case "MetaProperty":
      if (node.meta.name === "new") return timed(scope.frame.owner.newTarget);
      throw new Unsupported("import.meta");
    default:
      throw new Unsupported(`expression ${node.type}`);
  }
}

function literal(run: Run, node: Extract<Node, { type: "Literal" }>): Timed {
  if ("regex" in node) return timed(run.times.born(new RegExp(node.regex.pattern, node.regex.flags)));
  return timed("bigint" in node ? BigInt(node.bigint) : node.value);
}

function identifier(run: Run, name: string, scope: Scope): Timed {
  const binding = scope.lookup(name);
  if (binding) return read(binding, name, run.ctl);
  if (run.globals.has(name)) return timed(run.globals.get(name));
  if (name in globalThis) throw new Unsupported(`the global ${name}`);
  throw new Thrown(timed(new ReferenceError(`${name} is not defined`), run.ctl));
}

/** A step of sync code that may call back into the program (`toString`). */
export function sync(run: Run, t: number, step: () => unknown): Timed {
  const { nativeT, nativeOut } = run;
  run.nativeT = t;
  run.nativeOut = t;
  const v = run.native(t, step);
  const out = run.nativeOut;
  run.nativeT = nativeT;
  run.nativeOut = nativeOut;
  return timed(v, out);
}

/** Evaluates what is only reached when `test` says so. */
function arm(run: Run, test: Timed, node: Node, scope: Scope): Timed {
  const before = run.ctl;
  run.ctl = Math.max(before, test.t);
  const result = notBefore(evaluate(run, node, scope), test.t);
  run.ctl = before;
  raiseAll(run, [node], scope, test.t);
  return result;
}

function goesOn(operator: string, left: unknown): boolean {
  if (operator.startsWith("&&")) return Boolean(left);
  if (operator.startsWith("||")) return !left;
  return left === null || left === undefined;
}

function unaryExpression(run: Run, node: Extract<Node, { type: "UnaryExpression" }>, scope: Scope): Timed {
  const argument = bare(node.argument);
  if (node.operator === "typeof" && argument.type === "Identifier" && !scope.lookup(argument.name))
    return timed(typeof (run.globals.get(argument.name) ?? (globalThis as Record<string, unknown>)[argument.name]));
  if (node.operator === "delete") {
    const target = argument.type === "ChainExpression" ? argument.expression : argument;
    if (target.type !== "MemberExpression" || target.property.type === "PrivateIdentifier")
      throw new Unsupported("delete");
    const object = evaluate(run, target.object, scope);
    if (argument.type === "ChainExpression" && (object.v === null || object.v === undefined))
      return timed(true, object.t);
    return deleteMember(run, object, keyOf(run, target.property, target.computed, scope));
  }
  return unary(run, node.operator, evaluate(run, node.argument, scope));
}

function assignment(run: Run, node: Extract<Node, { type: "AssignmentExpression" }>, scope: Scope): Timed {
  const { operator } = node;
  const left = bare(node.left);
  const named = left.type === "Identifier" && isAnonymous(bare(node.right)) ? left.name : "";
  if (operator === "=") {
    if (left.type === "ArrayPattern" || left.type === "ObjectPattern") {
      const value = evaluate(run, node.right, scope);
      bind(run, left, value, scope, "assign");
      return value;
    }
    if (left.type === "Identifier") {
      const value = evaluate(run, node.right, scope, named);
      assignName(run, left.name, value, scope);
      return value;
    }
    const target = place(run, left, scope);
    const value = evaluate(run, node.right, scope);
    target.write(value);
    return value;
  }
  const target = place(run, left, scope);
  const old = target.read();
  if (operator === "&&=" || operator === "||=" || operator === "??=") {
    let result = old;
    if (goesOn(operator, old.v)) {
      const before = run.ctl;
      run.ctl = Math.max(before, old.t);
      result = notBefore(evaluate(run, node.right, scope, named), old.t);
      target.write(result);
      run.ctl = before;
    }
    // What the place is made of was evaluated before.
    raiseAll(run, [node], scope, old.t, node.left);
    return result;
  }
  const value = binary(run, operator.slice(0, -1), old, evaluate(run, node.right, scope));
  target.write(value);
  return value;
}

// ---- members and calls, which may be links of an optional chain

function link(run: Run, node: Node, scope: Scope): Timed | Short {
  if (node.type === "MemberExpression") {
    const found = member(run, node, scope);
    return found instanceof Short ? found : found.f;
  }
  if (node.type === "CallExpression") {
    if (node.callee.type === "Super") return superCall(run, node, scope);
    const found = calleeOf(run, node.callee, scope);
    if (found instanceof Short) return found;
    const { f, self } = found;
    if (node.optional) {
      if (f.v === null || f.v === undefined) return new Short(f.t, node.callee);
      run.ctl = Math.max(run.ctl, f.t);
    }
    return callFunction(run, f, self, argumentsOf(run, node.arguments, scope));
  }
  if (node.type === "TSNonNullExpression") return link(run, node.expression, scope);
  return evaluate(run, node, scope);
}

type Callee = { f: Timed; self: Timed };

function calleeOf(run: Run, node: Node, scope: Scope): Callee | Short {
  switch (node.type) {
    case "MemberExpression":
      return member(run, node, scope);
    case "TSNonNullExpression":
    case "ParenthesizedExpression":
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "TSTypeAssertion":
    case "TSInstantiationExpression":
      return calleeOf(run, node.expression, scope);
    case "ChainExpression": {
      const before = run.ctl;
      const found = calleeOf(run, node.expression, scope);
      run.ctl = before;
      return found instanceof Short ? { f: timed(undefined, found.t), self: NOTHING } : found;
    }
    case "CallExpression": {
      const f = link(run, node, scope);
      return f instanceof Short ? f : { f, self: NOTHING };
    }
    default:
      return { f: evaluate(run, node, scope), self: NOTHING };
  }
}

function member(run: Run, node: Extract<Node, { type: "MemberExpression" }>, scope: Scope): Callee | Short {
  if (node.object.type === "Super") {
    const frame = scope.frame.owner;
    if (!frame.home) throw new Unsupported("super outside a method");
    const self = frame.self ?? NOTHING;
    const parent = Object.getPrototypeOf(frame.home) as unknown;
    const key = keyOf(run, node.property as Node as never, node.computed, scope);
    return { f: getMember(run, timed(parent), key, self), self };
  }
  const object = link(run, node.object, scope);
  if (object instanceof Short) return object;
  if (node.optional) {
    if (object.v === null || object.v === undefined) return new Short(object.t, node.object);
    run.ctl = Math.max(run.ctl, object.t);
  }
  const { property } = node;
  if (property.type === "PrivateIdentifier") return { f: getPrivate(run, object, scope, property.name), self: object };
  const key = node.computed ? keyOf(run, property as never, true, scope) : timed((property as { name: string }).name);
  return { f: getMember(run, object, key), self: object };
}

function superCall(run: Run, node: Extract<Node, { type: "CallExpression" }>, scope: Scope): Timed {
  const frame = scope.frame.owner;
  const info = frame.home && run.classes.get((frame.home as { constructor: object }).constructor);
  if (!info) throw new Unsupported("super() outside a constructor");
  callSuper(run, argumentsOf(run, node.arguments, scope), frame, info, scope);
  return frame.self ?? NOTHING;
}

export function argumentsOf(run: Run, nodes: readonly Node[], scope: Scope): Arguments {
  const args: Timed[] = [];
  const places: number[] = [];
  let counted = 0;
  for (const node of nodes) {
    if (node.type !== "SpreadElement") {
      args.push(evaluate(run, node, scope));
      places.push(counted);
      continue;
    }
    const source = evaluate(run, node.argument, scope);
    const { v } = source;
    const walks = v !== null && v !== undefined && typeof (v as Iterable<unknown>)[Symbol.iterator] === "function";
    // The engine has words of its own for this.
    if (!walks) run.native(source.t, () => Math.max(...(v as unknown as number[])));
    for (const value of iterate(run, source)) {
      args.push(value);
      places.push(counted);
    }
    counted = Math.max(counted, run.times.shape(source));
  }
  return Object.assign(args, { places, counted });
}

function newExpression(run: Run, ctor: Timed, args: Arguments): Timed {
  if (typeof ctor.v !== "function" || run.modules.has(ctor.v))
    run.fail(new TypeError(`${typeof ctor.v} is not a constructor`), ctor.t);
  const target = ctor.v as object;
  if (run.closures.has(target)) {
    if (run.closures.get(target)?.arrow) run.fail(new TypeError("it is not a constructor"), ctor.t);
    throw new Unsupported("a function used as a constructor");
  }
  const special = run.constructors.get(target);
  return special ? special(run, NOTHING, args, ctor) : construct(run, ctor, args, target);
}
