/**
 * Rules that say of a mutant, from the code alone, that it is the program itself. Each is checked as well: a
 * mutant that a rule calls implied and that some run tells apart refutes the rule.
 */
import type { Node } from "oxc-parser";
import type { Emitted, Op } from "./emitted.js";

/** Where the inputs of operations stand that start only when all of them are there. */
const WAITS: Record<string, number> = { on: 0, effect: 0, throw: 0, onAll: 1, effectAll: 1 };

/** Names whose values must be there before that of `name` is; itself included. */
function behind(emitted: Emitted, name: string, seen: Set<string> = new Set()): Set<string> {
  if (seen.has(name)) return seen;
  seen.add(name);
  const maker = emitted.makers.get(name);
  const list = maker?.args[WAITS[maker.name] ?? -1];
  if (list?.type === "ArrayExpression")
    for (const e of list.elements) if (e?.type === "Identifier") behind(emitted, e.name, seen);
  return seen;
}

/** Why the input at `i` says nothing that the operation does not wait for anyway. */
export function impliedInput(emitted: Emitted, op: Op, list: readonly Node[], i: number): string | undefined {
  const input = list[i];
  if (input?.type !== "Identifier") return undefined;
  if (/^(effect|sequential)/.test(op.name)) return "an effect waits for everything before it";
  const others = list.flatMap((e, j) => (j !== i && e.type === "Identifier" ? [e.name] : []));
  return others.some((other) => behind(emitted, other).has(input.name)) ? "another input waits for it" : undefined;
}

/** Makes something new of nothing: cannot fail, and nobody can tell when. */
function isFresh(emitted: Emitted, op: Op): boolean {
  if (op.name === "closure") return true;
  const [inputs, body] = op.args;
  if (op.name !== "on" || inputs?.type !== "ArrayExpression" || inputs.elements.length > 0 || !body) return false;
  return /^\(\) => (\[\]|\(\{\s*\}\)|"[^"\\]*"|\d+|true|false)$/.test(emitted.code.slice(body.start, body.end));
}

/** Why it is all the same which of two neighbours comes first, where the second does not name the first. */
export function impliedSwap(emitted: Emitted, a: Op, b: Op): string | undefined {
  return isFresh(emitted, a) || isFresh(emitted, b) ? "one of the two can neither fail nor be seen" : undefined;
}
