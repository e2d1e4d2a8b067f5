/** Promises that user code makes, and functions that return them: joined in their place in the program. */
import type { Timer } from "../env.js";
import { awaited, isThenable } from "./awaited.js";
import { containerOf, Future, isThere, NEVER, plain, whenAll } from "./future.js";
import type { Later, Scope } from "./scope.js";
import type { Slot } from "./slot.js";

/** `await` of a value that is no module call. */
export function joined($: Scope, value: Later): Later {
  if (isThere(value) && !isThenable(plain(value))) return $.frame.dead ? NEVER : value;
  // Also where a failure comes first: as in the source, somebody waits for the promise.
  whenAll([value], ([there]) => {
    if (there instanceof Promise) there.catch(() => {});
  });
  if ($.frame.dead) return NEVER;
  const slot = $.text();
  const result = new Future();
  whenAll([value], ([there]) => {
    if (!slot.waiting) return;
    slot.begin();
    join($, slot, there, result);
  });
  return result;
}

/** What a compiled method returns to its caller, who awaits it: only a promise or thenable becomes something else. */
export function returned($: Scope, value: Later): Later {
  if ($.frame.dead || value === NEVER) return value;
  const container = containerOf(value);
  if (container || isThere(value)) {
    return isThenable(container ? container.target : plain(value)) ? $.await(value) : value;
  }
  const future = value as Future;
  // A list or Map is no promise, whatever is in it.
  if (future.decided && !future.known) return future;
  const slot = $.text();
  // Only what a promise stands for may still change something.
  slot.quiet = true;
  const result = new Future();
  const finish = (): void => {
    if (!slot.waiting) return;
    slot.begin();
    if (future.complete && isThenable(future.value)) {
      slot.quiet = false;
      join($, slot, future.value, result);
      return;
    }
    result.follow(future);
    slot.succeed();
  };
  future.onDecided(() => (isThenable(future.shell?.target) ? future.onComplete(finish) : finish()));
  return result;
}

/** A cancelled one is waited for as long as calls have for their cleanup. */
function join($: Scope, slot: Slot, value: unknown, result: Future): void {
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
    timer = $.run.env.setTimer(() => slot.succeed(), $.run.graceMs);
  };
}
