/** Array methods that call back: the calls overlap, except where one decides whether there is a next. */
import { callFunction, callNative } from "./calls.js";
import { defineMember, iterate, listOf } from "./members.js";
import { raiseAll } from "./raise.js";
import type { Run } from "./run.js";
import { NOTHING, isObject, notBefore, timed, type Timed } from "./values.js";

interface Walk {
  list: unknown[];
  /** From when on it is known how many callbacks there are. */
  base: number;
  call(i: number): Timed;
  element(i: number): Timed;
}

type Walker = (walk: Walk) => Timed;

const range = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);

export function installArrayCallbacks(run: Run): void {
  const { times } = run;
  const { prototype } = Array;

  const install = (f: unknown, walker: Walker): void =>
    void run.builtins.set(f, (_run, self, args, callee) => {
      const [fn = NOTHING, own = NOTHING] = args;
      if (!Array.isArray(self.v) || typeof fn.v !== "function") return callNative(run, callee, self, args);
      const list = self.v as unknown[];
      const before = run.ctl;
      const base = Math.max(times.shape(self), fn.t);
      const element = (i: number): Timed => timed(list[i], times.member(self, String(i)));
      run.ctl = Math.max(before, base);
      const result = walker({
        list,
        base,
        element,
        call: (i) => callFunction(run, fn, own, [element(i), timed(i), self]),
      });
      run.ctl = before;
      raiseCallback(run, fn, base);
      return result;
    });

  install(prototype.map, ({ list, base, call }) => {
    const result: unknown[] = times.born(new Array(list.length));
    for (const i of range(0, list.length)) if (i in list) defineMember(run, result, String(i), call(i));
    times.of(result).structT = base;
    return timed(result);
  });
  install(prototype.forEach, ({ list, call }) => {
    for (const i of range(0, list.length)) if (i in list) call(i);
    return NOTHING;
  });
  install(prototype.filter, ({ list, base, call, element }) => {
    let t = base;
    const kept: Timed[] = [];
    for (const i of range(0, list.length)) {
      if (!(i in list)) continue;
      const value = element(i);
      const test = call(i);
      t = Math.max(t, test.t);
      if (test.v) kept.push(value);
    }
    return timed(listOf(run, kept, () => t));
  });
  install(prototype.flatMap, ({ list, base, call }) => {
    let t = base;
    const all: Timed[] = [];
    for (const i of range(0, list.length)) {
      if (!(i in list)) continue;
      const value = call(i);
      t = Math.max(t, times.shape(value));
      if (Array.isArray(value.v)) {
        for (const [at, item] of [...iterate(run, value)].entries()) if (at in value.v) all.push(item);
      } else all.push(value);
    }
    return timed(listOf(run, all, () => t));
  });

  /** Calls back in order until one says stop: each is a guard of the next. */
  const chain = (
    f: unknown,
    backward: boolean,
    holes: boolean,
    stops: (v: unknown) => boolean,
    end: (at: number, walk: Walk, element: Timed) => Timed,
  ): void =>
    install(f, (walk) => {
      const { list } = walk;
      const order = range(0, list.length);
      if (backward) order.reverse();
      let t = walk.base;
      for (const i of order) {
        if (!holes && !(i in list)) continue;
        const value = walk.element(i);
        const test = walk.call(i);
        t = Math.max(t, test.t);
        run.ctl = Math.max(run.ctl, test.t);
        if (stops(test.v)) return notBefore(end(i, walk, value), t);
      }
      return notBefore(end(-1, walk, NOTHING), t);
    });
  const truthy = (v: unknown): boolean => Boolean(v);
  chain(prototype.find, false, true, truthy, (at, _walk, value) => (at < 0 ? NOTHING : value));
  chain(prototype.findLast, true, true, truthy, (at, _walk, value) => (at < 0 ? NOTHING : value));
  chain(prototype.findIndex, false, true, truthy, (at) => timed(at));
  chain(prototype.findLastIndex, true, true, truthy, (at) => timed(at));
  chain(prototype.some, false, false, truthy, (at) => timed(at >= 0));
  chain(
    prototype.every,
    false,
    false,
    (v) => !v,
    (at) => timed(at < 0),
  );

  for (const [f, backward] of [
    [prototype.reduce, false],
    [prototype.reduceRight, true],
  ] as const)
    run.builtins.set(f, (_run, self, args, callee) => {
      const [fn = NOTHING] = args;
      if (!Array.isArray(self.v) || typeof fn.v !== "function") return callNative(run, callee, self, args);
      const list = self.v as unknown[];
      const order = range(0, list.length).filter((i) => i in list);
      if (backward) order.reverse();
      if (args.length < 2 && order.length === 0) return callNative(run, callee, self, args);
      const before = run.ctl;
      const base = Math.max(times.shape(self), fn.t);
      const element = (i: number): Timed => timed(list[i], times.member(self, String(i)));
      run.ctl = Math.max(before, base);
      let sum = args.length >= 2 ? (args[1] as Timed) : element(order.shift() as number);
      for (const i of order) if (i in list) sum = callFunction(run, fn, NOTHING, [sum, element(i), timed(i), self]);
      run.ctl = before;
      raiseCallback(run, fn, base);
      return notBefore(sum, base);
    });

  run.builtins.set(Array.from, (_run, self, args, callee) => {
    const [source = NOTHING, fn] = args;
    if (!isObject(source.v) && typeof source.v !== "string") return callNative(run, callee, self, args);
    if (typeof (source.v as { [Symbol.iterator]?: unknown })[Symbol.iterator] !== "function") {
      if (!fn) return callNative(run, callee, self, args);
      const { length } = source.v as { length: number };
      const shape = run.times.deep(source);
      return mapped(
        range(0, Number(length) || 0).map((i) => timed((source.v as unknown[])[i], shape)),
        fn,
        shape,
      );
    }
    const shape = (): number => times.shape(run.iterators.get(source.v as object)?.source ?? source);
    if (!fn || fn.v === undefined) return timed(listOf(run, iterate(run, source), shape));
    return mapped(iterate(run, source), fn, shape());
  });

  const mapped = (values: Iterable<Timed>, fn: Timed, shape: number): Timed => {
    const before = run.ctl;
    const base = Math.max(shape, fn.t);
    run.ctl = Math.max(before, base);
    let i = 0;
    const results: Timed[] = [];
    for (const value of values) results.push(callFunction(run, fn, NOTHING, [value, timed(i++)]));
    run.ctl = before;
    raiseCallback(run, fn, base);
    return timed(listOf(run, results, () => base));
  };

  for (const prototypeOf of [Map.prototype, Set.prototype]) {
    const { forEach } = prototypeOf;
    run.builtins.set(forEach, (_run, self, args, callee) => {
      const [fn = NOTHING, own = NOTHING] = args;
      const { v } = self;
      if (!(v instanceof Map || v instanceof Set) || typeof fn.v !== "function")
        return callNative(run, callee, self, args);
      const before = run.ctl;
      const base = Math.max(times.shape(self), fn.t);
      for (const [key, value] of v.entries()) {
        run.ctl = Math.max(before, base, times.shape(self));
        const at = times.entry(self, key);
        callFunction(run, fn, own, [timed(value, at), timed(key, v instanceof Set ? at : times.shape(self)), self]);
      }
      run.ctl = before;
      raiseCallback(run, fn, base);
      return NOTHING;
    });
  }
}

/** How often the callback runs hangs on the list, and so does what it changes. */
function raiseCallback(run: Run, fn: Timed, t: number): void {
  const closure = run.closures.get(fn.v as object);
  if (closure) raiseAll(run, [closure.node], closure.scope, t);
}
