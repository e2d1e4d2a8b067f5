/** Reading, writing and walking members of values, each with its own time. */
import type { PrivateName, Scope } from "./environment.js";
import type { Run } from "./run.js";
import { Unsupported, hasFixedShape, isObject, nameOfKey, notBefore, timed, type Timed } from "./values.js";
import { callFunction } from "./calls.js";

export function findDescriptor(
  value: unknown,
  key: PropertyKey,
): { descriptor: PropertyDescriptor; own: boolean } | undefined {
  let own = true;
  for (let at: object | null = Object(value); at; at = Object.getPrototypeOf(at) as object | null, own = false) {
    const descriptor = Object.getOwnPropertyDescriptor(at, key);
    if (descriptor) return { descriptor, own };
  }
  return undefined;
}

/** `self` differs from `from` for `super.key`. */
export function getMember(run: Run, from: Timed, key: Timed, self: Timed = from): Timed {
  const { v } = from;
  const known = Math.max(from.t, key.t);
  if (v === null || v === undefined)
    return run.native(known, () => timed((v as unknown as Record<string, unknown>)[key.v as string]));
  const name = nameOfKey(key.v);
  const found = findDescriptor(v, name);
  // A module is called like a function, also through these.
  if (!found && run.modules.has(v) && (name === "call" || name === "apply" || name === "bind"))
    return timed(Function.prototype[name], known);
  if (!found) return timed(undefined, Math.max(known, run.times.structT(v)));
  const { descriptor, own } = found;
  if (descriptor.get) {
    if (run.closures.has(descriptor.get))
      return notBefore(callFunction(run, timed(descriptor.get, known), self, []), known);
    const value = run.native(known, () => Reflect.apply(descriptor.get as () => unknown, self.v, []));
    return timed(value, Math.max(known, run.times.structT(v)));
  }
  if (descriptor.set) return timed(undefined, known);
  return timed(descriptor.value, own ? Math.max(known, run.times.member(from, name)) : known);
}

export function setMember(run: Run, target: Timed, key: Timed, value: Timed): void {
  const { v } = target;
  const known = Math.max(target.t, key.t);
  if (isObject(v)) {
    const name = nameOfKey(key.v);
    const found = findDescriptor(v, name);
    if (found?.descriptor.set && run.closures.has(found.descriptor.set)) {
      callFunction(run, timed(found.descriptor.set, known), target, [value]);
      return;
    }
    run.native(Math.max(known, value.t), () => void ((v as Record<PropertyKey, unknown>)[name] = value.v));
    if (name === "length" && Array.isArray(v)) run.times.shorten(v);
    writeMember(run, v, name, value.t, found?.own === true && name !== "length", known);
    return;
  }
  run.native(Math.max(known, value.t), () => void ((v as Record<string, unknown>)[key.v as string] = value.v));
}

/** A write to an instance is one to its member; to anything else, it changes the object, if not its other members. */
export function writeMember(run: Run, object: object, name: PropertyKey, t: number, existed: boolean, known = 0): void {
  const times = run.times.of(object);
  if (existed && hasFixedShape(object)) {
    const raise = (later: number): void => void times.members.set(name, Math.max(times.members.get(name) ?? 0, later));
    times.members.set(name, Math.max(t, run.writeTime(object)));
    if (known > 0) times.structT = Math.max(times.structT, known);
    run.note(object, raise);
  } else {
    times.members.set(name, t);
    run.reshape(object, known);
  }
}

/** A member of a new object, in a literal: nothing waits for it. */
export function defineMember(run: Run, object: object, name: PropertyKey, value: Timed): void {
  Object.defineProperty(object, name, { value: value.v, writable: true, enumerable: true, configurable: true });
  if (value.t > 0) run.times.of(object).members.set(name, value.t);
  else run.times.get(object)?.members.delete(name);
}

export function deleteMember(run: Run, target: Timed, key: Timed): Timed {
  const name = nameOfKey(key.v);
  const known = Math.max(target.t, key.t);
  const done = run.native(known, () => delete (target.v as Record<PropertyKey, unknown>)[name]);
  if (isObject(target.v)) {
    run.times.of(target.v).members.delete(name);
    run.reshape(target.v, known);
  }
  return timed(done, known);
}

// ---- private names

function privateOf(scope: Scope, name: string): PrivateName {
  const found = scope.privateName(name);
  if (!found) throw new Unsupported(`private name #${name} of no class`);
  return found;
}

export function getPrivate(run: Run, target: Timed, scope: Scope, name: string): Timed {
  const key = privateOf(scope, name);
  if (!isObject(target.v) || !(key.brand.has(target.v) || key.fields.has(target.v)))
    return run.fail(
      new TypeError(`Cannot read private member #${name} from an object whose class did not declare it`),
      target.t,
    );
  if (key.get) return notBefore(callFunction(run, key.get, target, []), target.t);
  if (key.method) return notBefore(key.method, target.t);
  return notBefore(key.fields.get(target.v) as Timed, target.t);
}

export function setPrivate(run: Run, target: Timed, scope: Scope, name: string, value: Timed): void {
  const key = privateOf(scope, name);
  if (!isObject(target.v) || !(key.brand.has(target.v) || key.fields.has(target.v)))
    run.fail(
      new TypeError(`Cannot write private member #${name} to an object whose class did not declare it`),
      target.t,
    );
  else if (key.set) callFunction(run, key.set, target, [value]);
  else if (!key.fields.has(target.v)) run.fail(new TypeError(`Private method '#${name}' is not writable`), target.t);
  else {
    const object = target.v;
    key.fields.set(object, notBefore(value, Math.max(run.writeTime(object), target.t)));
    run.note(object, (t) => key.raise(object, t));
  }
}

export function hasPrivate(run: Run, target: Timed, scope: Scope, name: string): Timed {
  const key = privateOf(scope, name);
  if (!isObject(target.v))
    return run.fail(
      new TypeError(`Cannot use 'in' operator to search for '#${name}' in ${String(target.v)}`),
      target.t,
    );
  return timed(key.brand.has(target.v) || key.fields.has(target.v), target.t);
}

// ---- walking

function pair(run: Run, key: unknown, keyT: number, value: unknown, valueT: number): unknown[] {
  const made = run.times.born([key, value]);
  const { members } = run.times.of(made);
  if (keyT > 0) members.set("0", keyT);
  if (valueT > 0) members.set("1", valueT);
  return made;
}

/** What `for-of`, spread and destructuring see, one after another, while the source may still change. */
export function* iterate(run: Run, source: Timed): Generator<Timed> {
  const { v } = source;
  const { times } = run;
  if (v === null || v === undefined || typeof (v as { [Symbol.iterator]?: unknown })[Symbol.iterator] !== "function") {
    run.native(source.t, () => [...(v as Iterable<unknown>)]);
    return;
  }
  const own = isObject(v) ? run.iterators.get(v) : undefined;
  if (own) {
    yield* iterateIterator(run, v as Iterator<unknown>, own.source, own.kind);
  } else if (Array.isArray(v)) {
    for (let i = 0; i < v.length; i++) yield timed(v[i], times.member(source, String(i)));
  } else if (v instanceof Map) {
    for (const [key, value] of v) yield timed(pair(run, key, 0, value, times.entry(source, key)), times.shape(source));
  } else if (v instanceof Set) {
    for (const value of v) yield timed(value, times.entry(source, value));
  } else {
    if (run.closures.has((v as { [Symbol.iterator]: object })[Symbol.iterator]))
      throw new Unsupported("an iterator that the program defines");
    const t = times.deep(source);
    for (const value of v as Iterable<unknown>) yield timed(value, t);
  }
}

function* iterateIterator(
  run: Run,
  iterator: Iterator<unknown>,
  source: Timed,
  kind: "keys" | "values" | "entries",
): Generator<Timed> {
  const { times } = run;
  const map = source.v instanceof Map ? source.v : undefined;
  const keys = map?.keys();
  for (let i = 0; ; i++) {
    const { value, done } = iterator.next();
    if (done) return;
    const shape = Array.isArray(source.v) ? times.existence(source, i, "order") : times.shape(source);
    const key = keys
      ? keys.next().value
      : source.v instanceof Set
        ? kind === "entries"
          ? (value as unknown[])[0]
          : value
        : i;
    const valueT = Array.isArray(source.v) ? times.member(source, String(i)) : times.entry(source, key);
    if (kind === "keys" && !(source.v instanceof Set)) yield timed(value, shape);
    else if (kind === "entries") {
      const [first, second] = value as [unknown, unknown];
      yield timed(pair(run, first, source.v instanceof Set ? valueT : 0, second, valueT), shape);
    } else yield timed(value, valueT);
  }
}

/** A new array of what a source yields, for rest elements and array methods. Undefined: a hole. */
export function listOf(run: Run, values: Iterable<Timed | undefined>, structT: () => number): unknown[] {
  const list: unknown[] = run.times.born([]);
  for (const value of values) {
    if (value) defineMember(run, list, String(list.length), value);
    else list.length++;
  }
  const t = structT();
  if (t > 0) run.times.of(list).structT = t;
  return list;
}

/** Own enumerable members of `from`, as spread and rest copy them. */
export function copyMembers(run: Run, from: Timed, to: object, without: ReadonlySet<PropertyKey> = new Set()): void {
  const { v } = from;
  if (v === null || v === undefined) return;
  for (const key of Reflect.ownKeys(Object(v))) {
    if (without.has(key) || !Object.getOwnPropertyDescriptor(Object(v), key)?.enumerable) continue;
    defineMember(run, to, key, getMember(run, from, timed(key)));
  }
  const shape = run.times.shape(from);
  const times = run.times.of(to);
  times.structT = Math.max(times.structT, shape);
}
