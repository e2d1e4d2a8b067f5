/** `speculate(this.search(q))`: a module call that may start before the tests in front of it are decided. */
import type { Expression, Node } from "oxc-parser";
import { plaitName } from "../analyze/classes.js";
import { peel } from "../syntax/walk.js";
import type { State } from "./state.js";

/** The module call in it, awaited or not. */
export function speculatedCall(state: State, node: Node): Expression | undefined {
  if (node.type !== "CallExpression" || node.optional || node.arguments.length !== 1) return undefined;
  if (plaitName(state.ctx.file, node.callee) !== "speculate") return undefined;
  const argument = node.arguments[0];
  if (!argument || argument.type === "SpreadElement") return undefined;
  const given = peel(argument);
  const call = given.type === "AwaitExpression" ? peel(given.argument) : given;
  const launch = state.ctx.launches.get(call);
  return launch && launch.kind !== "local" && launch.kind !== "callback" ? call : undefined;
}
