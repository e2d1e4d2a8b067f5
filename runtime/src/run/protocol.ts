/**
 * Where generated code and runtime meet: compiled classes register their methods here, and the scheduler
 * looks them up.
 */
import { PlaitError } from "../errors.js";
import { isModule, type Module } from "../module/module.js";
import { PLAN_VERSION, staticName, type MethodPlan, type ModulePlan } from "../plan.js";
import type { Run } from "./run.js";
import type { Scope } from "./scope.js";

/** A module class may define a method under this symbol that speaks the call protocol itself. */
export const FORWARD: unique symbol = Symbol.for("plait.forward") as never;
const COMPILED: unique symbol = Symbol.for("plait.compiled") as never;

/** A compiled method: takes a scope and the arguments, each a value or a future; returns a value or a future. */
export type CompiledMethod = (this: unknown, $: Scope, ...args: unknown[]) => unknown;

/** What the runtime reads of a call site. */
export interface Site {
  label: string;
  rank: number;
}

export interface Compiled {
  methods: Record<string, CompiledMethod>;
  plan: ModulePlan;
  sites: Map<CompiledMethod, readonly Site[]>;
}

/** Called by generated code, once per compiled class, in a static block. `privates`: private static methods by their names. */
export function compiled(
  owner: unknown,
  methods: Record<string, CompiledMethod>,
  plan: ModulePlan,
  statics: Record<string, CompiledMethod> = {},
  privates: Record<string, unknown> = {},
): void {
  checkPlan(plan);
  const sites = new Map<CompiledMethod, readonly Site[]>();
  const prototype: unknown = (owner as { prototype?: unknown }).prototype;
  for (const [name, method] of Object.entries(methods)) {
    sites.set(method, sitesOf(plan, name));
    const written: unknown = Object.getOwnPropertyDescriptor(prototype ?? {}, name)?.value;
    register(written, foundOf(method, sites.get(method) as Site[], plan.methods[name]));
  }
  for (const [name, method] of Object.entries(statics)) {
    const written: unknown = privates[name] ?? Object.getOwnPropertyDescriptor(owner as object, name)?.value;
    register(written, foundOf(method, sitesOf(plan, staticName(name)), plan.methods[staticName(name)]));
  }
  Object.defineProperty(owner, COMPILED, { value: { methods, plan, sites } satisfies Compiled });
}

/** Called by generated code, once per compiled function: `methods` holds its compiled form under the name that the plan has for it. */
export function compiledFunction(written: unknown, methods: Record<string, CompiledMethod>, plan: ModulePlan): void {
  checkPlan(plan);
  for (const [name, method] of Object.entries(methods))
    register(written, foundOf(method, sitesOf(plan, name), plan.methods[name]));
}

/** Called by generated code for each object of a class with a compiled arrow function in a field; gives that function. */
export function compiledField<F>(self: object, className: string, name: string, written: F): F {
  const found = formIn(self, className, name);
  if (found) register(written, { ...found, method: ($, ...args) => found.method.call(self, $, ...args) });
  return written;
}

/** Called by generated code for each object of a class that uses private methods as values: `written` holds them by their names. */
export function compiledPrivates(self: object, className: string, written: Record<string, unknown>): void {
  for (const [name, method] of Object.entries(written)) {
    const found = compiledForm(method) ? undefined : formIn(self, className, name);
    if (found) register(method, found);
  }
}

function formIn(self: object, className: string, name: string): Found | undefined {
  for (let p = Object.getPrototypeOf(self) as object | null; p !== null; p = Object.getPrototypeOf(p)) {
    const owner = compiledOf(p.constructor);
    const method =
      owner?.plan.module === className && Object.hasOwn(owner.methods, name) ? owner.methods[name] : undefined;
    if (owner && method) return foundIn(owner, name, method);
  }
  return undefined;
}

/** What some class that was compiled so far does; `writers`: of some, a module may change what modules share. */
const seen = { turns: false, writers: false };

/** For tests, which run one program after another: what one does is not to slow down the next. */
export function forgetPrograms(): void {
  seen.turns = false;
  seen.writers = false;
}

/** Whether calls of a leaf keep their place, because it shares state with others. */
export function staysInTurn(module: object): boolean {
  if (!seen.turns) return false;
  for (let p = Object.getPrototypeOf(module) as object | null; p !== null; p = Object.getPrototypeOf(p))
    if (compiledOf(p.constructor)?.plan.inTurn) return true;
  return false;
}

function checkPlan(plan: ModulePlan): void {
  if (plan.inTurn) seen.turns = true;
  if (plan.writes || Object.values(plan.methods).some(({ writes }) => writes)) seen.writers = true;
  if (plan.planVersion === PLAN_VERSION) return;
  throw new PlaitError(
    "PLT1017",
    `${plan.module} (${plan.file}) was compiled for plan version ${plan.planVersion}; this plait speaks version ${PLAN_VERSION}. Build it again with the plaitc of the same release as plait.`,
  );
}

function sitesOf(plan: ModulePlan, name: string): readonly Site[] {
  const list: Site[] = [];
  for (const node of plan.methods[name]?.nodes ?? []) {
    if (node.site !== undefined) list[node.site] = { label: node.label, rank: node.rank };
  }
  return list;
}

function register(written: unknown, found: Found): void {
  if (typeof written !== "function") return;
  byFunction.set(written, found);
  // `this.ask.bind(this)`, as a value that compiled code calls: it is known by what is bound.
  Object.defineProperty(written, "bind", { value: bindCompiled, writable: true, configurable: true });
}

function foundOf(method: CompiledMethod, sites: readonly Site[], plan?: MethodPlan): Found {
  return { method, sites, reads: plan?.reads === true, writes: plan?.writes === true };
}

function foundIn({ sites, plan }: Compiled, name: string, method: CompiledMethod): Found {
  return foundOf(method, sites.get(method) ?? NO_SITES, plan.methods[name]);
}

function bindCompiled(this: (...args: unknown[]) => unknown, self: unknown, ...given: unknown[]): unknown {
  const bound = Function.prototype.bind.call(this, self, ...given) as object;
  const { method, ...about } = byFunction.get(this) as Found;
  byFunction.set(bound, { ...about, method: ($, ...args) => method.call(self, $, ...given, ...args) });
  return bound;
}

function compiledOf(owner: unknown): Compiled | undefined {
  return typeof owner === "function" && Object.hasOwn(owner, COMPILED)
    ? (owner as unknown as { [COMPILED]: Compiled })[COMPILED]
    : undefined;
}

export interface Found {
  method: CompiledMethod;
  sites: readonly Site[];
  /** See MethodPlan. */
  reads?: boolean;
  writes?: boolean;
  /** What runs while it is a value. */
  run?: Pick<Run, "cancel">;
}

const NO_SITES: readonly Site[] = [];
const byFunction = new WeakMap<object, Found>();

/** The compiled form of a method or function as it was written: what `super.name` or `helper` is. */
export function compiledForm(written: unknown): Found | undefined {
  return typeof written === "function" ? byFunction.get(written) : undefined;
}

/** Whether compiled code calls a value as a module, or in its compiled form. */
export function isCompiled(value: unknown): boolean {
  return isModule(value) || compiledForm(value) !== undefined;
}

/** `x.forward(q)`, which is a call of the module `x`. */
export function isForward(callee: unknown, self: unknown): self is Module {
  return isModule(self) && callee === self.forward;
}

/** What functions of compiled code have besides what all functions have. */
const FUNCTION = Object.create(Function.prototype, {
  bind: {
    value(this: object, self: unknown, ...given: unknown[]): unknown {
      const { method, sites, run } = byFunction.get(this) as Found;
      return functionWith(($, ...args) => method.call(self, $, ...given, ...args), sites, undefined, run);
    },
  },
}) as object;

/**
 * A function of compiled code as a value: only compiled code can call it, because what it gives comes later. A run in
 * which other code does that ends with the error, also where that code catches what it calls.
 */
export function functionWith(
  method: CompiledMethod,
  sites: readonly Site[],
  self: unknown,
  run: Found["run"],
): unknown {
  const value = (): never => {
    const error = new PlaitError(
      "PLT1005",
      "a function that makes module calls was called by code that was not compiled. Pass it only to functions and methods of the project, or make the calls before and pass their results.",
    );
    run?.cancel(error);
    throw error;
  };
  Object.setPrototypeOf(value, FUNCTION);
  byFunction.set(value, { method: self === undefined ? method : method.bind(self), sites, ...(run && { run }) });
  return value;
}

/** A private method, which the class has that the calling method (known by its call sites) belongs to. */
export function findPrivate(self: object, name: string, from: readonly Site[]): Found | undefined {
  for (let p = Object.getPrototypeOf(self) as object | null; p !== null; p = Object.getPrototypeOf(p)) {
    const owner = compiledOf(p.constructor);
    if (!owner || p !== p.constructor.prototype || ![...owner.sites.values()].includes(from)) continue;
    const method = Object.hasOwn(owner.methods, name) ? owner.methods[name] : undefined;
    return method && foundIn(owner, name, method);
  }
  return undefined;
}
const cache = new WeakMap<object, Map<string, Found | undefined>>();

/** The compiled form of the method that `self[name]` is, where it has one. The most derived class decides, as in JavaScript. */
export function findCompiled(self: object, name: string): Found | undefined {
  const prototype = Object.getPrototypeOf(self) as object;
  let byName = cache.get(prototype);
  if (!byName) cache.set(prototype, (byName = new Map()));
  if (byName.has(name)) return byName.get(name);
  let found: Found | undefined;
  for (let p: object | null = prototype; p !== null; p = Object.getPrototypeOf(p)) {
    if (name === "forward" && Object.hasOwn(p, FORWARD)) {
      found = { method: (p as { [FORWARD]: CompiledMethod })[FORWARD], sites: NO_SITES };
      break;
    }
    if (!Object.hasOwn(p, name)) continue;
    const owner = compiledOf(p.constructor);
    const method = owner && Object.hasOwn(owner.methods, name) ? owner.methods[name] : undefined;
    if (owner && method && p === p.constructor.prototype) {
      found = foundIn(owner, name, method);
    }
    break;
  }
  byName.set(name, found);
  return found;
}

/** Whether there is any class of which a module may change what modules share. */
export const hasWriters = (): boolean => seen.writers;

/** Whether a method of a module may change objects of others; `byText`: beside what it calls. */
export function writesAny(module: object, byText = false): boolean {
  for (let p = Object.getPrototypeOf(module) as object | null; p !== null; p = Object.getPrototypeOf(p)) {
    const plan = compiledOf(p.constructor)?.plan;
    if (plan?.writes) return true;
    const methods = Object.values(plan?.methods ?? {});
    if (methods.some(({ writes, changes, hidden }) => (byText ? changes : writes || hidden))) return true;
  }
  return false;
}

/** The plan of a module and of its children, by field name. */
export interface PlanTree {
  /** Class name. */
  module: string;
  /** Undefined for leaves and for classes that were not compiled. */
  plan: ModulePlan | undefined;
  children: Record<string, PlanTree>;
}

export function planOf(module: Module, seen: ReadonlySet<Module> = new Set()): PlanTree {
  let plan: ModulePlan | undefined;
  for (let p: object | null = Object.getPrototypeOf(module); p !== null && !plan; p = Object.getPrototypeOf(p)) {
    const owner = compiledOf(p.constructor);
    if (owner && Object.keys(owner.plan.methods).length > 0) plan = owner.plan;
    if (Object.hasOwn(p, "forward")) break;
  }
  const children: Record<string, PlanTree> = {};
  if (!seen.has(module)) {
    const inside = new Set([...seen, module]);
    for (const [name, child] of module.namedChildren()) {
      if (isModule(child)) children[name] = planOf(child, inside);
    }
  }
  return { module: module.constructor.name, plan, children };
}
