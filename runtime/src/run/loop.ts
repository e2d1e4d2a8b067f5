/**
 * Loops: one region, with a region in it for each round. A round starts as soon as it is decided that there is
 * one; the variables that the loop carries are passed on as they are, there or not, so that independent,
 * carried and appending work sorts itself out. No more rounds than the window are in flight.
 */
import { attempt } from "./attempt.js";
import { Exit, NEXT } from "./exit.js";
import { containerOf, Future, isThere, NEVER, plain, whenAll, type Entry } from "./future.js";
import { iterableModule, notAnArray } from "./lists.js";
import { region } from "./maps.js";
import { entriesOf, isKeyed, isTrue, Steps, whenDecided, whenListed, type Element } from "./openList.js";
import type { Later, Scope } from "./scope.js";
import type { Frame, Slot } from "./slot.js";

/** Starts a round; `i` counts from 0. Undefined where there are no more. */
type Round = (i: number, $: Scope, values: readonly Later[]) => Later;

/** Whether there is another round after so many; undefined where that is not decided: `again` is called when it is. */
type More = (started: number, again: () => void) => boolean | undefined;

const upTo =
  (count: number): More =>
  (started) =>
    started < count;

/** Runs rounds in `slot` until one leaves, or there are no more. */
function rounds(
  $: Scope,
  slot: Slot,
  path: string,
  more: More,
  values: readonly Later[],
  round: Round,
  result: Future,
): void {
  const frame = slot.open();
  const { run } = $;
  let carried = values;
  let started = 0;
  let running = 0;
  let stepping = false;
  let deciding = false;
  let done = false;

  const leave = (exit: Exit): void => {
    done = true;
    result.resolve(exit);
  };
  const take = (exit: Exit): void => {
    if (exit.kind === NEXT) carried = exit.values;
    else leave(exit);
  };
  const step = (): void => {
    if (stepping) return;
    stepping = true;
    while (!done && !deciding && !frame.dead && running < run.window) {
      const goesOn = more(started, () => {
        deciding = false;
        step();
      });
      if (goesOn === undefined) {
        deciding = true;
        break;
      }
      if (!goesOn) {
        leave(new Exit(0, carried));
        break;
      }
      const i = started++;
      running++;
      const inner = frame.add().open();
      inner.onSettled = () => {
        running--;
        step();
      };
      const exit = $.body(inner, `${path}#${i}`, (scope) => round(i, scope, carried));
      if (isThere(exit)) take(plain(exit) as Exit);
      else {
        deciding = true;
        (exit as Future).onComplete(() => {
          deciding = false;
          take(plain(exit) as Exit);
          step();
        });
      }
    }
    stepping = false;
    if (done || frame.dead) frame.close();
  };
  step();
}

/** `while`, `do` and `for`: the body decides whether there is another round. */
export function loop(
  $: Scope,
  site: number,
  values: readonly Later[],
  body: ($: Scope, ...values: Later[]) => Later,
): Later {
  if ($.frame.dead) return NEVER;
  const result = new Future();
  const round: Round = (_, scope, carried) => body(scope, ...carried);
  rounds($, $.frame.add(), $.pathOf(site), upTo(Number.POSITIVE_INFINITY), values, round, result);
  return result.complete ? result.value : result;
}

export interface Walk {
  /** Array methods: holes are left out, or not; backwards; `reduce` that begins with an element. Without, `for…of`. */
  method?: { name: string; holes: boolean; backwards: boolean; unseeded?: boolean };
  /** `for…in`. */
  keys?: boolean;
  /** Every round goes on with the next one, so that one of an open list that is not decided holds up none. */
  all?: boolean;
  /** The body may change what is iterated: each element is read when its turn comes in the program. */
  live?: boolean;
}

export type WalkBody = ($: Scope, item: Later, index: number, list: Later, ...values: Later[]) => Later;

/** One round per element. */
export function walk(
  $: Scope,
  site: number,
  items: Later,
  values: readonly Later[],
  body: WalkBody,
  how: Walk = {},
): Later {
  if ($.frame.dead) return NEVER;
  const slot = $.frame.add();
  const result = new Future();
  // From the front on, an open list gives its elements one after another.
  const isOpen = (): boolean =>
    !how.live &&
    !how.keys &&
    !how.method?.backwards &&
    !how.method?.unseeded &&
    items instanceof Future &&
    items.open !== undefined;
  const start = (): void => {
    if (!slot.waiting) return;
    if (how.all && isKeyed(items) && !how.live) {
      overAll($, slot, $.pathOf(site), entriesOf(items) as readonly Entry[], items, values, body, how, result);
      return;
    }
    if (isOpen() && items instanceof Future && items.open) {
      overOpen($, slot, $.pathOf(site), items.open.entries, items, values, body, how, result);
      return;
    }
    const container = containerOf(items);
    const path = $.pathOf(site);
    try {
      const list: unknown = container ? container.target : plain(items);
      if (how.keys) {
        const names = keysOf(list);
        rounds(
          $,
          slot,
          path,
          upTo(names.length),
          values,
          (i, scope, v) => body(scope, names[i], i, items, ...v),
          result,
        );
        return;
      }
      if (!how.method && (how.live || (!container && !isPlainIterable(list)))) {
        iterate($, slot, path, list as Iterable<unknown>, values, body, result);
        return;
      }
      const elements = listOf(list, how, $.labelOf(site));
      const indices = indicesOf(elements, how);
      let first = values;
      if (indices && how.method?.unseeded) {
        const index = indices.splice(0, indices.findIndex((i) => i in elements) + 1).at(-1);
        // The engine says what is wrong with a list that has none.
        if (index === undefined) elements.reduce((value) => value);
        else first = [container ? container.get(index) : (elements[index] as Later), ...values.slice(1)];
      }
      const round: Round = (i, scope, v) => {
        const index = indices ? (indices[i] as number) : i;
        if (how.live)
          return inTurn(scope, elements, index, how, v, (inner, item) => body(inner, item, index, items, ...v));
        return body(scope, container ? container.get(index) : elements[index], index, items, ...v);
      };
      rounds($, slot, path, upTo(indices?.length ?? elements.length), first, round, result);
    } catch (error) {
      slot.fail(error);
    }
  };
  whenListed(items, () => {
    if (isOpen()) start();
    // Only an array that stays as it is can be walked in part, or keys; anything else is waited for.
    else if (how.live || (!how.keys && containerOf(items) && !containerOf(items)?.isArray)) whenAll([items], start);
    else if (items instanceof Future) items.onKnown(start);
    else start();
  });
  return result.complete ? result.value : result;
}

/** A round for an element that an earlier round may have changed, or taken out: then a method leaves it out, too. */
function inTurn(
  $: Scope,
  elements: readonly unknown[],
  index: number,
  how: Walk,
  values: readonly Later[],
  round: ($: Scope, item: Later) => Later,
): Later {
  if (seesHoles(how))
    return round(
      $,
      $.effect([], () => elements[index]),
    );
  const found = $.effect([], () => (index in elements ? { item: elements[index] } : undefined));
  return $.if(
    found,
    (scope) => round(scope, scope.get(found, "item")),
    (scope) => scope.next(values),
  );
}

const seesHoles = ({ method }: Walk): boolean => method?.holes ?? true;

/** Rounds over the elements of an open list, each as soon as it is decided that there is one. */
function overOpen(
  $: Scope,
  slot: Slot,
  path: string,
  entries: readonly Entry[],
  items: Later,
  values: readonly Later[],
  body: WalkBody,
  how: Walk,
  result: Future,
): void {
  const steps = new Steps(entries);
  let element: Later;
  let index = -1;
  const more: More = (_, again) => {
    for (;;) {
      const step = steps.next(again);
      if (step === "later") return undefined;
      if (step === "end") return false;
      index++;
      if (step.kind === "hole" && !seesHoles(how)) continue;
      element = step.kind === "element" ? step.value : undefined;
      return true;
    }
  };
  const round: Round = (_, scope, v) => body(scope, element, index, items, ...v);
  rounds($, slot, path, more, values, round, result);
  // What is not decided by then is not wanted any more.
  slot.onCancel = () => slot.region?.close();
}

/** The same where every round goes on with the next one: each begins when it is decided that there is its element. */
function overAll(
  $: Scope,
  slot: Slot,
  path: string,
  entries: readonly Entry[],
  items: Later,
  values: readonly Later[],
  body: WalkBody,
  how: Walk,
  result: Future,
): void {
  const outer = slot.open();
  const waiting: (() => void)[] = [];
  let running = 0;
  const later = (count: number): Future[] => Array.from({ length: count }, () => new Future());
  const follow = (outs: readonly Future[], given: readonly Later[]): void =>
    outs.forEach((out, i) => out.follow(given[i]));

  const round = (frame: Frame, element: Element, carried: readonly Later[]): readonly Later[] => {
    const place = frame.add();
    const outs = later(carried.length);
    const start = (): void => {
      if (!place.waiting) return;
      running++;
      const inner = place.open();
      inner.onSettled = () => {
        running--;
        while (waiting.length > 0 && running < $.run.window) waiting.shift()?.();
      };
      const exit = $.body(inner, `${path}#${element.key}`, (scope) => body(scope, element.value, 0, items, ...carried));
      if (isThere(exit)) follow(outs, (plain(exit) as Exit).values);
      else (exit as Future).onComplete(() => follow(outs, (plain(exit) as Exit).values));
    };
    // What everything else waits for begins in any case.
    place.onFront = start;
    if (running < $.run.window || place.atFront) start();
    else waiting.push(start);
    return outs;
  };
  const visit = (frame: Frame, list: readonly Entry[], before: readonly Later[]): readonly Later[] => {
    let carried = before;
    for (const entry of list) {
      if (frame.dead) break;
      if (entry.kind === "element") carried = round(frame, entry, carried);
      else if (entry.kind === "hole") {
        if (seesHoles(how)) carried = round(frame, { ...entry, kind: "element", value: undefined }, carried);
      } else {
        const inside = entry.kind === "part" ? entry.later : entry.when;
        const rest = (): readonly Entry[] =>
          entry.kind === "part" ? (entry.later.value as Entry[]) : isTrue(entry.when) ? [entry.entry] : [];
        const outs = later(carried.length);
        const given = carried;
        region(
          frame,
          (go) => (entry.kind === "part" ? entry.later.onComplete(go) : whenDecided(inside, go)),
          (inner) => follow(outs, visit(inner, rest(), given)),
        );
        carried = outs;
      }
    }
    return carried;
  };
  const last = visit(outer, entries, values);
  outer.close();
  result.resolve(new Exit(0, last));
}

function keysOf(object: unknown): string[] {
  const names: string[] = [];
  for (const name in object as object) names.push(name);
  return names;
}

function listOf(list: unknown, { method }: Walk, label: string): readonly unknown[] {
  const elements = iterableModule(list) || (!method && !Array.isArray(list)) ? [...(list as Iterable<unknown>)] : list;
  const own = method ? (elements as Record<string, unknown> | undefined | null)?.[method.name] : undefined;
  if (!Array.isArray(elements) || (method && own !== (Array.prototype as never)[method.name])) {
    throw notAnArray(elements, label, method?.name);
  }
  return elements as readonly unknown[];
}

function indicesOf(list: readonly unknown[], { method, live }: Walk): number[] | undefined {
  if (!method) return undefined;
  const indices: number[] = [];
  for (let i = 0; i < list.length; i++) if (live || method.holes || i in list) indices.push(i);
  return method.backwards ? indices.reverse() : indices;
}

const iteratorOf = (value: unknown): unknown => (value as { [Symbol.iterator]?: unknown })[Symbol.iterator];
const BUILTIN = [[], new Map(), new Set(), "", new Uint8Array()].map(iteratorOf);
const ADVANCES = [[], new Map(), new Set(), ""].map((list) => {
  const prototype = Object.getPrototypeOf((list as Iterable<unknown>)[Symbol.iterator]()) as { next: unknown };
  return { prototype, next: prototype.next };
});

/** Something that JavaScript itself iterates, without code of the user's. */
function isPlainIterable(value: unknown): boolean {
  if (value === undefined || value === null) return true; // throws in its place
  if (isModuleList(value)) return true;
  if (ADVANCES.some(({ prototype, next }) => prototype.next !== next)) return false;
  const iterator = iteratorOf(value);
  if (BUILTIN.includes(iterator)) return true;
  // `map.entries()` and its like, as they are.
  return typeof value === "object" && ADVANCES.some(({ prototype }) => Object.getPrototypeOf(value) === prototype);
}

const isModuleList = (value: unknown): boolean => iterableModule(value);

/** `for…of` as JavaScript says it: each step of the iterator is an effect, in its place in the program. */
function iterate(
  $: Scope,
  slot: Slot,
  path: string,
  iterable: Iterable<unknown>,
  values: readonly Later[],
  body: WalkBody,
  result: Future,
): void {
  let iterator: Iterator<unknown> | undefined;
  const round: Round = (i, scope, v) => {
    const next = scope.effect([], () => {
      iterator ??= iterable[Symbol.iterator]();
      return iterator.next();
    });
    const close = (inner: Scope): Later => inner.effect([], () => void iterator?.return?.());
    return scope.if(
      scope.on([next], (step: IteratorResult<unknown>) => !step.done),
      (inner) => {
        const item = inner.on([next], (step: IteratorResult<unknown>) => step.value);
        // Nobody is told that the loop ends: that of an array, a Map or a Set.
        if (typeof iterator?.return !== "function") return body(inner, item, i, iterable, ...v);
        const ended = attempt(
          inner,
          v,
          (scope2) => body(scope2, item, i, iterable, ...v),
          (scope2, _, error) => {
            close(scope2);
            return scope2.throw([error], (thrown: unknown) => thrown);
          },
          undefined,
          true,
        );
        return inner.on([ended], (exit: Exit) => {
          if (exit.kind !== NEXT) close(inner);
          return exit;
        });
      },
      () => new Exit(0, v),
    );
  };
  rounds($, slot, path, upTo(Number.POSITIVE_INFINITY), values, round, result);
}
