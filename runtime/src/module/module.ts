/**
 * `Module`, the base class of everything in a pipeline. An instance is a function object whose prototype
 * is its class's, so that `this.child(x)` is a call and `this.child.style` is a field; the type of the call
 * comes from the class's own `forward`, with no second annotation.
 */
import { PlaitError } from "../errors.js";
import { labelOf } from "../run/describe.js";
import { callModule } from "../run/direct.js";
import type { Bound } from "../run/bound.js";
import { bindModule, type Loaded, type ResourcesFor } from "./bind.js";
import { ALIAS, INSPECT, MODULE, type Inspect, type InspectOptions } from "./brand.js";
import {
  childrenOf,
  entriesOf,
  namedModulesOf,
  namedParametersOf,
  type NamedModule,
  type NamedParameter,
} from "./introspect.js";
import type { Parameter } from "./parameter.js";
import { loadStateDict, stateDictOf, type LoadStateDictOptions, type StateDict } from "./stateDict.js";

const TRAINING: unique symbol = Symbol.for("plait.training");

// oxlint-disable-next-line typescript/no-unsafe-declaration-merging
export interface Module {
  /**
   * Calls the module: what its `forward` returns, awaited. In compiled code the call starts as soon as its
   * inputs are there.
   */
  (...args: Parameters<this["forward"]>): Awaited<ReturnType<this["forward"]>>;
}

/**
 * A step of a pipeline. Extend it, put other modules in its fields, and write `forward`.
 *
 * Fields are found at run time whatever their TypeScript visibility. Fields named with `#` are invisible to
 * everything outside the class, so modules in them are neither checked by `bind` nor listed by `modules()`;
 * a class with any hidden field (`private`, `protected` or `#`) makes `bind` accept endpoints that its types
 * cannot see a use for.
 *
 * The names of the members below are taken: a field cannot be called `children` or `bind`.
 */
// oxlint-disable-next-line typescript/no-unsafe-declaration-merging -- a class cannot declare a call signature by itself
export abstract class Module {
  declare readonly [MODULE]: true;

  constructor() {
    // An arrow function, because its own properties (`name`, `length`) can be deleted: fields may have any name.
    const self = ((...args: unknown[]): unknown => callModule(self, args)) as unknown as this & {
      name?: unknown;
      length?: unknown;
    };
    delete self.name;
    delete self.length;
    Object.defineProperty(self, TRAINING, { value: false, writable: true });
    return Object.setPrototypeOf(self, new.target.prototype) as this;
  }

  /**
   * What the module does. May be written as if every module call returned its value at once, or `async`
   * with `await` on the calls.
   */
  // oxlint-disable-next-line typescript/no-explicit-any -- the one type that every forward fits
  abstract forward(...args: any[]): any;

  /**
   * Connects every alias in the module tree to an endpoint and returns the pipeline as an async function.
   * An alias without an endpoint is a type error where types can see it, and always an error here. A
   * `bind` makes its own connections and limits; it leaves the module as it is, so one module can be bound
   * more than once.
   *
   * @throws PlaitError PLT1031 when an alias has no endpoint, PLT1032 when an endpoint's API key is missing.
   */
  // `this: M` keeps the declared type of bind the same in every subclass; with `this` types they would not be compatible.
  bind<M extends Module>(this: M, resources: ResourcesFor<M> | Loaded): Bound<M> {
    return bindModule(this, resources);
  }

  /** True between `train()` and `eval()`. False at first. */
  get training(): boolean {
    return (this as unknown as { [TRAINING]: boolean })[TRAINING];
  }

  /** Puts the module and all modules in it into training mode, or with `false` out of it. */
  train(mode: boolean = true): this {
    for (const module of this.modules()) (module as unknown as { [TRAINING]: boolean })[TRAINING] = mode;
    return this;
  }

  /** Ends training mode, as `train(false)`. */
  eval(): this {
    return this.train(false);
  }

  /** The modules in the fields of this one, each once, in the order of the fields. */
  children(): Module[] {
    return this.namedChildren().map(([, child]) => child);
  }

  /** As `children`, with names: `extractor`, or `steps.0` for the first item of an array, a Map or a Set. */
  namedChildren(): NamedModule[] {
    return childrenOf(this);
  }

  /** This module and all modules below it, each once, parents before children. */
  modules(): Module[] {
    return this.namedModules().map(([, module]) => module);
  }

  /** As `modules`, with dotted names: `""` for this module, `steps.0.extractor`. A shared module has its first name. */
  namedModules(): NamedModule[] {
    return namedModulesOf(this);
  }

  /** The parameters of this module and of all modules below it, each once. */
  parameters(): Parameter[] {
    return this.namedParameters().map(([, parameter]) => parameter);
  }

  /** As `parameters`, with dotted names: `steps.0.style`. A shared parameter has its first name. */
  namedParameters(): NamedParameter[] {
    return namedParametersOf(this);
  }

  /** The values of all parameters by name: plain data, ready for JSON. */
  stateDict(): StateDict {
    return stateDictOf(this);
  }

  /**
   * Sets the values of all parameters, or of none: everything is checked first.
   *
   * @throws PlaitError PLT1019 listing every name that is unknown or missing (unless `strict: false`) and
   * every value that is no text.
   */
  loadStateDict(state: Readonly<Record<string, unknown>>, options?: LoadStateDictOptions): void {
    loadStateDict(this, state, options);
  }
}

Object.defineProperty(Module.prototype, MODULE, { value: true });

const FORWARD_MISSING = function forward(this: Module): never {
  throw missingForward(this);
};
// Instances do not inherit from Function.prototype: its read-only `name` and its throwing `caller` would break
// fields of those names under compilers that assign fields. `call` and `apply` are harmless and in the type.
for (const [name, value] of [
  ["forward", FORWARD_MISSING],
  ["call", Function.prototype.call],
  ["apply", Function.prototype.apply],
] as const) {
  Object.defineProperty(Module.prototype, name, { value, writable: true, configurable: true });
}

const beingInspected = new Set<Module>();

// Shows modules and parameters only: other fields may be clients that hold keys.
Object.defineProperty(Module.prototype, INSPECT, {
  value: function (this: Module, depth: number, options: InspectOptions, inspect: Inspect): string {
    const label = labelOf(this);
    const fields = ALIAS in this ? [] : entriesOf(this);
    if (fields.length === 0) return label;
    if (depth < 0) return `[${label}]`;
    if (beingInspected.has(this)) return `[Circular ${label}]`;
    beingInspected.add(this);
    try {
      const nested = typeof options.depth === "number" ? { ...options, depth: options.depth - 1 } : options;
      return `${label} ${inspect(Object.fromEntries(fields), nested)}`;
    } finally {
      beingInspected.delete(this);
    }
  },
  writable: true,
  configurable: true,
});

/** True for every module, also one made by another copy of this package. */
export function isModule(value: unknown): value is Module {
  return typeof value === "function" && (value as { [MODULE]?: unknown })[MODULE] === true;
}

/** The error for a class that has no `forward`, or undefined. */
export function forwardProblem(module: Module): PlaitError | undefined {
  return module.forward === FORWARD_MISSING ? missingForward(module) : undefined;
}

function missingForward(module: Module): PlaitError {
  const name = module.constructor.name || "A module class";
  return new PlaitError(
    "PLT1018",
    `${name} has no forward(). Write what the module does: class ${name} extends Module { forward(…) { … } }.`,
  );
}

/**
 * The same module with the exact type of its `forward`: for a generic or overloaded `forward`, which the
 * call signature of `Module` would flatten. `search = callable(new Search())`.
 */
export function callable<M extends Module>(module: M): M["forward"] & M {
  return module;
}
