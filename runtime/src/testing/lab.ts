/**
 * Leaves whose calls a test completes by hand, in any order it likes, beside a sequential run of the same
 * leaves. What a call returns, and whether it fails, depends on its name and arguments alone, so that two runs
 * can be compared call by call; errors are made once per name, so that they can be compared by identity.
 */
import { Module } from "../module/module.js";
import { callContext } from "../run/callContext.js";
import { compiled, type CompiledMethod } from "../run/protocol.js";
import type { Scope } from "../run/scope.js";
import type { Dispatch } from "../run/types.js";
import { VirtualEnv } from "./virtualEnv.js";

export interface LabCall {
  /** Name and arguments. */
  key: string;
  slot: string;
  started: number;
  /** Step at which it ended, or undefined while it runs. */
  ended: number | undefined;
  aborted: boolean;
  /** It ended with its own error, before anybody stopped it. */
  failed: boolean;
  /** Ends the call as its name and arguments say. */
  complete: () => void;
}

type Answer = (...args: never[]) => unknown;

export interface LabOptions {
  /** Keys of the calls that fail. */
  failing?: ReadonlySet<string>;
  /** Leaves that go on after their abort signal, until they are completed. */
  stubborn?: boolean;
}

export class Lab {
  readonly env = new VirtualEnv();
  readonly failing: ReadonlySet<string>;
  readonly stubborn: boolean;
  readonly log: string[] = [];
  readonly calls: LabCall[] = [];
  /** Promises of the program's own that wait for the test. */
  readonly others: { key: string; complete: () => void }[] = [];
  /** When each error was first raised. */
  readonly raised = new Map<unknown, number>();
  /** Names of what can fail besides the calls. */
  readonly asked = new Set<string>();
  readonly #errors: Map<string, Error>;
  /** Set while the oracle runs: calls end on the spot. */
  sequential = false;
  #clock = 0;

  constructor({ failing = new Set(), stubborn = false }: LabOptions = {}, errors = new Map<string, Error>()) {
    this.failing = failing;
    this.stubborn = stubborn;
    this.#errors = errors;
  }

  /** A sequence number; what has a smaller one happened before. */
  tick(): number {
    return ++this.#clock;
  }

  /** The one error of that name. */
  error(name: string): Error {
    let error = this.#errors.get(name);
    if (!error) this.#errors.set(name, (error = new Error(name)));
    if (!this.raised.has(error)) this.raised.set(error, this.tick());
    return error;
  }

  /** A visible effect. */
  note(...words: unknown[]): void {
    this.log.push(words.map((word) => (typeof word === "string" ? word : JSON.stringify(word))).join(" "));
  }

  /** Whether something that is no call fails in this run, and so a name for it to fail by. */
  fails(name: string): boolean {
    this.asked.add(name);
    return this.failing.has(name);
  }

  /** Code that may throw. */
  check(name: string): void {
    if (this.fails(name)) throw this.error(name);
  }

  leaf(name: string, answer: Answer = (...args: unknown[]) => `${name}(${args.map(String).join()})`): Leaf {
    return new Leaf(this, name, answer);
  }

  /** A promise that is no module call: settles when the test completes it. */
  promise(name: string, value: unknown = name): Promise<unknown> {
    this.note("promise", name);
    this.asked.add(name);
    const settle = (resolve: (value: unknown) => void, reject: (error: unknown) => void): void => {
      if (this.fails(name)) reject(this.error(name));
      else resolve(value);
    };
    if (this.sequential) return new Promise(settle);
    return new Promise((resolve, reject) => {
      const other = {
        key: name,
        complete: () => {
          this.others.splice(this.others.indexOf(other), 1);
          settle(resolve, reject);
        },
      };
      this.others.push(other);
    });
  }

  /** What can be completed now, in the order it started. */
  get pending(): { key: string; complete: () => void }[] {
    return [...this.calls.filter((call) => call.ended === undefined), ...this.others];
  }

  dispatch(admits = Number.POSITIVE_INFINITY): Dispatch {
    return { admits, env: this.env, complete: () => Promise.reject(new Error("no model here")) };
  }

  begin(leaf: Leaf, args: readonly unknown[]): Promise<unknown> {
    const key = keyOf(leaf, args);
    const fails = this.failing.has(key);
    if (this.sequential) {
      this.calls.push({
        key,
        slot: "",
        started: this.tick(),
        ended: this.tick(),
        aborted: false,
        failed: fails,
        complete: () => {},
      });
      return fails ? Promise.reject(this.error(key)) : Promise.resolve(leaf.answer(...(args as never[])));
    }
    const { slot, signal } = callContext();
    return new Promise((resolve, reject) => {
      const call: LabCall = {
        key,
        slot,
        started: this.tick(),
        ended: undefined,
        aborted: false,
        failed: false,
        complete: () => {
          if (call.ended !== undefined) return;
          call.failed = fails && !call.aborted;
          if (fails) reject(this.error(key));
          else resolve(leaf.answer(...(args as never[])));
          call.ended = this.tick();
        },
      };
      this.calls.push(call);
      signal.addEventListener("abort", () => {
        call.aborted = true;
        if (this.stubborn || call.ended !== undefined) return;
        call.ended = this.tick();
        reject(signal.reason as Error);
      });
    });
  }
}

function keyOf(leaf: Leaf, args: readonly unknown[]): string {
  return `${leaf.title}(${args.map((arg) => (typeof arg === "string" ? arg : JSON.stringify(arg))).join()})`;
}

export class Leaf extends Module {
  // Hidden from what lists a module's fields.
  readonly #lab: Lab;
  readonly title: string;
  readonly answer: Answer;

  constructor(lab: Lab, title: string, answer: Answer) {
    super();
    this.#lab = lab;
    this.title = title;
    this.answer = answer;
  }

  forward(...args: unknown[]): Promise<unknown> {
    return this.#lab.begin(this, args);
  }

  /** The call in a sequential run. */
  now(...args: unknown[]): Promise<unknown> {
    return this.#lab.begin(this, args);
  }
}

// Test programs name the types of their values where they use them.
export type Method = ($: Scope, ...args: any[]) => unknown;

/** A module as the compiler emits it: each method takes a scope and, for arguments, values or futures. */
export function compiledModule(methods: Record<string, Method>, fields: object = {}): Module {
  class Compiled extends Module {
    override forward(): never {
      throw new Error("a compiled forward is not called as written");
    }
  }
  for (const name of Object.keys(methods)) {
    if (name !== "forward") Object.defineProperty(Compiled.prototype, name, { value: () => {}, configurable: true });
  }
  compiled(Compiled, methods as unknown as Record<string, CompiledMethod>, {
    planVersion: 1,
    module: "Compiled",
    file: "test.ts",
    methods: {},
  });
  return Object.assign(new Compiled(), fields);
}

/** A compiled module with nothing but `forward`. */
export function composite(forward: Method): Module {
  return compiledModule({ forward });
}
