/**
 * Lists and objects of the method's own, by the path that leads to them: a change of one makes a new version of it,
 * and of all that are around it.
 *
 *   state.inner.list.push(x)   →  list' = push state.inner.list [x];  inner' = put inner "list" list';  state' = …
 */
import type { Node } from "oxc-parser";
import { placeOf, type Owned, type Place } from "../analyze/owned.js";
import type { Operand } from "../ir.js";
import { assign, define, type Cursor, type State } from "./state.js";

const KEYWORDS = new Set(
  "arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof undefined var void while with yield".split(
    " ",
  ),
);

/** The list or object of the method's own that an expression names. */
export function ownPlace({ ctx }: State, node: Node): (Place & { owned: Owned }) | undefined {
  return placeOf(node, (binding) => ctx.privates.get(binding)?.owned, ctx);
}

/** What a version of a private list or object may be called. */
export function nameOf({ binding, path }: Place): string {
  const key = path.at(-1);
  return key !== undefined && /^[a-z]\w*$/.test(key) && !KEYWORDS.has(key) ? key : binding.name;
}

/** What a private list or object is at a point. */
export function valueAt(state: State, at: Cursor, node: Node, { binding, path }: Place): Operand {
  return path.reduce(
    (value: Operand, key) => define(state, at, node, { kind: "get", value, key }),
    at.env.values.get(binding) as Operand,
  );
}

/** From here on, it is another one; so are those around it. */
export function replaceAt(
  state: State,
  at: Cursor,
  node: Node,
  { binding, path, ...place }: Place,
  value: Operand,
): void {
  const key = path.at(-1);
  if (key === undefined) {
    assign(state, at, binding, value);
    return;
  }
  const outer: Place = { ...place, binding, path: path.slice(0, -1) };
  const object = valueAt(state, at, node, outer);
  const code = [JSON.stringify(key)];
  const put = define(state, at, node, { kind: "put", object, key: { code }, value }, binding.name);
  replaceAt(state, at, node, outer, put);
}
