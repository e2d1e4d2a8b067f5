/**
 * `try`: its body is a failure boundary. Once everything in the body has settled, its variables hold; where
 * something failed, the handler sees each variable as it was assigned last before the first failed slot.
 * `finally` starts after both. What follows waits only for the variables that are assigned in here, or for all
 * of it where a part may leave it.
 */
import { Exit } from "./exit.js";
import { Future, NEVER, plain, whenAll, whenSettled } from "./future.js";
import { isOfUncompiled } from "./lists.js";
import type { Later, Scope } from "./scope.js";
import type { Frame, Slot } from "./slot.js";

/** What the variables of a `try` were, and from where in the program on. */
export class Attempt {
  #values: Later[];
  #marks: { slot: Slot; index: number; value: Later }[] = [];

  constructor(values: readonly Later[]) {
    this.#values = [...values];
  }

  mark(slot: Slot, index: number, value: Later): void {
    this.#marks.push({ slot, index, value });
  }

  /** The variables as they were before what failed in `frame`; from now on, they are what they were then. */
  settle(frame: Frame): Later[] {
    const before = this.#marks
      .filter(({ slot }) => isReached(frame, slot))
      .map((mark) => ({ ...mark, path: pathOf(frame, mark.slot) }))
      .sort((a, b) => compare(a.path, b.path));
    for (const { index, value } of before) this.#values[index] = value;
    this.#marks = [];
    return [...this.#values];
  }

  set(values: readonly Later[]): void {
    this.#values = [...values];
    this.#marks = [];
  }
}

/** Whether a slot in `frame` comes before what has failed there, and in each region on the way to it. */
function isReached(frame: Frame, slot: Slot): boolean {
  for (let at: Slot | undefined = slot; at; at = at.frame.parent) {
    const { limit } = at.frame;
    if (at === slot ? at.index >= limit : at.index > limit) return false;
    if (at.frame === frame) return true;
  }
  return false;
}

/** The place of a slot in a frame around it: indices from the outside in. */
function pathOf(frame: Frame, slot: Slot): number[] {
  const path = [slot.index];
  for (let at = slot; at.frame !== frame && at.frame.parent; at = at.frame.parent) path.unshift(at.frame.parent.index);
  return path;
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const difference = (a[i] as number) - (b[i] as number);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

type Part = ($: Scope, ...values: Later[]) => Later;

/**
 * Runs `body`; on failure `handler`, with the error and the variables; then `finalizer`, with the variables.
 * Each returns an Exit whose last values are the variables, `values` to begin with; a finalizer that changes
 * nothing returns nothing.
 */
export function attempt(
  $: Scope,
  values: readonly Later[],
  body: ($: Scope, attempt: Attempt) => Later,
  handler: (($: Scope, attempt: Attempt, error: unknown, ...values: Later[]) => Later) | undefined,
  finalizer?: Part,
  /** The handler throws what it is given: what comes later is stopped when the body fails. */
  passesOn = false,
): Later {
  if ($.frame.dead) return NEVER;
  const slot = $.frame.add();
  const frame = slot.open();
  const record = new Attempt(values);
  const result = new Future();

  /** Runs one part; calls `then` when all of it has settled. */
  const guarded = (
    part: ($: Scope) => Later,
    then: (failed: { error: unknown } | undefined, exit: Later, inner: Frame) => void,
  ): void => {
    const at = frame.add();
    const inner = at.open();
    inner.boundary = true;
    if (passesOn) inner.onLimit = () => slot.doom();
    let exit: Later = NEVER;
    inner.onSettled = ({ failed, error }) => {
      if (at.cancelled) frame.close();
      else then(failed ? { error } : undefined, exit, inner);
      at.succeed();
    };
    $.body(inner, $.path, part, (value) => (exit = value));
  };
  const last = (part: ($: Scope) => Later): Later => {
    const inner = frame.add().open();
    const value = $.body(inner, $.path, part);
    frame.close();
    return value;
  };
  const ended = (failed: { error: unknown } | undefined, exit: Later, now: readonly Later[]): void => {
    if (!finalizer) {
      result.follow(exit);
      frame.close();
      return;
    }
    const inner = frame.add().open();
    const left = $.body(inner, $.path, (scope) => finalizer(scope, ...now));
    // Behind what `finally` does, and only where that goes on.
    const rethrow = failed && !frame.dead ? frame.add() : undefined;
    frame.close();
    const finish = (at: Exit | undefined): void => {
      if (rethrow ? !rethrow.waiting : failed !== undefined) return;
      rethrow?.begin();
      if (at && at.kind !== 0) {
        result.resolve(at);
        rethrow?.succeed();
      } else if (rethrow) rethrow.fail(failed?.error);
      else result.resolve(at ? withVariables(plain(exit) as Exit, at.values) : plain(exit));
    };
    if (left === undefined) finish(undefined);
    else whenAll([left], ([at]) => finish(at as Exit));
  };

  const went = (exit: Later): void =>
    whenSettled(exit, (at) => {
      if (frame.dead) frame.close();
      else ended(undefined, exit, variablesOf(at as Exit, values.length));
    });

  guarded(
    (scope) => body(scope, record),
    (failed, exit, inner) => {
      if (!failed) went(exit);
      else {
        const now = record.settle(inner);
        if (isOfUncompiled(failed.error)) {
          // No handler is asked: what it made of that would not be what the program means.
          const at = frame.dead ? undefined : frame.add();
          frame.close();
          at?.begin();
          at?.fail(failed.error);
        } else if (!handler) ended(failed, NEVER, now);
        else if (!finalizer) {
          result.follow(last((scope) => handler(scope, record, failed.error, ...now)));
        } else {
          guarded(
            (scope) => handler(scope, record, failed.error, ...now),
            (again, exit2, second) => {
              if (again) ended(again, NEVER, record.settle(second));
              else went(exit2);
            },
          );
        }
      }
    },
  );
  return result.complete ? result.value : result;
}

function variablesOf(exit: Exit, count: number): readonly Later[] {
  return exit.values.slice(exit.values.length - count);
}

function withVariables(exit: Exit, values: readonly Later[]): Exit {
  return new Exit(exit.kind, [...exit.values.slice(0, exit.values.length - values.length), ...values]);
}
