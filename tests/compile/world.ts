/**
 * The world around a test program: its leaves, its visible effects, and the record of both. The same program
 * text runs in a world where leaves answer at once (the oracle) and in one where they take virtual time.
 *
 * A program names its world through four globals: `leaf(name, kind, ...args)` is what a leaf's forward
 * returns, `effect(...)` is an unknown function, `console` prints, `later(value)` is a promise that is no module call.
 * A leaf whose name begins with `deaf` does not stop when it is told to, and never fails. Some answers are thenables,
 * and calls that were made ahead of a failure and are not wanted may hang until they are told to stop.
 */
import { callContext } from "../../runtime/dist/index.js";
import { VirtualEnv } from "../../runtime/src/testing/virtualEnv.js";
import { canonical, chance, hash } from "./canonical.js";

export type LeafKind = "text" | "list" | "item" | "items" | "flag" | "number" | "maybe" | "same";

export interface Faults {
  seed: number;
  /** Share of calls that fail, by (name, arguments). */
  rate: number;
}

/** Whether a call is one of those that fail. */
export function isFailing(key: string, faults: Faults | undefined): boolean {
  return faults !== undefined && chance(`fail ${faults.seed} ${key}`) < faults.rate;
}

/** Whether one of the calls that were made without faults fails with them: if not, all is the same with them. */
export const meets = (faults: Faults | undefined, calls: readonly string[]): boolean =>
  calls.some((key) => isFailing(key, faults));

export interface Order {
  name: string;
  /** Milliseconds of virtual time; 0 answers at once, without a promise. */
  latency(key: string): number;
}

const skewed = (seed: number): Order => ({
  name: `skewed ${seed}`,
  latency: (key) => {
    const x = chance(`${seed}|${key}`);
    return x < 0.15 ? 0 : Math.ceil(Math.exp(x * 6));
  },
});

/** Some modules are slow, whatever they are asked: what waits for them without need comes much later. */
export const slowModules = (seed: number): Order => ({
  name: `slow modules ${seed}`,
  latency: (key) => {
    const name = key.slice(0, key.indexOf("("));
    return chance(`${seed}|${name}`) < 0.3 ? 300 : 1 + Math.floor(5 * chance(`${seed}|${key}`));
  },
});

export const ORDERS: readonly Order[] = [
  skewed(1),
  { name: "equal", latency: () => 10 },
  skewed(2),
  { name: "at once", latency: () => 0 },
  { name: "one slow", latency: (key) => (hash(key) % 5 === 0 ? 500 : 1) },
  skewed(3),
  slowModules(100),
  slowModules(102),
];

const isDeaf = (name: string): boolean => name.startsWith("deaf");

export interface CallRecord {
  key: string;
  start: number;
  end: number;
  /** It has answered: it has neither failed nor been stopped. */
  answered: boolean;
}

/** Characters. */
const SAID_IN_A_STEP = 5_000;

export class World {
  readonly calls: CallRecord[] = [];
  readonly effects: string[] = [];
  readonly problems: string[] = [];
  /** Undefined in the oracle's world. */
  readonly env: VirtualEnv | undefined;
  readonly order: Order;
  readonly faults: Faults | undefined;
  inFlight = 0;
  /** In the oracle's world: the sum of what the calls would take. */
  total = 0;
  /** Turns of loops and calls of functions of the program. */
  steps = 0;
  /** In the oracle's world: a `catch` of the program has run. */
  caught = false;
  /** In the oracle's world: an error has come to a `finally`, which may go on elsewhere. */
  passed = false;
  #effects = 0;
  readonly #wanted: ReadonlySet<string> | undefined;

  /** `wanted`: calls that answer; others may not, where it is given. */
  constructor(order: Order, faults: Faults | undefined, async: boolean, wanted?: ReadonlySet<string>) {
    this.order = order;
    this.faults = faults;
    this.#wanted = wanted;
    this.env = async ? new VirtualEnv() : undefined;
  }

  readonly globals = {
    leaf: (name: string, kind: LeafKind, ...args: unknown[]): unknown => this.#leaf(name, kind, args),
    effect: (...args: unknown[]): unknown => {
      this.effects.push(`effect ${this.#said(args)}`);
      return `e${this.#effects++}`;
    },
    later: (value: unknown): unknown => (this.env ? Promise.resolve(value) : value),
    console: {
      log: (...args: unknown[]): void => void this.effects.push(`log ${this.#said(args)}`),
      error: (...args: unknown[]): void => void this.effects.push(`error ${this.#said(args)}`),
    },
  };

  /** Texts that grow with each turn of a loop end a program like turns that do not end. */
  #said(args: unknown[]): string {
    const said = canonical(args);
    this.steps += Math.floor(said.length / SAID_IN_A_STEP);
    return said;
  }

  #leaf(name: string, kind: LeafKind, args: unknown[]): unknown {
    const key = `${name}(${this.#said(args).slice(1, -1)})`;
    const took = this.order.latency(key);
    const failure = this.#failure(name, key);
    const answer = (): unknown => {
      if (failure) throw failure.error;
      return valueOf(name, kind, key, args);
    };
    const record: CallRecord = { key, start: this.env?.now() ?? this.total, end: 0, answered: false };
    this.calls.push(record);
    if (!this.env || took === 0) {
      this.total += took;
      record.end = this.env?.now() ?? this.total;
      const value = answer();
      record.answered = true;
      return value;
    }
    const { env } = this;
    this.inFlight++;
    const { signal } = callContext();
    const answered = new Promise((resolve, reject) => {
      const settle = (how: () => void): void => {
        record.end = env.now();
        this.inFlight--;
        how();
      };
      const onAbort = (): void => {
        timer.cancel();
        settle(() => reject(signal.reason));
      };
      const hangs = this.#wanted?.has(key) === false && !isDeaf(name) && chance(`hang ${key}`) < 0.5;
      const timer = env.setTimer(() => {
        if (hangs) return;
        signal.removeEventListener("abort", onAbort);
        const now = `${name}(${canonical(args).slice(1, -1)})`;
        if (now !== key) this.problems.push(`an argument of ${key} changed to ${now} while the call was in flight`);
        settle(() => {
          try {
            const value = answer();
            record.answered = true;
            resolve(value);
          } catch (error) {
            reject(error);
          }
        });
      }, took);
      if (isDeaf(name)) return;
      if (signal.aborted) onAbort();
      else signal.addEventListener("abort", onAbort, { once: true });
    });
    // oxlint-disable-next-line unicorn/no-thenable -- some clients answer with one
    return chance(`thenable ${key}`) < 0.1 ? { then: answered.then.bind(answered) } : answered;
  }

  #failure(name: string, key: string): { error: unknown } | undefined {
    if (!this.faults || isDeaf(name) || chance(`fail ${this.faults.seed} ${key}`) >= this.faults.rate) return undefined;
    const shape = hash(`shape ${key}`) % 12;
    if (shape === 0) return { error: undefined };
    if (shape === 1) return { error: `thrown by ${name} ${hash(key).toString(36)}` };
    return { error: new Error(`${name} failed ${hash(key).toString(36)}`) };
  }
}

/** What a leaf answers: a function of its name and arguments alone. Texts are unique, so that they can be traced. */
function valueOf(name: string, kind: LeafKind, key: string, args: readonly unknown[]): unknown {
  const id = hash(key).toString(36);
  const text = `${name}~${id}`;
  const n = hash(`n ${key}`);
  switch (kind) {
    case "text":
      return text;
    case "list":
      return Array.from({ length: n % 4 }, (_, i) => `${text}.${i}`);
    case "item":
      return { title: `${text}.t`, tags: Array.from({ length: n % 3 }, (_, i) => `${text}.g${i}`), n: n % 10 };
    case "items":
      return Array.from({ length: n % 4 }, (_, i) => ({
        title: `${text}.${i}`,
        tags: [`${text}.${i}g`],
        n: (n + i) % 10,
      }));
    case "flag":
      return n % 2 === 0;
    case "number":
      return n % 7;
    case "maybe":
      return n % 3 === 0 ? undefined : n % 3 === 1 ? "" : text;
    case "same":
      return args[0];
  }
}
