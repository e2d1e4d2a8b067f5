/**
 * A literal that needs nothing which may not be there yet, and that cannot throw, is written as it is: it is
 * evaluated once, where it stands, and no operation has to wait for it.
 *
 *   const out = $.on([], () => ["a", "b"]);   →   const out = ["a", "b"];
 */
import type { MethodIr } from "../ir.js";
import type { State } from "../lower/state.js";
import { peel } from "../syntax/walk.js";
import { opCannotThrow } from "./cannotThrow.js";
import { everyOp } from "./operands.js";

export function plainLiterals(ir: MethodIr, state: State): void {
  everyOp(ir.body, (op) => {
    if (op.kind !== "on" || op.inputs.length > 0 || !opCannotThrow(op, state)) return;
    const literal = peel(op.node as Parameters<typeof peel>[0]);
    const [part] = op.code;
    const isWhole =
      op.code.length === 1 &&
      typeof part === "object" &&
      "start" in part &&
      part.start === literal.start &&
      part.end === literal.end;
    if (isWhole && (literal.type === "ArrayExpression" || literal.type === "ObjectExpression")) op.bare = true;
  });
}
