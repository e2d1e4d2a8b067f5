/**
 * Keeps modules that call themselves off the stack. In the sequential run every call in between is an `await`,
 * which empties the stack; here a call that returns at once does not. So every hundredth method that would run
 * inside others runs in a turn of its own. A recursion that makes no call at all is endless in the sequential
 * run too, where it throws this RangeError; it must not fill the memory instead.
 */
const DEEPEST = 100;
const IDLE_TURNS = 100;

let depth = 0;
/** Turns in a row, of the recursion that runs now, in which no call was started, and how many calls there were. */
let idle = 0;
let seen = -1;

/** Runs `start` inside the methods that are running. */
export function descend<T>(start: () => T): T {
  depth++;
  try {
    return start();
  } finally {
    depth--;
  }
}

export function isDeep(): boolean {
  return depth >= DEEPEST;
}

/** Runs `start` in a turn of its own; `calls` are those that the run has started. */
export function descendLater(calls: number, start: () => void, fail: (error: RangeError) => void): void {
  const turns = calls === seen ? idle + 1 : 0;
  if (turns > IDLE_TURNS) {
    fail(new RangeError("Maximum call stack size exceeded"));
    return;
  }
  queueMicrotask(() => {
    idle = turns;
    seen = calls;
    try {
      descend(start);
    } finally {
      idle = 0;
      seen = -1;
    }
  });
}
