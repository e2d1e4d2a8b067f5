/**
 * The part of a method that runs as written, one module call after another: every module call becomes an
 * `await` in its place, and what surrounds it stays byte for byte. Always right, never fast.
 *
 *   for (const d of docs) out.push(this.x(d));
 *     →  for (const d of docs) out.push((await $.call(0, this.x, [d])).value);
 */
import type { CallExpression, Expression, Node } from "oxc-parser";
import { globalName } from "../analyze/freshShape.js";
import type { FileAnalysis } from "../analyze/methodContext.js";
import { immutable } from "../analyze/effects.js";
import { ARRAY_CALLBACKS } from "../analyze/kinds.js";
import { containsLaunch, type Launch } from "../analyze/launches.js";
import { isChanged } from "../analyze/importedBindings.js";
import { changeOf } from "../analyze/moduleState.js";
import { isArrayFrom, isModuleCall } from "../analyze/namedCallback.js";
import { isCalledOnly, isValueFunction, localCallsIn, sharedBy } from "../analyze/localFunctions.js";
import type { Code, Input, Part } from "../ir.js";
import { PLT1001, PLT1002, PLT1003, PLT1004, PLT1005, PLT2006 } from "../messages.generated.js";
import { declaredIn, type Binding } from "../syntax/bindings.js";
import { shortText } from "../syntax/file.js";
import { isStrings } from "../syntax/tagsAsCalls.js";
import { childrenOf, isFunction, isTypeOnly, keyName, peel, walk, type AnyFunction } from "../syntax/walk.js";
import { BoxedReturns, type Edit } from "./boxedReturns.js";
import { checkOutliving, freeReferences, lookup } from "./captures.js";
import { ownMethodName } from "./lowerCallback.js";
import { usesThis } from "./lowerClosure.js";
import { promiseJoin } from "./lowerPromise.js";
import { CannotCompile, Unsupported, type Cursor, type State } from "./state.js";
import { stringsCode } from "./stringsCode.js";

/** `returned`: the variables whose values a `return` in it gives beside its own, if it is to tell that it returned. */
export function lowerSequentially(
  state: State,
  at: Cursor,
  node: Node,
  returned?: readonly string[],
): { inputs: Input[]; code: Code } {
  checkOutliving(state, node);
  const inputs: Input[] = [];
  const seen = new Set<Binding>();
  for (const reference of freeReferences(state, node)) {
    const binding = reference.binding as Binding;
    if (seen.has(binding)) continue;
    seen.add(binding);
    inputs.push({ name: binding.name, value: lookup(at.env, binding, node) });
  }
  // What the functions that it calls take from the method.
  for (const fn of localCallsIn(state.ctx, node)) {
    if (fn.start >= node.start && fn.end <= node.end) continue;
    for (const binding of sharedBy(state.ctx, fn).takes) {
      if (seen.has(binding) || declaredIn(binding, node)) continue;
      seen.add(binding);
      inputs.push({ name: binding.name, value: lookup(at.env, binding, node) });
    }
  }
  return { inputs, code: sequentialCode(state, node, returned) };
}

/** The text of `node` with every module call awaited in its place. */
export function sequentialCode(state: State, node: Node, returned?: readonly string[]): Code {
  const edits = new Edits(state, node);
  edits.visit(node, undefined);
  if (!returned) return edits.apply(node);
  const box = new BoxedReturns(state, node, returned);
  for (const edit of box.edits()) edits.add(edit);
  return box.around(edits.apply(node), true);
}

/** What gives the parameters of `fn` their values where a default makes a module call; `names` are the arguments. */
export function sequentialParameters(state: State, fn: AnyFunction, names: readonly string[]): Code {
  return new Edits(state).parameters(fn, names);
}

class Edits {
  readonly #state: State;
  readonly #edits: Edit[] = [];

  /** The region: a function in it is called as it is, any other through the scheduler. */
  readonly #root: Node | undefined;

  constructor(state: State, root?: Node) {
    this.#state = state;
    this.#root = root;
  }

  /** Putting an edit together may replace others, so their list is looked at only here. */
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
      this.#asCalled(node, parent);
      return;
    }
    if (node.type === "ChainExpression" && this.#chain(node)) return;
    if (node.type === "CallExpression") {
      const launch = ctx.launches.get(node);
      if (launch && launch.kind !== "local" && launch.kind !== "callback") {
        this.#call(launch);
        return;
      }
      if (this.#promiseJoin(node) || this.#arrayCallback(node) || this.#immediate(node)) return;
      if (this.#localCall(node)) return;
    }
    if ((node.type === "ClassExpression" || node.type === "ClassDeclaration") && containsLaunch(node, ctx.launches)) {
      throw new CannotCompile(node, PLT1003({ className: node.id?.name ?? "this class" }));
    }
    for (const child of childrenOf(node)) this.visit(child, node);
  }

  /** A function that is stored, returned or passed on: compiled code that calls it waits for it. */
  #asValue(fn: AnyFunction, parent: Node | undefined): boolean {
    if (!isValueFunction(fn, this.#state.ctx) || fn.generator || usesSuper(fn)) return false;
    const method = parent?.type === "Property" && parent.value === fn ? parent : undefined;
    if (method && method.kind !== "init") return false;
    const { scopeName: $ } = this.#state;
    const closure: Part[] = [`${$}.closure(`, ...this.#asFunction(fn), ")"];
    if (method?.method) {
      const key: Part[] = method.computed
        ? ["[", ...this.#visited(method.key, method), "]"]
        : [{ start: method.key.start, end: method.key.end }];
      this.#replace(method, [...key, ": ", ...closure]);
    } else if (fn.type === "FunctionDeclaration") {
      // Its name stands for it in all of its block.
      const code: Part[] = [`const ${fn.id?.name ?? ""} = `, ...closure, ";"];
      const block = parent?.type === "BlockStatement" ? parent : undefined;
      this.#replace(fn, block ? [] : code);
      if (block) this.add({ start: block.start + 1, end: block.start + 1, code: [" ", ...code] });
    } else if (fn.type === "FunctionExpression" && fn.id && this.#namesItself(fn)) {
      this.#replace(fn, [`(() => { const ${fn.id.name} = `, ...closure, `; return ${fn.id.name}; })()`]);
    } else this.#replace(fn, closure);
    return true;
  }

  #namesItself(fn: AnyFunction): boolean {
    const { bindings } = this.#state.ctx.file;
    return bindings.in(fn.start, fn.end).some(({ name }) => name === fn.id?.name);
  }

  /** The function as an async one that takes the scope of who calls it. */
  #asFunction(fn: AnyFunction, name?: string): Part[] {
    this.#function(fn);
    const $ = this.#state.scopeName;
    const { params } = fn;
    const list: Part[] = [`(${$}`, ...(params.length > 0 ? [", ", ...this.apply(rangeOf(params))] : []), ")"];
    const body = this.apply(fn.body as Node);
    const own = fn.type !== "ArrowFunctionExpression" && usesThis(fn);
    if (own || name !== undefined) return [`async function ${name ?? ""}`, ...list, " ", ...body];
    const object = fn.type === "ArrowFunctionExpression" && peel(fn.body as Expression).type === "ObjectExpression";
    const closed = object && !this.#takesDefaults(fn) ? ["(", ...body, ")"] : body;
    return ["async ", ...list, " => ", ...closed];
  }

  #takesDefaults(fn: AnyFunction): boolean {
    return fn.params.some((param) => containsLaunch(param, this.#state.ctx.launches));
  }

  /** The parts of a function. No `await` can stand in a parameter's default: that moves into the body. */
  #function(fn: AnyFunction): void {
    for (const param of fn.params) this.visit(param as Node, fn);
    const body = fn.body as Node;
    this.visit(body, fn);
    if (!this.#takesDefaults(fn)) return;
    const $ = this.#state.scopeName;
    const taken: Part[] = [" var [", ...this.#asPattern(fn.params), `] = ${$}args;`];
    this.#replace(rangeOf(fn.params), [`...${$}args`]);
    if (body.type === "BlockStatement") this.add({ start: body.start + 1, end: body.start + 1, code: taken });
    else this.#replace(body, ["{", ...taken, " return (", ...this.apply(body), "); }"]);
  }

  #replace({ start, end }: { start: number; end: number }, code: Code): void {
    const others = this.#edits.filter((edit) => edit.start < start || edit.end > end);
    this.#edits.splice(0, this.#edits.length, ...others, { start, end, code });
  }

  /** `q: string, r = this.a(q)` → `q, r = …`, which takes a list apart as a call does its arguments. */
  #asPattern(params: readonly Node[]): Code {
    for (const param of params) {
      const target =
        param.type === "AssignmentPattern" ? param.left : param.type === "RestElement" ? param.argument : param;
      const typed = target as Node & { typeAnnotation?: Node | null; optional?: boolean };
      const end = Math.max(typed.end, typed.typeAnnotation?.end ?? 0);
      if (typed.type === "Identifier") this.add({ start: typed.start + typed.name.length, end, code: [] });
      else if (typed.typeAnnotation) this.add({ start: typed.typeAnnotation.start, end, code: [] });
      if (param.type === "RestElement" && param.typeAnnotation)
        this.add({ start: param.typeAnnotation.start, end: param.typeAnnotation.end, code: [] });
    }
    return this.apply(rangeOf(params));
  }

  /** The parameters of the method, of which `names` have the values. */
  parameters(fn: AnyFunction, names: readonly string[]): Code {
    for (const param of fn.params) this.visit(param as Node, fn);
    return ["var [", ...this.#asPattern(fn.params), `] = [${names.join(", ")}]; `];
  }

  /** A function that is only called, by its name: who calls it awaits it. */
  #asCalled(fn: AnyFunction, parent: Node | undefined): void {
    const { ctx } = this.#state;
    if (parent?.type === "Property" && (parent.kind === "get" || parent.kind === "set")) {
      const name = keyName(parent.key, parent.computed) ?? "it";
      throw new CannotCompile(parent, PLT1002({ kind: `${parent.kind}ter`, name }));
    }
    if (fn.generator) throw new CannotCompile(fn, PLT1004({ name: fn.id?.name ?? "a callback" }));
    if (!isCalledOnly(fn, ctx)) {
      // As an async function it works where somebody awaits what it gives.
      if (!fn.async) throw new CannotCompile(fn, PLT1005({ callback: shortText(ctx.file, fn, 40) }));
      this.#function(fn);
      return;
    }
    this.#replace(fn, this.#asFunction(fn, fn.type === "FunctionDeclaration" ? fn.id?.name : undefined));
  }

  #call(launch: Launch): void {
    const { node } = launch;
    const site = this.#state.site(launch);
    const args = this.#arguments(node);
    if (launch.kind === "method") {
      // `self.#ask(…)`, in a function with a `this` of its own.
      const callee = peel(node.callee);
      const self = callee.type === "MemberExpression" ? this.apply(callee.object) : ["this"];
      const code: Part[] = [`(await ${this.#state.scopeName}.invoke(${site}, `, ...self];
      code.push(`, ${JSON.stringify(launch.name)}, [`, ...args, "])).value");
      this.add({ start: node.start, end: node.end, code });
      return;
    }
    const $ = this.#state.scopeName;
    const { callee } = launch;
    this.visit(callee, node);
    const needsSelf = (!launch.certain || launch.kind === "function") && callee.type === "MemberExpression";
    if (needsSelf && !this.#isFixed(callee.object)) {
      // An object is evaluated once, before the arguments.
      const self = `${$}self`;
      const member: Part[] = callee.computed
        ? ["[", ...this.apply(callee.property), "]"]
        : [".", { start: callee.property.start, end: callee.property.end }];
      const code: Part[] = [`(await (async (${self}) => ${$}.call(${site}, ${self}`, ...member, ", [", ...args];
      this.#replace(node, [...code, `], ${self}))(`, ...this.apply(callee.object), ")).value"]);
      return;
    }
    const self: Part[] = launch.kind === "super" ? [", this"] : needsSelf ? [", ", ...this.apply(callee.object)] : [];
    this.#replace(node, [
      `(await ${$}.call(${site}, `,
      ...this.#alone(callee),
      ", [",
      ...args,
      "]",
      ...self,
      ")).value",
    ]);
  }

  /** Whether a text means the same object before and after whatever else is evaluated. */
  #isFixed(node: Expression): boolean {
    const inner = peel(node);
    if (inner.type === "MemberExpression")
      return inner.object.type === "ThisExpression" && !inner.computed && !changeOf(inner, this.#state.ctx);
    if (inner.type === "ThisExpression" || inner.type === "Super") return true;
    const { ctx } = this.#state;
    const binding = inner.type === "Identifier" ? ctx.file.bindings.bindingOf(inner) : undefined;
    return binding?.writes.length === 0 && (binding.owner !== undefined || !isChanged(binding, ctx));
  }

  /**
   * `this.maybe?.(x).title`: step by step, because what follows a `?.` is left out where there is nothing.
   *
   *   (await (async () => { let $1 = this.maybe, $2 = this; if ($1 == null) return; … return $1.title; })())
   */
  #chain(chain: Extract<Node, { type: "ChainExpression" }>): boolean {
    const { launches } = this.#state.ctx;
    const steps: (Extract<Node, { type: "MemberExpression" }> | CallExpression)[] = [];
    let base: Expression = peel(chain.expression);
    while (base.type === "MemberExpression" || base.type === "CallExpression") {
      if (base.type === "MemberExpression" && base.object.type === "Super") break;
      steps.unshift(base);
      base = peel(base.type === "MemberExpression" ? base.object : base.callee);
    }
    // What stands before the first `?.` is evaluated like anything else; the member that is called keeps its object.
    const first = steps.findIndex((step) => step.optional);
    const head = steps[first - 1]?.type === "MemberExpression" ? first - 2 : first - 1;
    base = steps[head] ?? base;
    steps.splice(0, head + 1);
    const callbacks = new Map(steps.flatMap((step, i) => this.#chainCallback(step, steps[i - 1])));
    if (!steps.some((step) => launches.has(step) || callbacks.has(step))) return false;
    const $ = this.#state.scopeName;
    const [value, self] = [`${$}value`, `${$}self`];
    this.visit(base, chain);
    const isSuper = base.type === "MemberExpression" && base.object.type === "Super";
    const parts: Part[] = [`(await (async () => { let ${self}`, isSuper ? " = this" : "", `, ${value} = `];
    parts.push(...this.#alone(base), ";");
    for (const step of steps) {
      if (step.optional) parts.push(` if (${value} == null) return;`);
      if (step.type === "MemberExpression") {
        const key: Part[] = step.computed
          ? ["[", ...this.#visited(step.property, step), "]"]
          : [".", { start: step.property.start, end: step.property.end }];
        parts.push(` ${self} = ${value}; ${value} = ${value}`, ...key, ";");
        continue;
      }
      const method = callbacks.get(step);
      if (method) {
        const [first, ...rest] = step.arguments as [Expression, ...CallExpression["arguments"]];
        const callback = peel(first);
        let code = this.#calledByName(step as CallExpression, first);
        if (isFunction(callback)) {
          this.#function(callback);
          code = [callback.async ? "" : "async ", ...this.apply(callback)];
        }
        const others = rest.flatMap((argument): Part[] => [", ", ...this.#visited(argument, step)]);
        const head = ` ${value} = (await ${$}.array(${JSON.stringify(method)}, ${self}, `;
        parts.push(head, ...(code ?? []), ...others, `)).value; ${self} = undefined;`);
        continue;
      }
      const args = this.#arguments(step);
      const launch = launches.get(step);
      // `x.forward(…)` is a call of x.
      const callee = launch && launch.callee !== peel(step.callee) ? self : value;
      const called: Part[] = !launch
        ? [`${value}.call(${self}`, ...(args.length > 0 ? [", "] : []), ...args, ")"]
        : launch.kind === "method"
          ? [
              `(await ${$}.invoke(${this.#state.site(launch)}, ${self}, ${JSON.stringify(launch.name)}, [`,
              ...args,
              "])).value",
            ]
          : [`(await ${$}.call(${this.#state.site(launch)}, ${callee}, [`, ...args, `], ${self})).value`];
      parts.push(` ${value} = `, ...called, `; ${self} = undefined;`);
    }
    parts.push(` return ${value}; })())`);
    this.#replace(chain, parts);
    return true;
  }

  /** `?.map((x) => this.a(x))` in a chain, with the name of the method. */
  #chainCallback(step: Node, before: Node | undefined): [Node, string][] {
    if (step.type !== "CallExpression" || before?.type !== "MemberExpression") return [];
    const name = keyName(before.property, before.computed);
    const first = step.arguments[0];
    if (name === undefined || !ARRAY_CALLBACKS.has(name) || !first || first.type === "SpreadElement") return [];
    const callback = peel(first);
    const { launches } = this.#state.ctx;
    const calls = isFunction(callback)
      ? !callback.generator && containsLaunch(callback, launches)
      : launches.get(step)?.kind === "callback";
    return calls ? [[step, name]] : [];
  }

  /** An expression whose parentheses are gone, between commas. */
  #alone(node: Expression): Code {
    const code = this.apply(node);
    return node.type === "SequenceExpression" ? ["(", ...code, ")"] : code;
  }

  #visited(node: Node, parent: Node): Code {
    this.visit(node, parent);
    return this.apply(node);
  }

  #arguments(node: CallExpression): Part[] {
    return node.arguments.flatMap((argument, i): Part[] => [
      ...(i > 0 ? [", "] : []),
      ...(isStrings(argument) ? stringsCode(argument) : this.#visited(argument, node)),
    ]);
  }

  /**
   * `Promise.all(list.map(async (x) => await this.ok(x)))`: one after another, so that the first error is the first
   * of the program. `Promise.allSettled` makes of each failure an outcome.
   */
  #promiseJoin(node: CallExpression): boolean {
    const join = promiseJoin(node, this.#state);
    if (!join || (join.method !== "all" && join.method !== "allSettled")) return false;
    const list = peel(join.list);
    if (!containsLaunch(list, this.#state.ctx.launches)) return false;
    const $ = this.#state.scopeName;
    if (join.method === "allSettled" && list.type === "ArrayExpression") {
      const outcomes = list.elements.flatMap((element): Part[] => [...this.#outcome(element), ", "]);
      this.#replace(node, ["[", ...outcomes, "]"]);
      return true;
    }
    const map = this.#mapped(list, join.method === "all");
    if (!map) return false;
    const [head, tail] = join.method === "all" ? ["", ""] : [`${$}.settled(`, ")"];
    // A join goes over holes, too.
    const filled =
      join.method === "all" ? "]" : `].map((outcome) => outcome ?? { status: "fulfilled", value: undefined })`;
    const code = [
      `[...(await ${$}.array("map", `,
      ...map.list,
      `, ${head}`,
      ...map.callback,
      tail,
      ...map.rest,
      `)).value${filled}`,
    ];
    this.#replace(node, code);
    return true;
  }

  /** An element of `Promise.allSettled([…])`. */
  #outcome(element: Node | null): Part[] {
    const $ = this.#state.scopeName;
    const fulfilled = (code: Code): Part[] => ['{ status: "fulfilled", value: ', ...code, " }"];
    if (!element) return fulfilled(["undefined"]);
    if (element.type === "SpreadElement") {
      const map = this.#mapped(peel(element.argument), false);
      if (map)
        return [
          `...(await ${$}.array("map", `,
          ...map.list,
          `, ${$}.settled(`,
          ...map.callback,
          ")",
          ...map.rest,
          ")).value",
        ];
      const values = this.#visited(element.argument, element);
      return [`...(await ${$}.array("map", [...`, ...values, `], ${$}.settled((value) => value))).value`];
    }
    const code = this.#visited(element, element);
    const inner = peel(element as Expression);
    // What is awaited on its own fails on its own.
    if (inner.type !== "CallExpression" || !containsLaunch(inner, this.#state.ctx.launches)) {
      if (immutable(inner, this.#state.ctx)) return fulfilled(["(", ...code, ")"]);
      // It may be a promise, of something that runs already.
      return [`await ${$}.settled((value) => value)(`, ...code, ")"];
    }
    return [`await ${$}.settled(async () => (`, ...code, "))()"];
  }

  /** The list and callback of `list.map((x) => this.a(x))`, where the callback makes module calls. */
  #mapped(node: Expression, onlyAsync: boolean): { list: Code; callback: Code; rest: Code } | undefined {
    if (
      node.type !== "CallExpression" ||
      node.callee.type !== "MemberExpression" ||
      node.optional ||
      node.callee.optional ||
      isModuleCall(node, this.#state.ctx.launches)
    )
      return undefined;
    if (keyName(node.callee.property, node.callee.computed) !== "map") return undefined;
    const first = node.arguments[0];
    const callback = first && first.type !== "SpreadElement" ? peel(first) : undefined;
    if (!first || !callback || !isFunction(callback) || callback.generator) return undefined;
    if (!containsLaunch(callback, this.#state.ctx.launches) || (onlyAsync && !callback.async)) return undefined;
    const list = this.#visited(node.callee.object, node.callee);
    this.#function(callback);
    const rest = node.arguments.slice(1).flatMap((argument): Part[] => [", ", ...this.#visited(argument, node)]);
    return { list, callback: [callback.async ? "" : "async ", ...this.apply(callback)], rest };
  }

  /** `(() => this.a(x))()`: the function is async, and awaited. */
  #immediate(node: CallExpression): boolean {
    const fn = peel(node.callee);
    if (!isFunction(fn) || fn.generator || !containsLaunch(fn, this.#state.ctx.launches)) return false;
    this.#function(fn);
    for (const argument of node.arguments) this.visit(argument, node);
    if (!fn.async) this.add({ start: fn.start, end: fn.start, code: ["async "] });
    const code: Part[] = ["(await ", ...this.apply(node), ")"];
    this.add({ start: node.start, end: node.end, code });
    return true;
  }

  /** `list.filter((x) => this.ok(x))`: the method of the same name that awaits its callback. */
  #arrayCallback(node: CallExpression): boolean {
    if (node.callee.type !== "MemberExpression") return false;
    const from = isArrayFrom(node, this.#state.ctx);
    const first = node.arguments[from ? 1 : 0];
    if (!first || first.type === "SpreadElement") return false;
    const callback = peel(first);
    if (this.#namedCallback(node, first)) return true;
    if (!isFunction(callback) || !containsLaunch(callback, this.#state.ctx.launches)) return false;
    const { callee } = node;
    const name = from ? "map" : keyName(callee.property, callee.computed);
    if (name === "sort" || name === "toSorted") {
      throw new CannotCompile(callback, PLT1001({ callback: shortText(this.#state.ctx.file, callee, 40) }));
    }
    if (callback.generator) throw new CannotCompile(callback, PLT1004({ name: "a callback" }));
    const known = name !== undefined && ARRAY_CALLBACKS.has(name) && !isModuleCall(node, this.#state.ctx.launches);
    // What another method is given is a value.
    if (!known && isValueFunction(callback, this.#state.ctx)) return false;
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
    this.add({
      start: node.start,
      end: node.end,
      code: [
        `(await ${this.#state.scopeName}.array(${JSON.stringify(name)}, `,
        ...list,
        callback.async ? ", " : ", async ",
        ...this.apply(callback),
        ...rest,
        ")).value",
      ],
    });
    return true;
  }

  /** `list.map(this.child)`, `list.map(ask)`. */
  #namedCallback(node: CallExpression, first: Expression): boolean {
    const { callee } = node;
    if (callee.type !== "MemberExpression" || node.optional || callee.optional) return false;
    const code = this.#calledByName(node, first);
    if (!code) return false;
    const $ = this.#state.scopeName;
    const from = isArrayFrom(node, this.#state.ctx);
    const name = from ? "map" : keyName(callee.property, callee.computed);
    const list: Part[] = from
      ? ["Array.from(", ...this.#visited(node.arguments[0] as Node, node), ")"]
      : [...this.#visited(callee.object, callee)];
    const others = from ? [] : node.arguments.slice(1);
    const rest = others.flatMap((argument): Part[] => [", ", ...this.#visited(argument, node)]);
    const head = `(await ${$}.array(${JSON.stringify(name)}, `;
    this.#replace(node, [head, ...list, ", ", ...code, ...rest, ")).value"]);
    return true;
  }

  /** What calls the callback of an array method that is not written in place. */
  #calledByName(node: CallExpression, first: Expression): Code | undefined {
    const launch = this.#state.ctx.launches.get(node);
    if (launch?.kind !== "callback") return undefined;
    const $ = this.#state.scopeName;
    // Array.from tells no list.
    const from = isArrayFrom(node, this.#state.ctx);
    const told = from ? `${$}args.slice(0, 2)` : `${$}args`;
    const { callee: called } = node;
    const name = called.type === "MemberExpression" ? keyName(called.property, called.computed) : undefined;
    const given = from || name?.startsWith("reduce") ? undefined : node.arguments[1];
    const site = this.#state.site(launch);
    const method = ownMethodName(this.#state, peel(first), given);
    if (method !== undefined)
      return [`async (...${$}args) => (await ${$}.invoke(${site}, this, ${JSON.stringify(method)}, ${told})).value`];
    // It gets the `this` that it is to have, where it does not name that of the method itself.
    if (given && !namesThis(first))
      return [
        `async function (...${$}args) { return (await ${$}.call(${site}, `,
        ...this.#visited(first, node),
        `, ${told}, this)).value; }`,
      ];
    const callee = this.#visited(first, node);
    if (this.#isFixed(first))
      return [`async (...${$}args) => (await ${$}.call(${site}, `, ...callee, `, ${told})).value`];
    // It is evaluated once, before the first element.
    const call = `(await ${$}.call(${site}, ${$}callback, ${told}${given ? ", this" : ""})).value`;
    const caller = given ? `async function (...${$}args) { return ${call}; }` : `async (...${$}args) => ${call}`;
    return [`((${$}callback) => ${caller})(`, ...callee, ")"];
  }

  /** A call of a function that is compiled, from a part of the method that runs as written. */
  #enter(launch: Launch, fn: AnyFunction): Part[] {
    const state = this.#state;
    const { takes, gives } = sharedBy(state.ctx, fn);
    // It gives when it is done: who handles its failure has to see what it had assigned by then.
    if (gives.length > 0 && this.#root && isCaught(launch.node, this.#root, state.ctx))
      throw new Unsupported(launch.node, PLT2006({ name: launch.name ?? "it" }), "method");
    const args: Part[] = [];
    const { arguments: given } = launch.node;
    const shared = takes.length > 0;
    const count = fn.params.length;
    if (shared && (given.length > count || given.some((argument) => argument.type === "SpreadElement")))
      throw new Unsupported(launch.node, PLT2006({ name: launch.name ?? "it" }), "method");
    args.push(...this.#arguments(launch.node));
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
    const callee = peel(node.callee);
    if (callee.type !== "Identifier") return false;
    const binding = ctx.file.bindings.bindingOf(callee);
    if (!binding || !declaredIn(binding, ctx.fn)) return false;
    const init: Expression | undefined = binding.init && peel(binding.init);
    const fn = binding.fn ?? (init && isFunction(init) ? init : undefined);
    if (!fn || !containsLaunch(fn, ctx.launches)) return false;
    const launch = ctx.launches.get(node);
    const root = this.#root;
    const compiled = root !== undefined && (fn.start < root.start || fn.end > root.end);
    if (launch?.kind === "local" && compiled) {
      this.add({ start: node.start, end: node.end, code: this.#enter(launch, fn) });
      return true;
    }
    if (!isCalledOnly(fn, ctx)) return false;
    const args = this.#arguments(node);
    const call: Part[] = [
      `(await ${binding.name}(${this.#state.scopeName}`,
      ...(args.length > 0 ? [", ", ...args] : []),
      "))",
    ];
    this.#replace(node, call);
    return true;
  }
}

/** Whether a part of the method that runs as written goes on when a call fails at `node`. */
function isCaught(node: Node, root: Node, analysis: FileAnalysis): boolean {
  let found = false;
  walk(root, (inner) => {
    if (found || inner.start > node.start || node.end > inner.end) return false;
    found =
      inner.type === "TryStatement" ||
      (inner.type === "CallExpression" && /^Promise\.(allSettled|any|race)$/.test(globalName(inner, analysis) ?? ""));
    return !found;
  });
  return found;
}

/** Whether a function means the base class of the object around it. */
function usesSuper(fn: AnyFunction): boolean {
  if (fn.type === "ArrowFunctionExpression") return false;
  let found = false;
  walk(fn.body as Node, (node) => {
    if (node.type === "Super") found = true;
    return !found && !(isFunction(node) && node.type !== "ArrowFunctionExpression");
  });
  return found;
}

const rangeOf = (nodes: readonly { start: number; end: number }[]): { start: number; end: number } => ({
  start: nodes[0]?.start ?? 0,
  end: nodes.at(-1)?.end ?? 0,
});

/** Whether `this` or `super` stands in an expression. */
function namesThis(node: Node): boolean {
  let found = false;
  walk(node, (inner) => {
    if (inner.type === "ThisExpression" || inner.type === "Super") found = true;
    return !found;
  });
  return found;
}
