/**
 * What a call site does: finds out what is called and starts it in the slot that the call has.
 *
 *   $.call(0, this.extractor, [doc])       a leaf, when `doc` is there; a compiled module, at once
 *   $.invoke(1, this, "refine", [draft])   a method of the class, or a field that holds a module
 */
import { isModule, type Module } from "../module/module.js";
import { Call } from "./call.js";
import { compute } from "./compute.js";
import { containerOf, Future, isThere, NEVER, plain, whenAll } from "./future.js";
import { descend, descendLater, isDeep } from "./nesting.js";
import { compiledForm, findCompiled, findPrivate, isCompiled, isForward, staysInTurn, type Found } from "./protocol.js";
import type { Body, Later, Scope } from "./scope.js";
import { afterWriters, isQuietLeaf, leafReads, mayWrite, UNKNOWN } from "./sharedOrder.js";
import type { Slot } from "./slot.js";

const { call: CALL, apply: APPLY } = Function.prototype;

/** A module call. A compiled callee starts at once, with futures for arguments; a leaf when its arguments are complete. */
export function callSite($: Scope, site: number, callee: Later, args: readonly Later[], self?: Later): Later {
  if ($.frame.dead) return NEVER;
  const slot = $.frame.add();
  if (isThere(callee) && isModule(plain(callee))) return enterModule($, slot, site, plain(callee) as Module, args);
  const result = new Future();
  slot.module = UNKNOWN;
  whenAll([callee, self], ([fn, receiver]) => {
    if (!slot.waiting) return;
    slot.module = undefined;
    const found = compiledForm(fn);
    if (isModule(fn)) enterModule($, slot, site, fn, args, result);
    else if (isForward(fn, receiver)) enterModule($, slot, site, receiver, args, result);
    else if ((fn === CALL || fn === APPLY) && (isCompiled(receiver) || isForward(receiver, plain(args[0])))) {
      // `f.call(self, q)`, `f.apply(self, list)`
      const [own, list = []] = args;
      const go: Body = (scope) =>
        fn === CALL ? scope.call(site, receiver, args.slice(1), own) : scope.apply(site, receiver, list, own);
      $.open(slot, go, $, result);
    } else if (found) runMethod($, slot, site, receiver, found, args, result);
    else callUnknown(slot, fn, receiver, args, $.labelOf(site), result);
  });
  return result;
}

/** `this.name(…)`: a field that holds a module is called as one; a compiled method runs as a child does; any other function as written, in its place. */
export function invokeSite($: Scope, site: number, self: object, name: string, args: readonly Later[]): Later {
  if ($.frame.dead) return NEVER;
  const callee = (self as Record<string, unknown>)[name];
  const found =
    isModule(callee) || Object.hasOwn(self, name)
      ? undefined
      : name.startsWith("#")
        ? findPrivate(self, name, $.sites)
        : findCompiled(self, name);
  if (!found) return $.call(site, callee, args, self);
  return runMethod($, $.frame.add(), site, self, found, args);
}

/** Calls with arguments of which some are spread: when it is known how many there are. */
export function whenSpread($: Scope, list: Later, go: ($: Scope, args: readonly Later[]) => Later): Later {
  if ($.frame.dead) return NEVER;
  const args = (): readonly Later[] => {
    const container = containerOf(list);
    const { length } = (container ? container.target : plain(list)) as unknown[];
    return Array.from({ length }, (_, i) => (container ? container.get(i) : (plain(list) as unknown[])[i]));
  };
  if (isThere(list) || containerOf(list)) return $.inline((scope) => go(scope, args()));
  const slot = $.frame.add();
  const result = new Future();
  (list as Future).onKnown(() => {
    if (slot.waiting) $.open(slot, (scope) => go(scope, args()), $, result);
  });
  return result;
}

/** `into` gets the value before anybody learns that the call is done. */
function enterModule($: Scope, slot: Slot, site: number, module: Module, args: readonly Later[], into?: Future): Later {
  const found = findCompiled(module, "forward");
  if (found) return runMethod($, slot, site, module, found, args, into);
  const result = into ?? new Future();
  slot.module = module;
  whenAll(args, (values) => {
    if (!slot.waiting) return;
    if (isQuietLeaf(module, values, $.run)) slot.beQuiet();
    const start = (): void =>
      new Call($.run, module, $.pathOf(site), $.rankOf(site)).start(slot, values, $.labelOf(site), result);
    if (staysInTurn(module)) whenFront(slot, start);
    else if (leafReads(module)) afterWriters($.run, slot, start);
    else start();
  });
  return result.complete ? result.value : result;
}

/** Runs a compiled method in `slot`. */
export function runMethod(
  $: Scope,
  slot: Slot,
  site: number,
  self: unknown,
  found: Found,
  args: readonly Later[],
  into?: Future,
): Later {
  const at = { path: $.pathOf(site), sites: found.sites, rankAfter: $.rankOf(site) - 1 };
  const start = (to: Future | undefined): Later =>
    $.open(slot, (scope) => scope.returned(found.method.apply(self, [scope, ...args])), at, to);
  if (typeof self === "object" || isModule(self)) slot.module = self;
  if (isModule(self) ? !mayWrite(self, $.run.writers) : self === undefined && found.writes === false) slot.beQuiet();
  if (!found.reads) return descendInto($, slot, start, into);
  const result = into ?? new Future();
  afterWriters($.run, slot, () => descendInto($, slot, start, result));
  return result.complete ? result.value : result;
}

/** Starts what is in `slot`, on a stack that has room for it. */
function descendInto($: Scope, slot: Slot, start: (to: Future | undefined) => Later, into: Future | undefined): Later {
  if (!isDeep()) return descend(() => start(into));
  const result = into ?? new Future();
  descendLater(
    $.run.calls,
    () => {
      if (slot.waiting) start(result);
    },
    (error) => slot.fail(error),
  );
  return result;
}

/** A callee that is no module after all: as written, in its place. */
function callUnknown(
  slot: Slot,
  fn: unknown,
  self: unknown,
  args: readonly Later[],
  label: string,
  result: Future,
): void {
  whenAll(args, (values) =>
    whenFront(slot, () =>
      compute(slot, result, () => {
        if (typeof fn !== "function") throw new TypeError(`${label} is not a function`);
        return fn.apply(self, values);
      }),
    ),
  );
}

/** Once everything before `slot` has succeeded. */
export function whenFront(slot: Slot, go: () => void): void {
  const attempt = (): void => {
    if (slot.waiting && slot.atFront) go();
  };
  slot.onFront = attempt;
  attempt();
}
