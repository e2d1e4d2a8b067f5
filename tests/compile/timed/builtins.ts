/**
 * Builtins that move values without looking at them, so that each element keeps its own time. All others look
 * at everything that they are given, which is what `callNative` says of them.
 */
import { callFunction, callNative, visibleEffect, answer, asNative } from "./calls.js";
import { installArrayCallbacks } from "./arrayCallbacks.js";
import { Growing, asOpen } from "./growing.js";
import { defineMember, getMember, iterate, listOf, setMember, writeMember } from "./members.js";
import { installOutcomes } from "./outcomes.js";
import type { Builtin, Run } from "./run.js";
import { NOTHING, Unsupported, isObject, nameOfKey, notBefore, timed, type Arguments, type Timed } from "./values.js";

const GLOBALS =
  "Array Object Map Set String Number Boolean Math JSON Error TypeError RangeError SyntaxError Symbol BigInt RegExp WeakMap WeakSet Reflect structuredClone parseInt parseFloat isNaN isFinite NaN Infinity undefined encodeURIComponent decodeURIComponent".split(
    " ",
  );

type Promises = Record<string, (values: unknown) => unknown>;

export function installBuiltins(run: Run, promises: Promises): void {
  const { globals } = run;
  for (const name of GLOBALS) globals.set(name, (globalThis as Record<string, unknown>)[name]);
  installWorld(run);
  installPromises(run, promises);
  installArrays(run);
  installArrayCallbacks(run);
  installObjects(run);
  installCollections(run);
  installFunctions(run);
}

function installWorld(run: Run): void {
  const { builtins, globals } = run;
  const world = run.world.globals;
  for (const name of ["leaf", "effect", "later"] as const) globals.set(name, world[name]);
  globals.set("console", world.console);
  builtins.set(world.leaf, (_run, _self, [name, kind, ...args]) =>
    answer(run, name?.v as string, kind?.v as string, args),
  );
  for (const effect of [world.effect, world.console.log, world.console.error])
    builtins.set(effect, (_run, _self, args, callee) => visibleEffect(run, callee, args));
  builtins.set(world.later, (_run, _self, [value = NOTHING]) => value);
}

/** Calls are awaited in place, so a promise of some values is made of the values. */
function installPromises(run: Run, promises: Promises): void {
  const own: Record<string, unknown> = {};
  for (const name of Object.keys(promises)) {
    const f = (values: unknown): unknown => (promises[name] as (v: unknown) => unknown)(values);
    own[name] = f;
    if (name === "resolve") run.builtins.set(f, (_run, _self, [value = NOTHING]) => value);
    else if (name === "all") run.builtins.set(f, (_run, _self, [values = NOTHING]) => copyList(run, values));
    else if (name === "race" || name === "any")
      run.builtins.set(f, (_run, _self, [values = NOTHING], callee) => {
        const first = iterate(run, values).next();
        return first.done ? callNative(run, callee, NOTHING, [values]) : first.value;
      });
    else if (name === "allSettled")
      run.builtins.set(f, (_run, _self, [values = NOTHING]) => {
        const settled = function* (): Generator<Timed> {
          for (const value of iterate(run, values)) {
            if (run.outcomes.has(value.v as object)) {
              yield value;
              continue;
            }
            const entry = run.times.born({});
            defineMember(run, entry, "status", timed("fulfilled", value.t));
            defineMember(run, entry, "value", value);
            yield timed(entry, 0);
          }
        };
        return timed(listOf(run, settled(), () => run.times.shape(values)));
      });
    else
      run.builtins.set(f, () => {
        throw new Unsupported(`Promise.${name}`);
      });
  }
  run.globals.set("Promise", own);
  installOutcomes(run);
}

function copyList(run: Run, values: Timed): Timed {
  const copy = listOf(run, iterate(run, values), () => run.times.shape(values));
  asOpen(run, values, copy);
  return timed(copy);
}

/** A builtin of real arrays only; on anything else it runs as it is. */
export function onArray(
  run: Run,
  f: unknown,
  timedVersion: (list: unknown[], self: Timed, args: Arguments) => Timed,
): void {
  run.builtins.set(f, (_run, self, args, callee) =>
    Array.isArray(self.v) ? timedVersion(self.v, self, args) : callNative(run, callee, self, args),
  );
}

function installArrays(run: Run): void {
  const { times } = run;
  const { prototype } = Array;
  const element = (self: Timed, i: number): Timed => timed((self.v as unknown[])[i], times.member(self, String(i)));
  onArray(run, prototype.push, (list, self, args) => {
    for (const arg of args) {
      const at = String(list.length);
      run.native(0, () => list.push(arg.v));
      writeMember(run, list, at, arg.t, false);
    }
    const known = Math.max(self.t, args.counted ?? 0);
    if (known > 0) times.of(list).structT = Math.max(times.structT(list), known);
    return timed(list.length, times.shape(self));
  });
  onArray(run, prototype.unshift, (list, self, args) => {
    const before = [...list.keys()].map((i) => (i in list ? element(self, i).t : undefined));
    const shape = times.shape(self);
    const known = Math.max(self.t, args.counted ?? 0);
    const front = args.map(() => known);
    const [own, order] = (["own", "order"] as const).map((how) => [
      ...front,
      ...Array.from(list, (_, i) => Math.max(known, times.existence(self, i, how))),
    ]) as [number[], number[]];
    run.native(0, () => list.unshift(...args.map((arg) => arg.v)));
    const all = [...args.map((arg) => arg.t), ...before.map((t) => t && Math.max(t, known))];
    for (const [i, t] of all.entries()) if (t !== undefined) writeMember(run, list, String(i), t, false);
    times.of(list).open = undefined;
    if (known > 0) times.of(list).structT = Math.max(times.structT(list), known);
    // What is put in front is there whatever comes behind it.
    times.opened(list, { own, order });
    return timed(list.length, shape);
  });
  // What is left moves to other places; which element that is, is known when the list is.
  const taken = (take: "pop" | "shift"): void =>
    onArray(run, prototype[take], (list, self) => {
      const shape = times.shape(self);
      const [from, known] = take === "shift" ? [0, self.t] : [list.length - 1, shape];
      const value = from in list ? element(self, from) : timed(undefined, shape);
      const rest = [...list.keys()].filter((i) => i !== from).map((i) => (i in list ? element(self, i).t : undefined));
      run.native(0, () => list[take]());
      times.of(list).members.delete(String(list.length));
      for (const [i, t] of rest.entries()) if (t !== undefined) writeMember(run, list, String(i), t, false);
      times.of(list).open = undefined;
      times.of(list).structT = Math.max(times.structT(list), shape);
      return notBefore(value, known);
    });
  taken("pop");
  taken("shift");
  onArray(run, prototype.at, (list, self, [index = timed(0)]) => {
    const i = Math.trunc(Number(index.v)) || 0;
    const known = i >= 0 && i < list.length ? self.t : times.shape(self);
    return notBefore(element(self, i < 0 ? list.length + i : i), Math.max(index.t, known));
  });
  onArray(run, prototype.slice, (list, self, args) => {
    const indices = [...list.keys()].slice(...args.map((arg) => arg.v as number));
    const t = Math.max(times.shape(self), times.deepAll(args));
    const slots = indices.map((i) => (i in list ? element(self, i) : undefined));
    const part = listOf(run, slots, () => t);
    const [from, to] = args.map((arg) => arg.v);
    const few = [from, to].every((v) => Number.isInteger(v) && (v as number) >= 0);
    if (few && times.open(list)) {
      const order = indices.map((i) => Math.max(times.deepAll(args), times.existence(self, i, "order")));
      times.of(part).structT = order.length < (to as number) - (from as number) ? t : Math.max(0, ...order);
      times.opened(part, { own: order, order });
    }
    return timed(part);
  });
  onArray(run, prototype.concat, (_list, self, args) => {
    const all = new Growing(run);
    for (const part of [self, ...args])
      if (Array.isArray(part.v)) all.addList(part, 0, "kept");
      else all.add(part);
    return timed(all.list());
  });
  onArray(run, prototype.flat, (_list, self, args) => {
    const t = times.deepAll(args);
    const depth = args[0]?.v === undefined ? 1 : Number(args[0].v);
    const all = new Growing(run);
    all.after(t);
    const flat = (list: Timed, left: number, own: number): void => {
      for (const i of (list.v as unknown[]).keys()) {
        if (!(i in (list.v as unknown[]))) continue;
        const item = timed((list.v as unknown[])[i], times.element(list, i, "own"));
        const there = Math.max(own, times.existence(list, i, "own"), left > 0 ? item.t : 0);
        all.after(Math.max(times.existence(list, i, "order"), left > 0 ? item.t : 0));
        if (left > 0 && Array.isArray(item.v)) flat(item, left - 1, there);
        else all.add(item, there);
      }
      all.after(times.shape(list));
    };
    flat(self, depth, t);
    return timed(all.list());
  });
  onArray(run, prototype.toReversed, (list, self) =>
    timed(
      listOf(
        run,
        Array.from(list, (_, i) => element(self, list.length - 1 - i)),
        () => times.shape(self),
      ),
    ),
  );
  onArray(run, prototype.with, (list, self, args) => {
    const [index = timed(0), value = NOTHING] = args;
    const t = Math.max(times.shape(self), index.t);
    const made = run.native(t, () => list.with(index.v as number, value.v));
    const i = Math.trunc(Number(index.v)) || 0;
    const at = i < 0 ? list.length + i : i;
    return timed(
      listOf(
        run,
        made.map((_, j) => (j === at ? value : element(self, j))),
        () => t,
      ),
    );
  });
  onArray(run, prototype.toSpliced, (list, self, args) => {
    const t = Math.max(times.shape(self), times.deepAll(args.slice(0, 2)));
    // The same on numbers, to see where each element comes from.
    const from = [...list.keys()].toSpliced(
      ...(args.slice(0, 2).map((arg) => arg.v) as [number, number]),
      ...args.slice(2).map((_, i) => -1 - i),
    );
    const all = from.map((i) => (i < 0 ? (args[1 - i] as Timed) : element(self, i)));
    return timed(listOf(run, all, () => t));
  });
  for (const kind of ["keys", "values", "entries"] as const)
    onArray(run, prototype[kind], (list, self) => {
      const iterator = Reflect.apply(prototype[kind], list, []) as object;
      run.iterators.set(iterator, { source: self, kind });
      return timed(iterator, self.t);
    });
  run.builtins.set(Array.isArray, (_run, _self, [value = NOTHING]) => timed(Array.isArray(value.v), value.t));
  run.builtins.set(Array.of, (_run, _self, args) => timed(listOf(run, args, () => 0)));
}

function installObjects(run: Run): void {
  const { builtins, times } = run;
  const list = (values: Iterable<Timed>, of: Timed): Timed => timed(listOf(run, values, () => times.shape(of)));
  const ofObject = (f: unknown, make: (of: Timed, args: readonly Timed[]) => Timed): void =>
    void builtins.set(f, (_run, self, args, callee) =>
      isObject(args[0]?.v) ? make(args[0], args) : callNative(run, callee, self, args),
    );
  ofObject(Object.keys, (of) =>
    list(
      Object.keys(of.v as object).map((key) => timed(key)),
      of,
    ),
  );
  ofObject(Object.values, (of) =>
    list(
      Object.keys(of.v as object).map((key) => getMember(run, of, timed(key))),
      of,
    ),
  );
  ofObject(Object.entries, (of) =>
    list(
      Object.keys(of.v as object).map((key) =>
        timed(listOf(run, [timed(key), getMember(run, of, timed(key))], () => 0)),
      ),
      of,
    ),
  );
  ofObject(Object.assign, (to, args) => {
    for (const from of args.slice(1)) {
      if (from.v === null || from.v === undefined) continue;
      for (const key of Reflect.ownKeys(Object(from.v)))
        if (Object.prototype.propertyIsEnumerable.call(from.v, key))
          setMember(run, to, timed(key), getMember(run, from, timed(key)));
      times.of(to.v as object).structT = Math.max(times.structT(to.v), times.shape(from));
    }
    return to;
  });
  ofObject(Object.freeze, (of) => (Object.freeze(of.v), of));
  ofObject(Object.hasOwn, (of, args) => {
    const key = args[1] ?? NOTHING;
    return timed(Object.hasOwn(of.v as object, nameOfKey(key.v)), Math.max(times.shape(of), key.t));
  });
  builtins.set(Object.fromEntries, (_run, _self, [entries = NOTHING]) => {
    const object = run.times.born({});
    let t = times.shape(entries);
    for (const entry of iterate(run, entries)) {
      const key = getMember(run, entry, timed("0"));
      t = Math.max(t, entry.t, key.t);
      defineMember(run, object, nameOfKey(key.v), getMember(run, entry, timed("1")));
    }
    times.of(object).structT = t;
    return timed(object);
  });
}

/** A builtin method of one kind of object. */
function on<T extends object>(
  run: Run,
  kind: new () => T,
  f: unknown,
  make: (object: T, self: Timed, args: readonly Timed[]) => Timed,
): void {
  run.builtins.set(f, (_run, self, args, callee) =>
    self.v instanceof kind ? make(self.v, self, args) : callNative(run, callee, self, args),
  );
}

function installCollections(run: Run): void {
  const { times } = run;
  const write = (object: object, key: unknown, keyT: number, valueT: number): void => {
    times.of(object).entries.set(key, valueT);
    run.reshape(object, keyT);
  };
  on(run, Map, Map.prototype.set, (map, self, [key = NOTHING, value = NOTHING]) => {
    map.set(key.v, value.v);
    write(map, key.v, Math.max(self.t, key.t), value.t);
    return self;
  });
  on(run, Map, Map.prototype.get, (map, self, [key = NOTHING]) =>
    timed(map.get(key.v), Math.max(key.t, times.entry(self, key.v))),
  );
  on(run, Map, Map.prototype.has, (map, self, [key = NOTHING]) =>
    timed(map.has(key.v), Math.max(key.t, times.shape(self))),
  );
  on(run, Set, Set.prototype.has, (set, self, [key = NOTHING]) =>
    timed(set.has(key.v), Math.max(key.t, times.shape(self))),
  );
  on(run, Set, Set.prototype.add, (set, self, [key = NOTHING]) => {
    if (set.has(key.v)) times.of(set).structT = Math.max(times.structT(set), key.t);
    else {
      set.add(key.v);
      write(set, key.v, Math.max(self.t, key.t), key.t);
    }
    return self;
  });
  for (const kind of ["keys", "values", "entries"] as const)
    for (const prototype of [Map.prototype, Set.prototype]) {
      const f = prototype[kind] as () => unknown;
      run.builtins.set(f, (_run, self, args, callee) => {
        if (!(self.v instanceof Map || self.v instanceof Set)) return callNative(run, callee, self, args);
        const iterator = Reflect.apply(f, self.v, []) as object;
        run.iterators.set(iterator, {
          source: self,
          kind: prototype === Set.prototype && kind === "keys" ? "values" : kind,
        });
        return timed(iterator, self.t);
      });
    }
  run.constructors.set(Map, (_run, _self, [source = NOTHING], callee) => {
    const map = times.born(new Map<unknown, unknown>());
    if (source.v === undefined || source.v === null) return timed(map, callee.t);
    let t = Math.max(callee.t, times.shape(source));
    for (const entry of iterate(run, source)) {
      const key = getMember(run, entry, timed(0));
      const value = getMember(run, entry, timed(1));
      t = Math.max(t, entry.t, key.t);
      map.set(key.v, value.v);
      times.of(map).entries.set(key.v, value.t);
    }
    times.of(map).structT = t;
    return timed(map);
  });
  run.constructors.set(Set, (_run, _self, [source = NOTHING], callee) => {
    const set = times.born(new Set<unknown>());
    if (source.v === undefined || source.v === null) return timed(set, callee.t);
    let t = Math.max(callee.t, times.shape(source));
    for (const value of iterate(run, source)) {
      t = Math.max(t, value.t);
      set.add(value.v);
    }
    times.of(set).structT = t;
    return timed(set);
  });
}

function installFunctions(run: Run): void {
  const { builtins } = run;
  builtins.set(Function.prototype.call, (_run, self, [own = NOTHING, ...args]) => callFunction(run, self, own, args));
  builtins.set(Function.prototype.apply, (_run, self, [own = NOTHING, list = NOTHING]) =>
    callFunction(run, self, own, list.v === null || list.v === undefined ? [] : [...iterate(run, list)]),
  );
  const bound: Builtin = (_run, self, [own = NOTHING, ...first], callee) => {
    const closure = run.closures.get(self.v as object);
    if (!closure && !run.modules.has(self.v as object)) return callNative(run, callee, self, [own, ...first]);
    const made = (...args: unknown[]): unknown => {
      const { value } = asNative(run, run.nativeT, () =>
        callFunction(run, self, own, [...first, ...args.map((arg) => timed(arg, run.nativeT))]),
      );
      return value.v;
    };
    builtins.set(made, (_inner, _self, args) => callFunction(run, self, own, [...first, ...args]));
    return timed(made, self.t);
  };
  builtins.set(Function.prototype.bind, bound);
}
