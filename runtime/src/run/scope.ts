/**
 * The call protocol: what generated code calls. A scope is one frame of slots seen from inside; each of
 * its operations takes the next slot in program order and returns a value or a future, without waiting.
 *
 *   const facts1 = $.call(0, this.extractor, [doc1]);
 *   const facts2 = $.call(1, this.extractor, [doc2]);
 *   return $.call(2, this.comparer, [$.on([facts1, facts2], (facts1, facts2) => `${facts1} vs ${facts2}`)]);
 *
 * Wherever something is there already, the operation runs on the spot and no future is made.
 */
import type { Timer } from "../env.js";
import { isModule, type Module } from "../module/module.js";
import { awaited, isThenable } from "./awaited.js";
import { Call } from "./call.js";
import { allThere, contain, containerOf, Future, isThere, NEVER, plain, whenAll } from "./future.js";
import { descend, descendLater, isDeep } from "./nesting.js";
import { compiledForm, findCompiled, findPrivate, type Found, type Site } from "./protocol.js";
import { iterableModule, notAnArray } from "./lists.js";
import type { Run } from "./run.js";
import { Sequential } from "./sequential.js";
import type { Frame, Slot } from "./slot.js";

/** A value, or a future of one. */
export type Later = unknown;
type Body = ($: Scope) => Later;
type Key = string | number;

export class Scope {
  readonly run: Run;
  readonly frame: Frame;
  /** Prefix of the slot paths in this scope: the call sites and iterations that lead here. */
  readonly path: string;
  readonly sites: readonly Site[];
  /** Calls that remain after the method that this scope belongs to. */
  readonly rankAfter: number;
  /** Tells the rounds of a loop apart in slot paths. */
  readonly #round: string;

  constructor(run: Run, frame: Frame, path: string, sites: readonly Site[], rankAfter: number, round = "") {
    this.run = run;
    this.frame = frame;
    this.path = path;
    this.sites = sites;
    this.rankAfter = rankAfter;
    this.#round = round;
  }

  /** The scope of another frame at the same place in the program. */
  within(frame: Frame, round = this.#round): Scope {
    return new Scope(this.run, frame, this.path, this.sites, this.rankAfter, round);
  }

  /** A module call. A compiled callee starts at once, with futures for arguments; a leaf when its arguments are complete. */
  call(site: number, callee: Later, args: readonly Later[], self?: Later): Later {
    if (this.frame.dead) return NEVER;
    const slot = this.frame.add();
    if (isThere(callee) && isModule(plain(callee))) return this.#enter(slot, site, plain(callee) as Module, args);
    const result = new Future();
    whenAll([callee, self], ([fn, receiver]) => {
      if (!slot.waiting) return;
      const found = compiledForm(fn);
      if (isModule(fn)) result.follow(this.#enter(slot, site, fn, args));
      else if (found) result.follow(this.#run(slot, site, receiver, found, args));
      else this.#callUnknown(slot, fn, receiver, args, this.#label(site), result);
    });
    return result;
  }

  /** `this.name(…)`: a field that holds a module is called as one; a compiled method runs as a child does; any other function as written, in its place. */
  invoke(site: number, self: object, name: string, args: readonly Later[]): Later {
    if (this.frame.dead) return NEVER;
    const callee = (self as Record<string, unknown>)[name];
    const found = isModule(callee)
      ? undefined
      : name.startsWith("#")
        ? findPrivate(self, name, this.sites)
        : findCompiled(self, name);
    if (!found) return this.call(site, callee, args, self);
    return this.#run(this.frame.add(), site, self, found, args);
  }

  /** Synchronous code without effects: runs when its inputs are there. May throw. */
  on(inputs: readonly Later[], body: (...values: never[]) => unknown): Later {
    if (this.frame.dead) return NEVER;
    if (allThere(inputs)) {
      try {
        return body(...(inputs.map(plain) as never[]));
      } catch (error) {
        this.frame.add().fail(error);
        return NEVER;
      }
    }
    const slot = this.frame.add();
    const result = new Future();
    whenAll(inputs, (values) => {
      if (slot.waiting) compute(slot, result, () => body(...(values as never[])));
    });
    return result;
  }

  /** As `on`, for code that returns `count` values in an array. */
  onAll(count: number, inputs: readonly Later[], body: (...values: never[]) => readonly unknown[]): Later[] {
    return spread(count, this.on(inputs, body));
  }

  /** Code with a visible effect: runs when its inputs are there and everything before it in the program has succeeded. */
  effect(inputs: readonly Later[], body: (...values: never[]) => unknown): Later {
    return this.#atFront(inputs, (slot, values, result) => compute(slot, result, () => body(...(values as never[]))));
  }

  /** As `effect`, for code that returns `count` values in an array. */
  effectAll(count: number, inputs: readonly Later[], body: (...values: never[]) => readonly unknown[]): Later[] {
    return spread(count, this.effect(inputs, body));
  }

  /** `await` of a value that is no module call. */
  await(value: Later): Later {
    if (isThere(value) && !isThenable(plain(value))) return this.frame.dead ? NEVER : value;
    // Also where a failure comes first: as in the source, somebody waits for the promise.
    whenAll([value], ([there]) => {
      if (there instanceof Promise) there.catch(() => {});
    });
    if (this.frame.dead) return NEVER;
    const slot = this.frame.add();
    const result = new Future();
    whenAll([value], ([there]) => {
      if (!slot.waiting) return;
      slot.begin();
      this.#join(slot, there, result);
    });
    return result;
  }

  /** What a compiled method returns to its caller, who awaits it: only a promise or thenable becomes something else. */
  returned(value: Later): Later {
    if (this.frame.dead || value === NEVER) return value;
    const container = containerOf(value);
    if (container || isThere(value)) {
      return isThenable(container ? container.target : plain(value)) ? this.await(value) : value;
    }
    const future = value as Future;
    const slot = this.frame.add();
    const result = new Future();
    const finish = (): void => {
      if (!slot.waiting) return;
      slot.begin();
      if (future.complete && isThenable(future.value)) {
        this.#join(slot, future.value, result);
        return;
      }
      result.follow(future);
      slot.succeed();
    };
    future.onKnown(() => (isThenable(future.shell?.target) ? future.onComplete(finish) : finish()));
    return result;
  }

  /** `throw`: the value is thrown when it is there. */
  throw(inputs: readonly Later[], body: (...values: never[]) => unknown): Later {
    return this.on(inputs, (...values) => {
      throw body(...values);
    });
  }

  /** A branch: its arm starts when the test is there. Returns what the arm returns. */
  if(test: Later, then: Body, otherwise: Body): Later {
    if (this.frame.dead) return NEVER;
    // An arm of a branch that is decided adds its slots to this frame: the order is the same.
    if (isThere(test)) return this.#inline(plain(test) ? then : otherwise);
    const slot = this.frame.add();
    const result = new Future();
    whenAll([test], ([decided]) => {
      if (slot.waiting) result.follow(this.#open(slot, decided ? then : otherwise, this));
    });
    return result;
  }

  /** As `if`, for arms that return `count` values (variables that some arm assigns). */
  branch(count: number, test: Later, then: ($: Scope) => Later[], otherwise: ($: Scope) => Later[]): Later[] {
    if (this.frame.dead) return Array.from({ length: count }, () => NEVER);
    if (isThere(test)) {
      return this.#inline(
        plain(test) ? then : otherwise,
        Array.from({ length: count }, () => NEVER),
      ) as Later[];
    }
    const slot = this.frame.add();
    const results = Array.from({ length: count }, () => new Future());
    whenAll([test], ([decided]) => {
      if (!slot.waiting) return;
      this.#open(
        slot,
        (scope) => {
          (decided ? then : otherwise)(scope).forEach((value, i) => results[i]?.follow(value));
        },
        this,
      );
    });
    return results;
  }

  /** `items.map(body)` where the body makes module calls: iterations overlap, each element is a future of its own. */
  map(site: number, items: Later, body: ($: Scope, item: Later, index: number, items: Later) => Later): Later {
    if (this.frame.dead) return NEVER;
    const slot = this.frame.add();
    const result = new Future();
    const start = (): void => {
      if (!slot.waiting) return;
      const container = containerOf(items);
      const list: unknown = container?.isArray ? container.target : plain(items);
      const elements = iterableModule(list) ? [...list] : list;
      if (!Array.isArray(elements) || elements.map !== Array.prototype.map) {
        slot.fail(notAnArray(elements, this.#label(site)));
        return;
      }
      const element = (i: number): Later => (container ? container.get(i) : elements[i]);
      result.follow(this.#iterate(slot, site, elements, element, items, body));
    };
    if (isThere(items)) start();
    else
      (items as Future).onKnown(() => {
        // An object that is not an array cannot be mapped; wait for it whole, then say so.
        if (containerOf(items)?.isArray === false) (items as Future).onComplete(start);
        else start();
      });
    return result.complete ? result.value : (result.shell ?? result);
  }

  /** An array literal with futures among its elements. */
  array(elements: Later[]): Later {
    return this.frame.dead ? NEVER : contain(elements);
  }

  /** An object literal with futures among its members. */
  object(members: Record<string, Later>): Later {
    return this.frame.dead ? NEVER : contain(members);
  }

  /** `value.key`: there as soon as that member is. */
  get(value: Later, key: Key): Later {
    if (this.frame.dead) return NEVER;
    const container = containerOf(value);
    if (container) return container.get(key);
    const read = (whole: never): unknown => (whole as Record<Key, unknown>)[key];
    if (isThere(value)) return this.on([value], read);
    const slot = this.frame.add();
    const result = new Future();
    (value as Future).onKnown(() => {
      if (!slot.waiting) return;
      slot.begin();
      const late = containerOf(value);
      try {
        result.follow(late ? late.get(key) : read(plain(value) as never));
      } catch (error) {
        slot.fail(error);
        return;
      }
      slot.succeed();
    });
    return result;
  }

  /** Destructuring by plain keys: `whole` does it on a value that is there, and throws as it would have. */
  unpack(keys: readonly Key[], value: Later, whole: (value: never) => readonly unknown[]): Later[] {
    if (this.frame.dead) return keys.map(() => NEVER);
    const fits = (): ReturnType<typeof containerOf> => {
      const container = containerOf(value);
      return container && keys.length > 0 && (typeof keys[0] !== "number" || container.isArray) ? container : undefined;
    };
    const container = fits();
    if (container) return keys.map((key) => container.get(key));
    if (isThere(value)) return spread(keys.length, this.on([value], whole));
    const slot = this.frame.add();
    const results = keys.map(() => new Future());
    const finish = (): void => {
      if (!slot.waiting) return;
      slot.begin();
      const late = fits();
      try {
        const parts = late ? keys.map((key) => late.get(key)) : whole(plain(value) as never);
        results.forEach((result, i) => result.follow(parts[i]));
      } catch (error) {
        slot.fail(error);
        return;
      }
      slot.succeed();
    };
    (value as Future).onKnown(() => (fits() || isThere(value) ? finish() : (value as Future).onComplete(finish)));
    return results;
  }

  /** A region that runs as written, one call after another: an effect whose body is async. */
  sequential(inputs: readonly Later[], body: ($: Sequential, ...values: never[]) => Promise<unknown>): Later {
    return this.#atFront(inputs, (slot, values, result) => {
      const frame = slot.open();
      // Calls inside settle on their own: the body may catch what they throw.
      frame.boundary = true;
      const inner = new Sequential(this.within(frame));
      let outcome: (() => void) | undefined;
      let grace: Timer | undefined;
      frame.onSettled = () => {
        grace?.cancel();
        outcome?.();
      };
      const finish = (settle: () => void): void => {
        outcome = settle;
        frame.close();
      };
      slot.onCancel = () => {
        grace = this.run.env.setTimer(() => finish(() => slot.succeed()), this.run.graceMs);
      };
      void awaited(
        body(inner, ...(values as never[])),
        (value) =>
          finish(() => {
            if (!slot.cancelled) result.resolve(value);
            slot.succeed();
          }),
        (error) => {
          slot.doom();
          finish(() => slot.fail(error));
          frame.cancel(); // calls that the body did not wait for
        },
      );
    });
  }

  /** As `sequential`, for a region that assigns `count` variables. */
  sequentialAll(
    count: number,
    inputs: readonly Later[],
    body: ($: Sequential, ...values: never[]) => Promise<readonly unknown[]>,
  ): Later[] {
    return spread(count, this.sequential(inputs, body));
  }

  #label(site: number): string {
    return this.sites[site]?.label ?? `call ${site}`;
  }

  #path(site: number): string {
    return `${this.path === "" ? "" : `${this.path}/`}${site}${this.#round}`;
  }

  #rank(site: number): number {
    return (this.sites[site]?.rank ?? 1) + this.rankAfter;
  }

  #enter(slot: Slot, site: number, module: Module, args: readonly Later[]): Later {
    const found = findCompiled(module, "forward");
    if (found) return this.#run(slot, site, module, found, args);
    const result = new Future();
    whenAll(args, (values) => {
      if (!slot.waiting) return;
      new Call(this.run, module, this.#path(site), this.#rank(site)).start(slot, values, this.#label(site), result);
    });
    return result.complete ? result.value : result;
  }

  /** Runs a compiled method in `slot`. */
  #run(slot: Slot, site: number, self: unknown, found: Found, args: readonly Later[]): Later {
    const start = (): Later =>
      this.#open(slot, (scope) => scope.returned(found.method.apply(self, [scope, ...args])), {
        path: this.#path(site),
        sites: found.sites,
        rankAfter: this.#rank(site) - 1,
      });
    if (!isDeep()) return descend(start);
    const result = new Future();
    descendLater(
      this.run.calls,
      () => {
        if (slot.waiting) result.follow(start());
      },
      (error) => slot.fail(error),
    );
    return result;
  }

  /** A callee that is no module after all: as written, in its place. */
  #callUnknown(slot: Slot, fn: unknown, self: unknown, args: readonly Later[], label: string, result: Future): void {
    whenAll(args, (values) => {
      const attempt = (): void => {
        if (!slot.waiting || !slot.atFront) return;
        compute(slot, result, () => {
          if (typeof fn !== "function") throw new TypeError(`${label} is not a function`);
          return fn.apply(self, values);
        });
      };
      slot.onFront = attempt;
      attempt();
    });
  }

  #atFront(inputs: readonly Later[], body: (slot: Slot, values: unknown[], result: Future) => void): Later {
    if (this.frame.dead) return NEVER;
    const slot = this.frame.add();
    const result = new Future();
    whenAll(inputs, (values) => {
      const attempt = (): void => {
        if (slot.waiting && slot.atFront) body(slot, values, result);
      };
      slot.onFront = attempt;
      attempt();
    });
    return result.complete ? result.value : result;
  }

  #join(slot: Slot, value: unknown, result: Future): void {
    let timer: Timer | undefined;
    void awaited(
      value,
      (settled) => {
        timer?.cancel();
        if (!slot.cancelled) result.resolve(settled);
        slot.succeed();
      },
      (error) => {
        timer?.cancel();
        slot.fail(error);
      },
    );
    slot.onCancel = () => {
      timer = this.run.env.setTimer(() => slot.succeed(), this.run.graceMs);
    };
  }

  #inline(body: Body, otherwise: Later = NEVER): Later {
    try {
      return body(this);
    } catch (error) {
      if (!this.frame.dead) this.frame.add().fail(error);
      return otherwise;
    }
  }

  /** Turns `slot` into a region and starts its statements. */
  #open(slot: Slot, body: Body, at: { path: string; sites: readonly Site[]; rankAfter: number }): Later {
    const frame = slot.open();
    const scope = new Scope(this.run, frame, at.path, at.sites, at.rankAfter);
    let value: Later = NEVER;
    try {
      value = body(scope);
    } catch (error) {
      if (!frame.dead) frame.add().fail(error);
    }
    frame.close();
    return value;
  }

  #iterate(
    slot: Slot,
    site: number,
    elements: readonly unknown[],
    element: (index: number) => Later,
    items: Later,
    body: ($: Scope, item: Later, index: number, items: Later) => Later,
  ): Later {
    const frame = slot.open();
    const path = this.#path(site);
    const results: unknown[] = new Array(elements.length);
    const indices: number[] = [];
    for (let i = 0; i < elements.length; i++) if (i in elements) indices.push(i);
    const late = new Map<number, Future>();
    if (indices.length > this.run.window) {
      for (const i of indices.slice(this.run.window)) late.set(i, (results[i] = new Future()) as Future);
    }
    let next = 0;
    let running = 0;
    let starting = false;
    const startMore = (): void => {
      if (starting) return;
      starting = true;
      while (next < indices.length && running < this.run.window && !frame.dead) {
        const i = indices[next++] as number;
        running++;
        const iteration = frame.add();
        const inner = iteration.open();
        inner.onSettled = () => {
          running--;
          startMore();
        };
        const scope = new Scope(this.run, inner, `${path}#${i}`, this.sites, this.rankAfter);
        let value: Later = NEVER;
        try {
          value = body(scope, element(i), i, items);
        } catch (error) {
          if (!inner.dead) inner.add().fail(error);
        }
        inner.close();
        const promised = late.get(i);
        if (promised) promised.follow(value);
        else results[i] = value;
      }
      starting = false;
      if (next === indices.length || frame.dead) frame.close();
    };
    startMore();
    return contain(results);
  }
}

/** Runs code that ends at once in a slot of its own; dependents start before the slot is done. */
function compute(slot: Slot, result: Future, body: () => unknown): void {
  slot.begin();
  let value: unknown;
  try {
    value = body();
  } catch (error) {
    slot.fail(error);
    return;
  }
  result.resolve(value);
  slot.succeed();
}

function spread(count: number, value: Later): Later[] {
  if (isThere(value)) {
    const values = plain(value) as readonly unknown[];
    return Array.from({ length: count }, (_, i) => values[i]);
  }
  if (value === NEVER) return Array.from({ length: count }, () => NEVER);
  const results = Array.from({ length: count }, () => new Future());
  (value as Future).onComplete(() => {
    const values = (value as Future).value as readonly unknown[];
    results.forEach((result, i) => result.resolve(values[i]));
  });
  return results;
}
