/** The state of one interpretation: where control is in time, which calls have ended when, what is known of objects. */
import type { ArrowFunctionExpression, Function as FunctionNode } from "oxc-parser";
import type { World } from "../world.js";
import type { Around } from "./around.js";
import type { Frame, Scope } from "./environment.js";
import type { ClassInfo } from "./classes.js";
import { Thrown, TimeTable, Unsupported, timed, type Arguments, type Timed } from "./values.js";

const MOST_STEPS = 200_000;

export type FunctionLike = FunctionNode | ArrowFunctionExpression;

/** An interpreted function. */
export interface Closure {
  node: FunctionLike;
  scope: Scope;
  /** Where `super` starts from. */
  home: object | undefined;
  arrow: boolean;
}

export type Builtin = (run: Run, self: Timed, args: Arguments, callee: Timed) => Timed;

export interface ScheduledCall {
  key: string;
  start: number;
  end: number;
}

export interface Rules {
  /**
   * A write to something that was there before `forward` was called (a field of a module, a variable of a
   * file, an argument) waits for every call before it, since it could be seen after a failure.
   */
  outsideWritesWait: boolean;
}

/** A write that a statement has made, and how to say that it is seen no earlier than at a time. */
export interface Change {
  object: object;
  raise(t: number): void;
}

/** Ends with its tables: nothing is gained by weak ones, which are slow. */
export class Run {
  readonly world: World;
  readonly rules: Rules;
  readonly times = new TimeTable();
  readonly closures = new Map<object, Closure>();
  readonly classes = new Map<object, ClassInfo>();
  readonly builtins = new Map<unknown, Builtin>();
  readonly constructors = new Map<unknown, Builtin>();
  readonly globals = new Map<string, unknown>();
  readonly modules = new Set<object>();
  /** Model calls, and whether each answers an object. */
  moduleBase: { prototype: object } | undefined;
  readonly models = new Map<object, boolean>();
  readonly iterators = new Map<object, { source: Timed; kind: "keys" | "values" | "entries" }>();
  readonly leaves = new Map<object, boolean>();
  /** Entries of `Promise.allSettled`. */
  readonly outcomes = new Set<object>();
  readonly schedule: ScheduledCall[] = [];

  /** When it was decided that execution comes here. */
  ctl = 0;
  /** What is around the statement at hand. */
  around: Around | undefined = undefined;
  /** End of every call so far. */
  callsEnd = 0;
  /** The same of calls and effects inside the `try` body at hand. */
  insideEnd = 0;
  /** Inside a leaf: its own clock. */
  leafClock: number | undefined;
  /** Objects that the statement at hand has changed. */
  changed: Change[] | undefined;
  /** The time of a native function that calls back. */
  nativeT = 0;
  nativeOut = 0;
  /** The activation of the file that a top-level variable belongs to has no function. */
  readonly fileFrames = new Set<Frame>();
  /** Objects born up to here were there before `forward` was called. */
  bornBefore = Infinity;

  #steps = 0;

  constructor(world: World, rules: Rules) {
    this.world = world;
    this.rules = rules;
  }

  /** Counts a turn of a loop or a call of a function: a program may have no end. */
  step(): void {
    if (++this.#steps > MOST_STEPS) throw new Unsupported("the program does not end");
  }

  get now(): number {
    return this.leafClock ?? this.ctl;
  }

  /** The time of a write to something that outlives the run. */
  outsideWrite(): number {
    return this.rules.outsideWritesWait && this.leafClock === undefined && this.bornBefore !== Infinity
      ? Math.max(this.ctl, this.callsEnd)
      : this.now;
  }

  writeTime(object: object): number {
    return (this.times.get(object)?.born ?? 0) <= this.bornBefore ? this.outsideWrite() : this.now;
  }

  /** The shape of an object changes now. */
  reshape(object: object, t = 0): void {
    const times = this.times.of(object);
    times.structT = Math.max(times.structT, this.writeTime(object), t);
    this.note(object, (later) => void (times.structT = Math.max(times.structT, later)));
  }

  /** Notes a write, for those who learn later when it counts. */
  note(object: object, raise: (t: number) => void): void {
    this.changed?.push({ object, raise });
  }

  ended(t: number): void {
    this.callsEnd = Math.max(this.callsEnd, t);
    this.insideEnd = Math.max(this.insideEnd, t);
  }

  /** Runs `body` and tells which objects it changed. */
  watching<T>(body: () => T): { result: T; changed: Change[] } {
    const around = this.changed;
    const changed: Change[] = [];
    this.changed = changed;
    try {
      return { result: body(), changed };
    } finally {
      this.changed = around;
      if (around) for (const change of changed) around.push(change);
    }
  }

  /** A step in which JavaScript itself may throw. `t`: when its operands are there. */
  native<T>(t: number, step: () => T): T {
    try {
      return step();
    } catch (error) {
      if (error instanceof Thrown || error instanceof Unsupported) throw error;
      throw new Thrown(timed(error, Math.max(this.ctl, t)));
    }
  }

  fail(error: Error, t: number): never {
    throw new Thrown(timed(error, Math.max(this.ctl, t)));
  }
}
