/**
 * Calls. A leaf runs when its arguments are there, and everything of its result is there when it ends; the
 * body of anything else is interpreted, with arguments and results as they are; a builtin looks at everything
 * that it is given, unless it is known to move values only (builtins.ts).
 */
import { callClosure, thrownIfNotCallable } from "./functions.js";
import { isLeaf } from "./leaves.js";
import { raiseChanged } from "./raise.js";
import type { Run } from "./run.js";
import { Thrown, Unsupported, isObject, notBefore, timed, type Arguments, type Timed } from "./values.js";

const MUTATORS = new Set<unknown>([
  ...(["sort", "splice", "pop", "shift", "unshift", "reverse", "fill", "copyWithin"] as const).map(
    (name) => Array.prototype[name],
  ),
  Map.prototype.delete,
  Map.prototype.clear,
  Set.prototype.delete,
  Set.prototype.clear,
]);

const MUTATE_FIRST = new Set<unknown>([
  Object.defineProperty,
  Object.defineProperties,
  Object.setPrototypeOf,
  Reflect.set,
  Reflect.defineProperty,
]);

const REFLECT = new Set<unknown>(Reflect.ownKeys(Reflect).map((key) => Reflect.get(Reflect, key)));

export function callFunction(run: Run, f: Timed, self: Timed, args: Arguments): Timed {
  thrownIfNotCallable(run, f);
  const target = f.v as object;
  if (run.modules.has(target)) return callModule(run, f, args);
  const closure = run.closures.get(target);
  if (closure) {
    if (run.leafClock === undefined && isObject(self.v) && run.modules.has(self.v)) {
      const { forward } = self.v as { forward?: unknown };
      if (forward === target && isLeaf(run, self.v, closure, args))
        return runLeaf(run, f, args, () => callClosure(run, closure, self, args));
    }
    return within(run, f, () => callClosure(run, closure, self, args));
  }
  const builtin = run.builtins.get(target);
  if (builtin) return builtin(run, self, args, f);
  return callNative(run, f, self, args);
}

/** Which function is called is known no earlier than the function. */
function within(run: Run, f: Timed, body: () => Timed): Timed {
  if (f.t <= run.ctl) return notBefore(body(), f.t);
  const before = run.ctl;
  run.ctl = f.t;
  const result = body();
  run.ctl = before;
  return notBefore(result, f.t);
}

export function callNative(run: Run, f: Timed, self: Timed, args: Arguments): Timed {
  const { times } = run;
  // It looks at one member, and all that a module holds is not looked at.
  if (REFLECT.has(f.v) && isObject(args[0]?.v) && run.modules.has(args[0].v))
    throw new Unsupported("a member of a module by Reflect");
  const mutates = MUTATORS.has(f.v);
  let t = Math.max(f.t, times.deep(self), times.deepAll(args), args.counted ?? 0);
  // What an iterator gives is in what it walks over.
  const walked = isObject(self.v) ? run.iterators.get(self.v) : undefined;
  if (walked) t = Math.max(t, times.deep(walked.source));
  if (mutates) t = Math.max(t, isObject(self.v) ? run.writeTime(self.v) : 0);
  const { value, out } = asNative(run, t, () =>
    Reflect.apply(
      f.v as () => unknown,
      self.v,
      args.map((arg) => arg.v),
    ),
  );
  if (mutates && isObject(self.v)) settleAll(run, self.v, out);
  const first = args[0]?.v;
  if (MUTATE_FIRST.has(f.v) && isObject(first)) settleAll(run, first, out);
  times.bornDeep(value);
  return timed(value, out);
}

/** All of an object is known from `t` on. */
export function settleAll(run: Run, object: object, t: number): void {
  const times = run.times.of(object);
  times.open = undefined;
  times.members.clear();
  times.entries.clear();
  run.reshape(object, t);
}

/** Runs a builtin; functions of the program that it calls back add their times. */
export function asNative<T>(run: Run, t: number, step: () => T): { value: T; out: number } {
  const { nativeT, nativeOut } = run;
  run.nativeT = t;
  run.nativeOut = t;
  const value = run.native(t, step);
  const out = run.nativeOut;
  run.nativeT = nativeT;
  run.nativeOut = nativeOut;
  return { value, out };
}

export function callModule(run: Run, f: Timed, args: Arguments): Timed {
  const target = f.v as { forward: unknown };
  const forward = target.forward as object;
  const closure = run.closures.get(forward);
  if (closure) {
    const call = (): Timed => callClosure(run, closure, f, args);
    if (run.leafClock !== undefined) throw new Unsupported("a module call inside a leaf");
    return isLeaf(run, target, closure, args) ? runLeaf(run, f, args, call) : within(run, f, call);
  }
  const structured = run.models.get(target);
  if (structured !== undefined) {
    const { alias } = target as unknown as { alias: string };
    return runLeaf(run, f, args, () => answer(run, alias, structured ? "item" : "text", args));
  }
  return callNative(run, timed(forward, f.t), f, args);
}

function runLeaf(run: Run, f: Timed, args: Arguments, body: () => Timed): Timed {
  const start = Math.max(run.ctl, f.t, run.times.deepAll(args), args.counted ?? 0);
  const before = run.ctl;
  const made = run.world.calls.length;
  run.ctl = start;
  run.leafClock = start;
  const finish = (): number => {
    const end = run.leafClock as number;
    run.leafClock = undefined;
    run.ctl = before;
    run.ended(end);
    for (const { key } of run.world.calls.slice(made)) run.schedule.push({ key, start, end });
    return end;
  };
  try {
    const { births } = run.times;
    const { result, changed } = run.watching(body);
    run.times.bornDeep(result.v);
    const end = finish();
    raiseChanged(run, changed, births, end);
    return timed(result.v, end);
  } catch (error) {
    if (!(error instanceof Thrown)) throw error;
    throw new Thrown(timed(error.value.v, finish()));
  }
}

/** The global `leaf`: what a leaf answers, and how long it takes. */
export function answer(run: Run, name: string, kind: string, args: Arguments): Timed {
  if (run.leafClock === undefined) throw new Unsupported("leaf() outside a leaf");
  const leaf = run.world.globals.leaf as (...all: unknown[]) => unknown;
  try {
    return timed(run.native(0, () => leaf(name, kind, ...args.map((arg) => arg.v))));
  } finally {
    const record = run.world.calls.at(-1);
    if (record) run.leafClock += record.end - record.start;
  }
}

/** An unknown function, or a print: it waits for every call before it. */
export function visibleEffect(run: Run, f: Timed, args: Arguments): Timed {
  const t = Math.max(
    run.now,
    f.t,
    run.times.deepAll(args),
    args.counted ?? 0,
    run.leafClock === undefined ? run.callsEnd : 0,
  );
  run.insideEnd = Math.max(run.insideEnd, t);
  const { value } = asNative(run, t, () =>
    Reflect.apply(
      f.v as () => unknown,
      undefined,
      args.map((arg) => arg.v),
    ),
  );
  return timed(value, t);
}
