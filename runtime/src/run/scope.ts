/**
 * The call protocol: what generated code calls. A scope is one frame of slots seen from inside; each of
 * its operations takes the next slot in program order and returns a value or a future, without waiting.
 *
 *   const facts1 = $.call(0, this.extractor, [doc1]);
 *   const facts2 = $.call(1, this.extractor, [doc2]);
 *   return $.call(2, this.comparer, [$.on([facts1, facts2], (facts1, facts2) => `${facts1} vs ${facts2}`)]);
 *
 * Wherever something is there already, the operation runs on the spot and no future is made.
 */
import type { Timer } from "../env.js";
import { isModule, type Module } from "../module/module.js";
import { awaited, isThenable } from "./awaited.js";
import { ahead, drop, use, type Ahead } from "./ahead.js";
import { attempt, type Attempt } from "./attempt.js";
import { Call } from "./call.js";
import { Exit, NEXT } from "./exit.js";
import {
  allThere,
  contain,
  containerOf,
  Future,
  type Container,
  isThere,
  NEVER,
  plain,
  whenAll,
  type Entry,
  type Key,
} from "./future.js";
import { descend, descendLater, isDeep } from "./nesting.js";
import {
  compiledForm,
  findCompiled,
  findPrivate,
  functionWith,
  hasWriters,
  isCompiled,
  isForward,
  type CompiledMethod,
  type Found,
  type Site,
} from "./protocol.js";
import {
  filtered,
  fromEntries,
  isKnown,
  keyedMember,
  listMethod,
  membersOf,
  merged,
  spreadList,
  whenKnown,
} from "./lenient.js";
import { loop, walk, type Walk, type WalkBody } from "./loop.js";
import { map, over } from "./maps.js";
import { entriesOf, isListed, isTrue, nth, whenListed, type Element } from "./openList.js";
import type { Run } from "./run.js";
import { Sequential } from "./sequential.js";
import { afterWriters, isQuietLeaf, leafReads, mayWrite, UNKNOWN } from "./sharedOrder.js";
import type { Frame, Slot } from "./slot.js";
import { knownLength, partsOf, versionOf, whenVersion, type Version } from "./version.js";

/** A value, or a future of one. */
export type Later = unknown;
type Body = ($: Scope) => Later;
export type MapBody = ($: Scope, item: Later, index: number, items: Later) => Later;
const { call: CALL, apply: APPLY } = Function.prototype;

export class Scope {
  readonly run: Run;
  readonly frame: Frame;
  /** Prefix of the slot paths in this scope: the call sites and iterations that lead here. */
  readonly path: string;
  readonly sites: readonly Site[];
  /** Calls that remain after the method that this scope belongs to. */
  readonly rankAfter: number;
  /** Tells the rounds of a loop apart in slot paths. */
  readonly #round: string;

  constructor(run: Run, frame: Frame, path: string, sites: readonly Site[], rankAfter: number, round = "") {
    this.run = run;
    this.frame = frame;
    this.path = path;
    this.sites = sites;
    this.rankAfter = rankAfter;
    this.#round = round;
  }

  /** The scope of another frame at the same place in the program. */
  within(frame: Frame, round = this.#round): Scope {
    return new Scope(this.run, frame, this.path, this.sites, this.rankAfter, round);
  }

  /** A module call. A compiled callee starts at once, with futures for arguments; a leaf when its arguments are complete. */
  call(site: number, callee: Later, args: readonly Later[], self?: Later): Later {
    if (this.frame.dead) return NEVER;
    const slot = this.frame.add();
    if (isThere(callee) && isModule(plain(callee))) return this.#enter(slot, site, plain(callee) as Module, args);
    const result = new Future();
    slot.module = UNKNOWN;
    whenAll([callee, self], ([fn, receiver]) => {
      if (!slot.waiting) return;
      slot.module = undefined;
      const found = compiledForm(fn);
      if (isModule(fn)) this.#enter(slot, site, fn, args, result);
      else if (isForward(fn, receiver)) this.#enter(slot, site, receiver, args, result);
      else if ((fn === CALL || fn === APPLY) && (isCompiled(receiver) || isForward(receiver, plain(args[0])))) {
        // `f.call(self, q)`, `f.apply(self, list)`
        const [own, list = []] = args;
        const go: Body = (scope) =>
          fn === CALL ? scope.call(site, receiver, args.slice(1), own) : scope.apply(site, receiver, list, own);
        this.#open(slot, go, this, result);
      } else if (found) this.#run(slot, site, receiver, found, args, result);
      else this.#callUnknown(slot, fn, receiver, args, this.#label(site), result);
    });
    return result;
  }

  /** Starts a call before it is decided whether it is made; see ahead.ts. */
  ahead(site: number, callee: Later, args: readonly Later[]): Ahead {
    return ahead(this, site, callee, args);
  }

  /** The place of such a call in the program. */
  use(started: Ahead): Later {
    return use(this, started);
  }

  /** The program does not come to it. */
  drop(started: Ahead): void {
    drop(started);
  }

  /** `this.name(…)`: a field that holds a module is called as one; a compiled method runs as a child does; any other function as written, in its place. */
  invoke(site: number, self: object, name: string, args: readonly Later[]): Later {
    if (this.frame.dead) return NEVER;
    const callee = (self as Record<string, unknown>)[name];
    const found =
      isModule(callee) || Object.hasOwn(self, name)
        ? undefined
        : name.startsWith("#")
          ? findPrivate(self, name, this.sites)
          : findCompiled(self, name);
    if (!found) return this.call(site, callee, args, self);
    return this.#run(this.frame.add(), site, self, found, args);
  }

  /** Synchronous code without effects: runs when its inputs are there. May throw. */
  on(inputs: readonly Later[], body: (...values: never[]) => unknown): Later {
    if (this.frame.dead) return NEVER;
    if (allThere(inputs)) {
      try {
        return body(...(inputs.map(plain) as never[]));
      } catch (error) {
        this.#text().fail(error);
        return NEVER;
      }
    }
    const slot = this.#text();
    const result = new Future();
    whenAll(inputs, (values) => {
      if (slot.waiting) compute(slot, result, () => body(...(values as never[])));
    });
    return result;
  }

  /** As `on`, for code that returns `count` values in an array. */
  onAll(count: number, inputs: readonly Later[], body: (...values: never[]) => readonly unknown[]): Later[] {
    return spread(count, this.on(inputs, body));
  }

  /** Code with a visible effect: runs when its inputs are there and everything before it in the program has succeeded. */
  effect(inputs: readonly Later[], body: (...values: never[]) => unknown): Later {
    return this.#atFront(
      inputs,
      (slot, values, result) => compute(slot, result, () => body(...(values as never[]))),
      true,
    );
  }

  /** As `effect`, for code that returns `count` values in an array. */
  effectAll(count: number, inputs: readonly Later[], body: (...values: never[]) => readonly unknown[]): Later[] {
    return spread(count, this.effect(inputs, body));
  }

  /** `await` of a value that is no module call. */
  await(value: Later): Later {
    if (isThere(value) && !isThenable(plain(value))) return this.frame.dead ? NEVER : value;
    // Also where a failure comes first: as in the source, somebody waits for the promise.
    whenAll([value], ([there]) => {
      if (there instanceof Promise) there.catch(() => {});
    });
    if (this.frame.dead) return NEVER;
    const slot = this.#text();
    const result = new Future();
    whenAll([value], ([there]) => {
      if (!slot.waiting) return;
      slot.begin();
      this.#join(slot, there, result);
    });
    return result;
  }

  /** There when all that the call just before it does is done, and `before` is there: what it changes has changed. */
  written(_call: Later, before?: Later): Later {
    if (this.frame.dead) return NEVER;
    const slot = this.frame.slots.at(-1);
    if (!slot || slot.settled || slot.quiet) return before;
    const done = new Future();
    slot.onWritten = () => done.resolve(undefined);
    return isThere(before) ? done : this.on([done, before], () => undefined);
  }

  /** What a compiled method returns to its caller, who awaits it: only a promise or thenable becomes something else. */
  returned(value: Later): Later {
    if (this.frame.dead || value === NEVER) return value;
    const container = containerOf(value);
    if (container || isThere(value)) {
      return isThenable(container ? container.target : plain(value)) ? this.await(value) : value;
    }
    const future = value as Future;
    const slot = this.#text();
    const result = new Future();
    const finish = (): void => {
      if (!slot.waiting) return;
      slot.begin();
      if (future.complete && isThenable(future.value)) {
        this.#join(slot, future.value, result);
        return;
      }
      result.follow(future);
      slot.succeed();
    };
    future.onKnown(() => (isThenable(future.shell?.target) ? future.onComplete(finish) : finish()));
    return result;
  }

  /** Ends a region of the method; see exit.ts. */
  exit(kind: number, values: readonly Later[]): Later {
    return this.frame.dead ? NEVER : new Exit(kind, values);
  }

  /** Ends a round of a loop that goes on. */
  next(values: readonly Later[]): Later {
    return this.exit(NEXT, values);
  }

  /** A labelled block or `switch`: what leaves it goes on behind it. */
  block(body: Body): Later {
    return this.frame.dead ? NEVER : this.#inline(body);
  }

  /** The variables that a region gives, where it cannot but go on behind it. */
  outs(count: number, exit: Later): Later[] {
    if (isThere(exit)) return [...(plain(exit) as Exit).values];
    if (exit === NEVER) return Array.from({ length: count }, () => NEVER);
    const results = Array.from({ length: count }, () => new Future());
    (exit as Future).onComplete(() => {
      (plain(exit) as Exit).values.forEach((value, i) => results[i]?.follow(value));
    });
    return results;
  }

  /** Goes on where a region left for: `places` by kind. */
  after(exit: Later, ...places: (($: Scope, ...values: Later[]) => Later)[]): Later {
    if (this.frame.dead) return NEVER;
    const go = ({ kind, values }: Exit): Body => {
      const place = places[kind] as (typeof places)[number];
      return (scope) => place(scope, ...values);
    };
    if (isThere(exit)) return this.#inline(go(plain(exit) as Exit));
    const slot = this.frame.add();
    const result = new Future();
    whenAll([exit], ([ended]) => {
      if (slot.waiting) this.#open(slot, go(ended as Exit), this, result);
    });
    return result;
  }

  /** `while`, `do`, `for`: rounds until the body leaves; see loop.ts. */
  loop(site: number, values: readonly Later[], body: ($: Scope, ...values: Later[]) => Later): Later {
    return loop(this, site, values, body);
  }

  /** `for…of`, `for…in` and array callbacks that carry variables: a round per element; see loop.ts. */
  each(site: number, items: Later, values: readonly Later[], body: WalkBody, how?: Walk): Later {
    return walk(this, site, items, values, body, how);
  }

  /** `try`; see attempt.ts. */
  try(
    values: readonly Later[],
    body: ($: Scope, attempt: Attempt) => Later,
    handler?: ($: Scope, attempt: Attempt, error: unknown, ...values: Later[]) => Later,
    finalizer?: ($: Scope, ...values: Later[]) => Later,
  ): Later {
    return attempt(this, values, body, handler, finalizer);
  }

  /** A variable is assigned inside a `try`: what handles a later failure sees it. */
  mark(record: Attempt, index: number, value: Later): void {
    if (this.frame.dead) return;
    const slot = this.#text();
    record.mark(slot, index, value);
    slot.begin();
    slot.succeed();
  }

  /** A call of a function of the method that makes module calls. */
  enter(site: number, fn: CompiledMethod, args: readonly Later[], self?: unknown): Later {
    if (this.frame.dead) return NEVER;
    return this.#run(this.frame.add(), site, self, { method: fn, sites: this.sites }, args);
  }

  /** Such a function as a value: compiled code that is handed it can call it. */
  closure(fn: CompiledMethod, self?: unknown): unknown {
    return functionWith(fn, this.sites, self);
  }

  /** As `call`, for arguments of which some are spread: `list` is known when their number is. */
  apply(site: number, callee: Later, list: Later, self?: Later): Later {
    return this.#whenListed(list, (scope, args) => scope.call(site, callee, args, self));
  }

  /** As `invoke`, for arguments of which some are spread. */
  applyMethod(site: number, self: object, name: string, list: Later): Later {
    return this.#whenListed(list, (scope, args) => scope.invoke(site, self, name, args));
  }

  #whenListed(list: Later, go: (scope: Scope, args: readonly Later[]) => Later): Later {
    if (this.frame.dead) return NEVER;
    const args = (): readonly Later[] => {
      const container = containerOf(list);
      const { length } = (container ? container.target : plain(list)) as unknown[];
      return Array.from({ length }, (_, i) => (container ? container.get(i) : (plain(list) as unknown[])[i]));
    };
    if (isThere(list) || containerOf(list)) return this.#inline((scope) => go(scope, args()));
    const slot = this.frame.add();
    const result = new Future();
    (list as Future).onKnown(() => {
      if (slot.waiting) this.#open(slot, (scope) => go(scope, args()), this, result);
    });
    return result;
  }

  /** `list.push(…)` of an array that nobody else holds: a new version of it; see version.ts. */
  push(list: Later, values: readonly Later[], spread: readonly number[] = []): Later {
    if (spread.length > 0) {
      const all = spreadList(this, values, spread);
      return this.late(
        isKnown(all),
        (start) => whenKnown([all], start),
        (scope) =>
          scope.push(
            list,
            (entriesOf(all) as readonly Entry[]).map((e) => (e as Element).value),
          ),
      );
    }
    return this.#version(
      list,
      (version) => version.push(values),
      (whole) => (whole as { push: unknown }).push,
    );
  }

  /** `object[key] = value`, alike. */
  put(object: Later, key: Later, value: Later): Later {
    if (this.frame.dead) return NEVER;
    if (!isThere(key)) {
      const slot = this.#text();
      const result = new Future();
      whenAll([key], ([there]) => {
        if (slot.waiting) this.#open(slot, (scope) => scope.put(object, there, value), this, result);
      });
      return result;
    }
    const name = plain(key) as Key;
    return this.#version(
      object,
      (version) => version.put(typeof name === "symbol" ? name : String(name), value),
      (whole) => ((whole as Record<Key, unknown>)[name] = undefined),
    );
  }

  #version(object: Later, go: (version: Version) => Version, fail: (whole: unknown) => void): Later {
    if (this.frame.dead) return NEVER;
    const result = new Future();
    const slot = object instanceof Future && !object.known ? this.#text() : undefined;
    whenVersion(
      object,
      (version) => {
        if (slot && !slot.waiting) return;
        slot?.begin();
        result.follow(go(version));
        slot?.succeed();
      },
      (whole) => {
        if (slot && !slot.waiting) return;
        slot?.begin();
        try {
          fail(whole);
        } catch (error) {
          (slot ?? this.#text()).fail(error);
        }
      },
    );
    return result.lazy ?? result;
  }

  /** `throw`: the value is thrown when it is there. */
  throw(inputs: readonly Later[], body: (...values: never[]) => unknown): Later {
    return this.on(inputs, (...values) => {
      throw body(...values);
    });
  }

  /** A branch: its arm starts when the test is there. Returns what the arm returns. */
  if(test: Later, then: Body, otherwise: Body): Later {
    if (this.frame.dead) return NEVER;
    // An arm of a branch that is decided adds its slots to this frame: the order is the same.
    if (isListed(test)) return this.#inline(isTrue(test) ? then : otherwise);
    const slot = this.frame.add();
    const result = new Future();
    whenListed(test, () => {
      if (slot.waiting) this.#open(slot, isTrue(test) ? then : otherwise, this, result);
    });
    return result;
  }

  /** As `if`, for arms that return `count` values (variables that some arm assigns). */
  branch(count: number, test: Later, then: ($: Scope) => Later[], otherwise: ($: Scope) => Later[]): Later[] {
    if (this.frame.dead) return Array.from({ length: count }, () => NEVER);
    if (isListed(test)) {
      return this.#inline(
        isTrue(test) ? then : otherwise,
        Array.from({ length: count }, () => NEVER),
      ) as Later[];
    }
    const slot = this.frame.add();
    const results = Array.from({ length: count }, () => new Future());
    whenListed(test, () => {
      if (!slot.waiting) return;
      this.#open(
        slot,
        (scope) => {
          (isTrue(test) ? then : otherwise)(scope).forEach((value, i) => results[i]?.follow(value));
        },
        this,
      );
    });
    return results;
  }

  /** `value === undefined`: there as soon as it is known what the value is, if not all of it. */
  isUndefined(value: Later): Later {
    return this.late(
      isListed(value),
      (start) => whenListed(value, start),
      () => isThere(value) && plain(value) === undefined,
    );
  }

  /** `value == null`, alike. */
  isNullish(value: Later): Later {
    return this.late(
      isListed(value),
      (start) => whenListed(value, start),
      () => isThere(value) && (plain(value) ?? undefined) === undefined,
    );
  }

  /** `items.map(body)` where the body makes module calls: iterations overlap, each element is a future of its own. */
  map(site: number, items: Later, body: MapBody, method = "map"): Later {
    return map(this, site, items, body, { method });
  }

  /** `Promise.all` of that: where the list has a hole, a map leaves one, and a join gives undefined, or its outcome. */
  mapAll(site: number, items: Later, body: MapBody, hole: () => unknown = () => undefined): Later {
    return map(this, site, items, body, { method: "map", hole });
  }

  /** As `map`, for a callback without calls: nothing in it takes time of its own, and its slots are those of this scope. */
  over(items: Later, body: MapBody, method = "map"): Later {
    return over(this, items, body, method);
  }

  /** As `map`, for a callback that assigns `values`: the list of results first, then the variables. */
  mapWith(site: number, items: Later, values: readonly Later[], body: WalkBody, live = false): Later[] {
    const count = values.length + 1;
    if (this.frame.dead) return Array.from({ length: count }, () => NEVER);
    const results: Later[] = [];
    const measure = (): void => {
      const list = containerOf(items)?.target ?? plain(items);
      if (Array.isArray(list)) results.length = list.length;
    };
    // Before a callback changes it.
    if (isThere(items)) measure();
    else (items as Future).onKnown(measure);
    const exit = walk(
      this,
      site,
      items,
      values,
      ($, item, index, list, ...carried) =>
        $.onExit(body($, item, index, list, ...carried), (value, rest) => {
          results[index] = value;
          return new Exit(NEXT, rest);
        }),
      { method: { name: "map", holes: false, backwards: false }, live },
    );
    const [list] = this.outs(
      1,
      this.onExit(exit, (_, __, all) => new Exit(0, [contain(results), ...all])),
    );
    return [list, ...this.outs(count - 1, exit)];
  }

  /** The exit that `change` makes of one, as soon as that is there. */
  onExit(exit: Later, change: (first: Later, rest: readonly Later[], all: readonly Later[]) => Exit): Later {
    const go = (): Exit => {
      const { values } = plain(exit) as Exit;
      return change(values[0], values.slice(1), values);
    };
    if (isThere(exit)) return go();
    if (exit === NEVER) return NEVER;
    const result = new Future();
    (exit as Future).onComplete(() => result.resolve(go()));
    return result;
  }

  /** `items.filter(…)`: `flags` are what the callback said of each element. */
  filter(items: Later, flags: Later): Later {
    return filtered(this, items, flags);
  }

  /** `items.flatMap(…)`: `lists` are what the callback gave for each element. */
  flat(lists: Later): Later {
    return listMethod(this, "flat", lists, []);
  }

  /** An array literal with futures among its elements; those at `spread` are lists of elements. */
  array(elements: Later[], spread: readonly number[] = []): Later {
    if (spread.length > 0) return spreadList(this, elements, spread);
    return this.frame.dead ? NEVER : contain(elements);
  }

  /** An object literal with futures among its members. */
  object(members: Record<string, Later>): Later {
    return this.frame.dead ? NEVER : contain(members);
  }

  /** `{ [key]: value }`: there as soon as the key is. */
  member(key: Later, value: Later): Later {
    return keyedMember(this, key, value);
  }

  /** `value[key]`: there as soon as the key and that member are. */
  at(value: Later, key: Later): Later {
    if (this.frame.dead) return NEVER;
    if (isThere(key)) return this.get(value, plain(key) as Key);
    const slot = this.#text();
    const result = new Future();
    whenAll([key], ([there]) => {
      if (slot.waiting) this.#open(slot, (scope) => scope.get(value, there as Key), this, result);
    });
    return result;
  }

  /** `value.key`: there as soon as that member is. */
  get(value: Later, key: Key): Later {
    if (this.frame.dead) return NEVER;
    if (key === "length") {
      const length = knownLength(value);
      if (length !== undefined) return length;
    }
    const member = versionOf(value)?.member(typeof key === "symbol" ? key : String(key));
    if (member) return member.value;
    const container = containerOf(value);
    if (container) return container.get(key);
    const index = indexOf(key);
    if (value instanceof Future && value.open && index !== undefined) return nth(value.open.entries, index);
    const read = (whole: never): unknown => (whole as Record<Key, unknown>)[key];
    if (isThere(value)) return this.on([value], read);
    const slot = this.#text();
    const result = new Future();
    const when = (go: () => void): void =>
      index === undefined ? (value as Future).onKnown(go) : (value as Future).onListed(go);
    when(() => {
      if (!slot.waiting) return;
      slot.begin();
      const late = containerOf(value);
      const { open } = value as Future;
      try {
        result.follow(open ? nth(open.entries, index as number) : late ? late.get(key) : read(plain(value) as never));
      } catch (error) {
        slot.fail(error);
        return;
      }
      slot.succeed();
    });
    return result;
  }

  /** `list.slice(…)` and its like: there as soon as it is known which elements there are; see lenient.ts. */
  list(method: string, list: Later, args: readonly Later[] = []): Later {
    return listMethod(this, method, list, args);
  }

  /** `Object.keys`, `Object.values`, `Object.entries` and `Object.fromEntries`, alike. */
  members(what: "keys" | "values" | "entries" | "fromEntries", object: Later): Later {
    if (what === "fromEntries") return fromEntries(this, object);
    return membersOf(this, what, object);
  }

  /** `{ ...a, b }`: an object literal with spread ones, alike. */
  merge(parts: readonly Later[]): Later {
    return merged(this, parts);
  }

  /** There when no call before it may change what modules share. */
  writers(): Later {
    if (this.frame.dead) return NEVER;
    if (!hasWriters()) return undefined;
    const slot = this.#text();
    const result = new Future();
    afterWriters(this.run, slot, () => {
      result.resolve(undefined);
      slot.succeed();
    });
    return result.complete ? undefined : result;
  }

  /** `value`, not before `after` is there. */
  behind(value: Later, after: Later): Later {
    if (isThere(after)) return this.frame.dead ? NEVER : value;
    return this.late(
      false,
      (start) => whenAll([after], start),
      () => value,
    );
  }

  /** Runs `go` on the spot where it is `ready`, else in this place of the program when `wait` says so. */
  late(ready: boolean, wait: (start: () => void) => void, go: Body): Later {
    if (this.frame.dead) return NEVER;
    if (ready) return this.#inline(go);
    const slot = this.#text();
    const result = new Future();
    wait(() => {
      if (slot.waiting) this.#open(slot, go, this, result);
    });
    return result;
  }

  /**
   * Destructuring by plain keys, or by none of an object: `whole` does it on a value that is there, and throws as it
   * would have. The last part is the rest where there is one: the elements from `rest` on, or the other members.
   */
  unpack(
    keys: readonly Key[],
    value: Later,
    whole: (value: never) => readonly unknown[],
    rest?: number | "members",
  ): Later[] {
    const count = keys.length + (rest === undefined ? 0 : 1);
    if (this.frame.dead) return Array.from({ length: count }, () => NEVER);
    /** Each part in its own time, where the value is a container that fits. */
    const parts = (): Later[] | undefined => {
      const indexed = typeof keys[0] === "number" || typeof rest === "number";
      if (indexed && value instanceof Future && value.open) {
        const { entries } = value.open;
        return rest === undefined ? keys.map((key) => nth(entries, key as number)) : undefined;
      }
      const container = containerOf(value);
      if (!container || (indexed && !container.isArray)) return undefined;
      const named = keys.map((key) => container.get(key));
      return rest === undefined ? named : [...named, contain(restOf(container, keys, rest))];
    };
    const there = parts();
    if (there) return there;
    if (isThere(value)) return spread(count, this.on([value], whole));
    const slot = this.frame.add();
    const results = Array.from({ length: count }, () => new Future());
    const finish = (): void => {
      if (!slot.waiting) return;
      slot.begin();
      try {
        const given = parts() ?? whole(plain(value) as never);
        results.forEach((result, i) => result.follow(given[i]));
      } catch (error) {
        slot.fail(error);
        return;
      }
      slot.succeed();
    };
    const known = (): void => (parts() ? finish() : whenAll([value], finish));
    if (rest === undefined) whenListed(value, known);
    else (value as Future).onKnown(known);
    return results;
  }

  /** A region that runs as written, one call after another: an effect whose body is async. */
  sequential(inputs: readonly Later[], body: ($: Sequential, ...values: never[]) => Promise<unknown>): Later {
    return this.#atFront(inputs, (slot, values, result) => {
      const frame = slot.open();
      // Calls inside settle on their own: the body may catch what they throw.
      frame.boundary = true;
      const inner = new Sequential(this.within(frame));
      let outcome: (() => void) | undefined;
      let grace: Timer | undefined;
      frame.onSettled = () => {
        grace?.cancel();
        outcome?.();
      };
      const finish = (settle: () => void): void => {
        outcome = settle;
        frame.close();
      };
      slot.onCancel = () => {
        grace = this.run.env.setTimer(() => finish(() => slot.succeed()), this.run.graceMs);
      };
      void awaited(
        body(inner, ...(values as never[])),
        (value) =>
          finish(() => {
            if (!slot.cancelled) result.resolve(value);
            slot.succeed();
          }),
        (error) => {
          slot.doom();
          finish(() => slot.fail(error));
          frame.cancel(); // calls that the body did not wait for
        },
      );
    });
  }

  /** As `sequential`, for a region that assigns `count` variables. */
  sequentialAll(
    count: number,
    inputs: readonly Later[],
    body: ($: Sequential, ...values: never[]) => Promise<readonly unknown[]>,
  ): Later[] {
    return spread(count, this.sequential(inputs, body));
  }

  /** What a call site is called. */
  labelOf(site: number): string {
    return this.#label(site);
  }

  /** The slot path of a call site. */
  pathOf(site: number): string {
    return this.#path(site);
  }

  /** Starts the statements of `body` in a frame of its own. `take` gets the value before anybody learns that all of it has settled. */
  body(frame: Frame, path: string, body: Body, take?: (value: Later) => void): Later {
    const scope = new Scope(this.run, frame, path, this.sites, this.rankAfter);
    let value: Later = NEVER;
    try {
      value = body(scope);
    } catch (error) {
      if (!frame.dead) frame.add().fail(error);
    }
    take?.(value);
    frame.close();
    return value;
  }

  /** A slot for what makes no calls. */
  #text(): Slot {
    const slot = this.frame.add();
    slot.isText = true;
    return slot;
  }

  #label(site: number): string {
    return this.sites[site]?.label ?? `call ${site}`;
  }

  #path(site: number): string {
    return `${this.path === "" ? "" : `${this.path}/`}${site}${this.#round}`;
  }

  #rank(site: number): number {
    return (this.sites[site]?.rank ?? 1) + this.rankAfter;
  }

  /** `into` gets the value before anybody learns that the call is done. */
  #enter(slot: Slot, site: number, module: Module, args: readonly Later[], into?: Future): Later {
    const found = findCompiled(module, "forward");
    if (found) return this.#run(slot, site, module, found, args, into);
    const result = into ?? new Future();
    slot.module = module;
    whenAll(args, (values) => {
      if (!slot.waiting) return;
      if (isQuietLeaf(module, values, this.run)) slot.beQuiet();
      const start = (): void =>
        new Call(this.run, module, this.#path(site), this.#rank(site)).start(slot, values, this.#label(site), result);
      if (leafReads(module)) afterWriters(this.run, slot, start);
      else start();
    });
    return result.complete ? result.value : result;
  }

  /** Runs a compiled method in `slot`. */
  #run(slot: Slot, site: number, self: unknown, found: Found, args: readonly Later[], into?: Future): Later {
    const at = { path: this.#path(site), sites: found.sites, rankAfter: this.#rank(site) - 1 };
    const start = (to: Future | undefined): Later =>
      this.#open(slot, (scope) => scope.returned(found.method.apply(self, [scope, ...args])), at, to);
    if (typeof self === "object" || isModule(self)) slot.module = self;
    if (isModule(self) ? !mayWrite(self, this.run.writers) : self === undefined && found.writes === false)
      slot.beQuiet();
    if (!found.reads) return this.#descend(slot, start, into);
    const result = into ?? new Future();
    afterWriters(this.run, slot, () => this.#descend(slot, start, result));
    return result.complete ? result.value : result;
  }

  /** Starts what is in `slot`, on a stack that has room for it. */
  #descend(slot: Slot, start: (to: Future | undefined) => Later, into: Future | undefined): Later {
    if (!isDeep()) return descend(() => start(into));
    const result = into ?? new Future();
    descendLater(
      this.run.calls,
      () => {
        if (slot.waiting) start(result);
      },
      (error) => slot.fail(error),
    );
    return result;
  }

  /** A callee that is no module after all: as written, in its place. */
  #callUnknown(slot: Slot, fn: unknown, self: unknown, args: readonly Later[], label: string, result: Future): void {
    whenAll(args, (values) => {
      const attempt = (): void => {
        if (!slot.waiting || !slot.atFront) return;
        compute(slot, result, () => {
          if (typeof fn !== "function") throw new TypeError(`${label} is not a function`);
          return fn.apply(self, values);
        });
      };
      slot.onFront = attempt;
      attempt();
    });
  }

  #atFront(
    inputs: readonly Later[],
    body: (slot: Slot, values: unknown[], result: Future) => void,
    isText = false,
  ): Later {
    if (this.frame.dead) return NEVER;
    const slot = this.frame.add();
    slot.isText = isText;
    const result = new Future();
    whenAll(inputs, (values) => {
      const attempt = (): void => {
        if (slot.waiting && slot.atFront) body(slot, values, result);
      };
      slot.onFront = attempt;
      attempt();
    });
    return result.complete ? result.value : result;
  }

  #join(slot: Slot, value: unknown, result: Future): void {
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
      timer = this.run.env.setTimer(() => slot.succeed(), this.run.graceMs);
    };
  }

  #inline(body: Body, otherwise: Later = NEVER): Later {
    try {
      return body(this);
    } catch (error) {
      if (!this.frame.dead) this.frame.add().fail(error);
      return otherwise;
    }
  }

  /** Turns `slot` into a region and starts its statements. */
  #open(
    slot: Slot,
    body: Body,
    at: { path: string; sites: readonly Site[]; rankAfter: number },
    result?: Future,
  ): Later {
    const frame = slot.open();
    const scope = new Scope(this.run, frame, at.path, at.sites, at.rankAfter);
    let value: Later = NEVER;
    try {
      value = body(scope);
    } catch (error) {
      if (!frame.dead) frame.add().fail(error);
    }
    // Before anybody learns that all of it has settled.
    result?.follow(value);
    frame.close();
    return value;
  }
}

/** What a pattern leaves: elements from a place on, or members that it does not name. */
function restOf(container: Container, keys: readonly Key[], rest: number | "members"): object {
  const parts = partsOf(container) as object;
  if (typeof rest === "number") return [...(parts as unknown[]).slice(rest)]; // a hole is undefined
  const others = { ...parts } as Record<Key, unknown>;
  for (const key of keys) delete others[key];
  return others;
}

/** The place in a list that a key names. */
function indexOf(key: Key): number | undefined {
  if (typeof key === "symbol") return undefined;
  const index = Number(key);
  return Number.isInteger(index) && index >= 0 && String(index) === String(key) ? index : undefined;
}

/** Runs code that ends at once in a slot of its own; dependents start before the slot is done. */
function compute(slot: Slot, result: Future, body: () => unknown): void {
  slot.begin();
  let value: unknown;
  try {
    value = body();
  } catch (error) {
    slot.fail(error);
    return;
  }
  result.resolve(value);
  slot.succeed();
}

function spread(count: number, value: Later): Later[] {
  if (isThere(value)) {
    const values = plain(value) as readonly unknown[];
    return Array.from({ length: count }, (_, i) => values[i]);
  }
  if (value === NEVER) return Array.from({ length: count }, () => NEVER);
  const results = Array.from({ length: count }, () => new Future());
  (value as Future).onComplete(() => {
    const values = (value as Future).value as readonly unknown[];
    results.forEach((result, i) => result.resolve(values[i]));
  });
  return results;
}
