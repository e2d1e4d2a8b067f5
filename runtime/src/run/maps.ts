/**
 * Array methods with a callback for each element: `map`, `filter`, `flatMap`, `forEach`. All callbacks start at
 * once, each in a region of its own, as far as the window goes; what is made of an element is there when its own
 * callback is done. Of an open list, the region of an element begins when it is decided that there is one.
 */
import { contain, containerOf, Future, NEVER, plain, whenAll, type Entry } from "./future.js";
import { iterableModule, isPlainArray, notAnArray } from "./lists.js";
import {
  changed,
  entriesOf,
  flattened,
  isDecided,
  isKeyed,
  isListed,
  isTrue,
  listOf,
  Steps,
  whenDecided,
  whenListed,
  type Element,
  type Placed,
} from "./openList.js";
import type { Later, MapBody, Scope } from "./scope.js";
import { Slot, type Frame } from "./slot.js";

export interface Mapping {
  method: string;
  /** A map that is joined: what stands where the list has a hole. Else there is a hole, too. */
  hole?: () => unknown;
}

/** For callbacks that make module calls. */
export function map($: Scope, site: number, items: Later, body: MapBody, how: Mapping): Later {
  if ($.frame.dead) return NEVER;
  const slot = $.frame.add();
  const result = new Future();
  whenMappable(items, () => {
    if (!slot.waiting) return;
    try {
      const list = listIn(items, how.method, $.labelOf(site));
      result.follow(new Rounds($, slot.open(), items, body, how, $.pathOf(site)).over(list));
    } catch (error) {
      slot.fail(error);
    }
  });
  return result.complete ? result.value : (result.shell ?? result.open ?? result);
}

/** For callbacks without calls: nothing in them takes time of its own, and their slots are those of the scope. */
export function over($: Scope, items: Later, body: MapBody, method: string): Later {
  return $.late(
    isMappable(items),
    (start) => whenMappable(items, start),
    (scope) => new Rounds(scope, scope.frame, items, body, { method }).over(listIn(items, method)),
  );
}

// An object that is not an array cannot be mapped: it is waited for whole, then that is said.
const isObject = (items: Later): boolean => containerOf(items)?.isArray === false;
const isMappable = (items: Later): boolean => isListed(items) && !isObject(items);

function whenMappable(items: Later, start: () => void): void {
  whenListed(items, () => (isObject(items) ? whenAll([items], start) : start()));
}

/** What is mapped: the value itself, or the list of the modules in it. */
function listIn(items: Later, method: string, label?: string): Later {
  if (items instanceof Future && items.open) return items;
  const whole = containerOf(items)?.target ?? plain(items);
  const list = iterableModule(whole) ? [...whole] : whole;
  if (!isPlainArray(list, method)) throw label === undefined ? hasNone(list, method) : notAnArray(list, label, method);
  return list === whole ? items : list;
}

/** As JavaScript says it of what has no such method. */
function hasNone(value: unknown, method: string): unknown {
  if (value !== undefined && value !== null && typeof (value as Record<string, unknown>)[method] !== "function")
    return new TypeError(`.${method} is not a function`);
  return notAnArray(value, `.${method}`, method);
}

interface Round {
  element: Element;
  index: number;
  /** What the callback gives; a future where it has not begun. */
  out: Later;
  /** Of a `flatMap`: what that is made into. */
  read: Future | undefined;
}

/** The callbacks of one such method; `path` is that of its call site where they make calls. */
class Rounds {
  readonly #$: Scope;
  readonly #frame: Frame;
  readonly #items: Later;
  readonly #body: MapBody;
  readonly #how: Mapping;
  readonly #path: string | undefined;
  /** The callback is told the place of its element: they begin in order. */
  readonly #ordered: boolean;
  #running = 0;
  /** Begins what there is room for. */
  #more: () => void = () => {};

  constructor($: Scope, frame: Frame, items: Later, body: MapBody, how: Mapping, path?: string) {
    this.#$ = $;
    this.#frame = frame;
    this.#items = items;
    this.#body = body;
    this.#how = how;
    this.#path = path;
    this.#ordered = body.length > 2;
  }

  over(list: Later): Later {
    const { method } = this.#how;
    const entries = entriesOf(list) as readonly Entry[];
    if (list instanceof Future && list.open) return this.#overOpen(entries);
    const rounds: Round[] = [];
    entries.forEach((entry, index) => {
      if (entry.kind === "element") rounds.push(this.#round(entry, index));
    });
    this.#begin(rounds);
    if (method === "forEach") return undefined;
    if (method !== "map" || isKeyed(list)) {
      const made = new Map<Placed, Round>(rounds.map((round) => [round.element, round]));
      return listOf(changed(entries, (entry) => this.#results(entry, made.get(entry))));
    }
    const { hole } = this.#how;
    const results: Later[] = new Array(entries.length);
    if (hole) for (let i = 0; i < results.length; i++) results[i] = hole();
    for (const { index, out } of rounds) results[index] = out;
    return contain(results);
  }

  #round(element: Element, index: number): Round {
    return { element, index, out: undefined, read: this.#how.method === "flatMap" ? new Future() : undefined };
  }

  #result({ element, out, read }: Round): Entry {
    if (read) return { kind: "part", later: read };
    return this.#how.method === "filter" ? { kind: "maybe", when: out, entry: element } : { ...element, value: out };
  }

  /** What stands for an element, or for a hole, which only a `map` keeps. */
  #results(entry: Placed, round: Round | undefined): Entry[] {
    const { method, hole } = this.#how;
    if (round) return [this.#result(round)];
    if (method !== "map") return [];
    return [hole ? { kind: "element", key: entry.key, value: hole() } : entry];
  }

  /** Elements that are known: as many at once as the window allows. */
  #begin(rounds: readonly Round[]): void {
    const frame = this.#frame;
    let next = 0;
    let beginning = false;
    this.#more = () => {
      if (beginning) return;
      beginning = true;
      for (; next < rounds.length && this.#hasRoom && !frame.dead; next++) {
        const round = rounds[next] as Round;
        this.#run(this.#path === undefined ? frame : frame.add(), round);
        this.#read(frame, round);
      }
      beginning = false;
      if (this.#path !== undefined && (next === rounds.length || frame.dead)) frame.close();
    };
    this.#more();
    for (let i = next; i < rounds.length; i++) (rounds[i] as Round).out = new Future();
  }

  get #hasRoom(): boolean {
    return this.#path === undefined || this.#running < this.#$.run.window;
  }

  /** Runs the callback: in a region of its own, or, without calls, in `frame`. */
  #run(place: Frame | Slot, round: Round): void {
    const { element, index } = round;
    const body = (scope: Scope): Later => this.#body(scope, element.value, index, this.#items);
    const take = (value: Later): void => {
      if (round.out instanceof Future) round.out.follow(value);
      else round.out = value;
    };
    if (!(place instanceof Slot)) {
      take(body(this.#$.within(place)));
      return;
    }
    this.#running++;
    const inner = place.open();
    inner.onSettled = () => {
      this.#running--;
      this.#more();
    };
    this.#$.body(inner, `${this.#path}#${this.#ordered ? index : element.key}`, body, take);
  }

  #read(frame: Frame, { element, out, read }: Round): void {
    // A callback may have failed at once: then nobody reads.
    if (read && !frame.dead) flattened(() => frame.add(), element.key, out, read);
  }

  #overOpen(entries: readonly Entry[]): Later {
    const rounds = new Map<Element, Round>();
    // Who comes to an element first, what is made of it or its callback, is not certain.
    const roundOf = (element: Element): Round => {
      const round = rounds.get(element) ?? { ...this.#round(element, 0), out: new Future() };
      rounds.set(element, round);
      return round;
    };
    const results = changed(entries, (entry) =>
      this.#results(entry, entry.kind === "element" ? roundOf(entry) : undefined),
    );
    const waiting: (() => void)[] = [];
    this.#more = () => {
      while (waiting.length > 0 && this.#hasRoom) waiting.shift()?.();
    };
    const begin = (frame: Frame, element: Element, index: number): void => {
      const round = roundOf(element);
      round.index = index;
      if (this.#path === undefined) this.#run(frame, round);
      else {
        const slot = frame.add();
        const start = (): void => void (slot.waiting && this.#run(slot, round));
        // What everything else waits for begins in any case.
        slot.onFront = start;
        if (this.#hasRoom || slot.atFront) start();
        else waiting.push(start);
      }
      this.#read(frame, round);
    };
    if (this.#ordered) this.#inOrder(entries, begin);
    else {
      this.#each(this.#frame, entries, begin);
      if (this.#path !== undefined) this.#frame.close();
    }
    return this.#how.method === "forEach" ? undefined : listOf(results);
  }

  /** Each element as soon as it is decided that there is one. */
  #each(frame: Frame, entries: readonly Entry[], begin: (frame: Frame, element: Element, index: number) => void): void {
    for (const entry of entries) {
      if (frame.dead) return;
      if (entry.kind === "element") begin(frame, entry, 0);
      else if (entry.kind === "part") {
        const { later } = entry;
        const inside = (inner: Frame): void => this.#each(inner, later.value as Entry[], begin);
        if (later.complete) inside(frame);
        else region(frame, (go) => later.onComplete(go), inside);
      } else if (entry.kind === "maybe") {
        const inside = (inner: Frame): void => {
          if (isTrue(entry.when)) this.#each(inner, [entry.entry], begin);
        };
        if (isDecided(entry.when)) inside(frame);
        else region(frame, (go) => whenDecided(entry.when, go), inside);
      }
    }
  }

  /** One element after another, as they are decided. */
  #inOrder(entries: readonly Entry[], begin: (frame: Frame, element: Element, index: number) => void): void {
    const inner = this.#path === undefined ? this.#frame.add().open() : this.#frame;
    // What is not decided by then is not wanted any more.
    (inner.parent as Slot).onCancel = () => inner.close();
    const steps = new Steps(entries);
    let index = 0;
    const go = (): void => {
      while (!inner.dead) {
        const step = steps.next(go);
        if (step === "later") return;
        if (step === "end") break;
        if (step.kind === "element") begin(inner, step, index);
        index++;
      }
      inner.close();
    };
    go();
  }
}

/** A region in `frame` for what is to come. */
export function region(frame: Frame, when: (go: () => void) => void, inside: (inner: Frame) => void): void {
  const slot = frame.add();
  when(() => {
    if (!slot.waiting) return;
    const inner = slot.open();
    inside(inner);
    inner.close();
  });
}
