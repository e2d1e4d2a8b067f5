/** Array methods that call back: the calls overlap, except where one decides whether there is a next. */
import { callFunction, callNative } from "./calls.js";
import { Growing, asOpen } from "./growing.js";
import { defineMember, getMember, iterate, listOf } from "./members.js";
import { raiseAll } from "./raise.js";
import type { Run } from "./run.js";
import { NOTHING, isObject, notBefore, timed, type Timed } from "./values.js";

interface Walk {
  list: unknown[];
  self: Timed;
  /** From when on the callback can be called at all, and from when on it is known how many calls there are. */
  first: number;
  base: number;
  /** Calls back no earlier than it is known that there is such an element, and where it stands if the callback is told. */
  call(i: number): Timed;
  element(i: number): Timed;
  own(i: number): number;
  order(i: number): number;
}

type Walker = (walk: Walk) => Timed;

const range = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);

export function installArrayCallbacks(run: Run): void {
  const { times } = run;
  const { prototype } = Array;

  /** `always`: each place is visited, whatever a callback does to the list. */
  const install = (f: unknown, walker: Walker, always = false): void =>
    void run.builtins.set(f, (_run, self, args, callee) => {
      const [fn = NOTHING, own = NOTHING] = args;
      if (!Array.isArray(self.v) || typeof fn.v !== "function") return callNative(run, callee, self, args);
      const list = self.v as unknown[];
      const before = run.ctl;
      const base = Math.max(times.shape(self), fn.t);
      const how = isTold(run, fn) ? "order" : "own";
      const element = (i: number): Timed => timed(list[i], times.element(self, i, how));
      const existence = (i: number, kind: "own" | "order"): number => times.existence(self, i, kind);
      const visits = always ? Array.from(list, (_, i) => existence(i, "order")) : undefined;
      run.ctl = Math.max(before, fn.t);
      const result = walker({
        list,
        self,
        first: Math.max(self.t, fn.t),
        base,
        element,
        call: (i) => {
          const around = run.ctl;
          run.ctl = Math.max(around, visits?.[i] ?? existence(i, how));
          const given = callFunction(run, fn, own, [element(i), timed(i), self]);
          run.ctl = around;
          return given;
        },
        own: (i) => existence(i, "own"),
        order: (i) => visits?.[i] ?? existence(i, "order"),
      });
      run.ctl = before;
      raiseCallback(run, fn, base);
      return result;
    });

  install(prototype.map, ({ list, self, first, base, call }) => {
    const result: unknown[] = times.born(new Array(list.length));
    for (const i of range(0, list.length)) if (i in list) defineMember(run, result, String(i), call(i));
    times.of(result).structT = base;
    if (first <= self.t) asOpen(run, self, result);
    return timed(result);
  });
  install(prototype.forEach, ({ list, call }) => {
    for (const i of range(0, list.length)) if (i in list) call(i);
    return NOTHING;
  });
  install(prototype.filter, ({ list, base, call, own, order, self }) => {
    const kept = new Growing(run);
    for (const i of range(0, list.length)) {
      if (!(i in list)) continue;
      // What it is when it is visited: its test may change the list.
      const value = timed(list[i], times.element(self, i, "own"));
      const there = own(i);
      const placed = order(i);
      const test = call(i);
      kept.after(Math.max(placed, test.t));
      if (test.v) kept.add(value, Math.max(there, test.t));
    }
    kept.after(base);
    return timed(kept.list());
  });
  install(prototype.flatMap, ({ list, base, call, own, order }) => {
    const all = new Growing(run);
    for (const i of range(0, list.length)) {
      if (!(i in list)) continue;
      const there = own(i);
      const placed = order(i);
      const value = call(i);
      all.after(placed);
      if (!Array.isArray(value.v)) all.add(value, Math.max(there, value.t));
      else if (value.v.length === Object.keys(value.v).length) all.addList(value, there);
      else {
        // Holes are left out.
        for (const at of Object.keys(value.v))
          all.add(getMember(run, value, timed(at)), Math.max(there, times.shape(value)));
      }
      all.after(times.shape(value));
    }
    all.after(base);
    return timed(all.list());
  });

  /** Calls back in order until one says stop: each is a guard of the next. */
  const chain = (
    f: unknown,
    backward: boolean,
    holes: boolean,
    stops: (v: unknown) => boolean,
    end: (at: number, walk: Walk, element: Timed) => Timed,
  ): void =>
    install(
      f,
      (walk) => {
        const { list } = walk;
        const order = range(0, list.length);
        if (backward) order.reverse();
        let t = backward ? walk.base : walk.first;
        for (const i of order) {
          if (!holes && !(i in list)) continue;
          const value = walk.element(i);
          t = Math.max(t, walk.order(i));
          run.ctl = Math.max(run.ctl, t);
          const test = walk.call(i);
          t = Math.max(t, test.t);
          run.ctl = Math.max(run.ctl, test.t);
          if (stops(test.v)) return notBefore(end(i, walk, value), t);
        }
        return notBefore(end(-1, walk, NOTHING), Math.max(t, walk.base));
      },
      holes,
    );
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
      // A hole may be filled before its turn.
      const order = [...range(0, list.length)];
      if (backward) order.reverse();
      const first = order.findIndex((i) => i in list);
      if (args.length < 2 && first === -1) return callNative(run, callee, self, args);
      const before = run.ctl;
      const base = Math.max(times.shape(self), fn.t);
      const element = (i: number): Timed => timed(list[i], times.member(self, String(i)));
      run.ctl = Math.max(before, backward || args.length < 2 ? base : fn.t);
      let sum = args.length >= 2 ? (args[1] as Timed) : element(order.splice(0, first + 1).at(-1) as number);
      for (const i of order) {
        run.ctl = Math.max(run.ctl, times.existence(self, i, "order"));
        if (i in list) sum = callFunction(run, fn, NOTHING, [sum, element(i), timed(i), self]);
      }
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
    if (!fn || fn.v === undefined) {
      const copy = listOf(run, iterate(run, source), shape);
      asOpen(run, source, copy);
      return timed(copy);
    }
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

/** Whether a callback is told where its element stands. */
function isTold(run: Run, fn: Timed): boolean {
  const params = run.closures.get(fn.v as object)?.node.params;
  return !params || params.length > 1 || params.some((param) => param.type === "RestElement");
}

/** How often the callback runs hangs on the list, and so does what it changes. */
function raiseCallback(run: Run, fn: Timed, t: number): void {
  const closure = run.closures.get(fn.v as object);
  if (closure) raiseAll(run, [closure.node], closure.scope, t);
}
