/**
 * `list.map(…)` whose callback assigns variables of the method: one round after the other has them, and all results.
 *
 *   let last = "";
 *   const all = list.map((x) => { const now = this.ask(x, last); last = now; return now; });
 */
import { Exit, NEXT } from "./exit.js";
import { contain, containerOf, Future, isThere, NEVER, plain } from "./future.js";
import { walk, type WalkBody } from "./loop.js";
import type { Later, Scope } from "./scope.js";

/** As `map`, for a callback that assigns `values`: the list of results first, then the variables. */
export function mapWith(
  $: Scope,
  site: number,
  items: Later,
  values: readonly Later[],
  body: WalkBody,
  live: boolean,
): Later[] {
  const count = values.length + 1;
  if ($.frame.dead) return Array.from({ length: count }, () => NEVER);
  const results: Later[] = [];
  const measure = (): void => {
    const list = containerOf(items)?.target ?? plain(items);
    if (Array.isArray(list)) results.length = list.length;
  };
  // Before a callback changes it.
  if (isThere(items)) measure();
  else (items as Future).onKnown(measure);
  const exit = walk(
    $,
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
  const [list] = $.outs(
    1,
    $.onExit(exit, (_, __, all) => new Exit(0, [contain(results), ...all])),
  );
  return [list, ...$.outs(count - 1, exit)];
}

/** The exit that `change` makes of one, as soon as that is there. */
export function onExit(
  exit: Later,
  change: (first: Later, rest: readonly Later[], all: readonly Later[]) => Exit,
): Later {
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
