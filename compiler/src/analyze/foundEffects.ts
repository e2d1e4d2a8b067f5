/** Effects while they are being looked for, in a text or in the body of a function that is called there. */
import type { Node } from "oxc-parser";
import type { Binding } from "../syntax/bindings.js";
import type { AnyFunction } from "../syntax/walk.js";

/**
 * Why something is an effect. `call`: nothing is known of the function; `write`: it changes an object;
 * `state`: it looks at what something else of the file or the module changes.
 */
export type Reason = "call" | "write" | "assign" | "state" | "print" | "time" | "random" | "await" | "declared";

export interface Effects {
  /** Keeps its place: everything before it has succeeded when it happens. */
  effect: boolean;
  /** May change an object that later code reads. */
  writes: boolean;
  /** Depends on objects that may change. */
  reads: boolean;
  /** The first thing that made it an effect, for remarks. */
  because: Node | undefined;
  /** Why that is one. */
  reason: Reason | undefined;
  /** Where, in the function that is called there, if it can be seen. */
  within: Node | undefined;
  /** Parts that are somebody else's business. */
  skip?: ReadonlySet<Node>;
}

export interface Found extends Effects {
  /** The function whose call is looked at: objects that it makes for itself are its own business. */
  fn: AnyFunction | undefined;
  /** Variables of functions around `fn` that it assigns, or whose objects it changes: their business, if they are theirs. */
  outer: Map<Binding, { node: Node; reason: Reason }>;
  /** Parameters, of `fn` or of functions around it, that it calls: what that does depends on what they are given. */
  given: Map<Binding, Node>;
  /** It looks at what is in its parameters. */
  readsGiven: boolean;
}

export function nothing(fn?: AnyFunction): Found {
  return {
    effect: false,
    writes: false,
    reads: false,
    because: undefined,
    reason: undefined,
    within: undefined,
    fn,
    outer: new Map(),
    given: new Map(),
    readsGiven: false,
  };
}

export function impure(effects: Effects, node: Node, writes: boolean, reason: Reason, within?: Node): void {
  effects.effect = true;
  // What changes objects matters more than what only keeps its place.
  if (!effects.because || (writes && !effects.writes)) {
    effects.because = node;
    effects.reason = reason;
    effects.within = within;
  }
  if (writes) effects.writes = true;
}
