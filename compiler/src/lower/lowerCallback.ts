/**
 * Array methods whose callback makes module calls. Where the callback assigns nothing of the method, there is one
 * region per element, all started at once, and each element of a `map` is a value of its own, so that a map over
 * a map is a pipeline. Where it does, or where one element decides about the next (`find`, `some`, `every`,
 * `reduce`), it is a loop.
 *
 *   items.map((item) => this.ask(item))        map items (item) { t = call this.ask [item] }
 *   items.find((item) => this.fits(item))      each items (item) { if this.fits(item) { exit 0 [item] } else { next } }
 */
import type { CallExpression, Expression, Node } from "oxc-parser";
import { isLenientCallback } from "../analyze/structured.js";
import { moduleDeclarations } from "../analyze/declarations.js";
import { freshIterable } from "../analyze/fresh.js";
import { ARRAY_CALLBACKS, kindOf } from "../analyze/kinds.js";
import { containsLaunch, launchesIn } from "../analyze/launches.js";
import { launchWrites } from "../analyze/launchWrites.js";
import { isArrayFrom, isModuleCall } from "../analyze/namedCallback.js";
import { mayGivePromise } from "../analyze/promises.js";
import { firstCallOf } from "../check/carried.js";
import { remarkCallback, remarkThrows } from "../check/remarks.js";
import type { Arm, Code, Operand, Variable, Walk } from "../ir.js";
import { PLT2004, PLT2009 } from "../messages.generated.js";
import { report, shortText } from "../syntax/file.js";
import { isFunction, keyName, peel, type AnyFunction } from "../syntax/walk.js";
import { elementLike } from "../analyze/patternState.js";
import { elementInTurn } from "./elementInTurn.js";
import { changedIn, mayWriteObjects, sameOperand, UNDEFINED } from "./captures.js";
import { takeAll, valuesOf, type Flow, type Shared } from "./flow.js";
import { leavingOf } from "./leaving.js";
import { lowerInPlace, usesThis } from "./lowerClosure.js";
import { compute, lowerExpression } from "./lowerExpression.js";
import { needsAwait } from "./needsAwait.js";
import { lowerSettled, onceWritten, settle } from "./lowerLaunch.js";
import { refuseMissing } from "./lowerMissing.js";
import { bindPattern } from "./lowerPattern.js";
import { settled } from "./lowerPromise.js";
import { lowerFunctionBody, RETURNS } from "./lowerStatement.js";
import { inTurn, wroteInCall, wroteObjects, wroteUntil } from "./order.js";
import { assign, define, newBlock, NeedsHeap, perform, Unsupported, type Cursor, type State } from "./state.js";

export interface ArrayCallback {
  /** The callback as it is written there; else it is the value of `callee`. */
  fn: AnyFunction | undefined;
  callee: Expression;
  method: string;
}

/** The callback of an array method that makes module calls, or whose list may be there in part. */
export function arrayCallback(node: CallExpression, state: State): ArrayCallback | undefined {
  if (node.callee.type !== "MemberExpression" || node.optional) return undefined;
  if (node.callee.optional && !state.evaluated.has(peel(node.callee.object))) return undefined;
  const from = isArrayFrom(node, state.ctx);
  const method = from ? "map" : keyName(node.callee.property, node.callee.computed);
  if (method === undefined || !ARRAY_CALLBACKS.has(method)) return undefined;
  const first = node.arguments[from ? 1 : 0];
  if (!first || first.type === "SpreadElement" || isModuleCall(node, state.ctx.launches)) return undefined;
  const fn = peel(first);
  if (!isFunction(fn)) return state.ctx.launches.has(node) ? { fn: undefined, callee: fn, method } : undefined;
  const may =
    containsLaunch(fn, state.ctx.launches) || awaits(state, fn) || (!from && isLenientCallback(node, state.ctx));
  return may ? { fn, callee: fn, method } : undefined;
}

const awaits = (state: State, fn: AnyFunction): boolean =>
  fn.async && fn.body !== null && needsAwait(state, fn.body as Node);

const FROM_THE_END = new Set(["findLast", "findLastIndex", "reduceRight"]);
const WITH_HOLES = new Set(["find", "findIndex", "findLast", "findLastIndex"]);

export function lowerCallback(
  state: State,
  at: Cursor,
  node: CallExpression,
  { fn, callee, method }: ArrayCallback,
  join: boolean | "settled",
  hint?: string,
): Operand {
  const joined = join !== false;
  if (node.callee.type !== "MemberExpression") throw runsAsWritten(node, method, "the list is not written in place");
  const reduces = method.startsWith("reduce");
  const from = isArrayFrom(node, state.ctx);
  const hasThis = fn !== undefined && fn.type !== "ArrowFunctionExpression" && usesThis(fn);
  const given = from || reduces ? undefined : node.arguments[1];
  const isOwnThis = given !== undefined && given.type !== "SpreadElement" && isThis(state, given);
  if (hasThis && given && !isOwnThis) throw runsAsWritten(node, method, "it has a `this` argument");
  if (fn?.generator || (fn?.async && !joined))
    throw runsAsWritten(node, method, "its callback returns promises that nothing joins here");
  if (joined && method !== "map") throw runsAsWritten(node, method, "its callback is async");
  if (hasThis && !isOwnThis) throw runsAsWritten(node, method, "its callback has a `this` of its own");
  const { type } = from ? { type: "array" as const } : kindOf(node.callee.object, state.ctx);
  if (type !== "array" && type !== "unknown" && type !== "module")
    throw runsAsWritten(node, method, "it is no array's");
  const params = (fn?.params ?? []) as Node[];
  if (
    params.length > (reduces ? 4 : 3) ||
    params.some((p) => p.type === "RestElement" || p.type === "AssignmentPattern")
  )
    throw runsAsWritten(node, method, "its callback takes unusual parameters");

  const list = from ? arrayOf(state, at, node) : lowerSettled(state, at, node.callee.object);
  const { callee: called } = node;
  if (!from && called.type === "MemberExpression") refuseMissing(state, at, called, node.arguments.slice(1), list);
  const { heap: before } = at.env;
  const extra = (from ? [] : node.arguments.slice(1)).map((a) =>
    lowerExpression(state, at, a.type === "SpreadElement" ? a.argument : a),
  );
  const launch = state.ctx.launches.get(node);
  const named = fn ? undefined : lowerExpression(state, at, callee);
  const callable = named && ((launch && onceWritten(state, at, launch, () => named)) ?? named);
  // Which list it is, is known before its arguments; how long it is, behind what they change.
  const items =
    from || sameOperand(before, at.env.heap) ? list : settle(state, at, called.object, list, node.arguments);
  if (!fn && launch?.certain === false)
    report(state.ctx.file, callee, PLT2009({ callee: shortText(state.ctx.file, callee, 40) }));
  const heap = state.withHeap.has(node) || (fn ? mayWriteObjects(state, fn.body as Node) : mayWrite(state, node));
  // Elements are read as their turn comes, where something may change the list meanwhile: the callback may be given it.
  const listParam = params[reduces ? 3 : 2];
  const shown = !fn || (listParam !== undefined && isUsed(listParam, state));
  const live = heap && !from && (shown || !freshIterable(node.callee.object, state.ctx, node));
  const shared: Shared = { bindings: fn ? changedIn(state, fn.body as Node, at.env) : [], heap };
  if (join === "settled" && (heap || shared.bindings.length > 0))
    throw runsAsWritten(node, method, "what its callback changes has to be known when it fails");
  const callback = new Callback(
    state,
    node,
    fn ?? { callee: callable as Operand, node: callee, ...receiverOf(state, callee, given, extra[0]) },
    shared,
    items,
    at,
    live,
  );

  switch (method) {
    case "map":
    case "flatMap":
    case "filter":
    case "forEach": {
      const list = callback.results(at, hint, { method, join });
      return method === "forEach" ? UNDEFINED : list;
    }
    case "reduce":
    case "reduceRight":
      return callback.reduce(at, method, reduces && extra.length === 0 ? undefined : extra[0], hint);
    default:
      return callback.search(at, method, hint);
  }
}

/** Whether a callback that is named may change objects. */
function mayWrite(state: State, node: CallExpression): boolean {
  const launch = state.ctx.launches.get(node);
  return launch?.certain ? launchWrites(launch, state.ctx) : state.writesObjects;
}

/** The `this` of a callback that is named: the method of this module that it then is, or a value. */
function receiverOf(
  state: State,
  callee: Expression,
  given: CallExpression["arguments"][number] | undefined,
  self: Operand | undefined,
): { method?: string; self?: Operand } {
  const method = ownMethodName(state, callee, given);
  if (method !== undefined) return { method };
  return self && given && given.type !== "SpreadElement" ? { self } : {};
}

/** `name` of `list.map(this.name, this)`. */
export function ownMethodName(
  state: State,
  callee: Expression,
  given: CallExpression["arguments"][number] | undefined,
): string | undefined {
  if (!given || given.type === "SpreadElement" || !isThis(state, given)) return undefined;
  if (callee.type !== "MemberExpression" || callee.object.type !== "ThisExpression") return undefined;
  const name = keyName(callee.property, callee.computed);
  return name?.startsWith("#") ? undefined : name;
}

/** `Array.from(items)`, whose elements are those of `items` as it is now. */
function arrayOf(state: State, at: Cursor, node: CallExpression): Operand {
  const items = node.arguments[0] as Expression;
  const value = lowerSettled(state, at, items);
  return compute(state, at, items, [value], ([list]) => ["Array.from(", ...(list ?? []), ")"], undefined, "ordered");
}

/** `this`, or a name for it. */
function isThis(state: State, node: Expression): boolean {
  const inner = peel(node);
  if (inner.type === "ThisExpression") return true;
  const binding = inner.type === "Identifier" ? state.ctx.file.bindings.bindingOf(inner) : undefined;
  return binding?.kind === "const" && binding.init !== undefined && peel(binding.init).type === "ThisExpression";
}

/** A parameter that the callback does something with. */
function isUsed(param: Node, { ctx }: State): boolean {
  return param.type !== "Identifier" || ctx.file.bindings.declared.get(param.start)?.references.length !== 0;
}

function runsAsWritten(node: Node, method: string, reason: string): Unsupported {
  return new Unsupported(node, PLT2004({ method: `.${method}`, reason }));
}

/** What becomes of the value of a callback for `item`, at any of its ends. */
type Ending = (last: Cursor, value: Operand, item: Variable) => void;

/** A callback that is not written in place, and the `this` that it gets. */
interface Named {
  callee: Operand;
  node: Expression;
  method?: string;
  self?: Operand;
}

class Callback {
  readonly #state: State;
  readonly #node: CallExpression;
  readonly #fn: AnyFunction | Named;
  readonly #shared: Shared;
  readonly #items: Operand;
  readonly #site: number;
  readonly #heap: Operand | undefined;
  readonly #live: boolean;

  constructor(
    state: State,
    node: CallExpression,
    fn: AnyFunction | Named,
    shared: Shared,
    items: Operand,
    at: Cursor,
    live: boolean,
  ) {
    this.#live = live;
    this.#state = state;
    this.#node = node;
    this.#fn = fn;
    this.#shared = shared;
    this.#items = items;
    this.#site = state.region(node);
    this.#heap = at.env.heap;
  }

  /** What the callback gives may be a promise that is joined. */
  #joins = false;

  /** What the elements are taken from. */
  get #list(): Expression | undefined {
    const { callee } = this.#node;
    return callee.type === "MemberExpression" && !isArrayFrom(this.#node, this.#state.ctx) ? callee.object : undefined;
  }

  /** The callback as a block; `end` says what its value, at any of its ends, is good for. */
  #body(at: Cursor, lead: readonly Variable[], ending: Ending, shared: Shared, isSettled = false): Arm {
    const state = this.#state;
    const inner: Cursor = { block: newBlock(), env: at.env.fork() };
    const fn = this.#fn;
    const params = ("params" in fn ? fn.params : []) as Node[];
    const offset = lead.length;
    const take = (i: number, plain: boolean): Variable => {
      const param = params[offset + i];
      return state.variable(param?.type === "Identifier" ? param.name : undefined, plain);
    };
    const own = [take(0, false), take(1, true), take(2, false)] as const;
    const end = (last: Cursor, value: Operand): void => ending(last, value, own[0]);
    const carried = takeAll(state, shared, inner, this.#node);
    [...lead, ...own].forEach((variable, i) => {
      const param = params[i];
      if (!param) return;
      const list = variable === own[0] ? this.#list : undefined;
      const value = elementInTurn(state, inner, param, { variable }, list, shared.heap);
      bindPattern(state, inner, param, value, elementLike(list, state.ctx));
    });
    const flow: Flow = {
      ...RETURNS,
      fall: (last) => this.#end(last, UNDEFINED, end),
      leave: (last, _, value) => this.#end(last, value ?? UNDEFINED, end),
    };
    if ("params" in fn && isSettled) {
      const value = settled(state, inner, fn, (body) => lowerInPlace(state, body, this.#node, fn));
      this.#end(inner, value, end);
    } else if ("params" in fn) lowerFunctionBody(state, inner, fn, flow);
    else {
      // Array.from tells no list.
      const told = isArrayFrom(this.#node, this.#state.ctx) ? own.slice(0, 2) : own;
      const args = [...lead, ...told].map((variable): Operand => ({ variable }));
      const launch = state.ctx.launches.get(this.#node);
      const site = launch ? state.site(launch) : state.region(fn.node);
      const { self, method } = fn;
      const { type, className } = { className: undefined, ...kindOf(fn.node, state.ctx) };
      const ordered = type === "module" && className && moduleDeclarations(className, state.ctx).effects === "ordered";
      const called = ordered ? inTurn(state, inner, fn.node, fn.callee) : fn.callee;
      const value = define(
        state,
        inner,
        fn.node,
        method === undefined
          ? { kind: "call", site, callee: called, self, args, certain: true }
          : { kind: "invoke", site, name: method, args, certain: true },
      );
      if (shared.heap) wroteInCall(state, inner, value, fn.node);
      this.#end(inner, value, end);
    }
    return { params: [...own, ...carried], block: inner.block };
  }

  #end(last: Cursor, value: Operand, end: (last: Cursor, value: Operand) => void): void {
    const before = this.#heap;
    const now = last.env.heap;
    const same =
      now === before ||
      (now && before && "variable" in now && "variable" in before && now.variable === before.variable);
    if (!this.#shared.heap && !same) throw new NeedsHeap(this.#node);
    // What is no module after all may give a promise, which is joined as well.
    if (!this.#joins) return end(last, value);
    const joined = define(this.#state, last, this.#node, { kind: "await", value });
    wroteUntil(this.#state, last, value, joined, this.#node);
    end(last, joined);
  }

  /** What the method gives. */
  results(
    at: Cursor,
    hint: string | undefined,
    { method, join }: { method: string; join: boolean | "settled" },
  ): Operand {
    const joined = join !== false;
    const state = this.#state;
    const node = this.#node;
    const inner = launchesIn("params" in this.#fn ? (this.#fn as Node) : node, state.ctx.launches);
    this.#joins =
      join === true &&
      (inner.some((launch) => !launch.certain) || ("params" in this.#fn && mayGivePromise(this.#fn, state.ctx)));
    const { bindings, heap } = this.#shared;
    if (bindings.length === 0 && !heap) {
      const arm = this.#body(
        at,
        [],
        (last, value) => {
          last.block.result = { kind: "value", value };
        },
        this.#shared,
        join === "settled",
      );
      const [item, index, list] = arm.params as [Variable, Variable, Variable];
      const given = "params" in this.#fn ? this.#fn.params.length : 3;
      return define(
        state,
        at,
        node,
        {
          kind: "map",
          site: this.#site,
          items: this.#items,
          item,
          index: given > 1 ? index : undefined,
          list: given > 2 ? list : undefined,
          body: arm.block,
          joined: join,
          method,
          inline:
            !joined &&
            "params" in this.#fn &&
            !containsLaunch(this.#fn, state.ctx.launches) &&
            !awaits(state, this.#fn),
        },
        hint,
      );
    }
    const values = valuesOf(this.#shared, at);
    const body = this.#body(
      at,
      [],
      (last, given, item) => {
        // What is flattened is flattened on the spot: a later element may change it.
        const copied = method === "flatMap" && heap ? this.#copy(last, given) : given;
        const value = method === "filter" && this.#live ? this.#pair(last, item, given) : copied;
        last.block.result = { kind: "exit", exit: "next", values: [value, ...valuesOf(this.#shared, last)] };
      },
      this.#shared,
    );
    const list = state.variable(method === "map" && !joined ? hint : undefined);
    const outs = [list, ...this.#outs()];
    perform(state, at, node, {
      kind: "mapWith",
      site: this.#site,
      items: this.#items,
      values,
      live: this.#live,
      body,
      outs,
    });
    this.#give(at, outs.slice(1));
    const given: Operand = { variable: list };
    if (joined) return define(state, at, node, { kind: "array", elements: [given], spread: [0] }, hint);
    if (method === "flatMap") return define(state, at, node, { kind: "flat", lists: given }, hint);
    return method === "filter" ? this.#kept(at, given, hint) : given;
  }

  /** The elements that the callback said yes to, as they were when it was asked. */
  #kept(at: Cursor, list: Operand, hint: string | undefined): Operand {
    const state = this.#state;
    if (!this.#live) return define(state, at, this.#node, { kind: "filter", items: this.#items, flags: list }, hint);
    const kept = ".filter(([, kept]) => kept).map(([item]) => item)";
    return compute(state, at, this.#node, [list], ([pairs]) => [...(pairs ?? []), kept], hint);
  }

  #pair(at: Cursor, item: Variable, flag: Operand): Operand {
    return define(this.#state, at, this.#node, { kind: "array", elements: [{ variable: item }, flag], spread: [] });
  }

  #copy(at: Cursor, value: Operand): Operand {
    const list = this.#state.variable(undefined);
    return define(this.#state, at, this.#node, {
      kind: "effect",
      inputs: [{ name: list.name, value }],
      code: ["Array.isArray(", list, ") ? ", list, ".slice() : ", list],
      writes: false,
    });
  }

  #outs(): Variable[] {
    const outs = this.#shared.bindings.map((binding) => this.#state.variable(binding.name));
    if (this.#shared.heap) outs.push(this.#state.variable(undefined));
    return outs;
  }

  #give(at: Cursor, outs: readonly Variable[]): void {
    this.#shared.bindings.forEach((binding, i) =>
      assign(this.#state, at, binding, { variable: outs[i] as Variable }, "merged"),
    );
    if (this.#shared.heap) wroteObjects(this.#state, at, { variable: outs.at(-1) as Variable }, this.#node);
  }

  #walk(method: string): Walk {
    const walk = { method: { name: method, holes: WITH_HOLES.has(method), backwards: FROM_THE_END.has(method) } };
    return this.#live ? { ...walk, live: true } : walk;
  }

  reduce(at: Cursor, method: string, initial: Operand | undefined, hint: string | undefined): Operand {
    const state = this.#state;
    const node = this.#node;
    let items = this.#items;
    let first = initial;
    const walk = this.#walk(method);
    if (!first && !this.#live) {
      first = UNDEFINED;
      walk.method = { ...(walk.method as NonNullable<Walk["method"]>), unseeded: true };
    } else if (!first) {
      if ("params" in this.#fn && this.#fn.params.length > 2)
        throw runsAsWritten(node, method, "it has no initial value");
      // `reduce` itself says what the first element is, and what is wrong with a list that has none.
      const list = (code: (list: Code) => Code): Operand =>
        compute(state, at, node, [this.#items], ([parts]) => code(parts ?? []), undefined, "ordered");
      first = list((parts) => [...parts, `.${method}((first) => first)`]);
      items = list((parts) => [
        ...parts,
        method === "reduce" ? ".filter(() => true).slice(1)" : ".filter(() => true).slice(0, -1)",
      ]);
    }
    const carried = state.variable(undefined);
    const params = ("params" in this.#fn ? this.#fn.params : []) as Node[];
    const before = params[0] && state.ctx.file.bindings.declared.get(params[0].start);
    const waits = before && "params" in this.#fn ? firstCallOf(before, this.#fn, state.ctx) : undefined;
    if (waits)
      remarkCallback(this.#fn as Node, `.${method}`, "each element gets what the one before it made", waits, state.ctx);
    if ("params" in this.#fn && this.#fn.body && leavingOf(this.#fn.body).throws)
      remarkThrows(this.#fn, `.${method}`, state.ctx);
    const lead = state.variable(params[0]?.type === "Identifier" ? params[0].name : undefined);
    const values = [first, ...valuesOf(this.#shared, at)];
    const arm = this.#body(
      at,
      [lead],
      (last, value) => {
        last.block.result = { kind: "exit", exit: "next", values: [value, ...valuesOf(this.#shared, last)] };
      },
      this.#shared,
    );
    const [item, index, list, ...rest] = arm.params as Variable[];
    const body: Arm = { params: [item, index, list, lead, ...rest] as Variable[], block: arm.block };
    const result = hint === undefined ? carried : state.variable(hint);
    const outs = [result, ...this.#outs()];
    perform(state, at, node, {
      kind: "each",
      site: this.#site,
      items,
      values,
      how: walk,
      body,
      outs,
    });
    this.#give(at, outs.slice(1));
    return { variable: result };
  }

  /** One element decides whether the next is looked at. */
  search(at: Cursor, method: string, hint: string | undefined): Operand {
    const state = this.#state;
    const node = this.#node;
    const found = (item: Variable, index: Variable): Operand => {
      if (method === "some") return { code: ["true"] };
      if (method === "every") return { code: ["false"] };
      return { variable: method.endsWith("Index") ? index : item };
    };
    const otherwise: Operand = {
      code: [method === "some" ? "false" : method === "every" ? "true" : method.endsWith("Index") ? "-1" : "undefined"],
    };
    const values = [otherwise, ...valuesOf(this.#shared, at)];
    const callback = "params" in this.#fn ? this.#fn : this.#fn.node;
    const decides = isFunction(callback) && callback.body?.type !== "BlockStatement" ? callback.body : callback;
    if (!isFunction(callback) || needsAwait(state, callback.body as Node))
      remarkCallback(
        callback,
        `.${method}`,
        "each element decides whether there is a next one",
        decides as Node,
        state.ctx,
      );
    const passed = state.variable(undefined);
    const ends: { last: Cursor; value: Operand }[] = [];
    const arm = this.#body(at, [], (last, value) => ends.push({ last, value }), this.#shared);
    const [item, index, list, ...rest] = arm.params as [Variable, Variable, Variable, ...Variable[]];
    for (const { last, value } of ends) {
      const shared = valuesOf(this.#shared, last);
      const yes = newBlock();
      yes.result = { kind: "exit", exit: 0, values: [found(item, index), ...shared] };
      const no = newBlock();
      no.result = { kind: "exit", exit: "next", values: [{ variable: passed }, ...shared] };
      const [then, other] = method === "every" ? [no, yes] : [yes, no];
      const test = "code" in value ? compute(state, last, node, [value], ([v]) => v ?? []) : value;
      last.block.result = {
        kind: "value",
        value: define(state, last, node, { kind: "if", test, then, otherwise: other }),
      };
    }
    const body: Arm = { params: [item, index, list, passed, ...rest], block: arm.block };
    const result = state.variable(hint);
    const outs = [result, ...this.#outs()];
    perform(state, at, node, {
      kind: "each",
      site: this.#site,
      items: this.#items,
      values,
      how: this.#walk(method),
      body,
      outs,
    });
    this.#give(at, outs.slice(1));
    return { variable: result };
  }
}
