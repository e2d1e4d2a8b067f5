/**
 * Calls that start before it is decided whether they are made: `speculate`. The call runs in a frame that has no
 * place in the program yet (see slot.ts). Where the program comes to it, the frame takes its place there, with its
 * value or its error; where it does not, the call is aborted and its outcome is never seen.
 *
 *   const answer = $.ahead(1, this.search, [question]);
 *   return $.if($.call(0, this.check, [question]), ($) => $.use(answer), ($) => { $.drop(answer); return ""; });
 */
import { NEVER } from "./future.js";
import type { Later, Scope } from "./scope.js";
import type { Frame } from "./slot.js";

/** A call that has been started ahead of its place. */
export interface Ahead {
  site: number;
  callee: Later;
  args: readonly Later[];
  /** Where it runs; undefined where nothing could be started any more. */
  frame: Frame | undefined;
  value: Later;
}

/**
 * Marks a call that may start before the tests in front of it are decided, where the class of its module says
 * `static idempotent = true`. What is returned, and thrown, is as without it.
 *
 *   if (this.isQuestion(text)) return speculate(this.search(text)); // the search does not wait for the test
 */
export function speculate<T>(value: T): T {
  return value;
}

export function ahead($: Scope, site: number, callee: Later, args: readonly Later[]): Ahead {
  if ($.frame.dead) return { site, callee, args, frame: undefined, value: NEVER };
  const frame = $.frame.ahead();
  let value: Later = NEVER;
  try {
    value = $.within(frame).call(site, callee, args);
  } catch (error) {
    if (!frame.dead) frame.add().fail(error);
  }
  frame.close();
  return { site, callee, args, frame, value };
}

/** The place of the call in the program. */
export function use($: Scope, { site, callee, args, frame, value }: Ahead): Later {
  if ($.frame.dead) return NEVER;
  // Stopped because something else failed, and wanted after all: what is before the failure still counts.
  if (!frame || frame.cancelled) return $.call(site, callee, args);
  frame.takePlace($.frame.add());
  return value;
}

/** The program does not come to the call. */
export function drop({ frame }: Ahead): void {
  frame?.cancel();
}
