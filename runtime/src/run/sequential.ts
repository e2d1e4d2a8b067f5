/** The inside of a sequential region: module calls that are awaited one after another, each in its place. */
import { isModule } from "../module/module.js";
import type { Timer } from "../env.js";
import { arrayInOrder, type AsyncCallback } from "./arrayInOrder.js";
import { awaited } from "./awaited.js";
import { Exit } from "./exit.js";
import { plain, whenSettled } from "./future.js";
import { isOfUncompiled, iterableModule, notAnArray } from "./lists.js";
import { findCompiled, findPrivate, functionWith, isCompiled, isForward, type CompiledMethod } from "./protocol.js";
import type { Later, Scope } from "./scope.js";

/** What a sequential region calls: one module call at a time, awaited in its place. */
export class Sequential {
  readonly #scope: Scope;
  /** How often each call site has been called. */
  readonly #rounds = new Map<number, number>();

  constructor(scope: Scope) {
    this.#scope = scope;
  }

  /** The result in a box: a callee that is no module is called as written, and what it returns is awaited only where the source awaits it. */
  async call(site: number, callee: unknown, args: readonly unknown[], self?: unknown): Promise<{ value: unknown }> {
    const through = callee === Function.prototype.call || callee === Function.prototype.apply;
    const [called, receiver] = through ? [self, args[0]] : [callee, self];
    if (isCompiled(called) || isForward(called, receiver))
      return this.#settle(site, (scope) => scope.call(site, callee, args, self));
    if (typeof callee !== "function") {
      throw new TypeError(`${this.#scope.sites[site]?.label ?? "value"} is not a function`);
    }
    return { value: callee.apply(self, args) };
  }

  async invoke(site: number, self: object, name: string, args: readonly unknown[]): Promise<{ value: unknown }> {
    const callee = (self as Record<string, unknown>)[name];
    const found = Object.hasOwn(self, name)
      ? undefined
      : name.startsWith("#")
        ? findPrivate(self, name, this.#scope.sites)
        : findCompiled(self, name);
    if (isModule(callee) || !found) return this.call(site, callee, args, self);
    return this.#settle(site, (scope) => scope.invoke(site, self, name, args));
  }

  /** A call of a function of the method that is compiled; `give` gets the variables that it assigns. */
  async enter(
    site: number,
    fn: CompiledMethod,
    args: readonly unknown[],
    give?: (...values: unknown[]) => void,
  ): Promise<{ value: unknown }> {
    const { value } = await this.#settle(site, (scope) => scope.enter(site, fn, args));
    if (!(value instanceof Exit)) return { value };
    const [result, ...values] = value.values.map(plain);
    give?.(...values);
    return { value: result };
  }

  /** A function that makes module calls, as a value: whoever calls it waits for all of it. */
  closure(fn: ($: Sequential, ...args: never[]) => Promise<unknown>): unknown {
    const { sites, run } = this.#scope;
    const method: CompiledMethod = function (this: unknown, $, ...args) {
      return $.sequential(args, (inner, ...values) => fn.call(this, inner, ...values));
    };
    return functionWith(method, sites, undefined, run);
  }

  /** `Promise.allSettled`: what a function comes to, as an outcome. */
  settled(fn: (...args: never[]) => Promise<unknown>): (...args: unknown[]) => Promise<unknown> {
    return async function (this: unknown, ...args) {
      try {
        return { status: "fulfilled", value: await fn.apply(this, args as never[]) };
      } catch (reason) {
        return { status: "rejected", reason };
      }
    };
  }

  /** An array method whose callback makes module calls: one callback after another. */
  async array(method: string, list: unknown, callback: AsyncCallback, ...rest: unknown[]): Promise<{ value: unknown }> {
    if (method === "forEach" && (list instanceof Map || list instanceof Set)) {
      for (const [key, value] of list.entries()) await callback.call(rest[0], value, key, list);
      return { value: undefined };
    }
    const items = iterableModule(list) ? [...list] : list;
    if (!Array.isArray(items)) {
      const error = notAnArray(items, `.${method}`, method);
      if (isOfUncompiled(error)) this.#scope.run.cancel(error);
      throw error;
    }
    return { value: await arrayInOrder(method, items, callback, rest) };
  }

  #settle(site: number, start: (scope: Scope) => Later): Promise<{ value: unknown }> {
    const { run, frame: outer } = this.#scope;
    const round = this.#rounds.get(site) ?? 0;
    this.#rounds.set(site, round + 1);
    // The body has ended: what it left behind makes no more calls, and nobody waits for this one.
    if (outer.closed) return new Promise(() => {});
    if (outer.cancelled) return run.refuse();
    return new Promise((resolve, reject) => {
      const slot = outer.add();
      const frame = slot.open();
      frame.boundary = true;
      let value: Later;
      frame.onSettled = ({ failed, error }) => {
        slot.succeed();
        if (slot.cancelled) {
          if (!outer.closed) reject(run.stopReason);
        } else if (failed) {
          if (isOfUncompiled(error)) run.cancel(error);
          reject(error);
        } else whenSettled(value, (there) => resolve({ value: there }));
      };
      value = start(this.#scope.within(frame, round === 0 ? "" : `#${round}`));
      frame.close();
    });
  }
}

/** A region that runs as written, one call after another: an effect whose body is async. */
export function sequentialRegion(
  $: Scope,
  inputs: readonly Later[],
  body: ($: Sequential, ...values: never[]) => Promise<unknown>,
): Later {
  return $.atFront(inputs, (slot, values, result) => {
    const frame = slot.open();
    // Calls inside settle on their own: the body may catch what they throw.
    frame.boundary = true;
    const inner = new Sequential($.within(frame));
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
      grace = $.run.env.setTimer(() => finish(() => slot.succeed()), $.run.graceMs);
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
