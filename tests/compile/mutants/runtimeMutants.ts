/** All mutants of the runtime: here those of slots, scopes and `try`. */
import { LIST_MUTANTS } from "./listMutants.js";
import { LOOP_MUTANTS } from "./loopMutants.js";
import { mutant, shownBy, type RuntimeMutant } from "./runtimeMutant.js";

export const RUNTIME_MUTANTS: readonly RuntimeMutant[] = [
  // Failure.
  mutant(
    "the first error in time wins",
    "slot",
    "    while (at < frame.limit) {",
    "    while (frame.limit === Infinity) {",
  ),
  mutant(
    "the last error in the program wins",
    "slot",
    "frame.slots[frame.limit] as Slot).error",
    "frame.slots.findLast((s) => s.state === FAILED) as Slot).error",
  ),
  mutant("what comes later is not stopped", "slot", "      frame.#stop(at + 1, last);", "      void last;"),
  mutant(
    "what comes later is stopped in the innermost frame only",
    "slot",
    "      if (!frame.parent || frame.boundary) return;\n      at =",
    "      if (frame) return;\n      at =",
  ),
  mutant("a failing slot stops what is before it, too", "slot", "frame.#stop(at + 1, last)", "frame.#stop(0, last)"),
  mutant(
    "the slot behind a failing one is not stopped",
    "slot",
    "frame.#stop(at + 1, last)",
    "frame.#stop(at + 2, last)",
  ),
  mutant(
    "waiting slots are not skipped",
    "slot",
    "        slot.state = SKIPPED;\n        slot.frame.leave(slot);",
    "        slot.cancelled = false;",
  ),
  mutant("regions are not stopped from inside", "slot", "todo.push(region.slots[i] as Slot)", "void region.slots[i]"),
  mutant(
    "leaves are not told to stop",
    "call",
    "      this.#controller?.abort(this.run.stopReason);\n      for",
    "      for",
  ),
  mutant(
    "an abort comes as a success",
    "slot",
    "    if (this.cancelled) this.state = SKIPPED;\n    else if",
    "    if",
    "the front never comes to a slot that was cancelled",
  ),
  ...shownBy(
    "a child that is called behind the compiler's back",
    mutant("a call's failure is told when all of it has been joined", "call", "          slot.doom();\n", ""),
  ),
  mutant(
    "calls that have failed do not fail",
    "call",
    "      slot.fail(error);\n    };",
    "      slot.succeed();\n    };",
  ),
  mutant(
    "an error of a call is another one",
    "call",
    "      slot.fail(error);\n    };",
    "      slot.fail(new Error(String(error)));\n    };",
  ),
  mutant(
    "launches go on in a dead frame",
    "slot",
    "return this.cancelled || this.limit !== Number.POSITIVE_INFINITY;",
    "return this.cancelled;",
  ),
  ...shownBy(
    "an effect that fails",
    mutant(
      "a failed computation gives undefined",
      "compute",
      "    slot.fail(error);\n    return;\n  }\n  result.resolve(value);\n  slot.succeed();\n}",
      "    result.resolve(undefined);\n    slot.fail(error);\n    return;\n  }\n  result.resolve(value);\n  slot.succeed();\n}",
    ),
  ),
  // Joining.
  mutant(
    "a frame settles with calls in flight",
    "slot",
    "      if (frame.#live > 0) {",
    "      if (frame.#live > 0 && frame.limit === Infinity) {",
  ),
  mutant("a run ends before its calls", "slot", "      if (frame.#live > 0) {", "      if (frame.#live < 0) {"),
  mutant(
    "a frame never settles while it is open in name",
    "slot",
    "    this.#closed = true;\n    this.#settle();",
    "    this.#closed = true;",
  ),
  // Effects.
  ...shownBy(
    "an effect of a child, behind one of its caller",
    mutant(
      "effects do not wait for the front",
      "slot",
      "return this.frame.front && this.index === this.frame.prefix;",
      "return true;",
    ),
    mutant(
      "effects wait only for their own frame",
      "slot",
      "return this.frame.front && this.index === this.frame.prefix;",
      "return this.index === this.frame.prefix;",
    ),
  ),
  ...shownBy(
    "a list that its loop changes",
    mutant(
      "effects wait only for frames around",
      "slot",
      "return this.frame.front && this.index === this.frame.prefix;",
      "return this.frame.front;",
    ),
  ),
  mutant(
    "a failed slot lets the front pass",
    "slot",
    "if (slot?.state === DONE) {",
    "if (slot && slot.state >= DONE) {",
    "what comes behind a failed slot has been cancelled, and never starts",
  ),
  mutant(
    "the front does not enter regions",
    "slot",
    "if (region && !region.front) {",
    "if (region && !region.front && slot.index === 0) {",
  ),
  mutant(
    "an effect whose turn comes first is forgotten",
    "scope",
    "      slot.onFront = attempt;\n      attempt();\n    });\n    return result.complete ? result.value : result;",
    "      attempt();\n    });\n    return result.complete ? result.value : result;",
  ),
  // Guards and exits.
  mutant(
    "an arm is chosen by the wrong value",
    "scope",
    "this.open(slot, isTrue(test) ? then : otherwise, this, result)",
    "this.open(slot, isTrue(test) ? otherwise : then, this, result)",
  ),
  ...shownBy(
    "a finally that leaves",
    mutant(
      "what follows a region starts before it is decided",
      "scope",
      "    whenAll([exit], ([ended]) => {\n      if (slot.waiting) this.open(slot, go(ended as Exit), this, result);\n    });",
      "    const values = Array.from({ length: 20 }, (_, i) => this.onExit(exit, (_first, _rest, all) => new Exit(0, [all[i]])));\n    this.open(slot, (scope) => (places[0] as (typeof places)[number])(scope, ...values), this, result);",
    ),
  ),
  {
    name: "a call that was skipped starts anyway",
    patches: [
      {
        file: "run/callSites.ts",
        find: "    if (!slot.waiting) return;\n    if (isQuietLeaf(",
        replace: "    if (isQuietLeaf(",
      },
      {
        file: "run/call.ts",
        find: '    if (!slot.waiting) {\n      end("aborted");',
        replace: '    if (run.cancelReason) {\n      end("aborted");',
      },
    ],
  },
  mutant(
    "the variables of a region are there all at once",
    "scope",
    "    (exit as Future).onComplete(() => {\n      (plain(exit) as Exit).values.forEach((value, i) => results[i]?.follow(value));\n    });",
    "    (exit as Future).onComplete(() => {\n      whenAll((plain(exit) as Exit).values, (all) => all.forEach((value, i) => results[i]?.follow(value)));\n    });",
  ),
  // Latency.
  mutant(
    "calls of children wait for all arguments",
    "callSites",
    "  if (found) return runMethod($, slot, site, module, found, args, into);",
    "  if (found) {\n    const late = into ?? new Future();\n    whenAll(args, (there) => void (slot.waiting && runMethod($, slot, site, module, found, there, late)));\n    return late.complete ? late.value : late;\n  }",
  ),
  ...shownBy(
    "what is known in part",
    mutant(
      "a map waits for the whole list",
      "maps",
      "isObject(items) ? whenAll([items], start) : start()",
      "containerOf(items) ? whenAll([items], start) : start()",
    ),
  ),
  mutant(
    "a member waits for the whole object",
    "future",
    '    return this.#missing.get(typeof key === "number" ? String(key) : key) ?? this.target[key];',
    "    if (this.complete) return this.target[key];\n    const late = new Future();\n    this.onComplete(() => late.resolve(this.target[key]));\n    return late;",
  ),
  mutant(
    "branches give their variables together",
    "scope",
    "          (isTrue(test) ? then : otherwise)(scope).forEach((value, i) => results[i]?.follow(value));",
    "          whenAll((isTrue(test) ? then : otherwise)(scope), (all) => all.forEach((value, i) => results[i]?.follow(value)));",
  ),
  ...shownBy(
    "a list that is built up",
    mutant(
      "a child's result is there when all of the child is",
      "future",
      "    else if (source.known) this.#become(source);",
      "    else if (source.known) source.onComplete(() => this.resolve(source.value));",
    ),
  ),
  ...shownBy(
    "lists with holes",
    mutant(
      "computations wait for their turn",
      "scope",
      "      if (slot.waiting) compute(slot, result, () => body(...(values as never[])));\n    });\n    return result;",
      "      const go = (): void => void (slot.waiting && slot.atFront && compute(slot, result, () => body(...(values as never[]))));\n      slot.onFront = go;\n      go();\n    });\n    return result;",
    ),
  ),
  // Loops.
  mutant(
    "the next round starts before it is decided",
    "loop",
    "      if (isThere(exit)) take(plain(exit) as Exit);",
    "      if (isThere(exit)) take(plain(exit) as Exit);\n      else if (started < 20) take(new Exit(NEXT, carried.map((_, at) => $.outs(at + 1, exit)[at])));",
  ),
  mutant(
    "a round starts when the one before has ended",
    "loop",
    "while (!done && !deciding && !frame.dead && running < run.window) {",
    "while (!done && !deciding && !frame.dead && running < 1) {",
  ),
  ...shownBy(
    "reduce without a start",
    mutant(
      "rounds do not pass on what they carry",
      "loop",
      "if (exit.kind === NEXT) carried = exit.values;",
      "if (exit.kind === NEXT) carried = started > 1 ? carried : exit.values;",
    ),
  ),
  mutant("a loop ends one element early", "loop", "    started < count;", "    started < count - 1;"),
  ...shownBy(
    "reduce without a start",
    mutant(
      "array methods visit holes",
      "loop",
      "if (live || method.holes || i in list) indices.push(i);",
      "indices.push(i);",
    ),
  ),
  mutant("the window is one", "run", "    this.window = Math.max(1,", "    this.window = Math.min(1,"),
  ...shownBy(
    "lists with holes",
    mutant(
      "a map's elements are in the order in which they end",
      "maps",
      "results[index] = out;",
      "results[entries.length - 1 - index] = out;",
    ),
    mutant(
      "the rest of a map behind a failure is started",
      "maps",
      "next < rounds.length && this.#hasRoom && !frame.dead;",
      "next < rounds.length && this.#hasRoom;",
    ),
  ),
  // try.
  ...shownBy(
    "assignments that come late",
    mutant(
      "a handler sees the variables as they are",
      "attempt",
      "      .filter(({ slot }) => isReached(frame, slot))",
      "      .filter(({ slot }) => slot)",
    ),
    mutant(
      "a handler sees the variables as they were at first",
      "attempt",
      "    for (const { index, value } of before) this.#values[index] = value;",
      "    void before;",
    ),
    mutant(
      "a handler sees assignments in the order of time",
      "attempt",
      "      .sort((a, b) => compare(a.path, b.path));",
      ";",
    ),
  ),
  ...shownBy(
    "a finally that leaves",
    mutant("a failure in a try dooms what is around it", "attempt", "    inner.boundary = true;\n", ""),
  ),
  ...shownBy(
    "assignments that come late",
    mutant(
      "a handler runs where nothing failed",
      "attempt",
      "      if (!failed) went(",
      "      if (!failed && !handler) went(",
    ),
  ),
  ...shownBy(
    "a finally that leaves",
    mutant("the finalizer is left out", "attempt", "    if (!finalizer) {", "    if (!finalizer || !failed) {"),
    mutant(
      "the finalizer forgets the error",
      "attempt",
      "    const rethrow = failed && !frame.dead ? frame.add() : undefined;",
      "    const rethrow = undefined as undefined | ReturnType<typeof frame.add>; if (failed) { exit = new Exit(0, now); failed = undefined; }",
    ),
    mutant("a finalizer's exit does not count", "attempt", "if (at && at.kind !== 0) {", "if (at && at.kind > 1000) {"),
  ),
  ...shownBy(
    "a handler that fails",
    mutant("a handler's failure is the first one", "attempt", "if (again) ended(again,", "if (again) ended(failed,"),
  ),
  // Values.
  ...shownBy(
    "a part that settles while others are told",
    mutant(
      "what has settled counts as there",
      "future",
      "  whenAll([value], ([there]) => callback(there));",
      "  callback(plain(value));",
    ),
  ),
  ...shownBy(
    "promises that are no calls",
    mutant(
      "what is there is awaited no more",
      "joins",
      "  if (isThere(value) && !isThenable(plain(value))) return $.frame.dead ? NEVER : value;",
      "  if (isThere(value)) return $.frame.dead ? NEVER : value;",
    ),
  ),
  ...shownBy(
    "a promise that nobody comes to wait for",
    mutant(
      "a rejection is not handled where it is made",
      "joins",
      "    if (there instanceof Promise) there.catch(() => {});",
      "    void there;",
    ),
  ),
  ...shownBy(
    "what runs as written",
    mutant(
      "a call of a sequential region fails with another error",
      "sequential",
      "        if (slot.cancelled) {",
      "        if (slot.cancelled || failed) {",
    ),
  ),
  mutant(
    "what a sequential region has left behind goes on calling",
    "sequential",
    "    if (outer.closed) return new Promise(() => {});\n",
    "",
    "the sequential run awaits every call in its place, so that no program that means what it says leaves one behind; one that does is in region.test.ts",
  ),
  ...shownBy(
    "lists with holes",
    mutant(
      "filter keeps what it should drop",
      "openList",
      "if (isTrue(entry.when) && !settled([entry.entry], all)) return false;",
      "if (!isTrue(entry.when) && !settled([entry.entry], all)) return false;",
    ),
  ),
  ...shownBy(
    "filtered twice, and used one by one",
    mutant(
      "a filter drops what comes later",
      "openList",
      "else if (isTrue(entry.when)) this.#around.push",
      "else if (isTrue(entry.when) && this.#around.length < 2) this.#around.push",
    ),
    mutant(
      "elements begin before it is decided that there are such",
      "maps",
      "        if (isDecided(entry.when)) inside(frame);\n",
      "        if (this.#path !== undefined) this.#each(frame, [entry.entry], begin);\n        else if (isDecided(entry.when)) inside(frame);\n",
    ),
  ),
  ...LIST_MUTANTS,
  ...LOOP_MUTANTS,
];
