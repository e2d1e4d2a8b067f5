/** `Sequential`, modules one after another: each gets what the one before returned. */
import { FORWARD } from "../run/protocol.js";
import { CHILDREN, ENTRANCE } from "./brand.js";
import { checkModule } from "./container.js";
import { Module } from "./module.js";
import { PlaitError } from "../errors.js";

/** The part of a scope that a chain needs. */
interface Calls {
  call(site: number, callee: unknown, args: readonly unknown[]): unknown;
}

type Last<T extends readonly Module[]> = T extends readonly [...unknown[], infer L extends Module] ? L : never;

/** `T` where every step takes what the one before returns; else the first step that does not, with the type that it should take. */
export type Chain<T extends readonly Module[]> = T extends readonly [
  infer A extends Module,
  infer B extends Module,
  ...infer Rest extends Module[],
]
  ? [Awaited<ReturnType<A["forward"]>>] extends [Parameters<B["forward"]>[0]]
    ? readonly [A, ...Chain<readonly [B, ...Rest]>]
    : readonly [A, Module & { forward(input: Awaited<ReturnType<A["forward"]>>): unknown }, ...Rest]
  : T;

export class Sequential<const T extends readonly [Module, ...Module[]]> extends Module {
  declare readonly [CHILDREN]: T[number];
  /** The steps are kept under their index, as in an array. */
  readonly [index: number]: T[number];

  /** @throws PlaitError PLT1018 when a step is no module or there is none. */
  constructor(...steps: T & Chain<T>) {
    super();
    if (steps.length === 0)
      throw new PlaitError("PLT1018", "a Sequential needs at least one step: new Sequential(this.first, this.second).");
    const slots = this as unknown as Record<number, Module>;
    for (const [i, step] of (steps as readonly Module[]).entries()) {
      checkModule(step, `step ${i} of a Sequential`);
      slots[i] = step;
    }
  }

  override get length(): number {
    let length = 0;
    while (length in this) length++;
    return length;
  }

  /** The step at `index`, counted from the end where it is negative; undefined outside. */
  at(index: number): T[number] | undefined {
    const position = Math.trunc(index) || 0;
    return this[position < 0 ? this.length + position : position];
  }

  *[Symbol.iterator](): IterableIterator<T[number]> {
    for (let i = 0; i in this; i++) yield this[i] as T[number];
  }

  forward(...args: Parameters<T[0]["forward"]>): ReturnType<Last<T>["forward"]> {
    let next: unknown[] = args;
    for (const step of this) {
      const input = next;
      const call = step as unknown as (...args: unknown[]) => unknown;
      next = [input.length === 1 && input[0] instanceof Promise ? input[0].then(call) : call(...input)];
    }
    return next[0] as ReturnType<Last<T>["forward"]>;
  }

  /** How the scheduler runs a chain, compiled or not: each call starts when the one before it is there. */
  [FORWARD]($: Calls, ...args: unknown[]): unknown {
    let next: readonly unknown[] = args;
    for (let i = 0; i in this; i++) next = [$.call(i, this[i], next)];
    return next[0];
  }

  get [ENTRANCE](): T[0] {
    return this[0] as T[0];
  }
}
