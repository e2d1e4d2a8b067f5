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
import { ahead, drop, use, type Ahead } from "./ahead.js";
import { attempt, type Attempt } from "./attempt.js";
import { callSite, invokeSite, runMethod, whenFront, whenSpread } from "./callSites.js";
import { compute, spread } from "./compute.js";
import { Exit, NEXT } from "./exit.js";
import { allThere, contain, Future, isThere, NEVER, plain, whenAll, type Key } from "./future.js";
import { joined, returned } from "./joins.js";
import { lateMap, pairsOf } from "./lateMap.js";
import { filtered, fromEntries, keyedMember, listMethod, membersOf, merged, spreadList } from "./lenient.js";
import { loop, walk, type Walk, type WalkBody } from "./loop.js";
import { map, over } from "./maps.js";
import { mapWith, onExit } from "./mapWith.js";
import { getMember, memberAt, pushed, put, unpack } from "./members.js";
import { isDecided, isTrue, whenDecided } from "./openList.js";
import { functionWith, hasWriters, type CompiledMethod, type Site } from "./protocol.js";
import type { Run } from "./run.js";
import { sequentialRegion, type Sequential } from "./sequential.js";
import { afterWriters } from "./sharedOrder.js";
import type { Frame, Slot } from "./slot.js";

/** A value, or a future of one. */
export type Later = unknown;
export type Body = ($: Scope) => Later;
const SAME = Symbol("same");

export type MapBody = ($: Scope, item: Later, index: number, items: Later) => Later;

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
    return callSite(this, site, callee, args, self);
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
    return invokeSite(this, site, self, name, args);
  }

  /** Synchronous code without effects: runs when its inputs are there. May throw. */
  on(inputs: readonly Later[], body: (...values: never[]) => unknown): Later {
    if (this.frame.dead) return NEVER;
    if (allThere(inputs)) {
      try {
        return body(...(inputs.map(plain) as never[]));
      } catch (error) {
        this.text().fail(error);
        return NEVER;
      }
    }
    const slot = this.text();
    slot.quiet = true;
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
    return this.#text(inputs, body, false);
  }

  /** As `effect`, for code that returns `count` values in an array. */
  effectAll(count: number, inputs: readonly Later[], body: (...values: never[]) => readonly unknown[]): Later[] {
    return spread(count, this.effect(inputs, body));
  }

  /** As `effect`, for code that changes no object: it prints, or reads what may change. */
  inTurn(inputs: readonly Later[], body: (...values: never[]) => unknown): Later {
    return this.#text(inputs, body, true);
  }

  /** As `inTurn`, for code that returns `count` values in an array. */
  inTurnAll(count: number, inputs: readonly Later[], body: (...values: never[]) => readonly unknown[]): Later[] {
    return spread(count, this.inTurn(inputs, body));
  }

  #text(inputs: readonly Later[], body: (...values: never[]) => unknown, quiet: boolean): Later {
    return this.atFront(
      inputs,
      (slot, values, result) => compute(slot, result, () => body(...(values as never[]))),
      true,
      quiet,
    );
  }

  /** `await` of a value that is no module call. */
  await(value: Later): Later {
    return joined(this, value);
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
    return returned(this, value);
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
    return this.frame.dead ? NEVER : this.inline(body);
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
    if (isThere(exit)) return this.inline(go(plain(exit) as Exit));
    const slot = this.frame.add();
    const result = new Future();
    whenAll([exit], ([ended]) => {
      if (slot.waiting) this.open(slot, go(ended as Exit), this, result);
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
    const slot = this.text();
    record.mark(slot, index, value);
    slot.begin();
    slot.succeed();
  }

  /** A call of a function of the method that makes module calls. */
  enter(site: number, fn: CompiledMethod, args: readonly Later[], self?: unknown): Later {
    if (this.frame.dead) return NEVER;
    return runMethod(this, this.frame.add(), site, self, { method: fn, sites: this.sites }, args);
  }

  /** Such a function as a value: compiled code that is handed it can call it. */
  closure(fn: CompiledMethod, self?: unknown): unknown {
    return functionWith(fn, this.sites, self, this.run);
  }

  /** As `call`, for arguments of which some are spread: `list` is known when their number is. */
  apply(site: number, callee: Later, list: Later, self?: Later): Later {
    return whenSpread(this, list, (scope, args) => scope.call(site, callee, args, self));
  }

  /** As `invoke`, for arguments of which some are spread. */
  applyMethod(site: number, self: object, name: string, list: Later): Later {
    return whenSpread(this, list, (scope, args) => scope.invoke(site, self, name, args));
  }

  /** `list.push(…)` of an array that nobody else holds: a new version of it; see version.ts. */
  push(list: Later, values: readonly Later[], spread: readonly number[] = []): Later {
    return pushed(this, list, values, spread);
  }

  /** `object[key] = value`, alike. */
  put(object: Later, key: Later, value: Later): Later {
    return put(this, object, key, value);
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
    if (isDecided(test)) return this.inline(isTrue(test) ? then : otherwise);
    const slot = this.frame.add();
    const result = new Future();
    whenDecided(test, () => {
      if (slot.waiting) this.open(slot, isTrue(test) ? then : otherwise, this, result);
    });
    return result;
  }

  /** As `if`, for arms that return `count` values (variables that some arm assigns). */
  branch(count: number, test: Later, then: ($: Scope) => Later[], otherwise: ($: Scope) => Later[]): Later[] {
    if (this.frame.dead) return Array.from({ length: count }, () => NEVER);
    if (isDecided(test)) {
      return this.inline(
        isTrue(test) ? then : otherwise,
        Array.from({ length: count }, () => NEVER),
      ) as Later[];
    }
    const slot = this.frame.add();
    const results = Array.from({ length: count }, () => new Future());
    whenDecided(test, () => {
      if (!slot.waiting) return;
      this.open(
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
      isDecided(value),
      (start) => whenDecided(value, start),
      () => isThere(value) && plain(value) === undefined,
    );
  }

  /** `value == null`, alike. */
  isNullish(value: Later): Later {
    return this.late(
      isDecided(value),
      (start) => whenDecided(value, start),
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
    return mapWith(this, site, items, values, body, live);
  }

  /** The exit that `change` makes of one, as soon as that is there. */
  onExit(exit: Later, change: (first: Later, rest: readonly Later[], all: readonly Later[]) => Exit): Later {
    return onExit(exit, change);
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
    return memberAt(this, value, key);
  }

  /** `value.key`: there as soon as that member is. */
  get(value: Later, key: Key): Later {
    return getMember(this, value, key);
  }

  /** `list.slice(…)` and its like: there as soon as it is known which elements there are; see lenient.ts. */
  list(method: string, list: Later, args: readonly Later[] = []): Later {
    return listMethod(this, method, list, args);
  }

  /** `Object.keys`, `Object.values`, `Object.entries` and `Object.fromEntries`, `new Map` and its entries, alike. */
  members(what: "keys" | "values" | "entries" | "fromEntries" | "map" | "pairs", object: Later): Later {
    if (what === "fromEntries") return fromEntries(this, object);
    if (what === "map") return lateMap(this, object);
    if (what === "pairs") return pairsOf(this, object);
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
    const slot = this.text();
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

  /** What text that runs without a variable leaves in it where it assigns nothing. */
  get same(): unknown {
    return SAME;
  }

  /** What such text has left in a variable, or, where it has not assigned it, what was there `before`. */
  changed(value: Later, before: Later): Later {
    return this.late(
      isThere(value),
      (start) => whenAll([value], start),
      () => (plain(value) === SAME ? before : value),
    );
  }

  /** Runs `go` on the spot where it is `ready`, else in this place of the program when `wait` says so. */
  late(ready: boolean, wait: (start: () => void) => void, go: Body): Later {
    if (this.frame.dead) return NEVER;
    if (ready) return this.inline(go);
    const slot = this.text();
    const result = new Future();
    wait(() => {
      if (slot.waiting) this.open(slot, go, this, result);
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
    return unpack(this, keys, value, whole, rest);
  }

  /** A region that runs as written, one call after another: an effect whose body is async. */
  sequential(inputs: readonly Later[], body: ($: Sequential, ...values: never[]) => Promise<unknown>): Later {
    return sequentialRegion(this, inputs, body);
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
    return this.sites[site]?.label ?? `call ${site}`;
  }

  /** The slot path of a call site. */
  pathOf(site: number): string {
    return `${this.path === "" ? "" : `${this.path}/`}${site}${this.#round}`;
  }

  /** Starts the statements of `body` in a frame of its own. `take` gets the value before anybody learns that all of it has settled. */
  body(frame: Frame, path: string, body: Body, take?: (value: Later) => void): Later {
    return start(new Scope(this.run, frame, path, this.sites, this.rankAfter), body, take);
  }

  /** A slot for what makes no calls. */
  text(): Slot {
    const slot = this.frame.add();
    slot.isText = true;
    return slot;
  }

  /** Calls that remain from a call site on. */
  rankOf(site: number): number {
    return (this.sites[site]?.rank ?? 1) + this.rankAfter;
  }

  /** A slot whose `body` runs when its inputs are there and everything before it in the program has succeeded. */
  atFront(
    inputs: readonly Later[],
    body: (slot: Slot, values: unknown[], result: Future) => void,
    isText = false,
    quiet = false,
  ): Later {
    if (this.frame.dead) return NEVER;
    const slot = this.frame.add();
    slot.isText = isText;
    slot.quiet = quiet;
    const result = new Future();
    whenAll(inputs, (values) => whenFront(slot, () => body(slot, values, result)));
    return result.complete ? result.value : result;
  }

  /** Adds the statements of `body` to this frame; `otherwise` is their value where one throws on the spot. */
  inline(body: Body, otherwise: Later = NEVER): Later {
    try {
      return body(this);
    } catch (error) {
      if (!this.frame.dead) this.frame.add().fail(error);
      return otherwise;
    }
  }

  /** Turns `slot` into a region and starts its statements. */
  open(
    slot: Slot,
    body: Body,
    at: { path: string; sites: readonly Site[]; rankAfter: number },
    result?: Future,
  ): Later {
    const scope = new Scope(this.run, slot.open(), at.path, at.sites, at.rankAfter);
    return start(scope, body, result && ((value) => result.follow(value)));
  }
}

/** Runs the statements of `body`; `take` gets the value before anybody learns that all of it has settled. */
function start(scope: Scope, body: Body, take?: (value: Later) => void): Later {
  const { frame } = scope;
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
