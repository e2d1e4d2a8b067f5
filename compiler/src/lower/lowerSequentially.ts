/**
 * The part of a method that runs as written, one module call after another: every module call becomes an
 * `await` in its place, and what surrounds it stays byte for byte. Always right, never fast.
 *
 *   for (const d of docs) out.push(this.x(d));
 *     →  for (const d of docs) out.push((await $.call(0, this.x, [d])).value);
 */
import type { CallExpression, Expression, Node } from "oxc-parser";
import { ARRAY_CALLBACKS } from "../analyze/kinds.js";
import { containsLaunch, type Launch } from "../analyze/launches.js";
import { isValueFunction, localCallsIn, sharedBy } from "../analyze/localFunctions.js";
import type { Code, Input, Part } from "../ir.js";
import {
  PLT1001,
  PLT1002,
  PLT1003,
  PLT1004,
  PLT1005,
  PLT2003,
  PLT2005,
  PLT2006,
  PLT2007,
  type Message,
} from "../messages.generated.js";
import { declaredIn, type Binding } from "../syntax/bindings.js";
import type { SourceFile } from "../syntax/file.js";
import { shortText } from "../syntax/file.js";
import { childrenOf, isFunction, isTypeOnly, keyName, peel, walk, type AnyFunction } from "../syntax/walk.js";
import { freeReferences, lookup } from "./captures.js";
import { isArrayFrom } from "./lowerCallback.js";
import { usesThis } from "./lowerClosure.js";
import { promiseJoin } from "./lowerPromise.js";
import { CannotCompile, Unsupported, type Cursor, type State } from "./state.js";

export function lowerSequentially(
  state: State,
  at: Cursor,
  node: Node,
  leaves?: readonly string[],
): { inputs: Input[]; code: Code } {
  const inputs: Input[] = [];
  const seen = new Set<Binding>();
  for (const reference of freeReferences(state, node)) {
    const binding = reference.binding as Binding;
    if (seen.has(binding)) continue;
    seen.add(binding);
    inputs.push({ name: binding.name, value: lookup(state, at.env, binding, node) });
  }
  // What the functions that it calls take from the method.
  for (const fn of localCallsIn(state.ctx, node)) {
    if (!state.lowered.has(fn)) continue;
    for (const binding of sharedBy(state.ctx, fn).takes) {
      if (seen.has(binding) || declaredIn(binding, node)) continue;
      seen.add(binding);
      inputs.push({ name: binding.name, value: lookup(state, at.env, binding, node) });
    }
  }
  return { inputs, code: sequentialCode(state, node, leaves) };
}

/** Why a statement runs as written. */
lowerSequentially.remark = (state: State, node: Node): Message => {
  switch (node.type) {
    case "ForStatement":
    case "ForOfStatement":
    case "ForInStatement":
    case "WhileStatement":
    case "DoWhileStatement":
      return PLT2003({ reason: "loops with module calls run as written" });
    case "TryStatement":
      return PLT2005({ reason: "a handler must see exactly what happened before it" });
    default: {
      const file: SourceFile = state.ctx.file;
      return PLT2007({ construct: shortText(file, node, 40) });
    }
  }
};

/** The text of `node` with every module call awaited in its place. */
export function sequentialCode(state: State, node: Node, leaves?: readonly string[]): Code {
  const edits = new Edits(state);
  edits.visit(node, undefined);
  if (leaves) for (const edit of boxedReturns(node, leaves)) edits.add(edit);
  return edits.apply(node);
}

/** What gives the parameters of `fn` their values where a default makes a module call; `names` are the arguments. */
export function sequentialParameters(state: State, fn: AnyFunction, names: readonly string[]): Code {
  return new Edits(state).parameters(fn, names);
}

interface Edit {
  start: number;
  end: number;
  code: Code;
}

class Edits {
  readonly #state: State;
  readonly #edits: Edit[] = [];
  readonly #asynchronous = new Set<AnyFunction>();

  constructor(state: State) {
    this.#state = state;
  }

  add(edit: Edit): void {
    this.#edits.push(edit);
  }

  /** The text of `range` with the edits in it made. */
  apply(range: { start: number; end: number }): Code {
    const parts: Part[] = [];
    let from = range.start;
    const inside = this.#edits
      .filter((e) => e.start >= range.start && e.end <= range.end)
      // At one place: what is inserted, then the edit that holds the others.
      .sort((a, b) => a.start - b.start || Number(a.end > a.start) - Number(b.end > b.start) || b.end - a.end);
    for (const edit of inside) {
      if (edit.start < from) continue; // inside one that was made already
      if (edit.start > from) parts.push({ start: from, end: edit.start });
      parts.push(...edit.code);
      from = edit.end;
    }
    if (from < range.end) parts.push({ start: from, end: range.end });
    return parts;
  }

  visit(node: Node, parent: Node | undefined): void {
    if (isTypeOnly(node)) return;
    const { ctx } = this.#state;
    if (isFunction(node) && containsLaunch(node, ctx.launches)) {
      if (this.#asValue(node, parent)) return;
      if (!node.async) this.#makeAsync(node, parent);
      this.#function(node);
      return;
    }
    if (node.type === "ChainExpression" && this.#optionalCall(node.expression, node)) return;
    if (node.type === "CallExpression") {
      const launch = ctx.launches.get(node);
      if (launch && launch.kind !== "local") {
        this.#call(launch);
        return;
      }
      if (this.#promiseAll(node) || this.#arrayCallback(node) || this.#immediate(node)) return;
      if (this.#localCall(node)) return;
    }
    if ((node.type === "ClassExpression" || node.type === "ClassDeclaration") && containsLaunch(node, ctx.launches)) {
      throw new CannotCompile(node, PLT1003({ className: node.id?.name ?? "this class" }));
    }
    for (const child of childrenOf(node)) this.visit(child, node);
  }

  /** A function that is stored, returned or passed on: compiled code that calls it waits for it. */
  #asValue(fn: AnyFunction, parent: Node | undefined): boolean {
    const { ctx } = this.#state;
    if (!isValueFunction(fn, ctx) || fn.generator || fn.type === "FunctionDeclaration") return false;
    if (parent?.type === "Property" && (parent.kind !== "init" || parent.method)) return false;
    if (fn.type !== "ArrowFunctionExpression" && usesThis(fn)) return false;
    this.#function(fn);
    const $ = this.#state.scopeName;
    const params = fn.params.length > 0 ? [", ", ...this.apply(rangeOf(fn.params))] : [];
    const code = [`${$}.closure(async (${$}`, ...params, ") => ", ...this.apply(fn.body as Node), ")"];
    this.#edits.push({ start: fn.start, end: fn.end, code });
    return true;
  }

  /** The parts of a function. No `await` can stand in a parameter's default: that moves into the body. */
  #function(fn: AnyFunction): void {
    for (const param of fn.params) this.visit(param as Node, fn);
    const body = fn.body as Node;
    this.visit(body, fn);
    if (!fn.params.some((param) => containsLaunch(param, this.#state.ctx.launches))) return;
    const params = fn.params.filter((param) => !isThisParameter(param));
    const $ = this.#state.scopeName;
    const taken: Part[] = [" var [", ...this.#asPattern(params), `] = ${$}args;`];
    const range = rangeOf(params);
    this.#edits.push({ ...range, code: [`...${$}args`] });
    if (body.type === "BlockStatement") this.#edits.push({ start: body.start + 1, end: body.start + 1, code: taken });
    else {
      const code = ["{", ...taken, " return (", ...this.apply(body), "); }"];
      this.#edits.push({ start: body.start, end: body.end, code });
    }
  }

  /** `q: string, r = this.a(q)` → `q, r = …`, which takes a list apart as a call does its arguments. */
  #asPattern(params: readonly Node[]): Code {
    for (const param of params) {
      const target = param.type === "AssignmentPattern" ? param.left : param.type === "RestElement" ? param.argument : param;
      const typed = target as Node & { typeAnnotation?: Node | null; optional?: boolean };
      const end = Math.max(typed.end, typed.typeAnnotation?.end ?? 0);
      if (typed.type === "Identifier") this.#edits.push({ start: typed.start + typed.name.length, end, code: [] });
      else if (typed.typeAnnotation) this.#edits.push({ start: typed.typeAnnotation.start, end, code: [] });
      if (param.type === "RestElement" && param.typeAnnotation)
        this.#edits.push({ start: param.typeAnnotation.start, end: param.typeAnnotation.end, code: [] });
    }
    return this.apply(rangeOf(params));
  }

  /** The parameters of the method, of which `names` have the values. */
  parameters(fn: AnyFunction, names: readonly string[]): Code {
    const params = fn.params.filter((param) => !isThisParameter(param));
    for (const param of params) this.visit(param as Node, fn);
    return ["var [", ...this.#asPattern(params), `] = [${names.join(", ")}]; `];
  }

  /** Makes a function async, where everyone who calls it can await it. */
  #makeAsync(fn: AnyFunction, parent: Node | undefined): void {
    const { ctx } = this.#state;
    const named = (name: string): void => {
      if (fn.generator) throw new CannotCompile(fn, PLT1004({ name }));
    };
    if (parent?.type === "Property" && (parent.kind === "get" || parent.kind === "set")) {
      throw new CannotCompile(
        parent,
        PLT1002({ kind: `${parent.kind}ter`, name: keyName(parent.key, parent.computed) ?? "it" }),
      );
    }
    let binding: Binding | undefined;
    if (fn.type === "FunctionDeclaration" && fn.id) binding = ctx.file.bindings.declared.get(fn.id.start);
    else if (parent?.type === "VariableDeclarator" && parent.id.type === "Identifier") {
      binding = ctx.file.bindings.declared.get(parent.id.start);
    }
    named(binding?.name ?? "a callback");
    if (!binding || binding.writes.length > 0) {
      throw new CannotCompile(fn, PLT1005({ callback: shortText(ctx.file, fn, 40) }));
    }
    for (const reference of binding.references) {
      if (!this.#isDirectCall(reference.start)) {
        throw new CannotCompile(
          { ...fn, start: reference.start, end: reference.end },
          PLT1005({ callback: binding.name }),
        );
      }
    }
    this.#asynchronous.add(fn);
    this.#edits.push({ start: fn.start, end: fn.start, code: ["async "] });
  }

  #isDirectCall(start: number): boolean {
    let direct = false;
    const visit = (node: Node): void => {
      if (direct || node.start > start || node.end <= start) return;
      if (
        node.type === "CallExpression" &&
        !node.optional &&
        node.callee.type === "Identifier" &&
        node.callee.start === start
      )
        direct = true;
      for (const child of childrenOf(node)) visit(child);
    };
    visit(this.#state.ctx.fn.body as Node);
    return direct;
  }

  #call(launch: Launch, within = false): void {
    const { node } = launch;
    if (node.optional && !within) {
      throw new CannotCompile(node, PLT1005({ callback: "an optional call" }));
    }
    const site = this.#state.site(launch);
    for (const argument of node.arguments) this.visit(argument, node);
    const args: Part[] = [];
    node.arguments.forEach((argument, i) => {
      if (i > 0) args.push(", ");
      args.push(...this.apply(argument));
    });
    const head: Part[] = [];
    if (launch.kind === "method") {
      head.push(`(await ${this.#state.scopeName}.invoke(${site}, this, ${JSON.stringify(launch.name)}, [`);
      this.#edits.push({ start: node.start, end: node.end, code: [...head, ...args, "])).value"] });
      return;
    }
    this.visit(launch.callee, node);
    const callee = this.apply(launch.callee);
    const self: Part[] =
      launch.kind === "super"
        ? [", this"]
        : (!launch.certain || launch.kind === "function") && launch.callee.type === "MemberExpression"
          ? [", ", ...this.apply(launch.callee.object)]
          : [];
    this.#edits.push({
      start: node.start,
      end: node.end,
      code: [`(await ${this.#state.scopeName}.call(${site}, `, ...callee, ", [", ...args, "]", ...self, ")).value"],
    });
  }

  /** `this.maybe?.(x)`: its callee is read twice, so that it must be one that can be. */
  #optionalCall(node: Node, chain: Node): boolean {
    const launch = this.#state.ctx.launches.get(node);
    if (!launch?.node.optional || launch.kind !== "module") return false;
    let plain = true;
    walk(launch.callee, (inner) => {
      const simple = [
        "MemberExpression",
        "Identifier",
        "ThisExpression",
        "Literal",
        "PrivateIdentifier",
        "Super",
      ].includes(inner.type);
      const wrapper = inner.type === "ParenthesizedExpression" || inner.type.startsWith("TS");
      if ((!simple && !wrapper) || (inner.type === "MemberExpression" && inner.optional)) plain = false;
      return plain;
    });
    if (!plain) return false;
    const callee = { start: launch.callee.start, end: launch.callee.end };
    this.#call(launch, true);
    const call = this.#edits.pop() as Edit;
    const code = ["((", callee, ") == null ? undefined : ", ...call.code, ")"];
    this.#edits.push({ start: chain.start, end: chain.end, code });
    return true;
  }

  /** `Promise.all(list.map(async (x) => await this.ok(x)))`: one after another, so that the first error is the first of the program. */
  #promiseAll(node: CallExpression): boolean {
    const join = promiseJoin(node, this.#state);
    const map = join?.method === "all" ? peel(join.list) : undefined;
    if (map?.type !== "CallExpression" || map.callee.type !== "MemberExpression") return false;
    const [first] = map.arguments;
    const callback = first && first.type !== "SpreadElement" ? peel(first) : undefined;
    if (!callback || !isFunction(callback) || !callback.async || callback.generator || map.arguments.length > 1)
      return false;
    this.visit(map.callee.object, map.callee);
    this.#function(callback);
    const head = `(await ${this.#state.scopeName}.array("map", `;
    const code = [head, ...this.apply(map.callee.object), ", ", ...this.apply(first as Node), ")).value"];
    this.#edits.push({ start: node.start, end: node.end, code });
    return true;
  }

  /** `(() => this.a(x))()`: the function is async, and awaited. */
  #immediate(node: CallExpression): boolean {
    const fn = peel(node.callee);
    if (!isFunction(fn) || fn.generator || fn.async || !containsLaunch(fn, this.#state.ctx.launches)) return false;
    this.#function(fn);
    for (const argument of node.arguments) this.visit(argument, node);
    this.#edits.push({ start: fn.start, end: fn.start, code: ["async "] });
    const code: Part[] = ["(await ", ...this.apply(node), ")"];
    this.#edits.push({ start: node.start, end: node.end, code });
    return true;
  }

  /** `list.filter((x) => this.ok(x))`: the method of the same name that awaits its callback. */
  #arrayCallback(node: CallExpression): boolean {
    if (node.callee.type !== "MemberExpression") return false;
    const from = isArrayFrom(node, this.#state);
    const first = node.arguments[from ? 1 : 0];
    if (!first || first.type === "SpreadElement") return false;
    const callback = peel(first);
    if (!isFunction(callback) || callback.async || !containsLaunch(callback, this.#state.ctx.launches)) return false;
    const { callee } = node;
    const name = from ? "map" : keyName(callee.property, callee.computed);
    if (name === "sort" || name === "toSorted") {
      throw new CannotCompile(callback, PLT1001({ callback: shortText(this.#state.ctx.file, callee, 40) }));
    }
    if (callback.generator) throw new CannotCompile(callback, PLT1004({ name: "a callback" }));
    // What another method is given is a value.
    if (isValueFunction(callback, this.#state.ctx)) return false;
    if (name === undefined || !ARRAY_CALLBACKS.has(name) || node.optional || callee.optional) {
      throw new CannotCompile(callback, PLT1005({ callback: shortText(this.#state.ctx.file, callee, 40) }));
    }
    this.visit(callee.object, callee);
    this.#function(callback);
    const others = from ? [] : node.arguments.slice(1);
    for (const argument of from ? node.arguments.slice(0, 1) : others) this.visit(argument, node);
    const rest: Part[] = others.flatMap((argument): Part[] => [", ", ...this.apply(argument)]);
    const list: Part[] = from
      ? ["Array.from(", ...this.apply(node.arguments[0] as Node), ")"]
      : [...this.apply(callee.object)];
    this.#edits.push({
      start: node.start,
      end: node.end,
      code: [
        `(await ${this.#state.scopeName}.array(${JSON.stringify(name)}, `,
        ...list,
        ", async ",
        ...this.apply(first),
        ...rest,
        ")).value",
      ],
    });
    return true;
  }

  /** A call of a function that is compiled, from a part of the method that runs as written. */
  #enter(launch: Launch, fn: AnyFunction): Part[] {
    const state = this.#state;
    const { takes, gives } = sharedBy(state.ctx, fn);
    const args: Part[] = [];
    const { arguments: given } = launch.node;
    const shared = takes.length > 0;
    const count = fn.params.filter((param) => !(param.type === "Identifier" && param.name === "this")).length;
    if (shared && (given.length > count || given.some((argument) => argument.type === "SpreadElement")))
      throw new Unsupported(launch.node, PLT2006({ name: launch.name ?? "it" }), "method");
    given.forEach((argument, i) => args.push(...(i > 0 ? [", "] : []), ...this.apply(argument)));
    if (shared) {
      for (let i = given.length; i < count; i++) args.push(`${i > 0 ? ", " : ""}undefined`);
      takes.forEach((binding, i) => args.push(`${count + i > 0 ? ", " : ""}${binding.name}`));
    }
    const $ = state.scopeName;
    const names = gives.map((_, i) => `${$}${i + 1}`);
    const give = gives.map((binding, i) => `${binding.name} = ${names[i]};`).join(" ");
    return [
      `(await ${$}.enter(${state.site(launch)}, ${launch.name}, [`,
      ...args,
      gives.length === 0 ? "]" : `], (${names.join(", ")}) => { ${give} }`,
      ")).value",
    ];
  }

  /** A call of a local function that makes module calls. */
  #localCall(node: CallExpression): boolean {
    const { ctx } = this.#state;
    if (node.callee.type !== "Identifier") return false;
    const binding = ctx.file.bindings.bindingOf(node.callee);
    if (!binding || !declaredIn(binding, ctx.fn)) return false;
    const init: Expression | undefined = binding.init && peel(binding.init);
    const fn = binding.fn ?? (init && isFunction(init) ? init : undefined);
    if (!fn || (fn.async && !this.#state.lowered.has(fn)) || !containsLaunch(fn, ctx.launches)) return false;
    for (const argument of node.arguments) this.visit(argument, node);
    const launch = ctx.launches.get(node);
    if (launch?.kind === "local" && this.#state.lowered.has(fn)) {
      this.#edits.push({ start: node.start, end: node.end, code: this.#enter(launch, fn) });
      return true;
    }
    this.#edits.push({ start: node.start, end: node.end, code: ["(await ", ...this.apply(node), ")"] });
    return true;
  }
}

const isThisParameter = (param: Node): boolean => param.type === "Identifier" && param.name === "this";

const rangeOf = (nodes: readonly { start: number; end: number }[]): { start: number; end: number } => ({
  start: nodes[0]?.start ?? 0,
  end: nodes.at(-1)?.end ?? 0,
});

/** `return x;` → `return [{ value: x }];`, so that the region can tell that it returned. */
function boxedReturns(node: Node, _leaves: readonly string[]): Edit[] {
  const edits: Edit[] = [];
  const visit = (inner: Node): void => {
    if (isFunction(inner)) return;
    if (inner.type === "ReturnStatement") {
      const keyword = inner.start + "return".length;
      if (inner.argument) {
        edits.push({ start: keyword, end: inner.argument.start, code: [" [{ value: "] });
        edits.push({ start: inner.argument.end, end: inner.argument.end, code: [" }]"] });
      } else edits.push({ start: keyword, end: keyword, code: [" [{ value: undefined }]"] });
    }
    for (const child of childrenOf(inner)) visit(child);
  };
  visit(node);
  return edits;
}

/** A statement without module calls whose returns are boxed. */
export function withReturnsBoxed(node: Node, _file: SourceFile): Code {
  const parts: Part[] = [];
  let from = node.start;
  for (const edit of boxedReturns(node, []).sort((a, b) => a.start - b.start)) {
    if (edit.start > from) parts.push({ start: from, end: edit.start });
    parts.push(...edit.code);
    from = edit.end;
  }
  if (from < node.end) parts.push({ start: from, end: node.end });
  return parts;
}
